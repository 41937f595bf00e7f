//! Which sets of characters a byte belongs to: one table, one bit a set.

use super::steps;

/// Digits.
pub const D: u32 = 1;
/// Lower-case hexadecimal digits.
pub const HEX: u32 = 1 << 1;
/// Hexadecimal digits of either case.
pub const HEXI: u32 = 1 << 2;
/// Lower-case letters.
pub const LOWER: u32 = 1 << 3;
/// Upper-case letters.
pub const UPPER: u32 = 1 << 4;
/// Upper-case base32 (RFC 4648): `A-Z2-7`.
pub const B32: u32 = 1 << 5;
/// Letters and digits.
pub const ALNUM: u32 = 1 << 6;
/// Letters, digits, `_`.
pub const WORD: u32 = 1 << 7;
/// base64url: letters, digits, `-`, `_`.
pub const B64U: u32 = 1 << 8;
/// base64: letters, digits, `+`, `/`, `=`.
pub const B64: u32 = 1 << 9;
/// base64url and `.`: the widest run a token is made of.
pub const RUN: u32 = 1 << 10;
/// Upper-case letters and digits.
pub const UPNUM: u32 = 1 << 11;
/// Lower-case letters and digits.
pub const LOWNUM: u32 = 1 << 12;
/// Letters.
pub const ALPHA: u32 = 1 << 13;
/// Ends a URL in running text: white space, quotes, angle brackets and what the URL Standard never leaves bare.
pub const STOP: u32 = 1 << 14;
/// Not part of a JSON string as it stands: quote, backslash, control characters.
pub const JSON: u32 = 1 << 15;
/// Letters of base64 or base64url.
pub const B64ANY: u32 = 1 << 16;
/// What a finding in running text is recognised by, but for digits and long words: `@ : = ( + / % \\`.
pub const MARK: u32 = 1 << 17;
/// What ends a part of a URL: `/ ? # \\ @`.
pub const CUT: u32 = 1 << 18;
/// Letters and digits, or any byte of a longer character, or `$`: what names are compared by.
pub const NAME: u32 = 1 << 19;
/// What ends the name of a path's segment: `/` and `;`.
pub const SEGMENT: u32 = 1 << 23;
/// What begins something that stands for something else: `%`, `+`, `\\`.
pub const ESCAPE: u32 = 1 << 22;
/// What ends a path: `?` and `#`.
pub const QUERY: u32 = 1 << 21;
/// What makes a text without white space more than a word: `? = : @ / # %`.
pub const FORM: u32 = 1 << 20;

/// The sets a template may name, in the order of their codes.
pub const SETS: [(&str, u32); 13] = [
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

const fn sets(b: u8) -> u32 {
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
    if s & (B64 | B64U) != 0 {
        s |= B64ANY;
    }
    if matches!(b, b'@' | b':' | b'=' | b'(' | b'+' | b'/' | b'%' | b'\\') {
        s |= MARK;
    }
    if matches!(b, b'/' | b'?' | b'#' | b'\\' | b'@') {
        s |= CUT;
    }
    if matches!(b, b'/' | b';') {
        s |= SEGMENT;
    }
    if matches!(b, b'%' | b'+' | b'\\') {
        s |= ESCAPE;
    }
    if matches!(b, b'?' | b'#') {
        s |= QUERY;
    }
    if alnum || b >= 0x80 || b == b'$' {
        s |= NAME;
    }
    if matches!(b, b'?' | b'=' | b':' | b'@' | b'/' | b'#' | b'%') {
        s |= FORM;
    }
    s
}

/// The table.
pub static SETS_OF: [u32; 256] = {
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
pub fn is(b: u8, set: u32) -> bool {
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

/// The same as [`at`] where most of the time goes: copied into its caller, not called.
#[inline(always)]
pub fn byte(s: &[u8], i: usize) -> u8 {
    s.get(i).copied().unwrap_or(0)
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
pub fn run(s: &[u8], i: usize, set: u32) -> usize {
    let rest = s.get(i..).unwrap_or_default();
    let end = i + rest.iter().position(|b| !is(*b, set)).unwrap_or(rest.len());
    steps::add(end - i);
    end
}

/// The sets of which any byte of `s` is.
#[inline(never)]
pub fn any(s: &[u8]) -> u32 {
    steps::add(s.len());
    s.iter().fold(0, |sets, b| sets | SETS_OF[usize::from(*b)])
}

/// Whether `s` has so many letters, digits, `-`, `_` and `.` on end.
pub fn has_run(s: &[u8], long: usize) -> bool {
    let mut i = 0;
    while s.len() - i >= long {
        let end = run(s, i, RUN);
        if end - i >= long {
            return true;
        }
        i = s.len().min(end + 1);
    }
    false
}
