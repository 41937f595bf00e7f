//! Running text: words between white space and quotes, of which some are URLs, pairs, tokens or addresses.

use super::{form, url};
use crate::catalogue::meaning;
use crate::scan::class::{ALNUM, ALPHA, B64U, D, STOP, at, before, is};
use crate::scan::opaque::is_opaque;
use crate::scrub::action::{looks_secret, scheme};
use crate::scrub::layer::has_percent;
use crate::scrub::leaf::{Ips, card, leaf};
use crate::scrub::{Refusal, Scrubber, placeholder};

/// What the word before says of the next one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    /// a sensitive name and a colon
    Secret,
    /// an authentication scheme
    Scheme,
    /// `version` and the like
    Version,
}

/// Searches a text.
pub fn text(cx: &mut Scrubber, s: &[u8], ips: Ips) -> Result<(), Refusal> {
    let (mut i, mut said) = (0, Said::Nothing);
    while i < s.len() {
        while i < s.len() && is(at(s, i), STOP) {
            i += 1;
        }
        let start = i;
        // A card number is written with spaces.
        if is(at(s, i), D)
            && let Some(end) = card::at_start(s, i)
        {
            cx.cut(start, end, placeholder(), "pii.card");
            i = end;
            continue;
        }
        let mut seen = 0u8;
        while i < s.len() {
            let b = at(s, i);
            if is(b, STOP) {
                break;
            }
            seen |= mark(b);
            i += 1;
        }
        let (from, to) = trim(s, start, i);
        if from < to {
            said = word(cx, s, (from, to), seen, said, ips)?;
        }
    }
    Ok(())
}

const SLASH: u8 = 1;
const PAIR: u8 = 2;
const PERCENT: u8 = 4;
const COLON: u8 = 8;

fn mark(b: u8) -> u8 {
    match b {
        b'/' | b'?' | b'#' => SLASH,
        b'=' => PAIR,
        b'%' => PERCENT,
        b':' => COLON,
        _ => 0,
    }
}

/// Leaves out punctuation around a word.
fn trim(s: &[u8], mut from: usize, mut to: usize) -> (usize, usize) {
    while from < to && b"([,;*".contains(&at(s, from)) {
        from += 1;
    }
    while from < to && b".,;:!)*".contains(&before(s, to)) {
        to -= 1;
    }
    // A closing bracket belongs to the word if it opened there.
    while from < to && before(s, to) == b']' && !s.get(from..to).is_some_and(|word| word.contains(&b'[')) {
        to -= 1;
    }
    (from, to)
}

fn word(
    cx: &mut Scrubber,
    s: &[u8],
    (from, to): (usize, usize),
    seen: u8,
    said: Said,
    ips: Ips,
) -> Result<Said, Refusal> {
    let w = s.get(from..to).unwrap_or(&[]);
    if matches!(said, Said::Secret | Said::Scheme) && w != placeholder() {
        if scheme(w) {
            return Ok(Said::Scheme);
        }
        let secret = if said == Said::Scheme { w.len() >= 16 || is_opaque(w, 8) } else { looks_secret(w) };
        if secret && seen & SLASH == 0 || (said == Said::Scheme && w.len() >= 20) {
            cx.cut(from, to, placeholder(), "text.secret");
            return Ok(Said::Nothing);
        }
    }
    let ips = if said == Said::Version { Ips::Unwanted } else { ips };
    if seen & (SLASH | PAIR) != 0 {
        structured(cx, w, from, seen, ips)?;
        return Ok(Said::Nothing);
    }
    if seen & PERCENT != 0 && has_percent(w) {
        let mark = cx.edits.mark();
        form::decoded(cx, w, |cx, inner| super::value(cx, inner, ips))?;
        cx.edits.shift(mark, from);
        return Ok(Said::Nothing);
    }
    let mark = cx.edits.mark();
    if seen & COLON != 0 && assigned(cx, w)? {
        cx.edits.shift(mark, from);
        return Ok(Said::Nothing);
    }
    leaf(cx, w, 0, w.len(), ips);
    cx.edits.shift(mark, from);
    Ok(announces(cx, w, at(s, to)))
}

/// Whether a word, and the colon or equals sign behind it, says what the next word is.
fn announces(cx: &Scrubber, w: &[u8], next: u8) -> Said {
    if w.len() > 40 || !w.iter().all(|b| is(*b, B64U) || *b == b'.') {
        return Said::Nothing;
    }
    match cx.class(w, b"") {
        Some(meaning::VERSION) => Said::Version,
        Some(meaning::SECRET | meaning::AUTH | meaning::SESSION | meaning::PIN)
            if next == b':' || next == b'=' =>
        {
            Said::Secret
        }
        _ if scheme(w) && w.len() > 4 => Said::Scheme,
        _ => Said::Nothing,
    }
}

/// `name:value` without a space.
fn assigned(cx: &mut Scrubber, w: &[u8]) -> Result<bool, Refusal> {
    let Some(colon) = w.iter().position(|b| *b == b':') else { return Ok(false) };
    let (name, content) = (w.get(..colon).unwrap_or(&[]), w.get(colon + 1..).unwrap_or(&[]));
    let named =
        name.first().is_some_and(|b| is(*b, ALPHA)) && name.iter().all(|b| is(*b, B64U) || *b == b'.');
    let secret =
        named && matches!(cx.class(name, b""), Some(meaning::SECRET | meaning::AUTH | meaning::SESSION));
    if secret && content != placeholder() && looks_secret(content) {
        cx.cut(colon + 1, w.len(), placeholder(), "text.secret");
        return Ok(true);
    }
    if named && (name.eq_ignore_ascii_case(b"mailto") || name.eq_ignore_ascii_case(b"tel")) {
        url::url(cx, w, url::Host::Cut)?;
        return Ok(true);
    }
    Ok(false)
}

/// A URL, a path, a query, or pairs.
fn structured(cx: &mut Scrubber, w: &[u8], base: usize, seen: u8, ips: Ips) -> Result<(), Refusal> {
    let mark = cx.edits.mark();
    let scheme_at = w.windows(3).position(|three| three == b"://");
    let equals = w.iter().position(|b| *b == b'=');
    let query = w.iter().position(|b| *b == b'?');
    match (scheme_at, equals) {
        // `name=https://…` is a pair before it is a URL.
        (Some(colon), Some(equals)) if equals < colon && query.is_none_or(|query| query > equals) => {
            pair(cx, w)?
        }
        (Some(colon), _) => {
            let mut start = colon;
            while start > 0 && (is(before(w, start), ALNUM) || b"+-.".contains(&before(w, start))) {
                start -= 1;
            }
            leaf(cx, w, 0, start, ips);
            let inside = cx.edits.mark();
            url::url(cx, w.get(start..).unwrap_or(&[]), url::Host::Cut)?;
            cx.edits.shift(inside, start);
        }
        (None, Some(equals))
            if seen & SLASH == 0 || w.iter().take(equals).all(|b| is(*b, B64U) || b"$.[]%".contains(b)) =>
        {
            pair(cx, w)?
        }
        _ => url::url(cx, w, url::Host::Cut)?,
    }
    cx.edits.shift(mark, base);
    Ok(())
}

/// `name=value`, or several.
fn pair(cx: &mut Scrubber, w: &[u8]) -> Result<(), Refusal> {
    form::pairs(cx, w, "text.", false).map(|_| ())
}
