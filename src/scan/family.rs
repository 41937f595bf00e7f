//! Whether a token of a regular family (prefix, character sets, lengths) starts here.
//!
//! A family is a few bytes: a literal byte stands for itself; `0x80 | set` is followed by the least and the greatest
//! length of the run. The table is sorted so that of two prefixes the longer comes first.

use super::class::{SETS, at, cut, is};
use super::opaque::is_opaque;

/// The compiled families.
pub struct Families {
    /// `length, rule, code…` for each shape, by first byte; the length's high bit asks for a text made by chance
    pub code: &'static [u8],
    /// where a first byte's shapes start in `code`; one longer than the alphabet
    pub first: &'static [u16; 129],
    /// which second bytes (by their low five bits) any shape of this first byte has
    pub second: &'static [u32; 128],
}

impl Families {
    /// The end of the token that starts at `i`, where a word of letters and digits up to `end` begins, and its rule.
    #[inline]
    pub fn find(&self, s: &[u8], i: usize, end: usize) -> Option<(usize, u8)> {
        let first = usize::from(at(s, i) & 0x7f);
        let seconds = self.second.get(first).copied().unwrap_or(0);
        let found = if seconds & (1 << (at(s, i + 1) & 31)) != 0 { self.search(s, i, first) } else { None };
        // The shapes without a prefix stand under NUL; each has a long word and such a mark behind it.
        let bare = at(s, end) == b'~' || (end - i >= 8 && matches!(at(s, end), b':' | b'.' | b'|' | b'-' | b'_'));
        found.or_else(|| if bare { self.search(s, i, 0) } else { None })
    }

    fn search(&self, s: &[u8], i: usize, first: usize) -> Option<(usize, u8)> {
        let from = usize::from(self.first.get(first).copied()?);
        let to = usize::from(self.first.get(first + 1).copied()?);
        let mut rest = self.code.get(from..to)?;
        while let [len, rule, tail @ ..] = rest {
            let (code, next) = tail.split_at_checked(usize::from(*len & 0x7f))?;
            if let Some(end) = shape(code, s, i)
                && (*len < 0x80 || is_opaque(cut(s, i, end), 8))
            {
                return Some((end, *rule));
            }
            rest = next;
        }
        None
    }
}

/// Runs one shape at `i`.
pub fn shape(mut code: &[u8], s: &[u8], mut i: usize) -> Option<usize> {
    let mut last = 0;
    loop {
        code = match code {
            [] => break,
            [set, least, most_high, most_low, rest @ ..] if *set >= 0x80 => {
                let (_, set) = SETS.get(usize::from(*set & 0x7f))?;
                let most = i + usize::from(*most_high) * 256 + usize::from(*most_low);
                let from = i;
                while i < most && is(at(s, i), *set) {
                    i += 1;
                }
                if i - from < usize::from(*least) {
                    return None;
                }
                last = *set;
                rest
            }
            [byte, rest @ ..] => {
                if at(s, i) != *byte {
                    return None;
                }
                i += 1;
                rest
            }
        }
    }
    // A longer word is another thing than the token it starts like.
    (!is(at(s, i), last | super::class::ALNUM)).then_some(i)
}
