//! Records of every form that was ever written, and of releases to come, and the parser that `docs/record.md` gives to
//! backends.

mod consent_support;

use consent_support::{NOW, question};
use hushgate::consent::{Ask, DAY_MS, Regime, Standing, Stored, decide};

include!("data/record_parser.txt");

const ITEMS: &str = "analytics \nmarketing \nanalytics.ga4 \nanalytics.sentry \n";
const FIRST: &str = include_str!("data/records/1-first-form.txt");
const TODAY: &str = include_str!("data/records/1.txt");
const NOTICE: &str = include_str!("data/records/1-notice.txt");
const KEYS: &str = include_str!("data/records/1-newer-keys.txt");
const RELEASE: &str = include_str!("data/records/2-newer-release.txt");

#[test]
fn records_of_every_form_are_read() {
    use Standing::{Granted, New, Refused, Told, Unreadable};
    for (name, line, expected) in [
        // Before services were recorded an answer was about all of them.
        ("first form", FIRST, [Granted, Refused, Granted, Granted]),
        ("today's", TODAY, [Granted, Refused, Granted, Refused]),
        ("a closed notice", NOTICE, [Told, Told, Standing::Nothing, Standing::Nothing]),
        ("keys to come", KEYS, [Granted, Refused, Granted, New]),
        ("a release to come", RELEASE, [Unreadable; 4]),
    ] {
        let question = question("2026-05", ITEMS, Regime::OptIn);
        let stored = Stored::parse(line, &question, NOW);
        let standings: Vec<Standing> = question.items.map(|item| question.standing(&stored, item)).collect();
        assert_eq!(standings, expected, "{name}");
    }
}

#[test]
fn a_first_form_ends_half_a_year_on() {
    let question = question("2026-05", ITEMS, Regime::OptIn);
    let at = |now| decide(&question, &Stored::parse(FIRST, &question, now), false).ask;
    assert_eq!(at(NOW + 182 * DAY_MS - 1), Ask::No);
    assert_eq!(at(NOW + 182 * DAY_MS), Ask::Banner);
}

/// What the release before this one would have made of today's record: its parser, in short.
#[test]
fn an_older_release_reads_todays_record() {
    let get = |key: &str| TODAY.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='));
    assert_eq!((get("v"), get("p"), get("t")), (Some("1"), Some("2026-05"), Some("1790000000000")));
    assert!(matches!(get("by"), Some("banner" | "preferences" | "api")));
    for key in ["gpc", "analytics", "marketing"] {
        assert!(matches!(get(key), Some("0" | "1")), "{key}");
    }
}

#[test]
fn the_documented_parser_reads_them() {
    for (line, now, key, expected) in [
        (TODAY, NOW, "analytics", true),
        (TODAY, NOW, "analytics.ga4", true),
        (TODAY, NOW, "analytics.sentry", false),
        (TODAY, NOW, "marketing", false),
        (TODAY, NOW, "unknown", false),
        (TODAY, NOW + 365 * DAY_MS, "analytics", false),
        (NOTICE, NOW, "analytics", false),
        (KEYS, NOW, "analytics", true),
        (RELEASE, NOW, "marketing", false),
        ("", NOW, "analytics", false),
        ("v=1&x=9999999999999&analytics=0&analytics=1", NOW, "analytics", false),
    ] {
        assert_eq!(granted(line, now, key), expected, "{key} in {line}");
    }
}

#[test]
fn the_page_has_the_parser_that_is_tested() {
    let page = include_str!("../docs/record.md");
    assert!(page.contains(include_str!("data/record_parser.txt")), "docs/record.md has another parser");
}

/// A line may stand in a cookie as it is: RFC 6265's cookie-octet.
#[test]
fn a_record_is_a_cookie_value() {
    for line in [FIRST, TODAY, NOTICE, KEYS] {
        assert!(
            line.bytes().all(|b| matches!(b, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e))
        );
    }
}
