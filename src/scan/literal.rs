//! Where a byte or a word stands. Small loops that are called, not copied: the module's weight counts.

use super::class::{at, is};

/// The first `byte` from `from` on, or the end.
#[inline(never)]
pub fn index(s: &[u8], from: usize, byte: u8) -> usize {
    let mut i = from;
    while i < s.len() && at(s, i) != byte {
        i += 1;
    }
    i.min(s.len())
}

/// Whether `byte` occurs.
pub fn has(s: &[u8], byte: u8) -> bool {
    index(s, 0, byte) < s.len()
}

/// The first byte of `set` from `from` on, or the end.
#[inline(never)]
pub fn until(s: &[u8], from: usize, set: u16) -> usize {
    let mut i = from;
    while i < s.len() && !is(at(s, i), set) {
        i += 1;
    }
    i.min(s.len())
}

/// The first `needle` from `from` on.
#[inline(never)]
pub fn find(s: &[u8], from: usize, needle: &[u8]) -> Option<usize> {
    let mut i = from;
    loop {
        i = index(s, i, at(needle, 0));
        match s.get(i..) {
            None | Some([]) => return None,
            Some(rest) if rest.starts_with(needle) => return Some(i),
            Some(_) => i += 1,
        }
    }
}

/// Whether `words`, with spaces between and around, has `word`.
///
/// One text is lighter than a list of slices, each with its address and length.
#[inline(never)]
pub fn one_of(words: &[u8], word: &[u8]) -> bool {
    !word.is_empty() && words.split(|b| *b == b' ').any(|w| w.eq_ignore_ascii_case(word))
}

/// The word with this number in a text of words with spaces between.
#[inline(never)]
pub fn nth(words: &'static str, mut number: usize) -> &'static str {
    let (mut from, bytes) = (0, words.as_bytes());
    loop {
        let to = index(bytes, from, b' ');
        if number == 0 || to >= bytes.len() {
            return if number == 0 { words.get(from..to).unwrap_or("") } else { "" };
        }
        (number, from) = (number - 1, to + 1);
    }
}
