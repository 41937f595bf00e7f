//! What must hold for whatever a page hands over: one function a target, which panics where a promise is broken.

use crate::scrub_support::nest::{WRAPS, plants};
use crate::scrub_support::{base64, holds};
use crate::valid;
use hushgate::catalogue::{self, Vendor};
use hushgate::config::{Config, Known, read};
use hushgate::consent::{Items, Question, Regime, Stored, decide, find};
use hushgate::scrub::{Kind, Outcome, scrub};

/// A target by its name.
pub struct Target {
    pub name: &'static str,
    pub run: fn(&[u8]),
}

/// The key of the pseudonyms in all runs.
pub const KEY: [u8; 32] = [7; 32];

/// All targets; the first nine are the containers, by their numbers.
pub const TARGETS: &[Target] = &[
    Target { name: "auto", run: |data| container(Kind::Auto, data) },
    Target { name: "url", run: |data| container(Kind::Url, data) },
    Target { name: "form", run: |data| container(Kind::Form, data) },
    Target { name: "json", run: |data| container(Kind::Json, data) },
    Target { name: "lines", run: |data| container(Kind::Lines, data) },
    Target { name: "envelope", run: |data| container(Kind::Envelope, data) },
    Target { name: "text", run: |data| container(Kind::Text, data) },
    Target { name: "multipart", run: |data| container(Kind::Multipart, data) },
    Target { name: "protobuf", run: |data| container(Kind::Protobuf, data) },
    Target { name: "base64", run: in_base64 },
    Target { name: "nesting", run: nesting },
    Target { name: "config", run: config },
    Target { name: "record", run: record },
];

/// Runs the target of this name.
pub fn run(name: &str, data: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target of this name");
    (target.run)(data);
}

/// Each input has a vendor of its own, or none, so that all profiles are tried.
pub fn vendor(input: &[u8]) -> Option<Vendor> {
    Vendor::from_index(input.len() % 64)
}

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).escape_debug().to_string()
}

/// Any bytes as one container: order and bounds of the edits, validity, once is twice, and what is planted beside goes.
fn container(kind: Kind, input: &[u8]) {
    let vendor = vendor(input);
    if let Some(outcome) = checked(kind, input, vendor) {
        drop(outcome);
        planted(kind, input, vendor);
    }
}

/// Scrubs twice; `None` is a refusal, which is an answer.
fn checked(kind: Kind, input: &[u8], vendor: Option<Vendor>) -> Option<(Outcome, Vec<u8>)> {
    let outcome = scrub(input, kind, vendor, &KEY).ok()?;
    let output = outcome.apply(input);
    assert_eq!(output, spliced(input, &outcome), "bytes outside the edits changed");
    if let Some(what) = valid::broken(kind, input, &output) {
        panic!("{what}: {} became {}", shown(input), shown(&output));
    }
    match scrub(&output, kind, vendor, &KEY) {
        Err(why) => panic!("its own output is refused, {why:?}: {} became {}", shown(input), shown(&output)),
        Ok(again) => {
            let twice = again.apply(&output);
            assert!(
                twice == output,
                "twice is not once: {} became {} became {}",
                shown(input),
                shown(&output),
                shown(&twice)
            );
        }
    }
    Some((outcome, output))
}

/// Puts the edits in place by hand, and holds them to their order and to characters' bounds.
fn spliced(input: &[u8], outcome: &Outcome) -> Vec<u8> {
    let text = std::str::from_utf8(input).ok();
    let mut out = Vec::with_capacity(input.len());
    let mut at = 0;
    for edit in &outcome.edits.list {
        let (start, end) = (edit.start as usize, edit.end as usize);
        assert!(
            at <= start && start <= end && end <= input.len(),
            "edits are not sorted, overlap or lie outside"
        );
        let whole = text.is_none_or(|text| text.is_char_boundary(start) && text.is_char_boundary(end));
        assert!(whole, "an edit cuts a character in two: {}", shown(input));
        out.extend_from_slice(&input[at..start]);
        out.extend_from_slice(outcome.edits.with(edit));
        at = end;
    }
    out.extend_from_slice(&input[at..]);
    out
}

/// Nothing that stands beside what was fuzzed may hide a secret, and no report may hold one.
fn planted(kind: Kind, input: &[u8], vendor: Option<Vendor>) {
    let all = plants();
    let (name, plant, needle) = &all[input.iter().map(|b| usize::from(*b)).sum::<usize>() % all.len()];
    if holds(input, needle) {
        return;
    }
    for host in valid::beside(kind, input, plant) {
        let Ok(outcome) = scrub(&host, kind, vendor, &KEY) else { continue };
        let output = outcome.apply(&host);
        assert!(!holds(&output, needle), "{name} survives: {} became {}", shown(&host), shown(&output));
        let mut report = Vec::new();
        outcome.report.write(&mut report);
        assert!(!holds(&report, needle), "the report holds {name}: {}", shown(&report));
    }
}

/// Any text in base64, as a member, a value of a pair and a text of its own.
fn in_base64(input: &[u8]) {
    for url in [false, true] {
        let inner = base64(input, url);
        let value = inner.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        checked(Kind::Json, format!("{{\"a\":\"{inner}\",\"b\":2}}").as_bytes(), vendor(input));
        checked(Kind::Form, format!("data={value}&b=2").as_bytes(), vendor(input));
        checked(Kind::Text, inner.as_bytes(), vendor(input));
    }
}

/// The first three bytes choose a secret and two containers, the rest stands before the secret.
fn nesting(input: &[u8]) {
    let [plant, inner, outer, rest @ ..] = input else { return };
    let all = plants();
    let (name, plant, needle) = &all[usize::from(*plant) % all.len()];
    let (inner, outer) =
        (&WRAPS[usize::from(*inner) % WRAPS.len()], &WRAPS[usize::from(*outer) % WRAPS.len()]);
    // What stands before must not make another thing of the secret, `v 1.2.3.4`: only words, and one of ours last.
    let noise: String =
        rest.iter().map(|b| if b.is_ascii_alphanumeric() { char::from(*b) } else { ' ' }).collect();
    let Some(content) = (inner.write)(format!("{noise} met {plant}").as_bytes()) else { return };
    let Some(whole) = (outer.write)(&content) else { return };
    if holds(noise.as_bytes(), needle) {
        return;
    }
    let kind = if outer.name.ends_with("protobuf") { Kind::Protobuf } else { Kind::Auto };
    let Some((_, output)) = checked(kind, &whole, None) else { return };
    assert!(
        !holds(&output, needle),
        "{name} in {} in {}: {} became {}",
        inner.name,
        outer.name,
        shown(&whole),
        shown(&output)
    );
}

/// Any text as a page's configuration, and as what its script says to follow from it: what is wrong is named, what is
/// right fits a record.
fn config(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let known = Known { vendor: catalogue::vendor_category, text: |key| key == "title" };
    let (json, plan) = text.split_once('\0').unwrap_or((text, text));
    match read(json, &known) {
        Ok(config) => assert!(config.items().count() <= 64, "too much: {}", shown(input)),
        Err(errors) => assert!(!errors.is_empty(), "refused without a word: {}", shown(input)),
    }
    if let Ok(config) = Config::planned(json.into(), plan, &known) {
        assert!(config.items().count() <= 64, "too much: {}", shown(input));
    }
}

/// Any text as a stored choice: nothing is granted in it that it does not say, and no signal is passed over but in the
/// preferences.
fn record(input: &[u8]) {
    const NOW: u64 = 1_700_000_100_000;
    let Ok(text) = std::str::from_utf8(input) else { return };
    let items = Items("analytics \nmarketing b_c\nanalytics.ga4 \nmarketing.own b_c\n");
    let question =
        Question { policy_version: "1", items, regime: Regime::OptIn, accept_days: 365, refuse_days: 182 };
    let stored = Stored::parse(text, &question, NOW);
    for signal in [false, true] {
        let granted = decide(&question, &stored, signal).granted;
        for (place, item) in items.enumerate() {
            let said = [item.key, item.category()].iter().any(|key| find(text, key) == Some("1"));
            let knew = !signal || (find(text, "by"), find(text, "gpc")) == (Some("preferences"), Some("1"));
            assert!(!granted.has(place) || said && knew, "granted {}: {}", item.key, shown(input));
        }
    }
}
