//! Is there an e-mail address around this `@`.

use super::super::report::{self, Place};
use super::super::{Next, Scrubber};
use crate::scan::class::{ALNUM, ALPHA, D, at, before, cut, is};
use crate::scan::literal::has;

/// Endings that `user@2x.png` has and no mail domain: the file is a picture for a denser screen.
const PICTURES: [&[u8]; 7] = [b"png", b"jpg", b"jpeg", b"gif", b"svg", b"webp", b"avif"];

/// The longest local part (RFC 5321 §4.5.3.1.1).
const LOCAL: usize = 64;

fn is_local(b: u8) -> bool {
    is(b, ALNUM) || b >= 0x80 || has(b"._%+-'", b)
}

/// The span of the address whose `@` is at `i`.
pub fn find(s: &[u8], i: usize) -> Option<(usize, usize)> {
    let mut start = i;
    while start > 0 && i - start < LOCAL && is_local(before(s, start)) {
        start -= 1;
    }
    if start == i && before(s, i) == b'"' {
        // `"jane doe"@example.com`
        while start > 0 && i - start < LOCAL && (start + 1 >= i || at(s, start) != b'"') {
            start -= 1;
        }
        if at(s, start) != b'"' || start + 1 >= i {
            return None;
        }
    }
    // A dot or a quote before the name belongs to the sentence; a name cut to its length begins with a whole character.
    while start < i && (has(b".'%-", at(s, start)) || at(s, start) & 0xc0 == 0x80) {
        start += 1;
    }
    let (end, last) = domain(s, i + 1);
    let top = cut(s, last, end);
    let named = top.iter().all(|b| is(*b, ALPHA) || *b >= 0x80) || top.starts_with(b"xn--");
    if start == i || top.len() < 2 || !named {
        return None;
    }
    let picture = is(at(s, i + 1), D) && PICTURES.contains(&top);
    let remote = cut(s, start, i) == b"git" && has(b":/", at(s, end));
    (!picture && !remote).then_some((start, end))
}

/// The end of the domain at `i`, and where its last label begins; twice the same if it has not two labels.
fn domain(s: &[u8], i: usize) -> (usize, usize) {
    let (mut from, mut end, mut last) = (i, i, i);
    loop {
        let mut j = from;
        while is(at(s, j), ALNUM) || at(s, j) >= 0x80 || (at(s, j) == b'-' && j > from) {
            j += 1;
        }
        while before(s, j) == b'-' && j > from {
            j -= 1;
        }
        // A dot without a label after it ends the sentence.
        if j > from {
            (last, end) = (from, j);
        }
        if j == from || at(s, j) != b'.' {
            return (end, if last > i { last } else { end });
        }
        from = j + 1;
    }
}

impl Scrubber {
    /// An address around the `@` at `i`; returns where to go on. `floor` is the number of edits before this text.
    pub(super) fn email(&mut self, s: &[u8], i: usize, floor: usize, place: &Place) -> Next {
        let Some((mut start, end)) = find(s, i) else {
            return 0;
        };
        // A finding inside the local part is part of the address.
        while self.edits.list.len() > floor
            && let Some(last) = self.edits.list.last()
            && last.end > place.base + start as u32
        {
            start = start.min((last.start - place.base) as usize);
            self.edits.list.pop();
            self.report.hits.pop();
        }
        self.redact(start, end, report::EMAIL, place);
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
        // Too long for an address: what is taken of it begins between two characters.
        let text = format!("漢{}@example.com", "a".repeat(63));
        assert_eq!(find(text.as_bytes(), 66), Some((3, text.len())));
    }
}
