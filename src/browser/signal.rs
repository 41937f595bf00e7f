//! Global Privacy Control, from the browser or passed on by the server. <https://w3c.github.io/gpc/>

use super::dom::{find, get, navigator};

/// A server that received `Sec-GPC: 1` passes it on by this.
const META: &str = "meta[name=hushgate-gpc][content=\"1\"]";

/// Whether the visitor's browser asks not to be tracked. Asked anew each time: it can be switched while the page lives.
pub fn is_on() -> bool {
    // `undefined` where there is no such thing; only `true` is a signal.
    get(&navigator(), "globalPrivacyControl").as_bool() == Some(true) || find(META).is_some()
}
