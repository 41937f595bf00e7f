//! NDJSON and other bodies of one record a line: each line is what it looks like.

use super::super::Scrubber;
use super::super::report::{Part, Place};
use crate::catalogue::meaning::KEEP;
use crate::scan::class::cut;
use crate::scan::literal::index;

impl Scrubber {
    /// One record a line; empty lines stay.
    pub(in super::super) fn lines(&mut self, s: &[u8], place: &Place) {
        let (mut from, mut number) = (0, 1);
        while from < s.len() {
            let end = index(s, from, b'\n');
            self.record(cut(s, from, end), &place.at(Part::Line(number), from));
            from = end + 1;
            number += 1;
        }
    }

    /// A line: JSON if it begins so, else a text.
    pub(super) fn record(&mut self, s: &[u8], place: &Place) {
        if super::super::sniff::is_json(s) {
            self.json(s, place);
        } else {
            self.plain(s, KEEP, place);
        }
    }
}
