//! Sentry envelopes: a header line, then items of a header line and a payload whose length the header may give. The
//! lengths are kept right. Format: <https://develop.sentry.dev/sdk/data-model/envelopes/>.

use super::super::report::{Part, Place, write_number};
use super::super::sniff::is_json;
use super::super::{Refusal, Scrubber};
use crate::scan::literal::{find, has, index};
use crate::scan::class::{D, at, cut, run};

/// The span of the number after `"length":` in an item header, and the number.
fn length(header: &[u8]) -> Option<(usize, usize, usize)> {
    const NAME: &[u8] = b"\"length\":";
    let mut from = find(header, 0, NAME)? + NAME.len();
    while at(header, from) == b' ' {
        from += 1;
    }
    let end = run(header, from, D);
    let digits = cut(header, from, end);
    if digits.is_empty() || digits.len() > 8 {
        return None;
    }
    Some((from, end, digits.iter().fold(0, |n, d| n * 10 + usize::from(d - b'0'))))
}

impl Scrubber {
    /// A whole envelope.
    pub(in super::super) fn envelope(&mut self, s: &[u8], base: u32, place: &Place) -> Result<(), Refusal> {
        let mut from = index(s, 0, b'\n');
        self.json(cut(s, 0, from), base, &place.at(Part::Named("header")))?;
        let mut number = 0;
        while from + 1 < s.len() {
            from += 1;
            let end = index(s, from, b'\n');
            let header = cut(s, from, end);
            if header.trim_ascii().is_empty() {
                from = end;
                continue;
            }
            let items = place.at(Part::Named("item"));
            let inner = items.at(Part::Index(number));
            self.json(header, base + from as u32, &inner)?;
            let mark = self.edits.list.len();
            let payload = (end + 1).min(s.len());
            let given = length(header);
            let close = match given {
                Some((_, _, len)) => payload.checked_add(len).filter(|to| *to <= s.len()).ok_or(Refusal::Malformed)?,
                None => index(s, payload, b'\n'),
            };
            if close < s.len() && at(s, close) != b'\n' {
                return Err(Refusal::Malformed);
            }
            self.item(cut(s, payload, close), base + payload as u32, &inner)?;
            if let Some((a, b, len)) = given {
                let growth = self.edits.growth(mark);
                if growth != 0 {
                    let mut with = Vec::new();
                    write_number((len as i64 + growth) as u32, &mut with);
                    self.edits.replace_before(base + (from + a) as u32, base + (from + b) as u32, &with);
                }
            }
            from = close;
            number += 1;
        }
        Ok(())
    }

    /// A payload: JSON, or a text (an attachment); a recording is compressed and cannot be read.
    fn item(&mut self, s: &[u8], base: u32, place: &Place) -> Result<(), Refusal> {
        if is_json(s) && !has(s, b'\n') {
            self.json(s, base, place)
        } else {
            self.plain(s, base, 0, place).map(|_| ())
        }
    }
}
