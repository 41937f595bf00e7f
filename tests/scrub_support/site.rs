//! A scrubber with a site's settings, and the site's patterns run by the `regex` crate as the page runs them by its own.

use super::KEY;
use hushgate::catalogue::vendor;
use hushgate::scrub::site::Match;
use hushgate::scrub::{Kind, Refusal, Scrubber};
use regex::bytes::Regex;
use std::cell::RefCell;

thread_local! {
    pub static PATTERNS: RefCell<Vec<Regex>> = const { RefCell::new(Vec::new()) };
}

/// As `pkg/src/site.js` does it: what lies within the default placeholder is none.
pub fn look(text: &[u8], found: &mut Vec<Match>) {
    PATTERNS.with_borrow(|patterns| {
        let mut all: Vec<Match> = Vec::new();
        for (number, pattern) in patterns.iter().enumerate() {
            for hit in pattern.find_iter(text).filter(|hit| !hit.is_empty()) {
                let around =
                    &text[hit.end().saturating_sub(8)..text.len().min(hit.start() + 8).max(hit.end())];
                if around.windows(8).any(|w| w == b"redacted") && hit.len() <= 8 {
                    continue;
                }
                all.push(Match { start: hit.start() as u32, end: hit.end() as u32, pattern: number as u32 });
            }
        }
        all.sort_by_key(|hit| hit.start);
        for hit in all {
            match found.last_mut() {
                Some(last) if hit.start < last.end => last.end = last.end.max(hit.end),
                _ => found.push(hit),
            }
        }
    });
}

pub fn site(lines: &str) -> Scrubber {
    let mut scrubber = Scrubber::new(KEY);
    assert_eq!(scrubber.configure(lines.as_bytes(), look), 0, "{lines}");
    scrubber
}

pub fn run(scrubber: &mut Scrubber, input: &[u8], kind: Kind, id: &str) -> Result<Vec<u8>, Refusal> {
    scrubber.scrub_under(input, kind, vendor(id), id.as_bytes())?;
    let mut out = Vec::new();
    scrubber.edits.apply(0, 0, input, &mut out);
    Ok(out)
}

/// What is left, which is left of itself too.
#[track_caller]
pub fn left(scrubber: &mut Scrubber, input: &str, kind: Kind, id: &str) -> String {
    let out = run(scrubber, input.as_bytes(), kind, id).unwrap_or_else(|why| panic!("{why:?}: {input}"));
    let rows: Vec<_> = scrubber.report.rows().iter().map(|row| row.0.to_owned()).collect();
    let again = run(scrubber, &out, kind, id).unwrap_or_else(|why| panic!("again {why:?}: {input}"));
    let text = String::from_utf8(out).unwrap();
    assert_eq!(String::from_utf8_lossy(&again), text, "twice differs");
    assert_eq!(rows.is_empty(), text == input, "{rows:?} of {input}");
    text
}
