//! Deletes cookies wherever the page may have set them.

use super::dom::{address, document, get, put};
use crate::consent::cut;
use wasm_bindgen::JsValue;

/// Deletes every cookie that `is_unwanted` names.
///
/// A cookie's domain and path cannot be read, so it is deleted on each parent domain and path of this page; the
/// browser itself refuses public suffixes, so no list of them is needed.
pub fn sweep(is_unwanted: impl Fn(&str) -> bool) {
    let document = document();
    // A sandboxed page has no cookies: the getter throws, and nothing is read.
    let all = get(&document, "cookie").as_string().unwrap_or_default();
    let mut rest = all.as_str();
    while !rest.is_empty() {
        let (pair, next) = cut(rest, b';');
        let (name, _) = cut(pair, b'=');
        if is_unwanted(name) {
            delete(&document, name);
        }
        rest = next.strip_prefix(' ').unwrap_or(next);
    }
}

fn delete(document: &JsValue, name: &str) {
    let address = address();
    // scheme://host:port/path?query#fragment
    let (_, rest) = cut(&address, b'/');
    let (_, rest) = cut(rest, b'/');
    let (authority, path) = cut(rest, b'/');
    let (host, _) = cut(authority, b':');
    let (path, _) = cut(cut(path, b'#').0, b'?');
    let mut line = String::from(name);
    line.push_str("=;max-age=0;path=/");
    on_domains(document, &line, host);
    for c in path.chars() {
        // A cookie of `/a` is not one of `/a/`.
        if c == '/' {
            on_domains(document, &line, host);
        }
        line.push(c);
        if c == '/' {
            on_domains(document, &line, host);
        }
    }
    on_domains(document, &line, host);
}

fn on_domains(document: &JsValue, line: &str, host: &str) {
    put(document, "cookie", &JsValue::from_str(line));
    let mut domain = host;
    while !domain.is_empty() {
        let mut line = String::from(line);
        line.push_str(";domain=");
        line.push_str(domain);
        put(document, "cookie", &JsValue::from_str(&line));
        (_, domain) = cut(domain, b'.');
    }
}
