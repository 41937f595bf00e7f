//! The consent log over a plain socket: each record once, nothing of the connection, erasure, and retention by a clock
//! that is set ahead.

use super::tests::{ask, start};
use super::{Demo, Options};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

const ID: &str = "5f2c81d09a7b4e6f8a1b2c3d4e5f6071";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A proof whose choice was made some days ago and expires some days ahead.
fn proof(number: u32, made: i64, expires: i64) -> Value {
    let at = |days: i64| {
        let file = rusqlite::Connection::open_in_memory().expect("SQLite");
        let format = "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ?1)";
        file.query_row(format, [format!("{days} days")], |row| row.get::<_, String>(0)).expect("a time")
    };
    json!({
        "schema": "hushgate-consent-record/1", "recordId": format!("{number:08x}-0000-8000-8000-000000000000"),
        "consentId": ID, "event": { "type": "given", "time": at(-made), "method": "banner", "gpc": false },
        "expires": at(expires), "retentionDays": 1095,
    })
}

fn post(demo: &Demo, body: &Value) -> String {
    let head = "POST /consent HTTP/1.1\r\nuser-agent: Nosy/1.0\r\nx-forwarded-for: 203.0.113.77";
    ask(&demo.site, head, &body.to_string())
}

fn count(demo: &Demo, list: &str) -> usize {
    demo.consent_log().expect("the log")[list].as_array().map_or(0, Vec::len)
}

/// All that lies on the disk.
fn bytes(file: &Path) -> Vec<u8> {
    let folder = std::fs::read_dir(file.parent().expect("a folder")).expect("a folder");
    folder.flatten().flat_map(|entry| std::fs::read(entry.path()).unwrap_or_default()).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

fn until(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(10), "waited for {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_record_is_stored_once_in_either_form_and_nothing_of_the_connection() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("log.sqlite");
    let demo = start(Options { ledger: Some(file.clone()), ..Options::default() });
    let one = proof(1, 0, 365);
    let answer = post(&demo, &one);
    assert!(answer.starts_with("http/1.1 201") && answer.ends_with(r#"{"record":"stored"}"#), "{answer}");
    let answer = post(&demo, &one);
    assert!(answer.starts_with("http/1.1 200") && answer.ends_with(r#"{"record":"known"}"#), "{answer}");
    let body = json!({ "stringValue": proof(2, 0, 365).to_string() });
    let export = json!({ "resourceLogs": [{ "scopeLogs": [{ "logRecords": [{ "body": body }] }] }] });
    assert!(post(&demo, &export).starts_with("http/1.1 201"));
    let log = demo.consent_log().expect("the log");
    assert_eq!(log["records"][1]["record"], one);
    assert_eq!(count(&demo, "records"), 2);
    let stored = bytes(&file);
    assert!(holds(&stored, ID));
    for private in ["Nosy", "203.0.113.77", "127.0.0.1"] {
        assert!(!holds(&stored, private), "{private} is in the file");
    }
    drop(demo);
    let again = start(Options { ledger: Some(file), ..Options::default() });
    assert_eq!(count(&again, "records"), 2, "a restart lost something");
}

#[test]
fn what_is_no_record_is_refused_with_the_reason() {
    let demo = start(Options::default());
    let without = |field: &str| {
        let mut proof = proof(1, 0, 365);
        proof[field] = Value::Null;
        proof
    };
    for (body, reason) in [
        (json!({}), "schema"),
        (without("recordid"), ""),
        (without("recordId"), "recordid"),
        (without("consentId"), "consentid"),
        (without("expires"), "expires"),
        (without("retentionDays"), "retentiondays"),
        (without("event"), "event"),
        (json!({ "resourceLogs": [] }), "log record"),
    ] {
        let answer = post(&demo, &body);
        let code = if reason.is_empty() { "http/1.1 201" } else { "http/1.1 400" };
        assert!(answer.starts_with(code) && answer.contains(reason), "{body}: {answer}");
    }
    let long = "x".repeat(70_000);
    assert!(ask(&demo.site, "POST /consent HTTP/1.1", &long).starts_with("http/1.1 413"));
    assert_eq!(count(&demo, "records"), 1);
}

#[test]
fn another_origin_may_ask_first() {
    let demo = start(Options::default());
    let head = "OPTIONS /consent HTTP/1.1\r\norigin: http://shop.example\r\naccess-control-request-headers: content-type";
    let answer = ask(&demo.site, head, "");
    assert!(answer.contains("access-control-allow-origin: http://shop.example"), "{answer}");
    assert!(answer.contains("access-control-allow-headers: content-type"), "{answer}");
}

#[test]
fn records_are_neither_changed_nor_deleted_by_hand() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("log.sqlite");
    let demo = start(Options { ledger: Some(file.clone()), ..Options::default() });
    post(&demo, &proof(1, 0, 365));
    post(&demo, &json!({ "schema": "hushgate-erase-request/1", "consentId": "0123456789abcdef" }));
    let other = rusqlite::Connection::open(file).expect("SQLite");
    for statement in [
        "UPDATE record SET event = 'refused'",
        "DELETE FROM record",
        "UPDATE removal SET time = 0",
        "DELETE FROM removal",
    ] {
        assert!(other.execute(statement, []).is_err(), "{statement}");
    }
    assert_eq!((count(&demo, "records"), count(&demo, "removals")), (1, 1));
}

#[test]
fn an_erased_visitor_is_gone_from_the_disk_and_stays_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("log.sqlite");
    let demo = start(Options { ledger: Some(file.clone()), ..Options::default() });
    post(&demo, &proof(1, 0, 365));
    post(&demo, &proof(2, 0, 365));
    let mut other = proof(3, 0, 365);
    other["consentId"] = json!("ffffffffffffffffffffffffffffffff");
    post(&demo, &other);
    let request = json!({ "schema": "hushgate-erase-request/1", "consentId": ID });
    for _ in 0..2 {
        let answer = post(&demo, &request);
        assert!(answer.starts_with("http/1.1 200") && answer.contains("erased"), "{answer}");
    }
    assert!(!holds(&bytes(&file), ID), "the consent ID is still on the disk");
    // A proof that was on its way when the visitor asked.
    assert!(post(&demo, &proof(4, 0, 365)).contains("known"));
    let log = demo.consent_log().expect("the log");
    assert_eq!(log["records"].as_array().map(Vec::len), Some(1));
    assert_eq!(log["removals"].as_array().map(Vec::len), Some(2), "{log}");
    assert_eq!(log["removals"][0]["reason"], "erase");
}

/// P22: consent records until they ended and three years, usage logs 13 months.
#[test]
fn retention_deletes_on_schedule() {
    let every = Some(Duration::from_millis(20));
    let demo = start(Options { sweep_every: every, ..Options::default() });
    // Taken back by the next one a hundred days ago; that one still has 65 days.
    post(&demo, &proof(1, 300, 65));
    post(&demo, &proof(2, 100, 265));
    ask(&demo.collector, "POST /ga4/g/collect HTTP/1.1", "body");
    let settle = || std::thread::sleep(Duration::from_millis(200));
    demo.advance(394 * DAY);
    settle();
    assert_eq!((count(&demo, "records"), count(&demo, "usage")), (2, 1));
    demo.advance(2 * DAY);
    until("the usage log to be swept", || count(&demo, "usage") == 0);
    demo.advance((995 - 396 - 1) * DAY);
    settle();
    assert_eq!(count(&demo, "records"), 2, "three years from the withdrawal are not over");
    demo.advance(2 * DAY);
    until("the first record to go", || count(&demo, "records") == 1);
    demo.advance((265 + 1095 - 996 - 1) * DAY);
    settle();
    assert_eq!(count(&demo, "records"), 1, "three years from its end are not over");
    demo.advance(2 * DAY);
    until("the second record to go", || count(&demo, "records") == 0);
    let log = demo.consent_log().expect("the log");
    assert_eq!(log["removals"].as_array().map(Vec::len), Some(2));
    assert!(!log.to_string().contains(ID));
}
