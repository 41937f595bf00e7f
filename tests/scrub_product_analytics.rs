//! The payloads that product analytics were seen to send (`shared/spec/analytics-wire-formats.md`), planted with
//! secrets: these must be gone in every encoding, and what the vendor needs must be as it was.

mod scrub_support;

use hushgate::catalogue::{meaning, vendor};
use hushgate::scrub::{Kind, scrub};
use scrub_support::plants::plants;
use scrub_support::*;

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
    assert_kept(
        &out,
        &[
            "tid=G-ABC123DEF4",
            "cid=1234567890.1700000000",
            "sid=1700000001",
            "utm_source",
            "page=2",
            "ep.plan=pro",
            "sr=1920x1080",
            "en=page_view",
            "/share/",
        ],
    );
}

#[test]
fn ga4_batch_is_lines_of_queries() {
    let p = plants();
    let body = format!(
        "en=page_view&uid={}&ep.value=3\r\nen=click&_et=12&ep.link_url={}\r\nen=scroll&epn.percent=90",
        p.user,
        percent(&p.url)
    );
    let out = clean(&body, Kind::Text, "ga4");
    p.gone(&out);
    assert_eq!(out.lines().count(), 3);
    assert_kept(&out, &["en=page_view&ep.value=3", "en=click&_et=12", "epn.percent=90"]);
}

#[test]
fn mixpanel_base64_form_is_written_anew() {
    let p = plants();
    let token = secret("{hex:32}");
    let json = format!(
        r#"[{{"event":"view","properties":{{"token":"{token}","distinct_id":"{u}","$user_id":"{u}","$device_id":"0192-abc","$current_url":"{url}","$referrer":"{r}","$initial_referrer":"{r}","$insert_id":"abcdefgh12345678","$email":"{e}","plan":"pro","mp_lib":"web"}}}}]"#,
        u = p.user,
        url = p.url,
        r = p.referrer,
        e = p.email
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
        u = p.user,
        e = p.email,
        ip = p.ip,
        url = p.url,
        r = p.referrer,
        jwt = p.jwt,
        s = p.share,
        w = secret("{b62:33}")
    );
    let out = clean(&body, Kind::Text, "segment");
    p.gone(&out);
    assert_gone(&out, &["Jane Doe", "\"userId\""]);
    assert_kept(
        &out,
        &[
            &secret("{b62:33}"),
            "anonymousId",
            "\"plan\":\"pro\"",
            "?access_token=redacted&page=2",
            "Author notes",
            "203.0.113.0",
        ],
    );
    let alone = clean(&format!(r#"{{"userId":"{}","writeKey":"k"}}"#, p.user), Kind::Json, "segment");
    assert!(alone.starts_with(r#"{"userId":"hush-"#), "{alone}");
}

#[test]
fn snowplow_rows_hold_base64url_json() {
    let p = plants();
    let inner = format!(
        r#"{{"schema":"iglu:x","data":[{{"data":{{"userId":"{}","url":"{}","ok":"yes?>~"}}}}]}}"#,
        p.user, p.url
    );
    let body = format!(
        r#"{{"schema":"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4","data":[{{"e":"pv","url":"{url}","refr":"{r}","page":"Pricing","uid":"{u}","duid":"0192d3b4","cx":"{cx}","tv":"js-4.0.0"}}]}}"#,
        url = p.url,
        r = p.referrer,
        u = p.user,
        cx = base64(inner.as_bytes(), true)
    );
    let out = clean(&body, Kind::Json, "snowplow");
    p.gone(&out);
    assert_kept(&out, &["\"duid\":\"0192d3b4\"", "js-4.0.0", "yes?>~", "iglu:x"]);
    let cx: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(
        cx["data"][0]["cx"]
            .as_str()
            .unwrap()
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    );
}

#[test]
fn plausible_one_letter_keys() {
    let p = plants();
    let body = format!(
        r#"{{"n":"pageview","u":"{}","d":"example.com","r":"{}","p":{{"email":"{}","plan":"pro"}}}}"#,
        p.url, p.referrer, p.email
    );
    let out = clean(&body, Kind::Text, "plausible");
    p.gone(&out);
    assert_kept(&out, &["\"d\":\"example.com\"", "\"plan\":\"pro\"", "pageview"]);
}

#[test]
fn countly_posthog_amplitude_matomo() {
    let p = plants();
    let countly = format!(
        "app_key={}&device_id=0192d3b4&events={}&user_details={}&ip_address={}",
        secret("{hex:40}"),
        percent(&format!(
            r#"[{{"key":"[CLY]_view","segmentation":{{"name":"/share/{}","view":"{}"}}}}]"#,
            p.share, p.url
        )),
        percent(&format!(r#"{{"name":"Jane Doe","email":"{}","custom":{{"plan":"pro"}}}}"#, p.email)),
        p.ip
    );
    let out = clean(&countly, Kind::Form, "countly");
    p.gone(&out);
    assert_kept(&out, &[&secret("{hex:40}"), "device_id=0192d3b4", "\"plan\":\"pro\""]);
    let posthog = format!(
        r#"{{"api_key":"phc_{k}","event":"$pageview","properties":{{"token":"phc_{k}","distinct_id":"{u}","$device_id":"0192d3b4","$current_url":"{url}","$referrer":"{r}","$set":{{"email":"{e}"}},"$ip":"{ip}","$elements":[{{"tag_name":"a","attr__href":"/reset/{s}?token={f}","$el_text":"Write to {e}"}}]}}}}"#,
        k = secret("{b62:43}"),
        u = p.user,
        url = p.url,
        r = p.referrer,
        e = p.email,
        ip = p.ip,
        s = p.share,
        f = p.fragment
    );
    let wrapped = format!("data={}", percent(&base64(posthog.as_bytes(), false)));
    for (body, kind) in [(&posthog, Kind::Text), (&wrapped, Kind::Form)] {
        let out = clean(body, kind, "posthog");
        p.gone(&out);
        assert_kept(&out, &[&secret("{b62:43}"), "hush-", "\"$device_id\":\"0192d3b4\"", "$pageview"]);
    }
    let amplitude = format!(
        r#"{{"api_key":"{k}","events":[{{"user_id":"{u}","device_id":"0192","ip":"$remote","event_properties":{{"[Amplitude] Page URL":"{url}","[Amplitude] Referrer":"{r}"}},"user_properties":{{"$set":{{"email":"{e}"}}}},"session_id":1700000000000}}]}}"#,
        k = secret("{hex:32}"),
        u = p.user,
        url = p.url,
        r = p.referrer,
        e = p.email
    );
    let out = clean(&amplitude, Kind::Json, "amplitude");
    p.gone(&out);
    assert_kept(&out, &[&secret("{hex:32}"), "\"device_id\":\"0192\"", "\"session_id\":1700000000000"]);
    assert_gone(&out, &["$remote"]);
    let matomo = format!(
        r#"{{"requests":["?idsite=1&rec=1&url={}&urlref={}&uid={}&cip={}&_id=0123456789abcdef&h=10&m=5&s=2"]}}"#,
        percent(&p.url),
        percent(&p.referrer),
        percent(&p.email),
        p.ip
    );
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
