//! The `gate` artefact's exports: text and whole numbers in, whole numbers out. `browser/border.js` calls them, with
//! text made of whatever the page passed; nothing throws.

use crate::browser::page;
use crate::browser::session::{self, Live};
use crate::config::{Json, quote};
use crate::consent::{Ask, By, Choices, choose, push_number, put};
use crate::egress::Verdict;
use wasm_bindgen::prelude::*;

/// Starts the gate with the page's config as JSON, and what follows from it: see [`crate::config::Config::planned`].
#[wasm_bindgen]
pub fn start(config: String, plan: String) {
    if let Err(field) = session::start(config, &plan) {
        page::fail(&field);
    }
}

/// 0 hold, 1 drop, 2 scrub and send.
#[wasm_bindgen]
pub fn verdict(vendor: String) -> u32 {
    match session::live() {
        Some(live) => live.verdict(&vendor) as u32,
        None => Verdict::Hold as u32,
    }
}

/// Whether anything is granted, so that this browser may have a pseudonym.
#[wasm_bindgen]
pub fn granted() -> bool {
    session::live().is_some_and(|live| !live.decision.get().granted.is_empty())
}

/// What happens: 0 a button named `text`, 1 news (another tab chose, or this page is back), 2 time for what nobody waits for,
/// 3 the locale's words, or nothing; by the page's own controls 4 a choice as JSON, 5 all of it, 6 none of it.
#[wasm_bindgen]
pub fn on_event(kind: u32, text: String) {
    if let Some(live) = session::live() {
        match kind {
            0 => live.act(&text),
            1 => live.look(),
            2 => live.settle(),
            3 => live.speak(&text),
            4 => live.choose(wanted(live, &text), By::Api),
            5 => live.choose(Choices::all(), By::Api),
            _ => live.choose(Choices::none(), By::Api),
        }
    }
}

/// What is not named stays as it is, and goes with its category where that is named; what is not a boolean, or the name
/// of nothing that is asked for, is not a choice.
fn wanted(live: &Live, choices: &str) -> Choices {
    let mut wanted = live.decision.get().granted;
    let items = live.config.items();
    for item in items {
        match Json(choices).field(item.name()).0 {
            "true" => wanted = choose(items, wanted, item.name(), true),
            "false" => wanted = choose(items, wanted, item.name(), false),
            _ => {}
        }
    }
    wanted
}

/// The state as JSON.
pub fn state(live: &Live) -> String {
    let decision = live.decision.get();
    let mut out = String::from("{\"asked\":");
    push_bool(decision.ask > Ask::No, &mut out);
    out.push_str(",\"decided\":");
    push_bool(decision.answered, &mut out);
    out.push_str(",\"policyVersion\":");
    quote(&live.config.policy_version, &mut out);
    out.push_str(",\"gpc\":");
    push_bool(live.signal.get(), &mut out);
    out.push_str(",\"despiteGpc\":");
    push_bool(decision.despite, &mut out);
    out.push_str(",\"regime\":");
    quote(live.question().regime.name(), &mut out);
    out.push_str(",\"by\":");
    // Signal and default are nobody's act, so they have names of their own and no time.
    match live.stored.get().choice() {
        Some(record) if decision.answered => {
            quote(record.by.name(), &mut out);
            out.push_str(",\"time\":");
            push_number(record.time_ms, &mut out);
        }
        _ => {
            let by = match (live.signal.get(), decision.granted.is_empty()) {
                (true, _) => "\"gpc\"",
                (_, false) => "\"default\"",
                _ => "null",
            };
            out.push_str(by);
            out.push_str(",\"time\":null");
        }
    }
    out.push_str(",\"granted\":{\"necessary\":true");
    for (place, item) in live.config.items().enumerate() {
        put(b',', &mut out);
        quote(item.name(), &mut out);
        put(b':', &mut out);
        push_bool(decision.granted.has(place), &mut out);
    }
    out.push_str("},\"reasons\":{\"necessary\":\"necessary\"");
    for item in live.config.items() {
        put(b',', &mut out);
        quote(item.name(), &mut out);
        put(b':', &mut out);
        let cell = live.question().cell(&live.stored.get(), item, live.signal.get());
        quote(cell.reason.name(), &mut out);
    }
    out.push_str("}}");
    out
}

fn push_bool(on: bool, out: &mut String) {
    out.push_str(if on { "true" } else { "false" });
}
