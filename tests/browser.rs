//! The module on a real page in real browsers, judged by the bytes that reach the collector.
//!
//! Trials are named `engine::area::case`; `HUSHGATE_ENGINES=chromium,firefox` narrows the engines.

mod support;

#[path = "browser/adapters.rs"]
mod adapters;
#[path = "browser/choice.rs"]
mod choice;
#[path = "browser/clients.rs"]
mod clients;
#[path = "browser/compressed.rs"]
mod compressed;
#[path = "browser/control.rs"]
mod control;
#[path = "browser/dry_run.rs"]
mod dry_run;
#[path = "browser/entries.rs"]
mod entries;
#[path = "browser/failures.rs"]
mod failures;
#[path = "browser/gated.rs"]
mod gated;
#[path = "browser/larger.rs"]
mod larger;
#[path = "browser/looks.rs"]
mod looks;
#[path = "browser/sent.rs"]
mod sent;
#[path = "browser/settings.rs"]
mod settings;
#[path = "browser/transports.rs"]
mod transports;

use anyhow::Result;
use libtest_mimic::{Arguments, Failed, Trial};
use xtask::webdriver::Engine;

/// What a trial does in one engine.
pub type Case = fn(Engine) -> Result<()>;

/// Names functions `fn(Engine) -> Result<()>` as cases.
#[macro_export]
macro_rules! cases {
    ($($name:ident),* $(,)?) => {
        pub const CASES: &[(&str, $crate::Case)] = &[$((stringify!($name), $name)),*];
    };
}

fn main() {
    let mut arguments = Arguments::from_args();
    // Two browsers at a time: the machines have two cores.
    arguments.test_threads.get_or_insert(2);
    let engines = match Engine::chosen() {
        Ok(engines) => engines,
        Err(error) => {
            eprintln!("{error:#}");
            std::process::exit(2);
        }
    };
    let areas = [
        ("adapters", adapters::CASES),
        ("choice", choice::CASES),
        ("clients", clients::CASES),
        ("compressed", compressed::CASES),
        ("control", control::CASES),
        ("dry_run", dry_run::CASES),
        ("entries", entries::CASES),
        ("failures", failures::CASES),
        ("gated", gated::CASES),
        ("larger", larger::CASES),
        ("looks", looks::CASES),
        ("sent", sent::CASES),
        ("settings", settings::CASES),
        ("transports", transports::CASES),
    ];
    let mut trials = Vec::new();
    for engine in engines {
        for (area, cases) in areas {
            for (name, case) in cases {
                trials.push(Trial::test(format!("{}::{area}::{name}", engine.name()), move || {
                    run(engine, *case)
                }));
            }
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn run(engine: Engine, case: Case) -> Result<(), Failed> {
    case(engine).map_err(|error| Failed::from(format!("{error:#}")))
}
