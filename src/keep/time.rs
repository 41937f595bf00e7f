//! Times as ISO 8601 writes them, always in UTC, and back.

use crate::consent::{DAY_MS, parse_number};

/// `2026-11-21T13:27:56.000Z` of milliseconds since 1970.
pub fn iso(time_ms: u64) -> String {
    let (year, month, day) = date(time_ms / DAY_MS);
    let rest = time_ms % DAY_MS;
    let mut out = String::new();
    for (number, digits, after) in [
        (year, 4, '-'),
        (month, 2, '-'),
        (day, 2, 'T'),
        (rest / 3_600_000, 2, ':'),
        (rest / 60_000 % 60, 2, ':'),
        (rest / 1000 % 60, 2, '.'),
        (rest % 1000, 3, 'Z'),
    ] {
        let mut unit = 10u64.pow(digits - 1);
        while unit > 0 {
            out.push(char::from(b'0' + (number / unit % 10) as u8));
            unit /= 10;
        }
        out.push(after);
    }
    out
}

/// Milliseconds since 1970 of a time as `Date.toISOString` writes it; nothing for anything else.
pub fn from_iso(text: &str) -> Option<u64> {
    let part = |from: usize, to: usize| text.get(from..to).and_then(parse_number);
    let marks = [(4, '-'), (7, '-'), (10, 'T'), (13, ':'), (16, ':'), (19, '.'), (23, 'Z')];
    if text.len() != 24
        || marks.iter().any(|(at, mark)| text.get(*at..at + 1) != Some(mark.encode_utf8(&mut [0; 4])))
    {
        return None;
    }
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    let (hour, minute, second, milli) = (part(11, 13)?, part(14, 16)?, part(17, 19)?, part(20, 23)?);
    if year < 1970 {
        return None;
    }
    // The inverse of `date` by trying: the day of a year lies in a span of 366.
    let first = (year - 1970) * 365 + (year - 1969) / 4 - (year - 1901) / 100 + (year - 1601) / 400;
    let days = (first..first + 366).find(|days| date(*days) == (year, month, day))?;
    (hour < 24 && minute < 60 && second < 60)
        .then_some(days * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + milli)
}

/// Year, month and day of a number of days since 1970, in the Gregorian calendar.
fn date(days: u64) -> (u64, u64, u64) {
    // Counted from the first of March 1 BC in eras of 400 years, so that the leap day comes last.
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year_of_era + next, month, day)
}
