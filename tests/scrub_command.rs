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

/// Each container with one place for a secret, and how that place is called.
#[test]
fn it_knows_every_container_and_names_the_places() {
    let secret = "s3cr3tV4lu30fTh1s";
    let url = format!("https://shop.example/p?access_token={secret}&page=2");
    let part = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let field = |number: u8, bytes: &[u8]| [&[number << 3 | 2, bytes.len() as u8], bytes].concat();
    let attribute = [field(1, b"access_token"), field(2, &field(1, secret.as_bytes()))].concat();
    let kinds: [(&str, Vec<u8>, &str); 9] = [
        ("url", url.clone().into(), "query.access_token"),
        ("form", format!("a=1&access_token={secret}").into(), "form.access_token"),
        ("json", format!(r#"{{"a":[{{"access_token":"{secret}"}}]}}"#).into(), "/a/0/access_token"),
        (
            "lines",
            format!("{{\"a\":1}}\n{{\"access_token\":\"{secret}\"}}\n").into(),
            "line[2]:/access_token",
        ),
        (
            "envelope",
            format!("{{}}\n{{\"type\":\"event\"}}\n{{\"extra\":{{\"access_token\":\"{secret}\"}}}}\n").into(),
            "/extra/access_token",
        ),
        ("multipart", (part("a", "1") + &part("access_token", secret) + "--b--\r\n").into(), "access_token"),
        ("protobuf", field(1, &attribute), "field["),
        ("text", format!("opened {url} today").into(), "query.access_token"),
        ("auto", format!(r#"{{"url":"{url}"}}"#).into(), "/url:query.access_token"),
    ];
    for (kind, input, place) in kinds {
        let out = scrub(&["--kind", kind, "--report", "json"], &input);
        let (left, report) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        assert_eq!(out.status.code(), Some(0), "{kind}: {report}");
        assert!(!left.contains(secret) && left.contains("redacted"), "{kind}: {left}");
        let rows: serde_json::Value = serde_json::from_str(&report).expect("one line of JSON");
        let told = rows.as_array().expect("a list");
        let names = |row: &&serde_json::Value| row["place"].as_str().is_some_and(|at| at.contains(place));
        assert_eq!(told.iter().find(names).map(|row| &row["count"]), Some(&1.into()), "{kind}: {report}");
        assert!(!report.contains(secret), "{kind}: {report}");
    }
}

#[test]
fn what_is_compressed_comes_back_compressed() {
    use std::io::Read;
    let plain = br#"{"url":"https://shop.example/?access_token=s3cr3tV4lu30fTh1s&page=2"}"#;
    let wanted = br#"{"url":"https://shop.example/?access_token=redacted&page=2"}"#;
    let mut packed = Vec::new();
    let level = flate2::Compression::default();
    flate2::read::GzEncoder::new(&plain[..], level).read_to_end(&mut packed).expect("gzip of a short text");
    let out = scrub(&["--kind=json"], &packed);
    let mut left = Vec::new();
    flate2::read::GzDecoder::new(&out.stdout[..]).read_to_end(&mut left).expect("gzip again");
    assert_eq!(left, wanted);

    packed.clear();
    flate2::read::ZlibEncoder::new(&plain[..], level).read_to_end(&mut packed).expect("zlib of a short text");
    let out = scrub(&[], &packed);
    left.clear();
    flate2::read::ZlibDecoder::new(&out.stdout[..]).read_to_end(&mut left).expect("zlib again");
    assert_eq!(left, wanted);

    packed.clear();
    let bomb = vec![b' '; 9 << 20];
    flate2::read::GzEncoder::new(&bomb[..], level).read_to_end(&mut packed).expect("gzip of a bomb");
    let out = scrub(&[], &packed);
    assert_eq!(out.status.code(), Some(2));
    assert!(out.stdout.is_empty() && String::from_utf8_lossy(&out.stderr).contains("8 MiB"));
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
    let refused: [(&[&str], &[u8]); 6] = [
        (&["--kind", "jsonish"], b"{}"),
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
