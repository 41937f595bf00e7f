//! Secrets that their surroundings give away: `name=value` in running text, authorisation schemes, home directories.

use super::super::edit::PLACEHOLDER;
use super::super::report::{self, Place};
use super::super::{Act, Next, Scrubber};
use crate::catalogue::meaning::*;
use crate::scan::class::{ALNUM, ALPHA, D, RUN, STOP, WORD, at, before, cut, is, run};
use crate::scan::literal::{has, index, until};

/// The longest name looked at.
const NAME: usize = 48;
/// Bytes of a value that show what it is.
const ENOUGH: usize = 256;

impl Scrubber {
    /// The assignment whose `=` or `:` is at `i`: where to go on if its value was dealt with.
    pub(super) fn assignment(&mut self, s: &[u8], i: usize, place: &Place) -> Next {
        let colon = at(s, i) == b':';
        let mut end = i;
        while i - end < 3 && has(b" \"'\\", before(s, end)) {
            end -= 1;
        }
        let mut start = end;
        while end - start < NAME && (is(before(s, start), WORD) || has(b"-.$[]", before(s, start))) {
            start -= 1;
        }
        if end - start < 1 + usize::from(colon) {
            return 0;
        }
        let class = self.class(cut(s, start, end), b"");
        // In prose these names are words like others.
        let prosaic = matches!(class, STATE | CODE) && colon;
        if class == URL {
            // `Location: /reset/…`
            let from = i + 1 + usize::from(has(b" \"'", at(s, i + 1)));
            return if at(s, from) == b'/' { self.route(s, from, place) } else { 0 };
        }
        if prosaic
            || matches!(class, KEEP | VERSION | GEO | RAW | REMOVE)
            || (class >= PSEUDONYM && !(EMPTY..=GONE).contains(&class))
        {
            return 0;
        }
        let mut from = i + 1;
        while from - i < 3 && at(s, from) == b' ' {
            from += 1;
        }
        let spaced = from > i + 1 || before(s, i) == b' ';
        from += usize::from(at(s, from) == b'\\');
        let quote = at(s, from);
        let quoted = matches!(quote, b'"' | b'\'');
        from += usize::from(quoted);
        // A token may hold what else ends a value.
        let token = self.token(s, from, run(s, from, ALNUM), place);
        if token > 0 {
            return token;
        }
        // Where the form of the value decides, the next assignment ends it.
        let whole = matches!(class, SECRET | AUTH | IDENTITY | PERSONAL);
        let ends = |b: u8, next: u8| match b {
            _ if quoted => b == quote || b == b'\\',
            // A header is a line.
            _ if class == COOKIE => has(b"\r\n\"'", b),
            b'=' | b':' => !whole && is(next, RUN),
            _ => is(b, STOP) || has(b"&;,)]#", b),
        };
        // A chain of assignments must not be read anew at each link: the beginning says whether it is a value.
        let (mut to, mut limit) = (from, s.len().min(from + ENOUGH));
        loop {
            while to < limit && !ends(at(s, to), at(s, to + 1)) {
                to += 1;
            }
            // `Authorization: Bearer x`: the scheme is not the value.
            let scheme = class == AUTH && !quoted && at(s, to) == b' ' && cut(s, from, to) != PLACEHOLDER;
            if scheme && run(s, from, ALPHA) == to {
                let token = self.token(s, to + 1, run(s, to + 1, ALNUM), place);
                if token > 0 {
                    return token;
                }
                to = until(s, to + 1, STOP);
                // `Digest username="…", response="…"`
                if at(s, to) == b'"' && before(s, to) == b'=' {
                    to = index(s, to, b'\n');
                }
            }
            let value = cut(s, from, to);
            let prose = !quoted && (spaced || colon);
            if self.is_void(value)
                || (prose && !matches!(class, AUTH | COOKIE) && !is_secretive(self, value, class))
            {
                return 0;
            }
            if to < limit || limit == s.len() {
                break;
            }
            limit = s.len();
        }
        let value = cut(s, from, to);
        let inner = place.behind(from);
        let Some(act) = self.by_class(value, class, &inner) else {
            return 0;
        };
        if act == Act::Remove {
            self.cover(0, value.len(), &inner);
        }
        to
    }

    /// `Bearer x` and the like, whose scheme is the word `start..end`.
    pub(super) fn scheme(&mut self, s: &[u8], start: usize, end: usize, place: &Place) -> Next {
        let short = end - start < 5 || end - start > 9;
        if short || is(before(s, start), WORD) || !self.tables.names.says(SCHEME, cut(s, start, end)) {
            return 0;
        }
        let from = end + 1;
        let mut to = from;
        let (mut digit, mut last) = (false, 0);
        while is(at(s, to), RUN) || (to < s.len() && has(b"+/=~", at(s, to))) {
            last = at(s, to);
            digit |= is(last, D);
            to += 1;
        }
        let value = cut(s, from, to);
        let marked = digit || last == b'=' || self.is_opaque(value, 12);
        if value.len() < 8 || !marked || value == self.edits.placeholder() {
            return 0;
        }
        self.redact(from, to, report::SCHEME, place);
        to
    }

    /// A person's directory: `/Users/x/…`, `/home/x/…`, `C:\Users\x\…`; the name goes.
    pub(super) fn home(&mut self, s: &[u8], start: usize, end: usize, place: &Place) -> Next {
        let root = start - 1;
        let ahead = before(s, root);
        // A path at the start of a text is a page's as likely as a disk's.
        let rooted = match cut(s, start, end) {
            b"Users" => !is(ahead, RUN),
            b"home" => has(b" (/\n\"'", ahead),
            _ => false,
        };
        let from = end + 1;
        let to = run(s, from, RUN);
        let name = cut(s, from, to);
        if !rooted
            || at(s, end) != at(s, root)
            || name.is_empty()
            || name == self.edits.placeholder()
            || !has(b"/\\", at(s, to))
        {
            return 0;
        }
        self.redact(from, to, report::HOME, place);
        to
    }
}

/// In prose a value must look like a secret: `password: hunter2`, but not `password: must have eight characters`.
fn is_secretive(work: &Scrubber, value: &[u8], class: u8) -> bool {
    let digits = value.iter().filter(|b| is(**b, D)).count();
    match class {
        PIN => digits >= 3,
        IDENTITY | PERSONAL | SHARE => false,
        PHONE | CARD | IP => true,
        _ => value.len() >= 6 && ((digits > 0 && digits < value.len()) || work.is_opaque(value, 8)),
    }
}
