//! The payloads that analytics clients were seen to send (`shared/spec/analytics-wire-formats.md`), planted with
//! secrets: these must be gone in every encoding, and what the vendor needs must be as it was.

mod scrub_support;

use hushgate::catalogue::{meaning, vendor};
use hushgate::scrub::{Kind, scrub};
use scrub_support::*;

struct Plants {
    share: String,
    jwt: String,
    fragment: String,
    code: String,
    user: String,
    email: String,
    ip: String,
    url: String,
    referrer: String,
}

fn plants() -> Plants {
    let share = secret("{b64u:22}");
    let jwt = secret("eyJ{b64u:33}.eyJ{b64u:60}.{b64u:43}");
    let fragment = secret("{b62:32}");
    let code = secret("4/{b64u:40}");
    Plants {
        url: format!("https://app.example.com/share/{share}?access_token={jwt}&utm_source=news&page=2#access_token={fragment}"),
        referrer: format!("https://id.example.net/oauth/callback?code={}&state=af0ifjsldkj", percent(&code)),
        share,
        jwt,
        fragment,
        code,
        user: "user-84213".into(),
        email: "jane.doe+news@example.org".into(),
        ip: "203.0.113.77".into(),
    }
}

impl Plants {
    #[track_caller]
    fn gone(&self, out: &str) {
        let all = [&self.share, &self.jwt, &self.fragment, &self.code, &self.user, &self.email, &self.ip];
        assert_gone(out, &all.map(String::as_str));
        assert_gone(out, &["af0ifjsldkj", "jane.doe"]);
    }
}

#[test]
fn ga4_query_of_a_beacon_without_body() {
    let p = plants();
    let url = format!(
        "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC123DEF4&cid=1234567890.1700000000&sid=1700000001&dl={}&dr={}&dt=Pricing&ul=en-gb&en=page_view&ep.plan=pro&ep.email={}&uid={}&up.user_id={}&_p=1700000000000&sr=1920x1080",
        percent(&p.url),
        percent(&p.referrer),
        percent(&p.email),
        p.user,
        p.user
    );
    let out = clean(&url, Kind::Url, "ga4");
    p.gone(&out);
    assert_kept(&out, &["tid=G-ABC123DEF4", "cid=1234567890.1700000000", "sid=1700000001", "utm_source", "page=2", "ep.plan=pro", "sr=1920x1080", "en=page_view", "/share/"]);
}

#[test]
fn ga4_batch_is_lines_of_queries() {
    let p = plants();
    let body = format!("en=page_view&uid={}&ep.value=3\r\nen=click&_et=12&ep.link_url={}\r\nen=scroll&epn.percent=90", p.user, percent(&p.url));
    let out = clean(&body, Kind::Text, "ga4");
    p.gone(&out);
    assert_eq!(out.lines().count(), 3);
    assert_kept(&out, &["en=page_view&ep.value=3", "en=click&_et=12", "epn.percent=90"]);
}

#[test]
fn sentry_envelope_keeps_its_lengths() {
    let p = plants();
    let dsn = format!("https://{}@o1.ingest.example.io/42", secret("{hex:32}"));
    let event = format!(
        r#"{{"event_id":"{id}","user":{{"id":"{u}","email":"{e}","ip_address":"{{{{auto}}}}"}},"request":{{"url":"{url}","headers":{{"Referer":"{r}","User-Agent":"Mozilla/5.0 Chrome/126.0.6478.127"}}}},"breadcrumbs":[{{"category":"fetch","data":{{"url":"/api/reset?token={f}"}}}}],"exception":{{"values":[{{"value":"no access for {e} from {ip}","stacktrace":{{"frames":[{{"abs_path":"{url}"}}]}}}}]}},"sdk":{{"settings":{{"infer_ip":"auto"}}}},"release":"shop@1.2.3.4"}}"#,
        id = secret("{hex:32}"), u = p.user, e = p.email, url = p.url, r = p.referrer, f = p.fragment, ip = p.ip
    );
    let spans = format!(
        r#"{{"items":[{{"trace_id":"{t}","attributes":{{"user.id":{{"value":"{u}","type":"string"}},"url.full":{{"value":"{url}","type":"string"}},"http.status":{{"value":200,"type":"integer"}}}}}}]}}"#,
        t = secret("{hex:32}"), u = p.user, url = p.url
    );
    let body = format!(
        "{{\"event_id\":\"{}\",\"sent_at\":\"2026-01-02T03:04:05.678Z\",\"dsn\":\"{dsn}\"}}\n{{\"type\":\"event\",\"length\":{}}}\n{event}\n{{\"type\":\"span\",\"item_count\":1}}\n{spans}\n{{\"type\":\"session\"}}\n{{\"sid\":\"{}\",\"init\":true}}\n",
        secret("{hex:32}"), event.len(), secret("{hex:32}")
    );
    let out = clean(&body, Kind::Text, "sentry");
    p.gone(&out);
    assert_kept(&out, &[&dsn, "\"infer_ip\":\"never\"", "Chrome/126.0.6478.127", "shop@1.2.3.4", "\"http.status\":{\"value\":200"]);
    let lines: Vec<&str> = out.lines().collect();
    let header: serde_json::Value = serde_json::from_str(lines[1]).unwrap();
    assert_eq!(header["length"].as_u64().unwrap() as usize, lines[2].len());
    assert!(lines.iter().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
}

#[test]
fn mixpanel_base64_form_is_written_anew() {
    let p = plants();
    let token = secret("{hex:32}");
    let json = format!(
        r#"[{{"event":"view","properties":{{"token":"{token}","distinct_id":"{u}","$user_id":"{u}","$device_id":"0192-abc","$current_url":"{url}","$referrer":"{r}","$initial_referrer":"{r}","$insert_id":"abcdefgh12345678","$email":"{e}","plan":"pro","mp_lib":"web"}}}}]"#,
        u = p.user, url = p.url, r = p.referrer, e = p.email
    );
    let body = format!("data={}", percent(&base64(json.as_bytes(), false)));
    let out = clean(&body, Kind::Form, "mixpanel");
    p.gone(&out);
    assert_kept(&out, &[&token, "abcdefgh12345678", "0192-abc", "\"plan\":\"pro\"", "hush-"]);
    assert_gone(&out, &["$user_id"]);
    let url = clean("https://api-js.mixpanel.com/track/?ip=1&_=1700000000000", Kind::Url, "mixpanel");
    assert_eq!(url, "https://api-js.mixpanel.com/track/?ip=0&_=1700000000000");
}

#[test]
fn mixpanel_own_anonymous_ids_stay() {
    let json = r#"{"properties":{"distinct_id":"$device:0192d3b4-7c8e","$device_id":"0192d3b4-7c8e"}}"#;
    assert_eq!(clean(json, Kind::Json, "mixpanel"), json);
}

#[test]
fn segment_text_plain_json() {
    let p = plants();
    let body = format!(
        r#"{{"type":"identify","userId":"{u}","anonymousId":"0192d3b4-7c8e-7f00-9a1b-2c3d4e5f6a7b","traits":{{"name":"Jane Doe","email":"{e}","plan":"pro"}},"context":{{"ip":"{ip}","page":{{"url":"{url}","referrer":"{r}","search":"?access_token={jwt}&page=2","path":"/share/{s}","title":"Author notes"}}}},"writeKey":"{w}","messageId":"ajs-next-1700000000000-x"}}"#,
        u = p.user, e = p.email, ip = p.ip, url = p.url, r = p.referrer, jwt = p.jwt, s = p.share, w = secret("{b62:33}")
    );
    let out = clean(&body, Kind::Text, "segment");
    p.gone(&out);
    assert_gone(&out, &["Jane Doe", "\"userId\""]);
    assert_kept(&out, &[&secret("{b62:33}"), "anonymousId", "\"plan\":\"pro\"", "?access_token=redacted&page=2", "Author notes", "203.0.113.0"]);
    let alone = clean(&format!(r#"{{"userId":"{}","writeKey":"k"}}"#, p.user), Kind::Json, "segment");
    assert!(alone.starts_with(r#"{"userId":"hush-"#), "{alone}");
}

#[test]
fn snowplow_rows_hold_base64url_json() {
    let p = plants();
    let inner = format!(r#"{{"schema":"iglu:x","data":[{{"data":{{"userId":"{}","url":"{}","ok":"yes?>~"}}}}]}}"#, p.user, p.url);
    let body = format!(
        r#"{{"schema":"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4","data":[{{"e":"pv","url":"{url}","refr":"{r}","page":"Pricing","uid":"{u}","duid":"0192d3b4","cx":"{cx}","tv":"js-4.0.0"}}]}}"#,
        url = p.url, r = p.referrer, u = p.user, cx = base64(inner.as_bytes(), true)
    );
    let out = clean(&body, Kind::Json, "snowplow");
    p.gone(&out);
    assert_kept(&out, &["\"duid\":\"0192d3b4\"", "js-4.0.0", "yes?>~", "iglu:x"]);
    let cx: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(cx["data"][0]["cx"].as_str().unwrap().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
}

#[test]
fn plausible_one_letter_keys() {
    let p = plants();
    let body = format!(r#"{{"n":"pageview","u":"{}","d":"example.com","r":"{}","p":{{"email":"{}","plan":"pro"}}}}"#, p.url, p.referrer, p.email);
    let out = clean(&body, Kind::Text, "plausible");
    p.gone(&out);
    assert_kept(&out, &["\"d\":\"example.com\"", "\"plan\":\"pro\"", "pageview"]);
}

#[test]
fn datadog_ndjson() {
    let p = plants();
    let body = format!(
        "{{\"type\":\"view\",\"session\":{{\"id\":\"0192d3b4-7c8e-7f00-9a1b-2c3d4e5f6a7b\"}},\"view\":{{\"id\":\"0192d3b4-7c8e-7f00-9a1b-2c3d4e5f6a7c\",\"url\":\"{url}\",\"referrer\":\"{r}\"}},\"usr\":{{\"id\":\"{u}\",\"email\":\"{e}\",\"name\":\"Jane Doe\"}}}}\n{{\"type\":\"error\",\"error\":{{\"message\":\"denied {e} at {ip}\",\"stack\":\"Error\\n at f ({url}:1:2)\"}}}}\n",
        url = p.url, r = p.referrer, u = p.user, e = p.email, ip = p.ip
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
        u = p.user, t = secret("{hex:32}"), url = p.url, e = p.email, ip = p.ip, f = p.fragment
    );
    let out = clean(&body, Kind::Json, "otlp");
    p.gone(&out);
    assert_kept(&out, &["service.name", "203.0.113.0", "http.status_code", "Bearer redacted"]);
    assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok(), "{out}");
}

fn message(fields: &[(u8, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (number, bytes) in fields {
        out.push(number << 3 | 2);
        let mut len = bytes.len();
        while len > 127 {
            out.push(len as u8 | 0x80);
            len >>= 7;
        }
        out.push(len as u8);
        out.extend_from_slice(bytes);
    }
    out
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
        (9, &attribute("http.url", "https://app.example.com/share/redacted?access_token=redacted&utm_source=news&page=2#access_token=redacted")),
        (9, &attribute("note", "mail redacted from 203.0.113.0")),
    ]);
    assert_eq!(out, message(&[(1, &message(&[(2, &message(&[(2, &want)]))]))]));
}

#[test]
fn faro_appinsights_elastic_bugsnag_rollbar() {
    let p = plants();
    for (vendor, body, kept) in [
        ("faro", format!(r#"{{"meta":{{"page":{{"url":"{url}"}},"user":{{"id":"{u}","email":"{e}","attributes":{{"ip":"{ip}"}}}},"session":{{"id":"abc123def4"}}}},"exceptions":[{{"value":"x {e}"}}]}}"#, url = p.url, u = p.user, e = p.email, ip = p.ip), vec!["abc123def4"]),
        ("appinsights", format!(r#"[{{"iKey":"0192d3b4-7c8e-4f00-9a1b-2c3d4e5f6a7b","tags":{{"ai.user.id":"aBcDeFgH12345","ai.user.authUserId":"{u}","ai.session.id":"xYz12345"}},"data":{{"baseData":{{"url":"{url}","refUri":"{r}","properties":{{"mail":"{e}"}}}}}}}}]"#, u = p.user, url = p.url, r = p.referrer, e = p.email), vec!["0192d3b4-7c8e-4f00-9a1b-2c3d4e5f6a7b", "aBcDeFgH12345", "xYz12345"]),
        ("elastic", format!("{{\"m\":{{\"u\":{{\"id\":\"{u}\",\"em\":\"{e}\"}}}}}}\n{{\"x\":{{\"c\":{{\"p\":{{\"url\":\"{url}\",\"rf\":\"{r}\"}}}}}}}}\n", u = p.user, e = p.email, url = p.url, r = p.referrer), vec!["\"m\""]),
        ("bugsnag", format!(r#"{{"apiKey":"{k}","events":[{{"user":{{"id":"{u}","email":"{e}"}},"request":{{"url":"{url}","clientIp":"{ip}"}},"session":{{"id":"s1d2f3g4"}},"breadcrumbs":[{{"metaData":{{"to":"/share/{s}"}}}}]}}]}}"#, k = secret("{hex:32}"), u = p.user, e = p.email, url = p.url, ip = p.ip, s = p.share), vec!["apiKey", "s1d2f3g4"]),
        ("rollbar", format!(r#"{{"access_token":"{k}","data":{{"person":{{"id":"{u}","email":"{e}"}},"request":{{"url":"{url}","query_string":"?access_token={j}","user_ip":"$remote_ip"}},"body":{{"trace":{{"frames":[{{"filename":"{url}"}}]}}}}}}}}"#, k = secret("{hex:32}"), u = p.user, e = p.email, url = p.url, j = p.jwt), vec!["\"user_ip\":\"\""]),
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
fn countly_newrelic_posthog_amplitude_matomo() {
    let p = plants();
    let countly = format!("app_key={}&device_id=0192d3b4&events={}&user_details={}&ip_address={}", secret("{hex:40}"), percent(&format!(r#"[{{"key":"[CLY]_view","segmentation":{{"name":"/share/{}","view":"{}"}}}}]"#, p.share, p.url)), percent(&format!(r#"{{"name":"Jane Doe","email":"{}","custom":{{"plan":"pro"}}}}"#, p.email)), p.ip);
    let out = clean(&countly, Kind::Form, "countly");
    p.gone(&out);
    assert_kept(&out, &[&secret("{hex:40}"), "device_id=0192d3b4", "\"plan\":\"pro\""]);
    let newrelic = format!("https://bam.nr-data.net/1/{}?a=123&v=1.290&ref={}&ja=%7B%22userId%22%3A%22{}%22%7D", secret("{hex:10}"), percent(&p.url), p.user);
    let out = clean(&newrelic, Kind::Url, "newrelic");
    p.gone(&out);
    assert_kept(&out, &[&secret("{hex:10}"), "a=123", "v=1.290"]);
    let posthog = format!(r#"{{"api_key":"phc_{k}","event":"$pageview","properties":{{"token":"phc_{k}","distinct_id":"{u}","$device_id":"0192d3b4","$current_url":"{url}","$referrer":"{r}","$set":{{"email":"{e}"}},"$ip":"{ip}","$elements":[{{"tag_name":"a","attr__href":"/reset/{s}?token={f}","$el_text":"Write to {e}"}}]}}}}"#, k = secret("{b62:43}"), u = p.user, url = p.url, r = p.referrer, e = p.email, ip = p.ip, s = p.share, f = p.fragment);
    let wrapped = format!("data={}", percent(&base64(posthog.as_bytes(), false)));
    for (body, kind) in [(&posthog, Kind::Text), (&wrapped, Kind::Form)] {
        let out = clean(body, kind, "posthog");
        p.gone(&out);
        assert_kept(&out, &[&secret("{b62:43}"), "hush-", "\"$device_id\":\"0192d3b4\"", "$pageview"]);
    }
    let amplitude = format!(r#"{{"api_key":"{k}","events":[{{"user_id":"{u}","device_id":"0192","ip":"$remote","event_properties":{{"[Amplitude] Page URL":"{url}","[Amplitude] Referrer":"{r}"}},"user_properties":{{"$set":{{"email":"{e}"}}}},"session_id":1700000000000}}]}}"#, k = secret("{hex:32}"), u = p.user, url = p.url, r = p.referrer, e = p.email);
    let out = clean(&amplitude, Kind::Json, "amplitude");
    p.gone(&out);
    assert_kept(&out, &[&secret("{hex:32}"), "\"device_id\":\"0192\"", "\"session_id\":1700000000000"]);
    assert_gone(&out, &["$remote"]);
    let matomo = format!(r#"{{"requests":["?idsite=1&rec=1&url={}&urlref={}&uid={}&cip={}&_id=0123456789abcdef&h=10&m=5&s=2"]}}"#, percent(&p.url), percent(&p.referrer), percent(&p.email), p.ip);
    let out = clean(&matomo, Kind::Json, "matomo");
    p.gone(&out);
    assert_kept(&out, &["idsite=1", "_id=0123456789abcdef", "h=10&m=5&s=2"]);
}

#[test]
fn pseudonyms_differ_by_value_vendor_and_key_and_stay_for_one() {
    let out = |user: &str, id: &str, key: u8| {
        let body = format!(r#"{{"distinct_id":"{user}"}}"#);
        let outcome = scrub(body.as_bytes(), Kind::Json, vendor(id), &[key; 32]).unwrap();
        assert_eq!(outcome.edits.list.len(), 1);
        assert_eq!(outcome.report.hits[0].rule, u16::from(meaning::PSEUDONYM));
        String::from_utf8(outcome.apply(body.as_bytes())).unwrap()
    };
    assert_eq!(out("a1", "mixpanel", 1), out("a1", "mixpanel", 1));
    assert_ne!(out("a1", "mixpanel", 1), out("a2", "mixpanel", 1));
    assert_ne!(out("a1", "mixpanel", 1), out("a1", "posthog", 1));
    assert_ne!(out("a1", "mixpanel", 1), out("a1", "mixpanel", 2));
}
