//! The page's globals, declared call by call.
//!
//! `web_sys::window()` and the checked getters behind it cost more than the banner; a global needs no handle.
//! What can throw is marked `catch`; what is only called with our own constants cannot.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = document, js_name = createElement)]
    pub fn element(tag: &str) -> Element;
    #[wasm_bindgen(js_namespace = document, js_name = querySelector)]
    pub fn find(selector: &str) -> Option<Element>;
    /// Puts an element between `<head>` and `<body>`. A page may have removed its head.
    #[wasm_bindgen(js_namespace = ["document", "head"], js_name = after, catch)]
    pub fn put_before_body(element: &Element) -> Result<(), JsValue>;
    /// `document`.
    #[wasm_bindgen(js_namespace = document, js_name = valueOf)]
    pub fn document() -> JsValue;
    /// `navigator`.
    #[wasm_bindgen(js_namespace = navigator, js_name = valueOf)]
    pub fn navigator() -> JsValue;
    #[wasm_bindgen(js_namespace = location, js_name = toString)]
    pub fn address() -> String;
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    pub fn now() -> f64;

    /// An element, a shadow root, an event: what they can do here.
    #[derive(Clone)]
    pub type Element;
    #[wasm_bindgen(method, structural, js_name = setAttribute)]
    pub fn set(this: &Element, name: &str, value: &str);
    #[wasm_bindgen(method, structural, setter, js_name = textContent)]
    pub fn set_text(this: &Element, text: &str);
    #[wasm_bindgen(method, structural, js_name = append)]
    pub fn append(this: &Element, child: &Element);
    #[wasm_bindgen(method, structural, js_name = querySelector)]
    pub fn find(this: &Element, selector: &str) -> Option<Element>;
    #[wasm_bindgen(method, structural)]
    pub fn contains(this: &Element, other: &Element) -> bool;
    #[wasm_bindgen(method, structural)]
    pub fn remove(this: &Element);
    #[wasm_bindgen(method, structural, js_name = attachShadow)]
    pub fn attach_shadow(this: &Element, options: &JsValue) -> Element;
    #[wasm_bindgen(method, structural, js_name = showModal)]
    pub fn show_modal(this: &Element);
    #[wasm_bindgen(method, structural)]
    pub fn close(this: &Element);
    #[wasm_bindgen(method, structural, js_name = getAttribute)]
    pub fn attribute(this: &Element, name: &str) -> Option<String>;
    // The innermost target may be a document or a window, which have no `closest`.
    #[wasm_bindgen(method, structural, catch)]
    pub fn closest(this: &Element, selector: &str) -> Result<Option<Element>, JsValue>;

    pub type Event;
    #[wasm_bindgen(method, structural, js_name = composedPath)]
    pub fn path(this: &Event) -> JsValue;
    #[wasm_bindgen(method, structural, js_name = preventDefault)]
    pub fn prevent(this: &Event);

    #[wasm_bindgen(js_name = CSSStyleSheet)]
    pub type Sheet;
    #[wasm_bindgen(constructor, js_class = CSSStyleSheet)]
    pub fn new() -> Sheet;
    #[wasm_bindgen(method, js_name = replaceSync)]
    pub fn replace(this: &Sheet, style: &str);
    #[wasm_bindgen(js_namespace = Array, js_name = of)]
    pub fn list(item: &JsValue) -> JsValue;

    // Throws for a getter that throws, and for what has no fields at all.
    #[wasm_bindgen(js_namespace = Reflect, js_name = get, catch)]
    fn reflect(object: &JsValue, name: &str) -> Result<JsValue, JsValue>;
    // Throws for a setter that throws: a sandboxed page's `document.cookie`.
    #[wasm_bindgen(js_namespace = Reflect, js_name = set, catch)]
    fn assign(object: &JsValue, name: &str, value: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(js_namespace = Object)]
    pub fn freeze(object: &JsValue);
    /// Makes the value of a JSON text of ours.
    #[wasm_bindgen(js_namespace = JSON)]
    pub fn parse(text: &str) -> JsValue;
    // Throws for a circle, and has no answer for a function.
    #[wasm_bindgen(js_namespace = JSON, js_name = stringify, catch)]
    fn text_of(object: &JsValue) -> Result<JsValue, JsValue>;
}

/// A field of an object, `undefined` where there is none.
pub fn get(object: &JsValue, name: &str) -> JsValue {
    reflect(object, name).unwrap_or(JsValue::UNDEFINED)
}

/// Gives an object a field.
pub fn put(object: &JsValue, name: &str, value: &JsValue) {
    let _ = assign(object, name, value);
}

/// A value as JSON text; nothing for `undefined`, which is no JSON and no config.
pub fn json(value: &JsValue) -> String {
    if value.is_undefined() {
        return String::new();
    }
    match text_of(value).map(|text| text.as_string()) {
        Ok(Some(text)) => text,
        _ => "not JSON".into(),
    }
}
