//! The `gate` artefact's exports. Everything a page can pass is a `JsValue` and is asked what it is; nothing throws.

use crate::browser::page;
use crate::browser::session::{self, Live};
use crate::config::{Json, quote};
use crate::consent::{By, Category, Choices, push_number};
use crate::egress::Verdict;
use wasm_bindgen::prelude::*;

/// Starts the gate. `host` is the boot script's object, `config` what the page gave it.
#[wasm_bindgen]
pub fn start(host: JsValue) {
    if let Err(error) = session::start(&page::config(&host)) {
        page::fail(&error.field, &error.given, error.expected.words());
    }
}

/// 0 hold, 1 drop, 2 scrub and send.
#[wasm_bindgen]
pub fn verdict(vendor: JsValue) -> u32 {
    match session::live() {
        Some(live) => live.verdict(&vendor.as_string().unwrap_or_default()) as u32,
        None => Verdict::Hold as u32,
    }
}

/// Whether a category is granted.
#[wasm_bindgen(js_name = get)]
pub fn get_category(category: JsValue) -> bool {
    let name = category.as_string().unwrap_or_default();
    name == "necessary"
        || session::live()
            .is_some_and(|live| Category::from_name(&name).is_some_and(|category| live.granted(category)))
}

/// Chooses for the visitor, by the page's own controls. What is not named stays as it is; what is not a boolean or
/// not a category is not a choice.
#[wasm_bindgen]
pub fn set(choices: JsValue) {
    let Some(live) = session::live() else { return };
    let text = page::json(&choices);
    let mut wanted = Choices::none();
    for category in Category::ALL {
        let on = match Json(&text).field(category.name()).0 {
            "true" => true,
            "false" => false,
            _ => live.granted(category),
        };
        wanted = wanted.with(category, on);
    }
    live.choose(wanted, By::Api);
}

/// Grants everything that is asked for.
#[wasm_bindgen]
pub fn accept_all() {
    if let Some(live) = session::live() {
        live.choose(Choices::all(), By::Api);
    }
}

/// Refuses everything that can be refused.
#[wasm_bindgen]
pub fn reject_all() {
    if let Some(live) = session::live() {
        live.choose(Choices::none(), By::Api);
    }
}

/// Opens the preferences.
#[wasm_bindgen]
pub fn show() {
    if let Some(live) = session::live() {
        live.show();
    }
}

/// The key of this browser's pseudonyms, 32 bytes; `undefined` without a grant.
#[wasm_bindgen]
pub fn pseudonym_key() -> JsValue {
    session::live().map_or(JsValue::UNDEFINED, |live| live.pseudonym_key())
}

/// A button, a switch, or a link of the page's to the preferences.
#[wasm_bindgen]
pub fn on_action(action: JsValue) {
    if let Some(live) = session::live() {
        live.act(&action.as_string().unwrap_or_default());
    }
}

/// Another tab may have chosen, or this page came back to life.
#[wasm_bindgen]
pub fn on_news(heard: JsValue) {
    if let Some(live) = session::live() {
        live.look(&heard.as_string().unwrap_or_default());
    }
}

/// The screen is painted: time for what nobody waits for.
#[wasm_bindgen]
pub fn on_work() {
    if let Some(live) = session::live() {
        live.settle();
    }
}

/// The words are there, or will not come.
#[wasm_bindgen]
pub fn on_words(text: JsValue) {
    if let Some(live) = session::live() {
        live.speak(&text.as_string().unwrap_or_default());
    }
}

/// The state as a frozen object; `undefined` before the start.
#[wasm_bindgen]
pub fn snapshot() -> JsValue {
    match session::live() {
        Some(live) => page::frozen(&state(live)),
        None => JsValue::UNDEFINED,
    }
}

/// The state as JSON.
pub fn state(live: &Live) -> String {
    let decision = live.decision.get();
    let mut out = String::from("{\"asked\":");
    push_bool(decision.ask, &mut out);
    out.push_str(",\"decided\":");
    push_bool(!decision.ask, &mut out);
    out.push_str(",\"policyVersion\":");
    quote(&live.config.policy_version, &mut out);
    out.push_str(",\"gpc\":");
    push_bool(live.signal.get(), &mut out);
    out.push_str(",\"despiteGpc\":");
    push_bool(decision.despite, &mut out);
    out.push_str(",\"by\":");
    // The signal alone is nobody's act, so it has a name of its own and no time.
    match live.record.get() {
        Some(record) if decision.answered => {
            quote(record.by.name(), &mut out);
            out.push_str(",\"time\":");
            push_number(record.time_ms, &mut out);
        }
        _ => {
            out.push_str(if live.signal.get() { "\"gpc\"" } else { "null" });
            out.push_str(",\"time\":null");
        }
    }
    out.push_str(",\"granted\":{\"necessary\":true");
    for category in Category::ALL {
        if live.config.categories.has(category) {
            out.push(',');
            quote(category.name(), &mut out);
            out.push(':');
            push_bool(decision.granted.has(category), &mut out);
        }
    }
    out.push_str("}}");
    out
}

fn push_bool(on: bool, out: &mut String) {
    out.push_str(if on { "true" } else { "false" });
}
