//! IP addresses, truncated as the field does it: IPv4 by its last octet, IPv6 by its last 80 bits, IPv4-mapped and
//! NAT64 addresses as the IPv4 address they hold (RFC 4291, RFC 5952, RFC 6052).

use crate::scan::class::{ALNUM, D, HEXI, at, before, is};
use crate::scrub::report::number;

/// An address and what stands there instead.
pub struct Found {
    pub end: usize,
    pub with: Vec<u8>,
}

/// The address that starts at `i`. `sure` says that the place asks for one; otherwise forms that are as well something
/// else (`a::b`, `1.2.3.4` after a slash) are left alone.
pub fn at_start(s: &[u8], i: usize, sure: bool) -> Option<Found> {
    let prev = before(s, i);
    if is(prev, ALNUM) || prev == b'.' || (!sure && (prev == b'-' || prev == b'_' || prev == b'/')) {
        return None;
    }
    v4(s, i).or_else(|| v6(s, i, sure))
}

fn v4(s: &[u8], i: usize) -> Option<Found> {
    let (octets, end) = octets(s, i)?;
    let next = at(s, end);
    let more = is(next, ALNUM)
        || next == b'_'
        || (next == b'.' && is(at(s, end + 1), D))
        || (next == b'-' && is(at(s, end + 1), ALNUM));
    // Nobody's own: unspecified, loopback, broadcast.
    if more || octets[0] == 0 || octets[0] == 127 || octets == [255; 4] {
        return None;
    }
    Some(Found { end, with: dotted(octets) })
}

fn octets(s: &[u8], mut i: usize) -> Option<([u8; 4], usize)> {
    let mut all = [0; 4];
    for (k, octet) in all.iter_mut().enumerate() {
        if k > 0 {
            if at(s, i) != b'.' {
                return None;
            }
            i += 1;
        }
        let from = i;
        let mut n = 0u32;
        while is(at(s, i), D) && i - from < 3 {
            n = n * 10 + u32::from(at(s, i) - b'0');
            i += 1;
        }
        if i == from || n > 255 || (at(s, from) == b'0' && i - from > 1) {
            return None;
        }
        *octet = n as u8;
    }
    Some((all, i))
}

fn dotted([a, b, c, _]: [u8; 4]) -> Vec<u8> {
    let mut out = Vec::with_capacity(15);
    for octet in [a, b, c] {
        number(octet.into(), &mut out);
        out.push(b'.');
    }
    out.push(b'0');
    out
}

fn v6(s: &[u8], i: usize, sure: bool) -> Option<Found> {
    let (mut groups, mut count, mut gap) = ([0u16; 8], 0usize, None);
    let mut j = i;
    let mut tail = None;
    if at(s, j) == b':' {
        if at(s, j + 1) != b':' {
            return None;
        }
        gap = Some(0);
        j += 2;
    }
    while count < 8 && is(at(s, j), HEXI) {
        if (gap.is_some() || count == 6)
            && count <= 6
            && let Some((octets, end)) = octets(s, j)
        {
            tail = Some(octets);
            j = end;
            count += 2;
            break;
        }
        let from = j;
        let mut n = 0u32;
        while is(at(s, j), HEXI) && j - from < 5 {
            n = n << 4 | char::from(at(s, j)).to_digit(16)?;
            j += 1;
        }
        if j - from > 4 {
            return None;
        }
        *groups.get_mut(count)? = n as u16;
        count += 1;
        if at(s, j) != b':' {
            break;
        }
        if at(s, j + 1) == b':' {
            if gap.is_some() {
                return None;
            }
            gap = Some(count);
            j += 2;
        } else if is(at(s, j + 1), HEXI) && count < 8 {
            j += 1;
        } else {
            break;
        }
    }
    let next = at(s, j);
    if (gap.is_none() && count != 8)
        || (gap.is_some() && count > 7)
        || is(next, ALNUM)
        || next == b'_'
        || (next == b':' && at(s, j + 1) == b':')
    {
        return None;
    }
    let first = *groups.first()?;
    // `::` alone is C++ and CSS; `a::b` may be; an address says more than that.
    if !sure && !(count >= 3 || (count == 2 && first >= 0x1000 && gap == Some(1)) || tail.is_some()) {
        return None;
    }
    // The gap's zeros go where they belong.
    let (mut full, head) = ([0u16; 8], gap.unwrap_or(count).min(8));
    let parsed = count - if tail.is_some() { 2 } else { 0 };
    for k in 0..parsed {
        let to = if k < head { k } else { 8 - (count - k) };
        *full.get_mut(to)? = *groups.get(k)?;
    }
    if at(s, j) == b'%' {
        // A zone names an interface of the visitor's machine.
        j += 1;
        while is(at(s, j), ALNUM) {
            j += 1;
        }
    }
    if full == [0; 8] && tail.is_none() || full == [0, 0, 0, 0, 0, 0, 0, 1] {
        return None;
    }
    let embedded = full[..5] == [0; 5] && (full[5] == 0xffff || tail.is_some())
        || full[..6] == [0x64, 0xff9b, 0, 0, 0, 0];
    if embedded {
        let [a, b] = full[6].to_be_bytes();
        let [c, d] = full[7].to_be_bytes();
        let mut with = s.get(i..j)?.to_vec();
        match tail {
            Some(octets) => {
                let cut = with.iter().rposition(|b| *b == b':').map_or(0, |k| k + 1);
                with.truncate(cut);
                with.extend(dotted(octets));
            }
            None if d == 0 => {}
            None => {
                with.clear();
                with.extend_from_slice(if full[0] == 0x64 { b"64:ff9b::" } else { b"::ffff:" });
                with.extend(dotted([a, b, c, d]));
            }
        }
        return Some(Found { end: j, with });
    }
    let kept = full[..3].iter().rposition(|group| *group != 0).map_or(0, |k| k + 1);
    if full[3..] == [0; 5] && at(s, j.wrapping_sub(1)) == b':' {
        return Some(Found { end: j, with: s.get(i..j)?.to_vec() });
    }
    let mut with = Vec::with_capacity(18);
    for group in full.iter().take(kept) {
        hex(*group, &mut with);
        with.push(b':');
    }
    with.extend_from_slice(if kept == 0 { b"::" } else { b":" });
    Some(Found { end: j, with })
}

fn hex(group: u16, out: &mut Vec<u8>) {
    let mut seen = false;
    for shift in [12, 8, 4, 0] {
        let digit = (group >> shift & 15) as u8;
        seen |= digit != 0 || shift == 0;
        if seen {
            out.push(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::at_start;

    fn cut(text: &str, sure: bool) -> Option<String> {
        let found = at_start(text.as_bytes(), 0, sure)?;
        Some(String::from_utf8_lossy(&found.with).into_owned() + &text[found.end..])
    }

    #[test]
    fn truncation() {
        for (text, want) in [
            ("203.0.113.77", "203.0.113.0"),
            ("203.0.113.77:8080", "203.0.113.0:8080"),
            ("2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3::"),
            ("2001:db8::1", "2001:db8::"),
            ("2001:DB8:0:0:8:800:200C:417A", "2001:db8::"),
            ("fe80::1ff:fe23:4567:890a%eth0", "fe80::"),
            ("::ffff:192.0.2.128", "::ffff:192.0.2.0"),
            ("::ffff:c000:0280", "::ffff:192.0.2.0"),
            ("64:ff9b::192.0.2.33", "64:ff9b::192.0.2.0"),
            ("0:0:0:0:0:ffff:192.0.2.128", "0:0:0:0:0:ffff:192.0.2.0"),
        ] {
            assert_eq!(cut(text, false).as_deref(), Some(want), "{text}");
            assert_eq!(cut(want, true).as_deref(), Some(want), "twice is once: {want}");
        }
    }

    #[test]
    fn what_is_none() {
        for text in [
            "1.2.3",
            "1.2.3.4.5",
            "1.2.3.456",
            "01.2.3.4",
            "1.2.3.4-beta",
            "127.0.0.1",
            "0.0.0.0",
            "::",
            "::1",
            "12:30:45",
            "a::b",
            "std::vector",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "2001:db8::1::2",
            "12345::1:2:3",
            "1.2.3.4a",
        ] {
            assert_eq!(cut(text, false), None, "{text}");
        }
    }
}
