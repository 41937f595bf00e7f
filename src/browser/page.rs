//! The calls of `page.js`; what each does is said there.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/page.js")]
extern "C" {
    pub fn frozen(text: &str) -> JsValue;
    pub fn json(value: &JsValue) -> String;
    pub fn config(host: &JsValue) -> String;
    pub fn tell(state: &str);
    pub fn fail(field: &str, given: &str, expected: &str);
    pub fn read(key: &str) -> String;
    pub fn remove(key: &str);
    pub fn write(key: &str, text: &str);
    pub fn key(name: &str) -> JsValue;
    pub fn signal() -> bool;
    pub fn language() -> String;
    pub fn cookies() -> String;
    pub fn erase(name: &str);
    pub fn listen(exports: &JsValue, name: &str);
    pub fn spread(line: &str);
    pub fn later();
    pub fn open(style: &str, lang: &str, dir: &str);
    pub fn banner(markup: &str);
    pub fn preferences(state: &str, seen: &str, words: &str);
    pub fn hide(tag: &str);
    pub fn say(text: &str);
    #[wasm_bindgen(js_name = isChecked)]
    pub fn is_checked(id: &str) -> bool;
    #[wasm_bindgen(js_name = fetchWords)]
    pub fn fetch_words(name: &str);
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Date)]
    pub fn now() -> f64;
}
