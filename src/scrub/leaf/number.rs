//! Numbers that are somebody's: payment cards (prefix and Luhn), telephones, social-security numbers, IBANs.

use super::super::Scrubber;
use super::super::report::{self, Place};
use crate::scan::class::{ALNUM, D, UPNUM, UPPER, WORD, at, before, cut, is, run};

/// Up to 19 digits at `i`, with single spaces or dashes between; the digits, their number and the end.
fn digits(s: &[u8], i: usize) -> Option<([u8; 19], usize, usize)> {
    let (mut list, mut count, mut j) = ([0; 19], 0, i);
    loop {
        while is(at(s, j), D) {
            *list.get_mut(count)? = at(s, j) - b'0';
            count += 1;
            j += 1;
        }
        if !matches!(at(s, j), b' ' | b'-') || !is(at(s, j + 1), D) {
            return Some((list, count, j));
        }
        j += 1;
    }
}

/// Whether the digits are a payment card's: an issuer's prefix and length (ISO/IEC 7812), and Luhn's check.
pub fn is_card(list: &[u8]) -> bool {
    let head = |n: usize| list.iter().take(n).fold(0u32, |v, d| v * 10 + u32::from(*d));
    let (two, three, four) = (head(2), head(3), head(4));
    let issuer = match list.len() {
        14 => matches!(three, 300..=305) || matches!(two, 36 | 38 | 39),
        15 => matches!(two, 34 | 37),
        16 => {
            list.first() == Some(&4)
                || matches!(two, 51..=55 | 62 | 65)
                || matches!(four, 2221..=2720 | 6011 | 3528..=3589)
                || matches!(three, 644..=649)
        }
        17..=19 => two == 62,
        _ => false,
    };
    let sum: u32 = list
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| match (i % 2, u32::from(*d) * 2) {
            (0, _) => u32::from(*d),
            (_, twice) => twice / 10 + twice % 10,
        })
        .sum();
    issuer && sum.is_multiple_of(10)
}

/// Groups of so many digits with the same separator, at `i`; the end.
fn grouped(s: &[u8], i: usize, lengths: &[usize]) -> Option<usize> {
    let (mut j, mut separator) = (i, None);
    for (n, len) in lengths.iter().enumerate() {
        if n > 0 {
            let have = at(s, j);
            if !matches!(have, b'-' | b'.' | b' ') || separator.is_some_and(|want| want != have) {
                return None;
            }
            separator = Some(have);
            j += 1;
        }
        let end = run(s, j, D);
        if end - j != *len {
            return None;
        }
        j = end;
    }
    Some(j)
}

fn is_bounded(s: &[u8], i: usize, end: usize) -> bool {
    let (prev, next) = (before(s, i), at(s, end));
    let joined = |b: u8| is(b, WORD) || matches!(b, b'-' | b'.' | b'/' | b'%' | b'#');
    let longer = is(next, WORD) || (matches!(next, b'-' | b'.' | b'/') && is(at(s, end + 1), ALNUM));
    !joined(prev) && !longer
}

impl Scrubber {
    /// A card, telephone or social-security number whose digits start at `i`.
    pub(super) fn digits(&mut self, s: &[u8], base: u32, i: usize, place: &Place) -> Option<usize> {
        let word = run(s, i, D) - i;
        let (end, rule) = if let Some((list, count, end)) = digits(s, i)
            && count >= 14
            && is_card(cut(&list, 0, count))
        {
            (end, report::CARD)
        } else if word == 3
            && let Some(end) = grouped(s, i, &[3, 3, 4])
            && matches!(at(s, i), b'2'..=b'9')
            && matches!(at(s, i + 4), b'2'..=b'9')
        {
            (end, report::PHONE)
        } else if word == 3
            && let Some(end) = grouped(s, i, &[3, 2, 4])
            && is_ssn(s, i)
        {
            (end, report::SSN)
        } else {
            return None;
        };
        // `(415) 555-2671` has its bracket before.
        if !is_bounded(s, i, end) {
            return None;
        }
        self.redact(base + i as u32, base + end as u32, rule, place);
        Some(end)
    }

    /// An international number at the `+` at `i` (E.164), or a national one in the American way at a bracket.
    pub(super) fn phone(&mut self, s: &[u8], base: u32, i: usize, place: &Place) -> Option<usize> {
        if is(before(s, i), WORD) {
            return None;
        }
        let (mut j, mut count, mut breaks) = (i + 1, 0, 0);
        let plus = at(s, i) == b'+';
        if plus && !matches!(at(s, j), b'1'..=b'9') {
            return None;
        }
        let mut end = j;
        while count <= 15 && j - i < 32 {
            let b = at(s, j);
            if is(b, D) {
                count += 1;
                end = j + 1;
            } else if matches!(b, b' ' | b'-' | b'(' | b')' | b'.') && !(b == b' ' && before(s, j) == b' ') {
                breaks += 1;
            } else {
                break;
            }
            j += 1;
        }
        let enough =
            if plus { count >= 10 || (count >= 8 && breaks >= 2) } else { count == 10 && breaks >= 2 };
        if !enough || count > 15 || is(at(s, end), WORD) || (!plus && at(s, i + 4) != b')') {
            return None;
        }
        self.redact(base + i as u32, base + end as u32, report::PHONE, place);
        Some(end)
    }

    /// An IBAN at `i` (ISO 13616): two letters, two check digits, MOD 97 = 1; in one piece or in fours.
    pub(super) fn iban(&mut self, s: &[u8], base: u32, i: usize, place: &Place) -> Option<usize> {
        if !is(at(s, i), UPPER) || !is(at(s, i + 1), UPPER) || !is(at(s, i + 2), D) || !is(at(s, i + 3), D) {
            return None;
        }
        let (mut j, mut count, mut sum) = (i + 4, 4, 0u32);
        let digit = |sum: u32, b: u8| {
            if is(b, D) {
                (sum * 10 + u32::from(b - b'0')) % 97
            } else {
                (sum * 100 + u32::from(b - b'A') + 10) % 97
            }
        };
        while count <= 34 {
            let b = at(s, j);
            if is(b, UPNUM) {
                sum = digit(sum, b);
                count += 1;
            } else if b != b' ' || count % 4 != 0 || !is(at(s, j + 1), UPNUM) {
                break;
            }
            j += 1;
        }
        for b in cut(s, i, i + 4) {
            sum = digit(sum, *b);
        }
        if !(15..=34).contains(&count) || sum != 1 || is(at(s, j), WORD) {
            return None;
        }
        self.redact(base + i as u32, base + j as u32, report::IBAN, place);
        Some(j)
    }
}

/// Area, group and serial as the Social Security Administration gives them out.
fn is_ssn(s: &[u8], i: usize) -> bool {
    let (area, group, serial) = (cut(s, i, i + 3), cut(s, i + 4, i + 6), cut(s, i + 7, i + 11));
    area != b"000" && area != b"666" && area.first() != Some(&b'9') && group != b"00" && serial != b"0000"
}

#[cfg(test)]
mod tests {
    use super::is_card;

    #[test]
    fn cards_have_a_prefix_and_a_check_digit() {
        let is = |text: &str| is_card(&text.bytes().map(|b| b - b'0').collect::<Vec<_>>());
        assert!(
            is("4242424242424242") && is("378282246310005") && is("5555555555554444") && is("30569309025904")
        );
        assert!(!is("4242424242424241") && !is("1700000000000") && !is("9400110200881234"));
    }
}
