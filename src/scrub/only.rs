//! The only fields that may leave to a vendor, where the site has listed them.
//!
//! A path is the names on the way to a value, whatever containers they stand in; elements of an array stand under the
//! array's name. A listed text, number or flag may leave, and is scrubbed as everywhere; an object's members need paths of
//! their own. **Invariant** what has no name does not leave.

use super::container::json;
use super::layer::has_percent;
use super::leaf::keyed::{is_bracketed, is_nested};
use super::report::{self, Part, Place};
use super::{Act, Scrubber};
use crate::catalogue::meaning::{GONE, KEEP, RAW, REMOVE};
use crate::scan::class::{B64ANY, at, cut, run};
use crate::scan::literal::{index, one_of};

/// Between the names of a path: no byte of UTF-8, as the next.
const SLASH: u8 = 0xff;
/// Any bytes of one name; two alone are any names.
const STAR: u8 = 0xfe;

/// Paths of one vendor, and `**` in one path.
const PATHS: usize = 1000;
const DEEP: usize = 2;

/// What stands in both header lines of an envelope and its items so that it can be read at all.
const FRAME: &[u8] = b"type length content_type item_count";

/// Whether something may leave.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    No,
    /// Not itself, but what is listed may be in it.
    Way,
    Yes,
}

/// Whether a name fits a pattern of bytes and stars.
fn is_like(pattern: &[u8], name: &[u8]) -> bool {
    let (mut p, mut n) = (0, 0);
    // Where to try again: behind the last star, and with one byte more for it.
    let mut again = None;
    while n < name.len() {
        if at(pattern, p) == STAR {
            p += 1;
            again = Some((p, n));
        } else if p < pattern.len() && at(pattern, p) == at(name, n) {
            (p, n) = (p + 1, n + 1);
        } else if let Some((behind, from)) = again {
            again = Some((behind, from + 1));
            (p, n) = (behind, from + 1);
        } else {
            return false;
        }
    }
    cut(pattern, p, pattern.len()).iter().all(|b| *b == STAR)
}

/// Whether all of `path` is the way to `place`.
fn fits(path: &[u8], place: Option<&Place>) -> bool {
    let mut place = place;
    let name = loop {
        match place.map(Place::step) {
            None => break None,
            Some((Part::Key(name) | Part::Query(name) | Part::Form(name), up)) => break Some((name, up)),
            Some((_, up)) => place = up,
        }
    };
    let from = path.iter().rposition(|b| *b == SLASH);
    match (from, name) {
        (None, None) => true,
        (None, Some(_)) => false,
        (Some(from), name) => {
            let (rest, last) = (cut(path, 0, from), cut(path, from + 1, path.len()));
            if last == [STAR, STAR] {
                return fits(rest, place) || name.is_some_and(|(_, up)| fits(path, up));
            }
            name.is_some_and(|(name, up)| is_like(last, name) && fits(rest, up))
        }
    }
}

impl Scrubber {
    /// The number of a vendor's list, 0 if it has none.
    pub(super) fn list_of(&self, id: &[u8]) -> usize {
        self.site.lists.iter().rposition(|(owner, _)| owner == id).map_or(0, |i| i + 1)
    }

    /// Adds a path, without its first `/`, to the last list; whether it is one.
    pub(super) fn allow(&mut self, text: &[u8]) -> bool {
        let Some((_, paths)) = self.site.lists.last_mut() else {
            return false;
        };
        let mut start = paths.len();
        let (mut deep, mut i) = (0, 0);
        paths.push(SLASH);
        while i < text.len() {
            let b = at(text, i);
            i += 1;
            paths.push(match b {
                b'/' => SLASH,
                b'*' => STAR,
                // RFC 6901 §3, and a star that is one.
                b'~' => {
                    i += 1;
                    match at(text, i - 1) {
                        b'0' => b'~',
                        b'1' => b'/',
                        b'2' => b'*',
                        _ => return false,
                    }
                }
                _ => b,
            });
        }
        while start < paths.len() {
            let end = index(paths, start + 1, SLASH);
            deep += usize::from(cut(paths, start + 1, end) == [STAR, STAR]);
            start = end;
        }
        paths.push(b'\n');
        let count = paths.iter().filter(|b| **b == b'\n').count();
        !text.is_empty() && deep <= DEEP && count <= PATHS
    }

    /// What the list in force says of a place.
    pub(super) fn listed(&self, place: &Place) -> Listed {
        let mut found = Listed::No;
        let paths = self.site.lists.get(self.only.wrapping_sub(1)).map_or(&b""[..], |(_, paths)| paths);
        for path in paths.split(|b| *b == b'\n').filter(|path| !path.is_empty()) {
            if fits(path, Some(place)) {
                return Listed::Yes;
            }
            let mut end = path.len();
            while end > 0 && found == Listed::No {
                end -= 1;
                // A path that ends in any names is on its way everywhere behind.
                if at(path, end) == SLASH && fits(cut(path, 0, end), Some(place)) {
                    found = Listed::Way;
                }
            }
        }
        if self.frame
            && let (Part::Key(name), Some(up)) = place.step()
            && one_of(FRAME, name)
            && fits(b"", Some(up))
        {
            return Listed::Yes;
        }
        found
    }

    /// Whether a member may not leave, nor anything in it: then its owner takes it out.
    pub(super) fn unlisted(&mut self, place: &Place) -> bool {
        let gone = self.only > 0 && self.listed(place) == Listed::No;
        if gone {
            self.report.add(report::ONLY, place);
        }
        gone
    }

    /// Whether what has no members, and is no text, may not leave.
    pub(super) fn barred(&mut self, place: &Place) -> Act {
        if self.only == 0 || self.listed(place) == Listed::Yes {
            return Act::Done;
        }
        self.report.add(report::ONLY, place);
        Act::Remove
    }

    /// A text under a list: a container in it goes member by member, the text itself only if it is listed.
    pub(super) fn gated(&mut self, v: &[u8], class: u8, place: &Place) -> Act {
        if matches!(class, REMOVE | GONE) {
            return self.removal(class, place);
        }
        let listed = self.listed(place) == Listed::Yes;
        if class == RAW && listed {
            return Act::Done;
        }
        if class != KEEP && listed && !has_percent(v) {
            // The name decides, as it does without a list.
            let only = core::mem::replace(&mut self.only, 0);
            let decided = self.by_class(v, class, place);
            self.only = only;
            if let Some(act) = decided {
                return act;
            }
        }
        if is_bracketed(v) && json::check(self, v) {
            self.json(v, 0, place);
            return Act::Done;
        }
        // A listed address or text is not decoded as a whole: its marks would be its parts' marks.
        let letters = run(v, 0, B64ANY);
        let encoded = at(v, 0) != b'/' && letters >= 12 && at(v, letters) == b'%';
        if has_percent(v) && (!listed || is_nested(v) || encoded) {
            return self.decoded(v, class, place);
        }
        if letters == v.len()
            && let Some(act) = self.base64(v, place)
        {
            return act;
        }
        if self.barred(place) == Act::Remove {
            return Act::Remove;
        }
        let only = core::mem::replace(&mut self.only, 0);
        let act = self.value(v, class, place);
        self.only = only;
        act
    }
}
