//! What becomes of a value whose name is known: the class of the name decides, then the form of the value.

use super::super::container::form::Pairs;
use super::super::container::json;
use super::super::container::url::is_absolute;
use super::super::layer::{Layer, has_percent};
use super::super::report::{self, Part, Place};
use super::super::site::SITE;
use super::super::{Act, Kind, Scrubber};
use crate::catalogue::detect;
use crate::catalogue::meaning::*;
use crate::scan::class::{ALNUM, B64ANY, D, FORM, MARK, QUERY, RUN, STOP, any, at, cut, has_run, is, run};
use crate::scan::literal::{has, index, until, within};
use crate::scan::memo;

/// A text shorter than this is looked at as fast as it is remembered.
const SHORT: usize = 12;
/// The shortest word worth a look for itself: as long as what a private key begins with.
const WORTH: usize = 10;

impl Scrubber {
    /// Says nothing: empty, a switch, or a placeholder.
    pub(crate) fn is_void(&self, v: &[u8]) -> bool {
        v.is_empty()
            || (v.len() < 11 && self.tables.names.says(VOID, v))
            || (SITE && v == self.edits.placeholder())
    }

    /// One value under a name of this class. `place` says where `v` lies.
    pub(crate) fn value(&mut self, v: &[u8], class: u8, place: &Place) -> Act {
        if SITE && self.only > 0 {
            return self.gated(v, class, place);
        }
        if v.is_empty() || class == RAW {
            return Act::Done;
        }
        if class == REMOVE || class == GONE {
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
        if SITE && (EMPTY..=GONE).contains(&class) {
            return Some(self.site_value(v, class, place));
        }
        if self.is_void(v) {
            return Some(Act::Done);
        }
        match class {
            PSEUDONYM.. if class != CALLBACK => self.pseudonym(v, place),
            COOKIE => self.cookies(v, place),
            // `$remote_ip`, `{{auto}}`: asks the server to put it in.
            IP if has(b"${", at(v, 0)) => self.replace(0, v.len(), b"0.0.0.0", class.into(), place),
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
                if !number && !self.is_opaque(v, least) {
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
        if self.refused.is_some() {
            return Act::Done;
        }
        // Lists of what may leave ask where a text stands, too.
        let lasting = v.len() >= SHORT && !(SITE && self.site.is_placed());
        // No class is above the key table's. JSON inside takes its name for a parent.
        let id = if lasting { memo::id(memo::id(self.seed(!class), v), place.name()) } else { 0 };
        if lasting && self.memo.get(id).is_some() {
            return Act::Done;
        }
        let mark = self.edits.list.len();
        let outer = core::mem::replace(&mut self.loose, false);
        let act = self.by_form(v, class, place);
        if act.is_none() {
            if SITE && let Some(look) = self.site.look {
                self.patterns(look, v, mark, place);
            }
            if self.loose {
                self.settle(v, class, None, mark, place);
            }
        }
        self.loose = outer;
        let act = act.unwrap_or(Act::Done);
        if lasting && self.edits.list.len() == mark && act == Act::Done && self.refused.is_none() {
            self.memo.set(id, 0);
        }
        act
    }

    /// What is not text in it, or nothing if it is all text.
    fn by_form(&mut self, v: &[u8], class: u8, place: &Place) -> Option<Act> {
        // The shortest finding is an address of seven characters.
        if v.len() < 6 {
            return None;
        }
        let mark = self.edits.list.len();
        let sets = any(v);
        // No digit, no telling mark, no long word: there is nothing to be found.
        if sets & (MARK | D) == 0 && !has_run(v, WORTH) {
            return None;
        }
        // Looked at first: a text that turns out not to be JSON at its end would else be worked through twice,
        // and one inside another four times, and so on.
        if is_bracketed(v) && json::check(self, v) {
            self.json(v, 0, place);
            return Some(Act::Done);
        }
        let formed = sets & FORM != 0;
        let solid = sets & STOP == 0 && !(formed && is_absolute(v));
        if solid
            && run(v, 0, B64ANY) == v.len()
            && let Some(act) = self.base64(v, place)
        {
            return Some(act);
        }
        // Prose is not looked through for what only a text without spaces can be.
        let form = if solid && formed { relative(v) } else { Relative::No };
        match form {
            Relative::Url => self.url(v, false, place),
            Relative::Pairs => self.pairs(v, Pairs::Query(false), place),
            // What is encoded as a whole is read decoded; in a URL and in prose only the parts that are.
            Relative::No
                if solid && formed && has_percent(v) && until(v, 0, QUERY) == v.len() && !has(v, b'&') =>
            {
                let act = self.decoded(v, class, place);
                let mut left = self.take();
                self.edits.apply(mark, place.base, v, &mut left);
                let same = matches!(relative(&left), Relative::No);
                self.give(left);
                // `jane@example.com?a=…%0A` is a text, `redacted?a=…%0A` a URL.
                if same || act == Act::Remove {
                    return Some(act);
                }
                self.loose = true;
            }
            _ => self.text(v, class, place),
        }
        None
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
                let said = SITE && (EMPTY..=GONE).contains(&class);
                if class != RAW && !said && self.is_opaque(value, 16) {
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
        if !self.is_void(cut(v, from, v.len())) {
            self.redact(from, v.len(), report::SCHEME, place);
        }
    }
}

/// JSON or an encoding of it: where a form's `+` is a space.
pub(in super::super) fn is_nested(v: &[u8]) -> bool {
    has(b"{[", at(v, 0)) || (at(v, 0) == b'%' && matches!(cut(v, 1, 3), b"7B" | b"7b" | b"5B" | b"5b"))
}

/// Begins and ends as JSON does, but for white space.
pub(in super::super) fn is_bracketed(v: &[u8]) -> bool {
    let body = v.trim_ascii();
    has(b"{[", at(body, 0)) && matches!(body.last(), Some(b'}' | b']'))
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
    let mut mark = until(v, 0, FORM);
    while has(b"/#%", at(v, mark)) {
        mark = until(v, mark + 1, FORM);
    }
    match at(v, mark) {
        _ if !is(first, ALNUM) => Relative::No,
        b'?' if index(v, mark, b'=') < v.len() => Relative::Url,
        b'=' if has(v, b'&') && run(v, 0, RUN) == mark => Relative::Pairs,
        _ => Relative::No,
    }
}
