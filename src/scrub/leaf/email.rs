//! Is there an e-mail address around this `@`.

use super::super::report::{self, Place};
use super::super::Scrubber;
use crate::scan::literal::one_of;
use crate::scan::class::{ALNUM, ALPHA, D, at, before, cut, is};

/// Endings that `user@2x.png` has and no mail domain: the file is a picture for a denser screen.
const PICTURES: &[u8] = b"png jpg jpeg gif svg webp avif css";

/// The longest local part (RFC 5321 §4.5.3.1.1).
const LOCAL: usize = 64;

fn is_local(b: u8) -> bool {
    is(b, ALNUM) || b >= 0x80 || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-' | b'\'')
}

/// The span of the address whose `@` is at `i`.
pub fn find(s: &[u8], i: usize) -> Option<(usize, usize)> {
    let mut start = i;
    while start > 0 && i - start < LOCAL && is_local(before(s, start)) {
        start -= 1;
    }
    if start == i && before(s, i) == b'"' {
        let head = cut(s, i.saturating_sub(LOCAL), i - 1);
        start = i - 1 - head.iter().rev().position(|b| *b == b'"')? - 1;
    }
    // A dot or a quote before the name belongs to the sentence.
    while start < i && matches!(at(s, start), b'.' | b'\'' | b'%' | b'-') {
        start += 1;
    }
    if start == i {
        return None;
    }
    let (end, last) = domain(s, i + 1)?;
    let top = cut(s, last, end);
    let named = top.iter().all(|b| is(*b, ALPHA) || *b >= 0x80) || top.starts_with(b"xn--");
    if top.len() < 2 || !named {
        return None;
    }
    let first = cut(s, i + 1, last.saturating_sub(1));
    let picture = is(at(first, 0), D) && one_of(PICTURES, top);
    let remote = cut(s, start, i) == b"git" && matches!(at(s, end), b':' | b'/');
    (!picture && !remote).then_some((start, end))
}

/// The end of the domain at `i`, and where its last label begins; at least two labels.
fn domain(s: &[u8], i: usize) -> Option<(usize, usize)> {
    let (mut end, mut last) = (i, i);
    loop {
        let mut j = end;
        while is(at(s, j), ALNUM) || at(s, j) >= 0x80 || (at(s, j) == b'-' && j > end) {
            j += 1;
        }
        while j > end && before(s, j) == b'-' {
            j -= 1;
        }
        if j == end {
            // A dot without a label after it ends the sentence.
            end = end.saturating_sub(1);
            break;
        }
        (last, end) = (end, j);
        if at(s, j) != b'.' {
            break;
        }
        end = j + 1;
    }
    (last > i && end > last).then_some((end, last))
}

impl Scrubber {
    /// An address around the `@` at `i`; returns where to go on. `floor` is the number of edits before this text.
    pub(super) fn email(&mut self, s: &[u8], base: u32, i: usize, floor: usize, place: &Place) -> usize {
        let Some((start, end)) = find(s, i) else {
            return i + 1;
        };
        let mut start = base + start as u32;
        // A finding inside the local part is part of the address.
        while self.edits.list.len() > floor
            && let Some(last) = self.edits.list.last().copied()
            && last.end > start
        {
            start = start.min(last.start);
            self.edits.list.pop();
            self.report.hits.pop();
        }
        self.redact(start, base + end as u32, report::EMAIL, place);
        end
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn addresses() {
        for (text, want) in [
            ("mail jane.doe+tag@example.co.uk now", Some("jane.doe+tag@example.co.uk")),
            ("<jané@bücher.example>", Some("jané@bücher.example")),
            ("\"jane doe\"@example.com", Some("\"jane doe\"@example.com")),
            ("ends jane@example.com.", Some("jane@example.com")),
            ("jane@mail.xn--p1ai", Some("jane@mail.xn--p1ai")),
            ("logo@2x.png", None),
            ("@scope/pkg", None),
            ("git@github.com:org/repo.git", None),
            ("lodash@4.17.21", None),
            ("jane@localhost", None),
            ("a @ b.com", None),
        ] {
            let i = text.find('@').unwrap();
            assert_eq!(find(text.as_bytes(), i).map(|(a, b)| &text[a..b]), want, "{text}");
        }
    }
}
