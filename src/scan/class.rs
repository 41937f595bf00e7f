//! Which sets of characters a byte belongs to: one table, one bit a set.

use super::steps;

/// Digits.
pub const D: u16 = 1;
/// Lower-case hexadecimal digits.
pub const HEX: u16 = 1 << 1;
/// Hexadecimal digits of either case.
pub const HEXI: u16 = 1 << 2;
/// Lower-case letters.
pub const LOWER: u16 = 1 << 3;
/// Upper-case letters.
pub const UPPER: u16 = 1 << 4;
/// Upper-case base32 (RFC 4648): `A-Z2-7`.
pub const B32: u16 = 1 << 5;
/// Letters and digits.
pub const ALNUM: u16 = 1 << 6;
/// Letters, digits, `_`.
pub const WORD: u16 = 1 << 7;
/// base64url: letters, digits, `-`, `_`.
pub const B64U: u16 = 1 << 8;
/// base64: letters, digits, `+`, `/`, `=`.
pub const B64: u16 = 1 << 9;
/// base64url and `.`: the widest run a token is made of.
pub const RUN: u16 = 1 << 10;
/// Upper-case letters and digits.
pub const UPNUM: u16 = 1 << 11;
/// Lower-case letters and digits.
pub const LOWNUM: u16 = 1 << 12;
/// Letters.
pub const ALPHA: u16 = 1 << 13;
/// Ends a URL in running text: white space, quotes, angle brackets and what the URL Standard never leaves bare.
pub const STOP: u16 = 1 << 14;
/// Not part of a JSON string as it stands: quote, backslash, control characters.
pub const JSON: u16 = 1 << 15;

/// The sets a template may name, in the order of their codes.
pub const SETS: [(&str, u16); 13] = [
    ("b62", ALNUM),
    ("hex", HEX),
    ("d", D),
    ("b64u", B64U),
    ("b64", B64),
    ("U", B32),
    ("w", WORD),
    ("HEX", HEXI),
    ("u", UPNUM),
    ("l", LOWNUM),
    ("a", ALPHA),
    ("A", UPPER),
    ("run", RUN),
];

const fn sets(b: u8) -> u16 {
    let digit = b.is_ascii_digit();
    let lower = b.is_ascii_lowercase();
    let upper = b.is_ascii_uppercase();
    let alnum = digit || lower || upper;
    let mut s = 0;
    if digit {
        s |= D;
    }
    if digit || (b >= b'a' && b <= b'f') {
        s |= HEX;
    }
    if b.is_ascii_hexdigit() {
        s |= HEXI;
    }
    if lower {
        s |= LOWER;
    }
    if upper {
        s |= UPPER;
    }
    if upper || (b >= b'2' && b <= b'7') {
        s |= B32;
    }
    if alnum {
        s |= ALNUM;
    }
    if alnum || b == b'_' {
        s |= WORD;
    }
    if alnum || b == b'_' || b == b'-' {
        s |= B64U;
    }
    if alnum || b == b'+' || b == b'/' || b == b'=' {
        s |= B64;
    }
    if alnum || b == b'_' || b == b'-' || b == b'.' {
        s |= RUN;
    }
    if upper || digit {
        s |= UPNUM;
    }
    if lower || digit {
        s |= LOWNUM;
    }
    if lower || upper {
        s |= ALPHA;
    }
    if b <= b' ' || matches!(b, b'"' | b'<' | b'>' | b'`' | b'\'' | b'\\' | b'{' | b'}' | b'|' | b'^' | 0x7f)
    {
        s |= STOP;
    }
    if b < b' ' || b == b'"' || b == b'\\' {
        s |= JSON;
    }
    s
}

/// The table.
pub static SETS_OF: [u16; 256] = {
    let mut table = [0; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = sets(b as u8);
        b += 1;
    }
    table
};

/// Whether a byte is in any of the sets.
#[inline]
pub fn is(b: u8, set: u16) -> bool {
    SETS_OF[b as usize] & set != 0
}

/// The byte at `i`; NUL, which is in no token, past the end.
#[inline(always)]
pub fn at(s: &[u8], i: usize) -> u8 {
    wide(s, i) as u8
}

/// The same as a word: no caller has to cut a byte out of it again.
#[inline(never)]
fn wide(s: &[u8], i: usize) -> u32 {
    steps::add(1);
    s.get(i).map_or(0, |b| u32::from(*b))
}

/// The byte before `i`, NUL at the start.
#[inline(never)]
pub fn before(s: &[u8], i: usize) -> u8 {
    match i {
        0 => 0,
        _ => at(s, i - 1),
    }
}

/// `s[from..to]`, empty where that does not exist.
#[inline(never)]
pub fn cut(s: &[u8], from: usize, to: usize) -> &[u8] {
    s.get(from..to).unwrap_or(&[])
}

/// The end of the run of bytes of `set` that starts at `i`.
#[inline(never)]
pub fn run(s: &[u8], from: usize, set: u16) -> usize {
    let mut i = from;
    while i < s.len() && is(at(s, i), set) {
        i += 1;
    }
    steps::add(i - from);
    i
}
