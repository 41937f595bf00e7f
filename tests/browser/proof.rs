//! The proof of each choice: what arrives at the site's own server, and what does not.

use crate::support::faulty::{Fault, Faulty};
use crate::support::page::{Page, World};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use xtask::webdriver::Engine;

crate::cases!(
    each_choice_arrives_once_and_carries_nothing_else,
    two_tabs_prove_a_choice_once,
    a_log_event_passes_the_gate_and_the_pages_wrappers,
    the_text_that_was_shown_is_proved_in_its_language,
    before_the_first_choice_no_id_exists,
    with_gpc_alone_no_id_exists,
);

/// A page with nothing but Hushgate.
const BARE: &str = "<!doctype html><html lang=en><head><meta charset=utf-8><title>Bare</title>
<script src='/demo.js'></script><script src='/config.js'></script><script src='/pkg/hushgate.js'></script>
</head><body><p>A page.</p></body></html>";

pub fn world() -> World {
    World { extra: Some(("/bare.html", BARE)), ..World::default() }
}

/// Opens the bare page with proofs to an endpoint.
pub fn open(page: &Page, config: Value) -> Result<()> {
    let text = config.to_string();
    let query = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC);
    page.open(&format!("/bare.html?config={query}"))
}

pub fn config(origin: &str) -> Value {
    json!({ "policyVersion": "2026-11", "proof": { "endpoint": format!("{origin}/consent") } })
}

pub fn records(page: &Page) -> Result<Vec<Value>> {
    let log = page.demo.consent_log()?;
    let records = log["records"].as_array().context("a list of records")?;
    Ok(records.iter().rev().map(|entry| entry["record"].clone()).collect())
}

/// Waits until the server has as many records.
pub fn recorded(page: &Page, count: usize) -> Result<Vec<Value>> {
    until(&format!("{count} records"), || Ok(records(page)?.len() >= count))?;
    records(page)
}

pub fn until(what: &str, holds: impl Fn() -> Result<bool>) -> Result<()> {
    let start = Instant::now();
    while !holds()? {
        ensure!(start.elapsed() < Duration::from_secs(40), "waited for {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// Waits until nothing is left to be sent.
pub fn emptied(page: &Page) -> Result<()> {
    page.until(
        "an empty queue",
        "return Object.keys(localStorage).every(name => !name.startsWith('hushgate.q.'))",
    )
}

/// Accepts and refuses by the page's own controls.
pub fn choose(page: &Page) -> Result<()> {
    page.js("hushgate.acceptAll()")?;
    page.until("the grant", "return hushgate.get('analytics')")?;
    page.js("hushgate.rejectAll()")?;
    page.until("the refusal", "return !hushgate.get('analytics')")
}

/// Two choices, the second of which takes back the first, under one consent ID; and no more.
pub fn both(page: &Page) -> Result<()> {
    recorded(page, 2)?;
    emptied(page)?;
    std::thread::sleep(Duration::from_millis(800));
    let records = records(page)?;
    let list: Vec<_> = records.iter().map(|record| record["event"]["type"].as_str().unwrap_or("")).collect();
    let mut sorted = list.clone();
    sorted.sort_unstable();
    ensure!(sorted == ["given", "withdrawn"], "the server has {list:?}");
    ensure!(records[0]["consentId"] == records[1]["consentId"], "two consent IDs: {records:?}");
    ensure!(records[0]["recordId"] != records[1]["recordId"], "one record ID for two choices");
    Ok(())
}

fn each_choice_arrives_once_and_carries_nothing_else(engine: Engine) -> Result<()> {
    let page = Page::start(engine, world())?;
    let server = Faulty::start(&page.demo.site, Fault::None)?;
    open(&page, config(&server.origin))?;
    page.js("document.cookie = 'session=7f3a; path=/'")?;
    page.click("[data-action=accept]")?;
    recorded(&page, 1)?;
    page.js("hushgate.show()")?;
    page.click("[data-action=reject-all]")?;
    both(&page)?;
    let records = records(&page)?;
    let first = &records[0];
    ensure!(first["event"]["method"] == "banner" && records[1]["event"]["method"] == "preferences");
    let id = first["consentId"].as_str().unwrap_or_default();
    ensure!(id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()), "the consent ID is {id}");
    ensure!(first["notice"]["version"] == "2026-11" && first["notice"]["language"] == "en", "{first}");
    let names: Vec<&String> = first.as_object().context("an object")?.keys().collect();
    let documented = [
        "consentId",
        "controller",
        "event",
        "expires",
        "jurisdiction",
        "notice",
        "purposes",
        "recordId",
        "retentionDays",
        "schema",
        "software",
    ];
    ensure!(names == documented, "the record has {names:?}");
    let arrivals = server.arrivals();
    ensure!(arrivals.len() == 2, "{} requests for two choices", arrivals.len());
    for arrival in arrivals {
        let head = arrival.head.to_ascii_lowercase();
        ensure!(head.contains("content-type: application/json"), "{head}");
        for name in ["\ncookie:", "\nreferer:", "\nauthorization:"] {
            ensure!(!head.contains(name), "the request has {name}: {head}");
        }
    }
    // A later page proves nothing again.
    open(&page, config(&server.origin))?;
    std::thread::sleep(Duration::from_millis(1200));
    ensure!(server.arrivals().len() == 2, "a later page sent a record again");
    Ok(())
}

fn two_tabs_prove_a_choice_once(engine: Engine) -> Result<()> {
    let page = Page::start(engine, world())?;
    open(&page, json!({ "proof": { "endpoint": "/consent" } }))?;
    page.js("const f = document.createElement('iframe'); f.src = location.href; f.id = 'other'; document.body.append(f)")?;
    let other = "document.getElementById('other').contentWindow";
    page.until("the other page", &format!("return !!{other}.hushgate && {other}.demo.events.length > 0"))?;
    page.js("hushgate.acceptAll()")?;
    page.until(
        "the choice in both",
        &format!("return hushgate.get('analytics') && {other}.hushgate.get('analytics')"),
    )?;
    page.js(&format!("{other}.hushgate.rejectAll()"))?;
    page.until(
        "the withdrawal in both",
        &format!("return !hushgate.get('analytics') && !{other}.hushgate.get('analytics')"),
    )?;
    both(&page)
}

fn a_log_event_passes_the_gate_and_the_pages_wrappers(engine: Engine) -> Result<()> {
    let page = Page::start(engine, world())?;
    let server = Faulty::start(&page.demo.site, Fault::None)?;
    // The address of a vendor that is refused: what goes there from the page is dropped.
    let endpoint = format!("{}/v1/logs", server.origin);
    open(
        &page,
        json!({ "vendors": { "otlp": { "endpoints": [endpoint] } }, "proof": { "endpoint": endpoint, "format": "otlp" } }),
    )?;
    page.js(
        "const before = window.fetch;
        window.fetch = (url, init = {}) => before(url, { ...init, headers: { ...init.headers, 'x-trace': 'nosy' } })",
    )?;
    page.js("hushgate.rejectAll()")?;
    let records = recorded(&page, 1)?;
    ensure!(records[0]["event"]["type"] == "refused", "{records:?}");
    page.js_with("fetch(arguments[0], { method: 'POST', body: '{}' })", vec![json!(endpoint)])?;
    std::thread::sleep(Duration::from_millis(500));
    let arrivals = server.arrivals();
    ensure!(arrivals.len() == 1, "the page's own logs passed: {arrivals:?}");
    ensure!(!arrivals[0].head.contains("nosy"), "a wrapper of the page's touched the proof");
    let export: Value = serde_json::from_str(&arrivals[0].body)?;
    let event = &export["resourceLogs"][0]["scopeLogs"][0]["logRecords"][0];
    ensure!(event["eventName"] == "hushgate.consent.recorded", "{event}");
    Ok(())
}

fn the_text_that_was_shown_is_proved_in_its_language(engine: Engine) -> Result<()> {
    let page = Page::start(engine, world())?;
    let german =
        json!({ "locale": "de", "text": { "title": "Dürfen wir?" }, "proof": { "endpoint": "/consent" } });
    open(&page, german)?;
    page.click("[data-action=accept]")?;
    let proved = recorded(&page, 1)?[0].clone();
    ensure!(proved["notice"]["language"] == "de", "{proved}");
    let shown = page.js_async(
        "const words = await (await fetch('/pkg/locales/de.json')).json();
        const text = ['Dürfen wir?', words.body, words.analytics, words.analytics_body].join('\\n') + '\\n';
        return text",
    )?;
    let shown = shown.as_str().context("a text")?;
    let hash: String =
        <sha2::Sha256 as sha2::Digest>::digest(shown).iter().map(|byte| format!("{byte:02x}")).collect();
    ensure!(proved["notice"]["textSha256"] == json!(hash), "{proved} does not prove {shown}");
    Ok(())
}

/// All that lies on the device for this site.
const STORED: &str = "const databases = await indexedDB.databases?.() ?? [];
const caches = await window.caches?.keys?.() ?? [];
return [...Object.entries(localStorage), ...Object.entries(sessionStorage), ...databases, ...caches, document.cookie]";

fn nothing_is_stored_or_sent(page: &Page, server: &Faulty) -> Result<()> {
    open(page, config(&server.origin))?;
    page.js("hushgate.get('analytics')")?;
    std::thread::sleep(Duration::from_millis(1200));
    let stored = page.js_async(STORED)?;
    ensure!(stored == json!([""]), "before any choice there is {stored}");
    ensure!(server.arrivals().is_empty(), "before any choice the server was told: {:?}", server.arrivals());
    ensure!(records(page)?.is_empty());
    ensure!(page.demo.hits().is_empty());
    let own = page.js_async("return (await hushgate.exportRecord()).records")?;
    ensure!(own == json!([]), "the export has {own}");
    let stored = page.js_async(STORED)?;
    ensure!(stored == json!([""]), "the export stored {stored}");
    Ok(())
}

fn before_the_first_choice_no_id_exists(engine: Engine) -> Result<()> {
    let page = Page::start(engine, world())?;
    let server = Faulty::start(&page.demo.site, Fault::None)?;
    nothing_is_stored_or_sent(&page, &server)?;
    page.click("[data-action=decline]")?;
    let id = recorded(&page, 1)?[0]["consentId"].as_str().unwrap_or_default().to_owned();
    let record = page.js("return document.cookie")?.as_str().unwrap_or_default().to_owned();
    ensure!(id.len() == 32 && record.contains(&format!("id={id}")), "the record {record} lacks {id}");
    Ok(())
}

fn with_gpc_alone_no_id_exists(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World { gpc: true, ..world() })?;
    let server = Faulty::start(&page.demo.site, Fault::None)?;
    nothing_is_stored_or_sent(&page, &server)?;
    ensure!(page.js("return navigator.globalPrivacyControl")? == json!(true), "the engine sends no signal");
    ensure!(!page.asks()?, "asked despite GPC");
    Ok(())
}
