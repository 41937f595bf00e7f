//! What becomes of a value whose name is known: the class of the name decides, then the form of the value.

use super::super::container::form::Pairs;
use super::super::container::json;
use super::super::container::url::is_absolute;
use super::super::layer::{Layer, has_percent, is_base64};
use super::super::report::{self, Part, Place};
use super::super::{Act, Kind, Scrubber};
use crate::catalogue::detect;
use crate::catalogue::meaning::*;
use crate::scan::class::{ALNUM, D, RUN, STOP, at, cut, is, run};
use crate::scan::literal::{has, index, one_of, until, within};
use crate::scan::opaque::is_opaque;

/// Values that say nothing, whatever their name.
const VOID: &[u8] = b"null undefined true false none nil yes no on off 0 NaN redacted [redacted]";

/// Says nothing: empty, a switch, or a placeholder.
pub fn is_void(v: &[u8]) -> bool {
    v.is_empty() || one_of(VOID, v)
}

impl Scrubber {
    /// One value under a name of this class. `place` says where `v` lies.
    pub(crate) fn value(&mut self, v: &[u8], class: u8, place: &Place) -> Act {
        if v.is_empty() || class == RAW {
            return Act::Done;
        }
        if class == REMOVE {
            return self.removal(class, place);
        }
        if !matches!(class, KEEP | URL | VERSION) && has_percent(v) {
            return self.decoded(v, class, place);
        }
        match self.by_class(v, class, place) {
            Some(act) => act,
            None => self.plain(v, class, place),
        }
    }

    /// What the class alone decides; `None` leaves it to the value's form.
    pub(crate) fn by_class(&mut self, v: &[u8], class: u8, place: &Place) -> Option<Act> {
        if class == KEEP || class == VERSION {
            return None;
        }
        if class >= SET {
            let want = detect::set_value(class - SET);
            if v != want {
                self.replace(0, v.len(), want, class.into(), place);
            }
            return Some(Act::Done);
        }
        if is_void(v) {
            return Some(Act::Done);
        }
        match class {
            PSEUDONYM.. if class != CALLBACK => self.pseudonym(v, place),
            COOKIE => self.cookies(v, place),
            AUTH => self.credential(v, place),
            _ => {
                let digits = v.iter().filter(|b| is(**b, D)).count();
                // The digits with which a pair goes.
                let most = match class {
                    IDENTITY | PERSONAL => 0,
                    GEO if v.iter().all(|b| is(*b, D) || has(b".,-+ ;", *b)) => 1,
                    PHONE => 7,
                    CARD => 12,
                    _ => usize::MAX,
                };
                if digits >= most {
                    return Some(self.removal(class, place));
                }
                // How much must look made by chance, or how many digits be all there is.
                let (least, numbers) = match class {
                    SECRET | CALLBACK => (0, 0..0),
                    OPAQUE | CODE | STATE => (16, 0..0),
                    SHARE => (6, 0..0),
                    SESSION => (8, 6..usize::MAX),
                    PIN => (6, 3..11),
                    _ => return None,
                };
                let number = digits == v.len() && numbers.contains(&digits);
                if !number && !is_opaque(v, least) {
                    return None;
                }
                self.redact(0, v.len(), class.into(), place);
            }
        }
        Some(Act::Done)
    }

    /// Notes that a pair goes; its owner takes it out.
    pub(crate) fn removal(&mut self, class: u8, place: &Place) -> Act {
        self.report.add(class.into(), place);
        Act::Remove
    }

    /// A value by its form: a container inside, or text. What is inside goes by itself, so nothing is left to the owner.
    pub(crate) fn plain(&mut self, v: &[u8], class: u8, place: &Place) -> Act {
        // The shortest finding is an address of seven characters.
        if v.len() < 6 || self.refused.is_some() {
            return Act::Done;
        }
        let body = v.trim_ascii();
        // Looked at first: a text that turns out not to be JSON at its end would else be worked through twice,
        // and one inside another four times, and so on.
        if has(b"{[", at(body, 0)) && matches!(body.last(), Some(b'}' | b']')) && json::check(self, v) {
            self.json(v, 0, place);
            return Act::Done;
        }
        let mark = self.edits.list.len();
        let solid = until(v, 0, STOP) == v.len() && !is_absolute(v);
        if solid && is_base64(v) && self.base64(v, place) {
            return Act::Done;
        }
        // Prose is not looked through for what only a text without spaces can be.
        let form = if solid { relative(v) } else { Relative::No };
        match form {
            Relative::Url => self.url(v, false, place),
            Relative::Pairs => self.pairs(v, Pairs::Query(false), place),
            // What is encoded as a whole is read decoded; in a URL and in prose only the parts that are.
            Relative::No if solid && has_percent(v) && !v.iter().any(|b| matches!(b, b'&' | b'?' | b'#')) => {
                let act = self.decoded(v, class, place);
                let mut left = self.take();
                self.edits.apply(mark, place.base, v, &mut left);
                let same = matches!(relative(&left), Relative::No);
                self.give(left);
                // `jane@example.com?a=…%0A` is a text, `redacted?a=…%0A` a URL.
                if same || act == Act::Remove {
                    return act;
                }
            }
            _ => self.text(v, class, place),
        }
        if self.edits.list.len() > mark {
            self.settle(v, class, None, mark, place);
        }
        Act::Done
    }

    pub(crate) fn decoded(&mut self, v: &[u8], class: u8, place: &Place) -> Act {
        let layer = if self.plus && is_nested(v) { Layer::Plus } else { Layer::Percent };
        self.through(layer, v, class, place)
    }

    /// What a finding leaves behind may read as something new (`a@b.` and a token as its last label): looks again until
    /// nothing is found, and makes one edit of it all. `whole` is what a payload was said to be and was read as: it is
    /// read anew only as something else.
    pub(crate) fn settle(
        &mut self,
        v: &[u8],
        class: u8,
        whole: Option<(Kind, Kind)>,
        mark: usize,
        place: &Place,
    ) {
        let mut text = self.take();
        self.edits.apply(mark, place.base, v, &mut text);
        let second = self.edits.list.len();
        if self.enter() {
            match whole {
                None => drop(self.plain(&text, class, &place.rebased(0))),
                Some((claimed, kind)) if self.kind(&text, claimed) != kind => {
                    self.container(&text, claimed, &place.rebased(0));
                }
                _ => {}
            }
        }
        self.leave();
        if self.edits.list.len() > second {
            let mut last = self.take();
            self.edits.apply(second, 0, &text, &mut last);
            self.edits.list.truncate(mark);
            let least = v.len().min(last.len());
            let mut head = 0;
            while head < least && at(v, head) == at(&last, head) {
                head += 1;
            }
            let (mut from, mut to) = (v.len(), last.len());
            while from.min(to) > head && at(v, from - 1) == at(&last, to - 1) {
                (from, to) = (from - 1, to - 1);
            }
            // Edits end between characters.
            while head > 0 && at(v, head) & 0xc0 == 0x80 {
                head -= 1;
            }
            while at(v, from) & 0xc0 == 0x80 {
                (from, to) = (from + 1, to + 1);
            }
            self.edits.replace(place.base + head as u32, place.base + from as u32, cut(&last, head, to));
            self.give(last);
        }
        self.give(text);
    }

    /// A cookie header: each cookie by its own name; an unknown one goes if it looks made by chance.
    fn cookies(&mut self, v: &[u8], place: &Place) {
        let mut from = 0;
        while from < v.len() {
            let end = index(v, from, b';');
            from += cut(v, from, end).iter().take_while(|b| **b == b' ').count();
            let equals = within(v, from, end, b'=');
            if equals < end {
                let (name, value) = (cut(v, from, equals), cut(v, equals + 1, end));
                let class = self.class(name, b"");
                let inner = place.at(Part::Key(name), equals + 1);
                if class != RAW && is_opaque(value, 16) {
                    self.redact(0, value.len(), report::COOKIE, &inner);
                } else if self.value(value, class, &inner) == Act::Remove {
                    // The pair could go as well; a header that keeps its names is easier to read.
                    self.cover(0, value.len(), &inner);
                }
            }
            from = end + 1;
        }
    }

    /// An authorisation value: the scheme stays, the credential goes.
    pub(crate) fn credential(&mut self, v: &[u8], place: &Place) {
        let scheme = run(v, 0, RUN);
        let known = at(v, scheme) == b' ' && !cut(v, 0, scheme).iter().any(|b| is(*b, D));
        let from = if known { scheme + 1 } else { 0 };
        if !is_void(cut(v, from, v.len())) {
            self.redact(from, v.len(), report::SCHEME, place);
        }
    }
}

/// JSON or an encoding of it: where a form's `+` is a space.
fn is_nested(v: &[u8]) -> bool {
    has(b"{[", at(v, 0)) || (at(v, 0) == b'%' && one_of(b"7B 5B", cut(v, 1, 3)))
}

/// What a text without white space is, if it has no scheme.
enum Relative {
    Url,
    Pairs,
    No,
}

/// A path, query or fragment on its own, a relative URL with a query, or bare pairs.
fn relative(v: &[u8]) -> Relative {
    let first = at(v, 0);
    if has(b"/?#", first) || v.starts_with(b"./") || v.starts_with(b"../") {
        return Relative::Url;
    }
    let mut mark = 0;
    while mark < v.len() && !has(b"?=:@", at(v, mark)) {
        mark += 1;
    }
    match at(v, mark) {
        _ if !is(first, ALNUM) => Relative::No,
        b'?' if index(v, mark, b'=') < v.len() => Relative::Url,
        b'=' if has(v, b'&') && run(v, 0, RUN) == mark => Relative::Pairs,
        _ => Relative::No,
    }
}
