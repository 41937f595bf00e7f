//! The `check` artefact's exports: a developer's config check with all mistakes at once.
//!
//! What the gate leaves out for its weight is here: the value comes by serde, so a `Map`, a `Set` or a number that is no
//! JSON is named too, and the console gets the list.

use crate::banner::text::is_text_key;
use crate::catalogue;
use crate::config::settings::{self, Rules};
use crate::config::{ConfigError, Known, Value, read};
use crate::scrub::{Scrubber, site};
use js_sys::{Array, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::console;

const KNOWN: Known = Known { vendor: catalogue::vendor_category, text: is_text_key };

const RULES: Rules = Rules {
    vendor: |id| (KNOWN.vendor)(id).is_some(),
    placeholder: |text| site::is_placeholder(text.as_bytes()),
    identity: |name| site::is_identity(&mut Scrubber::new([0; 32]), name.as_bytes()),
    path: |text| site::is_path(text.as_bytes()),
    pattern: |source| {
        let class = Reflect::get(&js_sys::global(), &"RegExp".into()).unwrap_or_default();
        class
            .dyn_ref::<js_sys::Function>()
            .is_some_and(|class| Reflect::construct(class, &Array::of1(&source.into())).is_ok())
    },
};

#[derive(Serialize)]
struct Report {
    ok: bool,
    errors: Vec<Mistake>,
}

#[derive(Serialize)]
struct Mistake {
    field: String,
    given: String,
    expected: String,
    message: String,
}

impl From<ConfigError> for Mistake {
    fn from(error: ConfigError) -> Mistake {
        Mistake {
            message: error.message(),
            field: error.field,
            given: error.given,
            expected: error.expected.words().into(),
        }
    }
}

/// Checks a config: `{ ok, errors: [{ field, given, expected, message }] }`. Each mistake is a console warning too.
#[wasm_bindgen]
pub fn check(config: JsValue) -> JsValue {
    let json = if config.is_undefined() {
        Ok(String::new())
    } else {
        serde_wasm_bindgen::from_value::<Value>(written(config)).map(|value| value.json())
    };
    let errors = match json {
        Ok(json) => mistakes(&json),
        Err(error) => vec![Mistake {
            field: String::new(),
            given: "a value that is not JSON".into(),
            expected: "an object of strings, arrays and objects".into(),
            message: format!("config cannot be read: {error}"),
        }],
    };
    for error in &errors {
        console::warn_1(&format!("Hushgate: {}", error.message).into());
    }
    report(errors)
}

/// The same for a config as JSON text, without a word in the console: the gate, which knows no words for mistakes, asks
/// this when it found one, and says it itself.
#[wasm_bindgen]
pub fn explain(json: String) -> JsValue {
    report(mistakes(&json))
}

fn mistakes(json: &str) -> Vec<Mistake> {
    let mut errors = read(json, &KNOWN).err().unwrap_or_default();
    errors.extend(settings::check(json, &RULES));
    errors.into_iter().map(Mistake::from).collect()
}

/// The config with its regular expressions as their sources, which JSON can hold.
fn written(config: JsValue) -> JsValue {
    let get = |from: &JsValue, name: &str| Reflect::get(from, &name.into()).unwrap_or_default();
    let scrub = get(&config, "scrub");
    let patterns = get(&scrub, "patterns");
    let (Some(_), Some(_), Some(given)) =
        (config.dyn_ref::<Object>(), scrub.dyn_ref::<Object>(), patterns.dyn_ref::<Object>())
    else {
        return config;
    };
    if given.constructor() != js_sys::Object::new().constructor() {
        // A list or a map: named as what it is.
        return config;
    }
    let copy = |of: &JsValue| Object::assign(&Object::new(), of.unchecked_ref());
    let (config, scrub, patterns) = (copy(&config), copy(&scrub), copy(given));
    for entry in Object::entries(&patterns) {
        let entry = Array::from(&entry);
        if let Some(pattern) = entry.get(1).dyn_ref::<js_sys::RegExp>() {
            let _ = Reflect::set(&patterns, &entry.get(0), &pattern.source().into());
        }
    }
    let _ = Reflect::set(&scrub, &"patterns".into(), &patterns);
    let _ = Reflect::set(&config, &"scrub".into(), &scrub);
    config.into()
}

fn report(errors: Vec<Mistake>) -> JsValue {
    let report = Report { ok: errors.is_empty(), errors };
    let report = serde_wasm_bindgen::to_value(&report).unwrap_or(JsValue::UNDEFINED);
    Object::freeze(report.unchecked_ref::<Object>()).into()
}
