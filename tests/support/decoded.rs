//! Everything that the bytes of a hit say once decoded: a planted value must be found in whatever
//! form a client wrapped it, or a test that looks for it proves nothing.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::collections::BTreeSet;
use std::io::Read;

/// How many wrappings inside one another are opened.
const DEPTH: usize = 5;
/// A base64 run shorter than this holds no planted value.
const SHORTEST_RUN: usize = 12;

/// All decoded forms of one hit, each as text with broken UTF-8 replaced.
pub struct Decoded {
    forms: BTreeSet<String>,
}

impl Decoded {
    /// Opens `parts` (URL, header values, body): percent, form, base64, base64url, gzip, zlib, deflate
    /// and JSON escapes, inside one another.
    pub fn new(parts: &[&[u8]]) -> Self {
        let mut decoded = Self { forms: BTreeSet::new() };
        for part in parts {
            decoded.open(part, DEPTH);
        }
        decoded
    }

    /// The first of `planted` that stands in any form, with what surrounds it.
    pub fn find<'a>(&self, planted: &'a [String]) -> Option<(&'a str, String)> {
        self.forms.iter().find_map(|form| {
            planted.iter().find_map(|value| {
                let at = form.find(value.as_str())?;
                let from = floor(form, at.saturating_sub(60));
                let to = floor(form, (at + value.len() + 20).min(form.len()));
                Some((value.as_str(), form[from..to].to_owned()))
            })
        })
    }

    /// Whether any form holds `text`.
    pub fn contains(&self, text: &str) -> bool {
        self.forms.iter().any(|form| form.contains(text))
    }

    fn open(&mut self, bytes: &[u8], depth: usize) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if depth == 0 || !self.forms.insert(text.clone()) {
            return;
        }
        for inflated in inflate(bytes) {
            self.open(&inflated, depth - 1);
        }
        if text.contains('%') {
            self.open(&percent_encoding::percent_decode_str(&text).collect::<Vec<u8>>(), depth - 1);
        }
        if text.contains('+') && text.contains('=') {
            self.open(text.replace('+', " ").as_bytes(), depth - 1);
        }
        if text.contains('\\') {
            self.open(unescape(&text).as_bytes(), depth - 1);
        }
        for run in text.split(|c: char| !(c.is_ascii_alphanumeric() || "+/-_=".contains(c))) {
            for part in [run, run.trim_start_matches(|c| c != '=').trim_start_matches('=')] {
                if part.len() >= SHORTEST_RUN {
                    for bytes in from_base64(part.trim_end_matches('=')) {
                        self.open(&bytes, depth - 1);
                    }
                }
            }
        }
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn inflate(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut push = |mut reader: Box<dyn Read + '_>| {
        let mut out = Vec::new();
        if reader.read_to_end(&mut out).is_ok() && !out.is_empty() {
            found.push(out);
        }
    };
    push(Box::new(flate2::read::GzDecoder::new(bytes)));
    push(Box::new(flate2::read::ZlibDecoder::new(bytes)));
    if bytes.len() > SHORTEST_RUN && !bytes.is_ascii() {
        push(Box::new(flate2::read::DeflateDecoder::new(bytes)));
    }
    found
}

/// Text or compressed bytes that `run` stands for; base64 of anything else is a run of letters by chance.
fn from_base64(run: &str) -> Vec<Vec<u8>> {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    [alphabet::STANDARD, alphabet::URL_SAFE]
        .iter()
        .filter_map(|letters| {
            let usable = run.len() - usize::from(run.len() % 4 == 1);
            GeneralPurpose::new(letters, config).decode(&run[..usable]).ok()
        })
        .filter(|bytes| {
            std::str::from_utf8(bytes).is_ok()
                || bytes.starts_with(&[0x1f, 0x8b])
                || bytes.first() == Some(&0x78)
        })
        .collect()
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let mut tail = rest[at + 1..].chars();
        match tail.next() {
            Some('u') => {
                let code = tail.as_str().get(..4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
                if let Some(c) = code.and_then(char::from_u32) {
                    out.push(c);
                    rest = &tail.as_str()[4..];
                    continue;
                }
            }
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some(c) => out.push(c),
            None => {}
        }
        rest = tail.as_str();
    }
    out.push_str(rest);
    out
}

#[test]
fn finds_a_value_in_every_wrapping() {
    let secret = "user-8731@example.org".to_owned();
    let standard = base64::engine::general_purpose::STANDARD;
    let json = format!(r#"{{"a":"x \"{secret}\" y"}}"#);
    let mut gzip = flate2::read::GzEncoder::new(json.as_bytes(), flate2::Compression::default());
    let mut packed = Vec::new();
    gzip.read_to_end(&mut packed).expect("gzip of a short text");
    let once = percent_encoding::utf8_percent_encode(&json, percent_encoding::NON_ALPHANUMERIC).to_string();
    let twice = percent_encoding::utf8_percent_encode(&once, percent_encoding::NON_ALPHANUMERIC).to_string();
    let form = format!("data={}", standard.encode(&json).replace('=', "%3D").replace('+', "%2B"));
    let nested = standard.encode(standard.encode(&packed));
    for (name, bytes) in [
        ("plain", json.clone().into_bytes()),
        ("percent", once.into_bytes()),
        ("percent twice", twice.into_bytes()),
        ("form of base64", form.into_bytes()),
        ("gzip", packed),
        ("base64 of base64 of gzip", nested.into_bytes()),
        ("JSON escapes", json.replace('8', "\\u0038").into_bytes()),
    ] {
        assert!(Decoded::new(&[&bytes]).find(&[secret.clone()]).is_some(), "not found in {name}");
    }
    assert!(Decoded::new(&[b"nothing of the kind"]).find(&[secret]).is_none());
}
