//! Payment card numbers and bank accounts, by their check digits.

use crate::scan::class::{ALNUM, D, UPNUM, UPPER, at, before, is};

/// The end of the card number that starts at `i`: 13 to 19 digits with single spaces or dashes between, an issuer's
/// first digits, and the Luhn check (ISO/IEC 7812-1).
pub fn at_start(s: &[u8], i: usize) -> Option<usize> {
    let prev = before(s, i);
    if is(prev, ALNUM) || prev == b'.' || prev == b'-' || prev == b'_' || !(b'2'..=b'6').contains(&at(s, i)) {
        return None;
    }
    let (mut digits, mut count) = ([0u8; 20], 0);
    let (mut j, mut end) = (i, i);
    while count < 20 {
        let b = at(s, j);
        if is(b, D) {
            *digits.get_mut(count)? = b - b'0';
            count += 1;
            j += 1;
            end = j;
        } else if (b == b' ' || b == b'-')
            && j == end
            && is(at(s, j + 1), D)
            && (count % 4 == 0 || count == 10)
        {
            j += 1;
        } else {
            break;
        }
    }
    let next = at(s, end);
    if is(next, ALNUM) || next == b'_' || (next == b'.' || next == b'-') && is(at(s, end + 1), ALNUM) {
        return None;
    }
    let digits = digits.get(..count)?;
    (is_issued(digits) && luhn(digits)).then_some(end)
}

fn is_issued(digits: &[u8]) -> bool {
    let [a, b, c, d, ..] = *digits else { return false };
    let four = u32::from(a) * 1000 + u32::from(b) * 100 + u32::from(c) * 10 + u32::from(d);
    match digits.len() {
        13 => a == 4,
        14 => matches!(four, 3000..=3059 | 3600..=3699 | 3800..=3999),
        15 => matches!(four, 3400..=3499 | 3700..=3799),
        16 => {
            matches!(four, 4000..=4999 | 5100..=5599 | 2221..=2720 | 6011 | 6440..=6599 | 3528..=3589 | 6200..=6299 | 5000..=5099 | 5600..=5899)
        }
        17..=19 => matches!(four, 4000..=4999 | 6200..=6299 | 5000..=5099 | 5600..=5899 | 6304 | 6759..=6763),
        _ => false,
    }
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| {
            let d = u32::from(*d) << (i % 2);
            if d > 9 { d - 9 } else { d }
        })
        .sum();
    sum % 10 == 0
}

/// The end of the account number that starts at `i` (ISO 13616: country, check digits, remainder 1 by 97).
pub fn iban(s: &[u8], i: usize) -> Option<usize> {
    let head = [at(s, i), at(s, i + 1)].iter().all(|b| is(*b, UPPER))
        && [at(s, i + 2), at(s, i + 3)].iter().all(|b| is(*b, D));
    if !head || is(before(s, i), ALNUM) {
        return None;
    }
    let mut end = i;
    while is(at(s, end), UPNUM) {
        end += 1;
    }
    let all = s.get(i..end)?;
    if !(15..=34).contains(&all.len()) || is(at(s, end), ALNUM) || at(s, end) == b'_' {
        return None;
    }
    let (front, rest) = all.split_at_checked(4)?;
    let rest_of = rest.iter().chain(front).fold(0u32, |n, b| {
        if is(*b, D) {
            (n * 10 + u32::from(b - b'0')) % 97
        } else {
            (n * 100 + u32::from(b - b'A') + 10) % 97
        }
    });
    (rest_of == 1).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::{at_start, iban};

    #[test]
    fn cards_pass_their_checks() {
        // Numbers that schemes publish for tests, put together here.
        for parts in [["4111", "1111", "1111", "1111"], ["5555", "5555", "5555", "4444"]] {
            for between in ["", " ", "-"] {
                let text = parts.join(between);
                assert_eq!(at_start(text.as_bytes(), 0), Some(text.len()), "{text}");
            }
        }
        for text in ["4111111111111112", "1700000000000", "6500000000000000x", "1234567890123456"] {
            assert_eq!(at_start(text.as_bytes(), 0), None, "{text}");
        }
    }

    #[test]
    fn accounts_pass_their_check() {
        let text = ["GB82", "WEST", "1234", "5698", "7654", "32"].concat();
        assert_eq!(iban(text.as_bytes(), 0), Some(text.len()));
        assert_eq!(iban(b"GB83WEST12345698765432", 0), None);
        assert_eq!(iban(b"SKU1234567890123456", 0), None);
    }
}
