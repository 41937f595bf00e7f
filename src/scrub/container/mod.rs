//! Which container a payload is, and what a text that was unwrapped from another holds.

pub mod envelope;
pub mod form;
pub mod json;
pub mod lines;
pub mod text;
pub mod url;

use super::layer::{from_base64, to_base64};
use super::leaf::Ips;
use super::{Kind, Refusal, Scrubber, limit};
use crate::catalogue::detect;
use crate::scan::class::{ALPHA, B64, B64U, STOP, at, is};

/// Reads a whole payload.
pub fn read(cx: &mut Scrubber, s: &[u8], kind: Kind) -> Result<(), Refusal> {
    match kind {
        Kind::Auto => auto(cx, s),
        Kind::Url => url::url(cx, s, url::Host::Kept),
        Kind::Form => form::lines(cx, s),
        Kind::Json => json::json(cx, s),
        Kind::Lines => lines::lines(cx, s),
        Kind::Envelope => envelope::envelope(cx, s),
        Kind::Text => plain(cx, s),
        Kind::Multipart | Kind::Protobuf => Err(Refusal::Unsupported),
    }
}

/// The vendor's profile first, then the bytes themselves.
fn auto(cx: &mut Scrubber, s: &[u8]) -> Result<(), Refusal> {
    let profile = cx.vendor.map_or(Kind::Auto, |vendor| Kind::from_code(detect::body(vendor).into()));
    let first = s.iter().copied().find(|b| *b > b' ').unwrap_or(0);
    let structured = first == b'{' || first == b'[';
    let mark = cx.mark();
    let guess = match profile {
        // A form has no brackets in front: the client wrote JSON this time.
        Kind::Auto | Kind::Form if structured => Kind::Json,
        Kind::Auto if is_url(s) => Kind::Url,
        Kind::Auto if is_form(s) => Kind::Form,
        Kind::Auto => Kind::Text,
        // An envelope, lines or JSON start with a bracket; what does not is something else.
        Kind::Envelope | Kind::Lines | Kind::Json if !structured => {
            return if is_form(s) { form::lines(cx, s) } else { plain(cx, s) };
        }
        known => known,
    };
    match read(cx, s, guess) {
        Err(Refusal::Malformed) if guess == Kind::Json && s.contains(&b'\n') => {
            cx.back_to(mark);
            lines::lines(cx, s)
        }
        done => done,
    }
}

fn is_url(s: &[u8]) -> bool {
    let word = s.iter().take_while(|b| is(**b, ALPHA)).count();
    word > 1 && s.get(word..).is_some_and(|rest| rest.starts_with(b"://")) && !s.iter().any(|b| *b <= b' ')
}

fn is_form(s: &[u8]) -> bool {
    let name = s.iter().take_while(|b| is(**b, B64U) || b"$.%[]".contains(b)).count();
    name > 0 && at(s, name) == b'=' && !s.iter().any(|b| *b == b' ' || *b == b'{')
}

fn plain(cx: &mut Scrubber, s: &[u8]) -> Result<(), Refusal> {
    if std::str::from_utf8(s).is_err() {
        return Err(Refusal::Unsupported);
    }
    text::text(cx, s, Ips::Wanted)
}

/// Searches a text that came out of a container: JSON, base64 of JSON, or words and URLs.
pub fn value(cx: &mut Scrubber, s: &[u8], ips: Ips) -> Result<(), Refusal> {
    if s.len() < 3 {
        return Ok(());
    }
    if cx.texts >= limit::DEEPEST_TEXT {
        return Err(Refusal::TooDeep);
    }
    cx.texts += 1;
    let done = unwrap(cx, s, ips);
    cx.texts -= 1;
    done
}

fn unwrap(cx: &mut Scrubber, s: &[u8], ips: Ips) -> Result<(), Refusal> {
    let lead = s.iter().take_while(|b| **b <= b' ').count();
    if matches!(at(s, lead), b'{' | b'[') {
        let mark = cx.mark();
        match json::json(cx, s) {
            // Prose may start with a bracket.
            Err(Refusal::Malformed) => cx.back_to(mark),
            done => return done,
        }
    }
    if let Some((inner, how)) = wrapped(s) {
        let mark = cx.mark();
        match json::json(cx, &inner) {
            Ok(()) => {
                if cx.edits.mark() > mark.0 {
                    let with = to_base64(&cx.edits.apply(mark.0, &inner), how);
                    cx.edits.back_to(mark.0);
                    cx.edits.push(0, s.len(), &with);
                }
                return Ok(());
            }
            Err(Refusal::Malformed) => cx.back_to(mark),
            refused => return refused,
        }
    }
    text::text(cx, s, ips)
}

/// base64 of something that starts like JSON, told by its first characters.
fn wrapped(s: &[u8]) -> Option<(Vec<u8>, super::layer::Base64)> {
    const HEADS: [&[u8]; 8] = [b"eyJ", b"eyA", b"ewo", b"ew0", b"W3s", b"WyJ", b"Wwo", b"eyc"];
    if s.len() < 12 || !HEADS.iter().any(|head| s.starts_with(head)) {
        return None;
    }
    if !s.iter().all(|b| is(*b, B64) || is(*b, B64U) || *b == b' ') || s.iter().all(|b| is(*b, STOP)) {
        return None;
    }
    let (inner, how) = from_base64(s)?;
    std::str::from_utf8(&inner).is_ok().then_some((inner, how))
}
