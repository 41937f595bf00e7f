//! The queue of proofs: judged by the records that the site's own server has in the end, each exactly once by its ID, whatever
//! the server, the network and the page do meanwhile.

use super::proof::{both, choose, config, emptied, open, recorded, records, until, world};
use crate::support::faulty::{Fault, Faulty};
use crate::support::page::{Page, World};
use anyhow::{Result, ensure};
use serde_json::json;
use std::time::Duration;
use xtask::webdriver::Engine;

crate::cases!(
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
    without_storage_the_queue_lives_in_the_page,
);

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
    page.visit("/style.css")?;
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
    // One more may be on its way.
    std::thread::sleep(Duration::from_secs(1));
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
        "return (localStorage['hushgate.t'] ?? '').trim().endsWith(localStorage.hushgate.trim())",
    )?;
    let sizes =
        page.js("const queue = Object.keys(localStorage).filter(name => name.startsWith('hushgate.q.'));
        return [queue.length, localStorage['hushgate.t'].trim().split('\\n').length,
            Object.entries(localStorage).join('').length < 200000]")?;
    ensure!(sizes == json!([64, 24, true]), "queue, trail, small: {sizes}");
    // What is left of it arrives, the newest among it.
    server.set(Fault::None);
    // More than once: an answer from before may still be on its way, with its five minutes.
    page.js("setInterval(() => dispatchEvent(new Event('online')), 500)")?;
    let records = recorded(&page, 64)?;
    emptied(&page)?;
    let newest = page.js_async("return (await hushgate.exportRecord()).records.at(-1).recordId")?;
    ensure!(records.iter().any(|record| record["recordId"] == newest), "the newest was dropped");
    Ok(())
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
