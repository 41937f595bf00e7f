//! Tokens by their own form, wherever they stand: the catalogue's families and patterns, private keys, base64 of JSON.

use super::super::report::{self, Part, Place, Rule};
use super::super::{Refusal, Scrubber};
use crate::catalogue::detect::AUTOMATON;
use crate::scan::class::{B64, B64U, RUN, at, before, cut, is, run};
use crate::scan::literal::{find, index};

impl Scrubber {
    /// A token that starts at `i`: taken out, and where to go on. `word` is the end of the word there.
    #[inline]
    pub(super) fn token(
        &mut self,
        s: &[u8],
        base: u32,
        i: usize,
        word: usize,
        place: &Place,
    ) -> Option<usize> {
        let inner = is(before(s, i), RUN);
        let (end, rule) =
            AUTOMATON.find(s, i, inner).or_else(|| self.tables.families.find(s, i, word, inner))?;
        self.redact(base + i as u32, base + end as u32, report::TOKENS + Rule::from(rule), place);
        Some(end)
    }

    /// JSON in base64 in the middle of a text: `{"` is `eyJ`, `[{` is `W3s`.
    pub(super) fn base64_word(
        &mut self,
        s: &[u8],
        base: u32,
        i: usize,
        place: &Place,
    ) -> Result<Option<usize>, Refusal> {
        let head = cut(s, i, i + 3);
        if head != b"eyJ" && head != b"W3s" {
            return Ok(None);
        }
        let end = run(s, i, B64 | B64U);
        let word = cut(s, i, end);
        let inner = place.at(Part::Named("base64"));
        let found = self.base64(word, base + i as u32, &mut |work, text| work.plain(text, 0, 0, &inner))?;
        Ok(found.then_some(end))
    }

    /// A private key in PEM at `i`: from the first dash to the last, or to the end of a text that was cut short.
    pub(super) fn pem(&mut self, s: &[u8], base: u32, i: usize, place: &Place) -> Option<usize> {
        const BEGIN: &[u8] = b"-----BEGIN ";
        let label = s.get(i..)?.strip_prefix(BEGIN)?;
        find(cut(label, 0, label.len().min(48)), 0, b"PRIVATE KEY")?;
        let tail = find(s, i, b"-----END ").and_then(|j| find(s, j + 9, b"-----"));
        let end = tail.map_or(s.len(), |j| j + 5);
        self.redact(base + i as u32, base + end as u32, report::PEM, place);
        Some(end)
    }
}

/// The end of a `data:` URL's content that starts at `i`: pictures are no text.
pub(super) fn data_url(s: &[u8], i: usize) -> Option<usize> {
    let rest = s.get(i..)?;
    rest.strip_prefix(b"data:")?;
    let head = cut(rest, 0, rest.len().min(96));
    let comma = index(head, 0, b',');
    cut(head, 0, comma).ends_with(b";base64").then(|| run(s, i + comma + 1, B64 | B64U))
}

/// Whether a word may begin a `data:` URL.
pub(super) fn is_data(s: &[u8], i: usize) -> bool {
    at(s, i) == b'd' && at(s, i + 4) == b':'
}
