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

/// What an IPv6 address looks like.
struct Six {
    end: usize,
    /// Where the first three groups end, or the gap begins.
    net: usize,
    /// Where an IPv4 address at its end begins; 0 if there is none.
    dotted: usize,
    /// Colons, digits and the longest group: what tells it from other things with colons.
    colons: usize,
    digits: bool,
    longest: usize,
}

/// The address at `i`.
fn groups(s: &[u8], i: usize) -> Option<Six> {
    let mut six = Six { end: i, net: usize::MAX, dotted: 0, colons: 0, digits: false, longest: 0 };
    let (mut count, mut gap) = (0, false);
    loop {
        let mut from = six.end;
        if at(s, from) == b':' {
            from += 1;
            let double = at(s, from) == b':';
            if (double && gap) || (!double && count == 0) {
                return None;
            }
            if six.net == usize::MAX && (double || count == 3) {
                six.net = six.end;
            }
            if double {
                gap = true;
                from += 1;
                six.end = from;
                six.colons += 1;
            }
        } else if count > 0 {
            break;
        }
        let to = run(s, from, HEXI);
        if to == from || to - from > 4 || count > 7 {
            break;
        }
        if at(s, to) == b'.' && (count == 6 || (gap && count < 6)) {
            let (.., last) = quad(s, from)?;
            (six.dotted, six.end, six.digits) = (from, last, true);
            count += 2;
            break;
        }
        six.digits |= run(s, from, ALPHA) < to;
        six.longest = six.longest.max(to - from);
        six.colons += usize::from(six.end != from);
        six.end = to;
        count += 1;
    }
    (count == 8 || (gap && count < 8)).then_some(six)
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
        let mut end = i - usize::from(before(s, i) == b'v');
        while i - end < 3 && has(b" :=/\"(", before(s, end)) {
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
        if is(prev, WORD)
            || has(b".-", prev)
            || is(next, WORD)
            || (has(b".-", next) && is(at(s, end + 1), ALNUM))
        {
            return 0;
        }
        // Four single digits are a version, a drawing, a resolver of everybody's.
        let small = end - i == 7;
        if sure || !(small || self.is_version(s, i)) {
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
        let Some(Six { mut end, net, dotted, colons, digits, longest }) = groups(s, i) else {
            return 0;
        };
        // `a::b` is a selector or a C++ scope; eight pairs are a fingerprint.
        let pairs = longest == 2 && colons == 7 && end - i == 23;
        let longer = is(at(s, end), WORD) || (at(s, end) == b':' && is(at(s, end + 1), RUN));
        if longer || !digits || pairs || !(longest > 2 || colons > 3 || dotted > 0) {
            return 0;
        }
        if at(s, end) == b'%' {
            end = run(s, end + 1, RUN);
        }
        // Behind `::`, `::ffff:` or a NAT64 gateway's prefix it is an IPv4 address.
        if dotted > 0
            && (net == i || cut(s, i, net).eq_ignore_ascii_case(b"64:ff9b"))
            && let Some(quad) = quad(s, dotted)
        {
            self.cut_quad(quad, report::IPV6, place);
        } else if cut(s, net, end) != b"::" {
            self.replace(net, end, b"::", report::IPV6, place);
        }
        end
    }
}
