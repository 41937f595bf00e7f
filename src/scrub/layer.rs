//! One text inside another: percent-encoding, JSON escapes, base64. The inner text is scrubbed decoded, and its edits
//! are carried back to the outer bytes, so that what is not edited keeps its spelling.

use super::report::{Part, Place};
use super::{Act, Scrubber};
use crate::catalogue::detect;
use crate::catalogue::meaning::KEEP;
use crate::scan::class::{B64U, ESCAPE, HEXI, at, cut, is};
use crate::scan::literal::{has, index, until};
use crate::scan::utf8::is_text;

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

/// The number behind `\u` at `i`; 0 if there is none.
fn unit16(s: &[u8], i: usize) -> u32 {
    let digits = if cut(s, i, i + 2) == b"\\u" { cut(s, i + 2, i + 6) } else { &[] };
    digits.iter().fold(0, |code, b| code << 4 | hex(*b))
}

/// How many bytes a character has in UTF-8.
fn width(code: u32) -> usize {
    1 + usize::from(code >= 0x80) + usize::from(code >= 0x800) + usize::from(code >= 0x10000)
}

fn push_char(code: u32, out: &mut Vec<u8>) {
    let mut more = width(code) - 1;
    let lead = if more > 0 { !(0xff >> (more + 1)) } else { 0 };
    out.push((lead | code >> (6 * more)) as u8);
    while more > 0 {
        more -= 1;
        out.push((0x80 | code >> (6 * more) & 63) as u8);
    }
}

impl Layer {
    /// What stands at `i`: its length here, its length decoded, and the byte or, if it has more, the character it means.
    fn unit(self, s: &[u8], i: usize) -> (usize, usize, u32) {
        let b = at(s, i);
        let next = at(s, i + 1);
        if self == Layer::Json {
            return match (b, next) {
                (b'\\', b'u') => {
                    let high = unit16(s, i);
                    let low = unit16(s, i + 6).wrapping_sub(0xdc00);
                    let (len, code) = match high {
                        0xd800..0xdc00 if low < 0x400 => (12, 0x10000 + ((high - 0xd800) << 10) + low),
                        // A lone surrogate is valid JSON and no character.
                        0xd800..0xe000 => (6, 0xfffd),
                        _ => (6, high),
                    };
                    (len, width(code), code)
                }
                (b'\\', _) => {
                    let short = index(b"bfnrt", 0, next);
                    (2, 1, if short < 5 { at(b"\x08\x0c\n\r\t", short) } else { next }.into())
                }
                _ => (1, 1, b.into()),
            };
        }
        if is_triplet(s, i) {
            return (3, 1, hex(next) << 4 | hex(at(s, i + 2)));
        }
        (1, 1, if b == b'+' && self == Layer::Plus { b' ' } else { b }.into())
    }

    /// Appends what `s` means.
    pub fn decode(self, s: &[u8], out: &mut Vec<u8>) {
        let mut i = 0;
        while i < s.len() {
            // What stands for itself, as a whole.
            let plain = until(s, i, ESCAPE);
            out.extend_from_slice(cut(s, i, plain));
            i = plain;
            if i == s.len() {
                break;
            }
            let (len, count, code) = self.unit(s, i);
            match count {
                1 => out.push(code as u8),
                _ => push_char(code, out),
            }
            i += len;
        }
    }

    /// Writes a replacement so that it means the same in this layer.
    fn encode(self, s: &[u8], out: &mut Vec<u8>) {
        for b in s {
            let json = self == Layer::Json;
            let special =
                if json { matches!(b, 0..0x20 | b'"' | b'\\') } else { !is(*b, B64U) && !has(b".:~", *b) };
            if !special {
                out.push(*b);
            } else {
                out.extend_from_slice(if json { b"\\u00" } else { b"%" });
                out.extend_from_slice(&[digit(*b >> 4), digit(*b & 15)]);
            }
        }
    }
}

/// A hexadecimal digit, in upper case as percent-encoding has it.
pub(super) fn digit(n: u8) -> u8 {
    if n < 10 { b'0' + n } else { b'A' - 10 + n }
}

impl Scrubber {
    /// A buffer from the pool.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        self.spare.pop().unwrap_or_default()
    }

    /// Back to the pool.
    pub(crate) fn give(&mut self, mut buffer: Vec<u8>) {
        // One that was not needed has no room.
        if buffer.capacity() > 0 {
            buffer.clear();
            self.spare.push(buffer);
        }
    }

    /// Scrubs what `raw` means as a value of this class; the edits are then edits of `raw`.
    pub(crate) fn through(&mut self, layer: Layer, raw: &[u8], class: u8, place: &Place) -> Act {
        if !self.enter() {
            return Act::Done;
        }
        let mut text = self.take();
        layer.decode(raw, &mut text);
        let mark = self.edits.list.len();
        let act = self.value(&text, class, &place.rebased(0));
        self.give(text);
        self.leave();
        self.carry(mark, layer, raw, place.base);
        act
    }

    /// Moves the edits since `mark` from the decoded text to `raw`.
    fn carry(&mut self, mark: usize, layer: Layer, raw: &[u8], base: u32) {
        let (mut i, mut meant) = (0, 0);
        let mut units = |to: u32, round_up: bool| {
            while meant < to && i < raw.len() {
                // No further than asked: many edits must not look at the same bytes.
                let near = cut(raw, 0, raw.len().min(i + (to - meant) as usize));
                let plain = until(near, i, ESCAPE) - i;
                if plain > 0 {
                    (i, meant) = (i + plain, meant + plain as u32);
                    continue;
                }
                let (len, count, _) = layer.unit(raw, i);
                if !round_up && meant + count as u32 > to {
                    break;
                }
                (i, meant) = (i + len, meant + count as u32);
            }
            base + i as u32
        };
        let mut with = self.take();
        for edit in self.edits.list.get_mut(mark..).unwrap_or_default() {
            let from = edit.with as usize;
            let plain = cut(&self.edits.arena, from, from + edit.with_len as usize);
            with.clear();
            layer.encode(plain, &mut with);
            if with != plain {
                (edit.with, edit.with_len) = (self.edits.arena.len() as u32, with.len() as u32);
                self.edits.arena.extend_from_slice(&with);
            }
            (edit.start, edit.end) = (units(edit.start, false), units(edit.end, true));
        }
        self.give(with);
    }

    /// If `s` is base64 of text: scrubs that, and writes it anew as a whole if anything was found.
    pub(crate) fn base64(&mut self, s: &[u8], place: &Place) -> Option<Act> {
        if s.len() < 12 {
            return None;
        }
        let mut text = self.take();
        let guess = self.vendor.is_some_and(detect::is_base64url);
        let form = decode64(s, guess, &mut text).filter(|_| text.len() >= 8 && is_text(&text));
        let mut act = Act::Done;
        if let Some(form) = form
            && self.enter()
        {
            let mark = self.edits.list.len();
            act = self.value(&text, KEEP, &place.at(Part::Named("base64"), 0).rebased(0));
            if self.edits.list.len() > mark {
                let (mut scrubbed, mut again) = (self.take(), self.take());
                self.edits.apply(mark, 0, &text, &mut scrubbed);
                encode64(&scrubbed, form, &mut again);
                self.edits.list.truncate(mark);
                self.edits.replace(place.base, place.base + s.len() as u32, &again);
                self.give(scrubbed);
                self.give(again);
            }
            self.leave();
        }
        self.give(text);
        form.map(|_| act)
    }
}

/// The spelling of a base64 text.
#[derive(Clone, Copy)]
struct Form64 {
    url: bool,
    padded: bool,
}

/// What a letter stands for; above 63 if it is none.
fn value64(b: u8) -> u32 {
    u32::from(match b {
        b'A'..=b'Z' => b - b'A',
        b'a'..=b'z' => b - b'a' + 26,
        b'0'..=b'9' => b - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => 64,
    })
}

fn decode64(s: &[u8], guess: bool, out: &mut Vec<u8>) -> Option<Form64> {
    let body = cut(s, 0, index(s, 0, b'='));
    let odd = body.len() % 4;
    let pad = s.len() - body.len();
    if odd == 1 || (pad > 0 && (pad > 2 || !(odd + pad).is_multiple_of(4))) {
        return None;
    }
    let (mut url, mut plain) = (false, false);
    let (mut bits, mut count, mut last) = (0, 0, 0);
    for b in body {
        let value = value64(*b);
        url |= matches!(b, b'-' | b'_');
        plain |= matches!(b, b'+' | b'/');
        if value > 63 || (url && plain) {
            return None;
        }
        bits = bits << 6 | value;
        count += 6;
        if count >= 8 {
            count -= 8;
            let byte = (bits >> count) as u8;
            // What is not base64 of text soon shows it: by a control character, or one that follows no first byte.
            let odd = byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t');
            if odd || byte > 0xf4 || (matches!(byte, 0x80..0xc2) && last < 0x80) {
                return None;
            }
            last = byte;
            out.push(byte);
        }
    }
    // Without padding it is base64url more often than not. What shows neither is for the caller to say.
    let bare = pad == 0 && odd != 0;
    let url = url || (!plain && pad == 0 && (bare || guess));
    Some(Form64 { url, padded: pad > 0 || !(url || bare) })
}

fn encode64(s: &[u8], form: Form64, out: &mut Vec<u8>) {
    let (mut bits, mut count) = (0, 0);
    let mut letter = |n: u32| {
        let n = n as u8 & 63;
        out.push(match n {
            0..26 => b'A' + n,
            26..52 => b'a' - 26 + n,
            52..62 => n - 4,
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
        });
    };
    for b in s {
        bits = bits << 8 | u32::from(*b);
        count += 8;
        while count >= 6 {
            count -= 6;
            letter(bits >> count);
        }
    }
    if count > 0 {
        letter(bits << (6 - count));
    }
    while form.padded && !out.len().is_multiple_of(4) {
        out.push(b'=');
    }
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
        Layer::Json.decode(br"a\/\u00e9\ud83d\ude00\n\udead", &mut out);
        assert_eq!(out, "a/é😀\n\u{fffd}".as_bytes());
    }
}
