//! The trail, the proof and its two forms.

mod consent_support;

use consent_support::NOW;
use hushgate::banner::text::{ENGLISH, Words};
use hushgate::catalogue;
use hushgate::config::{Config, Known, read};
use hushgate::consent::{Act, By, Choices, Regime};
use hushgate::keep::{
    Entry, Event, LONGEST_TRAIL, MOST_RECORDS, Proof, add, entry, erase_request, event, export_trail,
    from_iso, hex, ids, iso, otlp, proof, record_id, sha256, text_shown, with_text,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const KNOWN: Known = Known { vendor: catalogue::vendor_category, text: |_| true };
const ID: &str = "5f2c81d09a7b4e6f8a1b2c3d4e5f6071";

fn config() -> Config {
    let json = r#"{"policyVersion":"2026-05 ä","policyUrl":"/privacy","categories":["analytics",
        {"id":"research","title":"Research","description":"Asks questions.","purposes":["surveys"]}],
        "vendors":{"ga4":{},"own":{"category":"research","endpoints":["/in"]}},
        "proof":{"endpoint":"/consent","controller":"Shop \"&\" Söhne","retentionDays":400}}"#;
    read(json, &KNOWN).expect("a config")
}

fn line(wanted: &[usize], by: By, time_ms: u64) -> String {
    let act = Act { by, signal: false, time_ms, id: ID, language: "en" };
    config().question().answer(Choices::of(wanted), &act)
}

fn made(line: &str, before: &str) -> (Value, Value) {
    let config = config();
    let line = &with_text(line, &Words::of(&config, "", ENGLISH), &config);
    let proof_of = Proof { line, before, config: &config, origin: "https://shop.example", version: "1.2.3" };
    let read = |text: String| serde_json::from_str(&text).expect("JSON");
    (read(proof(&proof_of)), read(otlp(&proof_of, NOW + 5)))
}

#[test]
fn a_proof_has_every_documented_field() {
    let line = line(&[0, 2], By::Banner, NOW);
    let (got, _) = made(&line, "");
    let config = config();
    let shown = text_shown(&Words::of(&config, "", ENGLISH), &config, "banner");
    let expected = json!({
        "schema": "hushgate-consent-record/1",
        "recordId": record_id(&line),
        "consentId": ID,
        "controller": { "name": "Shop \"&\" Söhne", "origin": "https://shop.example" },
        "notice": {
            "version": "2026-05 ä", "url": "/privacy", "language": "en",
            "textSha256": hex(&Sha256::digest(&shown)),
        },
        "event": { "type": "given", "time": "2026-09-21T14:13:20.000Z", "method": "banner", "gpc": false },
        "expires": "2027-09-21T14:13:20.000Z",
        "jurisdiction": "opt-in",
        "purposes": [
            { "id": "analytics", "decision": "granted", "reason": "granted", "legalBasis": "consent", "purposes": [],
              "services": [{ "id": "ga4", "decision": "granted", "reason": "granted", "recipient": "Google", "storageDays": 730 }] },
            { "id": "research", "decision": "refused", "reason": "refused", "legalBasis": "consent", "purposes": ["surveys"],
              "services": [{ "id": "own", "decision": "refused", "reason": "refused" }] },
        ],
        "retentionDays": 400,
        "software": "1.2.3",
    });
    assert_eq!(got, expected);
    assert!(shown.starts_with("May we measure how this site is used?\n"), "{shown}");
    assert!(shown.ends_with("Research\nAsks questions.\n"), "{shown}");
    // Each screen has words of its own.
    for (by, title) in
        [("preferences", "Cookie preferences\n"), ("notice", "How this site is used is measured\n")]
    {
        let shown = text_shown(&Words::of(&config, "", ENGLISH), &config, by);
        assert!(shown.starts_with(title) && shown.ends_with("Asks questions.\n"), "{shown}");
    }
}

#[test]
fn the_text_of_another_version_is_not_made_up() {
    let older = line(&[0], By::Banner, NOW).replace("p=2026-05%20%C3%A4", "p=2025");
    assert_eq!(made(&older, "").0["notice"]["textSha256"], "");
    assert_eq!(made(&(older + "&h=abc"), "").0["notice"]["textSha256"], "abc");
    // Nobody was shown anything by the page's own code.
    assert_eq!(made(&line(&[0], By::Api, NOW), "").0["notice"]["textSha256"], "");
}

#[test]
fn an_event_is_the_difference_to_the_record_before() {
    let of = |wanted: &[usize]| line(wanted, By::Banner, NOW);
    for (before, after, expected) in [
        ("", of(&[0]), Event::Given),
        ("", of(&[]), Event::Refused),
        (&of(&[0]), of(&[]), Event::Withdrawn),
        (&of(&[0, 1]), of(&[1]), Event::Withdrawn),
        (&of(&[0]), of(&[1]), Event::Withdrawn),
        (&of(&[0]), of(&[0]), Event::Renewed),
        (&of(&[0]), of(&[0, 1]), Event::Given),
        (&of(&[]), of(&[]), Event::Refused),
        (&of(&[0]), line(&[], By::Notice, NOW), Event::Acknowledged),
        ("", "v=1&p=1&t=1&by=gpc&gpc=1".into(), Event::Signal),
    ] {
        assert_eq!(event(before, &after), expected, "{before} -> {after}");
    }
}

#[test]
fn a_record_has_one_id_wherever_it_is_made() {
    let line = line(&[0], By::Banner, NOW);
    let id = record_id(&line);
    assert_eq!(id, record_id(&line));
    assert_ne!(id, record_id(&line.replace("&t=1", "&t=2")));
    assert_eq!(id, record_id(&(line.clone() + "&h=abc")), "what joins a line later is no part of the record");
    let parts: Vec<usize> = id.split('-').map(str::len).collect();
    assert_eq!(parts, [8, 4, 4, 4, 12]);
    assert!(id.as_bytes()[14] == b'8' && b"89ab".contains(&id.as_bytes()[19]), "{id}");
}

#[test]
fn a_proof_names_nobody() {
    let (proof, log) = made(&line(&[0], By::Banner, NOW), "");
    for text in [proof.to_string(), log.to_string()] {
        for word in ["userAgent", "user_agent", "\"ip\"", "Mozilla"] {
            assert!(!text.contains(word), "{word} in {text}");
        }
    }
}

#[test]
fn a_log_event_is_what_a_collector_takes() {
    let line = line(&[0], By::Preferences, NOW);
    let (proof, log) = made(&line, "");
    let record = &log["resourceLogs"][0]["scopeLogs"][0]["logRecords"][0];
    assert_eq!(record["timeUnixNano"], "1790000000000000000");
    assert_eq!(record["observedTimeUnixNano"], "1790000000005000000");
    assert_eq!(record["severityNumber"], 9);
    assert_eq!(record["eventName"], "hushgate.consent.recorded");
    let body: Value =
        serde_json::from_str(record["body"]["stringValue"].as_str().expect("text")).expect("JSON");
    assert_eq!(body, proof);
    let attributes = record["attributes"].as_array().expect("a list");
    let get =
        |key: &str| attributes.iter().find(|a| a["key"] == key).map(|a| a["value"]["stringValue"].clone());
    assert_eq!(get("consent.record_id"), Some(record_id(&line).into()));
    assert_eq!(get("consent.method"), Some("preferences".into()));
    assert_eq!(get("consent.event"), Some("given".into()));
    assert_eq!(log["resourceLogs"][0]["resource"]["attributes"][0]["key"], "service.name");
}

#[test]
fn the_trail_keeps_each_record_once_and_the_newest() {
    let mut trail = String::new();
    for i in 0..40 {
        trail = add(&trail, &line(&[0], By::Banner, NOW + i));
        assert_eq!(trail, add(&trail, &line(&[0], By::Banner, NOW + i)));
    }
    let times: Vec<u64> = trail
        .lines()
        .map(|line| hushgate::consent::find(line, "t").and_then(|t| t.parse().ok()).expect("a time"))
        .collect();
    assert_eq!(times.len(), MOST_RECORDS);
    assert_eq!(times.last(), Some(&(NOW + 39)));
    assert!(times.is_sorted());
    // What joined a line later is no other record, and what was there stays.
    let plain = line(&[0], By::Banner, NOW);
    let hashed = plain.clone() + "&h=abc";
    assert_eq!(add(&add("", &hashed), &plain), hashed.clone() + "\n");
    // Code chooses faster than a clock ticks.
    assert_eq!(add(&add("", &plain), &line(&[], By::Banner, NOW)).lines().count(), 2);
    assert_eq!(add("garbage\n\n<script>\n", &plain), plain.clone() + "\n");
    assert_eq!(add("", "garbage"), "");
    let long = format!("v=1&p={}&t=1&by=api", "x".repeat(LONGEST_TRAIL / 2));
    let trail = add(&add(&add("", &long), &long.replace("t=1", "t=2")), &long.replace("t=1", "t=3"));
    assert!(trail.len() <= LONGEST_TRAIL && trail.contains("t=3") && !trail.contains("t=1&"));
}

#[test]
fn the_trail_shows_which_version_was_agreed_to_when() {
    let first = line(&[0], By::Banner, NOW);
    let second = line(&[], By::Preferences, NOW + 1).replace("p=2026-05%20%C3%A4", "p=2026-06");
    let trail = add(&add("", &first), &second);
    let versions: Vec<&str> = trail.lines().filter_map(|line| hushgate::consent::find(line, "p")).collect();
    assert_eq!(versions, ["2026-05%20%C3%A4", "2026-06"]);
}

#[test]
fn what_the_visitor_is_asked_by_depends_on_words_and_not_on_looks() {
    let config = config();
    let german = Words::of(&config, r#"{"title":"Dürfen wir messen?"}"#, ENGLISH);
    assert_ne!(
        text_shown(&german, &config, "banner"),
        text_shown(&Words::of(&config, "", ENGLISH), &config, "banner")
    );
}

#[test]
fn iso_times_of_the_calendar() {
    for (ms, text) in [
        (0, "1970-01-01T00:00:00.000Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (951_868_799_999, "2000-02-29T23:59:59.999Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        (1_790_000_000_000, "2026-09-21T14:13:20.000Z"),
    ] {
        assert_eq!(iso(ms), text);
        assert_eq!(from_iso(text), Some(ms));
    }
    for text in
        ["", "2026-02-30T00:00:00.000Z", "2026-09-21T24:00:00.000Z", "2026-09-21 14:13:20.000Z", "2026-09-21"]
    {
        assert_eq!(from_iso(text), None, "{text}");
    }
}

fn entered(trail: &str, line: &str) -> Option<Entry> {
    let config = config();
    let words = Words::of(&config, "", ENGLISH);
    entry(trail, line, Some(&words), &config, "https://shop.example", "1.2.3", NOW + 5)
}

#[test]
fn a_record_is_entered_once_with_its_text_and_its_proof() {
    let first = line(&[0], By::Banner, NOW);
    let made = entered("", &first).expect("it is new");
    assert_eq!(made.name, format!("{NOW}.{}", record_id(&first)));
    let got: Value = serde_json::from_str(&made.body).expect("JSON");
    let hash = got["notice"]["textSha256"].as_str().expect("a hash");
    assert_eq!(made.trail, format!("{first}&h={hash}\n"));
    assert_eq!(hash.len(), 64);
    assert_eq!(entered(&made.trail, &first), None, "it is known");

    let second = line(&[], By::Preferences, NOW + 1);
    let next = entered(&made.trail, &second).expect("it is new");
    let got: Value = serde_json::from_str(&next.body).expect("JSON");
    assert_eq!(got["event"]["type"], "withdrawn");
    assert!(next.name > made.name && next.trail.lines().count() == 2);
    // An older one that comes back, by a server's cookie or a clock, is known too.
    assert_eq!(entered(&next.trail, &first), None);
    assert_eq!(entered("", "garbage"), None);
}

#[test]
fn without_an_endpoint_an_id_or_the_words_less_is_entered() {
    let config = read(r#"{"policyVersion":"1"}"#, &KNOWN).expect("a config");
    let act = Act { by: By::Banner, signal: false, time_ms: NOW, id: ID, language: "en" };
    let line = config.question().answer(Choices::none(), &act);
    let made = entry("", &line, None, &config, "o", "1", NOW).expect("it is new");
    assert_eq!((made.name.as_str(), made.body.as_str()), ("", ""));
    assert_eq!(made.trail, line.clone() + "\n", "a text that is not known is not hashed");
    let config = self::config();
    let nameless = line.replace(&format!("&id={ID}"), "");
    assert_eq!(entry("", &nameless, None, &config, "o", "1", NOW).expect("it is new").name, "");
    // A clock before 2001 has fewer digits; the names stay in order.
    let early = entry("", &line.replace(&format!("t={NOW}"), "t=7"), None, &config, "o", "1", NOW);
    assert!(early.expect("it is new").name.starts_with("0000000000007."));
}

#[test]
fn the_export_has_every_record_with_what_it_says() {
    let first = line(&[0, 2], By::Banner, NOW);
    let second = line(&[1], By::Preferences, NOW + 1).replace("p=2026-05%20%C3%A4", "p=2026-06");
    let trail = add(&entered("", &first).expect("it is new").trail, &second);
    let got: Value =
        serde_json::from_str(&export_trail(&trail, "https://shop.example", "1.2.3", NOW + 9)).expect("JSON");
    let hash = hex(&Sha256::digest(text_shown(&Words::of(&config(), "", ENGLISH), &config(), "banner")));
    assert_eq!(
        got["records"][0],
        json!({
            "recordId": record_id(&first), "consentId": ID, "event": "given",
            "time": "2026-09-21T14:13:20.000Z", "expires": "2027-09-21T14:13:20.000Z", "method": "banner",
            "gpc": false, "jurisdiction": "opt-in", "policyVersion": "2026-05 ä", "language": "en",
            "textSha256": hash,
            "decisions": { "analytics": "granted", "analytics.ga4": "granted",
                "research": "refused", "research.own": "refused" },
            "reasons": { "analytics": "granted", "analytics.ga4": "granted",
                "research": "refused", "research.own": "refused" },
            "purposes": { "research": ["surveys"] },
            "record": format!("{first}&h={hash}"),
        })
    );
    let later = &got["records"][1];
    assert_eq!((&later["policyVersion"], &later["event"]), (&json!("2026-06"), &json!("withdrawn")));
    assert_eq!(got["schema"], "hushgate-export/1");
    assert_eq!(got["time"], "2026-09-21T14:13:20.009Z");
    let empty: Value = serde_json::from_str(&export_trail("", "o", "1", 0)).expect("JSON");
    assert_eq!(empty["records"], json!([]));
}

/// The examples of the documents are what is really sent and given; of the hash of the words only its length.
#[test]
fn the_documented_examples_are_real() {
    let json = r#"{"policyVersion":"2026-05","policyUrl":"/privacy","categories":["analytics",
        {"id":"research","title":"Research","description":"Asks questions.","purposes":["surveys"]}],
        "vendors":{"ga4":{}},"proof":{"endpoint":"/consent","controller":"Shop Ltd"}}"#;
    let config = read(json, &KNOWN).expect("a config");
    let act = Act { by: By::Banner, signal: false, time_ms: NOW, id: ID, language: "en" };
    let line = config.question().answer(Choices::of(&[0, 2]), &act);
    let words = Words::of(&config, "", ENGLISH);
    let origin = "https://shop.example";
    let made = entry("", &line, Some(&words), &config, origin, "1.2.3", NOW).expect("it is new");
    let made = [
        made.body,
        export_trail(&made.trail, origin, "1.2.3", NOW),
        erase_request(ID, false, NOW, origin, "1.2.3"),
    ];
    let page = std::fs::read_to_string("docs/proof.md").expect("the page");
    let examples = page.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    let examples: Vec<&str> = examples.collect();
    let hash = hex(&sha256(text_shown(&words, &config, "banner").as_bytes()));
    let known =
        examples[0].split("\"textSha256\": \"").nth(1).and_then(|rest| rest.get(..64)).expect("a hash");
    assert_eq!(examples.len(), made.len());
    for (example, made) in examples.iter().zip(&made) {
        let read = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        assert_eq!(read(&example.replace(known, &hash)), read(made), "docs/proof.md lacks\n{made}");
    }
}

#[test]
fn an_erase_request_names_the_consent_id_and_nothing_else_of_the_visitor() {
    let plain: Value =
        serde_json::from_str(&erase_request(ID, false, NOW, "https://shop.example", "1.2.3")).expect("JSON");
    let expected = json!({
        "schema": "hushgate-erase-request/1", "consentId": ID, "time": "2026-09-21T14:13:20.000Z",
        "origin": "https://shop.example", "software": "1.2.3",
    });
    assert_eq!(plain, expected);
    let log: Value = serde_json::from_str(&erase_request(ID, true, NOW, "o", "1")).expect("JSON");
    let record = &log["resourceLogs"][0]["scopeLogs"][0]["logRecords"][0];
    assert_eq!(record["eventName"], "hushgate.consent.erase_requested");
    let body = record["body"]["stringValue"].as_str().expect("text");
    assert_eq!(serde_json::from_str::<Value>(body).expect("JSON")["consentId"], ID);
    assert_eq!(ids(&format!("v=1&id={ID}\nv=1\nv=1&id={ID}&x=1\nv=1&id=ab\n")), [ID, "ab"]);
}

proptest! {
    #[test]
    fn the_digest_is_sha_256(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(hex(&sha256(&bytes)), hex(&Sha256::digest(&bytes)));
    }

    #[test]
    fn a_time_comes_back(ms in 0u64..7_258_118_400_000) {
        prop_assert_eq!(from_iso(&iso(ms)), Some(ms));
    }

    /// Proof and log event are JSON whatever a record's line and the config's words hold.
    #[test]
    fn a_proof_is_json_of_any_text(line in "\\PC{0,80}", before in "\\PC{0,40}", origin in "\\PC{0,20}") {
        let config = config();
        for line in [line.clone(), format!("v=1&t=1&by=banner&{line}")] {
            let given = Proof {
                line: &line, before: &before, config: &config, origin: &origin, version: "1",
            };
            prop_assert!(serde_json::from_str::<Value>(&proof(&given)).is_ok());
            prop_assert!(serde_json::from_str::<Value>(&otlp(&given, 1)).is_ok());
            prop_assert!(serde_json::from_str::<Value>(&export_trail(&line, &origin, "1", 1)).is_ok());
        }
    }

    #[test]
    fn any_trail_is_survived_and_bounded(trail in "([vtby=&1-9a-z]{0,30}\n){0,60}", more in "\\PC{0,60}") {
        let out = add(&trail, &more);
        prop_assert!(out.len() <= LONGEST_TRAIL && out.lines().count() <= MOST_RECORDS);
        prop_assert_eq!(add(&out, ""), out);
    }
}

#[test]
fn the_regime_stands_in_the_proof() {
    let config = read(r#"{"regime":"opt-out"}"#, &KNOWN).expect("a config");
    assert_eq!(config.question().regime, Regime::OptOut);
    let act = Act { by: By::Preferences, signal: true, time_ms: NOW, id: ID, language: "de" };
    let line = config.question().answer(Choices::none(), &act);
    let given = Proof { line: &line, before: "", config: &config, origin: "o", version: "1" };
    let got: Value = serde_json::from_str(&proof(&given)).expect("JSON");
    assert_eq!(got["jurisdiction"], "opt-out");
    assert_eq!(got["event"]["gpc"], true);
    assert_eq!(got["purposes"][0]["legalBasis"], "opt-out");
    assert_eq!(got["controller"]["name"], "o");
    assert_eq!(got["retentionDays"], 1095);
}
