//! The payloads that error and performance monitoring were seen to send (`shared/spec/analytics-wire-formats.md`),
//! planted with secrets: these must be gone in every encoding, and what the vendor needs must be as it was.

mod scrub_support;

use hushgate::catalogue::vendor;
use hushgate::scrub::{Kind, scrub};
use scrub_support::nest::field;
use scrub_support::plants::plants;
use scrub_support::*;

#[test]
fn sentry_envelope_keeps_its_lengths() {
    let p = plants();
    let dsn = format!("https://{}@o1.ingest.example.io/42", secret("{hex:32}"));
    let event = format!(
        r#"{{"event_id":"{id}","user":{{"id":"{u}","email":"{e}","ip_address":"{{{{auto}}}}"}},"request":{{"url":"{url}","headers":{{"Referer":"{r}","User-Agent":"Mozilla/5.0 Chrome/126.0.6478.127"}}}},"breadcrumbs":[{{"category":"fetch","data":{{"url":"/api/reset?token={f}"}}}}],"exception":{{"values":[{{"value":"no access for {e} from {ip}","stacktrace":{{"frames":[{{"abs_path":"{url}"}}]}}}}]}},"sdk":{{"settings":{{"infer_ip":"auto"}}}},"release":"shop@1.2.3.4"}}"#,
        id = secret("{hex:32}"),
        u = p.user,
        e = p.email,
        url = p.url,
        r = p.referrer,
        f = p.fragment,
        ip = p.ip
    );
    let spans = format!(
        r#"{{"items":[{{"trace_id":"{t}","attributes":{{"user.id":{{"value":"{u}","type":"string"}},"url.full":{{"value":"{url}","type":"string"}},"http.status":{{"value":200,"type":"integer"}}}}}}]}}"#,
        t = secret("{hex:32}"),
        u = p.user,
        url = p.url
    );
    let body = format!(
        "{{\"event_id\":\"{}\",\"sent_at\":\"2026-01-02T03:04:05.678Z\",\"dsn\":\"{dsn}\"}}\n{{\"type\":\"event\",\"length\":{}}}\n{event}\n{{\"type\":\"span\",\"item_count\":1}}\n{spans}\n{{\"type\":\"session\"}}\n{{\"sid\":\"{}\",\"init\":true}}\n",
        secret("{hex:32}"),
        event.len(),
        secret("{hex:32}")
    );
    let out = clean(&body, Kind::Text, "sentry");
    p.gone(&out);
    assert_kept(
        &out,
        &[
            &dsn,
            "\"infer_ip\":\"never\"",
            "Chrome/126.0.6478.127",
            "shop@1.2.3.4",
            "\"http.status\":{\"value\":200",
        ],
    );
    let lines: Vec<&str> = out.lines().collect();
    let header: serde_json::Value = serde_json::from_str(lines[1]).unwrap();
    assert_eq!(header["length"].as_u64().unwrap() as usize, lines[2].len());
    assert!(lines.iter().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
}

#[test]
fn datadog_ndjson() {
    let p = plants();
    let body = format!(
        "{{\"type\":\"view\",\"session\":{{\"id\":\"0192d3b4-7c8e-7f00-9a1b-2c3d4e5f6a7b\"}},\"view\":{{\"id\":\"0192d3b4-7c8e-7f00-9a1b-2c3d4e5f6a7c\",\"url\":\"{url}\",\"referrer\":\"{r}\"}},\"usr\":{{\"id\":\"{u}\",\"email\":\"{e}\",\"name\":\"Jane Doe\"}}}}\n{{\"type\":\"error\",\"error\":{{\"message\":\"denied {e} at {ip}\",\"stack\":\"Error\\n at f ({url}:1:2)\"}}}}\n",
        url = p.url,
        r = p.referrer,
        u = p.user,
        e = p.email,
        ip = p.ip
    );
    let out = clean(&body, Kind::Text, "datadog");
    p.gone(&out);
    assert_gone(&out, &["Jane Doe"]);
    assert_kept(&out, &["0192d3b4-7c8e-7f00-9a1b-2c3d4e5f6a7b", "0192d3b4-7c8e-7f00-9a1b-2c3d4e5f6a7c"]);
    assert!(out.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
}

#[test]
fn otlp_json_attributes() {
    let p = plants();
    let body = format!(
        r#"{{"resourceSpans":[{{"resource":{{"attributes":[{{"key":"service.name","value":{{"stringValue":"shop"}}}},{{"key":"enduser.id","value":{{"stringValue":"{u}"}}}}]}},"scopeSpans":[{{"spans":[{{"traceId":"{t}","name":"GET","attributes":[{{"key":"http.url","value":{{"stringValue":"{url}"}}}},{{"key":"user.email","value":{{"stringValue":"{e}"}}}},{{"key":"client.address","value":{{"stringValue":"{ip}"}}}},{{"key":"http.request.header.authorization","value":{{"arrayValue":{{"values":[{{"stringValue":"Bearer {f}"}}]}}}}}},{{"key":"http.status_code","value":{{"intValue":"200"}}}}]}}]}}]}}]}}"#,
        u = p.user,
        t = secret("{hex:32}"),
        url = p.url,
        e = p.email,
        ip = p.ip,
        f = p.fragment
    );
    let out = clean(&body, Kind::Json, "otlp");
    p.gone(&out);
    assert_kept(&out, &["service.name", "203.0.113.0", "http.status_code", "Bearer redacted"]);
    assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok(), "{out}");
}

fn message(fields: &[(u8, &[u8])]) -> Vec<u8> {
    fields.iter().flat_map(|(number, content)| field(*number, content)).collect()
}

#[test]
fn otlp_protobuf_lengths_are_written_anew() {
    let p = plants();
    let text = |value: &str| message(&[(1, value.as_bytes())]);
    let attribute = |key: &str, value: &str| message(&[(1, key.as_bytes()), (2, &text(value))]);
    let span = message(&[
        (1, &[0x9f; 16]),
        (5, b"GET /pricing"),
        (9, &attribute("enduser.id", &p.user)),
        (9, &attribute("http.url", &p.url)),
        (9, &attribute("note", &format!("mail {} from {}", p.email, p.ip))),
    ]);
    let body = message(&[(1, &message(&[(2, &message(&[(2, &span)]))]))]);
    let outcome = scrub(&body, Kind::Protobuf, vendor("otlp"), &KEY).unwrap();
    let out = outcome.apply(&body);
    p.gone(&String::from_utf8_lossy(&out));
    let want = message(&[
        (1, &[0x9f; 16]),
        (5, b"GET /pricing"),
        (
            9,
            &attribute(
                "http.url",
                "https://app.example.com/share/redacted?access_token=redacted&utm_source=news&page=2#access_token=redacted",
            ),
        ),
        (9, &attribute("note", "mail redacted from 203.0.113.0")),
    ]);
    assert_eq!(out, message(&[(1, &message(&[(2, &message(&[(2, &want)]))]))]));
}

#[test]
fn faro_appinsights_elastic_bugsnag_rollbar() {
    let p = plants();
    for (vendor, body, kept) in [
        (
            "faro",
            format!(
                r#"{{"meta":{{"page":{{"url":"{url}"}},"user":{{"id":"{u}","email":"{e}","attributes":{{"ip":"{ip}"}}}},"session":{{"id":"abc123def4"}}}},"exceptions":[{{"value":"x {e}"}}]}}"#,
                url = p.url,
                u = p.user,
                e = p.email,
                ip = p.ip
            ),
            vec!["abc123def4"],
        ),
        (
            "appinsights",
            format!(
                r#"[{{"iKey":"0192d3b4-7c8e-4f00-9a1b-2c3d4e5f6a7b","tags":{{"ai.user.id":"aBcDeFgH12345","ai.user.authUserId":"{u}","ai.session.id":"xYz12345"}},"data":{{"baseData":{{"url":"{url}","refUri":"{r}","properties":{{"mail":"{e}"}}}}}}}}]"#,
                u = p.user,
                url = p.url,
                r = p.referrer,
                e = p.email
            ),
            vec!["0192d3b4-7c8e-4f00-9a1b-2c3d4e5f6a7b", "aBcDeFgH12345", "xYz12345"],
        ),
        (
            "elastic",
            format!(
                "{{\"m\":{{\"u\":{{\"id\":\"{u}\",\"em\":\"{e}\"}}}}}}\n{{\"x\":{{\"c\":{{\"p\":{{\"url\":\"{url}\",\"rf\":\"{r}\"}}}}}}}}\n",
                u = p.user,
                e = p.email,
                url = p.url,
                r = p.referrer
            ),
            vec!["\"m\""],
        ),
        (
            "bugsnag",
            format!(
                r#"{{"apiKey":"{k}","events":[{{"user":{{"id":"{u}","email":"{e}"}},"request":{{"url":"{url}","clientIp":"{ip}"}},"session":{{"id":"s1d2f3g4"}},"breadcrumbs":[{{"metaData":{{"to":"/share/{s}"}}}}]}}]}}"#,
                k = secret("{hex:32}"),
                u = p.user,
                e = p.email,
                url = p.url,
                ip = p.ip,
                s = p.share
            ),
            vec!["apiKey", "s1d2f3g4"],
        ),
        (
            "rollbar",
            format!(
                r#"{{"access_token":"{k}","data":{{"person":{{"id":"{u}","email":"{e}"}},"request":{{"url":"{url}","query_string":"?access_token={j}","user_ip":"$remote_ip"}},"body":{{"trace":{{"frames":[{{"filename":"{url}"}}]}}}}}}}}"#,
                k = secret("{hex:32}"),
                u = p.user,
                e = p.email,
                url = p.url,
                j = p.jwt
            ),
            vec!["\"user_ip\":\"\""],
        ),
    ] {
        let out = clean(&body, Kind::Auto, vendor);
        p.gone(&out);
        assert_kept(&out, &kept);
        if vendor != "elastic" {
            assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok(), "{out}");
        }
    }
    let rollbar = clean(&format!(r#"{{"access_token":"{}"}}"#, secret("{hex:32}")), Kind::Json, "rollbar");
    assert_kept(&rollbar, &[&secret("{hex:32}")]);
}

#[test]
fn newrelic_names_its_key_in_the_path() {
    let p = plants();
    let url = format!(
        "https://bam.nr-data.net/1/{}?a=123&v=1.290&ref={}&ja=%7B%22userId%22%3A%22{}%22%7D",
        secret("{hex:10}"),
        percent(&p.url),
        p.user
    );
    let out = clean(&url, Kind::Url, "newrelic");
    p.gone(&out);
    assert_kept(&out, &[&secret("{hex:10}"), "a=123", "v=1.290"]);
}
