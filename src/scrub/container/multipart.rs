//! `multipart/form-data` (RFC 7578): the boundary is the body's first line; a part's name names its content.

use super::super::report::{Part, Place};
use super::super::site::SITE;
use super::super::{Act, Kind, Refusal, Scrubber};
use crate::catalogue::meaning::KEEP;
use crate::scan::class::{ALNUM, at, before, cut, is};
use crate::scan::literal::{find, index};
use crate::scan::utf8::is_utf8;

impl Scrubber {
    /// A whole body.
    pub(in super::super) fn multipart(&mut self, s: &[u8], place: &Place) {
        if self.parts(s, place).is_none() {
            self.refuse(Refusal::Malformed);
        }
    }

    fn parts(&mut self, s: &[u8], place: &Place) -> Option<()> {
        let mut from = find(s, 0, b"\r\n");
        let boundary = s.get(..from).filter(|line| line.len() > 2 && line.starts_with(b"--"))?;
        let mut kept = false;
        loop {
            // At the line end behind a boundary.
            let head = find(s, from, b"\r\n\r\n");
            let body = head + 4;
            // An empty part shares its line end with its headers'.
            let mut end = find(s, head + 2, b"\r\n");
            while cut(s, end + 2, end + 2 + boundary.len()) != boundary {
                if end >= s.len() {
                    return None;
                }
                end = find(s, end + 2, b"\r\n");
            }
            let mark = self.edits.list.len();
            let act = self.content(cut(s, from, head), s.get(body..end.max(body))?, &place.behind(body))?;
            let start = core::mem::replace(&mut from, end + 2 + boundary.len());
            if act == Act::Remove {
                // With the boundary behind it.
                self.edits.list.truncate(mark);
                self.edits.replace(place.base + start as u32, place.base + from as u32, b"");
            }
            kept |= act == Act::Done;
            match s.get(from..from + 2)? {
                // A body without parts is none.
                b"--" if !kept => {
                    self.refuse(Refusal::Unsupported);
                    return Some(());
                }
                b"--" => return Some(()),
                b"\r\n" => {}
                _ => return None,
            }
        }
    }

    fn content(&mut self, headers: &[u8], s: &[u8], place: &Place) -> Option<Act> {
        const NAME: &[u8] = b"name=\"";
        let mut from = find(headers, 0, NAME);
        // `name="` must not be the end of `filename="`.
        while is(before(headers, from), ALNUM) && from < headers.len() {
            from = find(headers, from + 1, NAME);
        }
        from += NAME.len();
        let end = index(headers, from, b'"');
        if at(headers, end) != b'"' {
            return None;
        }
        let name = cut(headers, from, end);
        let inner = place.at(Part::Form(name), 0);
        if SITE && self.unlisted(&inner) {
            return Some(Act::Remove);
        }
        let class = self.class(name, b"");
        if !is_utf8(s) {
            // A file that is no text cannot be read.
            self.refuse(Refusal::Unsupported);
        } else if SITE && self.only > 0 {
            return Some(self.value(s, class, &inner));
        } else if class == KEEP {
            if self.enter() {
                self.container(s, Kind::Text, &inner);
            }
            self.leave();
        } else if self.value(s, class, &inner) == Act::Remove {
            // An empty part keeps the form's shape.
            self.edits.replace(inner.base, inner.base + s.len() as u32, b"");
        }
        Some(Act::Done)
    }
}
