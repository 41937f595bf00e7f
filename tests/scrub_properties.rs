//! What holds for every input: no panic, no change outside edits, the same the second time, valid stays valid, and no
//! planted secret survives any nesting of two containers.

mod scrub_support;

use hushgate::catalogue::{Vendor, vendors};
use hushgate::scrub::edit::Edits;
use hushgate::scrub::{Kind, scrub};
use proptest::prelude::*;
use scrub_support::any::{cases, json, pieces};
use scrub_support::*;

fn kinds() -> impl Strategy<Value = Kind> {
    proptest::sample::select(Kind::ALL.to_vec())
}

fn owners() -> impl Strategy<Value = Option<Vendor>> {
    proptest::option::of(proptest::sample::select(vendors().collect::<Vec<_>>()))
}

fn check_invariants(input: &[u8], kind: Kind, owner: Option<Vendor>) -> Result<(), TestCaseError> {
    let Ok(outcome) = scrub(input, kind, owner, &KEY) else {
        return Ok(());
    };
    let Edits { list, .. } = &outcome.edits;
    for edit in list {
        prop_assert!(edit.start <= edit.end && edit.end as usize <= input.len());
    }
    for pair in list.windows(2) {
        prop_assert!(pair[0].end <= pair[1].start, "{pair:?}");
    }
    let out = outcome.apply(input);
    if let Ok(text) = std::str::from_utf8(input) {
        for edit in list {
            prop_assert!(
                text.is_char_boundary(edit.start as usize) && text.is_char_boundary(edit.end as usize)
            );
        }
        prop_assert!(std::str::from_utf8(&out).is_ok());
    }
    let again = scrub(&out, kind, owner, &KEY);
    let again = again.map_err(|e| TestCaseError::fail(format!("the result is refused: {e:?}")))?.apply(&out);
    prop_assert_eq!(
        String::from_utf8_lossy(&again),
        String::from_utf8_lossy(&out),
        "scrubbing twice differs: {:?}",
        String::from_utf8_lossy(input)
    );
    Ok(())
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_bytes(input in proptest::collection::vec(any::<u8>(), 0..300), kind in kinds(), owner in owners()) {
        let _ = scrub(&input, kind, owner, &KEY);
    }

    #[test]
    fn any_pieces(input in pieces(), kind in kinds(), owner in owners()) {
        check_invariants(input.as_bytes(), kind, owner)?;
    }

    #[test]
    fn any_json(value in json(), pretty in any::<bool>(), owner in owners()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        check_invariants(text.as_bytes(), Kind::Json, owner)?;
        let out = scrub(text.as_bytes(), Kind::Json, owner, &KEY).unwrap().apply(text.as_bytes());
        prop_assert!(serde_json::from_slice::<serde_json::Value>(&out).is_ok(), "{}", String::from_utf8_lossy(&out));
    }

    #[test]
    fn json_is_what_serde_takes_for_it(input in "[\\[\\]{}\",:0-9eE+.\\\\untrflas -]{0,16}") {
        let ours = scrub(input.as_bytes(), Kind::Json, None, &KEY).is_ok();
        // serde_json has a range for numbers, the grammar has none.
        let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&input).is_ok();
        prop_assert!(ours == theirs || input.is_empty(), "{input:?}: ours {ours}, theirs {theirs}");
    }
}

/// Puts a text into a container, as a client would.
fn wrap(container: usize, inner: &str) -> String {
    match container {
        0 => format!("https://app.example.com/page?next={}&x=1", percent(inner)),
        1 => format!("a=1&data={}&b=2", percent(inner)),
        2 => serde_json::json!({"event": "x", "properties": {"detail": inner, "n": 3}}).to_string(),
        3 => format!("{{\"a\":1}}\n{}\n", serde_json::json!({"line": inner})),
        4 => base64(serde_json::json!({"detail": inner}).to_string().as_bytes(), false),
        5 => base64(serde_json::json!({"detail": inner}).to_string().as_bytes(), true),
        6 => percent(&percent(inner)),
        7 => format!("https://app.example.com/#/route?next={}", percent(inner)),
        8 => serde_json::json!([{"key": "note", "value": {"stringValue": inner}}]).to_string(),
        _ => format!("--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n{inner}\r\n--b--\r\n"),
    }
}

#[test]
fn no_planted_secret_survives_any_nesting() {
    let plants = [
        ("token", secret("ghp_{b62:36}")),
        ("jwt", secret("eyJ{b64u:30}.eyJ{b64u:40}.{b64u:43}")),
        ("email", "jane.doe@example.org".to_owned()),
        ("ip", "203.0.113.77".to_owned()),
        ("ipv6", "2001:db8:1:2:3:4:5:6".to_owned()),
        ("card", "4242 4242 4242 4242".to_owned()),
        ("link", secret("https://app.example.com/share/{b64u:22}")),
        ("query", secret("https://app.example.com/?access_token={b62:24}")),
        ("password", r#"{"password":"hunter2horse"}"#.to_owned()),
    ];
    for (name, plant) in &plants {
        let needle = match *name {
            "link" | "query" => plant.rsplit(['/', '=']).next().unwrap(),
            "password" => "hunter2horse",
            _ => plant,
        };
        for outer in 0..10 {
            for inner in 0..9 {
                let input = wrap(outer, &wrap(inner, plant));
                assert!(holds(input.as_bytes(), needle), "the search does not see {name} in {input}");
                let outcome = scrub(input.as_bytes(), Kind::Auto, None, &KEY);
                let outcome = outcome.unwrap_or_else(|e| panic!("{e:?}: {input}"));
                let out = outcome.apply(input.as_bytes());
                assert!(
                    !holds(&out, needle),
                    "{name} in {outer} in {inner}: {}",
                    String::from_utf8_lossy(&out)
                );
                let again = scrub(&out, Kind::Auto, None, &KEY).unwrap().apply(&out);
                assert_eq!(String::from_utf8_lossy(&again), String::from_utf8_lossy(&out));
            }
        }
    }
}

#[test]
fn hostile_inputs_cost_linear_time() {
    let seeds = [
        "a",
        "1",
        "1-",
        "a.",
        "ey",
        "eyJ",
        "eyJa-",
        "eyJaaaaaa.",
        "a=b&",
        "a@",
        "@",
        "(",
        "( ",
        "+1 ",
        "::",
        "1:",
        "a:",
        "token=",
        "key=",
        "key: ",
        "%25",
        "%",
        "\\\\",
        "{\"",
        "[",
        "{\"a\":[",
        "https://a/?x=",
        "http://",
        "-----BEGIN PRIVATE KEY",
        "Bearer ",
        "{b\":\"",
        "/share/",
        "W3siYSI6",
        "data:;base64,",
        "ghp_",
        "sk-ant-",
        "\"a\":\"",
        "1.1.1.1.",
        "GB82 ",
        "code=1&",
        "state&",
        "/a;b",
        "a;",
        "secret-token:",
        "key:",
    ];
    const TIMES: usize = 16;
    let mut key = KEY;
    let mut time = |text: &str, times: usize| {
        let start = std::time::Instant::now();
        for kind in [Kind::Auto, Kind::Text, Kind::Json, Kind::Url, Kind::Form] {
            for _ in 0..times {
                // Under another key nothing is remembered.
                key[0] = key[0].wrapping_add(1);
                let _ = scrub(text.as_bytes(), kind, None, &key);
            }
        }
        start.elapsed().as_secs_f64()
    };
    for seed in seeds {
        let short = seed.repeat(6_000 / seed.len());
        let long = short.repeat(TIMES);
        // As many bytes in pieces and in one: the same work if it is linear, sixteen times as much if it is square.
        // A busy machine may stop us in the middle, so one good try of a few is enough.
        let linear = (0..5).any(|_| time(&long, 1) < time(&short, TIMES) * 4.0);
        assert!(linear, "`{seed}`: far slower in one piece than in {TIMES}");
    }
}
