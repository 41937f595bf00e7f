//! What a site asks for besides the catalogue: a placeholder of its own, sensitive names, patterns, and lists of the only
//! fields that may leave ([`super::only`]). Built into the artefact that sites with such settings load instead.

use super::report::{PATTERNS, Place, Rule};
use super::{Act, Kind, Scrubber};
use crate::catalogue::{meaning, vendor, vendors};
use crate::scan::class::{NAME, at, cut, is};
use crate::scan::key::{JOINED, Keys, OWN};
use crate::scan::literal::{has, index};

/// Whether this build knows of it at all: natively always, and where settings are checked.
pub const SITE: bool = cfg!(any(not(target_family = "wasm"), feature = "site", feature = "check"));

/// Whose the names are in the site's own key table.
const OWNER: u8 = 254;

/// Names of one site. The table has four times as many places.
const NAMES: usize = 1000;

/// What stands before a placeholder.
const PLACES: &[u8] =
    b"/Users/\n/x Bearer \n password=\n; key: \n, https://t.me/\n/user/\n?invite=\n&\n#\n \n, ";

/// A placeholder's longest.
const LONGEST: usize = 32;

/// A finding of one of the site's patterns: a span in bytes, and the number of the pattern in the order of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// First byte.
    pub start: u32,
    /// First byte behind.
    pub end: u32,
    /// Number of the pattern.
    pub pattern: u32,
}

/// Runs the site's patterns over a decoded text, and adds what they find, in order and disjoint.
pub type Look = fn(text: &[u8], found: &mut Vec<Match>);

/// The settings of one site.
pub struct Site {
    names: Keys,
    count: usize,
    /// Vendor's id and its paths, as `only` reads them.
    pub(super) lists: Vec<(Vec<u8>, Vec<u8>)>,
    /// None without patterns.
    pub(super) look: Option<Look>,
}

impl Site {
    pub(super) const fn new() -> Site {
        Site { names: Keys::empty(), count: 0, lists: Vec::new(), look: None }
    }

    /// Whether it matters where a text stands.
    pub(super) fn is_placed(&self) -> bool {
        !self.lists.is_empty()
    }

    /// What the site says of a name.
    pub(super) fn class(&self, key: &[u8], parent: &[u8]) -> Option<u8> {
        if self.count > 0 { self.names.find(key, parent, OWNER) } else { None }
    }
}

/// Whether a name is of somebody to the catalogue, in general or for any vendor: then no constant may stand for it.
pub fn is_identity(work: &mut Scrubber, name: &[u8]) -> bool {
    work.open();
    let names = &work.tables.names;
    (0..=vendors().count()).any(|owner| {
        let class = names.find(name, b"", owner as u8).unwrap_or(meaning::KEEP);
        matches!(class, meaning::IDENTITY | meaning::PSEUDONYM | meaning::UNLESS..meaning::SET)
    })
}

/// Whether that is a path of a list.
pub fn is_path(text: &[u8]) -> bool {
    let mut work = Scrubber::new([0; 32]);
    work.site.lists.push(Default::default());
    !has(text, b'\n') && work.allow(text)
}

/// Whether a placeholder may be used: 1 to 32 of the characters that nothing escapes (RFC 3986 §2.3), and nothing that
/// would itself be taken for a secret.
pub fn is_placeholder(text: &[u8]) -> bool {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || has(b"-._~", *b);
    if text.is_empty() || text.len() > LONGEST || !text.iter().all(plain) {
        return false;
    }
    let mut work = Scrubber::new([0; 32]);
    work.edits.custom.extend_from_slice(text);
    // Wherever a finding may leave one.
    let mut probe = Vec::new();
    for piece in PLACES.split(|b| *b == b'\n') {
        probe.extend_from_slice(piece);
        probe.extend_from_slice(text);
    }
    work.scrub(&probe, Kind::Text, None) == Ok(()) && work.edits.list.is_empty()
}

impl Scrubber {
    /// Takes in settings, one a line, and says which line is wrong, counted from 1; 0 if none is.
    ///
    /// `=redacted` is the placeholder. `R`, `E`, `P`, `T` or `I` and a name remove the pair, empty the value, put the
    /// placeholder, truncate addresses, make a pseudonym. `?name` names the next pattern. `@ga4` begins the list of a
    /// vendor of the catalogue, `!shop-stats` of one of the site's own; `/path` is one of its paths.
    pub fn configure(&mut self, lines: &[u8], look: Look) -> usize {
        self.open();
        // What was clean before need not be so now.
        self.memo.open();
        let (mut from, mut number) = (0, 0);
        while from < lines.len() {
            let end = index(lines, from, b'\n');
            number += 1;
            if !self.setting(at(lines, from), cut(lines, from + 1, end), look) {
                return number;
            }
            from = end + 1;
        }
        0
    }

    fn setting(&mut self, kind: u8, text: &[u8], look: Look) -> bool {
        use meaning::{EMPTY, GONE, HIDE, IP, PSEUDONYM};
        let class = match kind {
            b'=' => {
                self.edits.custom.clear();
                self.edits.custom.extend_from_slice(text);
                return is_placeholder(text);
            }
            b'?' => {
                self.report.patterns.extend_from_slice(b"site.");
                self.report.patterns.extend_from_slice(text);
                self.report.patterns.push(b' ');
                self.site.look = Some(look);
                return true;
            }
            b'@' | b'!' => {
                self.site.lists.push((text.into(), Vec::new()));
                return kind == b'!' || vendor(text).is_some();
            }
            b'/' => return self.allow(text),
            b'R' => GONE,
            b'E' => EMPTY,
            b'P' => HIDE,
            b'T' => IP + OWN,
            _ => PSEUDONYM,
        };
        let constant = matches!(class, EMPTY | HIDE);
        self.site.count += 1;
        if !text.iter().any(|b| is(*b, NAME))
            || self.site.count > NAMES
            || (constant && is_identity(self, text))
        {
            return false;
        }
        self.site.names.add(text, OWNER, class | if has(text, b'.') { JOINED } else { 0 });
        true
    }

    /// What becomes of a text under a name of the site's.
    pub(super) fn site_value(&mut self, v: &[u8], class: u8, place: &Place) -> Act {
        match class {
            meaning::EMPTY => self.replace(0, v.len(), b"", class.into(), place),
            meaning::HIDE if v != self.edits.placeholder() => self.redact(0, v.len(), class.into(), place),
            meaning::GONE => return self.removal(class, place),
            _ => {}
        }
        Act::Done
    }

    /// Whether a pattern finds anything in a number, which then is noted.
    pub(super) fn number_matches(&mut self, text: &[u8], place: &Place) -> bool {
        let mut found = Vec::new();
        if let Some(look) = self.site.look {
            look(text, &mut found);
        }
        for one in &found {
            self.report.add(PATTERNS + one.pattern as Rule, place);
        }
        !found.is_empty()
    }

    /// The site's patterns over a text: what they find goes, together with whatever else is taken out there.
    pub(super) fn patterns(&mut self, look: Look, v: &[u8], mark: usize, place: &Place) {
        let mut found = Vec::new();
        look(v, &mut found);
        if found.is_empty() {
            return;
        }
        let old = self.edits.list.split_off(mark);
        let mut next = 0;
        for one in found {
            let (mut start, mut end) = (place.base + one.start, place.base + one.end);
            while let Some(edit) = old.get(next).filter(|edit| edit.end <= start) {
                self.edits.list.push(*edit);
                next += 1;
            }
            if let Some(last) =
                self.edits.list.get(mark..).unwrap_or_default().last().filter(|last| last.end > start)
            {
                (start, end) = (last.start, end.max(last.end));
                self.edits.list.pop();
            }
            while let Some(edit) = old.get(next).filter(|edit| edit.start < end) {
                (start, end) = (start.min(edit.start), end.max(edit.end));
                next += 1;
            }
            self.report.add(PATTERNS + one.pattern as Rule, place);
            self.edits.redact(start, end);
        }
        self.edits.list.extend_from_slice(old.get(next..).unwrap_or_default());
        self.loose = true;
    }
}
