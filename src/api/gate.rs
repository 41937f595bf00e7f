//! The `gate` artefact's exports. Everything a page can pass is a `JsValue` and is asked what it is; nothing throws.

use crate::browser::dom::{freeze, get, json, parse};
use crate::browser::session::{self, Host};
use crate::config::{ConfigError, Json, Source, quote};
use crate::consent::{By, Category, Choices, push_number};
use wasm_bindgen::prelude::*;

/// Starts the gate. `host` is the boot script's object.
#[wasm_bindgen]
pub fn start(host: JsValue) {
    let host: &'static Host = Box::leak(Box::new(host.unchecked_into()));
    if let Err(error) = session::start(host) {
        let _ = host.fail(&detail(&error));
    }
}

fn detail(error: &ConfigError) -> JsValue {
    let mut out = String::from("{\"code\":\"config\"");
    for (name, text) in [
        (",\"message\":", &*error.message()),
        (",\"field\":", &error.field),
        (",\"given\":", &error.given),
        (",\"expected\":", error.expected.words()),
    ] {
        out.push_str(name);
        quote(text, &mut out);
    }
    out.push('}');
    frozen(&out)
}

fn frozen(text: &str) -> JsValue {
    let out = parse(text);
    freeze(&out);
    out
}

/// 0 hold, 1 drop, 2 scrub and send.
#[wasm_bindgen]
pub fn verdict(vendor: JsValue) -> u32 {
    session::verdict(&vendor.as_string().unwrap_or_default()) as u32
}

/// Whether a category is granted.
#[wasm_bindgen(js_name = get)]
pub fn get_category(category: JsValue) -> bool {
    let name = category.as_string().unwrap_or_default();
    name == "necessary" || Category::from_name(&name).is_some_and(session::granted)
}

/// Chooses for the visitor, by the page's own controls. What is not named stays as it is; what is not a boolean or
/// not a category is not a choice.
#[wasm_bindgen]
pub fn set(choices: JsValue) {
    let text = json(&choices);
    let named = Json(&text).fields();
    let mut wanted = Choices::none();
    for category in Category::ALL {
        let mut on = session::granted(category);
        for (name, value) in &named {
            if name == category.name() {
                on = value.0 == "true" || (on && value.0 != "false");
            }
        }
        wanted = wanted.with(category, on);
    }
    session::choose(wanted, By::Api);
}

/// Grants everything that is asked for.
#[wasm_bindgen]
pub fn accept_all() {
    session::choose(Choices::all(), By::Api);
}

/// Refuses everything that can be refused.
#[wasm_bindgen]
pub fn reject_all() {
    session::choose(Choices::none(), By::Api);
}

/// Opens the preferences.
#[wasm_bindgen]
pub fn show() {
    session::show();
}

/// The key of this browser's pseudonyms; empty without a grant.
#[wasm_bindgen]
pub fn pseudonym_key() -> Vec<u8> {
    match session::pseudonym_key() {
        Some(key) => key.to_vec(),
        None => Vec::new(),
    }
}

/// The state as a frozen object; `undefined` before the start.
#[wasm_bindgen]
pub fn snapshot() -> JsValue {
    let Some(live) = session::live() else {
        return JsValue::UNDEFINED;
    };
    let decision = &live.decision;
    let mut out = String::from("{\"asked\":");
    push_bool(decision.ask, &mut out);
    out.push_str(",\"decided\":");
    push_bool(!decision.ask, &mut out);
    out.push_str(",\"policyVersion\":");
    quote(&live.config.policy_version, &mut out);
    out.push_str(",\"gpc\":");
    push_bool(live.signal, &mut out);
    out.push_str(",\"despiteGpc\":");
    push_bool(decision.despite, &mut out);
    out.push_str(",\"by\":");
    // The signal alone is nobody's act, so it has a name of its own and no time.
    match live.record {
        Some(record) if decision.answered => {
            quote(record.by.name(), &mut out);
            out.push_str(",\"time\":");
            push_number(record.time_ms, &mut out);
        }
        _ => {
            out.push_str(if live.signal { "\"gpc\"" } else { "null" });
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
    let out = frozen(&out);
    freeze(&get(&out, "granted"));
    out
}

fn push_bool(on: bool, out: &mut String) {
    out.push_str(if on { "true" } else { "false" });
}
