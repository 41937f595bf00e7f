//! Other consent managers' records, as the code that they ship writes them: vanilla-cookieconsent 3.1.0, klaro 0.7.22,
//! cookieconsent (Osano) 3.1.1, tarteaucitronjs 1.34.0.

mod consent_support;

use consent_support::NOW;
use hushgate::catalogue;
use hushgate::config::{Config, Json, Known, read};
use hushgate::consent::{Ask, By, DAY_MS, Stored, decide, find};
use hushgate::keep::{Source, import};
use proptest::prelude::*;

const KNOWN: Known = Known { vendor: catalogue::vendor_category, text: |_| true };
const SITE: &str =
    r#"{"categories":["functional","analytics","marketing"],"vendors":{"ga4":{},"hotjar":{}}}"#;

fn site() -> Config {
    read(SITE, &KNOWN).expect("a config")
}

/// What is granted and asked afterwards, by name.
fn outcome(line: &str, signal: bool, now: u64) -> (Vec<String>, Vec<String>) {
    let config = site();
    let question = config.question();
    let decision = decide(&question, &Stored::parse(line, &question, now), signal);
    let names = |has: &dyn Fn(usize) -> bool| {
        config.items().enumerate().filter(|(i, _)| has(*i)).map(|(_, item)| item.name().to_owned()).collect()
    };
    (names(&|i| decision.granted.has(i)), names(&|i| decision.asked.has(i)))
}

fn imported(source: Source, text: &str, names: &str) -> String {
    import(source, text, Json(names), &site(), "c0ffee", NOW).unwrap_or_default()
}

const VANILLA: &str = r#"{"categories":["necessary","analytics"],"revision":0,"data":null,"consentTimestamp":"2026-08-01T10:00:00.000Z","consentId":"a3c1d2e4-0000-4000-8000-000000000000","services":{"necessary":[],"analytics":[],"ads":[]},"languageCode":"en","lastConsentTimestamp":"2026-08-02T10:00:00.000Z","expirationTime":1800000000000}"#;

fn percent(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[test]
fn vanilla_cookieconsent_says_what_was_accepted_and_what_there_was() {
    for text in [VANILLA.to_owned(), percent(VANILLA)] {
        let line = imported(Source::Vanilla, &text, "");
        assert_eq!(find(&line, "by"), Some("import"));
        // 2026-08-02T10:00:00Z
        assert_eq!(find(&line, "t"), Some("1785664800000"));
        let (granted, asked) = outcome(&line, false, NOW);
        assert_eq!(granted, ["analytics", "ga4", "hotjar"]);
        // It had no functional category, so nobody was asked about it.
        assert_eq!(asked, ["functional"]);
        assert_eq!(find(&line, "marketing"), Some("0"));
        assert_eq!(find(&line, "functional"), None);
    }
    // Services that were chosen one by one: what is not listed may have been refused there, so it is asked about.
    let some = VANILLA.replace(r#""analytics":[]"#, r#""analytics":["ga4"]"#);
    let (granted, asked) = outcome(&imported(Source::Vanilla, &some, ""), false, NOW);
    assert_eq!(granted, ["analytics", "ga4"]);
    assert_eq!(asked, ["functional", "hotjar"]);
    // Without an ID it asks again itself.
    assert_eq!(imported(Source::Vanilla, &VANILLA.replace("consentId", "x"), ""), "");
}

#[test]
fn klaro_says_each_service() {
    let text = percent(r#"{"google-analytics":true,"hotjar":false,"youtube":true}"#);
    let names = r#"{"google-analytics":"ga4","youtube":["functional","marketing"]}"#;
    let line = imported(Source::Klaro, &text, names);
    let (granted, asked) = outcome(&line, false, NOW);
    assert_eq!(granted, ["functional", "marketing", "ga4"]);
    // It never asked for analytics as a whole.
    assert_eq!(asked, ["analytics"]);
    assert_eq!(find(&line, "analytics.hotjar"), Some("0"));
    assert_eq!(find(&line, "t"), Some(NOW.to_string().as_str()));
}

#[test]
fn a_category_is_granted_only_if_all_of_it_was() {
    let names = r#"{"matomo":"analytics","hotjar":"analytics"}"#;
    let both = percent(r#"{"matomo":true,"hotjar":true}"#);
    let one = percent(r#"{"matomo":true,"hotjar":false}"#);
    assert_eq!(outcome(&imported(Source::Klaro, &both, names), false, NOW).0, ["analytics", "ga4", "hotjar"]);
    let other = percent(r#"{"hotjar":false,"matomo":true}"#);
    for text in [one, other] {
        assert!(outcome(&imported(Source::Klaro, &text, names), false, NOW).0.is_empty());
    }
}

#[test]
fn osano_says_yes_to_what_the_site_says_it_was_and_no_to_everything() {
    let names = r#"{"allow":["analytics"]}"#;
    assert_eq!(
        outcome(&imported(Source::Osano, "allow", names), false, NOW).0,
        ["analytics", "ga4", "hotjar"]
    );
    assert_eq!(imported(Source::Osano, "allow", ""), "");
    assert_eq!(imported(Source::Osano, "dismiss", names), "");
    let (granted, asked) = outcome(&imported(Source::Osano, "deny", ""), false, NOW);
    assert!(granted.is_empty() && asked.is_empty());
}

#[test]
fn tarteaucitron_says_true_false_or_wait() {
    let names = r#"{"gtag":"ga4"}"#;
    let line = imported(Source::Tarteaucitron, "!gtag=true!hotjar=false!facebookpixel=wait", names);
    let (granted, asked) = outcome(&line, false, NOW);
    assert_eq!(granted, ["ga4"]);
    assert_eq!(asked, ["functional", "analytics", "marketing"]);
    assert_eq!(imported(Source::Tarteaucitron, "!gtag=wait", names), "");
}

#[test]
fn an_imported_accept_never_outranks_the_signal() {
    for (source, text, names) in [
        (Source::Vanilla, VANILLA, ""),
        (Source::Klaro, r#"{"analytics":true}"#, ""),
        (Source::Osano, "allow", r#"{"allow":"analytics"}"#),
        (Source::Tarteaucitron, "!analytics=true", ""),
    ] {
        let line = imported(source, text, names);
        assert!(!outcome(&line, false, NOW).0.is_empty(), "{}", source.name());
        assert!(outcome(&line, true, NOW).0.is_empty(), "{}", source.name());
        let config = site();
        let question = config.question();
        let stored = Stored::parse(&line, &question, NOW);
        assert_eq!(stored.choice().map(|record| (record.by, record.id)), Some((By::Import, "c0ffee")));
        assert_eq!(decide(&question, &stored, true).ask, Ask::No);
    }
}

#[test]
fn an_imported_choice_ages_from_when_it_was_made() {
    let line = imported(Source::Vanilla, VANILLA, "");
    let made = 1_785_664_800_000;
    assert!(!outcome(&line, false, made + 364 * DAY_MS).0.is_empty());
    assert!(outcome(&line, false, made + 365 * DAY_MS).0.is_empty());
    // A date that has not come is not believed.
    let ahead = VANILLA.replace("2026-08-02", "2036-08-02");
    assert_eq!(find(&imported(Source::Vanilla, &ahead, ""), "t"), Some(NOW.to_string().as_str()));
}

proptest! {
    #[test]
    fn any_text_is_survived_and_nothing_comes_of_nothing(
        text in "\\PC{0,120}", shaped in "[{}\\[\\]\":,!=%a-z]{0,60}", names in "[{}\\[\\]\":,a-z]{0,40}",
    ) {
        for source in Source::ALL {
            for text in [&text, &shaped] {
                let line = import(source, text, Json(&names), &site(), "1", NOW);
                if !text.contains("true") && !text.contains("allow") && source != Source::Vanilla {
                    let granted = outcome(&line.unwrap_or_default(), false, NOW).0;
                    prop_assert!(granted.is_empty(), "{text}: {granted:?}");
                }
            }
        }
    }
}
