//! Secrets that their surroundings give away: `name=value` in running text, authorisation schemes, home directories.

use super::super::report::{self, Place};
use super::super::{Act, Refusal, Scrubber};
use super::keyed::is_void;
use crate::catalogue::meaning::*;
use crate::scan::class::{ALPHA, D, RUN, STOP, WORD, at, before, cut, is, run};
use crate::scan::literal::{has, one_of, until};
use crate::scan::opaque::is_opaque;

/// The longest name looked at.
const NAME: usize = 48;

impl Scrubber {
    /// The assignment whose `=` or `:` is at `i`: where to go on if its value was dealt with.
    pub(super) fn assignment(&mut self, s: &[u8], base: u32, i: usize, place: &Place) -> Result<Option<usize>, Refusal> {
        let mut end = i;
        while i - end < 3 && matches!(before(s, end), b' ' | b'"' | b'\'' | b'\\') {
            end -= 1;
        }
        let mut start = end;
        let named = |b: u8| is(b, WORD) || matches!(b, b'-' | b'.' | b'$' | b'[' | b']');
        while start > 0 && end - start < NAME && named(before(s, start)) {
            start -= 1;
        }
        let name = cut(s, start, end);
        if name.len() < 2 && !(name.len() == 1 && at(s, i) == b'=') {
            return Ok(None);
        }
        let class = self.class(name, b"");
        // In prose these names are words like others.
        let prosaic = matches!(class, STATE | CODE) && at(s, i) == b':';
        if prosaic || matches!(class, KEEP | URL | VERSION | COOKIE | GEO | RAW | REMOVE) || class >= PSEUDONYM {
            return Ok(None);
        }
        let mut from = i + 1;
        while from - i < 3 && at(s, from) == b' ' {
            from += 1;
        }
        let spaced = from > i + 1 || before(s, i) == b' ';
        if at(s, from) == b'\\' {
            from += 1;
        }
        let quote = at(s, from);
        let quoted = matches!(quote, b'"' | b'\'');
        from += usize::from(quoted);
        // Where the form of the value decides, the next assignment ends it: else a chain of them would be read anew
        // at each link.
        let whole = matches!(class, SECRET | AUTH | IDENTITY | PERSONAL);
        let ends = |j: usize| match at(s, j) {
            b if quoted => b == quote || b == b'\\',
            b'=' => !whole && is(at(s, j + 1), RUN),
            b => is(b, STOP) || has(b"&;,)]#", b),
        };
        let mut to = from;
        while to < s.len() && !ends(to) {
            to += 1;
        }
        if class == AUTH {
            // `Authorization: Bearer x`: the scheme is not the value.
            let scheme = run(s, from, ALPHA);
            if !quoted && scheme == to && at(s, to) == b' ' {
                to = until(s, to + 1, STOP);
            }
        }
        let value = cut(s, from, to);
        let prose = !quoted && (spaced || at(s, i) == b':');
        if is_void(value) || (prose && class != AUTH && !is_secretive(value, class)) {
            return Ok(None);
        }
        match self.by_class(value, base + from as u32, class, place)? {
            None => Ok(None),
            Some(Act::Done) => Ok(Some(to)),
            Some(Act::Remove) => {
                self.edits.redact(base + from as u32, base + to as u32);
                Ok(Some(to))
            }
        }
    }

    /// `Bearer x` and the like, whose scheme is the word `start..end`.
    pub(super) fn scheme(&mut self, s: &[u8], base: u32, start: usize, end: usize, place: &Place) -> Option<usize> {
        let word = cut(s, start, end);
        let known = one_of(b"bearer basic digest negotiate", word);
        if !known || at(s, end) != b' ' {
            return None;
        }
        let from = end + 1;
        let rest = s.get(from..).unwrap_or(&[]);
        let more = |b: &u8| is(*b, RUN) || matches!(b, b'+' | b'/' | b'=' | b'~');
        let to = from + rest.iter().position(|b| !more(b)).unwrap_or(rest.len());
        let value = cut(s, from, to);
        let marked = value.ends_with(b"=") || value.iter().any(|b| is(*b, D)) || is_opaque(value, 12);
        if value.len() < 8 || !marked || value == b"redacted" {
            return None;
        }
        self.redact(base + from as u32, base + to as u32, report::SCHEME, place);
        Some(to)
    }

    /// A person's directory: `/Users/x/…`, `/home/x/…`, `C:\Users\x\…`; the name goes.
    pub(super) fn home(&mut self, s: &[u8], base: u32, start: usize, end: usize, place: &Place) -> Option<usize> {
        let slash = before(s, start);
        if at(s, end) != slash || !matches!(slash, b'/' | b'\\') {
            return None;
        }
        let root = match (cut(s, start, end), start.checked_sub(1)?) {
            // A path at the start of a text is a page's as likely as a disk's.
            (b"Users", root) => root == 0 || !is(before(s, root), RUN),
            (b"home", root) => root > 0 && matches!(before(s, root), b' ' | b'(' | b'/' | b'\n' | b'"' | b'\''),
            _ => false,
        };
        let from = end + 1;
        let to = run(s, from, RUN);
        let name = cut(s, from, to);
        if !root || name.is_empty() || name == b"redacted" || !matches!(at(s, to), b'/' | b'\\') {
            return None;
        }
        self.redact(base + from as u32, base + to as u32, report::HOME, place);
        Some(to)
    }
}

/// In prose a value must look like a secret: `password: hunter2`, but not `password: must have eight characters`.
fn is_secretive(value: &[u8], class: u8) -> bool {
    let digits = value.iter().filter(|b| is(**b, D)).count();
    match class {
        PIN => digits >= 3,
        IDENTITY | PERSONAL | SHARE => false,
        PHONE | CARD | IP => true,
        _ => value.len() >= 6 && ((digits > 0 && digits < value.len()) || is_opaque(value, 8)),
    }
}
