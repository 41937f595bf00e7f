//! Encodings that wrap one text in another: percent, JSON string escapes, base64.
//!
//! A decoded text comes with the offset of each of its bytes in the encoded one, so that an edit inside moves out to
//! exactly the characters that it concerns. base64 has no such offsets: there the whole text is written anew.

/// Decoded bytes, and for each the offset it starts at; one offset more for the end.
pub struct Decoded {
    pub bytes: Vec<u8>,
    pub offsets: Vec<u32>,
}

impl Decoded {
    fn with_room(len: usize) -> Decoded {
        Decoded { bytes: Vec::with_capacity(len), offsets: Vec::with_capacity(len + 1) }
    }

    fn push(&mut self, byte: u8, offset: usize) {
        self.bytes.push(byte);
        self.offsets.push(offset as u32);
    }
}

fn hex(byte: Option<&u8>) -> Option<u8> {
    match byte? {
        b @ b'0'..=b'9' => Some(b - b'0'),
        b @ b'a'..=b'f' => Some(b - b'a' + 10),
        b @ b'A'..=b'F' => Some(b - b'A' + 10),
        _ => None,
    }
}

fn percent(s: &[u8], i: usize) -> Option<u8> {
    if s.get(i) != Some(&b'%') {
        return None;
    }
    Some(hex(s.get(i + 1))? << 4 | hex(s.get(i + 2))?)
}

/// Whether anything in `s` is percent-encoded.
pub fn has_percent(s: &[u8]) -> bool {
    s.iter().enumerate().any(|(i, b)| *b == b'%' && percent(s, i).is_some())
}

/// Percent-decodes; `form` reads `+` as a space (URL Standard, percent-decode and application/x-www-form-urlencoded).
pub fn from_percent(s: &[u8], form: bool) -> Decoded {
    let mut out = Decoded::with_room(s.len());
    let mut i = 0;
    while let Some(b) = s.get(i) {
        if let Some(byte) = percent(s, i) {
            out.push(byte, i);
            i += 3;
        } else {
            out.push(if form && *b == b'+' { b' ' } else { *b }, i);
            i += 1;
        }
    }
    out.offsets.push(s.len() as u32);
    out
}

/// Percent-encodes what is put in.
pub fn to_percent(s: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for b in s {
        if b.is_ascii_alphanumeric() || b"-._~:[]".contains(b) {
            out.push(*b);
        } else {
            out.extend([b'%', DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]);
        }
    }
}

/// Decodes the inside of a JSON string (RFC 8259 section 7); `None` if an escape is broken.
pub fn from_json(s: &[u8]) -> Option<Decoded> {
    let mut out = Decoded::with_room(s.len());
    let mut i = 0;
    while let Some(b) = s.get(i) {
        if *b != b'\\' {
            out.push(*b, i);
            i += 1;
            continue;
        }
        let plain = match s.get(i + 1)? {
            b'n' => b'\n',
            b't' => b'\t',
            b'r' => b'\r',
            b'b' => 8,
            b'f' => 12,
            b @ (b'"' | b'\\' | b'/') => *b,
            b'u' => {
                let (c, len) = unit(s, i)?;
                let mut utf8 = [0; 4];
                for byte in c.encode_utf8(&mut utf8).bytes() {
                    out.push(byte, i);
                }
                i += len;
                continue;
            }
            _ => return None,
        };
        out.push(plain, i);
        i += 2;
    }
    out.offsets.push(s.len() as u32);
    Some(out)
}

/// The character of a `\u` escape, with its pair if it has one, and the escape's length. A lone surrogate, which
/// JavaScript writes too, is read as U+FFFD.
fn unit(s: &[u8], i: usize) -> Option<(char, usize)> {
    let four = |at: usize| -> Option<u32> {
        (0..4).try_fold(0, |n, k| Some(n << 4 | u32::from(hex(s.get(at + k))?)))
    };
    let high = four(i + 2)?;
    if (0xd800..0xdc00).contains(&high) && s.get(i + 6) == Some(&b'\\') && s.get(i + 7) == Some(&b'u') {
        let low = four(i + 8)?;
        if (0xdc00..0xe000).contains(&low) {
            return Some((char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))?, 12));
        }
    }
    Some((char::from_u32(high).unwrap_or('\u{fffd}'), 6))
}

/// Escapes what is put into a JSON string.
pub fn to_json(s: &[u8], out: &mut Vec<u8>) {
    for b in s {
        if *b == b'"' || *b == b'\\' {
            out.push(b'\\');
        }
        out.push(*b);
    }
}

/// How a base64 text was written, so that it is written the same way again.
#[derive(Clone, Copy)]
pub struct Base64 {
    url: bool,
    padded: bool,
}

fn sextet(b: u8) -> Option<u32> {
    Some(u32::from(match b {
        b'A'..=b'Z' => b - b'A',
        b'a'..=b'z' => b - b'a' + 26,
        b'0'..=b'9' => b - b'0' + 52,
        // An unencoded `+` in a form arrives as a space.
        b'+' | b'-' | b' ' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    }))
}

/// Decodes base64 or base64url (RFC 4648 sections 4 and 5), padded or not.
pub fn from_base64(s: &[u8]) -> Option<(Vec<u8>, Base64)> {
    let padding = s.iter().rev().take_while(|b| **b == b'=').count();
    let body = s.get(..s.len() - padding)?;
    if padding > 2 || body.len() % 4 == 1 || body.is_empty() {
        return None;
    }
    let mut out = Vec::with_capacity(body.len() / 4 * 3 + 2);
    for group in body.chunks(4) {
        let mut bits = 0;
        for b in group {
            bits = bits << 6 | sextet(*b)?;
        }
        bits <<= 6 * (4 - group.len() as u32);
        let [_, one, two, three] = bits.to_be_bytes();
        out.extend([one, two, three].iter().take(group.len() - 1));
    }
    let url = body.iter().any(|b| *b == b'-' || *b == b'_');
    // A length that needs no padding does not tell; only base64url is usually written without.
    let padded = padding > 0 || (body.len() % 4 == 0 && !url);
    Some((out, Base64 { url, padded }))
}

/// Encodes as `how` says.
pub fn to_base64(s: &[u8], how: Base64) -> Vec<u8> {
    let digit = |n: u32| match (n & 63) as u8 {
        n @ 0..=25 => b'A' + n,
        n @ 26..=51 => b'a' + n - 26,
        n @ 52..=61 => b'0' + n - 52,
        62 if how.url => b'-',
        62 => b'+',
        _ if how.url => b'_',
        _ => b'/',
    };
    let mut out = Vec::with_capacity(s.len() / 3 * 4 + 4);
    for group in s.chunks(3) {
        let mut bits = 0;
        for k in 0..3 {
            bits = bits << 8 | u32::from(group.get(k).copied().unwrap_or(0));
        }
        for k in 0..4 {
            if k <= group.len() as u32 {
                out.push(digit(bits >> (18 - 6 * k)));
            } else if how.padded {
                out.push(b'=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_comes_back_as_it_was() {
        for text in ["YQ==", "YWI=", "YWJj", "YWJjZA", "_-8", "+/8="] {
            let (bytes, how) = from_base64(text.as_bytes()).expect("base64");
            assert_eq!(to_base64(&bytes, how), text.as_bytes(), "{text}");
        }
        assert!(from_base64(b"A").is_none() && from_base64(b"ab*c").is_none() && from_base64(b"").is_none());
    }

    #[test]
    fn offsets_point_at_what_was_encoded() {
        let decoded = from_percent(b"a%20b+%zz", true);
        assert_eq!(decoded.bytes, b"a b %zz");
        assert_eq!(decoded.offsets, [0, 1, 4, 5, 6, 7, 8, 9]);
        let decoded = from_json(br"a\u00e9\ud83d\ude00\n").expect("valid escapes");
        assert_eq!(decoded.bytes, "aé😀\n".as_bytes());
        assert_eq!(decoded.offsets, [0, 1, 1, 7, 7, 7, 7, 19, 21]);
        assert!(from_json(br"\x").is_none() && from_json(br"\u12").is_none() && from_json(b"\\").is_none());
    }
}
