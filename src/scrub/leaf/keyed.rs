//! What becomes of a value whose name is known: the class of the name decides, then the form of the value.

use super::super::layer::{Layer, has_percent};
use super::super::report::{self, Part, Place};
use super::super::{Act, Refusal, Scrubber, container};
use crate::catalogue::detect;
use crate::catalogue::meaning::*;
use crate::scan::class::{ALNUM, D, RUN, STOP, at, cut, is, run};
use crate::scan::opaque::is_opaque;

/// Values that say nothing, whatever their name.
const VOID: [&[u8]; 14] = [
    b"null", b"undefined", b"true", b"false", b"none", b"nil", b"yes", b"no", b"on", b"off", b"0", b"NaN", b"redacted",
    b"[redacted]",
];

/// Says nothing: empty, a switch, or a placeholder.
pub fn is_void(v: &[u8]) -> bool {
    v.is_empty() || (v.len() <= 10 && VOID.iter().any(|w| v.eq_ignore_ascii_case(w)))
}

impl Scrubber {
    /// One value under a name of this class. `v` lies at `base`.
    pub(crate) fn value(&mut self, v: &[u8], base: u32, class: u8, place: &Place) -> Result<Act, Refusal> {
        if v.is_empty() || class == RAW {
            return Ok(Act::Done);
        }
        if class == REMOVE {
            return Ok(self.removal(class, place));
        }
        if has_percent(v) {
            let layer = if self.plus && is_nested(v) { Layer::Plus } else { Layer::Percent };
            return self.through(layer, v, base, &mut |work, text| work.value(text, 0, class, place));
        }
        match self.by_class(v, base, class, place)? {
            Some(act) => Ok(act),
            None => self.plain(v, base, class, place),
        }
    }

    /// What the class alone decides; `None` leaves it to the value's form.
    pub(crate) fn by_class(&mut self, v: &[u8], base: u32, class: u8, place: &Place) -> Result<Option<Act>, Refusal> {
        let end = base + v.len() as u32;
        if class == KEEP || class == VERSION {
            return Ok(None);
        }
        if class >= SET {
            let want = detect::set_value(class - SET).as_bytes();
            if v != want {
                self.replace(base, end, want, class.into(), place);
            }
            return Ok(Some(Act::Done));
        }
        if is_void(v) {
            return Ok(Some(Act::Done));
        }
        let digits = v.iter().filter(|b| is(**b, D)).count();
        let secret = match class {
            SECRET | CALLBACK => true,
            OPAQUE | CODE | STATE => is_opaque(v, 16),
            SHARE => is_opaque(v, 8),
            SESSION => is_opaque(v, 8) || (v.len() >= 6 && digits == v.len()),
            PIN => (digits >= 3 && digits <= 10 && digits == v.len()) || is_opaque(v, 6),
            IDENTITY | PERSONAL => return Ok(Some(self.removal(class, place))),
            PHONE if digits >= 7 => return Ok(Some(self.removal(class, place))),
            CARD if digits >= 12 => return Ok(Some(self.removal(class, place))),
            GEO if digits > 0 && v.iter().all(|b| is(*b, D) || matches!(b, b'.' | b',' | b'-' | b'+' | b' ' | b';')) => {
                return Ok(Some(self.removal(class, place)));
            }
            PSEUDONYM.. => {
                self.pseudonym(v, base, place);
                return Ok(Some(Act::Done));
            }
            COOKIE => return self.cookies(v, base, place).map(|()| Some(Act::Done)),
            AUTH => {
                self.credential(v, base, place);
                return Ok(Some(Act::Done));
            }
            _ => false,
        };
        if secret {
            self.redact(base, end, class.into(), place);
        }
        Ok(secret.then_some(Act::Done))
    }

    /// Notes that a pair goes; its owner takes it out.
    pub(crate) fn removal(&mut self, class: u8, place: &Place) -> Act {
        self.report.add(class.into(), place);
        Act::Remove
    }

    /// A value by its form: a container inside, or text.
    pub(crate) fn plain(&mut self, v: &[u8], base: u32, class: u8, place: &Place) -> Result<Act, Refusal> {
        // The shortest finding is an address of seven characters.
        if v.len() < 6 {
            return Ok(Act::Done);
        }
        let body = v.trim_ascii();
        if let (Some(b'{' | b'['), Some(b'}' | b']')) = (body.first(), body.last()) {
            // Looked at first: a text that turns out not to be JSON at its end would else be worked through twice,
            // and one inside another four times, and so on.
            match container::json::check(self, v) {
                Err(Refusal::Malformed) => {}
                Err(other) => return Err(other),
                Ok(()) => return self.json(v, base, place).map(|()| Act::Done),
            }
        }
        let solid = v.iter().all(|b| !is(*b, STOP));
        if solid {
            if super::super::layer::is_base64(v)
                && self.base64(v, base, &mut |work, text| work.plain(text, 0, 0, &place.at(Part::Named("base64"))))?
            {
                return Ok(Act::Done);
            }
            if is_relative(v) {
                return self.url(v, base, false, place).map(|()| Act::Done);
            }
        }
        self.text(v, base, class, place).map(|()| Act::Done)
    }

    /// A cookie header: each cookie by its own name; an unknown one goes if it looks made by chance.
    fn cookies(&mut self, v: &[u8], base: u32, place: &Place) -> Result<(), Refusal> {
        let mut from = 0;
        for pair in v.split(|b| *b == b';') {
            let start = from + pair.iter().take_while(|b| **b == b' ').count();
            from += pair.len() + 1;
            let end = from - 1;
            let Some(equals) = pair.iter().position(|b| *b == b'=') else {
                continue;
            };
            let equals = from - 1 - pair.len() + equals;
            let (name, value) = (cut(v, start, equals), cut(v, equals + 1, end));
            let class = self.class(name, b"");
            let inner = place.at(Part::Key(name));
            let at = base + equals as u32 + 1;
            if is_opaque(value, 16) && class != RAW {
                self.redact(at, base + end as u32, report::COOKIE, &inner);
            } else if self.value(value, at, class, &inner)? == Act::Remove {
                self.redact(at, base + end as u32, class.into(), &inner);
                // The pair could go as well; a header that keeps its names is easier to read.
                self.report.hits.pop();
            }
        }
        Ok(())
    }

    /// An authorisation value: the scheme stays, the credential goes.
    pub(crate) fn credential(&mut self, v: &[u8], base: u32, place: &Place) {
        let scheme = run(v, 0, RUN);
        let known = matches!(at(v, scheme), b' ') && cut(v, 0, scheme).iter().all(|b| !is(*b, D));
        let from = if known { scheme + 1 } else { 0 };
        if !is_void(cut(v, from, v.len())) && from < v.len() {
            self.redact(base + from as u32, base + v.len() as u32, report::SCHEME, place);
        }
    }
}

/// JSON or an encoding of it: where a form's `+` is a space.
fn is_nested(v: &[u8]) -> bool {
    matches!(v.first(), Some(b'{' | b'[')) || v.starts_with(b"%7B") || v.starts_with(b"%5B") || v.starts_with(b"%7b")
}

/// A path, query or fragment on its own, or a relative URL with a query.
fn is_relative(v: &[u8]) -> bool {
    match v.first() {
        Some(b'/' | b'?' | b'#') => true,
        Some(b'.') => v.starts_with(b"./") || v.starts_with(b"../"),
        Some(b) if is(*b, ALNUM) => {
            let mark = v.iter().position(|b| matches!(b, b'?' | b'=' | b':' | b' ' | b'@')).unwrap_or(v.len());
            match at(v, mark) {
                b'?' => v.get(mark..).is_some_and(|rest| rest.contains(&b'=')),
                b'=' => v.contains(&b'&'),
                _ => false,
            }
        }
        _ => false,
    }
}
