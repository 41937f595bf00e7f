//! `cargo xtask`: build, serve, test, weigh and time Hushgate.
#![forbid(unsafe_code)]

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use xtask::{bench, build, fuzz, serve, size, test};

/// Build, try, test, weigh and time Hushgate.
///
/// Needs Rust and Node.js with npm; everything else is installed when a command first needs it.
/// New here? `cargo xtask serve` builds everything and starts a demo site in which you can watch
/// what analytics clients send before and after your consent.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the package into pkg/dist/ and the demo's scripts into www/dist/
    Build(build::Build),
    /// Build, then start the demo site and print every analytics hit that arrives
    Serve(serve::Serve),
    /// Run all checks and tests, or some; ends with `N passed, N failed, N skipped`
    Test(test::Test),
    /// Run the fuzz targets under libFuzzer, each for a while (needs nightly Rust and a C++ compiler)
    Fuzz(fuzz::Fuzz),
    /// Build, then show what every file weighs and whether the size budgets are kept
    Size(size::Size),
    /// Build, then measure speed in real browsers
    Bench(bench::Bench),
}

fn main() -> ExitCode {
    let passed = match Arguments::parse().command {
        Command::Build(args) => build::build(&args).map(|()| true),
        Command::Serve(args) => serve::serve(&args).map(|()| true),
        Command::Test(args) => test::test(&args),
        Command::Fuzz(args) => fuzz::fuzz(&args),
        Command::Size(args) => size::size(&args).map(|()| true),
        Command::Bench(args) => bench::bench(&args).map(|()| true),
    };
    match passed {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
