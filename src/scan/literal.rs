//! Where a byte or a word stands. Small loops that are called, not copied: the module's weight counts.

use super::class::{at, cut, is};
use super::steps;

/// The first `byte` from `from` on, or the end.
#[inline(never)]
pub fn index(s: &[u8], from: usize, byte: u8) -> usize {
    let rest = s.get(from..).unwrap_or_default();
    let end = rest.iter().position(|b| *b == byte).map_or(s.len(), |i| from + i);
    steps::add(end.saturating_sub(from));
    end
}

/// The first `byte` in `from..to`, or `to`. What lies behind is not looked at: many short searches stay linear.
pub fn within(s: &[u8], from: usize, to: usize, byte: u8) -> usize {
    index(cut(s, 0, to), from, byte)
}

/// Whether `byte` occurs.
#[inline(never)]
pub fn has(s: &[u8], byte: u8) -> bool {
    index(s, 0, byte) < s.len()
}

/// The first byte of `set` from `from` on, or the end.
#[inline(never)]
pub fn until(s: &[u8], from: usize, set: u32) -> usize {
    let rest = s.get(from..).unwrap_or_default();
    let end = rest.iter().position(|b| is(*b, set)).map_or(s.len(), |i| from + i);
    steps::add(end.saturating_sub(from));
    end
}

/// The first `needle` from `from` on, or the end.
#[inline(never)]
pub fn find(s: &[u8], from: usize, needle: &[u8]) -> usize {
    let mut i = from;
    loop {
        i = index(s, i, at(needle, 0));
        if i == s.len() || cut(s, i, i + needle.len()) == needle {
            return i;
        }
        i += 1;
    }
}

/// Whether `words`, with spaces between, has `word`, in any case.
///
/// One text is lighter than a list of slices, each with its address and length.
pub fn one_of(words: &[u8], word: &[u8]) -> bool {
    position(words, word).is_some()
}

/// Which of `words` is `word`, in any case.
#[inline(never)]
pub fn position(words: &[u8], word: &[u8]) -> Option<usize> {
    let (mut from, mut number) = (0, 0);
    while from < words.len() {
        let to = index(words, from, b' ');
        if cut(words, from, to).eq_ignore_ascii_case(word) {
            return Some(number);
        }
        from = to + 1;
        number += 1;
    }
    None
}

/// The word with this number in a text of words with spaces between.
#[inline(never)]
pub fn nth(words: &[u8], mut number: usize) -> &[u8] {
    let mut from = 0;
    while number > 0 && from < words.len() {
        from = index(words, from, b' ') + 1;
        number -= 1;
    }
    cut(words, from, index(words, from, b' '))
}
