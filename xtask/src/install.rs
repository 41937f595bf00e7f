//! Brings what a fresh machine lacks: the wasm target, npm packages, browsers and their drivers.

use crate::{run, workspace};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// The one target that a browser runs.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Adds the wasm target to the toolchain in use, if it is missing.
pub fn wasm_target() -> Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let query = ["--print", "target-libdir", "--target", WASM_TARGET];
    let libs = run::output(run::command(rustc).args(query), "install Rust with rustup")?;
    let libs = PathBuf::from(String::from_utf8_lossy(&libs).trim());
    if libs.is_dir() {
        return Ok(());
    }
    run::noisy_step("add the wasm target", || {
        run::run(
            run::command("rustup").args(["target", "add", WASM_TARGET]),
            "add the wasm32-unknown-unknown target of your Rust toolchain by hand",
        )
    })
}

/// Adds rustfmt and clippy, which a minimal Rust lacks.
pub fn components() -> Result<()> {
    for name in ["rustfmt", "clippy"] {
        let tool = if name == "clippy" { "clippy" } else { "fmt" };
        let have =
            run::cargo().args([tool, "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if have.is_ok_and(|status| status.success()) {
            continue;
        }
        run::noisy_step(&format!("add {name}"), || {
            run::run(
                run::command("rustup").args(["component", "add", name]),
                "add the rustfmt and clippy components of your Rust toolchain by hand",
            )
        })?;
    }
    Ok(())
}

/// Installs the npm packages of the lock file, if they are absent or older than it.
pub fn npm() -> Result<()> {
    npm_in(&workspace::root())
}

/// The same for the lock file of another folder.
pub fn npm_in(root: &Path) -> Result<()> {
    let stamp = |path: &Path| path.metadata().and_then(|meta| meta.modified()).ok();
    let wanted = stamp(&root.join("package-lock.json")).context("package-lock.json is missing")?;
    if stamp(&root.join("node_modules/.package-lock.json")).is_some_and(|have| have >= wanted) {
        return Ok(());
    }
    run::noisy_step("npm ci", || {
        run::run(
            run::command("npm").args(["ci", "--no-fund", "--no-audit"]).current_dir(root),
            "install Node.js 20 or later, with npm, and see that the npm registry is reachable",
        )
    })?;
    // npm keeps an unchanged marker's time: without this a fresh check-out would install every time.
    let marker = root.join("node_modules/.package-lock.json");
    let file = std::fs::File::options().append(true).open(&marker);
    file.and_then(|file| file.set_modified(std::time::SystemTime::now()))
        .with_context(|| format!("cannot touch {}", marker.display()))
}

/// What fuzzing needs beside this toolchain: nightly Rust, a C++ compiler, cargo-fuzz. Returns where cargo-fuzz is.
pub fn fuzzer() -> Result<PathBuf> {
    const VERSION: &str = "0.13.2";
    if !["c++", "g++", "clang++"].iter().any(|name| run::on_path(name)) {
        apt("fuzzing needs", "", &["g++"])?;
    }
    let nightly = ["run", "nightly", "cargo", "--version"];
    let have = run::command("rustup").args(nightly).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !have.is_ok_and(|status| status.success()) {
        run::noisy_step("add nightly Rust", || {
            run::run(
                run::command("rustup").args(["toolchain", "install", "nightly", "--profile", "minimal"]),
                "install rustup and its nightly toolchain; `cargo xtask test scrub_fuzz` fuzzes a little without",
            )
        })?;
    }
    if run::on_path("cargo-fuzz") {
        return Ok("cargo-fuzz".into());
    }
    let own = workspace::tools().join("bin/cargo-fuzz");
    if !own.is_file() {
        run::noisy_step("build cargo-fuzz (once, a minute)", || {
            run::run(
                run::cargo()
                    .args(["install", "cargo-fuzz", "--locked", "--version", VERSION, "--root"])
                    .arg(workspace::tools()),
                "put a cargo-fuzz on the search path; `cargo xtask test scrub_fuzz` fuzzes a little without",
            )
        })?;
    }
    Ok(own)
}

struct Need {
    package: &'static str,
    present: fn() -> bool,
}

const CHROMIUM: &[Need] = &[
    Need { package: "chromium", present: || run::on_path("chromium") },
    Need { package: "chromium-driver", present: || run::on_path("chromedriver") },
];
const FIREFOX: &[Need] = &[Need { package: "firefox-esr", present: || run::on_path("firefox-esr") }];
const WEBKIT: &[Need] = &[
    Need {
        package: "webkit2gtk-driver",
        present: || run::on_path("WebKitWebDriver") && crate::webdriver::mini_browser().is_some(),
    },
    Need { package: "xvfb", present: || run::on_path("Xvfb") },
];
const FONTS: &[Need] = &[Need {
    package: "fonts-dejavu-core",
    present: || Path::new("/usr/share/fonts/truetype/dejavu").is_dir(),
}];

/// Makes the browsers of these engines and their WebDrivers available.
pub fn browsers(engines: &[crate::webdriver::Engine]) -> Result<()> {
    use crate::webdriver::Engine;
    let mut needs: Vec<&Need> = FONTS.iter().collect();
    for engine in engines {
        needs.extend(match engine {
            Engine::Chromium => CHROMIUM,
            Engine::Firefox => FIREFOX,
            Engine::Webkit => WEBKIT,
        });
    }
    let missing: Vec<&str> = needs.iter().filter(|need| !(need.present)()).map(|need| need.package).collect();
    if !missing.is_empty() {
        apt(
            "the browser tests need",
            "or choose an engine that is there with --engine chromium|firefox|webkit",
            &missing,
        )?;
    }
    if engines.contains(&Engine::Firefox) && crate::webdriver::geckodriver().is_none() {
        geckodriver()?;
    }
    Ok(())
}

/// PHP, in which a parser of the record is documented and tested.
pub fn php() -> Result<()> {
    if run::on_path("php") {
        Ok(())
    } else {
        apt("the test of the documented PHP parser needs", "", &["php-cli"])
    }
}

/// `who` needs these packages; `or` is another way than to install them.
fn apt(who: &str, or: &str, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    let root = rustix::process::geteuid().is_root();
    if !root || !run::on_path("apt-get") {
        bail!(
            "{who} these Debian packages (or their like): {list}\n\
             install them with: sudo apt-get update && sudo apt-get install {list}\n\
             {or}"
        );
    }
    run::noisy_step(&format!("apt-get install {list}"), || {
        let hint = "see that Debian's package servers are reachable";
        run::run(run::command("apt-get").args(["-qq", "update"]), hint)?;
        run::run(
            run::command("apt-get")
                .args(["-qq", "-y", "install", "--no-install-recommends"])
                .args(packages)
                .env("DEBIAN_FRONTEND", "noninteractive"),
            hint,
        )
    })
}

/// Debian has no geckodriver package, so it is built once from its crate.
fn geckodriver() -> Result<()> {
    run::noisy_step("build geckodriver (once, some minutes)", || {
        run::run(
            run::cargo()
                // Unoptimised: it passes messages on, and building it takes half the time.
                .args(["install", "geckodriver", "--locked", "--debug", "--version", "0.37.1", "--root"])
                .arg(workspace::tools()),
            "put a geckodriver on the search path, or use --engine chromium or webkit",
        )
    })
}
