//! The `prefs` artefact's exports: what the preferences are made of, fetched when they are first opened. It keeps no
//! state and decides nothing: text in, text out.

use crate::banner::notice::notice;
use crate::banner::preferences::{Notice, preferences};
use crate::banner::style::PREFERENCES;
use crate::banner::text::{ENGLISH, Words};
use crate::catalogue;
use crate::config::{Config, Json, Known};
use crate::consent::Choices;
use wasm_bindgen::prelude::*;

const KNOWN: Known = Known { vendor: catalogue::vendor_category, text: |_| true };

/// The style sheet of the preferences.
#[wasm_bindgen]
pub fn style() -> String {
    PREFERENCES.into()
}

/// The preferences, or in place of a state by name the notice, as lines for the page: the site's config and its plan, the gate's state, the vendors seen (ids, one a line) and
/// the locale's words, each as the gate has them.
#[wasm_bindgen]
pub fn markup(config: String, plan: String, state: String, seen: String, words: String) -> String {
    // The gate is up, so there is no mistake in the config.
    let config = Config::planned(config, &plan, &KNOWN).unwrap_or_default();
    if matches!(state.as_str(), "notice" | "changed") {
        return notice(&Words::of(&config, &words, ENGLISH), &config, state == "changed");
    }
    let state = Json(&state);
    let mut granted = Choices::none();
    for (place, item) in config.items().enumerate() {
        granted = granted.with(place, state.field("granted").field(item.name()).0 == "true");
    }
    let notice = match (state.field("gpc").0, state.field("despiteGpc").0) {
        ("true", "true") => Notice::Despite,
        ("true", _) => Notice::Honoured,
        _ => Notice::None,
    };
    let words = Words::of(&config, &words, ENGLISH);
    preferences(&words, &config, granted, &seen, notice, state)
}
