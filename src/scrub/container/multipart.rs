//! `multipart/form-data` (RFC 7578): the boundary is the body's first line; a part's name names its content.

use super::super::report::{Part, Place};
use super::super::{Act, Kind, Refusal, Scrubber};
use crate::catalogue::meaning::KEEP;
use crate::scan::class::cut;
use crate::scan::literal::find;

/// The value of a parameter of a part's header, as written between its quotes.
fn parameter<'a>(headers: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let mut from = 0;
    loop {
        let start = find(headers, from, name)?;
        let value = start + name.len();
        // `name="` must not be the end of `filename="`.
        if !headers.get(start.wrapping_sub(1)).is_some_and(u8::is_ascii_alphanumeric) {
            return Some(cut(headers, value, find(headers, value, b"\"")?));
        }
        from = value;
    }
}

impl Scrubber {
    /// A whole body.
    pub(in super::super) fn multipart(&mut self, s: &[u8], place: &Place) -> Result<(), Refusal> {
        let line = find(s, 0, b"\r\n").ok_or(Refusal::Malformed)?;
        let boundary = cut(s, 0, line);
        if !boundary.starts_with(b"--") || boundary.len() < 3 {
            return Err(Refusal::Malformed);
        }
        let mut delimiter = self.take();
        delimiter.extend_from_slice(b"\r\n");
        delimiter.extend_from_slice(boundary);
        let mut from = line;
        loop {
            // At the line end behind a boundary.
            let head = find(s, from, b"\r\n\r\n").ok_or(Refusal::Malformed)?;
            let body = head + 4;
            let end = find(s, body.saturating_sub(2), &delimiter).ok_or(Refusal::Malformed)?.max(body);
            self.content(cut(s, from, head), cut(s, body, end), body as u32, place)?;
            from = end + delimiter.len();
            match s.get(from..from + 2) {
                Some(b"--") => break,
                Some(b"\r\n") => {}
                _ => return Err(Refusal::Malformed),
            }
        }
        self.give(delimiter);
        Ok(())
    }

    fn content(&mut self, headers: &[u8], s: &[u8], base: u32, place: &Place) -> Result<(), Refusal> {
        let name = parameter(headers, b"name=\"").ok_or(Refusal::Malformed)?;
        // A file that is no text cannot be read.
        if core::str::from_utf8(s).is_err() {
            return Err(Refusal::Unsupported);
        }
        let inner = place.at(Part::Form(name));
        let class = self.class(name, b"");
        if class == KEEP {
            self.enter()?;
            self.container(s, base, Kind::Text, &inner)?;
            self.leave();
            return Ok(());
        }
        // A part is never taken out: an empty one keeps the form's shape.
        if self.value(s, base, class, &inner)? == Act::Remove {
            self.edits.replace(base, base + s.len() as u32, b"");
        }
        Ok(())
    }
}
