//! `cargo xtask fuzz`: the targets of `fuzz/` under libFuzzer, each for a while; the suite `native` runs them without.

use crate::{install, run, workspace};
use anyhow::{Result, bail};
use clap::Args;
use std::process::Command;

/// Arguments of `cargo xtask fuzz`.
#[derive(Args, Clone)]
pub struct Fuzz {
    /// Only these targets, such as `json` (default: all)
    target: Vec<String>,
    /// Seconds for each target
    #[arg(long, default_value_t = 60)]
    time: u32,
    /// Longest input that is made up, in bytes
    #[arg(long, default_value_t = 2048)]
    longest: u32,
    /// Show the targets instead of running them
    #[arg(long)]
    list: bool,
}

/// Names of the targets, as cargo-fuzz finds them.
fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(workspace::root().join("fuzz/fuzz_targets"))? {
        let path = entry?.path();
        names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

/// Runs what was asked for; true if nothing was found.
pub fn fuzz(args: &Fuzz) -> Result<bool> {
    let known = targets()?;
    if args.list {
        println!("{}", known.join("\n"));
        return Ok(true);
    }
    if let Some(wrong) = args.target.iter().find(|name| !known.contains(name)) {
        bail!("there is no target {wrong}; there are {}", known.join(", "));
    }
    let wanted = if args.target.is_empty() { &known } else { &args.target };
    let fuzzer = install::fuzzer()?;
    let home = workspace::root().join("fuzz");
    run::noisy_step("make the seeds", || {
        let mut seeds = run::cargo();
        seeds.args(["run", "--quiet", "--release", "--example", "seeds"]).current_dir(&home);
        run::run(&mut seeds, "mend what cargo names above")
    })?;
    let command = |verb: &str, name: &str| {
        // Nightly's cargo must build, not the one that runs us.
        let mut command = Command::new("rustup");
        command.env_remove("CARGO").current_dir(&home).args(["run", "nightly"]).arg(&fuzzer);
        // Without a sanitizer: there is no unsafe code for one to watch, and it is several times faster.
        command.args(["fuzz", verb, "--sanitizer", "none", name]);
        command
    };
    let mut found = Vec::new();
    for name in wanted {
        let folders = [format!("corpus/{name}"), format!("seeds/{name}"), format!("found/{name}")];
        for folder in &folders {
            std::fs::create_dir_all(home.join(folder))?;
        }
        let mut command = command("run", name);
        command.args(&folders).args(["--", "-dict=seeds/words.dict"]);
        command.arg(format!("-max_total_time={}", args.time)).arg(format!("-max_len={}", args.longest));
        let hint = "the input is in the file that libFuzzer names above";
        if run::noisy_step(&format!("fuzz {name} for {} s", args.time), || run::run(&mut command, hint))
            .is_err()
        {
            found.push(name.as_str());
        }
    }
    if !found.is_empty() {
        eprintln!(
            "\nfound something: {}\n\
             look:  cargo run --manifest-path fuzz/Cargo.toml --example explain -- TARGET FILE\n\
             keep:  put the file into fuzz/found/TARGET/; `cargo xtask test scrub_fuzz` then runs it",
            found.join(", ")
        );
    }
    println!("\n{} targets fuzzed, {} found something", wanted.len(), found.len());
    Ok(found.is_empty())
}
