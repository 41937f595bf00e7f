//! The `keep` artefact's exports: what is done with a choice after it was made. It keeps no state and decides nothing that
//! the gate does not: text in, text out. What is no text is an empty one.

use crate::banner::text::{ENGLISH, Words};
use crate::catalogue;
use crate::config::{Config, Json, Known};
use crate::consent::{Stored, cut, decide};
use crate::egress::{decide_verdict, is_unwanted, place_of};
use crate::keep::{self, Proof, Source};
use wasm_bindgen::prelude::*;

const KNOWN: Known = Known { vendor: catalogue::vendor_category, text: |_| true };

fn text(value: JsValue) -> String {
    value.as_string().unwrap_or_default()
}

/// The site's config and its plan, which the gate has accepted.
fn config(given: JsValue, plan: JsValue) -> Config {
    Config::planned(text(given), &text(plan), &KNOWN).unwrap_or_default()
}

/// Which of these cookies, entries and databases (a name a line) may not be here, by the record's line and the signal.
#[wasm_bindgen]
pub fn unwanted(
    given: JsValue,
    plan: JsValue,
    line: JsValue,
    signal: bool,
    now: f64,
    names: JsValue,
) -> String {
    let (config, line, names) = (config(given, plan), text(line), text(names));
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
pub fn opt_outs(given: JsValue, plan: JsValue, line: JsValue, signal: bool, now: f64) -> String {
    let (config, line) = (config(given, plan), text(line));
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

/// The trail with a record added.
#[wasm_bindgen]
pub fn trail(before: JsValue, line: JsValue) -> String {
    keep::add(&text(before), &text(line))
}

/// The ID of a record: the same for the same line.
#[wasm_bindgen]
pub fn record_id(line: JsValue) -> String {
    keep::record_id(&text(line))
}

/// The proof of a record as JSON, or as an OTLP log event if `sent` is a time. `words` is the locale's file, or nothing
/// for English; `before` the record before.
#[wasm_bindgen]
pub fn proof(
    given: JsValue,
    plan: JsValue,
    words: JsValue,
    line: JsValue,
    before: JsValue,
    origin: JsValue,
    sent: Option<f64>,
) -> String {
    let (config, words, line) = (config(given, plan), text(words), text(line));
    let (before, origin) = (text(before), text(origin));
    let words = Words::of(&config, &words, ENGLISH);
    let version = env!("CARGO_PKG_VERSION");
    let proof =
        Proof { line: &line, before: &before, config: &config, words: &words, origin: &origin, version };
    match sent {
        Some(now) => keep::otlp(&proof, now as u64),
        None => keep::proof(&proof),
    }
}

/// Where other consent managers' choices may lie, as the config's `import` has it: a name of a cookie or of an entry in
/// local storage a line, each after the manager's number and a space.
#[wasm_bindgen]
pub fn sources(given: JsValue) -> String {
    let given = text(given);
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
pub fn imported(
    given: JsValue,
    plan: JsValue,
    source: usize,
    stored: JsValue,
    id: JsValue,
    now: f64,
) -> String {
    let config = config(given, plan);
    let Some(source) = Source::ALL.get(source) else {
        return String::new();
    };
    let names: Json<'_> = config.field("import").field(source.name()).field("names");
    keep::import(*source, &text(stored), names, &config, &text(id), now as u64).unwrap_or_default()
}
