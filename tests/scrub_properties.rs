//! What must hold for every input whatever: no panic, idempotence, validity kept, nothing changed but the edits.

use hushgate::catalogue::{self, Vendor};
use hushgate::scrub::{Kind, scrub};
use proptest::prelude::*;

const KEY: [u8; 32] = [7; 32];
/// As long as a real token, and no word of any language.
const SECRET: &str = "Zk8Wq2Rt5Yp7Lm3Nc9Xv1Bd4Gh6Js0Af";

fn kinds() -> impl Strategy<Value = Kind> {
    (0u32..9).prop_map(Kind::from_number)
}

fn vendors() -> impl Strategy<Value = Option<Vendor>> {
    let all: Vec<Option<Vendor>> = std::iter::once(None).chain(catalogue::vendors().map(Some)).collect();
    prop::sample::select(all)
}

/// Text made of the bytes and words that the scrubber looks at.
fn telling_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "&",
        "=",
        "?",
        "#",
        "/",
        "%",
        "%25",
        "%2F",
        "%40",
        "@",
        ".",
        "\\",
        "\\u0041",
        "\n",
        " ",
        "token",
        "access_token",
        "user",
        "id",
        "email",
        "jane@example.org",
        "https://a.example/",
        "share",
        "10.20.30.40",
        "2001:db8::1",
        "::ffff:10.0.0.1",
        "eyJhbGciOiJub25lIn0",
        "data",
        "null",
        "1",
        "é",
        "漢",
        "😀",
        "redacted",
        "{}",
        "{\"type\":\"event\",\"length\":2}",
        "c2VjcmV0",
        "1.0.0.0",
        "--x",
        "\r\n",
        "key",
        "value",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn check(input: &[u8], kind: Kind, vendor: Option<Vendor>) -> Result<Option<Vec<u8>>, TestCaseError> {
    let Ok(outcome) = scrub(input, kind, vendor, &KEY) else { return Ok(None) };
    let mut at = 0;
    let mut rebuilt = Vec::new();
    for edit in &outcome.edits.list {
        prop_assert!(edit.start as usize >= at, "edits overlap or are not sorted");
        prop_assert!(edit.start <= edit.end && edit.end as usize <= input.len(), "an edit is out of bounds");
        rebuilt.extend_from_slice(&input[at..edit.start as usize]);
        rebuilt.extend_from_slice(outcome.edits.with(edit));
        at = edit.end as usize;
    }
    rebuilt.extend_from_slice(&input[at..]);
    let output = outcome.apply(input);
    prop_assert_eq!(&rebuilt, &output, "applying does something other than the edits");
    if std::str::from_utf8(input).is_ok() {
        prop_assert!(std::str::from_utf8(&output).is_ok(), "an edit cuts a character");
    }
    let again = scrub(&output, kind, vendor, &KEY);
    match again {
        Ok(again) => prop_assert_eq!(
            String::from_utf8_lossy(&again.apply(&output)).into_owned(),
            String::from_utf8_lossy(&output).into_owned(),
            "scrubbing twice is not scrubbing once"
        ),
        Err(why) => prop_assert!(false, "what was scrubbed is refused: {:?}", why),
    }
    Ok(Some(output))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_survived(input in prop::collection::vec(any::<u8>(), 0..300), kind in kinds(), vendor in vendors()) {
        check(&input, kind, vendor)?;
    }

    #[test]
    fn telling_text_is_survived(input in telling_text(), kind in kinds(), vendor in vendors()) {
        check(input.as_bytes(), kind, vendor)?;
    }

    #[test]
    fn valid_json_stays_valid(input in json(), vendor in vendors()) {
        let text = input.to_string();
        let output = check(text.as_bytes(), Kind::Json, vendor)?;
        let output = output.ok_or_else(|| TestCaseError::fail(format!("valid JSON is refused: {text}")))?;
        prop_assert!(serde_json::from_slice::<serde_json::Value>(&output).is_ok(), "{} became {}", text, String::from_utf8_lossy(&output));
    }

    #[test]
    fn a_planted_secret_survives_no_nesting(outer in 0usize..7, inner in 0usize..7, name in sensitive()) {
        let (kind, payload) = wrap(outer, inner, name);
        let output = check(payload.as_bytes(), kind, None)?;
        let output = output.ok_or_else(|| TestCaseError::fail(format!("refused: {payload}")))?;
        prop_assert!(!tells(&output, 5), "the secret survived in {}", String::from_utf8_lossy(&output));
    }
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        telling_text().prop_map(Value::from),
    ];
    let name = prop_oneof![telling_text(), "[a-zA-Z_.]{0,12}", sensitive().prop_map(str::to_owned)];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..6)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn sensitive() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "access_token",
        "refreshToken",
        "api-key",
        "password",
        "client_secret",
        "share_token",
        "reset_password_token",
    ])
}

/// A secret under `name` in one container, put as a value into another.
fn wrap(outer: usize, inner: usize, name: &str) -> (Kind, String) {
    let core = match inner {
        0 => format!("https://shop.example/a?b=1&{name}={SECRET}&c=2"),
        1 => format!("https://shop.example/a#{name}={SECRET}&c=2"),
        2 => serde_json::json!({ "a": 1, name: SECRET }).to_string(),
        3 => format!("a=1&{name}={SECRET}"),
        4 => format!("https://shop.example/share/{SECRET}"),
        5 => base64(serde_json::json!({ "a": 1, name: SECRET }).to_string().as_bytes()),
        _ => format!("https://shop.example/a?next={}", encode(&format!("/b?{name}={SECRET}"))),
    };
    match outer {
        0 => (Kind::Url, format!("https://collect.example/g?v=2&dl={}&x=1", encode(&core))),
        1 => (Kind::Form, format!("v=2&data={}", encode(&core))),
        2 => (Kind::Json, serde_json::json!([{ "page": core }, 2]).to_string()),
        3 => (Kind::Lines, format!("{{\"a\":1}}\n{}\n", serde_json::json!({ "page": core }))),
        4 => {
            let item = serde_json::json!({ "message": "x", "extra": { "page": core } }).to_string();
            (
                Kind::Envelope,
                format!("{{\"sent_at\":\"x\"}}\n{{\"type\":\"event\",\"length\":{}}}\n{item}\n", item.len()),
            )
        }
        5 => (
            Kind::Json,
            serde_json::json!({ "inner": serde_json::json!({ "page": core }).to_string() }).to_string(),
        ),
        _ => (
            Kind::Form,
            format!("data={}", encode(&base64(serde_json::json!({ "page": core }).to_string().as_bytes()))),
        ),
    }
}

fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn base64(bytes: &[u8]) -> String {
    base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes)
}

/// Whether the secret stands in `bytes` in any encoding that [`wrap`] uses.
fn tells(bytes: &[u8], depth: usize) -> bool {
    let text = String::from_utf8_lossy(bytes);
    if text.contains(SECRET) {
        return true;
    }
    if depth == 0 {
        return false;
    }
    let decoded = percent_encoding::percent_decode_str(&text).collect::<Vec<u8>>();
    (decoded != bytes && tells(&decoded, depth - 1))
        || text
            .split(|c: char| !c.is_ascii_alphanumeric() && !"+/".contains(c))
            .filter(|run| run.len() > 16)
            .any(|run| {
                let whole = run.len() / 4 * 4;
                let decoded =
                    base64::Engine::decode(&base64::engine::general_purpose::STANDARD_NO_PAD, &run[..whole]);
                decoded.is_ok_and(|bytes| tells(&bytes, depth - 1))
            })
}
