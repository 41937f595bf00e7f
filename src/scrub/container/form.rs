//! Pairs: `application/x-www-form-urlencoded`, a query, a fragment that is one. GA4 batches are several of them, one a
//! line.

use super::super::layer::Layer;
use super::super::report::{self, Part, Place};
use super::super::{Act, Refusal, Scrubber};
use crate::catalogue::meaning::*;
use crate::scan::class::{B64U, at, cut, run};
use crate::scan::literal::{has, index, one_of};
use crate::scan::opaque::is_opaque;

/// Names beside which `code` is OAuth's (RFC 6749 §4.1.2, OpenID Connect).
const BESIDE_CODE: &[u8] = b"state session_state iss scope redirect_uri";
/// Names beside which `state` is.
const BESIDE_STATE: &[u8] = b"code client_id redirect_uri id_token access_token response_type";
/// Names beside which a hash signs.
const BESIDE_SIGNED: &[u8] = b"expires exp signature sig expiry se ttl";

/// Where pairs stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Pairs {
    Form,
    /// Whether the path before it is an OAuth callback's.
    Query(bool),
}

/// Whether one of the pairs has one of the names.
fn has_name(s: &[u8], names: &[u8]) -> bool {
    s.split(|b| *b == b'&').any(|pair| one_of(names, cut(pair, 0, index(pair, 0, b'='))))
}

impl Scrubber {
    /// A form, or the lines of a batch of queries.
    pub(in super::super) fn form(&mut self, s: &[u8], base: u32, place: &Place) -> Result<(), Refusal> {
        self.plus = true;
        let mut from = 0;
        let mut done = Ok(());
        for line in s.split(|b| *b == b'\n') {
            done = done.and_then(|()| self.pairs(line, base + from as u32, Pairs::Form, place));
            from += line.len() + 1;
        }
        self.plus = false;
        done
    }

    /// Pairs between `&`.
    pub(in super::super) fn pairs(
        &mut self,
        s: &[u8],
        base: u32,
        kind: Pairs,
        place: &Place,
    ) -> Result<(), Refusal> {
        let (mut start, mut kept) = (0, false);
        for pair in s.split(|b| *b == b'&') {
            let end = start + pair.len();
            let mark = self.edits.list.len();
            if self.pair(s, start, pair, base, kind, place)? == Act::Remove {
                // With the separator before it, or the one behind it if nothing before it is left.
                let (from, to) = if kept { (start - 1, end) } else { (start, (end + 1).min(s.len())) };
                self.edits.list.truncate(mark);
                self.edits.replace(base + from as u32, base + to as u32, b"");
            } else {
                kept = true;
            }
            start = end + 1;
        }
        Ok(())
    }

    fn pair(
        &mut self,
        s: &[u8],
        start: usize,
        pair: &[u8],
        base: u32,
        kind: Pairs,
        place: &Place,
    ) -> Result<Act, Refusal> {
        let equals = index(pair, 0, b'=');
        if equals == pair.len() {
            // A query without names may be nothing but a token.
            if run(pair, 0, B64U) == pair.len() && is_opaque(pair, 20) {
                let from = base + start as u32;
                self.redact(from, from + pair.len() as u32, report::BARE, place);
                return Ok(Act::Done);
            }
            return self.value(pair, base + start as u32, KEEP, place);
        }
        let (raw, value) = (cut(pair, 0, equals), cut(pair, equals + 1, pair.len()));
        let mut spelled = self.take();
        let name =
            if has(raw, b'%') && Layer::Plus.decode(raw, &mut spelled) { spelled.as_slice() } else { raw };
        let class = match (self.class(name, b""), kind) {
            (CODE | STATE, Pairs::Query(true)) => CALLBACK,
            (CODE, _) if has_name(s, BESIDE_CODE) => CALLBACK,
            (STATE, _) if has_name(s, BESIDE_STATE) => CALLBACK,
            (SIGNED, _) if has_name(s, BESIDE_SIGNED) => CALLBACK,
            (UNLESS..SET, _) => PSEUDONYM,
            (class, _) => class,
        };
        let at_ = base + (start + equals + 1) as u32;
        let inner = place.at(if kind == Pairs::Form { Part::Form(name) } else { Part::Query(name) });
        if class == KEEP && (raw.len() >= 16 || has(raw, b'@') || has(raw, b'%')) {
            // The name may itself be a value.
            self.value(raw, base + start as u32, KEEP, &place.at(Part::Named("name")))?;
        }
        let act = self.value(value, at_, class, &inner);
        self.give(spelled);
        act
    }
}

/// Whether a path says that the answer of a sign-in comes in.
pub(in super::super) fn is_callback(path: &[u8]) -> bool {
    const WORDS: &[u8] = b"callback oauth auth login signin sso authorize redirect";
    path.split(|b| !b.is_ascii_alphanumeric()).any(|word| {
        let word = word.strip_suffix(b"2").unwrap_or(word);
        one_of(WORDS, word)
    }) && at(path, 0) != 0
}
