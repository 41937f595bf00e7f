//! Every text that a receiver could read out of a body: percent, JSON escapes and base64 undone, one in another.

use std::collections::BTreeSet;

const DEEPEST: usize = 4;
const MOST: usize = 400;
const SHORTEST_RUN: usize = 8;

/// The bytes themselves and all that they decode to.
pub fn forms(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut seen = BTreeSet::from([bytes.to_vec()]);
    let mut fresh = vec![bytes.to_vec()];
    for _ in 0..DEEPEST {
        let mut next = Vec::new();
        for form in &fresh {
            for decoded in
                [percent(form, false), percent(form, true), unescaped(form)].into_iter().chain(runs(form))
            {
                if seen.len() < MOST && seen.insert(decoded.clone()) {
                    next.push(decoded);
                }
            }
        }
        fresh = next;
    }
    seen.into_iter().collect()
}

/// Whether `part` stands in any of the forms.
pub fn holds(forms: &[Vec<u8>], part: &[u8]) -> bool {
    forms.iter().any(|form| within(form, part))
}

/// Whether `part` stands in `whole`.
pub fn within(whole: &[u8], part: &[u8]) -> bool {
    part.is_empty() || whole.windows(part.len()).any(|window| window == part)
}

fn digit(byte: Option<&u8>) -> Option<u8> {
    char::from(*byte?).to_digit(16).map(|d| d as u8)
}

fn percent(bytes: &[u8], plus: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match (byte, digit(bytes.get(at)), digit(bytes.get(at + 1))) {
            (b'%', Some(high), Some(low)) => {
                out.push(high << 4 | low);
                at += 2;
            }
            (b'+', ..) if plus => out.push(b' '),
            _ => out.push(*byte),
        }
    }
    out
}

fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        if *byte != b'\\' {
            out.push(*byte);
            continue;
        }
        let escape = bytes.get(at).copied().unwrap_or(b'\\');
        at += 1;
        match escape {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'u' => {
                let digits = bytes.get(at..at + 4).and_then(|d| std::str::from_utf8(d).ok());
                let code = digits.and_then(|d| u32::from_str_radix(d, 16).ok());
                if let Some(c) = code.and_then(char::from_u32) {
                    out.extend(c.to_string().into_bytes());
                    at += 4;
                }
            }
            other => out.push(other),
        }
    }
    out
}

/// What each run of base64 letters says, where it says readable text.
fn runs(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes
        .split(|b| !(b.is_ascii_alphanumeric() || b"+/-_".contains(b)))
        .filter(|run| run.len() >= SHORTEST_RUN)
        .filter_map(unbase64)
        .filter(|text| {
            std::str::from_utf8(text).is_ok_and(|t| t.chars().all(|c| c >= ' ' || c.is_whitespace()))
        })
        .collect()
}

fn unbase64(run: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(run.len());
    for group in run.chunks(4) {
        let mut word = 0u32;
        for byte in group {
            let six = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' | b'-' => 62,
                b'/' | b'_' => 63,
                _ => return None,
            };
            word = word << 6 | u32::from(six);
        }
        word <<= 6 * (4 - group.len());
        let three = [(word >> 16) as u8, (word >> 8) as u8, word as u8];
        out.extend_from_slice(three.get(..group.len() - 1)?);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hides() {
        for hidden in [
            "q=secret%2520word",
            "q=secret+word",
            r#"{"a":"{\"b\":\"secret\\u0020word\"}"}"#,
            "data=eyJhIjoic2VjcmV0IHdvcmQifQ%3D%3D",
            "data=ZXlKaElqb2ljMlZqY21WMElIZHZjbVFpZlE",
        ] {
            assert!(holds(&forms(hidden.as_bytes()), b"secret word"), "{hidden}");
        }
        assert!(!holds(&forms(b"secretary word"), b"secret word"));
    }
}
