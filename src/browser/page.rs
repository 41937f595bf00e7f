//! The calls of `page.js`; what each does is said there.

use wasm_bindgen::prelude::*;

// Only text and numbers: with a handle among them wasm-bindgen would bring its table of JavaScript values.
#[wasm_bindgen(raw_module = "page")]
extern "C" {
    pub fn tell(state: &str);
    pub fn fail(field: &str);
    pub fn read() -> String;
    pub fn write(text: &str) -> bool;
    pub fn id() -> String;
    pub fn forget();
    pub fn signal() -> bool;
    pub fn now() -> f64;
    pub fn language() -> String;
    pub fn after(line: &str, by: &str);
    pub fn later();
    pub fn open(style: &str, lang: &str, dir: &str);
    pub fn banner(markup: &str);
    pub fn preferences(state: &str, words: &str);
    pub fn close();
    pub fn say(text: &str);
    pub fn checked(id: &str) -> bool;
    pub fn fetch(name: &str);
}
