//! `cargo xtask bench`: speed in real browsers. It measures and judges no number, so it is no test;
//! but each measured answer is checked, because a fast wrong one is worth nothing.

mod scrub;
mod start;

use crate::build::{self, Build};
use crate::demo::{Demo, Options};
use crate::install;
use crate::webdriver::{Browser, Engine, Setup};
use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::{Map, Value};

/// Arguments of `cargo xtask bench`.
#[derive(Args)]
pub struct Bench {
    /// What to measure; everything if not given
    #[arg(value_enum)]
    what: Option<What>,
    /// Measure only in this engine (may be given more than once)
    #[arg(long, value_enum)]
    engine: Vec<Engine>,
    /// Measure only this part of scrubbing (may be given more than once)
    #[arg(long, value_enum)]
    part: Vec<scrub::Part>,
    /// Rounds in which all contestants have their turn
    #[arg(long, default_value_t = 31)]
    rounds: u32,
    /// End with one line of JSON
    #[arg(long)]
    json: bool,
}

/// A measurement.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Starting the gate's wasm: from bytes inside the script, or streamed
    Start,
    /// Scrubbing: payloads, the field, detectors, hostile texts, the first call
    Scrub,
}

/// Builds and measures.
pub fn bench(args: &Bench) -> Result<()> {
    build::build(&Build::default())?;
    let engines = match args.engine.as_slice() {
        [] => Engine::ALL.to_vec(),
        chosen => chosen.to_vec(),
    };
    install::browsers(&engines)?;
    let mut all = Map::new();
    if args.what != Some(What::Scrub) {
        all.insert("start".into(), start::measure(&engines)?);
    }
    if args.what != Some(What::Start) {
        let parts = match args.part.as_slice() {
            [] => scrub::Part::ALL.to_vec(),
            chosen => chosen.to_vec(),
        };
        all.insert("scrub".into(), scrub::measure(&engines, &parts, args.rounds)?);
    }
    if args.json {
        println!("{}", Value::Object(all));
    }
    Ok(())
}

/// A blank page that has these files beside it, in a fresh browser.
fn page(engine: Engine, files: Vec<(String, Vec<u8>)>) -> Result<(Demo, Browser)> {
    let mut extra = files;
    let blank = b"<!doctype html><meta charset=utf-8><title>bench</title>".to_vec();
    extra.push(("/bench/index.html".into(), blank));
    let demo = Demo::start(Options { extra, isolated: true, ..Options::default() })?;
    let browser = Browser::open(engine, Setup::default())?;
    browser.goto(&format!("{}/bench/index.html", demo.site))?;
    Ok((demo, browser))
}
