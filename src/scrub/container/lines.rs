//! NDJSON and other bodies of one record a line: each line is what it looks like.

use super::super::report::{Part, Place};
use super::super::sniff::is_json;
use super::super::{Refusal, Scrubber};

impl Scrubber {
    /// One record a line; empty lines stay.
    pub(in super::super) fn lines(&mut self, s: &[u8], base: u32, place: &Place) -> Result<(), Refusal> {
        let (mut from, mut number) = (base, 1);
        for line in s.split(|b| *b == b'\n') {
            let inner = place.at(Part::Line(number));
            if is_json(line) {
                self.json(line, from, &inner)?;
            } else if !line.trim_ascii().is_empty() {
                self.plain(line, from, 0, &inner)?;
            }
            from += line.len() as u32 + 1;
            number += 1;
        }
        Ok(())
    }
}
