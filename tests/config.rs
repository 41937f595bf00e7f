//! The config: one table of cases (`tests/data/config.json`), read natively here and by the gate in the browsers.

use hushgate::config::settings::{self, Rules};
use hushgate::config::{Config, ConfigError, Expected, Json, Known, Value, quote, read};
use hushgate::consent::{Item, Regime};
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
const KNOWN: Known = Known {
    vendor: |id| matches!(id, "ga4" | "sentry").then_some("analytics"),
    text: |key| matches!(key, "title" | "body"),
};

/// As the check build has them, but for the browser's regular expressions.
const RULES: Rules = Rules {
    vendor: |id| (KNOWN.vendor)(id).is_some(),
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
        assert!(read(&json, &KNOWN).is_ok(), "{}", case.name);
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
    assert_eq!(read("", &KNOWN), Ok(Config::default()));
    assert_eq!(config.policy_version, "1");
    assert_eq!(keys(&config), ["analytics"]);
    assert_eq!((config.regime, config.clone().in_region("US-CA").regime), (Regime::OptIn, Regime::OptIn));
    let question = config.question();
    assert_eq!((question.accept_days, question.refuse_days), (365, 182));
    assert_eq!(config.storage_key(), "hushgate");
    assert_eq!((config.policy_url().as_str(), config.locale().as_str()), ("", ""));
}

fn keys(config: &Config) -> Vec<&str> {
    config.items().map(|item| item.key).collect()
}

#[test]
fn what_is_asked_for_are_categories_and_the_vendors_that_the_site_names() {
    let config = parse(
        r#"{"categories":["analytics",{"id":"research","title":"Research","purposes":["b","a"]},"analytics"],
            "vendors":{"ga4":{},"sentry":{"category":"research"},"own":{"category":"analytics","endpoints":["/in"]},
                "ad":{"category":"marketing","endpoints":["/ad"]}}}"#,
    )
    .expect("a config");
    assert_eq!(keys(&config), ["analytics", "research", "analytics.ga4", "research.sentry", "analytics.own"]);
    let purposes: Vec<&str> = config.items().map(|item| item.purposes).collect();
    assert_eq!(purposes, ["", "a_b", "", "a_b", ""]);
    assert_eq!(config.unasked, "ad ");
    assert_eq!(config.category_text("research", "title").as_deref(), Some("Research"));
    assert_eq!(config.category_text("analytics", "title"), None);
    let item = Item { key: "research.sentry", purposes: "a_b" };
    assert_eq!((item.category(), item.service(), item.name()), ("research", "sentry", "sentry"));
}

#[test]
fn a_region_finds_its_regime() {
    let rules =
        r#"{"regime":"notice","regions":{"us":"opt-out","US-WA":"opt-in","DE":"opt-in","JP":"notice"}}"#;
    let config = parse(rules).expect("a config");
    for (region, regime) in [
        ("US", Regime::OptOut),
        ("us-ca", Regime::OptOut),
        ("US-WA", Regime::OptIn),
        ("DE", Regime::OptIn),
        ("DE-BY", Regime::OptIn),
        ("JP-13", Regime::Notice),
        // A known place without a rule.
        ("BR", Regime::Notice),
        // Nobody knows: the strictest.
        ("", Regime::OptIn),
        ("Germany", Regime::OptIn),
        ("US_CA", Regime::OptIn),
        ("*", Regime::OptIn),
    ] {
        assert_eq!(config.clone().in_region(region).regime, regime, "{region}");
    }
    // Without rules there is one regime for all.
    let config = parse(r#"{"regime":"opt-out"}"#).expect("a config");
    assert_eq!((config.regime, config.clone().in_region("DE").regime), (Regime::OptOut, Regime::OptOut));
    // The config's own word goes before the page's.
    let config = parse(r#"{"region":"US-CA","regions":{"US":"opt-out"}}"#).expect("a config");
    assert_eq!(config.in_region("DE").question().regime, Regime::OptOut);
    let config = parse(r#"{"regions":{"US":"opt-out"}}"#).expect("a config");
    assert_eq!(config.in_region("US-NY").question().regime, Regime::OptOut);
}

#[derive(Deserialize)]
struct Planned {
    config: Value,
    #[serde(default)]
    region: String,
    plan: Vec<String>,
}

/// What `browser/config.js` makes of a config, which its own test tries, is what is read of it here.
#[test]
fn a_plan_is_the_config() {
    let cases: Vec<Planned> = serde_json::from_str(include_str!("data/plans.json")).expect("the plans");
    for Planned { config, region, plan } in cases {
        let json = config.json();
        let planned = Config::planned(json.clone(), &plan.join("\n"), &KNOWN);
        assert_eq!(
            planned,
            read(&json, &KNOWN).map(|config| config.in_region(&region)).map_err(|_| String::new())
        );
    }
}

#[test]
fn a_plan_names_a_vendor_that_nobody_describes() {
    let json = r#"{"vendors":{"own":{}}}"#;
    for line in ["?.own", "?analytics.own"] {
        let plan = format!("opt-in 365 182\n1\nanalytics \n{line}");
        assert_eq!(Config::planned(json.into(), &plan, &KNOWN), Err("vendors.own".into()));
    }
}

#[test]
fn more_than_a_record_holds_is_a_mistake() {
    let with = |count: usize, length: usize| {
        let ids =
            (0..count).map(|i| format!(r#""{i:0>length$}":{{"category":"analytics","endpoints":["/a"]}}"#));
        parse(&format!(r#"{{"vendors":{{{}}}}}"#, ids.collect::<Vec<_>>().join(",")))
    };
    assert!(with(63, 4).is_ok());
    for errors in [with(64, 4).expect_err("too many"), with(63, 40).expect_err("too long")] {
        assert_eq!(
            errors.first().map(|e| (e.field.as_str(), e.expected)),
            Some(("vendors", Expected::Fewer))
        );
    }
}

#[test]
fn what_is_given_is_what_is_read() {
    let config = parse(
        r#"{"policyVersion":"7","policyUrl":"/p","categories":["marketing"],"locale":"de","storageKey":"k",
            "text":{"title":"T"},"vendors":{"own":{"category":"functional","endpoints":["/a","https://b.example/"]}}}"#,
    )
    .expect("a config");
    assert_eq!(config.policy_version, "7");
    assert_eq!(config.policy_url(), "/p");
    // The vendor is of a category that is not asked for, so there is no asking for it either.
    assert_eq!(keys(&config), ["marketing"]);
    assert_eq!(config.locale(), "de");
    assert_eq!(config.storage_key(), "k");
    assert_eq!(config.field("text").0, r#"{"title":"T"}"#);
    let vendor = config.vendors().next().expect("a vendor");
    assert_eq!((vendor.id, vendor.category), ("own", "functional"));
    assert_eq!(vendor.endpoints.0, r#"["/a","https://b.example/"]"#);
}

/// The gate passes these on: who uses them looks at them, and so does the developers' check.
#[test]
fn what_the_gate_does_not_read_is_checked_where_it_is_read() {
    for (config, field, expected) in [
        (r#"{"proof":{"url":"/consent"}}"#, "proof.url", Expected::ProofField),
        (r#"{"proof":{"endpoint":"consent"}}"#, "proof.endpoint", Expected::Endpoint),
        (r#"{"proof":{"format":"xml"}}"#, "proof.format", Expected::Format),
        (r#"{"proof":{"retentionDays":0}}"#, "proof.retentionDays", Expected::Retention),
        (r#"{"proof":{"controller":7}}"#, "proof.controller", Expected::Text),
        (r#"{"import":{"onetrust":{}}}"#, "import.onetrust", Expected::Manager),
        (r#"{"import":{"klaro":true}}"#, "import.klaro", Expected::Object),
        (r#"{"import":{"klaro":{"name":"k"}}}"#, "import.klaro.name", Expected::ManagerField),
        (r#"{"import":{"klaro":{"names":{"a":1}}}}"#, "import.klaro.names.a", Expected::Text),
        (r#"{"import":{"klaro":{"names":{"a":["b",2]}}}}"#, "import.klaro.names.a[1]", Expected::Text),
    ] {
        let errors = parse(config).expect_err("a mistake");
        assert_eq!(errors.first().map(|e| (e.field.as_str(), e.expected)), Some((field, expected)));
    }
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
    for part in ["vendors.ga4.category", "\"ads\"", "\"functional\", \"analytics\", \"marketing\", or the id"]
    {
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
