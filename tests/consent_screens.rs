//! The screens as text: equal weight, nothing pre-ticked, everything disclosed, in every language.

use hushgate::banner::markup::banner;
use hushgate::banner::notice::notice;
use hushgate::banner::preferences::{Notice, preferences};
use hushgate::banner::text::{BANNER_ENGLISH, ENGLISH, Words, reason_key};
use hushgate::catalogue;
use hushgate::config::{Config, Json, Known, read};
use hushgate::consent::{Act, By, Choices, Reason, Stored, decide};
use hushgate::egress::{Verdict, decide_verdict, is_unwanted, place_of};
use std::path::Path;

const KNOWN: Known = Known { vendor: catalogue::vendor_category, text: |_| true };

fn config(json: &str) -> Config {
    read(json, &KNOWN).expect("a config")
}

fn line<'a>(markup: &'a str, part: &str) -> &'a str {
    markup.lines().find(|line| line.contains(part)).unwrap_or_else(|| panic!("{part} in\n{markup}"))
}

#[test]
fn accept_and_decline_differ_in_nothing_but_their_word() {
    let config = Config::default();
    let words = Words::of(&config, "", BANNER_ENGLISH);
    let banner = banner(&words, &config, false);
    let accept = line(&banner, "data-action=accept").replace("accept", "x").replace("Accept", "X");
    let decline = line(&banner, "data-action=decline").replace("decline", "x").replace("Decline", "X");
    assert_eq!(accept, decline);
    let words = Words::of(&config, "", ENGLISH);
    let dialog = preferences(&words, &config, Choices::none(), "", Notice::None, Json(""));
    let accept = line(&dialog, "data-action=accept-all").replace("accept", "x").replace("Accept", "X");
    let reject = line(&dialog, "data-action=reject-all").replace("reject", "x").replace("Reject", "X");
    assert_eq!(accept, reject);
}

#[test]
fn no_switch_is_on_that_was_not_granted() {
    let config = config(r#"{"categories":["functional","analytics","marketing"]}"#);
    let words = Words::of(&config, "", ENGLISH);
    for granted in [Choices::none(), Choices::of(&[1]), Choices::all()] {
        let dialog = preferences(&words, &config, granted, "", Notice::None, Json(""));
        for (place, category) in ["functional", "analytics", "marketing"].into_iter().enumerate() {
            let switch = line(&dialog, &format!("id={category}\t"));
            assert!(switch.contains("role=switch") && !switch.contains("disabled"));
            assert_eq!(switch.contains("checked"), granted.has(place), "{switch}");
        }
        let fixed = line(&dialog, "id=necessary\t");
        assert!(fixed.contains("checked=") && fixed.contains("disabled="));
    }
}

#[test]
fn recipients_purposes_and_lifetimes_are_disclosed() {
    let config = config(r#"{"vendors":{"ga4":{},"own-shop":{"category":"analytics","endpoints":["/in"]}}}"#);
    let words = Words::of(&config, "", ENGLISH);
    let dialog = preferences(&words, &config, Choices::none(), "mixpanel\n", Notice::None, Json(""));
    for part in [
        "=Google Analytics 4",
        "=Google\n",
        "href=https://policies.google.com/privacy",
        "=_ga_*",
        "+year=2",
        "=Mixpanel",
        "=mp_*_mixpanel",
        "=own-shop",
        "=hushgate.k",
        "=hushgate.t, hushgate.q.*, hushgate.o",
    ] {
        assert!(dialog.contains(part), "{part}");
    }
    assert!(!dialog.contains("PostHog"), "neither named nor seen");
}

#[test]
fn a_service_has_its_own_switch_if_the_site_names_it() {
    let config = config(
        r#"{"vendors":{"ga4":{},"own-shop":{"category":"analytics","endpoints":["/in"]},"mixpanel":{"category":"marketing"}}}"#,
    );
    let words = Words::of(&config, "", ENGLISH);
    // analytics, analytics.ga4, analytics.own-shop
    let dialog = preferences(&words, &config, Choices::of(&[0, 2]), "posthog\n", Notice::None, Json(""));
    let switch = |id: &str| line(&dialog, &format!("id={id}")).contains("checked");
    assert_eq!([switch("analytics.ga4"), switch("analytics.own-shop")], [false, true]);
    // Who is only seen goes with the category; who is not asked for is not here.
    assert!(dialog.contains("=PostHog") && !dialog.contains("id=analytics.posthog"));
    assert!(!dialog.contains("mixpanel"));
}

#[test]
fn a_notice_asks_nothing() {
    let config = Config::default();
    let words = Words::of(&config, "", ENGLISH);
    let told = notice(&words, &config, false);
    let acts: Vec<&str> =
        told.split("data-action=").skip(1).filter_map(|rest| rest.split('\t').next()).collect();
    assert_eq!(acts, ["told", "preferences"]);
    assert!(told.contains("You can object at any time") && !told.contains("Something has changed"));
    assert!(notice(&words, &config, true).contains("Something has changed"));
    let words = Words::of(&config, "", BANNER_ENGLISH);
    assert!(banner(&words, &config, true).contains("Something has changed"));
    assert!(!banner(&words, &config, false).contains("Something has changed"));
}

#[test]
fn a_word_is_never_more_than_a_word() {
    let config = config(r#"{"policyVersion":"1\n0script\t=x","text":{"title":"a\tonclick=b\n0img"}}"#);
    let words = Words::of(&config, "", BANNER_ENGLISH);
    for markup in [
        banner(&words, &config, false),
        preferences(&words, &config, Choices::none(), "", Notice::None, Json("")),
    ] {
        assert!(!markup.contains("\tonclick") && !markup.contains("\n0img") && !markup.contains("\n0script"));
    }
}

#[test]
fn the_signal_is_shown_and_warned_about() {
    let config = Config::default();
    let words = Words::of(&config, "", ENGLISH);
    let show = |notice| preferences(&words, &config, Choices::none(), "", notice, Json(""));
    assert!(show(Notice::Honoured).contains("Opt-out request honoured"));
    assert!(show(Notice::Despite).contains("you switched on here yourself"));
    assert!(!show(Notice::None).contains("Global Privacy Control"));
    let warning = |notice| line(&show(notice), "id=warn").ends_with("data-text=");
    assert!(warning(Notice::None) && !warning(Notice::Honoured) && !warning(Notice::Despite));
}

#[test]
fn every_language_has_every_word_and_says_its_own() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalogue/locales");
    assert!(catalogue::languages().len() >= 12);
    for lang in catalogue::languages() {
        let text = std::fs::read_to_string(folder.join(lang).with_extension("toml")).expect("the file");
        let words: Vec<(&str, &str)> = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once(" = "))
            .map(|(key, value)| (key, value.trim_matches('"')))
            .collect();
        assert_eq!(words.len(), catalogue::english().len(), "{lang}");
        let get = |key: &str| words.iter().find(|(k, _)| *k == key).map_or("", |(_, v)| v);
        assert_eq!(get("lang"), *lang);
        assert_eq!(get("dir") == "rtl", matches!(*lang, "ar" | "he"), "{lang}");
        for (key, english) in catalogue::english() {
            assert!(!get(key).is_empty(), "{lang} {key}");
            let same = get(key) == *english && !matches!(*key, "dir" | "marketing");
            assert!(!same || *lang == "en", "{lang} {key}: {english}");
        }
    }
}

#[test]
fn every_purpose_is_a_word() {
    for cookie in catalogue::cookies() {
        let known = catalogue::english().iter().any(|(key, _)| *key == cookie.purpose());
        assert!(known && cookie.purpose().starts_with("use_"), "{}", cookie.name());
    }
}

#[test]
fn a_vendor_follows_the_site_then_the_catalogue() {
    let config = config(
        r#"{"categories":["analytics"],"vendors":{"mixpanel":{"category":"marketing"},
            "own":{"category":"analytics","endpoints":["/in"]}}}"#,
    );
    let question = config.question();
    let answer = |wanted| {
        question.answer(wanted, &Act { by: By::Banner, signal: false, time_ms: 1, id: "1", language: "en" })
    };
    let decision = |line: &str| decide(&question, &Stored::parse(line, &question, 2), false);
    let verdict = |id: &str, line: &str| decide_verdict(place_of(id, &config), &decision(line));
    let (yes, no) = (answer(Choices::all()), answer(Choices::none()));
    for (id, asked, granted) in [
        ("ga4", Verdict::Hold, Verdict::Scrub),
        ("own", Verdict::Hold, Verdict::Scrub),
        // Marketing is not asked for here: never held, never sent.
        ("mixpanel", Verdict::Drop, Verdict::Drop),
        ("meta-pixel", Verdict::Drop, Verdict::Drop),
        ("nobody", Verdict::Drop, Verdict::Drop),
    ] {
        assert_eq!(verdict(id, ""), asked, "{id}");
        assert_eq!(verdict(id, &yes), granted, "{id}");
        assert_eq!(verdict(id, &no), Verdict::Drop, "{id}");
    }
    let sweep = |name: &str, line: &str| is_unwanted(name, &config, &decision(line));
    assert!(sweep("_ga_ABC", &no) && !sweep("_ga_ABC", &yes));
    assert!(!sweep("_ga_ABC", ""), "who is only asked again is not made a new visitor");
    assert!(sweep("_fbp", "") && sweep("mp_0123_mixpanel", &yes));
    assert!(!sweep("session", &no));
}

#[test]
fn a_service_is_decided_for_itself() {
    let config = config(r#"{"vendors":{"ga4":{},"sentry":{"category":"analytics"}}}"#);
    let question = config.question();
    let line = question.answer(
        Choices::of(&[0, 2]),
        &Act { by: By::Preferences, signal: false, time_ms: 1, id: "1", language: "en" },
    );
    let decision = decide(&question, &Stored::parse(&line, &question, 2), false);
    let verdict = |id: &str| decide_verdict(place_of(id, &config), &decision);
    assert_eq!((verdict("ga4"), verdict("sentry")), (Verdict::Drop, Verdict::Scrub));
    // A vendor that the site does not name goes with its category.
    assert_eq!((verdict("mixpanel"), verdict("meta-pixel")), (Verdict::Scrub, Verdict::Drop));
    assert!(is_unwanted("_ga_ABC", &config, &decision) && !is_unwanted("mp_1_mixpanel", &config, &decision));
}

#[test]
fn a_category_of_the_sites_own_has_its_words_and_its_switch() {
    let config = config(
        r#"{"categories":[{"id":"research","title":"Research","description":"Asks questions."},
            {"id":"analytics","title":"Counting"}]}"#,
    );
    let words = Words::of(&config, "", ENGLISH);
    let dialog = preferences(&words, &config, Choices::of(&[0]), "", Notice::None, Json(""));
    for part in ["label\t=Research", "label\t=Counting", "=Asks questions.", "=Counts visits"] {
        assert!(dialog.contains(part), "{part}");
    }
    assert!(line(&dialog, "id=research\t").contains("checked="));
}

#[test]
fn every_reason_has_words_and_they_are_shown() {
    let config = Config::default();
    let words = Words::of(&config, "", ENGLISH);
    for reason in Reason::ALL {
        let key = reason_key(reason.name());
        let exempt = matches!(reason, Reason::Necessary | Reason::NotOffered);
        assert_eq!(words.get(key).is_empty(), exempt, "{}", reason.name());
        let reasons = format!(r#"{{"reasons":{{"necessary":"necessary","analytics":"{}"}}}}"#, reason.name());
        let dialog = preferences(&words, &config, Choices::none(), "", Notice::None, Json(&reasons));
        assert_eq!(dialog.contains(&format!("small\t={}", words.get(key))) && !exempt, !exempt);
    }
    let state = r#"{"decided":false,"reasons":{"analytics":"expired"}}"#;
    let dialog = preferences(&words, &config, Choices::none(), "", Notice::None, Json(state));
    assert!(dialog.contains("=Your earlier answer has expired."));
    // Whose answer stands can have it as a file.
    assert!(!dialog.contains("=Download my choices"));
    let dialog = preferences(&words, &config, Choices::none(), "", Notice::None, Json(r#"{"decided":true}"#));
    assert!(dialog.contains("=Download my choices"));
}
