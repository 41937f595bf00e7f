//! `multipart/form-data` (RFC 7578): the boundary is the body's first line; a part's name names its content.

use super::super::report::{Part, Place};
use super::super::{Act, Kind, Refusal, Scrubber};
use crate::scan::class::cut;

fn find(s: &[u8], from: usize, needle: &[u8]) -> Option<usize> {
    let rest = s.get(from..)?;
    rest.windows(needle.len()).position(|w| w == needle).map(|i| from + i)
}

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
        if core::str::from_utf8(s).is_err() {
            return Err(Refusal::Unsupported);
        }
        let inner = place.at(Part::Form(name));
        let class = self.class(name, b"");
        let file = parameter(headers, b"filename=\"").is_some();
        if class == 0 && (file || s.first().is_some_and(|b| matches!(b, b'{' | b'['))) {
            let kind = if super::super::sniff::is_json(s) { Kind::Json } else { Kind::Text };
            return self.part(s, base, kind, &inner);
        }
        // A part is never taken out: an empty one keeps the form's shape.
        if self.value(s, base, class, &inner)? == Act::Remove {
            self.edits.replace(base, base + s.len() as u32, b"");
        }
        Ok(())
    }
}
