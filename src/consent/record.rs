//! The stored record: one form-encoded line, readable by older and newer releases and by a backend.
//!
//! `v=1&p=2026-05&t=1790000000000&by=banner&gpc=0&analytics=1&marketing=0`
//!
//! **Invariant:** any text is survived; what is not surely a record of ours is no record.
//! **Invariant:** keys that are not known are left alone, so a newer release may add some.

use super::{By, Category, Choices};

/// How far ahead of the clock a record may be: clocks are set by hand, but nobody chooses a day from now.
const SLACK_MS: u64 = 24 * 60 * 60 * 1000;
/// Longer than any record; what is longer is not read.
const LONGEST: usize = 4096;
/// Longest policy version, in characters, as in the config.
const VERSION_CHARS: usize = 64;

/// A choice as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The policy version that was shown.
    pub policy_version: String,
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
        if text.len() > LONGEST {
            return None;
        }
        let mut version = None;
        let mut policy = None;
        let mut time = None;
        let mut by = None;
        let mut signal = None;
        let mut answered = Choices::none();
        let mut granted = Choices::none();
        for pair in text.split('&') {
            let (key, value) = pair.split_once('=')?;
            // A key given twice says two things; a record of ours never does.
            match key {
                "v" => once(&mut version, value)?,
                "p" => once(&mut policy, decode(value)?)?,
                "t" => once(&mut time, value.parse::<u64>().ok()?)?,
                "by" => once(&mut by, By::from_name(value)?)?,
                "gpc" => once(&mut signal, flag(value)?)?,
                _ => {
                    if let Some(category) = Category::from_name(key) {
                        if answered.has(category) {
                            return None;
                        }
                        answered = answered.with(category, true);
                        granted = granted.with(category, flag(value)?);
                    }
                }
            }
        }
        let time_ms = time?;
        let policy_version = policy?;
        let chars = policy_version.chars().count();
        if version? != "1"
            || chars == 0
            || chars > VERSION_CHARS
            || time_ms > now_ms.saturating_add(SLACK_MS)
        {
            return None;
        }
        Some(Record {
            policy_version,
            time_ms,
            by: by?,
            signal: signal?,
            answered,
            granted,
        })
    }

    /// The line to store.
    pub fn write(&self) -> String {
        let mut out = String::from("v=1&p=");
        encode(&self.policy_version, &mut out);
        out.push_str("&t=");
        write_number(self.time_ms, &mut out);
        out.push_str("&by=");
        out.push_str(self.by.name());
        out.push_str("&gpc=");
        out.push(digit(self.signal));
        for category in self.answered.iter() {
            out.push('&');
            out.push_str(category.name());
            out.push('=');
            out.push(digit(self.granted.has(category)));
        }
        out
    }
}

fn once<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    match slot.replace(value) {
        None => Some(()),
        Some(_) => None,
    }
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

// `to_string` would bring the formatting machinery into the wasm.
fn write_number(number: u64, out: &mut String) {
    if number >= 10 {
        write_number(number / 10, out);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => {
                out.push('%');
                for half in [byte >> 4, byte & 15] {
                    out.push(char::from(if half < 10 {
                        b'0' + half
                    } else {
                        b'A' - 10 + half
                    }));
                }
            }
        }
    }
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => hex(bytes.next()?)? << 4 | hex(bytes.next()?)?,
            other => other,
        });
    }
    String::from_utf8(out).ok()
}

const fn hex(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}
