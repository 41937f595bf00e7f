//! What a site asks for besides the catalogue: its placeholder, its own names and patterns, and the only fields that may
//! leave.

mod scrub_support;

use hushgate::catalogue::vendor;
use hushgate::scrub::site::{is_identity, is_placeholder};
use hushgate::scrub::{Kind, Refusal, Scrubber};
use proptest::prelude::*;
use regex::bytes::Regex;
use scrub_support::any::{cases, json, pieces};
use scrub_support::site::*;
use scrub_support::*;

#[test]
fn the_placeholder_is_the_sites() {
    let token = secret("{b62:24}");
    let mut custom = site("=gone~1");
    for (kind, input, want) in [
        (
            Kind::Url,
            format!("https://shop.example/p?access_token={token}&a=1"),
            "https://shop.example/p?access_token=gone~1&a=1",
        ),
        (Kind::Json, format!(r#"{{"password":"{token}","n":1}}"#), r#"{"password":"gone~1","n":1}"#),
        (Kind::Url, format!("https://shop.example/share/{token}"), "https://shop.example/share/gone~1"),
        (Kind::Form, format!("a=1&token={token}"), "a=1&token=gone~1"),
        (Kind::Text, format!("Bearer {token} at /Users/jane/x"), "Bearer gone~1 at /Users/gone~1/x"),
    ] {
        assert_eq!(left(&mut custom, &input, kind, ""), want);
    }
    // What stands in for a finding is none.
    for input in
        [r#"{"authorization":"Bearer gone~1","pin":"gone~1","user_id":"gone~1"}"#, "Cookie: sid=gone~1"]
    {
        assert_eq!(left(&mut custom, input, Kind::Auto, ""), input);
    }
    // A page that another site of the same house served says the default.
    assert_eq!(
        left(&mut custom, "https://shop.example/?token=redacted", Kind::Url, ""),
        "https://shop.example/?token=redacted"
    );
}

#[test]
fn a_placeholder_is_plain_and_no_secret_itself() {
    for good in ["redacted", "x", "REDACTED", "gone~1", "removed.by-us", "_", "-", "~", "hidden"] {
        assert!(is_placeholder(good.as_bytes()), "{good}");
    }
    let long = "x".repeat(33);
    let token = secret("AKIA{U:16}");
    for bad in ["", "a b", "<x>", "%41", "ü", "a/b", "a\"b", "[x]", "555", &long, &token] {
        assert!(!is_placeholder(bad.as_bytes()), "{bad}");
    }
}

#[test]
fn a_sites_name_is_acted_on_in_every_container() {
    let mut own = site("Rcase_ref\nEmember.code\nPpartner\nTedge\nIcontact_ref");
    for (kind, input, want) in [
        // remove
        (Kind::Json, r#"{"a":1,"caseRef":"x","b":2}"#, r#"{"a":1,"b":2}"#),
        (Kind::Json, r#"{"a":1,"case-ref":{"deep":[1,2]},"b":2}"#, r#"{"a":1,"b":2}"#),
        (Kind::Json, r#"{"case_ref":7}"#, "{}"),
        (Kind::Json, r#"{"case_ref":true,"b":[]}"#, r#"{"b":[]}"#),
        (Kind::Url, "https://shop.example/?case_ref=x&b=2", "https://shop.example/?b=2"),
        (Kind::Form, "a=1&case%5Fref=x", "a=1"),
        (Kind::Json, r#"{"u":"/p?case_ref=x&b=2"}"#, r#"{"u":"/p?b=2"}"#),
        (
            Kind::Json,
            r#"[{"key":"case_ref","value":{"intValue":"5"}},{"key":"b","value":{"intValue":"6"}}]"#,
            r#"[{"key":"b","value":{"intValue":"6"}}]"#,
        ),
        // empty
        (Kind::Json, r#"{"member":{"code":"x","n":1}}"#, r#"{"member":{"code":"","n":1}}"#),
        (Kind::Json, r#"{"member_code":12}"#, r#"{"member_code":null}"#),
        (Kind::Json, r#"{"member_code":[1,{"a":2}]}"#, r#"{"member_code":null}"#),
        (Kind::Json, r#"{"member_code":false,"x":null}"#, r#"{"member_code":null,"x":null}"#),
        (Kind::Url, "https://shop.example/?member.code=x%20y&b=2", "https://shop.example/?member.code=&b=2"),
        // placeholder
        (Kind::Json, r#"{"partner":"no","n":1}"#, r#"{"partner":"redacted","n":1}"#),
        (Kind::Json, r#"{"partner":41}"#, r#"{"partner":0}"#),
        (Kind::Json, r#"{"partner":{"name":"x"}}"#, r#"{"partner":null}"#),
        (Kind::Form, "partner=x+y&b=2", "partner=redacted&b=2"),
        (Kind::Text, "partner=acme then", "partner=redacted then"),
        // truncate
        (Kind::Json, r#"{"edge":"203.0.113.77"}"#, r#"{"edge":"203.0.113.0"}"#),
        // no name of the site's
        (
            Kind::Json,
            r#"{"case":"x","ref":"y","members":"z","partners":2}"#,
            r#"{"case":"x","ref":"y","members":"z","partners":2}"#,
        ),
    ] {
        assert_eq!(left(&mut own, input, kind, ""), want, "{input}");
    }
    let pseudonym = left(&mut own, r#"{"contact_ref":"jane"}"#, Kind::Json, "");
    assert!(pseudonym.starts_with(r#"{"contact_ref":"hush-"#) && !pseudonym.contains("jane"), "{pseudonym}");
    assert_ne!(pseudonym, left(&mut own, r#"{"contact_ref":"joe"}"#, Kind::Json, ""));
    own.scrub(br#"{"a":{"partner":1}}"#, Kind::Json, None).unwrap();
    assert_eq!(own.report.rows(), [("site.key", "/a/partner", 1)]);
}

#[test]
fn the_sites_word_counts_more_than_the_catalogues() {
    let mut own = site("Rdistinct_id\nPsession_id");
    let input = r#"{"token":"phc","distinct_id":"jane","session_id":"s1"}"#;
    assert_eq!(left(&mut own, input, Kind::Json, "posthog"), r#"{"token":"phc","session_id":"redacted"}"#);
}

#[test]
fn no_constant_stands_for_an_identity() {
    let mut scrubber = Scrubber::new(KEY);
    for name in ["user_id", "distinctId", "tenant-id", "anonymousId", "$user_id", "uid", "enduser.id"] {
        assert!(is_identity(&mut scrubber, name.as_bytes()), "{name}");
        for (line, wrong) in [("P", 1), ("E", 1), ("R", 0), ("I", 0)] {
            assert_eq!(
                Scrubber::new(KEY).configure(format!("{line}{name}").as_bytes(), look),
                wrong,
                "{line}{name}"
            );
        }
    }
    assert!(!is_identity(&mut scrubber, b"product_id"));
}

#[test]
fn a_wrong_line_is_named() {
    for (lines, wrong) in [
        ("=a b", 1),
        ("=ok\nPcolour\nP--", 3),
        ("@ga4\n/v\n@ga5", 3),
        ("!ga5\n/v", 0),
        ("/v", 1),
        ("@ga4\n/", 2),
        ("@ga4\n/a~3", 2),
        ("@ga4\n/**/a/**/b/**", 2),
        ("@ga4\n/**/a/**\n/***", 0),
    ] {
        assert_eq!(Scrubber::new(KEY).configure(lines.as_bytes(), look), wrong, "{lines}");
    }
}

#[test]
fn only_what_is_listed_leaves() {
    let mut own = site(
        "@ga4\n/v\n/tid\n/en\n/ep.*\n/dl\n@mixpanel\n/data/event\n/data/properties/token\n/data/properties/tags\n/data/properties/$current_url\n\
         @posthog\n/event\n/properties/**\n@segment\n/**/event\n/a~1b\n/note\n@sentry\n/event_id\n/message\n/exception/**",
    );
    let inner = r#"[{"event":"x","properties":{"token":"t1","tags":["a",2,{"b":3}],"$city":"Rome","n":{"event":1}}}]"#;
    let kept = r#"[{"event":"x","properties":{"token":"t1","tags":["a",2,{}]}}]"#;
    let form = |json: &str| format!("data={}", percent(&base64(json.as_bytes(), false)));
    for (id, kind, input, want) in [
        (
            "ga4",
            Kind::Url,
            "https://www.google-analytics.com/g/collect?v=2&tid=G-1&cid=1.2&en=x&ep.a=1&epn.a=2#h",
            "https://www.google-analytics.com/g/collect?v=2&tid=G-1&en=x&ep.a=1",
        ),
        ("ga4", Kind::Form, "en=a&_et=1\r\nen=b&ep.x=2", "en=a\r\nen=b&ep.x=2"),
        ("ga4", Kind::Form, "novalue&en=a&&v", "en=a&v"),
        ("mixpanel", Kind::Form, &form(inner), &form(kept)),
        (
            "mixpanel",
            Kind::Form,
            &format!("data={}&ip=0", percent(inner)),
            &format!("data={}", percent(kept)),
        ),
        (
            "posthog",
            Kind::Json,
            r#"{"event":"e","distinct_id":"d","properties":{"a":{"b":[1]},"c":"x"}}"#,
            r#"{"event":"e","properties":{"a":{"b":[1]},"c":"x"}}"#,
        ),
        ("posthog", Kind::Json, r#"[{"event":"e"},5,{"x":{"event":2}}]"#, r#"[{"event":"e"},{}]"#),
        (
            "segment",
            Kind::Json,
            r#"{"x":{"event":true,"y":[{"event":null}],"z":1},"a/b":2,"note":"{\"m\":1,\"event\":3}"}"#,
            r#"{"x":{"event":true,"y":[{"event":null}]},"a/b":2,"note":"{\"event\":3}"}"#,
        ),
        (
            "segment",
            Kind::Auto,
            "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhi\r\n--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b--\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhi\r\n--b--\r\n",
        ),
        (
            "sentry",
            Kind::Envelope,
            "{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\",\"dsn\":\"x\"}\n{\"type\":\"event\",\"length\":39,\"filename\":\"f\"}\n{\"message\":\"m\",\"user\":{\"id\":\"1234567\"}}",
            "{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\"}\n{\"type\":\"event\",\"length\":15}\n{\"message\":\"m\"}",
        ),
        // A vendor without a list.
        ("matomo", Kind::Form, "a=1&b=2", "a=1&b=2"),
    ] {
        assert_eq!(left(&mut own, input, kind, id), want, "{input}");
    }
    // What may leave is scrubbed.
    let token = secret("{b62:24}");
    let url = percent(&format!("https://shop.example/?access_token={token}&q=1"));
    let out = left(&mut own, &format!("dl={url}&cid=1"), Kind::Form, "ga4");
    assert_eq!(out, format!("dl={}", percent("https://shop.example/?access_token=redacted&q=1")));
    own.scrub(b"a=1&en=x", Kind::Form, vendor("ga4")).unwrap();
    assert_eq!(own.report.rows(), [("site.only", "form.a", 1)]);
}

#[test]
fn what_has_no_names_is_refused_under_a_list() {
    let mut own = site("@ga4\n/v\n@otlp\n/resourceSpans/**\n@sentry\n/message\n!own\n/a");
    for (id, kind, input) in [
        ("ga4", Kind::Text, &b"hello there"[..]),
        ("ga4", Kind::Auto, b"https://shop.example/share/x"),
        ("ga4", Kind::Json, b"\"text\""),
        ("ga4", Kind::Json, b"7"),
        ("ga4", Kind::Url, b"mailto:jane"),
        ("own", Kind::Url, b"data:,x"),
        ("otlp", Kind::Protobuf, b"\x0a\x02hi"),
        ("sentry", Kind::Envelope, b"{}\n{\"type\":\"attachment\"}\nplain text"),
        ("ga4", Kind::Auto, b"--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nhi\r\n--b--\r\n"),
    ] {
        let got = run(&mut own, input, kind, id);
        assert_eq!(got, Err(Refusal::Unsupported), "{}", String::from_utf8_lossy(input));
    }
    // A vendor of the site's own has a list, too.
    assert_eq!(left(&mut own, "https://in.example/x?a=1&b=2", Kind::Url, "own"), "https://in.example/x?a=1");
}

#[test]
fn patterns_see_what_is_meant_and_leave_the_rest_as_it_is() {
    PATTERNS.set([r"TCK-\d{6}", r"\bM\d{3}\b", r"^\d{8}$", r"ü+ß"].map(|p| Regex::new(p).unwrap()).into());
    let mut own = site("?ticket\n?member\n?number\n?umlaut");
    let nested = |text: &str| percent(&base64(format!(r#"{{"t":"{text}","n":12}}"#).as_bytes(), false));
    for (kind, input, want) in [
        (
            Kind::Json,
            r#"{"a":"see TCK-123456, TCK-654321!","n" : 1.50}"#,
            r#"{"a":"see redacted, redacted!","n" : 1.50}"#,
        ),
        (Kind::Json, r#"{"a":"M123"}"#, r#"{"a":"redacted"}"#),
        (Kind::Json, r#"{"a":12345678,"b":1234567}"#, r#"{"a":0,"b":1234567}"#),
        (Kind::Json, r#"{"a":"\u0054CK-12345\u0036 \u00e9"}"#, r#"{"a":"redacted \u00e9"}"#),
        (Kind::Json, "{\"a\":\"é üüß 😀 TCK-123456\"}", "{\"a\":\"é redacted 😀 redacted\"}"),
        (
            Kind::Url,
            "https://shop.example/?ref=%54CK%2D123456&q=%41",
            "https://shop.example/?ref=redacted&q=%41",
        ),
        (Kind::Url, "https://shop.example/t/TCK-123456/x", "https://shop.example/t/redacted/x"),
        (Kind::Form, "t=TCK%2d123456+open&b=2", "t=redacted+open&b=2"),
        (Kind::Text, "TCK-123456", "redacted"),
        // Together with what the catalogue finds.
        (Kind::Text, "jane@example.com TCK-123456 203.0.113.7", "redacted redacted 203.0.113.0"),
        (Kind::Text, "TCK-123456@example.com", "redacted"),
    ] {
        assert_eq!(left(&mut own, input, kind, ""), want, "{input}");
    }
    let input = format!("data={}", nested("TCK-123456"));
    assert_eq!(left(&mut own, &input, Kind::Form, "mixpanel"), format!("data={}", nested("redacted")));
    own.scrub(br#"{"a":"TCK-123456 TCK-123457 M123"}"#, Kind::Json, None).unwrap();
    assert_eq!(own.report.rows(), [("site.ticket", "/a", 2), ("site.member", "/a", 1)]);
}

/// The leaves of a value by the names on their way; texts that hold JSON are looked into.
fn leaves(value: &serde_json::Value, path: &str, out: &mut Vec<String>) {
    match value {
        serde_json::Value::Array(items) => items.iter().for_each(|item| leaves(item, path, out)),
        serde_json::Value::Object(members) => {
            for (name, value) in members {
                leaves(value, &format!("{path}\u{1}{name}"), out);
            }
        }
        serde_json::Value::String(text) => match serde_json::from_str(text) {
            Ok(inner @ (serde_json::Value::Array(_) | serde_json::Value::Object(_))) => {
                leaves(&inner, path, out)
            }
            _ => out.push(path.to_owned()),
        },
        _ => out.push(path.to_owned()),
    }
}

/// A path as the regular expression that it is.
fn expression(path: &str) -> regex::Regex {
    let names = path.split('/').skip(1).map(|name| match name {
        "**" => "(\u{1}[^\u{1}]*)*".to_owned(),
        name => format!("\u{1}{}", regex::escape(name).replace(r"\*", "[^\u{1}]*")),
    });
    regex::Regex::new(&format!("(?s)^{}$", names.collect::<String>())).unwrap()
}

fn paths() -> impl Strategy<Value = Vec<String>> {
    let name = proptest::sample::select(vec![
        "**",
        "*",
        "us*",
        "url",
        "value",
        "key",
        "name",
        "attributes",
        "stringValue",
        "user_id",
        "ip",
    ]);
    let path = proptest::collection::vec(name, 1..4)
        .prop_filter("two at most", |names| names.iter().filter(|n| **n == "**").count() < 3);
    proptest::collection::vec(path.prop_map(|names| format!("/{}", names.join("/"))), 1..4)
}

fn placeholders() -> impl Strategy<Value = String> {
    "[A-Za-z0-9._~-]{1,32}".prop_filter("usable", |text| is_placeholder(text.as_bytes()))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn nothing_unlisted_leaves(value in json(), paths in paths(), wrapped in any::<bool>(), id in proptest::sample::select(vec!["posthog", "own"])) {
        let mut own = site(&format!("!{id}\n{}", paths.join("\n")));
        let value = if wrapped { serde_json::json!({ "url": value.to_string() }) } else { value };
        let input = value.to_string();
        let Ok(out) = run(&mut own, input.as_bytes(), Kind::Json, id) else { return Ok(()) };
        let left = serde_json::from_slice(&out);
        prop_assert!(left.is_ok(), "{input} became {}", String::from_utf8_lossy(&out));
        let mut found = Vec::new();
        leaves(&left.unwrap(), "", &mut found);
        let lists: Vec<_> = paths.iter().map(|path| expression(path)).collect();
        for place in found {
            prop_assert!(lists.iter().any(|list| list.is_match(&place)), "{place:?} of {} by {paths:?}", String::from_utf8_lossy(&out));
        }
        let again = run(&mut own, &out, Kind::Json, id).unwrap();
        prop_assert_eq!(String::from_utf8_lossy(&again), String::from_utf8_lossy(&out), "twice differs");
    }

    #[test]
    fn a_list_of_everything_changes_nothing(value in json(), pairs in proptest::collection::vec(("[a-z_]{1,9}", pieces()), 1..5)) {
        let mut all = site("!own\n/**");
        let mut none = site("");
        let form = pairs.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect::<Vec<_>>().join("&");
        // What is encoded twice inside something else is read part by part without a list, and whole with one.
        prop_assume!(!form.contains("%2525"));
        for (kind, input) in [(Kind::Json, serde_json::json!([value]).to_string()), (Kind::Form, form)] {
            let (with, without) = (run(&mut all, input.as_bytes(), kind, "own"), run(&mut none, input.as_bytes(), kind, "own"));
            prop_assert_eq!(with.map(String::from_utf8), without.map(String::from_utf8), "{}", input);
        }
    }

    #[test]
    fn with_any_settings_twice_is_once(text in pieces(), value in json(), placeholder in placeholders()) {
        PATTERNS.set([r"[a-z]{3}\.com", r"\d{4}"].map(|p| Regex::new(p).unwrap()).into());
        let settings = format!("={placeholder}\nRurl\nEname\nPvalue\nIphone\nTip");
        for settings in [settings.clone(), format!("{settings}\n?host\n?year")] {
            let mut own = site(&settings);
            for (kind, input) in [(Kind::Auto, text.clone()), (Kind::Url, text.clone()), (Kind::Json, value.to_string())] {
                let Ok(out) = run(&mut own, input.as_bytes(), kind, "") else { continue };
                if kind == Kind::Json {
                    prop_assert!(serde_json::from_slice::<serde::de::IgnoredAny>(&out).is_ok(), "{}", String::from_utf8_lossy(&out));
                }
                prop_assert!(own.edits.list.windows(2).all(|pair| pair[0].end <= pair[1].start));
                // What stands around a placeholder may be found by a pattern again: then it need only be found.
                if !settings.contains('?') {
                    let again = run(&mut own, &out, kind, "");
                    prop_assert_eq!(again.map(String::from_utf8), Ok(Ok(String::from_utf8(out).unwrap())), "{} by {}", input, settings);
                }
            }
        }
    }
}
