//! Any text and any JSON that the detectors care about, for properties.

use super::secret;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Pieces that the detectors care about, in any order.
pub fn pieces() -> impl Strategy<Value = String> {
    let fixed = vec![
        "https://",
        "http://u:p@",
        "//",
        "/share/",
        "/reset/",
        "?token=",
        "&code=",
        "&state=x",
        "#access_token=",
        ";sid=",
        "=",
        "&",
        "%",
        "%2",
        "%25",
        "%40",
        "@example.com",
        "jane",
        ".",
        ":",
        "::",
        "2001:db8::1",
        "203.0.113.9",
        "1.2.3.4.5",
        "4242 4242 4242 4242",
        "+1 415 555 2671",
        "Bearer ",
        "password: ",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\",
        "\\u0041",
        "\\ud83d",
        ",",
        "user_id",
        "\"email\":",
        "true",
        "null",
        "-1.5e3",
        "eyJ",
        "ZXlK",
        "data:image/png;base64,",
        "-----BEGIN ",
        "PRIVATE KEY-----",
        "/Users/x/",
        " ",
        "\n",
        "\r\n",
        "\t",
        "é",
        "漢",
        "😀",
        "redacted",
        "hush-",
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n",
    ];
    let secrets = vec![
        "ghp_{b62:36}",
        "eyJ{b64u:20}.eyJ{b64u:20}.{b64u:20}",
        "{b64u:22}",
        "{hex:32}",
        "AKIA{U:16}",
        "{d:16}",
    ];
    let piece = prop_oneof![
        proptest::sample::select(fixed).prop_map(String::from),
        proptest::sample::select(secrets).prop_map(secret),
        "[a-zA-Z0-9_.:@/%?&=-]{0,12}",
    ];
    proptest::collection::vec(piece, 0..14).prop_map(|list| list.concat())
}

/// Any JSON whose strings are made of such pieces.
pub fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_filter("finite", |f| f.is_finite()).prop_map(Into::into),
        pieces().prop_map(Into::into),
    ];
    let keys = prop_oneof![
        proptest::sample::select(vec![
            "user_id",
            "email",
            "token",
            "url",
            "value",
            "key",
            "name",
            "distinct_id",
            "ip",
            "attributes",
            "stringValue",
            "userId",
            "password",
            "cookie",
            "phone"
        ])
        .prop_map(String::from),
        pieces(),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            proptest::collection::vec((keys.clone(), inner), 0..6)
                .prop_map(|list| serde_json::Value::Object(list.into_iter().collect())),
        ]
    })
}

/// The same 500 cases each time, so that a change is judged and not its luck; `PROPTEST_CASES` asks for that many new
/// ones. No file of past failures: it would hold what looks like secrets.
pub fn cases() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok());
    let seed = if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(2) };
    ProptestConfig {
        cases: asked.unwrap_or(500),
        rng_seed: seed,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
