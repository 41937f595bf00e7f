//! The trail: earlier records of this browser, so that it shows which version was agreed to when. A line each, the oldest
//! first.
//!
//! **Invariant:** it is bounded; the oldest go first. **Invariant:** a record is in it once, and is never changed.

use crate::consent::{cut, find};

/// Most records kept.
pub const MOST_RECORDS: usize = 24;
/// Longest trail in bytes.
pub const LONGEST_TRAIL: usize = 32 * 1024;

/// The trail with a record added. What stands in it and is no record is dropped. The record is a line of
/// [`crate::consent::Question::answer`], with more pairs or without.
pub fn add(trail: &str, record: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let mut rest = trail;
    while !rest.is_empty() {
        let (line, next) = cut(rest, b'\n');
        rest = next;
        let known = lines.iter().any(|other| is_same(other, line));
        if is_record(line) && !known {
            lines.push(line);
        }
    }
    if is_record(record) && !lines.iter().any(|line| is_same(line, record)) {
        lines.push(record);
    }
    let mut from = lines.len().saturating_sub(MOST_RECORDS);
    let length = |from: usize| lines.iter().skip(from).map(|line| line.len() + 1).sum::<usize>();
    while from < lines.len() && length(from) > LONGEST_TRAIL {
        from += 1;
    }
    let mut out = String::new();
    for line in lines.iter().skip(from) {
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Its newest line; nothing of an empty one.
pub fn last(trail: &str) -> &str {
    let (mut rest, mut last) = (trail, "");
    while !rest.is_empty() {
        (last, rest) = cut(rest, b'\n');
    }
    last
}

/// Every consent ID in it.
pub fn ids(trail: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = trail;
    while !rest.is_empty() {
        let (line, next) = cut(rest, b'\n');
        rest = next;
        out.extend(find(line, "id").filter(|id| !id.is_empty() && !out.contains(id)));
    }
    out
}

fn is_record(line: &str) -> bool {
    let clean = line.bytes().all(|byte| (b'!'..=b'~').contains(&byte));
    clean && find(line, "v").is_some() && find(line, "t").is_some() && find(line, "by").is_some()
}

/// A record's line as it was made: without what joined it later.
pub fn as_made(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while !rest.is_empty() {
        let (pair, next) = cut(rest, b'&');
        rest = next;
        if cut(pair, b'=').0 != "h" {
            out.push_str(if out.is_empty() { "" } else { "&" });
            out.push_str(pair);
        }
    }
    out
}

/// Whether two lines are one record. Of one time and act there may be two: code chooses faster than a clock ticks.
fn is_same(one: &str, other: &str) -> bool {
    as_made(one) == as_made(other)
}
