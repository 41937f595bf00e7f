//! IP addresses, in all spellings of RFC 4291 §2.2 and RFC 5952, cut as analytics does it: the last octet of IPv4, the
//! last 80 bits of IPv6; an IPv4 address inside an IPv6 one is cut as IPv4.

use super::super::report::{self, Place, Rule};
use super::super::{Next, Scrubber};
use crate::catalogue::meaning::VERSION;
use crate::scan::class::{ALNUM, ALPHA, D, HEXI, RUN, WORD, at, before, cut, is, run};
use crate::scan::literal::has;

/// Four numbers: their bits, where the last begins, and their end.
type Quad = (u32, usize, usize);

/// The four numbers at `i`.
fn quad(s: &[u8], i: usize) -> Option<Quad> {
    let (mut bits, mut end) = (0, i);
    for n in 0..4 {
        let from = end;
        let mut value = 0;
        while is(at(s, end), D) && end - from < 4 {
            value = value * 10 + u32::from(at(s, end) - b'0');
            end += 1;
        }
        // No address has a leading zero; dates and versions do.
        if end == from || value > 255 || (end - from > 1 && at(s, from) == b'0') {
            return None;
        }
        bits = bits << 8 | value;
        if n == 3 {
            return Some((bits, from, end));
        }
        if at(s, end) != b'.' {
            return None;
        }
        end += 1;
    }
    None
}

/// What an IPv6 address says.
struct Six {
    groups: [u16; 8],
    end: usize,
    /// Where an IPv4 address at its end begins.
    dotted: Option<usize>,
    colons: usize,
}

/// The groups at `i`.
fn groups(s: &[u8], i: usize) -> Option<Six> {
    let (mut groups, mut count, mut colons) = ([0; 8], 0, 0);
    let (mut end, mut gap, mut dotted) = (i, None, None);
    loop {
        let (mut from, mut lone) = (end, 0);
        if at(s, from) == b':' {
            from += 1;
            if at(s, from) == b':' {
                if gap.is_some() {
                    return None;
                }
                gap = Some(count);
                from += 1;
                end = from;
                colons += 1;
            } else if count == 0 {
                return None;
            } else {
                lone = 1;
            }
        } else if count > 0 {
            break;
        }
        let to = run(s, from, HEXI);
        if to == from || to - from > 4 || count > 7 {
            break;
        }
        colons += lone;
        if at(s, to) == b'.' && (count == 6 || (gap.is_some() && count < 6)) {
            let (bits, _, last) = quad(s, from)?;
            (groups[count & 7], groups[(count + 1) & 7]) = ((bits >> 16) as u16, bits as u16);
            (dotted, end) = (Some(from), last);
            count += 2;
            break;
        }
        groups[count & 7] = cut(s, from, to).iter().fold(0, |v, b| v << 4 | hex(*b));
        count += 1;
        end = to;
    }
    match gap {
        Some(gap) if count < 8 => {
            for n in (gap..count).rev() {
                groups.swap(n & 7, (n + 8 - count) & 7);
            }
        }
        None if count == 8 => {}
        _ => return None,
    }
    Some(Six { groups, end, dotted, colons })
}

fn hex(b: u8) -> u16 {
    u16::from(if is(b, D) { b - b'0' } else { (b | 0x20) - b'a' + 10 })
}

fn write_hex(n: u16, out: &mut Vec<u8>) {
    if n > 15 {
        write_hex(n >> 4, out);
    }
    out.push(at(b"0123456789abcdef", usize::from(n & 15)));
}

/// A six-byte hardware address at `i`: its end.
pub fn mac(s: &[u8], i: usize) -> Option<usize> {
    let (separator, end) = (at(s, i + 2), i + 17);
    let mut letter = false;
    for n in 0..17 {
        let b = at(s, i + n);
        letter |= is(b, ALPHA);
        if if n % 3 == 2 { b != separator } else { !is(b, HEXI) } {
            return None;
        }
    }
    let bounded = has(b":-", separator) && !is(at(s, end), ALNUM) && at(s, end) != separator;
    (bounded && letter).then_some(end)
}

impl Scrubber {
    /// Whether the numbers at `i` follow a word such as `version` or a product name (`Chrome/126.0.0.0`).
    fn is_version(&self, s: &[u8], i: usize) -> bool {
        let mut end = i;
        while i - end < 3 && has(b" :=/\"(v", before(s, end)) {
            end -= 1;
        }
        let mut start = end;
        while end - start < 32 && is(before(s, start), WORD) {
            start -= 1;
        }
        let name = cut(s, start, end);
        // `Name/1.2.3.4`, but not `/path/1.2.3.4`.
        let product = before(s, i) == b'/' && before(s, start) != b'/' && is(at(name, 0), ALPHA);
        product || name == b"v" || (start < end && self.class(name, b"") == VERSION)
    }

    /// Loopback and unspecified name nobody; a zero at the end is already cut.
    fn cut_quad(&mut self, (bits, last, end): Quad, rule: Rule, place: &Place) {
        if bits & 0xff != 0 && bits >> 24 != 127 && bits >> 24 != 0 && bits != u32::MAX {
            self.replace(last, end, b"0", rule, place);
        }
    }

    /// An IPv4 address at `i`: cut, and where to go on.
    pub(super) fn ipv4(&mut self, s: &[u8], i: usize, sure: bool, place: &Place) -> Next {
        let prev = before(s, i);
        let Some(quad) = quad(s, i) else {
            return 0;
        };
        let end = quad.2;
        let next = at(s, end);
        if is(prev, WORD) || has(b".-", prev) || is(next, WORD) || (has(b".-", next) && is(at(s, end + 1), ALNUM)) {
            return 0;
        }
        if sure || !self.is_version(s, i) {
            self.cut_quad(quad, report::IPV4, place);
        }
        end
    }

    /// An IPv6 address at `i`: cut, and where to go on.
    pub(super) fn ipv6(&mut self, s: &[u8], i: usize, place: &Place) -> Next {
        let prev = before(s, i);
        if is(prev, WORD) || prev == b':' {
            return 0;
        }
        let Some(Six { groups: g, mut end, dotted, colons }) = groups(s, i) else {
            return 0;
        };
        if is(at(s, end), WORD) || (at(s, end) == b':' && is(at(s, end + 1), RUN)) {
            return 0;
        }
        let text = cut(s, i, end);
        // `a::b` is a selector or a C++ scope, `::` nothing at all; eight pairs are a fingerprint.
        let (mut digits, mut longest, mut shortest, mut from) = (false, 0, 9, 0);
        for (n, b) in text.iter().chain(b":").enumerate() {
            digits |= is(*b, D);
            if *b == b':' {
                longest = longest.max(n - from);
                shortest = shortest.min(n - from);
                from = n + 1;
            }
        }
        let pairs = text.len() == 23 && dotted.is_none() && longest == 2 && shortest == 2;
        if !digits || !(longest > 2 || colons > 3 || dotted.is_some()) || pairs {
            return 0;
        }
        if at(s, end) == b'%' {
            end = run(s, end + 1, RUN);
        }
        let bits = |n: usize| u64::from(g[n]) << 32 | u64::from(g[n + 1]) << 16 | u64::from(g[n + 2]);
        // v4-mapped, v4-compatible, or behind a NAT64 gateway.
        let mapped = bits(0) == 0 && (bits(3) == 0xffff || bits(3) == 0);
        if let Some(from) = dotted
            && (mapped || (bits(0) == 0x64_ff9b_0000 && bits(3) == 0))
            && let Some(quad) = quad(s, from)
        {
            self.cut_quad(quad, report::IPV6, place);
            return end;
        }
        if mapped && bits(5) == 1 {
            return 0;
        }
        let mut with = self.take();
        let mut kept = 3;
        if mapped && g[5] != 0 {
            with.extend_from_slice(b"::ffff:");
            write_hex(g[6], &mut with);
            with.push(b':');
            write_hex(g[7] & 0xff00, &mut with);
        } else {
            while kept > 0 && g[kept - 1] == 0 {
                kept -= 1;
            }
            for (n, group) in g.iter().take(kept).enumerate() {
                if n > 0 {
                    with.push(b':');
                }
                write_hex(*group, &mut with);
            }
            with.extend_from_slice(b"::");
        }
        if kept > 0 && !cut(s, i, end).eq_ignore_ascii_case(&with) {
            self.replace(i, end, &with, report::IPV6, place);
        }
        self.give(with);
        end
    }

    /// All addresses of a list (`x-forwarded-for`), versions or not.
    pub(crate) fn addresses(&mut self, s: &[u8], place: &Place) {
        let mut i = 0;
        while i < s.len() {
            let b = at(s, i);
            let mut next = 0;
            if !is(before(s, i), ALNUM) {
                if is(b, D) {
                    next = self.ipv4(s, i, true, place);
                }
                if next == 0 && (is(b, HEXI) || b == b':') {
                    next = self.ipv6(s, i, place);
                }
            }
            i = next.max(i + 1);
        }
    }
}
