//! The shapes that real clients were seen to send, with secrets planted where they were seen to leak.

use hushgate::catalogue;
use hushgate::scrub::{Kind, scrub};
use serde_json::{Value, json};

const KEY: [u8; 32] = [3; 32];

/// Made-up values that no scanner takes for real ones.
struct Planted {
    share: String,
    token: String,
    jwt: String,
    user: &'static str,
    email: &'static str,
    ip: &'static str,
    ip6: &'static str,
}

fn planted() -> Planted {
    let part = |text: &str| base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, text);
    Planted {
        share: ["Q7vXn2LkRz8", "mTeYp4WbHcD"].concat(),
        token: ["aB3dE5fG7hJ9kL1mN3pQ", "5rS7tU9vW1xY3zA5bC7d"].concat(),
        jwt: [
            part(r#"{"alg":"HS256","typ":"JWT"}"#),
            part(r#"{"sub":"user-9640"}"#),
            part("signature-bytes-here"),
        ]
        .join("."),
        user: "user-9640",
        email: "mara.lindqvist@example.org",
        ip: "198.51.100.122",
        ip6: "2001:db8:85a3:8d3:1319:8a2e:370:5039",
    }
}

impl Planted {
    fn link(&self) -> String {
        format!(
            "https://app.example/share/{}?access_token={}&ref=mail#key={}",
            self.share, self.token, self.token
        )
    }
    fn all(&self) -> [&str; 7] {
        [&self.share, &self.token, &self.jwt, self.user, self.email, self.ip, self.ip6]
    }
}

/// Scrubs as the page would, and checks that nothing planted is left in any encoding.
fn hushed(vendor: &str, content_type: &str, input: &str) -> String {
    let known = catalogue::vendor(vendor);
    assert!(known.is_some(), "{vendor} is not in the catalogue");
    let kind = if content_type == "url" { Kind::Url } else { Kind::from_content_type(content_type) };
    let outcome = match scrub(input.as_bytes(), kind, known, &KEY) {
        Ok(outcome) => outcome,
        Err(why) => panic!("{vendor} refused ({why:?}): {input}"),
    };
    let output = String::from_utf8(outcome.apply(input.as_bytes())).expect("scrubbed text is text");
    for value in planted().all() {
        for form in forms(&output, 4) {
            assert!(!form.contains(value), "{vendor}: `{value}` is left in {form}");
        }
    }
    output
}

fn forms(text: &str, depth: usize) -> Vec<String> {
    let mut all = vec![text.to_owned()];
    if depth > 0 {
        let decoded = percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        if decoded != text {
            all.extend(forms(&decoded, depth - 1));
        }
        for run in text
            .split(|c: char| !c.is_ascii_alphanumeric() && !"+/-_".contains(c))
            .filter(|run| run.len() > 16)
        {
            let standard = run.replace('-', "+").replace('_', "/");
            let whole = standard.len() - usize::from(standard.len() % 4 == 1);
            let engine = base64::engine::GeneralPurpose::new(
                &base64::alphabet::STANDARD,
                base64::engine::GeneralPurposeConfig::new()
                    .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent)
                    .with_decode_allow_trailing_bits(true),
            );
            if let Ok(bytes) = base64::Engine::decode(&engine, &standard[..whole])
                && let Ok(inner) = String::from_utf8(bytes)
            {
                all.extend(forms(&inner, depth - 1));
            }
        }
    }
    all
}

fn query(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("no longer JSON ({error}): {text}"))
}

#[test]
fn ga4_hit_in_the_query() {
    let p = planted();
    let input = format!(
        "https://www.google-analytics.com/g/collect?{}",
        query(&[
            ("v", "2"),
            ("tid", "G-DEMO0001"),
            ("_p", "1795246033"),
            ("cid", "1234567890.1795246033"),
            ("sid", "1795246030"),
            ("dl", &p.link()),
            ("dr", &p.link()),
            ("dt", "Offer for 12 keys"),
            ("en", "page_view"),
            ("uid", p.user),
            ("ep.email", p.email),
            ("ep.user_id", p.user),
            ("up.client_ip", p.ip),
            ("ep.plan", "team"),
            ("epn.pages", "12"),
        ])
    );
    let output = hushed("ga4", "url", &input);
    for kept in [
        "v=2",
        "tid=G-DEMO0001",
        "cid=1234567890.1795246033",
        "sid=1795246030",
        "en=page_view",
        "dt=Offer+for+12+keys",
        "ep.plan=team",
        "epn.pages=12",
        "ref%3Dmail",
    ] {
        assert!(output.contains(kept), "GA4 lost {kept}: {output}");
    }
}

#[test]
fn ga4_batch_of_lines() {
    let p = planted();
    let line = query(&[("en", "click"), ("ep.link", &p.link()), ("ep.email", p.email), ("_et", "12")]);
    let output = hushed("ga4", "text/plain;charset=UTF-8", &format!("{line}\r\n{line}"));
    assert_eq!(output.matches("en=click").count(), 2, "{output}");
    assert!(output.contains("\r\n"), "the lines were joined: {output}");
}

#[test]
fn mixpanel_base64_form() {
    let p = planted();
    let event = json!({ "event": "Document opened", "properties": {
        "token": "5e17c0ded4c3b2a1d4c3b2a1d4c3b2a1", "distinct_id": p.user, "$user_id": p.user, "$device_id": "18f0-aa-bb",
        "$current_url": p.link(), "current_url_path": format!("/share/{}", p.share), "current_url_search": format!("?access_token={}", p.token),
        "$referrer": p.link(), "email": p.email, "client_ip": p.ip, "ipv6": p.ip6, "session_jwt": p.jwt, "pages": 12, "time": 1795246033.123 } });
    let data = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, event.to_string());
    let output = hushed("mixpanel", "application/x-www-form-urlencoded", &query(&[("data", &data)]));
    let form = url::form_urlencoded::parse(output.as_bytes()).next().expect("one pair").1.into_owned();
    let inner =
        base64::Engine::decode(&base64::engine::general_purpose::STANDARD, form).expect("still base64");
    let inner = parse(std::str::from_utf8(&inner).expect("still text"));
    assert_eq!(inner["properties"]["token"], "5e17c0ded4c3b2a1d4c3b2a1d4c3b2a1", "the write key must stay");
    assert_eq!(inner["properties"]["$device_id"], "18f0-aa-bb");
    assert_eq!(inner["properties"]["pages"], 12);
    assert!(
        inner["properties"]["distinct_id"].as_str().is_some_and(|id| id.len() >= 16),
        "no pseudonym: {inner}"
    );
    assert!(
        inner["properties"].get("$user_id").is_none_or(|id| *id == inner["properties"]["distinct_id"]),
        "{inner}"
    );
    let url = hushed("mixpanel", "url", "https://api-js.mixpanel.com/track/?verbose=1&ip=1&_=1795246033");
    assert_eq!(url, "https://api-js.mixpanel.com/track/?verbose=1&ip=0&_=1795246033");
}

#[test]
fn pseudonyms_part_visitors_and_hold_for_one_browser() {
    let id = |user: &str, key: &[u8; 32]| {
        let input =
            json!({ "event": "x", "properties": { "token": "abc", "distinct_id": user } }).to_string();
        let outcome =
            scrub(input.as_bytes(), Kind::Json, catalogue::vendor("mixpanel"), key).expect("valid JSON");
        parse(std::str::from_utf8(&outcome.apply(input.as_bytes())).expect("text"))["properties"]["distinct_id"].to_string()
    };
    assert_eq!(id("user-1", &KEY), id("user-1", &KEY), "one user is one visitor");
    assert_ne!(id("user-1", &KEY), id("user-2", &KEY), "two users are two visitors");
    assert_ne!(id("user-1", &KEY), id("user-1", &[4; 32]), "another key, another pseudonym");
    let device = json!({ "event": "x", "properties": { "distinct_id": "$device:18f0a1b2-0000-4000-8000-000000000001" } }).to_string();
    let outcome =
        scrub(device.as_bytes(), Kind::Json, catalogue::vendor("mixpanel"), &KEY).expect("valid JSON");
    assert_eq!(outcome.apply(device.as_bytes()), device.as_bytes(), "what the vendor made itself stays");
}

#[test]
fn sentry_envelope() {
    let p = planted();
    let event = json!({ "event_id": "9ec79c33ec9942ab8353589fcb2e04dc", "sdk": { "name": "sentry.javascript.browser", "settings": { "infer_ip": "auto" } },
        "user": { "id": p.user, "email": p.email, "ip_address": p.ip, "username": "mara" }, "request": { "url": p.link(), "headers": { "Referer": p.link(), "User-Agent": "Mozilla/5.0 Chrome/156.0.0.0" } },
        "exception": { "values": [{ "type": "Error", "value": format!("cannot open {} for {} at {}", p.link(), p.email, p.ip) }] },
        "extra": { "fragment": format!("#key={}", p.token), "authorization": format!("Bearer {}", p.jwt), "access_token": p.token },
        "breadcrumbs": [{ "data": { "to": format!("/share/{}?access_token={}", p.share, p.token) } }], "release": "shop@1.2.3" }).to_string();
    let session = json!({ "sid": "6d0c1b0ec9f64d0ea3f0f0c1e7b5a001", "did": p.user, "attrs": { "ip_address": "{{auto}}", "release": "1.2.3.4" } }).to_string();
    let input = format!(
        "{}\n{}\n{event}\n{}\n{session}\n",
        json!({ "event_id": "9ec79c33ec9942ab8353589fcb2e04dc", "sent_at": "2026-11-21T08:00:00.000Z" }),
        json!({ "type": "event", "length": event.len() }),
        json!({ "type": "session" }),
    );
    let output = hushed("sentry", "text/plain;charset=UTF-8", &input);
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines.len(), 5, "{output}");
    assert_eq!(parse(lines[1])["length"], lines[2].len(), "the item's length is not right any more");
    let event = parse(lines[2]);
    assert_eq!(event["sdk"]["settings"]["infer_ip"], "never");
    assert_eq!(event["event_id"], "9ec79c33ec9942ab8353589fcb2e04dc");
    assert_eq!(event["release"], "shop@1.2.3");
    assert_eq!(event["request"]["headers"]["User-Agent"], "Mozilla/5.0 Chrome/156.0.0.0");
    assert!(
        event["exception"]["values"][0]["value"]
            .as_str()
            .is_some_and(|v| v.starts_with("cannot open https://app.example/share/redacted")),
        "{event}"
    );
    assert_eq!(parse(lines[4])["sid"], "6d0c1b0ec9f64d0ea3f0f0c1e7b5a001");
    assert!(!output.contains("{{auto}}"), "the server is asked for the IP");
}

#[test]
fn sentry_span_attributes() {
    let p = planted();
    let spans = json!({ "items": [{ "name": format!("/share/{}", p.share), "attributes": {
        "url.full": { "value": format!("https://c.example/g/collect?{}", query(&[("dl", &p.link()), ("uid", p.user)])), "type": "string" },
        "user.id": { "value": p.user, "type": "string" }, "user.email": { "value": p.email, "type": "string" }, "sentry.op": { "value": "http.client", "type": "string" } } }] }).to_string();
    let input = format!("{{}}\n{}\n{spans}", json!({ "type": "span", "item_count": 1 }));
    let output = hushed("sentry", "text/plain", &input);
    assert!(output.contains("http.client"), "{output}");
}

#[test]
fn otlp_json_attributes() {
    let p = planted();
    let body = json!({ "resourceSpans": [{ "scopeSpans": [{ "spans": [{ "traceId": "5b8efff798038103d269b633813fc60c", "name": "GET", "attributes": [
        { "key": "url.full", "value": { "stringValue": p.link() } }, { "key": "enduser.id", "value": { "stringValue": p.user } },
        { "key": "client.address", "value": { "stringValue": p.ip } }, { "key": "http.status_code", "value": { "intValue": "200" } } ] }] }] }] });
    let output = hushed("otlp", "application/json", &body.to_string());
    assert!(output.contains("5b8efff798038103d269b633813fc60c") && output.contains("\"200\""), "{output}");
}

#[test]
fn json_clients_lose_secrets_and_keep_their_plumbing() {
    let p = planted();
    let cases = [
        (
            "segment",
            json!({ "type": "track", "writeKey": "wk1234567890wk1234567890", "messageId": "ajs-next-1", "anonymousId": "3c9bf0d2-1111-4222-8333-944455566677", "userId": p.user, "traits": { "email": p.email },
            "context": { "page": { "url": p.link(), "referrer": p.link(), "search": format!("?access_token={}", p.token), "path": format!("/share/{}", p.share), "title": "Offer" } } }),
            vec!["wk1234567890wk1234567890", "3c9bf0d2-1111-4222-8333-944455566677", "Offer"],
        ),
        (
            "plausible",
            json!({ "n": "pageview", "u": p.link(), "d": "app.example", "r": p.link(), "p": { "plan": "team", "email": p.email } }),
            vec!["pageview", "app.example", "team"],
        ),
        (
            "amplitude",
            json!({ "api_key": "0123456789abcdef0123456789abcdef", "events": [{ "user_id": p.user, "device_id": "d-1", "ip": "$remote", "event_type": "open", "event_properties": { "link": p.link() }, "user_properties": { "email": p.email } }] }),
            vec!["0123456789abcdef0123456789abcdef", "open"],
        ),
        (
            "bugsnag",
            json!({ "apiKey": "0123456789abcdef0123456789abcdef", "events": [{ "user": { "id": p.user, "email": p.email }, "request": { "url": p.link(), "clientIp": p.ip }, "breadcrumbs": [] }] }),
            vec!["breadcrumbs"],
        ),
        (
            "rollbar",
            json!({ "data": { "person": { "id": p.user, "email": p.email }, "request": { "url": p.link(), "query_string": format!("?access_token={}", p.token), "user_ip": "$remote_ip" }, "body": { "trace": { "exception": { "message": p.email } } } } }),
            vec!["trace"],
        ),
        (
            "faro",
            json!({ "meta": { "page": { "url": p.link() }, "user": { "id": p.user, "email": p.email }, "session": { "id": "s1" } }, "logs": [{ "message": format!("at {}", p.ip) }] }),
            vec!["logs"],
        ),
        (
            "snowplow",
            json!({ "schema": "iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4", "data": [{ "e": "pv", "url": p.link(), "refr": p.link(), "uid": p.user, "tv": "js-4.0.0", "aid": "shop",
            "cx": base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, json!({ "data": [{ "email": p.email, "url": p.link() }] }).to_string()) }] }),
            vec!["jsonschema/1-0-4", "js-4.0.0", "shop"],
        ),
    ];
    for (vendor, body, kept) in cases {
        for content_type in ["application/json", "text/plain;charset=UTF-8"] {
            let output = hushed(vendor, content_type, &body.to_string());
            parse(&output);
            for keep in &kept {
                assert!(output.contains(keep), "{vendor} lost {keep}: {output}");
            }
            assert!(!output.contains("$remote"), "{vendor} asks its server for the IP: {output}");
        }
    }
}

#[test]
fn ndjson_of_datadog() {
    let p = planted();
    let line = json!({ "type": "view", "view": { "url": p.link(), "referrer": p.link() }, "usr": { "id": p.user, "email": p.email }, "application": { "id": "a1b2" }, "version": "1.2.3.4" }).to_string();
    let output = hushed("datadog", "text/plain;charset=UTF-8", &format!("{line}\n{line}"));
    assert_eq!(output.lines().map(parse).filter(|line| line["version"] == "1.2.3.4").count(), 2, "{output}");
}

#[test]
fn matomo_query_and_bulk() {
    let p = planted();
    let hit = query(&[
        ("idsite", "1"),
        ("rec", "1"),
        ("url", &p.link()),
        ("urlref", &p.link()),
        ("uid", p.user),
        ("_id", "0123456789abcdef"),
        ("cip", p.ip),
    ]);
    let output = hushed("matomo", "url", &format!("https://stats.example/matomo.php?{hit}"));
    assert!(output.contains("idsite=1") && output.contains("_id=0123456789abcdef"), "{output}");
    let bulk = json!({ "requests": [format!("?{hit}"), format!("?{hit}")] }).to_string();
    parse(&hushed("matomo", "application/json", &bulk));
}
