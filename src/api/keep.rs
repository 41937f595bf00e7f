//! The `keep` artefact's exports: what is done with a choice after it was made. It keeps no state and decides nothing that
//! the gate does not: text in, text out. What is no text is an empty one.

use crate::banner::text::{ENGLISH, Words};
use crate::catalogue;
use crate::config::{Config, Json, Known};
use crate::consent::{Stored, cut, decide};
use crate::egress::{decide_verdict, is_unwanted, place_of};
use crate::keep::{self, Source};
use wasm_bindgen::prelude::*;

const KNOWN: Known = Known { vendor: catalogue::vendor_category, text: |_| true };

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The site's config and its plan, which the gate has accepted.
fn config(given: String, plan: String) -> Config {
    Config::planned(given, &plan, &KNOWN).unwrap_or_default()
}

/// Which of these cookies, entries and databases (a name a line) may not be here, by the record's line and the signal.
#[wasm_bindgen]
pub fn unwanted(given: String, plan: String, line: String, signal: bool, now: f64, names: String) -> String {
    let config = config(given, plan);
    let question = config.question();
    let decision = decide(&question, &Stored::parse(&line, &question, now as u64), signal);
    let mut out = String::new();
    let mut rest = names.as_str();
    while !rest.is_empty() {
        let (name, next) = cut(rest, b'\n');
        rest = next;
        if is_unwanted(name, &config, &decision) {
            out.push_str(name);
            out.push('\n');
        }
    }
    out
}

/// The vendors that can be told of a withdrawal, a line each with a tab between: what becomes of their requests now (0 held,
/// 1 dropped, 2 scrubbed and sent), the name of the category or service that decides it, and the row of the catalogue.
#[wasm_bindgen]
pub fn opt_outs(given: String, plan: String, line: String, signal: bool, now: f64) -> String {
    let config = config(given, plan);
    let question = config.question();
    let decision = decide(&question, &Stored::parse(&line, &question, now as u64), signal);
    let mut out = String::new();
    let mut rest = catalogue::opt_outs();
    while !rest.is_empty() {
        let (row, next) = cut(rest, b'\n');
        rest = next;
        let place = place_of(cut(row, b'\t').0, &config);
        out.push(char::from(b'0' + decide_verdict(place, &decision) as u8));
        out.push('\t');
        out.push_str(place.and_then(|place| config.items().nth(place)).map_or("", |item| item.name()));
        out.push('\t');
        out.push_str(row);
        out.push('\n');
    }
    out
}

/// What a record brings with it once: the queue's name for its proof, the proof, and the trail with it, each on lines of
/// its own; nothing if the trail has it. `words` is the locale's file, or an empty text for English; `?` says
/// that they are not known.
#[wasm_bindgen]
pub fn entry(
    given: String,
    plan: String,
    words: String,
    trail: String,
    line: String,
    origin: String,
    now: f64,
) -> String {
    let config = config(given, plan);
    let words = (words != "?").then(|| Words::of(&config, &words, ENGLISH));
    let made = keep::entry(&trail, &line, words.as_ref(), &config, &origin, VERSION, now as u64);
    let Some(made) = made else {
        return String::new();
    };
    let mut out = made.name;
    for part in [made.body, made.trail] {
        out.push('\n');
        out.push_str(&part);
    }
    out
}

/// The trail as JSON for the visitor.
#[wasm_bindgen]
pub fn export_trail(trail: String, origin: String, now: f64) -> String {
    keep::export_trail(&trail, &origin, VERSION, now as u64)
}

/// The requests to erase what the server has of the consent IDs in a trail: the ID and the request, in turn, a line each.
#[wasm_bindgen]
pub fn erase_requests(given: String, trail: String, origin: String, now: f64) -> String {
    let is_otlp = Json(&given).field("proof").field("format").name() == "otlp";
    let mut out = String::new();
    for id in keep::ids(&trail) {
        for line in [id, &keep::erase_request(id, is_otlp, now as u64, &origin, VERSION)] {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// Where other consent managers' choices may lie, as the config's `import` has it: a name of a cookie or of an entry in
/// local storage a line, each after the manager's number and a space.
#[wasm_bindgen]
pub fn sources(given: String) -> String {
    let mut out = String::new();
    for (number, source) in (b'0'..).zip(Source::ALL) {
        let said = Json(&given).field("import").field(source.name());
        if said.kind() == b'{' {
            let own = said.field("key").text();
            out.push(char::from(number));
            out.push(' ');
            out.push_str(own.as_deref().unwrap_or(source.key()));
            out.push('\n');
        }
    }
    out
}

/// The record of what such a manager stored, with a new consent ID; nothing if it holds no answer.
#[wasm_bindgen]
pub fn imported(given: String, plan: String, source: usize, stored: String, id: String, now: f64) -> String {
    let config = config(given, plan);
    let Some(source) = Source::ALL.get(source) else {
        return String::new();
    };
    let names: Json<'_> = config.field("import").field(source.name()).field("names");
    keep::import(*source, &stored, names, &config, &id, now as u64).unwrap_or_default()
}
