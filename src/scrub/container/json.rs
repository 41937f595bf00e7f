//! JSON (RFC 8259), also one document a line, read once from left to right: names decide about values, values about themselves.
//!
//! **Invariant** what was valid stays valid; what is not valid is refused. Duplicate and escaped names are names like
//! others. Numbers, white space and order stay as they were written.

use super::super::layer::Layer;
use super::super::leaf::number::is_card;
use super::super::report::{self, Part, Place};
use super::super::site::SITE;
use super::super::{Act, Refusal, Scrubber};
use crate::catalogue::detect;
use crate::catalogue::meaning::*;
use crate::scan::class::{D, HEXI, JSON, WORD, at, cut, is, run};
use crate::scan::literal::{has, until};

/// A name this long may be a token.
const LONG: usize = 16;

/// Whether `s` is JSON, or too deep to tell; touches nothing.
pub(in super::super) fn check(work: &mut Scrubber, s: &[u8]) -> bool {
    prefix(work, s, true) > 0
}

/// The end of the JSON value at the start of `s`, or of all lines if it must be `whole`; 0 if it is none.
pub(in super::super) fn prefix(work: &mut Scrubber, s: &[u8], whole: bool) -> usize {
    let depth = work.depth;
    let mut walker = Walker { work, s, base: 0, pos: 0, dry: true };
    if whole {
        walker.document(0, &Place::ROOT);
    } else {
        walker.value(Known { class: KEEP, name: b"" }, &Place::ROOT);
    }
    let mut end = walker.pos;
    if work.refused == Some(Refusal::Malformed) {
        (work.refused, end) = (None, 0);
    }
    work.depth = depth;
    end
}

impl Scrubber {
    /// One JSON value, or one a line. `line` is 1 where lines are expected.
    pub(in super::super) fn json(&mut self, s: &[u8], line: u32, place: &Place) {
        Walker { work: self, s, base: place.base, pos: 0, dry: false }.document(line, place);
    }
}

pub(super) struct Walker<'w, 's> {
    pub(super) work: &'w mut Scrubber,
    pub(super) s: &'s [u8],
    base: u32,
    pub(super) pos: usize,
    /// Only checks the grammar.
    pub(super) dry: bool,
}

/// What is known about a value before it is read.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) class: u8,
    /// The name it stands under, for the members of an object.
    pub(super) name: &'a [u8],
}

impl Walker<'_, '_> {
    fn document(&mut self, mut line: u32, place: &Place) {
        self.space();
        loop {
            let inner = place.at(Part::Line(line), 0);
            let start = self.pos;
            let known = Known { class: KEEP, name: place.name() };
            let act = self.value(known, if line > 0 { &inner } else { place });
            let end = self.pos;
            if SITE && act == Act::Remove && self.work.only > 0 && !has(b"[{", at(self.s, start)) {
                self.work.refuse(Refusal::Unsupported);
            }
            self.space();
            if self.pos == self.s.len() {
                return;
            }
            if !has(cut(self.s, end, self.pos), b'\n') {
                return self.fail();
            }
            line = 2.max(line + 1);
        }
    }

    /// Not JSON: nothing more is read.
    fn fail(&mut self) {
        self.work.refuse(Refusal::Malformed);
        self.pos = self.s.len();
    }

    #[inline]
    fn here(&self) -> u8 {
        self.s.get(self.pos).copied().unwrap_or(0)
    }

    fn space(&mut self) {
        while matches!(self.here(), b' ' | b'\n' | b'\r' | b'\t') {
            self.pos += 1;
        }
    }

    /// Goes on behind `b`, or fails.
    fn pass(&mut self, b: u8) {
        if self.here() != b {
            return self.fail();
        }
        self.pos += 1;
        self.space();
    }

    /// The place where `i` is.
    pub(super) fn place<'a>(&self, place: &Place<'a>, i: usize) -> Place<'a> {
        place.rebased(self.base + i as u32)
    }

    /// Reads one value; whether its owner must take it out, name and all.
    pub(super) fn value(&mut self, known: Known, place: &Place) -> Act {
        let start = self.pos;
        let b = self.here();
        let gated = SITE && !self.dry && self.work.only > 0 && !has(b"\"{[", b);
        if gated && self.work.barred(place) == Act::Remove {
            return self.skip();
        }
        match b {
            b'"' => {
                let escaped = self.string();
                if self.dry {
                    Act::Done
                } else {
                    self.leaf(start + 1, self.pos - 1, escaped, known.class, place)
                }
            }
            b'{' | b'[' => {
                let (edits, hits) = (self.work.edits.list.len(), self.work.report.hits.len());
                let mut act = Act::Done;
                if self.work.enter() {
                    self.pos += 1;
                    act = self.list(b, known, place);
                } else {
                    self.pos = self.s.len();
                }
                self.work.leave();
                let whole = match known.class {
                    REMOVE | GONE => true,
                    EMPTY | HIDE => SITE,
                    IDENTITY | PERSONAL | GEO | PHONE => b == b'[',
                    _ => false,
                };
                if whole && !self.dry {
                    self.work.edits.list.truncate(edits);
                    self.work.report.hits.truncate(hits);
                    act = self.whole(start, known.class, place);
                }
                act
            }
            b'-' | b'0'..=b'9' => self.number(known.class, place),
            _ => {
                let rest = cut(self.s, start, self.s.len());
                self.pos += match b {
                    b't' if rest.starts_with(b"true") => 4,
                    b'n' if rest.starts_with(b"null") => 4,
                    b'f' if rest.starts_with(b"false") => 5,
                    _ => 0,
                };
                if self.pos == start {
                    self.fail();
                }
                let whole =
                    known.class == REMOVE || (SITE && b != b'n' && (EMPTY..=GONE).contains(&known.class));
                if whole && !self.dry { self.whole(start, known.class, place) } else { Act::Done }
            }
        }
    }

    /// Goes behind the string at `pos`; whether it has escapes.
    fn string(&mut self) -> bool {
        let (mut i, mut escaped) = (self.pos + 1, false);
        if self.here() != b'"' {
            i = self.s.len();
        }
        loop {
            i = until(self.s, i, JSON);
            if at(self.s, i) != b'\\' {
                break;
            }
            escaped = true;
            let kind = at(self.s, i + 1);
            i += 2;
            if kind == b'u' {
                for _ in 0..4 {
                    // What is no digit ends the string: a control character, like the end of the input.
                    i = if is(at(self.s, i), HEXI) { i + 1 } else { self.s.len() };
                }
            } else if !has(b"\"\\/bfnrt", kind) {
                i = self.s.len();
            }
        }
        self.pos = i + 1;
        if at(self.s, i) != b'"' {
            self.fail();
        }
        escaped
    }

    fn leaf(&mut self, from: usize, to: usize, escaped: bool, class: u8, place: &Place) -> Act {
        let raw = cut(self.s, from, to);
        let class = self.resolve(class, raw);
        let place = self.place(place, from);
        if escaped {
            self.work.through(Layer::Json, raw, class, &place)
        } else {
            self.work.value(raw, class, &place)
        }
    }

    /// Goes behind digits, of which there must be one.
    fn digits(&mut self) {
        let end = run(self.s, self.pos, D);
        if end == self.pos {
            return self.fail();
        }
        self.pos = end;
    }

    fn number(&mut self, class: u8, place: &Place) -> Act {
        let from = self.pos;
        self.pos += usize::from(self.here() == b'-');
        if self.here() == b'0' {
            self.pos += 1;
        } else {
            self.digits();
        }
        if self.here() == b'.' {
            self.pos += 1;
            self.digits();
        }
        if self.here() | 0x20 == b'e' {
            self.pos += 1;
            self.pos += usize::from(has(b"+-", self.here()));
            self.digits();
        }
        if self.dry {
            return Act::Done;
        }
        let text = cut(self.s, from, self.pos);
        let len = text.len();
        let class = self.resolve(class, text);
        let place = &self.place(place, from);
        let work = &mut *self.work;
        let gone = match class {
            REMOVE | GONE => true,
            IDENTITY | PERSONAL | GEO => !work.is_void(text),
            PHONE => len >= 7,
            CARD => len >= 12,
            _ => false,
        };
        if gone {
            return work.removal(class, place);
        }
        let zero = match class {
            SECRET | CALLBACK | SESSION => len >= 4,
            PIN => len >= 3,
            KEEP => len > 12 && run(text, 0, D) == len && is_card(text),
            _ => false,
        };
        let mut with = work.take();
        if class == PSEUDONYM {
            with.push(b'"');
            work.pseudonym_of(text, &mut with);
            with.push(b'"');
        } else if zero {
            with.push(b'0');
        } else if class >= SET {
            // Only a number takes a number's place.
            let want = detect::set_value(class - SET);
            with.extend_from_slice(if want.is_empty() { b"null" } else { cut(want, 0, run(want, 0, D)) });
        } else if SITE && matches!(class, EMPTY | HIDE) {
            with.extend_from_slice(if class == EMPTY { b"null" } else { b"0" });
        } else if SITE && class != RAW && text != b"0" && work.number_matches(text, place) {
            // Noted already.
            work.edits.replace(place.base, place.base + len as u32, b"0");
        }
        if !with.is_empty() && with != text {
            let rule = if class == KEEP { report::CARD } else { class.into() };
            work.replace(0, len, &with, rule, place);
        }
        work.give(with);
        Act::Done
    }

    /// The members of an object or the elements of an array.
    fn list(&mut self, open: u8, known: Known, place: &Place) -> Act {
        let object = open == b'{';
        // `]` and `}` come two behind.
        let close = open + 2;
        let (mut kept, mut comma, mut index) = (false, 0, 0);
        let (mut attribute, mut whole) = (KEEP, false);
        self.space();
        if self.here() == close {
            self.pos += 1;
            return Act::Done;
        }
        loop {
            let start = self.pos;
            let mark = self.work.edits.list.len();
            let gone = if object {
                self.member(known, &mut attribute, &mut whole, place)
            } else {
                self.value(known, &place.at(Part::Index(index), 0)) == Act::Remove
            };
            index += 1;
            let end = self.pos;
            self.space();
            let more = self.here() == b',';
            if more {
                self.pos += 1;
                self.space();
            } else if self.here() == close {
                self.pos += 1;
            } else {
                self.fail();
            }
            if gone && !self.dry {
                // With the comma before it, or the one behind it if nothing before it is left. The finding stays, what
                // was edited inside goes with the rest.
                let (from, to) = match kept {
                    true => (comma, end),
                    false => (start, if more { self.pos } else { end }),
                };
                self.work.edits.list.truncate(mark);
                self.work.edits.replace(self.base + from as u32, self.base + to as u32, b"");
            } else {
                kept = true;
            }
            comma = end;
            if !more {
                // The values of an attribute that is to go take it with them.
                return if whole || (!object && gone && !kept) { Act::Remove } else { Act::Done };
            }
        }
    }

    /// One member of an object: whether it must be taken out. `attribute` is the class of the attribute that this object
    /// is, as far as it is known, `whole` whether the object itself must go.
    fn member(&mut self, known: Known, attribute: &mut u8, whole: &mut bool, place: &Place) -> bool {
        let from = self.pos + 1;
        let escaped = self.string();
        let to = self.pos.saturating_sub(1);
        self.space();
        self.pass(b':');
        if self.dry {
            self.value(known, place);
            return false;
        }
        let raw = cut(self.s, from, to);
        let mut decoded = Vec::new();
        let mut name = raw;
        if escaped || raw.len() >= LONG || run(raw, 0, WORD) < raw.len() {
            let mut left = self.work.take();
            decoded = self.work.take();
            // A name may itself be a value, `{"jane@example.com": 1}`: what is left of it is the name.
            let mark = self.work.edits.list.len();
            let only = core::mem::replace(&mut self.work.only, 0);
            self.leaf(from, to, escaped, KEEP, &place.at(Part::Named("name"), 0));
            self.work.only = only;
            self.work.edits.apply(mark, self.base + from as u32, raw, &mut left);
            Layer::Json.decode(&left, &mut decoded);
            self.work.give(left);
            name = &decoded;
        }
        let mut class = self.work.class(name, known.name);
        if class == KEEP {
            class = self.beside(known.class, name);
        }
        let given = if *attribute != KEEP { *attribute } else { known.class };
        let value = given != KEEP && self.work.tables.names.says(VALUE_MEMBER, name);
        if class == KEEP && value {
            class = given;
        }
        let start = self.pos;
        let inner = place.at(Part::Key(name), 0);
        let unlisted = SITE && self.work.unlisted(&inner);
        let act = if unlisted { self.skip() } else { self.value(Known { class, name }, &inner) };
        let mut gone = act == Act::Remove;
        if at(self.s, start) == b'"' && name.len() < LONG && self.work.tables.names.says(NAME_MEMBER, name) {
            *attribute = self.work.class(cut(self.s, start + 1, self.pos - 1), b"");
        }
        if gone && value && class != KEEP && !unlisted {
            (gone, *whole) = (false, true);
        }
        self.work.give(decoded);
        gone
    }
}
