//! Every failure mode of other scrubbers that we know of has a named test: this is the list, and it is held true.
//!
//! The numbers are those of our survey of scrubbers; each line names the mode in a few words and the tests that keep us
//! from it, as `file: name`.

const MODES: &[(&str, &[&str])] = &[
    ("keys matched as substrings", &["tests/scrub_failures.rs: mode_01_keys_are_whole_words"]),
    ("a value wiped for a word in it", &["tests/scrub_failures.rs: mode_02_a_mention_is_no_secret"]),
    ("numbers taken for cards", &["tests/scrub_failures.rs: mode_03_numbers_that_are_no_cards_or_phones"]),
    (
        "versions taken for addresses",
        &["tests/scrub_failures.rs: mode_04_no_ip_in_versions_scopes_and_times"],
    ),
    ("wrong boundaries of tokens", &["tests/scrub_failures.rs: mode_05_tokens_end_at_every_mark"]),
    (
        "offsets in the wrong unit",
        &[
            "tests/scrub_failures.rs: mode_06_offsets_are_bytes_between_characters",
            "pkg/test/scrub.test.js: ASCII text is cut in place, other text by its bytes",
        ],
    ),
    ("a partial scrub looks done", &["tests/scrub_failures.rs: mode_07_nothing_is_half_gone"]),
    ("an encoded key passes", &["tests/scrub_failures.rs: mode_08_spelling_hides_no_key"]),
    ("URLs written anew", &["tests/scrub_failures.rs: mode_09_urls_keep_their_spelling"]),
    ("odd values, depth, odd keys", &["tests/scrub_failures.rs: mode_10_numbers_nesting_and_odd_keys"]),
    ("a second channel leaks", &["tests/browser/transports.rs: every_transport_is_held_then_hushed"]),
    (
        "a site's list replaces ours",
        &["tests/scrub_modes.rs: mode_12_a_sites_config_takes_no_protection_away"],
    ),
    ("old lists", &["tests/scrub_modes.rs: mode_13_the_catalogue_knows_what_older_lists_lack"]),
    ("a scrub breaks ingestion", &["tests/scrub_failures.rs: mode_14_vendor_plumbing_survives"]),
    (
        "hashes that can be reversed",
        &["tests/scrub_modes.rs: mode_15_a_pseudonym_is_keyed_by_browser_and_vendor"],
    ),
    ("time grows faster than the input", &["tests/scrub_properties.rs: hostile_inputs_cost_linear_time"]),
    (
        "over its budget it lets pass",
        &["tests/scrub_failures.rs: mode_17_and_18_what_cannot_be_read_is_refused"],
    ),
    (
        "a trap lets the raw payload pass",
        &[
            "tests/scrub_failures.rs: mode_17_and_18_what_cannot_be_read_is_refused",
            "pkg/test/scrub.test.js: after a trap everything is refused",
        ],
    ),
    (
        "the caller's object is changed",
        &["pkg/test/scrub.test.js: what has nothing to remove is the same object"],
    ),
    ("prototypes are reached", &["tests/scrub_failures.rs: mode_10_numbers_nesting_and_odd_keys"]),
    ("a CSP stops it silently", &["tests/browser/failures.rs: a_csp_without_wasm_keeps_the_gate_closed"]),
    (
        "work is done anew at each call",
        &["tests/scrub_modes.rs: mode_22_a_kept_scrubber_says_the_same_each_time"],
    ),
    (
        "the report leaks",
        &[
            "tests/scrub_failures.rs: mode_23_the_report_holds_no_value",
            "tests/browser/clients.rs: the_report_names_rules_and_no_value",
        ],
    ),
    ("nobody sees what was done", &["tests/scrub_modes.rs: mode_24_the_report_says_rule_place_and_count"]),
];

#[test]
fn every_mode_has_a_test_of_that_name() {
    assert_eq!(MODES.len(), 24);
    for (number, (mode, tests)) in (1..).zip(MODES) {
        assert!(!tests.is_empty(), "{number}, {mode}: no test");
        for test in *tests {
            let (file, name) = test.split_once(": ").expect("file: name");
            let text =
                std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{number}, {file}: {error}"));
            let named = [format!("fn {name}("), format!("test('{name}'")];
            assert!(
                named.iter().any(|named| text.contains(named)),
                "{number}, {mode}: {file} has no test {name}"
            );
        }
    }
}

mod scrub_support;

use hushgate::catalogue::{vendor, vendors};
use hushgate::scrub::{Kind, Scrubber, scrub};
use scrub_support::*;

/// A site adds vendors and endpoints; whatever it says, the detectors and the profiles stay.
#[test]
fn mode_12_a_sites_config_takes_no_protection_away() {
    let token = secret("ghp_{b62:36}");
    let body = format!(r#"{{"note":"{token}","email":"jane@example.com","password":"hunter2horse"}}"#);
    for owner in vendors().map(Some).chain([None]) {
        let out = scrub(body.as_bytes(), Kind::Json, owner, &KEY).expect("JSON").apply(body.as_bytes());
        assert!(!holds(&out, &token) && !holds(&out, "hunter2horse") && !holds(&out, "jane@"), "{owner:?}");
    }
}

/// What lists of a few names were late to learn: every signature and credential of a presigned address.
#[test]
fn mode_13_the_catalogue_knows_what_older_lists_lack() {
    let value = secret("{hex:64}");
    for name in [
        "X-Amz-Signature",
        "X-Amz-Credential",
        "X-Amz-Security-Token",
        "X-Goog-Signature",
        "X-Goog-Credential",
        "sig",
        "AWSAccessKeyId",
        "Signature",
        "code",
        "state",
        "SAMLResponse",
        "id_token",
        "ticket",
    ] {
        // Beside what makes an answer of a sign-in, or a signed link, of it.
        let url = format!(
            "https://a.example/callback?{name}={value}&Expires=1767225600&redirect_uri=x&client_id=y"
        );
        assert_gone(&clean(&url, Kind::Url, ""), &[&value]);
    }
}

#[test]
fn mode_15_a_pseudonym_is_keyed_by_browser_and_vendor() {
    let of = |id: &str, key: &[u8; 32], user: &str| {
        let body = format!(r#"{{"event":"x","properties":{{"distinct_id":"{user}"}}}}"#);
        let out = scrub(body.as_bytes(), Kind::Json, vendor(id), key).expect("JSON").apply(body.as_bytes());
        let out: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
        out["properties"]["distinct_id"].as_str().unwrap_or_default().to_owned()
    };
    let (one, other) = ([1; 32], [2; 32]);
    let first = of("mixpanel", &one, "user-84213");
    assert!(first.starts_with("hush-") && first.len() == 37, "{first}");
    assert_eq!(first, of("mixpanel", &one, "user-84213"), "the same person in the same browser");
    assert_ne!(first, of("mixpanel", &one, "user-84214"), "two persons");
    assert_ne!(first, of("mixpanel", &other, "user-84213"), "two browsers");
    assert_ne!(first, of("posthog", &one, "user-84213"), "two vendors");
}

/// Tables are unpacked once; what one payload left behind does not show in the next.
#[test]
fn mode_22_a_kept_scrubber_says_the_same_each_time() {
    let mut kept = Scrubber::new(KEY);
    for input in
        ["{\"password\":\"hunter2horse\"}", "{\"a\":", "jane@example.com", "/share/x?token=abc", "{\"a\":1}"]
    {
        for kind in Kind::ALL {
            let fresh = scrub(input.as_bytes(), kind, None, &KEY);
            let again = kept.scrub(input.as_bytes(), kind, None);
            assert_eq!(again.err(), fresh.as_ref().err().copied(), "{input}");
            if let Ok(fresh) = fresh {
                assert_eq!(kept.edits.list, fresh.edits.list, "{input}");
                assert_eq!(kept.report.rows(), fresh.report.rows(), "{input}");
            }
        }
    }
}

#[test]
fn mode_24_the_report_says_rule_place_and_count() {
    let body = br#"{"a":["jane@example.com joe@example.com"],"url":"/x?token=abc","user":{"email":"j@example.com"}}"#;
    let outcome = scrub(body, Kind::Json, None, &KEY).expect("JSON");
    assert_eq!(
        outcome.report.rows(),
        [
            ("pii.email", "/a/0", 2),
            ("key.secret", "/url:query.token", 1),
            ("identity.personal", "/user/email", 1)
        ]
    );
}
