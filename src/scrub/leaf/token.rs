//! Tokens by their own form, wherever they stand: the catalogue's families and patterns, private keys, base64 of JSON.

use super::super::report::{self, Place, Rule};
use super::super::{Next, Scrubber};
use crate::catalogue::detect::AUTOMATON;
use crate::scan::class::{B64, B64U, RUN, before, byte, cut, is, run};
use crate::scan::literal::{find, index};

impl Scrubber {
    /// The end of a token that starts at `i`, and its rule. `word` is the end of the word there.
    pub(crate) fn find_token(&self, s: &[u8], i: usize, word: usize) -> Option<(usize, Rule)> {
        let families = &self.tables.families;
        let inner = is(before(s, i), RUN);
        let mut found = None;
        if families.may_begin(byte(s, i), byte(s, i + 1)) {
            found = AUTOMATON.find(s, i, inner);
        }
        let found = found.or_else(|| families.find(s, i, word, inner));
        found.map(|(end, rule)| (end, report::TOKENS + Rule::from(rule)))
    }

    /// A token that starts at `i`: taken out, and where to go on.
    pub(super) fn token(&mut self, s: &[u8], i: usize, word: usize, place: &Place) -> Next {
        let Some((end, rule)) = self.find_token(s, i, word) else {
            return 0;
        };
        self.redact(i, end, rule, place);
        end
    }

    /// JSON in base64 in the middle of a text: `{"` is `eyJ`, `[{` is `W3s`.
    pub(super) fn base64_word(&mut self, s: &[u8], i: usize, place: &Place) -> Next {
        if !matches!(cut(s, i, i + 3), b"eyJ" | b"W3s") {
            return 0;
        }
        let end = run(s, i, B64 | B64U);
        if self.base64(cut(s, i, end), &place.behind(i)).is_some() { end } else { 0 }
    }

    /// A private key in PEM at `i`: from the first dash to the last, or to the end of a text that was cut short.
    pub(super) fn pem(&mut self, s: &[u8], i: usize, place: &Place) -> Next {
        let label = cut(s, i, s.len().min(i + 59));
        if !label.starts_with(b"-----BEGIN ") || find(label, 11, b"PRIVATE KEY") == label.len() {
            return 0;
        }
        let last = find(s, i, b"-----END ");
        let end = s.len().min(find(s, last + 9, b"-----") + 5);
        self.redact(i, end, report::PEM, place);
        end
    }
}

/// The end of a `data:` URL's content that starts at `i`: pictures are no text.
pub(super) fn data_url(s: &[u8], i: usize) -> Next {
    if cut(s, i, i + 5) != b"data:" {
        return 0;
    }
    let head = cut(s, i, s.len().min(i + 96));
    let comma = index(head, 0, b',');
    if cut(head, 0, comma).ends_with(b";base64") { run(s, i + comma + 1, B64 | B64U) } else { 0 }
}
