//! Pairs: `application/x-www-form-urlencoded`, a query, a fragment that is one. GA4 batches are several of them, one a
//! line.

use super::super::layer::Layer;
use super::super::report::{self, Part, Place};
use super::super::site::SITE;
use super::super::{Act, Scrubber};
use crate::catalogue::meaning::*;
use crate::scan::class::{ALNUM, B64U, RUN, before, cut, run};
use crate::scan::literal::{index, within};

/// Names beside which `code` is OAuth's, beside which `state` is, beside which a hash signs, and beside which
/// `name` is a person's.
const FELLOWS: [u8; 4] = [CODE_FELLOW, STATE_FELLOW, SIGNED_FELLOW, NAME_FELLOW];
/// The fellows were looked for.
const ASKED: u8 = 16;

/// Where pairs stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Pairs {
    Form,
    /// Whether the path before it is an OAuth callback's.
    Query(bool),
    /// The query of a host for shared documents.
    Shared,
}

impl Scrubber {
    /// Whose fellows are among the names of the pairs: a bit for each list.
    fn fellows(&self, s: &[u8]) -> u8 {
        let (mut from, mut found) = (0, ASKED);
        while from < s.len() {
            let end = index(s, from, b'&');
            let name = cut(s, from, within(s, from, end, b'='));
            for (n, list) in FELLOWS.into_iter().enumerate() {
                found |= u8::from(self.tables.names.says(list, name)) << n;
            }
            from = end + 1;
        }
        found
    }

    /// Whether a path says that the answer of a sign-in comes in.
    pub(in super::super) fn is_callback(&self, path: &[u8]) -> bool {
        let mut i = 0;
        while i < path.len() {
            let end = run(path, i, ALNUM);
            if end > i && self.tables.names.says(CALLBACK_PATH, cut(path, i, end)) {
                return true;
            }
            i = end + 1;
        }
        false
    }

    /// A form, or the lines of a batch of queries.
    pub(in super::super) fn form(&mut self, s: &[u8], place: &Place) {
        self.plus = true;
        let mut from = 0;
        while from < s.len() {
            let end = index(s, from, b'\n');
            // The line end is nobody's value.
            let stop = end - usize::from(end > from && before(s, end) == b'\r');
            self.pairs(cut(s, from, stop), Pairs::Form, &place.behind(from));
            from = end + 1;
        }
        self.plus = false;
    }

    /// Pairs between `&`.
    pub(in super::super) fn pairs(&mut self, s: &[u8], kind: Pairs, place: &Place) {
        let (mut start, mut kept, mut beside) = (0, false, 0);
        while start < s.len() {
            let end = index(s, start, b'&');
            let mark = self.edits.list.len();
            if self.pair(s, start, end, kind, &mut beside, place) == Act::Remove {
                // With the separator before it, or the one behind it if nothing before it is left.
                let (from, to) = if kept { (start - 1, end) } else { (start, s.len().min(end + 1)) };
                self.edits.list.truncate(mark);
                self.edits.replace(place.base + from as u32, place.base + to as u32, b"");
            } else {
                kept = true;
            }
            start = end + 1;
        }
    }

    /// `beside` is what `fellows` said, once it was asked.
    fn pair(
        &mut self,
        s: &[u8],
        start: usize,
        end: usize,
        kind: Pairs,
        beside: &mut u8,
        place: &Place,
    ) -> Act {
        let pair = cut(s, start, end);
        let equals = index(pair, 0, b'=');
        let here = place.behind(start);
        if SITE && self.only > 0 && equals == pair.len() && equals > 0 {
            return self.barred(&here.at(Part::Form(pair), 0));
        }
        if equals == pair.len() {
            // A query without names may be nothing but a token.
            if run(pair, 0, B64U) == pair.len() && self.is_opaque(pair, 20) {
                self.redact(0, pair.len(), report::BARE, &here);
                return Act::Done;
            }
            return self.value(pair, KEEP, &here);
        }
        let raw = cut(pair, 0, equals);
        let mut decoded = Vec::new();
        let mut name = raw;
        if raw.len() >= 16 || run(raw, 0, RUN) < raw.len() {
            // The name may itself be a value: what is left of it is the name.
            let (mut left, mark) = (self.take(), self.edits.list.len());
            let only = core::mem::replace(&mut self.only, 0);
            self.value(raw, KEEP, &here.at(Part::Named("name"), 0));
            self.only = only;
            self.edits.apply(mark, here.base, raw, &mut left);
            decoded = self.take();
            Layer::Plus.decode(&left, &mut decoded);
            self.give(left);
            name = &decoded;
        }
        let mut class = self.class(name, b"");
        let list = match class {
            CODE => 1,
            STATE => 2,
            SIGNED => 4,
            KEEP if name == b"name" => 8,
            _ => 0,
        };
        if list > 0 && *beside == 0 {
            *beside = self.fellows(s);
        }
        if list & *beside == 8 {
            class = PERSONAL;
        } else if list & *beside != 0 || (kind == Pairs::Query(true) && matches!(class, CODE | STATE)) {
            class = CALLBACK;
        } else if kind == Pairs::Shared && matches!(class, KEEP | OPAQUE) {
            // `?e=AbCdEf`: six letters of chance may look like a word.
            class = match class {
                KEEP => OPAQUE,
                _ if pair.len() - equals > 6 => SECRET,
                _ => SHARE,
            };
        } else if (UNLESS..SET).contains(&class) {
            class = PSEUDONYM;
        }
        let part = if kind == Pairs::Form { Part::Form(name) } else { Part::Query(name) };
        let inner = here.at(part, equals + 1);
        if SITE && self.unlisted(&inner) {
            self.give(decoded);
            return Act::Remove;
        }
        let act = self.value(cut(pair, equals + 1, pair.len()), class, &inner);
        self.give(decoded);
        act
    }
}
