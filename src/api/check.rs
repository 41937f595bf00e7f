//! The `check` artefact's exports: a developer's config check with all mistakes at once.
//!
//! What the gate leaves out for its weight is here: the value comes by serde, so a `Map`, a `Set` or a number that is no
//! JSON is named too, and the console gets the list.

use crate::banner::text::is_text_key;
use crate::catalogue;
use crate::config::{ConfigError, Known, Value, read};
use js_sys::Object;
use serde::Serialize;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::console;

const KNOWN: Known = Known { vendor: catalogue::vendor_category, text: is_text_key };

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
        serde_wasm_bindgen::from_value::<Value>(config).map(|value| value.json())
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
    match read(json, &KNOWN) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.into_iter().map(Mistake::from).collect(),
    }
}

fn report(errors: Vec<Mistake>) -> JsValue {
    let report = Report { ok: errors.is_empty(), errors };
    let report = serde_wasm_bindgen::to_value(&report).unwrap_or(JsValue::UNDEFINED);
    Object::freeze(report.unchecked_ref::<Object>()).into()
}
