//! The config: one table of cases (`tests/data/config.json`), read natively here and by the gate in the browsers.

use hushgate::config::settings::{self, Rules};
use hushgate::config::{Config, ConfigError, Json, Known, Value, accept, quote, read};
use hushgate::consent::{Category, Choices};
use hushgate::scrub::{Scrubber, site};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    config: Value,
    error: Option<Wrong>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrong {
    field: String,
    given: String,
    expected: String,
}

// A stand-in catalogue: these cases must not change when a vendor is added.
const KNOWN: Known =
    Known { vendor: |id| matches!(id, "ga4" | "sentry"), text: |key| matches!(key, "title" | "body") };

/// As the check build has them, but for the browser's regular expressions.
const RULES: Rules = Rules {
    vendor: KNOWN.vendor,
    placeholder: |text| site::is_placeholder(text.as_bytes()),
    identity: |name| site::is_identity(&mut Scrubber::new([0; 32]), name.as_bytes()),
    path: |text| site::is_path(text.as_bytes()),
    pattern: |_| true,
};

/// The scrubber's part: the same table is read by the page's own check (`pkg/test/site.test.js`).
#[test]
fn the_table_of_the_scrubbers_part() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("data/scrub.json")).expect("the table");
    assert!(cases.len() > 25);
    for case in cases {
        let json = case.config.json();
        // The gate lets it pass, whatever it is.
        assert!(accept(&json, &KNOWN).is_ok(), "{}", case.name);
        let wrong = settings::check(&json, &RULES).into_iter().next();
        let wrong = wrong.map(|error| (error.field, error.given, format!("{:?}", error.expected)));
        assert_eq!(
            wrong,
            case.error.map(|error| (error.field, error.given, error.expected)),
            "{}",
            case.name
        );
    }
}

fn parse(text: &str) -> Result<Config, Vec<ConfigError>> {
    let value = serde_json::from_str::<Value>(text).expect("JSON");
    read(&value.json(), &KNOWN)
}

#[test]
fn the_table() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("data/config.json")).expect("the table");
    assert!(cases.len() > 30);
    for case in cases {
        let got = read(&case.config.json(), &KNOWN);
        // The gate's way says the same in fewer words.
        let first =
            |errors: Vec<ConfigError>| errors.first().map_or_else(String::new, |error| error.field.clone());
        assert_eq!(accept(&case.config.json(), &KNOWN), got.clone().map_err(first), "{}", case.name);
        match (case.error, got) {
            (None, got) => assert!(got.is_ok(), "{}: {got:?}", case.name),
            (Some(_), Ok(_)) => panic!("{}: was accepted", case.name),
            (Some(wrong), Err(errors)) => {
                let error = errors.first().expect("an error");
                let expected = format!("{:?}", error.expected);
                assert_eq!(
                    (&error.field, &error.given, &expected),
                    (&wrong.field, &wrong.given, &wrong.expected),
                    "{}",
                    case.name
                );
            }
        }
    }
}

#[test]
fn the_defaults_are_the_documented_ones() {
    let config = parse("{}").expect("the default");
    assert_eq!(config, Config::default());
    assert_eq!(config.policy_version, "1");
    assert_eq!(config.categories, Choices::of(&[Category::Analytics]));
    assert_eq!(config.storage_key, "hushgate");
    assert_eq!((config.policy_url.as_str(), config.locale.as_str()), ("", ""));
}

#[test]
fn what_is_given_is_what_is_read() {
    let config = parse(
        r#"{"policyVersion":"7","policyUrl":"/p","categories":["marketing"],"locale":"de","storageKey":"k",
            "text":{"title":"T"},"vendors":{"own":{"category":"functional","endpoints":["/a","https://b.example/"]}}}"#,
    )
    .expect("a config");
    assert_eq!(config.policy_version, "7");
    assert_eq!(config.policy_url, "/p");
    assert_eq!(config.categories, Choices::of(&[Category::Marketing]));
    assert_eq!(config.locale, "de");
    assert_eq!(config.storage_key, "k");
    assert_eq!(config.text, r#"{"title":"T"}"#);
    let vendor = config.vendors().next().expect("a vendor");
    assert_eq!((vendor.id, vendor.category), ("own", Some(Category::Functional)));
    assert_eq!(vendor.endpoints.0, r#"["/a","https://b.example/"]"#);
}

#[test]
fn every_mistake_is_named_at_once() {
    let errors = parse(r#"{"policyVersion":1,"categories":["a","b"],"colour":"red"}"#).expect_err("mistakes");
    let fields: Vec<&str> = errors.iter().map(|e| e.field.as_str()).collect();
    assert_eq!(fields, ["policyVersion", "categories[0]", "categories[1]", "colour"]);
}

#[test]
fn a_message_names_field_value_and_choices() {
    let errors = parse(r#"{"vendors":{"ga4":{"category":"ads"}}}"#).expect_err("a mistake");
    let message = errors.first().expect("an error").message();
    for part in ["vendors.ga4.category", "\"ads\"", "\"functional\", \"analytics\" or \"marketing\""] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn a_long_or_ragged_value_is_cut_and_stays_on_one_line() {
    let text = format!(r#"{{"locale":"{}\n{}"}}"#, "é".repeat(30), "x".repeat(500));
    let errors = parse(&text).expect_err("a mistake");
    let given = &errors.first().expect("an error").given;
    assert!(given.len() < 90 && given.ends_with('…') && !given.contains('\n'), "{given}");
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<f64>().prop_map(Value::Number),
        "[a-z/:.\\-]{0,12}".prop_map(Value::Text),
    ];
    let name = prop_oneof![
        Just("vendors".to_owned()),
        Just("ga4".to_owned()),
        Just("categories".to_owned()),
        Just("endpoints".to_owned()),
        Just("category".to_owned()),
        Just("text".to_owned()),
        "\\PC{0,8}",
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::vec((name.clone(), inner), 0..4).prop_map(Value::Object),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "[{}\\[\\]\",:a-z\\\\ ]{0,60}", more in "\\PC{0,80}") {
        let _ = read(&text, &KNOWN);
        let _ = read(&more, &KNOWN);
    }

    #[test]
    fn any_value_is_survived_and_an_error_names_a_place(value in value()) {
        if let Err(errors) = read(&value.json(), &KNOWN) {
            prop_assert!(!errors.is_empty());
            prop_assert!(errors.iter().all(|e| !e.message().contains('\n')));
        }
    }
}

proptest! {
    /// The scanner's twin is serde_json.
    #[test]
    fn the_scanner_reads_what_serde_reads(value in value(), text in "\\PC{0,40}") {
        let json = value.json();
        let twin: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        if let serde_json::Value::Object(fields) = &twin {
            for (name, value) in fields {
                let got = Json(&json).field(name).text();
                if !name.contains(['"', '\\']) {
                    prop_assert_eq!(got.as_deref(), value.as_str());
                }
            }
        }
        let mut quoted = String::new();
        quote(&text, &mut quoted);
        prop_assert_eq!(Json(&quoted).text(), Some(text.clone()));
        prop_assert_eq!(Json(&serde_json::to_string(&text).expect("JSON")).text(), Some(text));
    }
}
