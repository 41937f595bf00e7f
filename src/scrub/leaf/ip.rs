//! IP addresses, in all spellings of RFC 4291 §2.2 and RFC 5952, cut as analytics does it: the last octet of IPv4, the
//! last 80 bits of IPv6; an IPv4 address inside an IPv6 one is cut as IPv4.

use super::super::Scrubber;
use super::super::report::{self, Place};
use crate::catalogue::meaning::VERSION;
use crate::scan::class::{ALNUM, ALPHA, D, HEXI, RUN, WORD, at, before, cut, is, run};

/// The four numbers at `i`, their end, and where the last begins.
fn quad(s: &[u8], i: usize) -> Option<([u8; 4], usize, usize)> {
    let (mut octets, mut at_, mut last) = ([0u8; 4], i, i);
    for (n, octet) in octets.iter_mut().enumerate() {
        if n > 0 {
            if at(s, at_) != b'.' {
                return None;
            }
            at_ += 1;
        }
        last = at_;
        let mut value = 0u32;
        while is(at(s, at_), D) && at_ - last < 4 {
            value = value * 10 + u32::from(at(s, at_) - b'0');
            at_ += 1;
        }
        // No address has a leading zero; dates and versions do.
        if at_ == last || value > 255 || (at_ - last > 1 && at(s, last) == b'0') {
            return None;
        }
        *octet = value as u8;
    }
    Some((octets, at_, last))
}

/// Whether the numbers at `i` follow a word such as `version` or a product name (`Chrome/126.0.0.0`).
fn is_version(s: &[u8], i: usize, class: &mut dyn FnMut(&[u8]) -> u8) -> bool {
    let mut end = i;
    while i - end < 3 && matches!(before(s, end), b' ' | b':' | b'=' | b'/' | b'"' | b'(' | b'v') {
        end -= 1;
    }
    let slash = before(s, i) == b'/';
    let mut start = end;
    while start > 0 && end - start < 32 && is(before(s, start), WORD) {
        start -= 1;
    }
    if start == end {
        return false;
    }
    // `Name/1.2.3.4`, but not `/path/1.2.3.4`.
    let product = slash && before(s, start) != b'/' && is(at(s, start), ALPHA);
    product || class(cut(s, start, end)) == VERSION || (cut(s, start, end) == b"v")
}

/// The span to be cut and what to write there, for the IPv4 address at `i`; and the address's end.
pub fn v4(s: &[u8], i: usize) -> Option<(usize, usize, [u8; 4])> {
    let prev = before(s, i);
    if is(prev, WORD) || matches!(prev, b'.' | b'-') {
        return None;
    }
    let (octets, end, last) = quad(s, i)?;
    let (next, after) = (at(s, end), at(s, end + 1));
    let longer = is(next, WORD) || (matches!(next, b'.' | b'-') && is(after, ALNUM));
    (!longer).then_some((last, end, octets))
}

/// The groups at `i`, the end, and where a dotted tail begins.
fn groups(s: &[u8], i: usize) -> Option<([u16; 8], usize, Option<usize>, usize)> {
    let (mut head, mut tail) = ([0u16; 8], [0u16; 8]);
    let (mut count, mut after, mut gap, mut j, mut dotted) = (0, 0, false, i, None);
    let mut colons = 0;
    if at(s, j) == b':' {
        if at(s, j + 1) != b':' {
            return None;
        }
        gap = true;
        j += 2;
        colons = 1;
    }
    while count + after < 8 {
        let end = run(s, j, HEXI);
        if end == j || end - j > 4 {
            break;
        }
        if at(s, end) == b'.' && count + after <= 6 && (gap || count == 6) {
            let (o, end, _) = quad(s, j)?;
            let pair = [u16::from_be_bytes([o[0], o[1]]), u16::from_be_bytes([o[2], o[3]])];
            let (list, n) = if gap { (&mut tail, after) } else { (&mut head, count) };
            list.get_mut(n..n + 2)?.copy_from_slice(&pair);
            after += if gap { 2 } else { 0 };
            count += if gap { 0 } else { 2 };
            dotted = Some(j);
            j = end;
            break;
        }
        let value = cut(s, j, end)
            .iter()
            .fold(0u16, |v, b| v << 4 | u16::from(if is(*b, D) { b - b'0' } else { (b | 0x20) - b'a' + 10 }));
        if gap {
            *tail.get_mut(after)? = value;
            after += 1;
        } else {
            *head.get_mut(count)? = value;
            count += 1;
        }
        j = end;
        if at(s, j) != b':' {
            break;
        }
        if at(s, j + 1) == b':' {
            if gap {
                return None;
            }
            gap = true;
            j += 2;
        } else if is(at(s, j + 1), HEXI) {
            j += 1;
        } else {
            break;
        }
        colons += 1;
    }
    if gap {
        if count + after > 7 {
            return None;
        }
        let from = 8 - after;
        head.get_mut(from..)?.copy_from_slice(tail.get(..after)?);
    } else if count != 8 {
        return None;
    }
    Some((head, j, dotted, colons))
}

fn write_hex(n: u16, out: &mut Vec<u8>) {
    if n > 15 {
        write_hex(n >> 4, out);
    }
    let digit = (n & 15) as u8;
    out.push(if digit < 10 { b'0' + digit } else { b'a' - 10 + digit });
}

/// A six-byte hardware address at `i`: its end.
pub fn mac(s: &[u8], i: usize) -> Option<usize> {
    let separator = at(s, i + 2);
    let whole = (0..6).all(|n| {
        let j = i + 3 * n;
        is(at(s, j), HEXI) && is(at(s, j + 1), HEXI) && (n == 5 || at(s, j + 2) == separator)
    });
    let end = i + 17;
    let bounded = matches!(separator, b':' | b'-') && !is(at(s, end), ALNUM) && at(s, end) != separator;
    (whole && bounded && cut(s, i, end).iter().any(|b| is(*b, ALPHA))).then_some(end)
}

impl Scrubber {
    /// An IPv4 address at `i`: cut, and where to go on.
    pub(super) fn ipv4(&mut self, s: &[u8], base: u32, i: usize, sure: bool, place: &Place) -> Option<usize> {
        let (last, end, octets) = v4(s, i)?;
        if !sure && is_version(s, i, &mut |word| self.class(word, b"")) {
            return Some(end);
        }
        // Loopback and unspecified name nobody; a zero at the end is already cut.
        if octets[3] != 0 && octets[0] != 127 && octets[0] != 0 && octets != [255; 4] {
            self.replace(base + last as u32, base + end as u32, b"0", report::IPV4, place);
        }
        Some(end)
    }

    /// An IPv6 address at `i`: cut, and where to go on.
    pub(super) fn ipv6(&mut self, s: &[u8], base: u32, i: usize, place: &Place) -> Option<usize> {
        let prev = before(s, i);
        if is(prev, WORD) || prev == b':' {
            return None;
        }
        let (g, mut end, dotted, colons) = groups(s, i)?;
        if is(at(s, end), WORD) || (at(s, end) == b':' && is(at(s, end + 1), RUN)) {
            return None;
        }
        let text = cut(s, i, end);
        // `a::b` is a selector or a C++ scope, `::` nothing at all; eight pairs are a fingerprint.
        let digits = text.iter().any(|b| is(*b, D));
        let long = text.split(|b| *b == b':').any(|group| group.len() > 2);
        let pairs =
            text.len() == 23 && dotted.is_none() && text.split(|b| *b == b':').all(|group| group.len() == 2);
        if !digits || !(long || colons > 3 || dotted.is_some()) || pairs || g == [0, 0, 0, 0, 0, 0, 0, 1] {
            return None;
        }
        if at(s, end) == b'%' {
            end = run(s, end + 1, RUN).max(end);
        }
        let inner = g[..5] == [0; 5] && (g[5] == 0xffff || g[5] == 0) || g[..6] == [0x64, 0xff9b, 0, 0, 0, 0];
        if let (true, Some(from)) = (inner, dotted) {
            return self.ipv4_inside(s, base, from, end, place);
        }
        let mut with = Vec::new();
        if inner && g[5] == 0xffff {
            with.extend_from_slice(b"::ffff:");
            write_hex(g[6], &mut with);
            with.push(b':');
            write_hex(g[7] & 0xff00, &mut with);
        } else {
            let kept = g.get(..3).unwrap_or(&[]);
            let kept = cut_zeros(kept);
            for (n, group) in kept.iter().enumerate() {
                if n > 0 {
                    with.push(b':');
                }
                write_hex(*group, &mut with);
            }
            with.extend_from_slice(b"::");
        }
        let same = text.len() == with.len() && end - i == text.len() && text.eq_ignore_ascii_case(&with);
        if !same && with != b"::" {
            self.replace(base + i as u32, base + end as u32, &with, report::IPV6, place);
        }
        Some(end)
    }

    fn ipv4_inside(&mut self, s: &[u8], base: u32, from: usize, end: usize, place: &Place) -> Option<usize> {
        let (octets, tail, last) = quad(s, from)?;
        if octets[3] != 0 && octets[0] != 127 {
            self.replace(base + last as u32, base + tail as u32, b"0", report::IPV6, place);
        }
        Some(end)
    }

    /// All addresses of a list (`x-forwarded-for`), versions or not.
    pub(crate) fn addresses(&mut self, s: &[u8], base: u32, place: &Place) {
        let mut i = 0;
        while i < s.len() {
            let b = at(s, i);
            let start = !is(before(s, i), ALNUM);
            let next = match b {
                _ if !start => None,
                _ if is(b, D) => self.ipv4(s, base, i, true, place).or_else(|| self.ipv6(s, base, i, place)),
                _ if is(b, HEXI) || b == b':' => self.ipv6(s, base, i, place),
                _ => None,
            };
            i = next.unwrap_or(i + 1).max(i + 1);
        }
    }
}

fn cut_zeros(groups: &[u16]) -> &[u16] {
    match groups {
        [rest @ .., 0] => cut_zeros(rest),
        _ => groups,
    }
}
