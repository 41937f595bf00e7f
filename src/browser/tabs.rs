//! The other tabs of the site: a choice made in one holds in all, at once.

use super::dom::put;
use super::event::{export, listen};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = BroadcastChannel)]
    type Channel;
    #[wasm_bindgen(constructor, js_class = BroadcastChannel, catch)]
    fn new(name: &str) -> Result<Channel, JsValue>;
    #[wasm_bindgen(method, js_name = postMessage)]
    fn post(this: &Channel, line: &str);
}

/// The channel to the other tabs, where there is one.
pub struct Tabs(Option<Channel>);

impl Tabs {
    /// Opens the channel: [`super::event::on_news`] runs whenever another tab may have chosen or this page comes
    /// back to life, with the other tab's record if it came along.
    pub fn open(name: &str) -> Tabs {
        // Where the channel is missing, the storage event tells the same. A page may come back from the
        // back/forward cache, or from the settings where the signal was switched.
        listen("storage", "on_news");
        listen("pageshow", "on_news");
        listen("visibilitychange", "on_news");
        let channel = Channel::new(name).ok();
        if let Some(channel) = &channel {
            put(channel, "onmessage", &export("on_news"));
        }
        Tabs(channel)
    }

    /// Tells the other tabs. The record goes along for tabs whose storage is shut.
    pub fn tell(&self, line: &str) {
        if let Some(channel) = &self.0 {
            channel.post(line);
        }
    }
}
