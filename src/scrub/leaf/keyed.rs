//! What becomes of a value whose name is known: the class of the name decides, then the form of the value.

use super::super::container::form::Pairs;
use super::super::container::url::is_absolute;
use super::super::layer::{Layer, has_percent};
use super::super::report::{self, Part, Place};
use super::super::{Act, Mark, Refusal, Scrubber, container};
use crate::catalogue::detect;
use crate::catalogue::meaning::*;
use crate::scan::class::{ALNUM, D, RUN, STOP, at, cut, is, run};
use crate::scan::literal::{has, index, one_of, until};
use crate::scan::opaque::is_opaque;

/// Values that say nothing, whatever their name.
const VOID: &[u8] = b"null undefined true false none nil yes no on off 0 NaN redacted [redacted]";

/// Says nothing: empty, a switch, or a placeholder.
pub fn is_void(v: &[u8]) -> bool {
    v.is_empty() || (v.len() <= 10 && one_of(VOID, v))
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
        if !matches!(class, KEEP | URL | VERSION) && has_percent(v) {
            return self.decoded(v, base, class, place);
        }
        match self.by_class(v, base, class, place)? {
            Some(act) => Ok(act),
            None => self.plain(v, base, class, place),
        }
    }

    /// What the class alone decides; `None` leaves it to the value's form.
    pub(crate) fn by_class(
        &mut self,
        v: &[u8],
        base: u32,
        class: u8,
        place: &Place,
    ) -> Result<Option<Act>, Refusal> {
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
            PIN => ((3..=10).contains(&digits) && digits == v.len()) || is_opaque(v, 6),
            IDENTITY | PERSONAL => return Ok(Some(self.removal(class, place))),
            PHONE if digits >= 7 => return Ok(Some(self.removal(class, place))),
            CARD if digits >= 12 => return Ok(Some(self.removal(class, place))),
            GEO if digits > 0
                && v.iter().all(|b| is(*b, D) || matches!(b, b'.' | b',' | b'-' | b'+' | b' ' | b';')) =>
            {
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
        let mark = self.mark();
        let solid = until(v, 0, STOP) == v.len();
        if solid && !is_absolute(v) {
            if super::super::layer::is_base64(v)
                && self.base64(v, base, &mut |work, text| {
                    work.plain(text, 0, 0, &place.at(Part::Named("base64")))
                })?
            {
                return Ok(Act::Done);
            }
            match relative(v) {
                Relative::Url => self.url(v, base, false, place)?,
                Relative::Pairs => self.pairs(v, base, Pairs::Query(false), place)?,
                // What is encoded as a whole is read decoded; in a URL and in prose only the parts that are.
                Relative::No if has_percent(v) => return self.decoded(v, base, class, place),
                Relative::No => self.text(v, base, class, place)?,
            }
        } else {
            self.text(v, base, class, place)?;
        }
        if self.edits.list.len() > mark.edits {
            self.settle(v, base, class, mark, place)?;
        }
        Ok(Act::Done)
    }

    pub(crate) fn decoded(&mut self, v: &[u8], base: u32, class: u8, place: &Place) -> Result<Act, Refusal> {
        let layer = if self.plus && is_nested(v) { Layer::Plus } else { Layer::Percent };
        self.through(layer, v, base, &mut |work, text| work.value(text, 0, class, place))
    }

    /// What a finding leaves behind may read as something new (`a@b.` and a token as its last label): looks again until
    /// nothing is found, and makes one edit of it all.
    fn settle(&mut self, v: &[u8], base: u32, class: u8, mark: Mark, place: &Place) -> Result<(), Refusal> {
        let mut text = self.take();
        self.edits.apply_at(mark.edits, base, v, &mut text);
        self.enter()?;
        let second = self.mark();
        self.plain(&text, 0, class, place)?;
        self.leave();
        if self.edits.list.len() > second.edits {
            let mut last = self.take();
            self.edits.apply(second.edits, &text, &mut last);
            self.edits.list.truncate(mark.edits);
            let common = |a: &mut dyn Iterator<Item = (&u8, &u8)>| a.take_while(|(a, b)| a == b).count();
            let mut head = common(&mut v.iter().zip(&last));
            let mut tail =
                common(&mut v.iter().rev().zip(last.iter().rev())).min(v.len().min(last.len()) - head);
            // Edits end between characters.
            while head > 0 && at(v, head) & 0xc0 == 0x80 {
                head -= 1;
            }
            while tail > 0 && at(v, v.len() - tail) & 0xc0 == 0x80 {
                tail -= 1;
            }
            let with = cut(&last, head, last.len() - tail);
            self.edits.replace(base + head as u32, base + (v.len() - tail) as u32, with);
            self.give(last);
        }
        self.give(text);
        Ok(())
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
    matches!(v.first(), Some(b'{' | b'['))
        || v.starts_with(b"%7B")
        || v.starts_with(b"%5B")
        || v.starts_with(b"%7b")
}

/// What a text without white space is, if it has no scheme.
enum Relative {
    Url,
    Pairs,
    No,
}

/// A path, query or fragment on its own, a relative URL with a query, or bare pairs.
fn relative(v: &[u8]) -> Relative {
    match v.first() {
        Some(b'/' | b'?' | b'#') => Relative::Url,
        Some(b'.') if v.starts_with(b"./") || v.starts_with(b"../") => Relative::Url,
        Some(b) if is(*b, ALNUM) => {
            let mark = v.iter().position(|b| matches!(b, b'?' | b'=' | b':' | b'@')).unwrap_or(v.len());
            match at(v, mark) {
                b'?' if index(v, mark, b'=') < v.len() => Relative::Url,
                b'=' if has(v, b'&') && run(cut(v, 0, mark), 0, RUN) == mark => Relative::Pairs,
                _ => Relative::No,
            }
        }
        _ => Relative::No,
    }
}
