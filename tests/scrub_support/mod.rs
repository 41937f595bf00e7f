//! What the scrubber's tests share: made-up secrets, encodings, and a search that looks through encodings.
#![allow(dead_code)] // each test file uses a part

pub mod any;
pub mod nest;
pub mod plants;
pub mod site;

use hushgate::catalogue::{template::expand, vendor};
use hushgate::scrub::{Kind, Refusal, scrub};

pub const KEY: [u8; 32] = [7; 32];

/// Made when the test runs, so that no file holds anything that looks like a secret.
pub fn secret(template: &str) -> String {
    expand(template, template.bytes().fold(7, |n: u32, b| n.wrapping_mul(31).wrapping_add(b.into())))
}

/// Scrubs a text and returns text; a refusal or an unknown vendor fails the test.
#[track_caller]
pub fn clean(input: &str, kind: Kind, vendor_id: &str) -> String {
    let owner = vendor(vendor_id);
    assert!(vendor_id.is_empty() || owner.is_some(), "no vendor {vendor_id}");
    let outcome = scrub(input.as_bytes(), kind, owner, &KEY).unwrap_or_else(|e| panic!("{e:?}: {input}"));
    let out = outcome.apply(input.as_bytes());
    let again = scrub(&out, kind, owner, &KEY).unwrap_or_else(|e| panic!("again: {e:?}"));
    let twice = again.apply(&out);
    assert_eq!(String::from_utf8_lossy(&twice), String::from_utf8_lossy(&out), "scrubbing twice differs");
    String::from_utf8(out).expect("text stays text")
}

pub fn refusal(input: &[u8], kind: Kind) -> Option<Refusal> {
    scrub(input, kind, None, &KEY).err()
}

pub fn percent(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(b).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

pub fn base64(bytes: &[u8], url: bool) -> String {
    let letter = |n: u32| match n & 63 {
        62 => {
            if url {
                '-'
            } else {
                '+'
            }
        }
        63 => {
            if url {
                '_'
            } else {
                '/'
            }
        }
        n => char::from(LETTERS[n as usize]),
    };
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let byte = |i: usize| u32::from(group.get(i).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            if i <= group.len() {
                out.push(letter(bits >> (18 - 6 * i)));
            } else if !url {
                out.push('=');
            }
        }
    }
    out
}

pub fn unbase64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    for group in text.trim_end_matches('=').as_bytes().chunks(4) {
        let mut bits = 0u32;
        for b in group {
            let value = match b {
                b'+' | b'-' => 62,
                b'/' | b'_' => 63,
                b => LETTERS.iter().position(|l| l == b)? as u32,
            };
            bits = bits << 6 | value;
        }
        bits <<= 6 * (4 - group.len()) as u32;
        out.extend_from_slice(&bits.to_be_bytes()[1..group.len()]);
    }
    Some(out)
}

fn unpercent(text: &[u8]) -> Vec<u8> {
    let (mut out, mut i) = (Vec::new(), 0);
    while i < text.len() {
        let digits = text.get(i + 1..i + 3).and_then(|d| std::str::from_utf8(d).ok());
        match digits.and_then(|d| u8::from_str_radix(d, 16).ok()) {
            Some(b) if text[i] == b'%' => {
                out.push(b);
                i += 3;
            }
            _ => {
                out.push(text[i]);
                i += 1;
            }
        }
    }
    out
}

/// Whether `text` holds `needle` as it stands, percent-decoded up to three times, JSON-unescaped, or in any base64 run.
pub fn holds(text: &[u8], needle: &str) -> bool {
    holds_to(text, needle.as_bytes(), 4)
}

fn holds_to(text: &[u8], needle: &[u8], depth: usize) -> bool {
    if text.windows(needle.len().max(1)).any(|w| w == needle) {
        return true;
    }
    if depth == 0 {
        return false;
    }
    let plain = unpercent(text);
    if plain != text && holds_to(&plain, needle, depth - 1) {
        return true;
    }
    let escaped =
        String::from_utf8_lossy(text).replace("\\/", "/").replace("\\\"", "\"").replace("\\u0026", "&");
    if escaped.as_bytes() != text && holds_to(escaped.as_bytes(), needle, depth - 1) {
        return true;
    }
    let is64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '-' | '_');
    String::from_utf8_lossy(text)
        .split(|c| !is64(c))
        .filter(|run| run.len() >= 16)
        // A length of protobuf may stand before it, as a letter.
        .flat_map(|run| (0..3).filter_map(|from| unbase64(&run[from..])))
        .any(|inner| inner != text && holds_to(&inner, needle, depth - 1))
}

#[track_caller]
pub fn assert_gone(out: &str, secrets: &[&str]) {
    for secret in secrets {
        assert!(!holds(out.as_bytes(), secret), "{secret} is still in {out}");
    }
}

#[track_caller]
pub fn assert_kept(out: &str, words: &[&str]) {
    for word in words {
        assert!(holds(out.as_bytes(), word), "{word} is gone from {out}");
    }
}
