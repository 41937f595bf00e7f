//! The proof of each choice: judged by the records that the site's own server has in the end, each exactly once by its ID,
//! whatever the server, the network and the page do meanwhile.

use crate::support::faulty::{Fault, Faulty};
use crate::support::page::{Page, World};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use xtask::webdriver::Engine;

crate::cases!(
    each_choice_arrives_once_and_carries_nothing_else,
    nothing_is_lost_to_a_server_that_refuses,
    nothing_is_lost_to_a_server_that_hangs,
    nothing_is_lost_to_a_server_that_answers_500,
    nothing_is_lost_to_a_server_that_dies_reading,
    nothing_is_lost_to_a_server_that_dies_answering,
    the_next_visit_sends_what_the_last_could_not,
    a_page_that_closes_at_once_sends_its_record,
    being_online_again_sends_what_waits,
    what_the_server_will_not_have_blocks_nothing,
    the_queue_and_the_trail_are_bounded,
    two_tabs_prove_a_choice_once,
    without_storage_the_queue_lives_in_the_page,
    a_log_event_passes_the_gate_and_the_pages_wrappers,
    the_text_that_was_shown_is_proved_in_its_language,
    before_the_first_choice_no_id_exists,
    with_gpc_alone_no_id_exists,
);

/// A page with nothing but Hushgate.
const BARE: &str = "<!doctype html><html lang=en><head><meta charset=utf-8><title>Bare</title>
<script src='/demo.js'></script><script src='/config.js'></script><script src='/pkg/hushgate.js'></script>
</head><body><p>A page.</p></body></html>";

fn world() -> World {
    World { extra: Some(("/bare.html", BARE)), ..World::default() }
}

/// Opens the bare page with proofs to an endpoint.
fn open(page: &Page, config: Value) -> Result<()> {
    let text = config.to_string();
    let query = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC);
    page.open(&format!("/bare.html?config={query}"))
}

fn config(origin: &str) -> Value {
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

fn until(what: &str, holds: impl Fn() -> Result<bool>) -> Result<()> {
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
fn choose(page: &Page) -> Result<()> {
    page.js("hushgate.acceptAll()")?;
    page.until("the grant", "return hushgate.get('analytics')")?;
    page.js("hushgate.rejectAll()")?;
    page.until("the refusal", "return !hushgate.get('analytics')")
}

/// Two choices, the second of which takes back the first, under one consent ID; and no more.
fn both(page: &Page) -> Result<()> {
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

fn outlasts(engine: Engine, fault: Fault) -> Result<()> {
    let page = Page::start(engine, world())?;
    let server = Faulty::start(&page.demo.site, fault)?;
    open(&page, config(&server.origin))?;
    choose(&page)?;
    // The first attempts were made, and met the fault.
    match fault {
        Fault::Refuses => std::thread::sleep(Duration::from_millis(1500)),
        _ => until("the first attempts", || Ok(server.arrivals().len() >= 2))?,
    }
    if fault == Fault::DiesAnswering {
        recorded(&page, 2)?;
    } else {
        ensure!(records(&page)?.is_empty(), "{fault:?} let a record through");
    }
    let waiting = "return Object.keys(localStorage).filter(name => name.startsWith('hushgate.q.')).length";
    ensure!(page.js(waiting)? == json!(2), "{} records wait", page.js(waiting)?);
    server.set(Fault::None);
    both(&page)
}

fn nothing_is_lost_to_a_server_that_refuses(engine: Engine) -> Result<()> {
    outlasts(engine, Fault::Refuses)
}

fn nothing_is_lost_to_a_server_that_hangs(engine: Engine) -> Result<()> {
    outlasts(engine, Fault::Hangs)
}

fn nothing_is_lost_to_a_server_that_answers_500(engine: Engine) -> Result<()> {
    outlasts(engine, Fault::Answers(500))
}

fn nothing_is_lost_to_a_server_that_dies_reading(engine: Engine) -> Result<()> {
    outlasts(engine, Fault::DiesReading)
}

fn nothing_is_lost_to_a_server_that_dies_answering(engine: Engine) -> Result<()> {
    outlasts(engine, Fault::DiesAnswering)
}

fn the_next_visit_sends_what_the_last_could_not(engine: Engine) -> Result<()> {
    let page = Page::start(engine, world())?;
    let server = Faulty::start(&page.demo.site, Fault::Busy)?;
    open(&page, config(&server.origin))?;
    choose(&page)?;
    until("the first attempts", || Ok(server.arrivals().len() >= 2))?;
    page.open_bare("/style.css")?;
    server.set(Fault::None);
    std::thread::sleep(Duration::from_millis(800));
    ensure!(records(&page)?.is_empty(), "sent without a visit");
    open(&page, config(&server.origin))?;
    both(&page)
}

fn a_page_that_closes_at_once_sends_its_record(engine: Engine) -> Result<()> {
    let page = Page::start(engine, world())?;
    open(&page, json!({ "proof": { "endpoint": "/consent" } }))?;
    page.until("the banner", "return !!document.querySelector('hushgate-banner')")?;
    until("what proves", || Ok(page.demo.requests().iter().any(|path| path == "/pkg/keep.wasm")))?;
    std::thread::sleep(Duration::from_millis(500));
    // To a page without Hushgate, in the very turn of the choice.
    page.js("hushgate.acceptAll(); location.href = '/style.css'")?;
    let records = recorded(&page, 1)?;
    ensure!(records[0]["event"]["type"] == "given", "{records:?}");
    Ok(())
}

fn being_online_again_sends_what_waits(engine: Engine) -> Result<()> {
    let page = Page::start(engine, world())?;
    let server = Faulty::start(&page.demo.site, Fault::Busy)?;
    open(&page, config(&server.origin))?;
    choose(&page)?;
    until("the first attempts", || Ok(server.arrivals().len() >= 2))?;
    server.set(Fault::None);
    // Minutes to wait by the server's own word.
    std::thread::sleep(Duration::from_secs(3));
    ensure!(records(&page)?.is_empty(), "the server's own wait is not kept to");
    page.js("dispatchEvent(new Event('online'))")?;
    both(&page)
}

fn what_the_server_will_not_have_blocks_nothing(engine: Engine) -> Result<()> {
    let page = Page::start(engine, world())?;
    let server = Faulty::start(&page.demo.site, Fault::Answers(400))?;
    open(&page, config(&server.origin))?;
    page.js("hushgate.acceptAll()")?;
    until("the refusal", || Ok(server.arrivals().len() == 1))?;
    std::thread::sleep(Duration::from_millis(300));
    server.set(Fault::None);
    page.js("hushgate.rejectAll()")?;
    let records = recorded(&page, 1)?;
    ensure!(records[0]["event"]["type"] == "withdrawn", "{records:?}");
    std::thread::sleep(Duration::from_secs(4));
    ensure!(server.arrivals().len() == 2, "what was refused is sent again and again");
    open(&page, config(&server.origin))?;
    both(&page)
}

fn the_queue_and_the_trail_are_bounded(engine: Engine) -> Result<()> {
    let page = Page::start(engine, world())?;
    let server = Faulty::start(&page.demo.site, Fault::Busy)?;
    open(&page, config(&server.origin))?;
    for _ in 0..5 {
        page.js("for (let i = 0; i < 16; i++) {
                hushgate.set({ analytics: i % 2 === 0 });
                for (const now = Date.now(); Date.now() === now;);
            }")?;
        std::thread::sleep(Duration::from_millis(250));
    }
    page.js("hushgate.set({ analytics: true })")?;
    page.until(
        "the last record",
        "return (localStorage['hushgate.t'] ?? '').trim().endsWith(localStorage.hushgate)",
    )?;
    let sizes =
        page.js("const queue = Object.keys(localStorage).filter(name => name.startsWith('hushgate.q.'));
        return [queue.length, localStorage['hushgate.t'].trim().split('\\n').length,
            Object.entries(localStorage).join('').length < 200000]")?;
    ensure!(sizes == json!([64, 24, true]), "queue, trail, small: {sizes}");
    // What is left of it arrives, the newest among it.
    server.set(Fault::None);
    page.js("dispatchEvent(new Event('online'))")?;
    let records = recorded(&page, 64)?;
    emptied(&page)?;
    let newest = page.js_async("return (await hushgate.exportRecord()).records.at(-1).recordId")?;
    ensure!(records.iter().any(|record| record["recordId"] == newest), "the newest was dropped");
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

fn without_storage_the_queue_lives_in_the_page(engine: Engine) -> Result<()> {
    let shut = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('shut', 'SecurityError') } });";
    let page = Page::start(engine, World { prelude: Some(shut), ..world() })?;
    let server = Faulty::start(&page.demo.site, Fault::Answers(500))?;
    open(&page, config(&server.origin))?;
    ensure!(page.js("try { return !!localStorage } catch { return 'shut' }")? == json!("shut"));
    choose(&page)?;
    until("the first attempts", || Ok(server.arrivals().len() >= 2))?;
    ensure!(records(&page)?.is_empty());
    server.set(Fault::None);
    let records = recorded(&page, 2)?;
    ensure!(records[0]["consentId"] == records[1]["consentId"], "two consent IDs: {records:?}");
    let trail = page.js_async("return (await hushgate.exportRecord()).records.map(r => r.event)")?;
    ensure!(trail == json!(["given", "withdrawn"]), "the trail in memory is {trail}");
    Ok(())
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
