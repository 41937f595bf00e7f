//! The containers that a client may put a text into, each as one function: what the tests nest in one another.

use super::{base64, percent};
use std::sync::LazyLock;

/// A container, and how it is written around a content.
pub struct Wrap {
    pub name: &'static str,
    /// `None` where no client can write such a content: bytes do not stand in JSON, a boundary not in a part.
    pub write: fn(&[u8]) -> Option<Vec<u8>>,
}

fn text(inner: &[u8], write: impl Fn(&str) -> String) -> Option<Vec<u8>> {
    let binary = inner.iter().any(|b| *b < b' ' && !b"\t\r\n".contains(b));
    std::str::from_utf8(inner).ok().filter(|_| !binary).map(|inner| write(inner).into_bytes())
}

fn quoted(inner: &str) -> String {
    serde_json::Value::from(inner).to_string()
}

/// What clients put into base64 is JSON; anything else is put into JSON first.
fn json_of(inner: &[u8]) -> Option<Vec<u8>> {
    text(inner, |inner| match serde_json::from_str::<serde::de::IgnoredAny>(inner) {
        Ok(_) if inner.starts_with(['{', '[']) => inner.to_owned(),
        _ => format!("{{\"detail\":{}}}", quoted(inner)),
    })
}

fn envelope(kind: &str, inner: &[u8]) -> Vec<u8> {
    let mut out =
        b"{\"event_id\":\"9ec79c33ec9942ab8353589fcb82e04d\",\"sent_at\":\"2026-01-02T03:04:05Z\"}\n"
            .to_vec();
    out.extend(format!("{{\"type\":\"{kind}\",\"length\":{}}}\n", inner.len()).bytes());
    out.extend(inner);
    out.push(b'\n');
    out
}

/// A field of bytes: its tag, its length, its content.
pub fn field(number: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![number << 3 | 2];
    let mut len = content.len();
    while len > 0x7f {
        out.push(len as u8 | 0x80);
        len >>= 7;
    }
    out.push(len as u8);
    out.extend(content);
    out
}

/// All of them, in the order in which fuzzers and tests number them.
pub const WRAPS: &[Wrap] = &[
    Wrap {
        name: "a query",
        write: |inner| text(inner, |t| format!("https://app.example.com/page?next={}&x=1", percent(t))),
    },
    Wrap {
        name: "a fragment",
        write: |inner| text(inner, |t| format!("https://app.example.com/#/route?next={}", percent(t))),
    },
    Wrap { name: "a form", write: |inner| text(inner, |t| format!("a=1&data={}&b=2", percent(t))) },
    Wrap {
        name: "JSON",
        write: |inner| {
            text(inner, |t| {
                format!("{{\"event\":\"x\",\"properties\":{{\"detail\":{},\"n\":3}}}}", quoted(t))
            })
        },
    },
    Wrap {
        name: "an attribute",
        write: |inner| {
            text(inner, |t| format!("[{{\"key\":\"note\",\"value\":{{\"stringValue\":{}}}}}]", quoted(t)))
        },
    },
    Wrap {
        name: "lines of JSON",
        write: |inner| text(inner, |t| format!("{{\"a\":1}}\n{{\"line\":{}}}\n", quoted(t))),
    },
    Wrap {
        name: "an event of an envelope",
        write: |inner| Some(envelope("event", &text(inner, |t| format!("{{\"message\":{}}}", quoted(t)))?)),
    },
    Wrap { name: "an attachment of an envelope", write: |inner| Some(envelope("attachment", inner)) },
    Wrap {
        name: "a part of a form",
        write: |inner| {
            // A boundary is chosen so that no part holds it.
            let mark = (0..)
                .map(|n| format!("--b{n}x"))
                .find(|m| !inner.windows(m.len()).any(|w| w == m.as_bytes()))?;
            let mut out =
                format!("{mark}\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n").into_bytes();
            out.extend(inner);
            out.extend(format!("\r\n{mark}--\r\n").bytes());
            Some(out)
        },
    },
    Wrap {
        name: "an attribute in protobuf",
        write: |inner| Some(field(1, &[field(1, b"note"), field(2, &field(1, inner))].concat())),
    },
    Wrap { name: "prose", write: |inner| text(inner, |t| format!("we saw {t} there")) },
    Wrap { name: "base64", write: |inner| json_of(inner).map(|json| base64(&json, false).into_bytes()) },
    Wrap { name: "base64url", write: |inner| json_of(inner).map(|json| base64(&json, true).into_bytes()) },
    Wrap { name: "percent twice", write: |inner| text(inner, |t| percent(&percent(t))) },
];

/// What is planted: its name, its text, and what of it must be nowhere afterwards.
pub fn plants() -> &'static [(&'static str, String, String)] {
    static PLANTS: LazyLock<Vec<(&str, String, String)>> = LazyLock::new(made);
    &PLANTS
}

fn made() -> Vec<(&'static str, String, String)> {
    let secret = super::secret;
    let whole = |name, text: String| (name, text.clone(), text);
    let tail = |name, text: String| {
        let needle = text.rsplit(['/', '=']).next().unwrap_or_default().to_owned();
        (name, text, needle)
    };
    vec![
        whole("token", secret("ghp_{b62:36}")),
        whole("jwt", secret("eyJ{b64u:30}.eyJ{b64u:40}.{b64u:43}")),
        whole("email", "jane.doe@example.org".into()),
        whole("ip", "203.0.113.77".into()),
        whole("ipv6", "2001:db8:1:2:3:4:5:6".into()),
        whole("card", "4242 4242 4242 4242".into()),
        tail("link", secret("https://app.example.com/share/{b64u:22}")),
        tail("query", secret("https://app.example.com/?access_token={b62:24}")),
        ("password", r#"{"password":"hunter2horse"}"#.into(), "hunter2horse".into()),
    ]
}
