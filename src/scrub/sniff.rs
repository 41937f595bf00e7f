//! Which container a payload is, when its content type does not say or cannot be trusted.

use super::container::url::is_absolute;
use super::report::Place;
use super::site::SITE;
use super::{Act, Kind, Refusal, Scrubber};
use crate::catalogue::detect;
use crate::catalogue::meaning::KEEP;
use crate::scan::class::{ALNUM, B64ANY, STOP, at, cut, is, run};
use crate::scan::literal::{find, has, index, until};
use crate::scan::utf8::{is_text, is_utf8};

impl Scrubber {
    /// Scrubs `s` as `kind`.
    pub(super) fn container(&mut self, s: &[u8], claimed: Kind, place: &Place) {
        if s.is_empty() {
            return;
        }
        if SITE && self.only > 0 && claimed == Kind::Protobuf {
            return self.refuse(Refusal::Unsupported);
        }
        if claimed == Kind::Protobuf {
            return self.protobuf(s, place);
        }
        if !is_utf8(s) {
            // Multipart may carry files; everything else that is not text is compressed or unknown.
            return if claimed == Kind::Multipart || is_multipart(s) {
                self.multipart(s, place)
            } else {
                self.refuse(Refusal::Unsupported)
            };
        }
        let kind = self.kind(s, claimed);
        let mark = self.edits.list.len();
        match kind {
            Kind::Url => {
                // The address itself; a body that is nothing but some URL is none.
                let vendor = self.vendor.is_some() || (SITE && self.only > 0);
                let request = vendor && self.depth == 0 && claimed == Kind::Url;
                if SITE && self.only > 0 && !request {
                    return self.nameless(s, place);
                }
                self.url(s, request, place);
            }
            Kind::Form => self.form(s, place),
            Kind::Json | Kind::Lines => self.json(s, u32::from(kind == Kind::Lines), place),
            Kind::Envelope => self.envelope(s, place),
            Kind::Multipart => self.multipart(s, place),
            // Control characters are those of a format that is not known; a length before a token hides it.
            _ if !is_text(s) => self.refuse(Refusal::Unsupported),
            _ => self.nameless(s, place),
        }
        // What is left of a text may look like another container: `jane@example.com /reset/…`.
        let guessed = matches!(claimed, Kind::Auto | Kind::Url | Kind::Text);
        if guessed && matches!(kind, Kind::Url | Kind::Form | Kind::Text) && self.edits.list.len() > mark {
            self.settle(s, KEEP, Some((claimed, kind)), mark, place);
        }
    }

    /// What `s` is read as if it is said to be `claimed`.
    pub(super) fn kind(&self, s: &[u8], claimed: Kind) -> Kind {
        let mut kind = claimed;
        if matches!(kind, Kind::Auto | Kind::Text) {
            // A form vendor sends JSON too; an envelope is always one.
            let enveloped = self.vendor.is_some_and(|vendor| detect::body(vendor) == Kind::Envelope as u8);
            kind = if enveloped && is_json(s) { Kind::Envelope } else { sniff(s) };
        }
        match kind {
            // A text that only claims to be a URL is read as what it looks like.
            Kind::Url if !is_url(s) => Kind::Text,
            // Prose in brackets is no JSON, if it only claims to be text.
            Kind::Json if claimed == Kind::Text => Kind::Text,
            _ => kind,
        }
    }

    /// What has no names of its own, whole.
    fn nameless(&mut self, s: &[u8], place: &Place) {
        if self.value(s, KEEP, place) == Act::Remove {
            self.refuse(Refusal::Unsupported);
        }
    }
}

fn sniff(s: &[u8]) -> Kind {
    if is_multipart(s) {
        return Kind::Multipart;
    }
    if is_json(s) {
        return if is_envelope(s) { Kind::Envelope } else { Kind::Json };
    }
    let mut name = 0;
    while is(at(s, name), ALNUM) || (name < s.len() && has(b"_.$-[]%+", at(s, name))) {
        name += 1;
    }
    let pair = name > 0 && at(s, name) == b'=' && !(s.len() >= 12 && run(s, 0, B64ANY) == s.len());
    if !pair && is_url(s) && until(s, 0, STOP) == s.len() {
        return Kind::Url;
    }
    // Lines of pairs: nothing but line ends may stand between.
    let mut from = 0;
    while pair && from < s.len() {
        let stop = until(s, from, STOP);
        from = stop;
        while matches!(at(s, from), b'\r' | b'\n') {
            from += 1;
        }
        if from == stop && stop < s.len() {
            return Kind::Text;
        }
    }
    if pair { Kind::Form } else { Kind::Text }
}

fn is_url(s: &[u8]) -> bool {
    has(b"/?#", at(s, 0)) || is_absolute(s)
}

/// Begins as a JSON object or array does.
pub(super) fn is_json(s: &[u8]) -> bool {
    let s = s.trim_ascii_start();
    let next = at(cut(s, 1, s.len()).trim_ascii_start(), 0);
    match at(s, 0) {
        b'{' => has(b"\"}{", next),
        b'[' => has(b"\"{[]-0123456789tfn", next),
        _ => false,
    }
}

/// The second line of an envelope is an item header, which names a type and little else.
fn is_envelope(s: &[u8]) -> bool {
    let end = index(s, 0, b'\n');
    let first = cut(s, 0, end);
    let has = |word: &[u8]| find(first, 0, word) < end;
    cut(s, end + 1, s.len()).starts_with(b"{\"type\":")
        && (has(b"sent_at") || has(b"event_id") || has(b"dsn") || has(b"sdk") || first == b"{}")
}

/// Begins with a boundary and a part's header.
fn is_multipart(s: &[u8]) -> bool {
    let head = cut(s, 0, s.len().min(256));
    // The case of the first letters differs.
    s.starts_with(b"--") && find(head, 0, b"isposition:") < head.len()
}
