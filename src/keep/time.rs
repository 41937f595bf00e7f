//! Times as ISO 8601 writes them, always in UTC, and back.

use crate::consent::DAY_MS;

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
    // Such texts are in the order of time, so that `iso` finds it by halving all the time there is until the year 10000.
    let (mut low, mut high) = (0, 253_402_300_800_000);
    while low < high {
        let middle = (low + high) / 2;
        if iso(middle).as_str() < text {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    (iso(low) == text).then_some(low)
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
