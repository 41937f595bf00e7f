//! The failure modes of other scrubbers (`shared/spec/scrubbers.md` §5), each once, and the measured payload of §4.

mod scrub_support;

use hushgate::scrub::{Kind, Refusal, scrub};
use scrub_support::*;

/// Nothing in these is anybody's business to remove.
#[track_caller]
fn untouched(texts: &[&str]) {
    for text in texts {
        assert_eq!(&clean(text, Kind::Auto, ""), text);
    }
}

#[test]
fn mode_01_keys_are_whole_words() {
    untouched(&[
        "https://shop.example/?monkey=1&author=jane&keyword=shoes&accept=all&tokenizer=bpe&max_tokens=512&token_type=bearer",
        r#"{"message":"User authenticated","Accept":"*/*","authorizer":"lambda","secretary":"open","passenger":"12A","monkey":"see"}"#,
    ]);
}

#[test]
fn an_address_field_may_hold_a_token_before_the_address() {
    let token = secret("ghp_{b62:36}");
    let text = format!(r#"{{"ip":"{token}, 203.0.113.9, 2001:db8:1:2:3:4:5:6"}}"#);
    assert_eq!(clean(&text, Kind::Json, ""), r#"{"ip":"redacted, 203.0.113.0, 2001:db8:1::"}"#);
}

#[test]
fn mode_02_a_mention_is_no_secret() {
    untouched(&[
        r#"{"message":"Invalid Password"}"#,
        r#"{"title":"Author notes: how to rotate a token"}"#,
        "Your password must have 8 characters. Token expired. Session ended: please sign in.",
    ]);
    assert_eq!(
        clean("login failed, password: hunter2horse!", Kind::Text, ""),
        "login failed, password: redacted"
    );
}

#[test]
fn mode_03_numbers_that_are_no_cards_or_phones() {
    untouched(&[
        r#"{"ts":1700000000000,"order":"123456789012345","tracking":"9400110200881234","n":4111111111111112}"#,
        r#"{"id":"f47ac10b-58cc-4372-a567-0e02b2c3d479","sku":"415-555-26","isbn":"978-3-16-148410-0"}"#,
        "2026-01-02 10:20:30 build 20260102.1",
    ]);
}

#[test]
fn mode_04_no_ip_in_versions_scopes_and_times() {
    untouched(&[
        r#"{"ua":"Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/126.0.6478.127 Safari/537.36","version":"1.2.3.4","app_version":"10.20.30.40"}"#,
        "std::vec a::b ::before dead::beef 12:30:45 :: 0.0.0.0 127.0.0.1 ::1 oid 1.3.6.1.4.1.311 lib-1.2.3.4.js",
    ]);
    assert_eq!(
        clean("from 203.0.113.77:8080, [2001:db8:aa:bb:cc::1]:443 and ::ffff:198.51.100.7", Kind::Text, ""),
        "from 203.0.113.0:8080, [2001:db8:aa::]:443 and ::ffff:198.51.100.0"
    );
}

#[test]
fn mode_05_tokens_end_at_every_mark() {
    let token = secret("ghp_{b62:36}");
    for tail in ["", "&a=1", "#x", "/y", ",z", ")", "<b>", ";", "\"", "'", "`", " end", "\n", "."] {
        let out = clean(&format!("see {token}{tail}"), Kind::Text, "");
        assert_eq!(out, format!("see redacted{tail}"));
    }
    let json = format!(r#"{{"a":"https://x.example/?q={token}","b":"kept"}}"#);
    assert_eq!(clean(&json, Kind::Json, ""), r#"{"a":"https://x.example/?q=redacted","b":"kept"}"#);
}

#[test]
fn mode_06_offsets_are_bytes_between_characters() {
    let out = clean("héllo 漢字 😀 jane.doe@example.com 😀 é%C3%A9 tail", Kind::Text, "");
    assert_eq!(out, "héllo 漢字 😀 redacted 😀 é%C3%A9 tail");
    let out = clean(r#"{"a":"\ud83d\ude00 jane@example.com \udead","b":"é"}"#, Kind::Json, "");
    assert_eq!(out, r#"{"a":"\ud83d\ude00 redacted \udead","b":"é"}"#);
}

#[test]
fn mode_07_nothing_is_half_gone() {
    let out = clean("Authorization: Bearer abcDEF123456ghi and v6 2001:db8:1:2:3:4:5:6", Kind::Text, "");
    assert_eq!(out, "Authorization: Bearer redacted and v6 2001:db8:1::");
    assert_eq!(
        clean("https://x.example/?token=a1&token=b2&token=c3", Kind::Url, ""),
        "https://x.example/?token=redacted&token=redacted&token=redacted"
    );
    assert_eq!(
        clean(r#"{"token":"a1","token":"b2"}"#, Kind::Json, ""),
        r#"{"token":"redacted","token":"redacted"}"#
    );
}

#[test]
fn mode_08_spelling_hides_no_key() {
    for (url, want) in [
        ("https://x.example/?%74oken=abc", "https://x.example/?%74oken=redacted"),
        ("https://x.example/?TOKEN=abc", "https://x.example/?TOKEN=redacted"),
        ("https://x.example/?token[]=abc", "https://x.example/?token[]=redacted"),
        ("https://x.example/?user%5Btoken%5D=abc", "https://x.example/?user%5Btoken%5D=redacted"),
        ("https://x.example/?a=1;token=abc", "https://x.example/?a=1;token=redacted"),
        ("https://x.example/?a=b?token=abc", "https://x.example/?a=b?token=redacted"),
        ("https://x.example/#!/route?token=abc", "https://x.example/#!/route?token=redacted"),
        ("https://x.example/#access_token=abc&x=1", "https://x.example/#access_token=redacted&x=1"),
        ("https://jane:pw@x.example/a", "https://x.example/a"),
        ("https://jane:pw@bücher.example/a", "https://bücher.example/a"),
        ("postgres://u:p@db.example:5432/shop", "postgres://db.example:5432/shop"),
        ("//u:p@x.example/a", "//x.example/a"),
        ("https://x.example/a;jsessionid=0A1B2C3D4E5F/b", "https://x.example/a;jsessionid=redacted/b"),
    ] {
        assert_eq!(clean(url, Kind::Url, ""), want);
    }
    assert_eq!(
        clean(r#"{"acc\u0065ss_token":"abc"}"#, Kind::Json, ""),
        r#"{"acc\u0065ss_token":"redacted"}"#
    );
}

#[test]
fn mode_09_urls_keep_their_spelling() {
    untouched(&[
        "postgres:///path",
        "https://x.example/a%20b+c?b=2&a=1&a=&b&#",
        "https://X.example:443/%7Euser/?q=%E2%82%AC&empty=&plus=a+b",
        "?",
        "https://x.example/?",
    ]);
    let out = clean("https://x.example/?b=%20+&token=a&a=&a=2#", Kind::Url, "");
    assert_eq!(out, "https://x.example/?b=%20+&token=redacted&a=&a=2#");
}

#[test]
fn mode_10_numbers_nesting_and_odd_keys() {
    assert_eq!(
        clean(r#"{"otp":123456,"password":12345678,"user_id":42,"n":7}"#, Kind::Json, ""),
        r#"{"otp":0,"password":0,"n":7}"#
    );
    assert_eq!(
        clean(r#"{"__proto__":{"token":"abc"}}"#, Kind::Json, ""),
        r#"{"__proto__":{"token":"redacted"}}"#
    );
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(refusal(deep.as_bytes(), Kind::Json), Some(Refusal::Deep));
    assert!(
        scrub(format!("{}1{}", "[".repeat(60), "]".repeat(60)).as_bytes(), Kind::Json, None, &KEY).is_ok()
    );
}

#[test]
fn mode_14_vendor_plumbing_survives() {
    let key = secret("{hex:32}");
    for (vendor, body) in [
        ("posthog", format!(r#"{{"api_key":"{key}","token":"{key}"}}"#)),
        ("mixpanel", format!(r#"{{"token":"{key}","$insert_id":"{key}"}}"#)),
        ("segment", format!(r#"{{"writeKey":"{key}"}}"#)),
        ("amplitude", format!(r#"{{"api_key":"{key}"}}"#)),
    ] {
        assert_eq!(clean(&body, Kind::Json, vendor), body, "{vendor}");
    }
    let elsewhere = clean(&format!(r#"{{"token":"{key}"}}"#), Kind::Json, "ga4");
    assert_eq!(elsewhere, r#"{"token":"redacted"}"#);
}

#[test]
fn mode_14_a_body_that_is_an_address_is_a_pages_and_not_the_vendors() {
    let token = secret("{b62:32}");
    let page = format!("https://shop.example/share/{token}");
    for kind in [Kind::Auto, Kind::Text] {
        assert_eq!(clean(&page, kind, "newrelic"), "https://shop.example/share/redacted");
    }
    let own = format!("https://o1.ingest.sentry.io/api/1/envelope/?sentry_key={token}");
    assert_eq!(clean(&own, Kind::Url, "sentry"), own);
}

#[test]
fn mode_17_and_18_what_cannot_be_read_is_refused() {
    for (input, kind, want) in [
        (&b"\x1f\x8b\x08\0\0\0\0\0"[..], Kind::Auto, Refusal::Unsupported),
        (b"\x78\x9c\x03\0\0\0\0\x01", Kind::Text, Refusal::Unsupported),
        (b"{\"a\":\xff}", Kind::Json, Refusal::Unsupported),
        (b"{\"a\":", Kind::Json, Refusal::Malformed),
        (b"{\"a\":1,}", Kind::Auto, Refusal::Malformed),
        (b"[1 2]", Kind::Json, Refusal::Malformed),
        (b"{}\n{\"type\":\"event\",\"length\":99}\n{}", Kind::Envelope, Refusal::Malformed),
        (b"--b\r\nno end", Kind::Multipart, Refusal::Malformed),
        (b"\x0a\xff", Kind::Protobuf, Refusal::Malformed),
    ] {
        assert_eq!(refusal(input, kind), Some(want), "{}", String::from_utf8_lossy(input));
    }
    assert_eq!(refusal(&vec![b'a'; 9 << 20], Kind::Text), Some(Refusal::Large));
    for blank in [" ", "\n", "\t\r\n"] {
        let input = blank.repeat(20_000);
        assert_eq!(clean(&input, Kind::Text, ""), input);
    }
}

#[test]
fn mode_23_the_report_holds_no_value() {
    let token = secret("ghp_{b62:36}");
    let input = format!(
        r#"{{"jane@example.com":{{"{token}":"x","url":"https://x.example/share/{}?token=hunter2horse"}},"user":{{"email":"jane@example.com"}}}}"#,
        secret("{b64u:22}")
    );
    let outcome = scrub(input.as_bytes(), Kind::Json, None, &KEY).unwrap();
    let mut text = Vec::new();
    outcome.report.write(&mut text);
    let text = String::from_utf8(text).unwrap();
    for value in ["jane", &token[4..], "hunter2", &secret("{b64u:22}")] {
        assert!(!text.contains(value), "{text}");
    }
    assert!(text.contains("identity.personal\t/user/email\t1\n"), "{text}");
    assert!(text.contains(":query.token\t1\n") && text.contains(":path[2]\t1\n"), "{text}");
}

#[test]
fn presigned_urls_lose_what_signs_and_keep_the_rest() {
    let url = format!(
        "https://files.example/a.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={}%2F20260102%2Feu%2Fs3%2Faws4_request&X-Amz-Date=20260102T030405Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature={}",
        secret("AKIA{U:16}"),
        secret("{hex:64}")
    );
    let out = clean(&url, Kind::Url, "");
    assert_gone(&out, &[&secret("AKIA{U:16}"), &secret("{hex:64}")]);
    assert_kept(
        &out,
        &[
            "X-Amz-Algorithm=AWS4-HMAC-SHA256",
            "X-Amz-Date=20260102T030405Z",
            "X-Amz-Expires=3600",
            "X-Amz-SignedHeaders=host",
        ],
    );
}

#[test]
fn coupons_and_states_are_kept_without_a_callback() {
    untouched(&[
        "https://shop.example/cart?code=SPRING25",
        "https://shop.example/stores?state=CA&city=Davis",
        "https://shop.example/?ref=author&id=42&q=token+ring",
    ]);
    let out = clean("https://app.example/callback?code=SplxlOBe&state=xyz&lang=en", Kind::Url, "");
    assert_eq!(out, "https://app.example/callback?code=redacted&state=redacted&lang=en");
}

/// The payload that every peer was measured with: 23 plants, 16 innocents.
#[test]
fn the_measured_payload_loses_all_plants_and_no_innocent() {
    let s = |t: &str| secret(t);
    let (share, query, code, state, fragment) =
        (s("{b64u:22}"), s("{hex:40}"), s("4/{b64u:30}"), s("{b62:24}"), s("{b62:32}"));
    let (signature, credential, bearer, cookie, pat) =
        (s("{hex:64}"), s("AKIA{U:16}"), s("{b64u:40}"), s("{b62:26}"), s("ghp_{b62:36}"));
    let (jwt, inner) = (s("eyJ{b64u:33}.eyJ{b64u:50}.{b64u:43}"), s("{b62:28}"));
    let wrapped = base64(format!(r#"{{"auth":{{"token":"{inner}"}},"ok":true}}"#).as_bytes(), false);
    let payload = serde_json::json!({
        "event": "page_view", "ts": 1_700_000_000_000u64, "version": "1.2.3.4", "release": "3f2a9c1b7d5e4f60a1b2c3d4e5f60718293a4b5c",
        "page": {
            "url": format!("https://app.example.com/share/{share}?access_token={query}&utm_source=newsletter&page=2#access_token={fragment}"),
            "referrer": format!("https://id.example.com/callback?code={code}&state={state}&jwt={jwt}"),
            "title": "Author notes", "path": "/docs/getting-started-with-kubernetes",
        },
        "asset": format!("https://cdn.example.com/a.pdf?X-Amz-Signature={signature}&X-Amz-Credential={credential}%2F20260102&X-Amz-Expires=60"),
        "client": {"ip": "203.0.113.77", "ip6": "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1", "mapped": "::ffff:198.51.100.23"},
        "headers": {"authorization": format!("Bearer {bearer}"), "cookie": format!("theme=dark; session={cookie}"), "accept": "text/html"},
        "message": format!("pushed with {pat} by jane.doe@example.com, monkey key ring"),
        "contact": "jane.doe%40example.com", "card": "4242 4242 4242 4242", "phone": "+1 (415) 555-2671",
        "user_id": "u-84213", "account": {"id": "f47ac10b-58cc-4372-a567-0e02b2c3d479"},
        "note": r#"{"password":"hunter2horse","n":1}"#, "blob": wrapped,
        "next": format!("https%253A%252F%252Fx.example%252F%253Ftoken%253D{inner}"),
        "tracking": "9400110200881234", "items": [{"sku": "AB-1234-XY", "qty": 2}],
    })
    .to_string();
    let out = clean(&payload, Kind::Json, "");
    assert_gone(
        &out,
        &[
            &share,
            &query,
            &code,
            &state,
            &fragment,
            &signature,
            &credential,
            &bearer,
            &cookie,
            &pat,
            &jwt,
            &inner,
            "203.0.113.77",
            "2001:db8:aaaa:bbbb",
            "198.51.100.23",
            "jane.doe",
            "4242 4242",
            "555-2671",
            "u-84213",
            "f47ac10b",
            "hunter2horse",
        ],
    );
    assert_kept(
        &out,
        &[
            "page_view",
            "1700000000000",
            "\"version\":\"1.2.3.4\"",
            "3f2a9c1b7d5e4f60a1b2c3d4e5f60718293a4b5c",
            "utm_source=newsletter",
            "page=2",
            "Author notes",
            "monkey key ring",
            "theme=dark",
            "text/html",
            "9400110200881234",
            "AB-1234-XY",
            "/docs/getting-started-with-kubernetes",
            "https://app.example.com/share/",
            "X-Amz-Expires=60",
            "\"qty\":2",
        ],
    );
    assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok());
}
