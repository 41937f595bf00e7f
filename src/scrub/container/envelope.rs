//! Sentry envelopes: a header line, then items of a header line and a payload whose length the header may give. The
//! lengths are kept right. Format: <https://develop.sentry.dev/sdk/data-model/envelopes/>.

use super::super::report::{Part, Place, write_number};
use super::super::site::SITE;
use super::super::sniff::is_json;
use super::super::{Kind, Refusal, Scrubber};
use crate::scan::class::{D, at, cut, run};
use crate::scan::literal::{find, index};

impl Scrubber {
    /// A whole envelope.
    pub(in super::super) fn envelope(&mut self, s: &[u8], place: &Place) {
        const LENGTH: &[u8] = b"\"length\":";
        let mut from = index(s, 0, b'\n');
        self.frame = true;
        self.json(cut(s, 0, from), 0, &place.at(Part::Named("header"), 0));
        self.frame = false;
        let items = place.at(Part::Named("item"), 0);
        let mut number = 0;
        while from + 1 < s.len() {
            from += 1;
            let end = index(s, from, b'\n');
            let header = cut(s, from, end);
            if header.trim_ascii().is_empty() {
                from = end;
                continue;
            }
            let part = Part::Index(number);
            self.frame = true;
            self.json(header, 0, &items.at(part, from));
            self.frame = false;
            let mark = self.edits.list.len();
            let payload = s.len().min(end + 1);
            // The span of the length that the header gives, and the length.
            let mut digit = find(header, 0, LENGTH) + LENGTH.len();
            while at(header, digit) == b' ' {
                digit += 1;
            }
            let given = cut(header, digit, run(header, digit, D).min(digit + 9));
            let len = given.iter().fold(0, |n, d| n * 10 + usize::from(d - b'0'));
            let close = if given.is_empty() { index(s, payload, b'\n') } else { payload + len };
            if close > s.len() || (close < s.len() && at(s, close) != b'\n') {
                return self.refuse(Refusal::Malformed);
            }
            let content = cut(s, payload, close);
            // JSON, or a file of any kind (an attachment); a recording is compressed and cannot be read.
            let inner = items.at(part, payload);
            if is_json(content) && find(header, 0, b"\"attachment\"") == header.len() {
                self.json(content, 0, &inner);
            } else if SITE && self.only > 0 {
                return self.refuse(Refusal::Unsupported);
            } else {
                if self.enter() {
                    self.container(content, Kind::Text, &inner);
                }
                self.leave();
            }
            let growth = self.edits.growth(mark);
            if growth != 0 && !given.is_empty() {
                let mut with = self.take();
                write_number((len as u32).wrapping_add_signed(growth), &mut with);
                let at_ = place.base + (from + digit) as u32;
                self.edits.replace_before(at_, at_ + given.len() as u32, &with);
                self.give(with);
            }
            from = close;
            number += 1;
        }
    }
}
