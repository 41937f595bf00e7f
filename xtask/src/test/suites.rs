//! The suites: what each runs and how its outcome is counted.

use super::{Tally, Test};
use crate::build::{self, Build};
use crate::webdriver::Engine;
use crate::{install, run, size, workspace};
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A group of checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Suite {
    /// rustfmt finds nothing to change
    Fmt,
    /// clippy is silent, natively and for each wasm artefact
    Clippy,
    /// Rust tests that need no browser
    Native,
    /// everything builds
    Build,
    /// the JavaScript: types, lint, unit tests
    Js,
    /// the size budgets are kept
    Size,
    /// real pages in real browsers
    Browser,
}

impl Suite {
    /// All of them, in the order in which they run: what tells soonest first, what needs the build last.
    pub const ALL: [Suite; 7] =
        [Suite::Fmt, Suite::Clippy, Suite::Native, Suite::Build, Suite::Js, Suite::Size, Suite::Browser];

    /// As in `--suite`.
    pub fn name(self) -> &'static str {
        match self {
            Suite::Fmt => "fmt",
            Suite::Clippy => "clippy",
            Suite::Js => "js",
            Suite::Native => "native",
            Suite::Build => "build",
            Suite::Size => "size",
            Suite::Browser => "browser",
        }
    }

    /// Whether a filter can choose among its tests.
    pub fn has_named_tests(self) -> bool {
        matches!(self, Suite::Js | Suite::Native | Suite::Browser)
    }
}

/// Runs one suite and adds its outcome. `built` remembers that the package is up to date.
pub fn run(suite: Suite, args: &Test, built: &mut bool, tally: &mut Tally) -> Result<()> {
    if matches!(suite, Suite::Build | Suite::Js | Suite::Size | Suite::Browser) && !*built {
        build::build(&Build::default())?;
        *built = true;
    }
    match suite {
        Suite::Fmt => {
            install::components()?;
            step(tally, run::cargo().args(["fmt", "--all", "--check"]), "run `cargo fmt --all`");
        }
        Suite::Clippy => clippy(tally),
        Suite::Js => javascript(args, tally)?,
        Suite::Native => native(args, tally),
        Suite::Build => tally.step(true),
        Suite::Size => {
            for verdict in size::check()? {
                println!("{verdict}");
                tally.step(verdict.met());
            }
        }
        Suite::Browser => {
            install::browsers(&args.engines())?;
            // libtest-mimic takes one filter.
            match args.filter.as_slice() {
                [] => libtest(browser(args), &[], tally),
                filters => filters.chunks(1).for_each(|filter| libtest(browser(args), filter, tally)),
            }
        }
    }
    Ok(())
}

/// Prints the suites and the names of the tests in them.
pub fn list(wanted: &[Suite], args: &Test) -> Result<()> {
    for suite in wanted {
        println!("{}", suite.name());
        let mut command = match suite {
            Suite::Native => native_tests(),
            Suite::Browser => browser(args),
            _ => continue,
        };
        let matches =
            |name: &str| args.filter.is_empty() || args.filter.iter().any(|filter| name.contains(filter));
        run::lines(command.args(["--", "--list"]), |line| {
            if let Some(name) = line.strip_suffix(": test").filter(|name| matches(name)) {
                println!("  {name}");
            }
        })?;
    }
    Ok(())
}

/// One command that is one check.
fn step(tally: &mut Tally, command: &mut Command, hint: &str) {
    let name = run::shown(command);
    let result = run::step(&name, || run::run(command, hint));
    if let Err(error) = &result {
        eprintln!("error: {error:#}");
    }
    tally.step(result.is_ok());
}

fn clippy(tally: &mut Tally) {
    let hint = "mend what clippy names above";
    let deny = ["--", "-D", "warnings"];
    step(tally, run::cargo().args(["clippy", "--quiet", "--workspace", "--all-targets"]).args(deny), hint);
    if let Err(error) = install::components().and_then(|()| install::wasm_target()) {
        eprintln!("error: {error:#}");
        return tally.step(false);
    }
    for artefact in build::wasm::ARTEFACTS {
        let mut command = run::cargo();
        command.args(["clippy", "--quiet", "--package", "hushgate", "--lib", "--no-default-features"]);
        command.args(["--features", artefact.features, "--target", install::WASM_TARGET]);
        step(tally, command.args(deny), hint);
    }
}

fn javascript(args: &Test, tally: &mut Tally) -> Result<()> {
    install::npm()?;
    install::php()?;
    let root = workspace::root();
    if args.filter.is_empty() {
        for folder in ["pkg", "www", "xtask/bench"] {
            if root.join(folder).join("tsconfig.json").is_file() {
                let mut tsc = run::command(workspace::node_bin("tsc"));
                step(
                    tally,
                    tsc.args(["--noEmit", "--project", folder]),
                    "mend the types that tsc names above",
                );
            }
        }
        let mut eslint = run::command(workspace::node_bin("eslint"));
        step(tally, eslint.args(["--max-warnings=0", "."]), "mend what eslint names above");
    }
    let files = javascript_tests(&root.join("pkg/test"))?;
    if files.is_empty() {
        return Ok(());
    }
    let mut node = run::command("node");
    node.args(["--test", "--test-reporter=spec"]);
    // Node takes regular expressions; a filter is plain text.
    node.args(args.filter.iter().map(|filter| format!("--test-name-pattern={}", escape(filter))));
    let filtered = !args.filter.is_empty();
    counted(node.args(files), tally, |tally, line| tally.node(line, filtered));
    Ok(())
}

fn javascript_tests(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.to_string_lossy();
        if name.ends_with(".test.js") || name.ends_with(".test.mjs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn escape(text: &str) -> String {
    let special = |c: char| !(c.is_alphanumeric() || c == '_' || c == ' ');
    text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

fn native(args: &Test, tally: &mut Tally) {
    libtest(native_tests(), &args.filter, tally);
    let mut docs = run::cargo();
    docs.args(["test", "--quiet", "--workspace", "--doc", "--no-fail-fast"]);
    libtest(docs, &args.filter, tally);
}

fn native_tests() -> Command {
    let mut command = run::cargo();
    command.args(["test", "--workspace", "--no-fail-fast", "--lib", "--bins", "--examples"]);
    for name in test_targets().iter().filter(|name| !name.starts_with("browser")) {
        command.args(["--test", name]);
    }
    command
}

fn browser(args: &Test) -> Command {
    let mut command = run::cargo();
    command.args(["test", "--package", "hushgate", "--no-fail-fast"]);
    for name in test_targets().iter().filter(|name| name.starts_with("browser")) {
        command.args(["--test", name]);
    }
    let engines: Vec<&str> = args.engines().into_iter().map(Engine::name).collect();
    command.env("HUSHGATE_ENGINES", engines.join(","));
    command
}

/// Names of the crate's integration tests, as cargo finds them.
fn test_targets() -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(workspace::root().join("tests")) else {
        return Vec::new();
    };
    let target = |path: PathBuf| {
        let is_target = path.extension().is_some_and(|kind| kind == "rs") || path.join("main.rs").is_file();
        is_target.then(|| path.file_stem().map(|name| name.to_string_lossy().into_owned()))?
    };
    let mut names: Vec<String> = entries.flatten().filter_map(|entry| target(entry.path())).collect();
    names.sort();
    names
}

fn libtest(mut command: Command, filters: &[String], tally: &mut Tally) {
    if !filters.is_empty() {
        command.arg("--").args(filters);
    }
    counted(&mut command, tally, Tally::libtest);
}

/// Runs a test runner, shows its lines as they come, and counts its closing lines.
fn counted(command: &mut Command, tally: &mut Tally, count: impl Fn(&mut Tally, &str)) {
    let failed = tally.failed;
    let outcome = run::lines(command, |line| {
        println!("{line}");
        count(tally, line);
    });
    let ended_well = match outcome {
        Ok(success) => success,
        Err(error) => {
            eprintln!("error: {error:#}");
            false
        }
    };
    // A runner that does not compile or that dies writes no closing line.
    if !ended_well && tally.failed == failed {
        tally.failed += 1;
    }
}
