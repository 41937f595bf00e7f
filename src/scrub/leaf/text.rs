//! Running text, once from left to right: every word and every telling mark is looked at where it stands.

use super::super::layer::is_triplet;
use super::super::report::Place;
use super::super::{Act, Refusal, Scrubber};
use super::token::{data_url, is_data};
use crate::catalogue::meaning::{IP, KEEP, VERSION};
use crate::scan::class::{ALNUM, ALPHA, D, HEXI, RUN, STOP, UPPER, at, before, cut, is, run};
use crate::scan::literal::until;

/// The shortest token of the catalogue, about.
const TOKEN: usize = 12;

impl Scrubber {
    /// Scrubs a text at `base`. Its name's class says whether four numbers may be an address.
    pub(crate) fn text(&mut self, s: &[u8], base: u32, class: u8, place: &Place) -> Result<(), Refusal> {
        let floor = self.edits.list.len();
        let mut i = 0;
        while i < s.len() {
            let b = at(s, i);
            let next = if is(b, ALNUM) {
                let end = run(s, i, ALNUM);
                Some(self.word(s, base, i, end, class, place)?.unwrap_or(end))
            } else {
                match b {
                    b'@' => Some(self.email(s, base, i, floor, place)),
                    b':' if at(s, i + 1) == b'/' && at(s, i + 2) == b'/' => self.link(s, base, i, place)?,
                    b':' if at(s, i + 1) == b':' && class != VERSION => self.ipv6(s, base, i, place),
                    b'=' | b':' => self.assignment(s, base, i, place)?,
                    b'+' | b'(' => self.phone(s, base, i, place),
                    b'-' if at(s, i + 1) == b'-' => self.pem(s, base, i, place),
                    b'%' if is_triplet(s, i) => Some(self.encoded(s, base, i, floor, place)?),
                    _ => None,
                }
            };
            i = next.unwrap_or(i + 1).max(i + 1);
        }
        Ok(())
    }

    /// The word at `i..end`: where to go on if something was found.
    #[inline]
    fn word(
        &mut self,
        s: &[u8],
        base: u32,
        i: usize,
        end: usize,
        class: u8,
        place: &Place,
    ) -> Result<Option<usize>, Refusal> {
        let ip = class != VERSION;
        let (first, prev, next) = (at(s, i), before(s, i), at(s, end));
        if s.len() - i >= TOKEN
            && let Some(end) = self.token(s, base, i, end, place)
        {
            return Ok(Some(end));
        }
        if is(first, D) {
            if next == b'.'
                && ip
                && let Some(end) = self.ipv4(s, base, i, class == IP, place)
            {
                return Ok(Some(end));
            }
            if let Some(end) = self.digits(s, base, i, place) {
                return Ok(Some(end));
            }
        }
        if next == b':' && end - i <= 4 && is(first, HEXI) && ip {
            if let Some(end) = self.ipv6(s, base, i, place) {
                return Ok(Some(end));
            }
            if !is(prev, RUN)
                && prev != b':'
                && let Some(end) = super::ip::mac(s, i)
            {
                self.redact(base + i as u32, base + end as u32, super::super::report::MAC, place);
                return Ok(Some(end));
            }
        }
        if !is(first, ALPHA) {
            return Ok(None);
        }
        if is(first, UPPER)
            && end - i >= 4
            && let Some(end) = self.iban(s, base, i, place)
        {
            return Ok(Some(end));
        }
        if next == b' '
            && let Some(end) = self.scheme(s, base, i, end, place)
        {
            return Ok(Some(end));
        }
        if matches!(prev, b'/' | b'\\')
            && let Some(end) = self.home(s, base, i, end, place)
        {
            return Ok(Some(end));
        }
        if is_data(s, i)
            && let Some(end) = data_url(s, i)
        {
            return Ok(Some(end));
        }
        if end - i >= TOKEN && (first == b'e' || first == b'W') {
            return self.base64_word(s, base, i, place);
        }
        Ok(None)
    }

    /// The part around the `%XX` at `i` that has no white space, decoded; returns where it ends.
    fn encoded(
        &mut self,
        s: &[u8],
        base: u32,
        i: usize,
        floor: usize,
        place: &Place,
    ) -> Result<usize, Refusal> {
        let done = match self.edits.list.get(floor..) {
            Some([.., last]) => (last.end - base) as usize,
            _ => 0,
        };
        let mut start = i;
        while start > done && i - start < 64 && !is(before(s, start), STOP) {
            start -= 1;
        }
        let end = until(s, i, STOP);
        let part = cut(s, start, end);
        if self.decoded(part, base + start as u32, KEEP, place)? == Act::Remove {
            self.edits.redact(base + start as u32, base + end as u32);
        }
        Ok(end)
    }

    /// The URL whose `://` is at `i`, scheme and all.
    fn link(&mut self, s: &[u8], base: u32, i: usize, place: &Place) -> Result<Option<usize>, Refusal> {
        let mut start = i;
        while start > 0 && i - start < 32 && is(before(s, start), RUN) && before(s, start) != b'_' {
            start -= 1;
        }
        if !is(at(s, start), ALPHA) {
            // No scheme: what follows is read as a relative URL with a host.
            start = i + 1;
        }
        let mut end = until(s, i, STOP);
        while end > i + 3
            && matches!(before(s, end), b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' | b']' | b'*')
        {
            end -= 1;
        }
        self.url(cut(s, start, end), base + start as u32, false, place)?;
        Ok(Some(end))
    }
}
