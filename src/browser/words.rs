//! The banner's language: which the page wants, and fetching its words.

use super::dom::{document, get, navigator};
use super::event::{export, wait};
use crate::banner::text::locale_of;
use wasm_bindgen::prelude::*;

/// After so long the banner speaks English: waiting for words must not keep a visitor from choosing.
const PATIENCE_MS: u32 = 3000;

#[wasm_bindgen]
extern "C" {
    /// A promise or a response.
    pub type Answer;
    #[wasm_bindgen(js_name = fetch, catch)]
    fn fetch(url: &str) -> Result<Answer, JsValue>;
    #[wasm_bindgen(method, structural)]
    fn then(this: &Answer, done: &JsValue, failed: &JsValue);
    #[wasm_bindgen(method, structural)]
    fn text(this: &Answer) -> Answer;
}

/// The locale that has a file, for what the site or else the page or else the browser says.
pub fn wanted(said: Option<&str>) -> &'static str {
    let mut tag = said.map(String::from);
    if tag.is_none() {
        tag = get(&get(&document(), "documentElement"), "lang").as_string();
        if tag.as_deref().unwrap_or("").is_empty() {
            tag = get(&navigator(), "language").as_string();
        }
    }
    locale_of(tag.as_deref().unwrap_or(""))
}

/// Fetches a locale's words: [`super::event::on_words`] gets their text, or what came instead of it.
pub fn load(base: &str, lang: &str) {
    let mut url = String::from(base);
    url.push_str("locales/");
    url.push_str(lang);
    url.push_str(".json");
    wait(PATIENCE_MS, "on_words");
    if let Ok(answer) = fetch(&url) {
        answer.then(&export("on_answer"), &export("on_words"));
    }
}

/// Reads an answer to its end.
pub fn open(answer: Answer) {
    let done = export("on_words");
    answer.text().then(&done, &done);
}
