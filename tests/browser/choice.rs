//! Asking, remembering, withdrawing and Global Privacy Control.

use crate::support::page::{Page, World, hushed};
use anyhow::{Result, ensure};
use serde_json::json;
use xtask::webdriver::Engine;

crate::cases!(
    nothing_leaves_before_a_choice,
    nothing_leaves_after_decline,
    accept_releases_and_is_remembered,
    withdrawal_stops_traffic_without_a_reload,
    gpc_asks_nothing_and_keeps_analytics_off,
    gpc_allows_a_deliberate_opt_in,
    gpc_switched_on_later_outranks_an_older_accept,
    a_newer_policy_asks_again,
    withdrawal_reaches_the_other_tab,
    the_api_says_and_does_the_same,
    cookies_of_vendors_go_with_withdrawal,
);

fn first_visit(engine: Engine) -> Result<Page> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    Ok(page)
}

fn nothing_leaves_before_a_choice(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    ensure!(page.asks()?, "no banner on a first visit");
    page.fire()?;
    page.silent("before a choice")?;
    ensure!(page.record()?.is_none(), "something was stored before a choice");
    let held = page.events("hushgate:report")?;
    for vendor in ["ga4", "sentry", "mixpanel"] {
        ensure!(
            held.iter().any(|r| r["vendor"] == vendor && r["verdict"] == "held"),
            "{vendor} was never held, so the silence proves nothing: {held:?}"
        );
    }
    Ok(())
}

fn nothing_leaves_after_decline(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    page.fire()?;
    page.click("[data-action=decline]")?;
    page.until(
        "the refusal",
        "return hushgate.get('analytics') === false && demo.events.some(e => e.type === 'hushgate:change')",
    )?;
    ensure!(!page.asks()?, "the banner stays after Decline");
    page.fire()?;
    page.silent("after Decline")?;
    page.open("/pricing.html")?;
    ensure!(!page.asks()?, "asked again after Decline");
    page.fire()?;
    page.silent("after Decline and a new page")?;
    Ok(())
}

fn accept_releases_and_is_remembered(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    page.fire()?;
    page.click("[data-action=accept]")?;
    page.arrived("mixpanel")?;
    ensure!(!page.asks()?, "the banner stays after Accept");
    let record = page.record()?.unwrap_or_default();
    ensure!(record.contains("analytics=1") && record.contains("by=banner"), "the record says {record}");
    page.demo.clear();
    page.open("/pricing.html")?;
    ensure!(!page.asks()?, "asked again after Accept");
    page.fire()?;
    let planted = page.planted()?;
    hushed(&page.arrived("mixpanel")?, &planted)?;
    Ok(())
}

fn withdrawal_stops_traffic_without_a_reload(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    page.click("[data-action=accept]")?;
    page.fire()?;
    page.arrived("sentry")?;
    page.click_page("[data-hushgate=preferences]")?;
    page.click("[data-action=reject-all]")?;
    page.until("the withdrawal", "return hushgate.get('analytics') === false")?;
    page.quiet();
    page.demo.clear();
    page.fire()?;
    page.silent("after withdrawal")?;
    ensure!(
        page.js("return localStorage.getItem('hushgate.k')")?.is_null(),
        "the pseudonym key outlived the consent"
    );
    Ok(())
}

fn gpc_asks_nothing_and_keeps_analytics_off(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World { gpc: true, ..World::default() })?;
    page.open("/index.html")?;
    ensure!(page.js("return navigator.globalPrivacyControl")? == json!(true), "the engine sends no signal");
    ensure!(!page.asks()?, "asked despite GPC");
    page.fire()?;
    page.silent("with GPC on")?;
    let state = page.js("const [{ detail: s }] = demo.events.filter(e => e.type === 'hushgate:ready'); return [s.asked, s.decided, s.by, s.time]")?;
    ensure!(state == json!([false, false, "gpc", null]), "asked, decided, by, time: {state}");
    let wire = page.js("return document.querySelector('.wire-state').textContent")?;
    ensure!(wire == "Analytics declined, by Global Privacy Control.", "the panel says {wire}");
    Ok(())
}

fn gpc_allows_a_deliberate_opt_in(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World { gpc: true, ..World::default() })?;
    page.open("/index.html")?;
    page.click_page("[data-hushgate=preferences]")?;
    page.click("#analytics")?;
    page.click("[data-action=save]")?;
    page.fire()?;
    page.arrived("mixpanel")?;
    let record = page.record()?.unwrap_or_default();
    for part in ["analytics=1", "gpc=1", "by=preferences"] {
        ensure!(record.contains(part), "the record lacks {part}: {record}");
    }
    page.demo.clear();
    page.open("/index.html")?;
    page.fire()?;
    page.arrived("mixpanel")?;
    Ok(())
}

fn gpc_switched_on_later_outranks_an_older_accept(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World { gpc: true, ..World::default() })?;
    page.open("/index.html")?;
    let older = "localStorage.setItem('hushgate', `v=1&p=${hushgateConfig.policyVersion}&t=${Date.now() - 1000}&by=banner&gpc=0&analytics=1`)";
    page.js(older)?;
    page.open("/index.html")?;
    page.fire()?;
    page.silent("with GPC on and an accept from before it")?;
    Ok(())
}

fn a_newer_policy_asks_again(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    let older = "localStorage.setItem('hushgate', `v=1&p=an-older-one&t=${Date.now() - 1000}&by=banner&gpc=0&analytics=1`)";
    page.js(older)?;
    page.open("/index.html")?;
    ensure!(page.asks()?, "a choice for an older policy was taken for the newer one");
    page.fire()?;
    page.silent("before a choice under the newer policy")
}

fn withdrawal_reaches_the_other_tab(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    page.click("[data-action=accept]")?;
    page.until("the choice", "return hushgate.get('analytics')")?;
    // A second context of the same site stands for the other tab: MiniBrowser opens one window.
    page.js("const f = document.createElement('iframe'); f.src = '/pricing.html'; f.id = 'other'; document.body.append(f)")?;
    let other = "document.getElementById('other').contentWindow";
    page.until("the other page", &format!("return {other}.hushgate?.get('analytics') === true"))?;
    page.js(&format!("{other}.hushgate.rejectAll()"))?;
    page.until("the withdrawal to arrive here", "return hushgate.get('analytics') === false")?;
    page.quiet();
    page.demo.clear();
    page.fire()?;
    page.silent("after a withdrawal in another tab")?;
    Ok(())
}

fn the_api_says_and_does_the_same(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    page.js("window.seen = []; hushgate.subscribe(s => seen.push(s.granted.analytics)); hushgate.set({ analytics: true })")?;
    page.until(
        "the grant",
        "return seen.at(-1) === true && hushgate.get('analytics') && hushgate.get('necessary')",
    )?;
    let frozen = "const s = demo.events.findLast(e => e.type === 'hushgate:change').detail; return Object.isFrozen(s) && s.by === 'api' && s.decided";
    ensure!(page.js(frozen)? == json!(true), "the snapshot is not frozen or names the wrong act");
    page.js("hushgate.rejectAll()")?;
    page.until("the refusal", "return seen.at(-1) === false")?;
    let refused = "try { hushgate.set({ necessary: false }) } catch {} return hushgate.get('necessary')";
    ensure!(page.js(refused)? == json!(true), "necessary was switched off");
    page.js("hushgate.show()")?;
    page.click("[data-action=close]")?;
    Ok(())
}

fn cookies_of_vendors_go_with_withdrawal(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    page.click("[data-action=accept]")?;
    page.until("the choice", "return hushgate.get('analytics')")?;
    page.js("document.cookie = '_ga=GA1.1.1.1; path=/'; document.cookie = '_ga_DEMO0001=x; path=/'; document.cookie = 'theme=dark; path=/'")?;
    page.js("hushgate.rejectAll()")?;
    page.until("the sweep", "return !document.cookie.includes('_ga')")?;
    let theme = page.js("return document.cookie.includes('theme=dark')")?;
    ensure!(theme == json!(true), "the site's own cookie went too");
    Ok(())
}
