//! JSON (RFC 8259), read once from left to right: names decide about values, values about themselves.
//!
//! **Invariant** what was valid stays valid; what is not valid is refused. Duplicate and escaped names are names like
//! others. Numbers, white space and order stay as they were written.

use super::super::layer::Layer;
use super::super::leaf::keyed::is_void;
use super::super::leaf::number::is_card;
use super::super::report::{self, Part, Place};
use super::super::{Act, Mark, Refusal, Scrubber};
use crate::catalogue::detect;
use crate::catalogue::meaning::*;
use crate::scan::class::{D, HEXI, JSON, at, cut, is};
use crate::scan::literal::{find, one_of};

/// Names of the member that holds an attribute's value (`{"key":K,"value":{"stringValue":V}}`, `{K:{"value":V}}`).
const VALUES: &[u8] =
    b"value stringValue intValue doubleValue arrayValue values string_value v val raw rawValue bytesValue";
/// Names of the member that holds an attribute's key.
const KEYS: &[u8] = b"key name k attribute";

/// Whether `s` is one JSON value; touches nothing.
pub(in super::super) fn check(work: &mut Scrubber, s: &[u8]) -> Result<(), Refusal> {
    Walker { work, s, base: 0, pos: 0, dry: true }.document(&Place::ROOT)
}

impl Scrubber {
    /// One JSON value that fills `s`.
    pub(in super::super) fn json(&mut self, s: &[u8], base: u32, place: &Place) -> Result<(), Refusal> {
        Walker { work: self, s, base, pos: 0, dry: false }.document(place)
    }
}

struct Walker<'w, 's> {
    work: &'w mut Scrubber,
    s: &'s [u8],
    base: u32,
    pos: usize,
    /// Only checks the grammar.
    dry: bool,
}

/// What is known about a value before it is read.
#[derive(Clone, Copy)]
struct Known<'a> {
    class: u8,
    /// The name it stands under, for the members of an object.
    name: &'a [u8],
}

/// The members or elements of one object or array: which commas still stand.
struct List {
    kept: bool,
    comma: usize,
}

impl Walker<'_, '_> {
    fn document(&mut self, place: &Place) -> Result<(), Refusal> {
        self.space();
        self.value(Known { class: KEEP, name: b"" }, place)?;
        self.space();
        if self.pos == self.s.len() { Ok(()) } else { Err(Refusal::Malformed) }
    }

    fn space(&mut self) {
        while matches!(at(self.s, self.pos), b' ' | b'\n' | b'\r' | b'\t') {
            self.pos += 1;
        }
    }

    fn offset(&self, i: usize) -> u32 {
        self.base + i as u32
    }

    /// Reads one value; whether its owner must take it out, name and all.
    fn value(&mut self, known: Known, place: &Place) -> Result<Act, Refusal> {
        match at(self.s, self.pos) {
            b'"' => {
                let (from, to, escaped) = self.string()?;
                if self.dry { Ok(Act::Done) } else { self.leaf(from, to, escaped, known.class, place) }
            }
            open @ (b'{' | b'[') => {
                self.work.enter()?;
                let mark = self.work.mark();
                self.pos += 1;
                let act = if open == b'{' { self.object(known, place) } else { self.array(known, place) }?;
                self.work.leave();
                let whole = match known.class {
                    REMOVE => true,
                    IDENTITY | PERSONAL | GEO | PHONE => open == b'[',
                    _ => false,
                };
                if whole && !self.dry {
                    self.work.undo(mark);
                    return Ok(self.work.removal(known.class, place));
                }
                Ok(act)
            }
            b'-' | b'0'..=b'9' => self.number(known.class, place),
            _ => {
                let rest = self.s.get(self.pos..).unwrap_or(&[]);
                let word = [&b"true"[..], b"false", b"null"].into_iter().find(|w| rest.starts_with(w));
                self.pos += word.ok_or(Refusal::Malformed)?.len();
                let remove = known.class == REMOVE && !self.dry;
                Ok(if remove { self.work.removal(REMOVE, place) } else { Act::Done })
            }
        }
    }

    /// The string at `pos`: its span between the quotes, and whether it has escapes.
    fn string(&mut self) -> Result<(usize, usize, bool), Refusal> {
        let from = self.pos + 1;
        let (mut i, mut escaped) = (from, false);
        loop {
            while !is(at(self.s, i), JSON) {
                i += 1;
            }
            match at(self.s, i) {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    i += match at(self.s, i + 1) {
                        b'u' if (2..6).all(|n| is(at(self.s, i + n), HEXI)) => 6,
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 2,
                        _ => return Err(Refusal::Malformed),
                    };
                }
                // A control character, or the end of the input.
                _ => return Err(Refusal::Malformed),
            }
        }
        self.pos = i + 1;
        Ok((from, i, escaped))
    }

    fn leaf(
        &mut self,
        from: usize,
        to: usize,
        escaped: bool,
        class: u8,
        place: &Place,
    ) -> Result<Act, Refusal> {
        let raw = cut(self.s, from, to);
        let class = self.resolve(class, raw);
        let base = self.offset(from);
        if escaped {
            self.work.through(Layer::Json, raw, base, &mut |work, text| work.value(text, 0, class, place))
        } else {
            self.work.value(raw, base, class, place)
        }
    }

    /// What a vendor's required identity is here: optional beside another key, its own where it is the device's.
    fn resolve(&self, class: u8, value: &[u8]) -> u8 {
        let has = |needle: &[u8]| find(self.s, 0, needle).is_some();
        match class {
            UNLESS..SET if has(detect::unless_key(class - UNLESS).as_bytes()) => IDENTITY,
            UNLESS..SET => PSEUDONYM,
            PSEUDONYM if is_own(self.s, value) => RAW,
            _ => class,
        }
    }

    fn number(&mut self, class: u8, place: &Place) -> Result<Act, Refusal> {
        let (s, from) = (self.s, self.pos);
        let digits = |mut i: usize| {
            let from = i;
            while is(at(s, i), D) {
                i += 1;
            }
            if i == from { Err(Refusal::Malformed) } else { Ok(i) }
        };
        let mut i = from + usize::from(at(s, from) == b'-');
        i = if at(s, i) == b'0' { i + 1 } else { digits(i)? };
        let whole = i;
        if at(s, i) == b'.' {
            i = digits(i + 1)?;
        }
        if matches!(at(s, i), b'e' | b'E') {
            i = digits(i + 1 + usize::from(matches!(at(s, i + 1), b'+' | b'-')))?;
        }
        self.pos = i;
        if self.dry {
            return Ok(Act::Done);
        }
        let text = cut(s, from, i);
        let (start, end, len) = (self.offset(from), self.offset(i), i - from);
        let class = self.resolve(class, text);
        match class {
            SECRET | CALLBACK | SESSION | PIN if len >= 4 || (class == PIN && len == 3) => {
                self.work.replace(start, end, b"0", class.into(), place);
            }
            PHONE if len < 7 => {}
            CARD if len < 12 => {}
            REMOVE => return Ok(self.work.removal(class, place)),
            IDENTITY | PERSONAL | PHONE | CARD | GEO if !is_void(text) => {
                return Ok(self.work.removal(class, place));
            }
            PSEUDONYM => {
                let name = self.work.pseudonym_of(text);
                let mut with = self.work.take();
                with.push(b'"');
                with.extend_from_slice(&name);
                with.push(b'"');
                self.work.replace(start, end, &with, class.into(), place);
                self.work.give(with);
            }
            SET.. => {
                let want = detect::set_value(class - SET).as_bytes();
                if want.iter().all(|b| is(*b, D)) && !want.is_empty() && text != want {
                    self.work.replace(start, end, want, class.into(), place);
                }
            }
            KEEP if (14..=16).contains(&len) && whole == i => {
                let mut list = [0; 16];
                for (slot, b) in list.iter_mut().zip(text) {
                    *slot = b.wrapping_sub(b'0');
                }
                if is_card(cut(&list, 0, len)) {
                    self.work.replace(start, end, b"0", report::CARD, place);
                }
            }
            _ => {}
        }
        Ok(Act::Done)
    }

    fn object(&mut self, known: Known, place: &Place) -> Result<Act, Refusal> {
        let mut list = List { kept: false, comma: 0 };
        let (mut attribute, mut whole) = (KEEP, Act::Done);
        self.space();
        if at(self.s, self.pos) == b'}' {
            self.pos += 1;
            return Ok(Act::Done);
        }
        loop {
            let start = self.pos;
            if at(self.s, start) != b'"' {
                return Err(Refusal::Malformed);
            }
            let (from, to, escaped) = self.string()?;
            self.space();
            if at(self.s, self.pos) != b':' {
                return Err(Refusal::Malformed);
            }
            self.pos += 1;
            self.space();
            if self.dry {
                self.value(known, place)?;
            } else {
                let mark = self.work.mark();
                let raw = cut(self.s, from, to);
                // A name may itself be a value: `{"jane@example.com": 1}`.
                if raw.len() >= 6 {
                    self.leaf(from, to, escaped, KEEP, &place.at(Part::Named("name")))?;
                }
                let mut left = self.work.take();
                self.work.edits.apply_at(mark.edits, self.offset(from), raw, &mut left);
                let mut spelled = self.work.take();
                let name = if escaped && Layer::Json.decode(&left, &mut spelled) { &spelled } else { &left };
                let mut class = self.work.class(name, known.name);
                if class == KEEP && one_of(VALUES, name) {
                    class = if attribute != KEEP { attribute } else { known.class };
                }
                let is_value = one_of(VALUES, name) && class != KEEP;
                let inner = place.at(Part::Key(name));
                let value_at = self.pos;
                let act = self.value(Known { class, name }, &inner)?;
                if one_of(KEYS, name) && at(self.s, value_at) == b'"' {
                    let key = cut(self.s, value_at + 1, self.pos - 1);
                    attribute = self.work.class(key, b"");
                }
                if act == Act::Remove {
                    if is_value && (attribute != KEEP || known.class != KEEP) {
                        whole = Act::Remove;
                    } else {
                        self.take_out(start, mark, &list);
                        self.work.give(left);
                        self.work.give(spelled);
                        if !self.next(&mut list, b'}', true)? {
                            return Ok(whole);
                        }
                        continue;
                    }
                }
                self.work.give(left);
                self.work.give(spelled);
            }
            if !self.next(&mut list, b'}', false)? {
                return Ok(whole);
            }
        }
    }

    fn array(&mut self, known: Known, place: &Place) -> Result<Act, Refusal> {
        let mut list = List { kept: false, comma: 0 };
        self.space();
        if at(self.s, self.pos) == b']' {
            self.pos += 1;
            return Ok(Act::Done);
        }
        let mut index = 0;
        loop {
            let (start, mark) = (self.pos, self.work.mark());
            let act = self.value(known, &place.at(Part::Index(index)))?;
            let gone = act == Act::Remove && !self.dry;
            if gone {
                self.take_out(start, mark, &list);
            }
            if !self.next(&mut list, b']', gone)? {
                // The values of an attribute that is to go take it with them.
                return Ok(if gone && !list.kept { act } else { Act::Done });
            }
            index += 1;
        }
    }

    /// Takes out the member or element that began at `start` and ends here, with one of its commas.
    fn take_out(&mut self, start: usize, mark: Mark, list: &List) {
        let end = self.pos;
        let behind = {
            self.space();
            let comma = at(self.s, self.pos) == b',';
            if comma {
                self.pos += 1;
                self.space();
            }
            let behind = comma.then_some(self.pos);
            self.pos = end;
            behind
        };
        let (from, to) = match behind {
            _ if list.kept => (list.comma, end),
            Some(behind) => (start, behind),
            None => (start, end),
        };
        let (from, to) = (self.offset(from), self.offset(to));
        // The finding stays, what was edited inside goes with the rest.
        self.work.edits.list.truncate(mark.edits);
        self.work.edits.replace(from, to, b"");
    }

    /// Behind a member: whether another follows.
    fn next(&mut self, list: &mut List, close: u8, gone: bool) -> Result<bool, Refusal> {
        list.kept |= !gone;
        self.space();
        let b = at(self.s, self.pos);
        if b == b',' {
            list.comma = self.pos;
        } else if b != close {
            return Err(Refusal::Malformed);
        }
        self.pos += 1;
        if b == b',' {
            self.space();
        }
        Ok(b == b',')
    }
}

/// Whether the same text has `value` as its device's ID: then it is no user's.
fn is_own(s: &[u8], value: &[u8]) -> bool {
    const DEVICE: &[u8] = b"device_id\":\"";
    let mut from = 0;
    while let Some(i) = find(s, from, DEVICE) {
        from = i + DEVICE.len();
        if cut(s, from, from + value.len()) == value && at(s, from + value.len()) == b'"' {
            return true;
        }
    }
    false
}
