//! Numbers that are somebody's: payment cards (prefix and Luhn), telephones, social-security numbers, IBANs.

use super::super::report::{self, Place};
use super::super::{Next, Scrubber};
use crate::scan::class::{ALNUM, D, UPNUM, UPPER, WORD, at, before, cut, is, run};
use crate::scan::literal::has;

/// Whether the digits of `s` are a payment card's: an issuer's prefix and length (ISO/IEC 7812), and Luhn's check.
pub fn is_card(s: &[u8]) -> bool {
    let digits = || s.iter().filter(|b| is(**b, D)).map(|b| u32::from(b - b'0'));
    let count = digits().count();
    let four = digits().take(4).fold(0, |number, d| number * 10 + d);
    let issuer = match count {
        14 => matches!(four, 3000..=3059 | 3600..=3699 | 3800..=3999),
        15 => matches!(four, 3400..=3499 | 3700..=3799),
        16 => matches!(
            four,
            2221..=2720 | 3528..=3589 | 4000..=5599 | 5893 | 6011 | 6200..=6599 | 6759
        ),
        17..=19 => matches!(four, 6200..=6299),
        _ => false,
    };
    // Every second digit from the right counts twice, with the digits of what that makes.
    let (mut sum, mut twice) = (0, count % 2 == 0);
    for d in digits() {
        sum += if twice { d * 2 - if d > 4 { 9 } else { 0 } } else { d };
        twice = !twice;
    }
    issuer && sum % 10 == 0
}

/// The end of up to 19 digits at `i`, with single spaces or dashes between, and how many they are. Where they are a card's
/// before a space, that is the end: what follows is its code, or the next one.
fn digits(s: &[u8], i: usize) -> (usize, usize) {
    let (mut count, mut end) = (0, i);
    while count < 20 {
        if is(at(s, end), D) {
            count += 1;
        } else if !has(b" -", at(s, end))
            || !is(at(s, end + 1), D)
            || (count >= 14 && at(s, end) == b' ' && is_card(cut(s, i, end)))
        {
            break;
        }
        end += 1;
    }
    (end, count)
}

/// The end of three digits, so many and four more with the same separator between, at `i`.
fn grouped(s: &[u8], i: usize, middle: usize) -> Next {
    let separator = at(s, i + 3);
    let mut end = i;
    for (n, len) in [3, middle, 4].into_iter().enumerate() {
        if n > 0 {
            if at(s, end) != separator {
                return 0;
            }
            end += 1;
        }
        let to = run(s, end, D);
        if to - end != len {
            return 0;
        }
        end = to;
    }
    if has(b"-. ", separator) { end } else { 0 }
}

fn is_bounded(s: &[u8], i: usize, end: usize) -> bool {
    let (prev, next) = (before(s, i), at(s, end));
    let longer = is(next, WORD) || (has(b"-./", next) && is(at(s, end + 1), ALNUM));
    !is(prev, WORD) && !has(b"-./%#", prev) && !longer
}

impl Scrubber {
    /// A card, telephone or social-security number whose digits start at `i`.
    pub(super) fn digits(&mut self, s: &[u8], i: usize, place: &Place) -> Next {
        let (mut end, count) = digits(s, i);
        let mut rule = report::CARD;
        if count < 14 || !is_card(cut(s, i, end)) {
            end = grouped(s, i, 3);
            rule = report::PHONE;
            if end == 0 || at(s, i) < b'2' || at(s, i + 4) < b'2' {
                end = grouped(s, i, 2);
                rule = report::SSN;
                if end > 0 && !is_ssn(s, i) {
                    end = 0;
                }
            }
        }
        if end == 0 || !is_bounded(s, i, end) {
            return 0;
        }
        self.redact(i, end, rule, place);
        end
    }

    /// An international number at the `+` at `i` (E.164), or a national one in the American way at a bracket.
    pub(super) fn phone(&mut self, s: &[u8], i: usize, place: &Place) -> Next {
        // `00` is dialled for `+`; written without breaks it may be any number.
        let zeros = cut(s, i, i + 2) == b"00";
        let plus = at(s, i) == b'+' || zeros;
        let from = i + 1 + usize::from(zeros);
        if is(before(s, i), WORD) || (plus && !matches!(at(s, from), b'1'..=b'9')) {
            return 0;
        }
        let (mut j, mut count, mut breaks, mut end) = (from, 0, 0, i);
        while count <= 15 && j - i < 32 {
            let b = at(s, j);
            if is(b, D) {
                count += 1;
                end = j + 1;
            } else if has(b" -().", b) && !(b == b' ' && before(s, j) == b' ') {
                breaks += 1;
            } else {
                break;
            }
            j += 1;
        }
        let enough = if plus {
            if zeros { count >= 9 && breaks > 0 } else { count >= 10 || (count >= 8 && breaks >= 2) }
        } else {
            count == 10 && breaks >= 2 && at(s, i + 4) == b')'
        };
        if !enough || count > 15 || is(at(s, end), WORD) {
            return 0;
        }
        self.redact(i, end, report::PHONE, place);
        end
    }

    /// An IBAN at `i` (ISO 13616): two letters, two check digits, MOD 97 = 1; in one piece or in fours.
    pub(super) fn iban(&mut self, s: &[u8], i: usize, place: &Place) -> Next {
        let head = run(s, i, UPPER);
        if head != i + 2 || !is(at(s, head), D) || !is(at(s, head + 1), D) {
            return 0;
        }
        let (mut j, mut count, mut sum) = (i + 4, 4, 0);
        let digit = |sum: u32, b: u8| {
            let value =
                if is(b, D) { sum * 10 + u32::from(b - b'0') } else { sum * 100 + u32::from(b - b'A') + 10 };
            value % 97
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
            return 0;
        }
        self.redact(i, j, report::IBAN, place);
        j
    }
}

/// Area, group and serial as the Social Security Administration gives them out.
fn is_ssn(s: &[u8], i: usize) -> bool {
    let (area, group, serial) = (cut(s, i, i + 3), cut(s, i + 4, i + 6), cut(s, i + 7, i + 11));
    // From 900 on they are of taxpayers without one (ITIN), with groups of their own.
    let number = group.iter().fold(0, |n, d| n * 10 + d - b'0');
    let taxpayer = matches!(number, 50..=65 | 70..=88 | 90..=92 | 94..=99);
    let given = if area >= b"900" { taxpayer } else { area != b"000" && area != b"666" && group != b"00" };
    given && serial != b"0000"
}

#[cfg(test)]
mod tests {
    use super::is_card;

    #[test]
    fn a_card_ends_where_it_does() {
        let end = |text: &str| super::digits(text.as_bytes(), 0);
        assert_eq!(end("4242 4242 4242 4242 123"), (19, 16));
        assert_eq!(end("4242 4242 4242 4242 4242 4242"), (19, 16));
        assert_eq!(end("4242 4242 4242 4241 123"), (23, 19));
    }

    #[test]
    fn cards_have_a_prefix_and_a_check_digit() {
        let is = |text: &str| is_card(text.as_bytes());
        assert!(
            is("4242424242424242") && is("378282246310005") && is("5555555555554444") && is("30569309025904")
        );
        assert!(!is("4242424242424241") && !is("1700000000000") && !is("9400110200881234"));
    }
}
