//! The site's own storage, which may be absent, full or throw at every touch.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = localStorage, js_name = getItem, catch)]
    fn get_item(key: &str) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(js_namespace = localStorage, js_name = setItem, catch)]
    fn set_item(key: &str, text: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = localStorage, js_name = removeItem, catch)]
    fn remove_item(key: &str) -> Result<(), JsValue>;
}

/// What is stored under a key.
pub fn read(key: &str) -> Option<String> {
    get_item(key).unwrap_or(None)
}

/// Stores, if it can be.
///
/// A text that cannot be stored must not leave the former one in place: a refusal that did not fit would be the old
/// accept again on the next page.
pub fn write(key: &str, text: &str) {
    if set_item(key, text).is_err() {
        remove(key);
        let _ = set_item(key, text);
    }
}

/// Removes what is stored under a key.
pub fn remove(key: &str) {
    let _ = remove_item(key);
}
