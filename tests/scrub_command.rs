//! The scrubber on the command line: what goes in, what comes out, and with which exit status.

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn scrub(args: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--example", "scrub", "--"]).args(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("cargo runs");
    child.stdin.take().expect("a pipe").write_all(input).expect("the example reads its input");
    child.wait_with_output().expect("the example ends")
}

#[test]
fn what_it_reads_it_writes_scrubbed_and_reports_aside() {
    let input = br#"{"url":"https://shop.example/?access_token=s3cr3tV4lu30fTh1s&page=2"}"#;
    let out = scrub(&["--content-type", "application/json", "--report", "json"], input);
    assert_eq!(out.status.code(), Some(0));
    assert_eq!(out.stdout, br#"{"url":"https://shop.example/?access_token=redacted&page=2"}"#);
    let report = String::from_utf8_lossy(&out.stderr);
    assert!(
        report.contains(r#"{"rule":"key.secret","place":"/url:query.access_token","count":1}"#),
        "{report}"
    );
    assert!(!report.contains("s3cr3t"), "{report}");
}

#[test]
fn a_vendors_profile_applies() {
    let input = br#"[{"event":"x","properties":{"distinct_id":"jane-48213","ip":"203.0.113.77"}}]"#;
    let out = scrub(&["--vendor=mixpanel", "--content-type=application/json"], input);
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(out.status.success() && text.contains("hush-") && !text.contains("jane"), "{text}");
}

#[test]
fn what_it_cannot_read_it_refuses() {
    let refused: [(&[&str], &[u8]); 5] = [
        (&["--content-type", "application/json"], b"{\"a\":"),
        (&["--content-type", "application/x-protobuf"], b"no message"),
        (&[], b"\x1f\x8b\x08\x00compressed"),
        (&["--vendor", "nobody"], b"x"),
        (&["--colour"], b"x"),
    ];
    for (args, input) in refused {
        let out = scrub(args, input);
        assert_eq!(out.status.code(), Some(2), "{args:?}");
        assert!(out.stdout.is_empty() && !out.stderr.is_empty(), "{args:?}");
    }
}
