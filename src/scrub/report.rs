//! What was taken out and where: rule, place, count. Never a value, its hash or its length.

use super::site::SITE;
#[cfg(not(target_family = "wasm"))]
use crate::catalogue::detect;
use crate::catalogue::meaning;
use crate::scan::class::{D, RUN, cut, is};
use crate::scan::literal::{has, nth};
use crate::scan::opaque::is_opaque;

/// A rule's number: below [`LEAVES`] the key classes, then [`NAMES`], then the catalogue's token rules.
pub type Rule = u16;

/// First number of the rules that are not key classes.
pub const LEAVES: Rule = 64;
/// First number of the catalogue's token rules.
pub const TOKENS: Rule = 128;
/// First number of the site's own patterns.
pub const PATTERNS: Rule = 512;

macro_rules! leaves {
    ($($name:ident = $number:literal, $text:literal;)*) => {
        $(#[doc = $text] pub const $name: Rule = LEAVES + $number;)*
        /// The names of the rules from [`LEAVES`] on.
        const NAMES: &[u8] = concat!($($text, " "),*).as_bytes();
    };
}

leaves! {
    EMAIL = 0, "pii.email";
    PHONE = 1, "pii.phone";
    CARD = 2, "pii.card";
    SSN = 3, "pii.ssn";
    IBAN = 4, "pii.iban";
    MAC = 5, "pii.mac";
    HOME = 6, "pii.home-path";
    IPV4 = 7, "ip.v4";
    IPV6 = 8, "ip.v6";
    PEM = 9, "token.private-key";
    SCHEME = 10, "auth.credential";
    USERINFO = 11, "url.userinfo";
    LINK = 12, "link.share";
    PERSON = 13, "link.person";
    FRAGMENT = 14, "link.fragment";
    COOKIE = 15, "cookie.value";
    BARE = 16, "link.query";
    ONLY = 17, "site.only";
}

/// The names of the key classes, by number; a vendor's own last.
const CLASSES: &[u8] = b"- key.secret key.opaque key.code key.state key.share identity.id identity.personal ip.key \
    key.cookie key.authorization key.pin identity.phone identity.card identity.place - - key.signature key.session \
    vendor.remove identity.pseudonym - key.oauth site.key site.key site.key";

/// The stable name of a rule.
#[cfg(not(target_family = "wasm"))]
pub fn name(rule: Rule) -> &'static str {
    match rule {
        TOKENS.. => detect::rules().get(usize::from(rule - TOKENS)).copied().unwrap_or(""),
        _ => core::str::from_utf8(plain_name(rule)).unwrap_or(""),
    }
}

/// The name of a rule that is no token's, in ASCII; what such a name begins with for the others, whose end is text that
/// only a reader of reports needs: the module gives their numbers, `pkg/src/objects.js` has the names.
fn plain_name(rule: Rule) -> &'static [u8] {
    match rule {
        TOKENS.. => b"token.",
        LEAVES.. => nth(NAMES, (rule - LEAVES).into()),
        _ if rule >= Rule::from(meaning::SET) => b"vendor.set",
        _ => nth(CLASSES, rule.into()),
    }
}

fn write_rule(rule: Rule, out: &mut Vec<u8>) {
    out.extend_from_slice(plain_name(rule));
    if rule >= TOKENS {
        #[cfg(target_family = "wasm")]
        write_number((rule - TOKENS).into(), out);
        #[cfg(not(target_family = "wasm"))]
        out.extend_from_slice(name(rule).trim_start_matches("token.").as_bytes());
    }
}

/// One step on the way to a value.
#[derive(Clone, Copy)]
pub enum Part<'a> {
    /// The whole input.
    Root,
    /// A member of a JSON object.
    Key(&'a [u8]),
    /// An element of a JSON array.
    Index(u32),
    /// A query or fragment parameter.
    Query(&'a [u8]),
    /// A form field.
    Form(&'a [u8]),
    /// A path segment, counted from 1.
    Path(u32),
    /// A line, counted from 1.
    Line(u32),
    /// A field of a protobuf message.
    Field(u32),
    /// A part of a URL or a body by its name.
    Named(&'static str),
}

/// Where we are: a chain of steps, written down only when something is found.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    up: Option<&'a Place<'a>>,
    part: Part<'a>,
    /// Where the text here begins, in bytes of the layer that is edited.
    pub base: u32,
}

impl<'a> Place<'a> {
    /// The start of every way.
    pub const ROOT: Place<'static> = Place { up: None, part: Part::Root, base: 0 };

    /// One step further, to what begins so many bytes behind.
    pub fn at(&'a self, part: Part<'a>, offset: usize) -> Place<'a> {
        Place { up: Some(self), part, base: self.base + offset as u32 }
    }

    /// So many bytes further, in the same place.
    pub fn behind(&self, offset: usize) -> Place<'a> {
        self.rebased(self.base + offset as u32)
    }

    /// The same place, in a text that begins elsewhere.
    pub fn rebased(&self, base: u32) -> Place<'a> {
        Place { base, ..*self }
    }

    /// The innermost name on the way here.
    pub fn name(&self) -> &'a [u8] {
        match (self.part, self.up) {
            (Part::Key(name) | Part::Query(name) | Part::Form(name), _) => name,
            (_, Some(up)) => up.name(),
            _ => b"",
        }
    }

    /// The last step, and where it was made from.
    pub(super) fn step(&self) -> (Part<'a>, Option<&'a Place<'a>>) {
        (self.part, self.up)
    }

    fn is_pointer(&self) -> bool {
        matches!(self.part, Part::Key(_) | Part::Index(_))
    }

    fn write(&self, start: usize, out: &mut Vec<u8>) {
        let mut inside = false;
        if let Some(up) = self.up {
            up.write(start, out);
            inside = up.is_pointer();
        }
        let (word, name, number): (&[u8], &[u8], u32) = match self.part {
            Part::Root => return,
            Part::Key(name) => (b"/", name, NONE),
            Part::Index(n) => (b"/", b"", n),
            Part::Query(name) => (b"query.", name, NONE),
            Part::Form(name) => (b"form.", name, NONE),
            Part::Path(n) => (b"path[", b"", n),
            Part::Line(n) => (b"line[", b"", n),
            Part::Field(n) => (b"field[", b"", n),
            Part::Named(word) => (word.as_bytes(), b"", NONE),
        };
        if out.len() > start && !(inside && self.is_pointer()) {
            out.push(b':');
        }
        out.extend_from_slice(word);
        write_name(name, out);
        if number != NONE {
            write_number(number, out);
            if word.ends_with(b"[") {
                out.push(b']');
            }
        }
    }
}

/// Stands for no number.
const NONE: u32 = u32::MAX;

/// A name, unless it may itself be a secret.
fn write_name(name: &[u8], out: &mut Vec<u8>) {
    let plain = |b: &u8| is(*b, RUN) || has(b"$[] :", *b);
    let digits = name.iter().filter(|b| is(**b, D)).count();
    if name.len() > 48 || digits > 6 || !name.iter().all(plain) || is_opaque(name, 12) {
        out.push(b'*');
    } else {
        out.extend_from_slice(name);
    }
}

/// A number in decimal, without the formatting machinery.
pub fn write_number(n: u32, out: &mut Vec<u8>) {
    if n > 9 {
        write_number(n / 10, out);
    }
    out.push(b'0' + (n % 10) as u8);
}

/// One finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// See [`name`].
    pub rule: Rule,
    start: u32,
    end: u32,
}

/// The findings of one payload.
#[derive(Default)]
pub struct Report {
    /// In the order in which they were made.
    pub hits: Vec<Hit>,
    places: Vec<u8>,
    /// The names of the site's own patterns, each with a space behind.
    pub(super) patterns: Vec<u8>,
}

impl Report {
    /// An empty one.
    pub const fn new() -> Report {
        Report { hits: Vec::new(), places: Vec::new(), patterns: Vec::new() }
    }

    /// Forgets all, keeps the memory.
    pub fn clear(&mut self) {
        self.hits.clear();
        self.places.clear();
    }

    /// Notes a finding.
    pub fn add(&mut self, rule: Rule, place: &Place) {
        let start = self.places.len();
        place.write(start, &mut self.places);
        if self.places.len() == start {
            self.places.push(b'/');
        }
        self.hits.push(Hit { rule, start: start as u32, end: self.places.len() as u32 });
    }

    fn pattern(&self, rule: Rule) -> &[u8] {
        nth(&self.patterns, (rule - PATTERNS).into())
    }

    /// The place of a finding, as text.
    fn place(&self, hit: &Hit) -> &[u8] {
        cut(&self.places, hit.start as usize, hit.end as usize)
    }

    /// `rule`, `place`, count, in the order in which they were first found.
    #[cfg(not(target_family = "wasm"))]
    pub fn rows(&self) -> Vec<(&str, &str, u32)> {
        let mut rows: Vec<(&str, &str, u32)> = Vec::new();
        let mut known = std::collections::HashMap::new();
        for hit in &self.hits {
            let rule = match hit.rule {
                PATTERNS.. => core::str::from_utf8(self.pattern(hit.rule)).unwrap_or(""),
                rule => name(rule),
            };
            let place = core::str::from_utf8(self.place(hit)).unwrap_or("*");
            let at = *known.entry((rule, place)).or_insert(rows.len());
            match rows.get_mut(at) {
                Some(row) => row.2 += 1,
                None => rows.push((rule, place, 1)),
            }
        }
        rows
    }

    /// The same as lines of `rule\tplace\tcount`; only neighbours are counted together.
    pub fn write(&self, out: &mut Vec<u8>) {
        let mut count = 0;
        for (i, hit) in self.hits.iter().enumerate() {
            count += 1;
            if let Some(next) = self.hits.get(i + 1)
                && next.rule == hit.rule
                && self.place(next) == self.place(hit)
            {
                continue;
            }
            if SITE && hit.rule >= PATTERNS {
                out.extend_from_slice(self.pattern(hit.rule));
            } else {
                write_rule(hit.rule, out);
            }
            out.push(b'\t');
            out.extend_from_slice(self.place(hit));
            out.push(b'\t');
            write_number(count, out);
            out.push(b'\n');
            count = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_pointers_and_names() {
        let root = Place::ROOT;
        let (events, first) = (root.at(Part::Key(b"events"), 0), Part::Index(0));
        let first = events.at(first, 0);
        let url = first.at(Part::Key(b"url"), 0);
        let mut report = Report::default();
        report.add(EMAIL, &url.at(Part::Query(b"mail"), 0));
        report.add(EMAIL, &first.at(Part::Key(b"jane@example.com"), 0));
        report.add(LINK, &root.at(Part::Path(2), 0));
        let places: Vec<_> = report.rows().iter().map(|r| r.1).collect();
        assert_eq!(places, ["/events/0/url:query.mail", "/events/0/*", "path[2]"]);
    }

    #[test]
    fn findings_of_one_rule_in_one_place_are_one_row() {
        let text = Place::ROOT.at(Part::Key(b"message"), 0);
        let mut report = Report::default();
        for rule in [EMAIL, IPV4, EMAIL, EMAIL] {
            report.add(rule, &text);
        }
        assert_eq!(report.rows(), [("pii.email", "/message", 3), ("ip.v4", "/message", 1)]);
        let mut lines = Vec::new();
        report.write(&mut lines);
        assert_eq!(lines, b"pii.email\t/message\t1\nip.v4\t/message\t1\npii.email\t/message\t2\n");
    }

    #[test]
    fn every_rule_has_a_name() {
        for rule in (LEAVES..LEAVES + 18).chain(TOKENS..TOKENS + detect::rules().len() as Rule) {
            let mut written = Vec::new();
            write_rule(rule, &mut written);
            assert_eq!(written, name(rule).as_bytes());
            assert!(!written.is_empty(), "{rule}");
        }
    }
}
