//! Running text, once from left to right: every word and every telling mark is looked at where it stands.

use super::super::container::json;
use super::super::layer::is_triplet;
use super::super::report::{self, Place};
use super::super::{Act, Next, Scrubber};
use super::ip::mac;
use super::token::data_url;
use crate::catalogue::meaning::{IP, KEEP, VERSION};
use crate::scan::class::{ALNUM, ALPHA, D, HEXI, MARK, RUN, STOP, UPPER, at, before, cut, is, run};
use crate::scan::literal::{find, has, until};

/// The shortest token of the catalogue, about.
const TOKEN: usize = 12;
/// How often what looks like JSON may turn out to be none: keeps hostile texts linear.
const TRIES: u8 = 8;

/// Ends a part that is percent-encoded by itself.
fn is_end(b: u8) -> bool {
    is(b, STOP) || matches!(b, b'&' | b'?' | b'#')
}

impl Scrubber {
    /// Scrubs a text. Its name's class says whether four numbers may be an address.
    pub(crate) fn text(&mut self, s: &[u8], class: u8, place: &Place) {
        let floor = self.edits.list.len();
        let (mut i, mut made, mut tries) = (0, floor, TRIES);
        while i < s.len() {
            let b = s.get(i).copied().unwrap_or(0);
            let mut end = i + 1;
            let next = if !is(b, ALNUM | MARK) && !matches!(b, b'-' | b'{' | b'[') {
                0
            } else if is(b, ALNUM) {
                end = run(s, i, ALNUM);
                self.word(s, i, end, class, place)
            } else {
                match b {
                    b'@' => self.email(s, i, floor, place),
                    b':' if at(s, i + 1) == b'/' && at(s, i + 2) == b'/' => self.link(s, i, floor, place),
                    b':' if at(s, i + 1) == b':' && class != VERSION => self.ipv6(s, i, place),
                    b'=' | b':' => self.assignment(s, i, place),
                    b'(' => self.phone(s, i, place),
                    // In a form it stands for a space.
                    b'+' if !self.plus => self.phone(s, i, place),
                    // `GET /share/…`, as clients name their spans.
                    b'/' if before(s, i) == b' ' && is(before(s, i - 1), UPPER) => self.route(s, i, place),
                    b'-' if has(b"-L", at(s, i + 1)) => self.pem(s, i, place),
                    b'%' if is_triplet(s, i) => self.encoded(s, i, floor, place),
                    b'{' | b'[' if has(b"\"{", at(s, i + 1)) => self.quoted(s, i, &mut tries, place),
                    _ => 0,
                }
            };
            if next > 0 {
                // A URL looks after its own parts.
                let whole = matches!(b, b'/' | b'%' | b'{' | b'[') || (b == b':' && at(s, i + 1) == b'/');
                self.loose |= b == b'@' || (!whole && self.edits.list.len() > made);
                made = self.edits.list.len();
            }
            i = next.max(end);
        }
    }

    /// The word at `i..end`: where to go on if something was found.
    fn word(&mut self, s: &[u8], i: usize, end: usize, class: u8, place: &Place) -> Next {
        let ip = class != VERSION;
        let (first, prev, next) = (at(s, i), before(s, i), at(s, end));
        let mut found = 0;
        if s.len() - i >= TOKEN {
            found = self.token(s, i, end, place);
        }
        if found == 0 && is(first, D) {
            if next == b'.' && ip {
                found = self.ipv4(s, i, class == IP, place);
            }
            if found == 0 {
                found = self.digits(s, i, place);
            }
            if found == 0 && first == b'0' {
                found = self.phone(s, i, place);
            }
        }
        if found == 0 && next == b':' && end - i <= 4 && is(first, HEXI) && ip {
            found = self.ipv6(s, i, place);
        }
        if found == 0
            && end - i == 2
            && has(b":-", next)
            && !is(prev, RUN)
            && prev != b':'
            && let Some(end) = mac(s, i)
        {
            self.redact(i, end, report::MAC, place);
            found = end;
        }
        if found > 0 || !is(first, ALPHA) {
            return found;
        }
        if is(first, UPPER) && end - i >= 4 {
            found = self.iban(s, i, place);
        }
        if found == 0 && next == b' ' {
            found = self.scheme(s, i, end, place);
        }
        if found == 0 && has(b"/\\", prev) {
            found = self.home(s, i, end, place);
        }
        if found == 0 && next == b':' {
            found = data_url(s, i);
        }
        if found == 0 && end - i >= TOKEN {
            found = self.base64_word(s, i, place);
        }
        found
    }

    /// The part around the `%XX` at `i`, decoded; returns where it ends. Decoded it may hold white space and marks, so
    /// what ends it there is looked for here.
    fn encoded(&mut self, s: &[u8], i: usize, floor: usize, place: &Place) -> Next {
        let done = self.done(floor, place);
        let mut start = i;
        while start > done && i - start < 64 && !is_end(before(s, start)) {
            start -= 1;
        }
        let mut end = i;
        while end < s.len() && !is_end(at(s, end)) {
            end += 1;
        }
        let part = cut(s, start, end);
        if self.decoded(part, KEEP, &place.behind(start)) == Act::Remove {
            self.cover(start, end, place);
        }
        end
    }

    /// Up to where the text is dealt with already.
    fn done(&self, floor: usize, place: &Place) -> usize {
        match self.edits.list.get(floor..) {
            Some([.., last]) => (last.end - place.base) as usize,
            _ => 0,
        }
    }

    /// The JSON that begins at `i` in the middle of a text (`failed with {"error":…}`); returns where it ends.
    fn quoted(&mut self, s: &[u8], i: usize, tries: &mut u8, place: &Place) -> Next {
        if *tries == 0 || self.refused.is_some() {
            return 0;
        }
        let rest = cut(s, i, s.len());
        let end = json::prefix(self, rest, false);
        if end > 0 {
            self.json(cut(rest, 0, end), 0, &place.behind(i));
            return i + end;
        }
        *tries -= 1;
        0
    }

    /// The path at `i`, as a relative URL.
    pub(super) fn route(&mut self, s: &[u8], i: usize, place: &Place) -> Next {
        let end = until(s, i, STOP);
        self.url(cut(s, i, end), false, &place.behind(i));
        end
    }

    /// The URL whose `://` is at `i`, scheme and all.
    fn link(&mut self, s: &[u8], i: usize, floor: usize, place: &Place) -> Next {
        let done = self.done(floor, place);
        let mut start = i;
        while start > done && i - start < 32 && is(before(s, start), RUN) && before(s, start) != b'_' {
            start -= 1;
        }
        if !is(at(s, start), ALPHA) {
            // No scheme: what follows is read as a relative URL with a host.
            start = i + 1;
        }
        let mut end = until(s, i, STOP);
        while end > i + 3 && has(b".,;:!?)]*", before(s, end)) {
            end -= 1;
        }
        // `[https://…](title)`
        if before(s, start) == b'[' {
            end = i + find(cut(s, i, end), 0, b"](");
        }
        self.url(cut(s, start, end), false, &place.behind(start));
        end
    }
}
