//! Is this text: valid UTF-8 (RFC 3629 §4), in a tenth of the standard library's bytes.

use super::class::{at, before};

/// Whether `s` is valid UTF-8.
pub fn is_utf8(s: &[u8]) -> bool {
    let mut i = 0;
    while i < s.len() {
        // Eight bytes of ASCII at a time: most of what is sent.
        if let Some(chunk) = s.get(i..i + 8).and_then(|chunk| chunk.first_chunk())
            && u64::from_le_bytes(*chunk) & 0x8080_8080_8080_8080 == 0
        {
            i += 8;
            continue;
        }
        let more = match at(s, i) {
            0..0x80 => 0,
            0xc2..0xe0 => 1,
            0xe0..0xf0 => 2,
            0xf0..0xf5 => 3,
            _ => return false,
        };
        for n in 1..=more {
            let b = at(s, i + n);
            // The second byte rules out what is too long, a surrogate, or beyond the last character.
            let odd = n == 1
                && match before(s, i + 1) {
                    0xe0 => b < 0xa0,
                    0xed => b > 0x9f,
                    0xf0 => b < 0x90,
                    0xf4 => b > 0x8f,
                    _ => false,
                };
            if b & 0xc0 != 0x80 || odd {
                return false;
            }
        }
        i += 1 + more;
    }
    true
}

/// Valid UTF-8 without control characters.
pub fn is_text(s: &[u8]) -> bool {
    s.iter().all(|b| *b >= b' ' || matches!(b, b'\n' | b'\r' | b'\t')) && is_utf8(s)
}

#[cfg(test)]
mod tests {
    use super::is_utf8;

    #[test]
    fn agrees_with_the_standard_library() {
        // Every lead byte with every second byte, cut short and not, behind ASCII and not.
        for a in 0..=255u8 {
            for b in 0..=255u8 {
                for tail in [&b""[..], b"\x80", b"\x80\x80", b"\x80\xbfz", b"zz", b"\xff"] {
                    for head in [&b""[..], b"12345678"] {
                        let text = [head, &[a, b], tail].concat();
                        assert_eq!(is_utf8(&text), std::str::from_utf8(&text).is_ok(), "{text:x?}");
                    }
                }
            }
        }
    }
}
