//! The stored record: one form-encoded line, readable by older and newer releases and by a backend. `docs/record.md` has
//! its grammar.
//!
//! `v=1&p=2026-05&t=1790000000000&x=1821536000000&gpc=0&by=banner&r=opt-in&l=de&id=…&analytics=1&analytics.ga4=1`
//!
//! **Invariant:** any text is survived; what is not surely a record of ours is no record.
//! **Invariant:** keys that are not known are left alone, so a newer release may add some.

use super::By;
use super::line::{cut, parse_number, put};
use super::question::{DAY_MS, Question};

/// Longer than any record; what is longer is not read.
const LONGEST: usize = 8192;

/// What storage holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored<'a> {
    /// Nothing.
    Nothing,
    /// Something, but no record that can be believed.
    Unreadable,
    /// A record from after now, by more than a day: clocks are set by hand, but nobody chooses a day from now.
    Future,
    /// A choice.
    Choice(Record<'a>),
}

/// A choice as it was made, seen from today's question. What it says of each item stays in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// The whole line.
    pub line: &'a str,
    /// Whether it was made under another version of the policy than today's.
    pub is_other_version: bool,
    /// The consent ID; nothing in a record of the first form.
    pub id: &'a str,
    /// When, in milliseconds since 1970.
    pub time_ms: u64,
    /// By which act.
    pub by: By,
    /// Whether Global Privacy Control was on at that moment.
    pub signal: bool,
    /// Whether it has lived its time.
    pub expired: bool,
    /// Whether it is from before services and purposes were recorded: it speaks for the services of its categories,
    /// and for the purposes of today.
    pub is_first_form: bool,
}

impl<'a> Stored<'a> {
    /// Reads a stored line at a time in milliseconds since 1970.
    pub fn parse(line: &'a str, question: &Question<'_>, now_ms: u64) -> Stored<'a> {
        if line.is_empty() {
            return Stored::Nothing;
        }
        match read(line, question, now_ms) {
            None => Stored::Unreadable,
            Some(record) if record.time_ms > now_ms.saturating_add(DAY_MS) => Stored::Future,
            Some(record) => Stored::Choice(record),
        }
    }

    /// The choice, if there is one.
    pub fn choice(&self) -> Option<&Record<'a>> {
        match self {
            Stored::Choice(record) => Some(record),
            _ => None,
        }
    }
}

fn read<'a>(line: &'a str, question: &Question<'_>, now_ms: u64) -> Option<Record<'a>> {
    if line.len() > LONGEST || find(line, "v")? != "1" {
        return None;
    }
    let policy = find(line, "p").filter(|policy| !policy.is_empty())?;
    let time_ms = parse_number(find(line, "t")?)?;
    // What the site shortens is shorter, and what was said to the visitor is not made longer.
    let end = match find(line, "x") {
        Some(end) => parse_number(end)?.min(time_ms + question.accept_days * DAY_MS),
        None => time_ms + question.refuse_days * DAY_MS,
    };
    for item in question.items {
        // What is absent was not asked about; what is garbled spoils the record.
        if !matches!(find(line, item.key), None | Some("0" | "1" | "n")) {
            return None;
        }
    }
    Some(Record {
        line,
        is_other_version: policy != encode(question.policy_version),
        id: find(line, "id").unwrap_or_default(),
        time_ms,
        by: By::act(find(line, "by")?)?,
        signal: match find(line, "gpc")? {
            "1" => true,
            "0" => false,
            _ => return None,
        },
        expired: now_ms >= end,
        is_first_form: find(line, "r").is_none(),
    })
}

/// The value of a key. A key given twice says two things, which a record of ours never does: its value is none that
/// anybody accepts.
pub fn find<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let mut found = None;
    let mut rest = line;
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

/// Form-encodes: all but the unreserved characters of RFC 3986 are percent-encoded.
pub fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            put(byte, &mut out);
        } else {
            put(b'%', &mut out);
            for half in [byte >> 4, byte & 15] {
                put(if half < 10 { b'0' + half } else { b'A' - 10 + half }, &mut out);
            }
        }
    }
    out
}
