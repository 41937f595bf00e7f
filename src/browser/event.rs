//! Waits and listeners. The browser calls back through exports of the wasm itself: a closure would bring its own
//! bookkeeping on both sides of the border.

use super::dom::get;
use super::{session, words};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = addEventListener)]
    fn add_listener(name: &str, call: &JsValue, capture: bool);
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(call: &JsValue, ms: u32);
    #[wasm_bindgen(js_name = requestAnimationFrame)]
    fn request_frame(call: &JsValue);
}

/// One of the exports below as a JavaScript function.
pub fn export(name: &str) -> JsValue {
    get(&wasm_bindgen::exports(), name)
}

/// Listens on the window, before anybody inside it: a page that stops an event does not stop ours.
pub fn listen(name: &str, call: &str) {
    add_listener(name, &export(call), true);
}

/// Calls an export after at least so long.
pub fn wait(ms: u32, call: &str) {
    set_timeout(&export(call), ms);
}

/// Runs [`on_work`] once the next frame is painted; a hidden page paints none, so soon in any case.
pub fn work_after_paint() {
    wait(150, "on_work");
    request_frame(&export("on_frame"));
}

/// A click or a switch anywhere in the page.
#[wasm_bindgen]
pub fn on_click(event: JsValue) {
    session::clicked(event.unchecked_into());
}

/// Another tab may have chosen, or this page came back to life.
#[wasm_bindgen]
pub fn on_news(event: JsValue) {
    session::look(get(&event, "data").as_string());
}

/// A frame is about to be painted.
#[wasm_bindgen]
pub fn on_frame() {
    wait(0, "on_work");
}

/// The frame is painted, or time is up.
#[wasm_bindgen]
pub fn on_work() {
    session::settle();
}

/// A server's answer is there.
#[wasm_bindgen]
pub fn on_answer(answer: JsValue) {
    words::open(answer.unchecked_into());
}

/// The words are there, or will not come.
#[wasm_bindgen]
pub fn on_words(text: JsValue) {
    session::speak(&text.as_string().unwrap_or_default());
}
