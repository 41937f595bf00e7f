//! The module on a real page in real browsers, judged by the bytes that reach the collector.
//!
//! Trials are named `engine::area::case`; `HUSHGATE_ENGINES=chromium,firefox` narrows the engines.

mod support;

#[path = "browser/accountability.rs"]
mod accountability;
#[path = "browser/adapters.rs"]
mod adapters;
#[path = "browser/api.rs"]
mod api;
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
#[path = "browser/imports.rs"]
mod imports;
#[path = "browser/larger.rs"]
mod larger;
#[path = "browser/looks.rs"]
mod looks;
#[path = "browser/optouts.rs"]
mod optouts;
#[path = "browser/pages.rs"]
mod pages;
#[path = "browser/promises.rs"]
mod promises;
#[path = "browser/proof.rs"]
mod proof;
#[path = "browser/queue.rs"]
mod queue;
#[path = "browser/sent.rs"]
mod sent;
#[path = "browser/settings.rs"]
mod settings;
#[path = "browser/signals.rs"]
mod signals;
#[path = "browser/storage.rs"]
mod storage;
#[path = "browser/transports.rs"]
mod transports;
#[path = "browser/withdrawal.rs"]
mod withdrawal;

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
    // Three browsers at a time on the machines' two cores: a trial waits for a third of its time. Four are no faster.
    arguments.test_threads.get_or_insert(3);
    let engines = match Engine::chosen() {
        Ok(engines) => engines,
        Err(error) => {
            eprintln!("{error:#}");
            std::process::exit(2);
        }
    };
    let areas = [
        ("accountability", accountability::CASES),
        ("adapters", adapters::CASES),
        ("api", api::CASES),
        ("choice", choice::CASES),
        ("clients", clients::CASES),
        ("compressed", compressed::CASES),
        ("control", control::CASES),
        ("dry_run", dry_run::CASES),
        ("entries", entries::CASES),
        ("failures", failures::CASES),
        ("gated", gated::CASES),
        ("imports", imports::CASES),
        ("larger", larger::CASES),
        ("looks", looks::CASES),
        ("optouts", optouts::CASES),
        ("pages", pages::CASES),
        ("promises", promises::CASES),
        ("proof", proof::CASES),
        ("queue", queue::CASES),
        ("sent", sent::CASES),
        ("settings", settings::CASES),
        ("signals", signals::CASES),
        ("storage", storage::CASES),
        ("transports", transports::CASES),
        ("withdrawal", withdrawal::CASES),
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
