//! The stored record: one form-encoded line, readable by older and newer releases and by a backend.
//!
//! `v=1&p=2026-05&t=1790000000000&by=banner&gpc=0&analytics=1&marketing=0`
//!
//! **Invariant:** any text is survived; what is not surely a record of ours is no record.
//! **Invariant:** keys that are not known are left alone, so a newer release may add some.

use super::line::{cut, parse_number, push_number};
use super::{By, Category, Choices};

/// How far ahead of the clock a record may be: clocks are set by hand, but nobody chooses a day from now.
const SLACK_MS: u64 = 24 * 60 * 60 * 1000;
/// Longer than any record; what is longer is not read.
const LONGEST: usize = 4096;

/// A choice as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The policy version that was shown, as it stands in the line: form-encoded.
    pub policy: String,
    /// When, in milliseconds since 1970.
    pub time_ms: u64,
    /// By which act.
    pub by: By,
    /// Whether Global Privacy Control was on at that moment.
    pub signal: bool,
    /// The categories that were asked for.
    pub answered: Choices,
    /// Those of them that were granted.
    pub granted: Choices,
}

impl Record {
    /// Reads a stored line. `None` for everything that is not a whole, believable record.
    pub fn parse(text: &str, now_ms: u64) -> Option<Record> {
        if text.len() > LONGEST || find(text, "v")? != "1" {
            return None;
        }
        let time_ms = parse_number(find(text, "t")?)?;
        let policy = find(text, "p")?;
        if policy.is_empty() || time_ms > now_ms.saturating_add(SLACK_MS) {
            return None;
        }
        let mut record = Record {
            policy: policy.into(),
            time_ms,
            by: By::from_name(find(text, "by")?)?,
            signal: flag(find(text, "gpc")?)?,
            answered: Choices::none(),
            granted: Choices::none(),
        };
        for category in Category::ALL {
            // A category that is absent was not asked about; one that is garbled spoils the record.
            let value = find(text, category.name());
            if let Some(value) = value {
                let on = flag(value)?;
                record.answered = record.answered.with(category, true);
                record.granted = record.granted.with(category, on);
            }
        }
        Some(record)
    }

    /// The line to store.
    pub fn write(&self) -> String {
        let mut out = String::from("v=1&p=");
        out.push_str(&self.policy);
        out.push_str("&t=");
        push_number(self.time_ms, &mut out);
        out.push_str("&by=");
        out.push_str(self.by.name());
        out.push_str("&gpc=");
        out.push(digit(self.signal));
        for category in Category::ALL {
            if self.answered.has(category) {
                out.push('&');
                out.push_str(category.name());
                out.push('=');
                out.push(digit(self.granted.has(category)));
            }
        }
        out
    }
}

/// The value of a key. A key given twice says two things, which a record of ours never does: its value is none that
/// anybody accepts.
fn find<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let mut found = None;
    let mut rest = text;
    while !rest.is_empty() {
        let (pair, next) = cut(rest, b'&');
        rest = next;
        let (name, value) = cut(pair, b'=');
        if name == key {
            found = Some(if found.is_some() { "" } else { value });
        }
    }
    found
}

fn flag(value: &str) -> Option<bool> {
    match value {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

const fn digit(on: bool) -> char {
    if on { '1' } else { '0' }
}

/// Form-encodes: all but the unreserved characters of RFC 3986 are percent-encoded.
pub fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(char::from(if half < 10 { b'0' + half } else { b'A' - 10 + half }));
            }
        }
    }
    out
}
