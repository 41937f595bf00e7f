//! A site's own settings for the scrubber, judged by the bytes that reach the collector.

use crate::support::page::{Page, World, decoded, hushed};
use anyhow::{Context as _, Result, bail, ensure};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use xtask::demo::Hit;
use xtask::webdriver::Engine;

crate::cases!(
    p24_only_what_is_listed_arrives,
    the_sites_placeholder_arrives,
    the_sites_names_and_patterns_hold_on_the_wire,
    a_bad_setting_keeps_the_gate_closed,
);

/// The demo's config with settings for the scrubber.
fn config(page: &Page, scrub: Value) -> Value {
    let at = |vendor: &str| json!({ "endpoints": [format!("{}/{vendor}/", page.demo.site)] });
    json!({ "vendors": { "ga4": at("ga4"), "sentry": at("sentry"), "mixpanel": at("mixpanel") }, "scrub": scrub })
}

/// A page on which the visitor accepted, with clients that have sent.
fn accepted(page: &Page, scrub: Value) -> Result<()> {
    page.open_with(&config(page, scrub))?;
    page.click("[data-action=accept]")?;
    page.until("the choice", "return hushgate.get('analytics')")?;
    page.fire()
}

/// The names and values of a query or form, decoded.
fn pairs(text: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

fn only(names: impl IntoIterator<Item = String>, listed: &[&str], what: &str) -> Result<()> {
    for name in names {
        let fits = |row: &&str| row.strip_suffix('*').map_or(name == **row, |head| name.starts_with(head));
        ensure!(listed.iter().any(fits), "{what} has `{name}`, which is not listed");
    }
    Ok(())
}

fn p24_only_what_is_listed_arrives(engine: Engine) -> Result<()> {
    const GA4: &[&str] = &["v", "tid", "cid", "sid", "en", "dl", "ep.*"];
    const MIXPANEL: &[&str] = &["token", "distinct_id", "title", "pages", "link"];
    let page = Page::start(engine, World::default())?;
    let inner = MIXPANEL.iter().map(|name| format!("data/properties/{name}"));
    let mixpanel: Vec<String> = inner.chain(["data/event".into()]).collect();
    accepted(&page, json!({ "only": { "ga4": GA4, "mixpanel": mixpanel, "sentry": [] } }))?;
    let (hits, planted) = (page.arrived("ga4")?, page.planted()?);
    hushed(&hits, &planted)?;
    for hit in &hits {
        only(pairs(&hit.query).into_iter().map(|(name, _)| name), GA4, "GA4's query")?;
        for line in std::str::from_utf8(&hit.body)?.lines() {
            only(pairs(line).into_iter().map(|(name, _)| name), GA4, "GA4's body")?;
        }
        ensure!(
            hit.query.contains("tid=G-") && hit.query.contains("cid="),
            "what is listed is gone: {}",
            hit.query
        );
    }
    let hits = page.arrived("mixpanel")?;
    hushed(&hits, &planted)?;
    let mut titled = 0;
    for hit in &hits {
        ensure!(hit.query.is_empty(), "Mixpanel's query is not listed: {}", hit.query);
        for (name, value) in pairs(std::str::from_utf8(&hit.body)?) {
            ensure!(name == "data", "Mixpanel's body has `{name}`");
            let text = BASE64_STANDARD.decode(&value).unwrap_or_else(|_| value.clone().into_bytes());
            let value: Value = serde_json::from_slice(&text).with_context(|| format!("no JSON: {value}"))?;
            let events = value.as_array().cloned().unwrap_or_else(|| vec![value]);
            for event in events.iter().filter_map(Value::as_object) {
                only(event.keys().cloned(), &["event", "properties"], "Mixpanel's event")?;
                let properties =
                    event.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
                only(properties.keys().cloned(), MIXPANEL, "Mixpanel's properties")?;
                titled +=
                    usize::from(properties.get("title") == Some(&json!("Offer with token ring appendix")));
            }
        }
    }
    ensure!(titled > 0, "no event with what is listed among {}", hits.len());
    // Of Sentry nothing is listed: its envelopes arrive with their frame at most.
    for hit in page.demo.hits().iter().filter(|hit| hit.vendor == "sentry" && hit.is_event()) {
        for line in std::str::from_utf8(&hit.body)?.lines().filter(|line| !line.is_empty()) {
            let line: Value = serde_json::from_str(line)?;
            let names =
                line.as_object().map(|line| line.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
            only(names, &["type", "length", "content_type", "item_count"], "Sentry's envelope")?;
        }
    }
    let told = page.events("hushgate:report")?;
    let rule = |report: &Value| report["removed"].to_string().contains("site.only");
    ensure!(told.iter().any(rule), "no report names the rule: {told:?}");
    Ok(())
}

fn the_sites_placeholder_arrives(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    accepted(&page, json!({ "placeholder": "weg~1" }))?;
    let planted = page.planted()?;
    for vendor in ["ga4", "sentry", "mixpanel"] {
        let hits = page.arrived(vendor)?;
        hushed(&hits, &planted)?;
        let holds = |text: &str| hits.iter().any(|hit| decoded(hit).contains(text));
        ensure!(holds("weg~1"), "{vendor} got no placeholder of the site's");
        ensure!(!holds("redacted"), "{vendor} got the default placeholder");
    }
    Ok(())
}

/// A page whose settings hold what JSON cannot.
const OWN: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>own settings</title>
<script src="/demo.js"></script>
<script src="/config.js"></script>
<script>
hushgateConfig.scrub = {
  keys: { case_ref: 'remove', partner: 'placeholder', 'member.code': 'empty', contact_ref: 'pseudonym' },
  patterns: { ticket: /tck-\d{6}/i, desk: '\\bDesk [A-Z]\\b' },
};
</script>
<script src="/pkg/hushgate.js"></script>
</head>
<body><p>A page.</p></body>
</html>"#;

const SENT: &str = r#"
const to = (n) => `${demo.collector}/mixpanel/t/${n}?ref=%54ck%2D123456&case_ref=9&n=%41`;
const event = '{ "case_ref":{"a":[1]}, "partner" :"Acme","member":{"code":12,"n":1.50},"note":"\\u0054CK-654321 at Desk B \\u00e9" }';
const bytes = new TextEncoder().encode(event);
fetch(to('fetch'), { method: 'POST', body: event });
navigator.sendBeacon(to('beacon'), new Blob([event], { type: 'text/plain' }));
const x = new XMLHttpRequest(); x.open('POST', to('xhr')); x.send(bytes);
fetch(to('form'), { method: 'POST', body: new URLSearchParams({ data: btoa('{"t":"TCK-123456","n":12}'), partner: 'Acme', keep: 'a b' }) });
fetch(to('who'), { method: 'POST', body: '{"contact_ref":"mara"}' });
new Image().src = to('image');
"#;

fn the_sites_names_and_patterns_hold_on_the_wire(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World { extra: Some(("/own.html", OWN)), ..World::default() })?;
    page.open("/own.html")?;
    page.js(SENT)?;
    page.silent("before a choice")?;
    page.click("[data-action=accept]")?;
    page.arrived("mixpanel")?;
    let hits: Vec<Hit> = page.quiet().into_iter().filter(Hit::is_event).collect();
    let event =
        r#"{ "partner" :"redacted","member":{"code":null,"n":1.50},"note":"redacted at redacted \u00e9" }"#;
    // 25 bytes, of which base64 makes a padded text.
    let form = "data=eyJ0IjoicmVkYWN0ZWQiLCJuIjoxMn0%3D&partner=redacted&keep=a+b";
    for (marker, want) in
        [("fetch", event), ("beacon", event), ("xhr", event), ("form", form), ("image", ""), ("who", "")]
    {
        let own: Vec<&Hit> = hits.iter().filter(|hit| hit.path.ends_with(&format!("/t/{marker}"))).collect();
        let [hit] = own[..] else { bail!("{marker} arrived {} times", own.len()) };
        // WebKit's network process writes what needs no escape without one.
        let query = hit.query.replace("%41", "A");
        ensure!(query == "ref=redacted&n=A", "{marker}: the query is {}", hit.query);
        let body = std::str::from_utf8(&hit.body)?;
        if marker == "who" {
            ensure!(body.starts_with(r#"{"contact_ref":"hush-"#), "no pseudonym: {body}");
        } else {
            ensure!(body == want, "{marker}: the body is {body}");
        }
    }
    let told = page.events("hushgate:report")?;
    let told = Value::from(told).to_string();
    for rule in ["site.key", "site.ticket", "site.desk"] {
        ensure!(told.contains(rule), "no report names {rule}: {told}");
    }
    ensure!(!told.contains("123456") && !told.contains("Acme"), "a report holds a value: {told}");
    Ok(())
}

/// Keeps what the console is told as an error.
const LISTENING: &str = "window.said = []; { const { error } = console; console.error = (...a) => { said.push(a.join(' ')); error.apply(console, a) } }";

fn a_bad_setting_keeps_the_gate_closed(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World { prelude: Some(LISTENING), ..World::default() })?;
    let cases: Vec<Value> = serde_json::from_str(include_str!("../data/scrub.json"))?;
    let bad = |case: &&Value| case["error"].is_object();
    ensure!(cases.iter().filter(bad).count() > 20, "too few bad settings to prove anything");
    for case in cases.iter().filter(bad) {
        page.open_with(&config(&page, case["config"]["scrub"].clone()))?;
        page.fire()?;
        page.js("hushgate.acceptAll()")?;
        page.until("the error", "return demo.events.some(e => e.type === 'hushgate:error')")?;
        let error = page.events("hushgate:error")?.remove(0);
        let (want, name) = (&case["error"], &case["name"]);
        ensure!(error["code"] == "config" && error["field"] == want["field"], "{name}: {error}");
        ensure!(error["given"] == want["given"] && error["expected"].is_string(), "{name}: {error}");
        let said = page.js("return said.filter(text => text.startsWith('Hushgate:'))")?;
        let message = error["message"].as_str().unwrap_or_default();
        ensure!(said == json!([format!("Hushgate: {message}")]), "{name}: the console says {said}");
        ensure!(page.js("return hushgate.get('analytics')")? != json!(true), "{name}: analytics is granted");
    }
    page.fire()?;
    page.silent("with a bad setting")?;
    page.works()
}
