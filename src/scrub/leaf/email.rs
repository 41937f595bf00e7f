//! E-mail addresses, found by their `@`.

use crate::scan::class::{ALNUM, ALPHA, at, before, is};

/// What ends a file name rather than a domain (`icon@2x.png`).
const FILES: [&[u8]; 16] = [
    b"png", b"jpg", b"jpeg", b"gif", b"svg", b"webp", b"avif", b"ico", b"js", b"mjs", b"css", b"map",
    b"json", b"html", b"woff", b"woff2",
];

/// The longest local part that is looked back for (RFC 5321 section 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;

/// Start and end of the address around the `@` at `i`; nothing before `from` belongs to it.
pub fn around(s: &[u8], from: usize, i: usize) -> Option<(usize, usize)> {
    let mut start = i;
    while start > from && i - start < LONGEST_LOCAL && is_local(before(s, start)) {
        start -= 1;
    }
    while start < i && b".-+'%".contains(&at(s, start)) {
        start += 1;
    }
    if start == i || before(s, i) == b'.' {
        return None;
    }
    let mut end = i + 1;
    let (mut label, mut dots) = (end, 0);
    while end < s.len() {
        let b = at(s, end);
        if b == b'.' && end > label && (is(at(s, end + 1), ALNUM) || at(s, end + 1) >= 0x80) {
            label = end + 1;
            dots += 1;
        } else if !(is(b, ALNUM) || b >= 0x80 || b == b'-') {
            break;
        }
        end += 1;
    }
    while end > label && before(s, end) == b'-' {
        end -= 1;
    }
    let top = s.get(label..end)?;
    let named =
        top.len() >= 2 && (top.iter().all(|b| is(*b, ALPHA) || *b >= 0x80) || top.starts_with(b"xn--"));
    let file = FILES.iter().any(|ending| top.eq_ignore_ascii_case(ending));
    // `git@host:path` names a repository.
    let remote = at(s, end) == b':' && s.get(start..i) == Some(b"git");
    (dots > 0 && named && !file && !remote).then_some((start, end))
}

fn is_local(b: u8) -> bool {
    is(b, ALNUM) || b >= 0x80 || b".-_+'%!#$*?^~".contains(&b)
}

#[cfg(test)]
mod tests {
    use super::around;

    fn find(text: &str) -> Option<&str> {
        let at = text.find('@')?;
        around(text.as_bytes(), 0, at).map(|(start, end)| &text[start..end])
    }

    #[test]
    fn addresses() {
        for (text, want) in [
            ("jane.doe+tag@example.co.uk", "jane.doe+tag@example.co.uk"),
            ("by:jane@example.org,", "jane@example.org"),
            ("jane@münchen.example.", "jane@münchen.example"),
            ("o'neil@xn--bcher-kva.example", "o'neil@xn--bcher-kva.example"),
        ] {
            assert_eq!(find(text), Some(want));
        }
        for text in [
            "user@2x.png",
            "@scope/pkg",
            "git@github.com:a/b",
            "lodash@4.17.21",
            "jane@localhost",
            "a@b",
            "@a.de",
            "x.@a.de",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
