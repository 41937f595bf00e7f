//! The life of a page: tabs, the back/forward cache, prerendering, and a signal that comes and goes.

use crate::support::page::{Page, World};
use anyhow::{Result, ensure};
use serde_json::json;
use std::time::{Duration, Instant};
use xtask::webdriver::Engine;

crate::cases!(
    p13_a_withdrawal_holds_in_every_open_tab_at_once,
    a_grant_reaches_the_other_tab,
    a_choice_reaches_pages_that_come_back,
    nothing_is_asked_or_sent_while_prerendering,
    p05_the_signal_is_switched_on_and_off_between_visits,
    a_signal_within_a_pages_life_counts_at_once,
    a_signal_from_the_server_counts,
);

/// Storage events alone, as where the browser has no channel between tabs; and no database, for one that is open and is
/// to be deleted elsewhere takes its page out of the cache.
const NO_CHANNEL: &str = "delete window.BroadcastChannel; delete window.indexedDB;";
/// A page that is not told when it is looked at again: what it learns, it learns in the background.
macro_rules! unseen {
    ($more:literal) => {
        concat!(
            "for (const type of ['visibilitychange', 'focus', 'pageshow']) addEventListener(type, (e) => e.stopImmediatePropagation(), true);",
            $more
        )
    };
}

fn granted(yes: bool) -> String {
    format!("return hushgate.get('analytics') === {yes}")
}

fn answered(engine: Engine, world: World, yes: bool) -> Result<Page> {
    let page = Page::start(engine, world)?;
    page.open("/index.html")?;
    page.answer(yes)?;
    Ok(page)
}

/// Makes a choice in another tab and waits for it in the first. MiniBrowser opens one window: there it is a frame.
fn choose_elsewhere(page: &Page, call: &str, yes: bool) -> Result<()> {
    if page.browser.engine() == Engine::Webkit {
        page.js("const f = document.createElement('iframe'); f.src = '/pricing.html'; f.id = 'other'; document.body.append(f)")?;
        let other = "document.getElementById('other').contentWindow";
        page.until("the other page", &format!("return {other}.hushgate?.get('analytics') === {}", !yes))?;
        page.js(&format!("{other}.{call}"))?;
    } else {
        let first = page.browser.open_tab()?;
        page.open("/pricing.html")?;
        page.until("the choice of the first tab", &granted(!yes))?;
        page.js(call)?;
        page.until("the choice of this tab", &granted(yes))?;
        page.browser.switch(first)?;
    }
    page.until("the choice to arrive", &granted(yes))
}

fn p13_a_withdrawal_holds_in_every_open_tab_at_once(engine: Engine) -> Result<()> {
    for prelude in [
        unseen!(""),
        unseen!("delete window.BroadcastChannel;"),
        unseen!("addEventListener('storage', (e) => e.stopImmediatePropagation(), true);"),
    ] {
        let page = answered(engine, World { prelude: Some(prelude), ..World::default() }, true)?;
        choose_elsewhere(&page, "hushgate.rejectAll()", false)?;
        page.quiet();
        page.demo.clear();
        page.fire()?;
        page.silent("after a withdrawal in another tab")?;
        let record = page.record()?.unwrap_or_default();
        ensure!(record.contains("analytics=0"), "the record says {record}");
    }
    Ok(())
}

fn a_grant_reaches_the_other_tab(engine: Engine) -> Result<()> {
    let page = answered(engine, World::default(), false)?;
    choose_elsewhere(&page, "hushgate.acceptAll()", true)?;
    page.fire()?;
    page.arrived("mixpanel")?;
    Ok(())
}

fn a_choice_reaches_pages_that_come_back(engine: Engine) -> Result<()> {
    for (before, call) in [(true, "hushgate.rejectAll()"), (false, "hushgate.acceptAll()")] {
        // Chromium loads a page anew to which a message came while it was kept: without one it comes back as it was.
        let world = World { kept: true, prelude: Some(NO_CHANNEL), ..World::default() };
        let page = answered(engine, world, before)?;
        page.js("window.kept = 'kept'; addEventListener('pageshow', (e) => { window.kept += e.persisted })")?;
        page.open("/privacy.html")?;
        page.js(call)?;
        page.until("the other choice", &granted(!before))?;
        page.browser.back()?;
        page.until(
            "the page before",
            "return location.pathname === '/index.html' && !!window.hushgate?.version",
        )?;
        page.until("the choice on it", &granted(!before))?;
        let kept = page.js("return window.kept ?? ''")?;
        // A page with a driver's hand on it is not kept by every engine; where it is, the choice came without a load.
        ensure!(
            engine != Engine::Chromium || kept == "kepttrue",
            "loaded again, so this proves nothing: {kept}"
        );
        page.quiet();
        page.demo.clear();
        page.fire()?;
        if before {
            page.silent("on a page that came back after a withdrawal")?;
        } else {
            page.arrived("mixpanel")?;
        }
    }
    Ok(())
}

fn nothing_is_asked_or_sent_while_prerendering(engine: Engine) -> Result<()> {
    if engine != Engine::Chromium {
        // The others do not prerender.
        return Ok(());
    }
    let page = Page::start(engine, World { kept: true, ..World::default() })?;
    page.open("/index.html")?;
    let loads = |path: &str| page.demo.requests().iter().filter(|asked| *asked == path).count();
    let gates = loads("/pkg/gate.wasm");
    page.js("const s = document.createElement('script'); s.type = 'speculationrules'; s.textContent = JSON.stringify({ prerender: [{ source: 'list', urls: ['/pricing.html'], eagerness: 'immediate' }] }); document.head.append(s)")?;
    let start = Instant::now();
    while loads("/pkg/hushgate.js") < 2 {
        ensure!(start.elapsed().as_secs() < 20, "the page is not prerendered: {:?}", page.demo.requests());
        std::thread::sleep(Duration::from_millis(50));
    }
    page.silent("while prerendering")?;
    ensure!(loads("/pkg/gate.wasm") == gates, "the gate was fetched while prerendering");
    page.js("location.href = '/pricing.html'")?;
    page.until(
        "the page",
        "return location.pathname === '/pricing.html' && demo.events.some(e => e.type === 'hushgate:ready')",
    )?;
    let started = page.js("return performance.getEntriesByType('navigation')[0].activationStart > 0")?;
    ensure!(started == json!(true), "the page was not prerendered, so this proves nothing");
    page.until("the banner", "return !!document.querySelector('hushgate-banner')")?;
    ensure!(page.asks()?, "not asked once the page is seen");
    ensure!(page.record()?.is_none(), "something was stored while prerendering");
    page.fire()?;
    page.silent("before a choice")?;
    page.answer(true)?;
    page.arrived("mixpanel")?;
    Ok(())
}

/// Firefox has the signal itself; elsewhere the page gets one that a script can switch.
const SWITCHED: &str = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { configurable: true, get: () => localStorage.getItem('test.gpc') === '1' });";

fn switchable(engine: Engine) -> Result<Page> {
    let prelude = (!engine.has_gpc()).then_some(SWITCHED);
    let page = Page::start(engine, World { prelude, ..World::default() })?;
    page.open("/index.html")?;
    Ok(page)
}

fn switch(page: &Page, on: bool) -> Result<()> {
    if page.browser.engine().has_gpc() {
        page.browser.set_gpc(on)
    } else {
        page.js(&format!("localStorage.setItem('test.gpc', '{}')", u8::from(on))).map(|_| ())
    }
}

fn p05_the_signal_is_switched_on_and_off_between_visits(engine: Engine) -> Result<()> {
    let page = switchable(engine)?;
    ensure!(page.asks()?, "not asked without the signal");
    switch(&page, true)?;
    page.open("/pricing.html")?;
    ensure!(page.js("return navigator.globalPrivacyControl")? == json!(true), "the engine sends no signal");
    ensure!(!page.asks()?, "asked with the signal on");
    let shown =
        |yes: bool| format!("return document.querySelector('[data-hushgate=gpc]').hidden === {}", !yes);
    page.until("the page to show it", &shown(true))?;
    page.fire()?;
    page.silent("with the signal on")?;
    ensure!(page.record()?.is_none(), "the signal was stored as a choice");
    page.js("hushgate.show()")?;
    page.until(
        "the status",
        "return !!document.querySelector('hushgate-banner')?.shadowRoot.querySelector('dialog')?.textContent.includes('Opt-out request honoured')",
    )?;
    // Gone again: who gave no answer is asked, as if it had never been.
    switch(&page, false)?;
    page.open("/index.html")?;
    ensure!(page.asks()?, "the signal was taken for a refusal");
    page.answer(true)?;
    page.until("the page to show it no more", &shown(false))?;
    page.fire()?;
    page.arrived("mixpanel")?;
    // An accept from before the signal does not outrank it, and stands again when it goes.
    switch(&page, true)?;
    page.open("/pricing.html")?;
    page.quiet();
    page.demo.clear();
    page.fire()?;
    page.silent("with the signal on after an accept")?;
    let reason =
        page.js("return demo.events.find(e => e.type === 'hushgate:ready').detail.reasons.analytics")?;
    ensure!(reason == "signal-came-later", "the reason is {reason}");
    switch(&page, false)?;
    page.open("/index.html")?;
    ensure!(page.js(&granted(true))? == json!(true), "the accept is gone");
    Ok(())
}

fn a_signal_within_a_pages_life_counts_at_once(engine: Engine) -> Result<()> {
    let page = switchable(engine)?;
    page.answer(true)?;
    page.fire()?;
    page.arrived("mixpanel")?;
    switch(&page, true)?;
    page.until("the signal in the page", "return navigator.globalPrivacyControl === true")?;
    page.quiet();
    page.demo.clear();
    // No event has told: the next request asks.
    page.fire()?;
    page.silent("after the signal was switched on")?;
    ensure!(page.js(&granted(false))? == json!(true), "the page still says yes");
    switch(&page, false)?;
    page.until("the signal to go", "return navigator.globalPrivacyControl !== true")?;
    page.js("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")?;
    page.until("the answer to stand again", &granted(true))
}

fn a_signal_from_the_server_counts(engine: Engine) -> Result<()> {
    let meta = "document.head.append(Object.assign(document.createElement('meta'), { name: 'hushgate-gpc', content: '1' }));";
    let page = Page::start(engine, World { prelude: Some(meta), ..World::default() })?;
    page.open("/index.html")?;
    ensure!(!page.asks()?, "asked despite the server's word");
    page.fire()?;
    page.silent("with the signal from the server")?;
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    let mut config = page.js("return hushgateConfig")?;
    config["gpc"] = json!(true);
    page.open_with(&config)?;
    ensure!(!page.asks()?, "asked despite the config's word");
    page.fire()?;
    page.silent("with the signal from the config")
}
