//! Withdrawal, by names: what has to go, what stays, and who is told.

use hushgate::catalogue;
use hushgate::config::{Config, Known, read};
use hushgate::consent::{Act, By, Choices, Stored, decide};
use hushgate::egress::is_unwanted;

const KNOWN: Known = Known { vendor: catalogue::vendor_category, text: |_| true };

fn config(json: &str) -> Config {
    read(json, &KNOWN).expect("a config")
}

/// Whether a name has to go after an answer, or without one.
fn goes(config: &Config, wanted: Option<&[usize]>, name: &str) -> bool {
    let question = config.question();
    let act = Act { by: By::Preferences, signal: false, time_ms: 1, id: "1", language: "en" };
    let line = wanted.map(|wanted| question.answer(Choices::of(wanted), &act)).unwrap_or_default();
    is_unwanted(name, config, &decide(&question, &Stored::parse(&line, &question, 2), false))
}

#[test]
fn what_vendors_store_goes_with_their_category() {
    let config = config(r#"{"categories":["analytics","marketing"]}"#);
    for (name, marketing) in [
        ("mp_5e17_mixpanel", false),
        ("mixpanelBrowserDb", false),
        ("ph_phc_1_window_id", false),
        ("sentryReplaySession", false),
        ("_hjSessionUser_1", false),
        ("_hjIncludedInSessionSample_1", false),
        ("ajs_user_traits", false),
        ("_ttp", true),
        ("_uetsid_exp", true),
        ("li_fat_id", true),
    ] {
        assert!(goes(&config, Some(&[]), name), "{name} stays");
        assert!(!goes(&config, None, name), "{name} goes though nobody has answered");
        assert_eq!(goes(&config, Some(&[0]), name), marketing, "{name} with analytics granted");
        assert_eq!(goes(&config, Some(&[1]), name), !marketing, "{name} with marketing granted");
    }
}

#[test]
fn what_nobody_knows_and_what_keeps_a_vendor_quiet_stays() {
    let config = config("{}");
    for name in [
        "session",
        "theme",
        "PHPSESSID",
        "csrftoken",
        "cart",
        "_hjOptOut",
        "mtm_consent_removed",
        "",
        "*",
        "__proto__",
    ] {
        assert!(!goes(&config, Some(&[]), name), "{name} goes");
    }
    for row in catalogue::opt_outs().lines() {
        for flag in row.rsplit('\t').next().unwrap_or_default().split(' ').filter(|flag| !flag.is_empty()) {
            assert!(!goes(&config, Some(&[]), &flag.replace('*', "5e17")), "{flag} goes");
        }
    }
}

#[test]
fn the_site_says_whose_its_own_names_are() {
    let config = config(
        r#"{"categories":["functional","analytics",{"id":"research"}],
            "vendors":{"own":{"category":"research","endpoints":["/in"]},"ga4":{}},
            "storage":{"altnyxTheme":"functional","ui-*":"necessary","_gid":"necessary","*-poll":"research",
                       "own_id":"own","ads":"marketing","say \"hi\"":"functional","ga_own":"ga4"}}"#,
    );
    // functional, analytics, research, own, ga4
    let all = [0, 1, 2, 3, 4];
    for (name, place) in
        [("altnyxTheme", 0), ("the-poll", 2), ("own_id", 3), ("ga_own", 4), ("say \"hi\"", 0)]
    {
        assert!(goes(&config, Some(&[]), name), "{name} stays");
        assert!(!goes(&config, None, name) && !goes(&config, Some(&all), name), "{name} goes");
        let others: Vec<_> = all.into_iter().filter(|other| *other != place).collect();
        assert!(goes(&config, Some(&others), name), "{name} stays though its own is refused");
    }
    for name in ["ui-density", "_gid", "ui-", "altnyxTheme2", "-poll"] {
        assert!(!goes(&config, Some(&[]), name), "{name} goes");
    }
    // Of a category that nobody is asked for.
    assert!(goes(&config, Some(&all), "ads") && goes(&config, None, "ads"));
}

#[test]
fn the_record_stays_whatever_the_site_says() {
    let config = config(
        r#"{"categories":["functional"],"storageKey":"choice","storage":{"choi*":"functional","hushgate":"functional"}}"#,
    );
    for name in ["choice", "choice.k", "choice.o"] {
        assert!(!goes(&config, Some(&[]), name), "{name} goes");
    }
    assert!(
        goes(&config, Some(&[]), "choir")
            && goes(&config, Some(&[]), "hushgate")
            && goes(&config, Some(&[]), "choices")
    );
}

#[test]
fn every_row_of_an_opt_out_can_be_read() {
    let mut told = 0;
    for row in catalogue::opt_outs().lines() {
        let fields: Vec<_> = row.split('\t').collect();
        let [vendor, _, ids, out, back, _] = fields[..] else { panic!("{row}") };
        assert!(catalogue::vendor(vendor).is_some(), "{vendor}");
        for line in out.split(' ').chain(back.split(' ')).filter(|line| !line.is_empty()) {
            let json = match line.split_once('(') {
                Some((_, rest)) => format!("[{}]", rest.strip_suffix(')').expect("a call")),
                None => line.split_once('=').expect("a value").1.to_owned(),
            };
            assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{line}");
            assert_eq!(line.contains("{id}"), !ids.is_empty(), "{line}");
            told += 1;
        }
    }
    assert!(told > 30, "{told} lines");
}
