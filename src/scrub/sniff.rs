//! Which container a payload is, when its content type does not say or cannot be trusted.

use super::layer::is_base64;
use super::report::Place;
use super::{Kind, Refusal, Scrubber};
use crate::catalogue::detect;
use crate::scan::class::{ALNUM, STOP, at, cut, is};
use crate::scan::literal::{find, index, until};
use super::container::url::is_absolute;

impl Scrubber {
    /// Scrubs `s` as `kind`.
    pub(super) fn container(&mut self, s: &[u8], base: u32, kind: Kind, place: &Place) -> Result<(), Refusal> {
        if s.is_empty() {
            return Ok(());
        }
        if kind == Kind::Protobuf {
            return self.protobuf(s, place);
        }
        if core::str::from_utf8(s).is_err() {
            // Multipart may carry files; everything else that is not text is compressed or unknown.
            return if kind == Kind::Multipart || is_multipart(s) {
                self.multipart(s, place)
            } else {
                Err(Refusal::Unsupported)
            };
        }
        let kind = match (kind, self.vendor) {
            (Kind::Auto | Kind::Text, Some(vendor)) => match Kind::from_number(detect::body(vendor).into()) {
                // A form vendor sends JSON too; an envelope is always one.
                Kind::Envelope if is_json(s) => Kind::Envelope,
                _ => self.sniff(s, kind),
            },
            (Kind::Auto | Kind::Text, None) => self.sniff(s, kind),
            _ => kind,
        };
        match kind {
            // A text that only claims to be a URL is read as what it looks like.
            Kind::Url if is_absolute(s) || matches!(s.first(), Some(b'/' | b'?' | b'#')) => {
                let request = self.vendor.is_some() && self.depth == 0;
                self.url(s, base, request, place)
            }
            Kind::Form => self.form(s, base, place),
            Kind::Json => self.json(s, base, place),
            Kind::Lines => self.lines(s, base, place),
            Kind::Envelope => self.envelope(s, base, place),
            Kind::Multipart => self.multipart(s, place),
            _ => self.value(s, base, 0, place).map(|_| ()),
        }
    }

    fn sniff(&self, s: &[u8], kind: Kind) -> Kind {
        if is_multipart(s) {
            return Kind::Multipart;
        }
        if is_json(s) {
            let first = first_line(s);
            let more = s.get(first.len()..).is_some_and(|rest| rest.iter().any(|b| *b > b' '));
            let whole = more && matches!(first.trim_ascii_end().last(), Some(b'}' | b']'));
            return match whole && is_balanced(first) {
                true if is_envelope(s, first) => Kind::Envelope,
                true => Kind::Lines,
                // Prose in brackets is no JSON; a body that only claims to be text may still be read as text.
                false if kind == Kind::Text && !is_balanced(s) => Kind::Text,
                false => Kind::Json,
            };
        }
        let solid = until(s, 0, STOP) == s.len();
        let name = s.iter().position(|b| !is(*b, ALNUM) && !matches!(b, b'_' | b'.' | b'$' | b'-' | b'[' | b']' | b'%' | b'+'));
        let pair = name.is_some_and(|i| i > 0 && at(s, i) == b'=') && !is_base64(s);
        if solid && !pair && (is_absolute(s) || matches!(s.first(), Some(b'/' | b'?' | b'#'))) {
            return Kind::Url;
        }
        let form = pair && s.split(|b| *b == b'\n').all(|line| until(line.trim_ascii_end(), 0, STOP) == line.trim_ascii_end().len());
        if form { Kind::Form } else { Kind::Text }
    }
}

fn first_line(s: &[u8]) -> &[u8] {
    cut(s, 0, index(s, 0, b'\n'))
}

/// Begins as a JSON object or array does.
pub(super) fn is_json(s: &[u8]) -> bool {
    let s = s.trim_ascii_start();
    let next = at(s.get(1..).unwrap_or(&[]).trim_ascii_start(), 0);
    match s.first() {
        Some(b'{') => matches!(next, b'"' | b'}' | b'{'),
        Some(b'[') => matches!(next, b'"' | b'{' | b'[' | b']' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n'),
        _ => false,
    }
}

/// Brackets outside strings close as often as they open.
fn is_balanced(s: &[u8]) -> bool {
    let (mut depth, mut text, mut skip) = (0i64, false, false);
    for b in s {
        match b {
            _ if skip => skip = false,
            b'\\' if text => skip = true,
            b'"' => text = !text,
            b'{' | b'[' if !text => depth += 1,
            b'}' | b']' if !text => depth -= 1,
            _ => {}
        }
    }
    depth == 0 && !text
}

/// The second line of an envelope is an item header, which names a type and little else.
fn is_envelope(s: &[u8], first: &[u8]) -> bool {
    let second = first_line(s.get(first.len() + 1..).unwrap_or(&[]));
    let has = |line: &[u8], word: &[u8]| find(line, 0, word).is_some();
    second.starts_with(b"{\"type\":")
        && (has(first, b"sent_at") || has(first, b"event_id") || has(first, b"dsn") || has(first, b"sdk") || first == b"{}")
}

/// Begins with a boundary and a part's header.
fn is_multipart(s: &[u8]) -> bool {
    let head = cut(s, 0, s.len().min(256));
    s.starts_with(b"--") && (find(head, 0, b"ontent-Disposition:").is_some() || find(head, 0, b"ontent-disposition:").is_some())
}
