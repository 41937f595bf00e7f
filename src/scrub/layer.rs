//! One text inside another: percent-encoding, JSON escapes, base64. The inner text is scrubbed decoded, and its edits
//! are carried back to the outer bytes, so that what is not edited keeps its spelling.

use super::{Act, Mark, Refusal, Scrubber};
use crate::catalogue::detect;
use crate::scan::class::{B64, B64U, HEXI, at, cut, is, run};
use crate::scan::literal::index;

/// What reads the inside of a layer.
type Inner<'a> = &'a mut dyn FnMut(&mut Scrubber, &[u8]) -> Result<Act, Refusal>;

/// How a text is written inside another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// `%XX`.
    Percent,
    /// `%XX`, and `+` for a space.
    Plus,
    /// The escapes of a JSON string (RFC 8259 §7).
    Json,
}

fn hex(b: u8) -> u32 {
    u32::from(match b {
        b'0'..=b'9' => b - b'0',
        _ => (b | 0x20).wrapping_sub(b'a' - 10),
    })
}

/// Whether `%XX` stands at `i`.
pub fn is_triplet(s: &[u8], i: usize) -> bool {
    at(s, i) == b'%' && is(at(s, i + 1), HEXI) && is(at(s, i + 2), HEXI)
}

/// Whether there is anything to percent-decode.
pub fn has_percent(s: &[u8]) -> bool {
    let mut i = index(s, 0, b'%');
    while i < s.len() && !is_triplet(s, i) {
        i = index(s, i + 1, b'%');
    }
    i < s.len()
}

fn unit16(s: &[u8], i: usize) -> Option<u32> {
    let digits = s.get(i..i + 6)?;
    match digits {
        [b'\\', b'u', a, b, c, d] if [a, b, c, d].iter().all(|x| is(**x, HEXI)) => {
            Some(hex(*a) << 12 | hex(*b) << 8 | hex(*c) << 4 | hex(*d))
        }
        _ => None,
    }
}

impl Layer {
    /// What stands at `i`: its length here, and the bytes it means.
    fn unit(self, s: &[u8], i: usize) -> Option<(usize, [u8; 4], usize)> {
        let b = at(s, i);
        let one = |b: u8| [b, 0, 0, 0];
        match self {
            Layer::Plus if b == b'+' => Some((1, one(b' '), 1)),
            Layer::Percent | Layer::Plus if is_triplet(s, i) => {
                let byte = hex(at(s, i + 1)) << 4 | hex(at(s, i + 2));
                Some((3, one(byte as u8), 1))
            }
            Layer::Json if b == b'\\' => {
                let short = match at(s, i + 1) {
                    b @ (b'"' | b'\\' | b'/') => b,
                    b'b' => 8,
                    b'f' => 12,
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    _ => {
                        let high = unit16(s, i)?;
                        let low = unit16(s, i + 6).filter(|low| (0xdc00..0xe000).contains(low));
                        let (len, code) = match (high, low) {
                            (0xd800..0xdc00, Some(low)) => {
                                (12, 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
                            }
                            _ => (6, high),
                        };
                        // A lone surrogate is valid JSON and no character.
                        let mut bytes = [0; 4];
                        let count = char::from_u32(code).unwrap_or('\u{fffd}').encode_utf8(&mut bytes).len();
                        return Some((len, bytes, count));
                    }
                };
                Some((2, one(short), 1))
            }
            _ => Some((1, one(b), 1)),
        }
    }

    /// Appends what `s` means; false if it is not written in this layer.
    pub fn decode(self, s: &[u8], out: &mut Vec<u8>) -> bool {
        let mut i = 0;
        while i < s.len() {
            let b = at(s, i);
            if !matches!(b, b'%' | b'+' | b'\\') {
                out.push(b);
                i += 1;
                continue;
            }
            let Some((len, bytes, count)) = self.unit(s, i) else {
                return false;
            };
            out.extend_from_slice(bytes.get(..count).unwrap_or(&[]));
            i += len;
        }
        true
    }

    /// Writes a replacement so that it means the same in this layer.
    fn encode(self, s: &[u8], out: &mut Vec<u8>) {
        for b in s {
            let plain = match self {
                Layer::Json => !matches!(b, 0..0x20 | b'"' | b'\\'),
                _ => is(*b, B64U) || matches!(b, b'.' | b':' | b'~'),
            };
            match self {
                _ if plain => out.push(*b),
                Layer::Json if *b >= 0x20 => out.extend_from_slice(&[b'\\', *b]),
                Layer::Json => {
                    out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(*b >> 4), digit(*b & 15)])
                }
                _ => out.extend_from_slice(&[b'%', digit(*b >> 4), digit(*b & 15)]),
            }
        }
    }
}

fn digit(n: u8) -> u8 {
    if n < 10 { b'0' + n } else { b'A' - 10 + n }
}

impl Scrubber {
    /// A buffer from the pool.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        self.spare.pop().unwrap_or_default()
    }

    /// Back to the pool.
    pub(crate) fn give(&mut self, mut buffer: Vec<u8>) {
        buffer.clear();
        self.spare.push(buffer);
    }

    /// Runs `inner` on the decoded `raw`, whose edits are then edits of `raw` at `base`.
    pub(crate) fn through(
        &mut self,
        layer: Layer,
        raw: &[u8],
        base: u32,
        inner: Inner,
    ) -> Result<Act, Refusal> {
        self.enter()?;
        let mut text = self.take();
        if !layer.decode(raw, &mut text) {
            return Err(Refusal::Malformed);
        }
        let mark = self.mark();
        let act = inner(self, &text);
        self.give(text);
        self.leave();
        if act.is_ok() {
            self.carry(mark, layer, raw, base);
        }
        act
    }

    /// Moves the edits since `mark` from the decoded text to `raw`.
    fn carry(&mut self, mark: Mark, layer: Layer, raw: &[u8], base: u32) {
        let (mut i, mut meant) = (0, 0u32);
        let mut units = |to: u32, round_up: bool| {
            while meant < to && i < raw.len() {
                let (len, _, count) = layer.unit(raw, i).unwrap_or((1, [0; 4], 1));
                if !round_up && meant + count as u32 > to {
                    break;
                }
                (i, meant) = (i + len, meant + count as u32);
            }
            base + i as u32
        };
        let mut with = Vec::new();
        for n in mark.edits..self.edits.list.len() {
            let Some(edit) = self.edits.list.get(n).copied() else {
                return;
            };
            with.clear();
            layer.encode(self.edits.with(&edit), &mut with);
            let at = self.edits.arena.len() as u32;
            let same = with.as_slice() == self.edits.with(&edit);
            if !same {
                self.edits.arena.extend_from_slice(&with);
            }
            if let Some(edit) = self.edits.list.get_mut(n) {
                edit.start = units(edit.start, false);
                edit.end = units(edit.end, true);
                if !same {
                    (edit.with, edit.with_len) = (at, with.len() as u32);
                }
            }
        }
    }

    /// If `s` is base64 of text: scrubs that, and writes it anew as a whole if anything was found.
    pub(crate) fn base64(&mut self, s: &[u8], base: u32, inner: Inner) -> Result<bool, Refusal> {
        let mut text = self.take();
        let guess = self.vendor.is_some_and(detect::is_base64url);
        let Some(form) = decode64(s, guess, &mut text).filter(|_| is_text(&text)) else {
            self.give(text);
            return Ok(false);
        };
        self.enter()?;
        let mark = self.mark();
        inner(self, &text)?;
        if self.edits.list.len() > mark.edits {
            let (mut scrubbed, mut again) = (self.take(), self.take());
            self.edits.apply(mark.edits, &text, &mut scrubbed);
            encode64(&scrubbed, form, &mut again);
            self.edits.list.truncate(mark.edits);
            self.edits.replace(base, base + s.len() as u32, &again);
            self.give(scrubbed);
            self.give(again);
        }
        self.give(text);
        self.leave();
        Ok(true)
    }
}

/// Valid UTF-8 without control characters: what nothing but text decodes to.
fn is_text(s: &[u8]) -> bool {
    s.len() >= 8
        && s.iter().all(|b| *b >= b' ' || matches!(b, b'\n' | b'\r' | b'\t'))
        && core::str::from_utf8(s).is_ok()
}

/// The spelling of a base64 text.
#[derive(Clone, Copy)]
struct Form64 {
    url: bool,
    padded: bool,
}

fn value64(b: u8) -> Option<u8> {
    match b {
        b'A'..=b'Z' => Some(b - b'A'),
        b'a'..=b'z' => Some(b - b'a' + 26),
        b'0'..=b'9' => Some(b - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

fn decode64(s: &[u8], guess: bool, out: &mut Vec<u8>) -> Option<Form64> {
    let bare = index(s, 0, b'=');
    let body = cut(s, 0, bare);
    let pad = s.len() - bare;
    if pad > 2 || body.len() % 4 == 1 || (pad > 0 && !s.len().is_multiple_of(4)) {
        return None;
    }
    let url = body.iter().any(|b| matches!(b, b'-' | b'_'));
    if url && body.iter().any(|b| matches!(b, b'+' | b'/')) {
        return None;
    }
    for group in body.chunks(4) {
        let mut bits = 0u32;
        for b in group {
            bits = bits << 6 | u32::from(value64(*b)?);
        }
        bits <<= 6 * (4 - group.len());
        let count = group.len() - 1;
        out.extend_from_slice(bits.to_be_bytes().get(1..1 + count)?);
        // Most words that are not base64 of text show it in their first bytes.
        if out.iter().take(3).any(|b| *b < b' ' && !matches!(b, b'\n' | b'\r' | b'\t')) {
            return None;
        }
    }
    // Cut-off padding is a habit of base64url only. What shows neither is for the caller to say.
    let plain = body.iter().any(|b| matches!(b, b'+' | b'/')) || pad > 0;
    let url = if plain {
        Some(false)
    } else if url || !body.len().is_multiple_of(4) {
        Some(true)
    } else {
        None
    };
    Some(Form64 { url: url.unwrap_or(guess), padded: pad > 0 || (url != Some(true) && !guess) })
}

fn encode64(s: &[u8], form: Form64, out: &mut Vec<u8>) {
    let letters = |n: u32| match n as u8 {
        n @ 0..26 => b'A' + n,
        n @ 26..52 => b'a' + n - 26,
        n @ 52..62 => b'0' + n - 52,
        62 => {
            if form.url {
                b'-'
            } else {
                b'+'
            }
        }
        _ => {
            if form.url {
                b'_'
            } else {
                b'/'
            }
        }
    };
    for group in s.chunks(3) {
        let byte = |i: usize| u32::from(at(group, i));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            if i <= group.len() {
                out.push(letters(bits >> (18 - 6 * i) & 63));
            } else if form.padded {
                out.push(b'=');
            }
        }
    }
}

/// Whether all of `s` is written in the letters of base64 or base64url.
pub fn is_base64(s: &[u8]) -> bool {
    s.len() >= 12 && run(s, 0, B64 | B64U) == s.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_goes_both_ways() {
        for (text, padded) in [("{\"a\":1}?", true), ("{\"a\":12}", false), ("{\"a\":123}>>", false)] {
            for url in [false, true] {
                let mut there = Vec::new();
                encode64(text.as_bytes(), Form64 { url, padded }, &mut there);
                let mut back = Vec::new();
                assert!(decode64(&there, false, &mut back).is_some(), "{text}");
                assert_eq!(back, text.as_bytes());
            }
        }
    }

    #[test]
    fn json_escapes_are_units() {
        let mut out = Vec::new();
        assert!(Layer::Json.decode(br"a\/\u00e9\ud83d\ude00\n\udead", &mut out));
        assert_eq!(out, "a/é😀\n\u{fffd}".as_bytes());
        assert!(!Layer::Json.decode(br"\x", &mut out));
    }
}
