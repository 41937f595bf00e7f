//! What the page's own code can call and hear, and the links it owes the visitor.

use crate::support::page::{Page, World};
use anyhow::{Result, ensure};
use serde_json::{Value, json};
use xtask::webdriver::Engine;

crate::cases!(
    calls_before_the_script_are_made,
    a_late_subscriber_hears_at_once,
    a_snapshot_cannot_be_changed,
    a_broken_listener_stops_no_other,
    set_refuses_what_is_no_choice,
    every_name_says_why,
    screens_are_told,
    a_page_without_a_link_is_warned,
    an_opt_out_law_wants_a_link_of_its_own,
    the_sites_own_privacy_choices_link_is_shown,
    the_demo_says_that_it_honours_gpc,
);

const EARLY: &str = "<!doctype html><html lang=en><head><meta charset=utf-8><title>Offer</title>
<script src=/demo.js></script>
<script>demo.events = [];
for (const name of ['ready', 'change', 'error', 'warning', 'shown', 'closed']) document.addEventListener('hushgate:' + name, ({ type, detail }) => demo.events.push({ type, detail }));
window.heard = [];
window.errors = [];
addEventListener('error', ({ message }) => errors.push(message));
addEventListener('unhandledrejection', ({ reason }) => errors.push(`${reason}`));
const later = (call) => (window.hushgate ||= { q: [] }).q.push(call);
later(() => hushgate.subscribe((snapshot) => heard.push(snapshot.granted.analytics)));
later(() => hushgate.nonsense());
later(() => hushgate.set({ analytics: true }));
</script>
<script src=/pkg/hushgate.js></script>
</head><body><p>An offer.</p></body></html>";

fn first_visit(engine: Engine, extra: &'static str) -> Result<Page> {
    let page = Page::start(engine, World { extra: Some(("/early.html", extra)), ..World::default() })?;
    page.open("/early.html")?;
    Ok(page)
}

fn demo(engine: Engine) -> Result<Page> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    Ok(page)
}

fn calls_before_the_script_are_made(engine: Engine) -> Result<()> {
    let page = first_visit(engine, EARLY)?;
    page.until("the calls", "return heard.at(-1) === true && hushgate.get('analytics')")?;
    let errors = page.js("return errors")?;
    ensure!(errors.as_array().is_some_and(|all| all.len() == 1), "a wrong call was told as {errors}");
    // Where the module cannot start they are made too, and nothing is granted.
    let missing = vec!["/pkg/gate.wasm".to_owned()];
    let page =
        Page::start(engine, World { extra: Some(("/early.html", EARLY)), missing, ..World::default() })?;
    page.open("/early.html")?;
    page.until("the calls", "return heard.length > 0 && heard.every((granted) => !granted)")
}

fn a_late_subscriber_hears_at_once(engine: Engine) -> Result<()> {
    let page = demo(engine)?;
    let heard = page.js("let heard; const end = hushgate.subscribe((s) => { heard = s; }); end(); const [{ detail }] = demo.events.filter(({ type }) => type === 'hushgate:ready'); return [heard === detail, heard.asked]")?;
    ensure!(heard == json!([true, true]), "heard {heard}");
    page.js("window.after = 0; hushgate.subscribe(() => { window.after += 1; })(); hushgate.acceptAll()")?;
    page.until("the choice", "return hushgate.get('analytics')")?;
    let state = page.js("return hushgate.ready().then((s) => [s.decided, after])")?;
    ensure!(state == json!([true, 1]), "decided, and calls of a listener that had left: {state}");
    Ok(())
}

fn a_snapshot_cannot_be_changed(engine: Engine) -> Result<()> {
    let page = demo(engine)?;
    let script = "'use strict';
let snapshot; hushgate.subscribe((s) => { snapshot = s; })();
let refused = 0;
for (const write of [() => { snapshot.granted = {}; }, () => { snapshot.granted.analytics = true; }, () => { snapshot.reasons.analytics = ''; }, () => { delete snapshot.asked; }]) {
  try { write(); } catch { refused += 1; }
}
return [refused, hushgate.get('analytics')];";
    let state = page.js(script)?;
    ensure!(state == json!([4, false]), "{state}");
    Ok(())
}

fn a_broken_listener_stops_no_other(engine: Engine) -> Result<()> {
    let page = demo(engine)?;
    page.js("window.heard = 0; try { hushgate.subscribe(() => { throw Error('mine'); }); } catch {} hushgate.subscribe(() => { window.heard += 1; }); hushgate.acceptAll()")?;
    page.until("the other listener", "return heard === 2 && hushgate.get('analytics')")
}

fn set_refuses_what_is_no_choice(engine: Engine) -> Result<()> {
    let page = demo(engine)?;
    let tries = "return Promise.all([{ necessary: false }, { analytics: true, analitics: true }, { analytics: 1 }, { analytics: null }, { toString: true }, {}, 'analytics', undefined]
.map((choices) => Promise.resolve(hushgate.set(choices)).then(() => 'taken', (error) => `${error.name}: ${error.message}`)))";
    let said = page.js(tries)?;
    let said: Vec<String> = serde_json::from_value(said)?;
    for one in &said {
        ensure!(
            one.starts_with("TypeError: Hushgate: ") && one.contains("chooses none of necessary|analytics"),
            "{said:?}"
        );
    }
    ensure!(said[1].contains("analitics"), "the name is not named: {}", said[1]);
    ensure!(page.record()?.is_none() && page.asks()?, "something was taken of it");
    let fine =
        "return Promise.resolve(hushgate.set({ analytics: true, necessary: true })).then(() => 'taken')";
    ensure!(page.js(fine)? == "taken", "a right one was refused");
    page.until("the choice", "return hushgate.get('analytics')")
}

fn every_name_says_why(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open_with(&json!({ "categories": ["functional", "analytics"], "vendors": { "ga4": {} } }))?;
    page.js("hushgate.set({ analytics: true, ga4: false })")?;
    page.until("the choice", "return hushgate.get('analytics') && !hushgate.get('ga4')")?;
    let reasons = page.js("return hushgate.ready().then((s) => s.reasons)")?;
    let expected = json!({ "necessary": "necessary", "functional": "refused", "analytics": "granted", "ga4": "refused" });
    ensure!(reasons == expected, "{reasons}");
    Ok(())
}

/// The screens' events and the changes, in order.
fn told(page: &Page) -> Result<Value> {
    page.js("return demo.events.filter(({ type }) => type !== 'hushgate:ready').map(({ type, detail }) => [type.slice(9), detail.screen ?? '', detail.decided, Object.isFrozen(detail)].join(' '))")
}

fn screens_are_told(engine: Engine) -> Result<()> {
    const PAGE: &str = "<!doctype html><html lang=en><head><meta charset=utf-8><title>Offer</title>
<script src=/demo.js></script>
<script>demo.events = [];
for (const name of ['ready', 'change', 'error', 'shown', 'closed']) document.addEventListener('hushgate:' + name, ({ type, detail }) => demo.events.push({ type, detail }));
</script><script src=/pkg/hushgate.js></script><script src=/pkg/signals.js data-signals=screens></script></head><body><p>An offer.</p></body></html>";
    let page = first_visit(engine, PAGE)?;
    page.until("the banner", "return demo.events.some(({ type }) => type === 'hushgate:shown')")?;
    page.click("[data-action=decline]")?;
    page.until("the banner's end", "return demo.events.some(({ type }) => type === 'hushgate:closed')")?;
    page.js("hushgate.show()")?;
    page.until(
        "the preferences",
        "return demo.events.filter(({ type }) => type === 'hushgate:shown').length === 2",
    )?;
    page.click("[data-action=close]")?;
    page.until(
        "their end",
        "return demo.events.filter(({ type }) => type === 'hushgate:closed').length === 2",
    )?;
    let told = told(&page)?;
    let expected = json!([
        "shown banner false true",
        "change  true true",
        "closed banner true true",
        "shown preferences true true",
        "closed preferences true true",
    ]);
    ensure!(told == expected, "told {told}");
    Ok(())
}

fn a_page_without_a_link_is_warned(engine: Engine) -> Result<()> {
    let page = first_visit(engine, EARLY)?;
    page.until("the warning", "return demo.events.some(({ type, detail }) => type === 'hushgate:warning' && detail.code === 'no-link' && detail.message.includes('data-hushgate'))")?;
    // The demo's pages have one.
    page.open("/index.html")?;
    page.js("window.warnings = 0; document.addEventListener('hushgate:warning', () => { window.warnings += 1; }); hushgate.acceptAll()")?;
    page.js("return new Promise((done) => setTimeout(done, 800))")?;
    ensure!(page.js("return warnings")? == json!(0), "warned of a page that has a link");
    Ok(())
}

fn an_opt_out_law_wants_a_link_of_its_own(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    let at = |region: &str| json!({ "categories": ["analytics", "marketing"], "regions": { "US": "opt-out" }, "region": region });
    page.open_with(&at("US-CA"))?;
    page.until("the link", "return document.querySelector('[data-hushgate=privacy-choices]')?.textContent.trim() === 'Your Privacy Choices'")?;
    page.click_page("[data-hushgate=privacy-choices]")?;
    page.click("[data-action=reject-all]")?;
    page.until("the opt-out", "return !hushgate.get('marketing')")?;
    let none = "return document.querySelectorAll('[data-hushgate=privacy-choices]').length";
    ensure!(page.js(none)? == json!(1), "there is more than one link");
    for config in [at("DE"), json!({ "regime": "opt-out", "categories": ["analytics"] })] {
        page.open_with(&config)?;
        page.js("return new Promise((done) => setTimeout(done, 800))")?;
        ensure!(page.js(none)? == json!(0), "a link under {config}");
    }
    Ok(())
}

fn the_sites_own_privacy_choices_link_is_shown(engine: Engine) -> Result<()> {
    const PAGE: &str = "<!doctype html><html lang=en><head><meta charset=utf-8><title>Offer</title>
<script src=/demo.js></script><script src=/config.js></script><script src=/pkg/hushgate.js></script></head>
<body><p>An offer.</p><a href=/privacy.html data-hushgate=privacy-choices hidden>Your Privacy Choices</a></body></html>";
    let page = Page::start(engine, World { extra: Some(("/early.html", PAGE)), ..World::default() })?;
    let shown =
        "return [...document.querySelectorAll('[data-hushgate=privacy-choices]')].map((link) => link.hidden)";
    page.open("/early.html?config={\"regime\":\"opt-out\",\"categories\":[\"marketing\"]}")?;
    page.until("the link", "return !document.querySelector('[data-hushgate=privacy-choices]').hidden")?;
    ensure!(page.js(shown)? == json!([false]), "{}", page.js(shown)?);
    page.click_page("[data-hushgate=privacy-choices]")?;
    page.click("[data-action=reject-all]")?;
    ensure!(page.js("return location.pathname")? == "/early.html", "the link led elsewhere");
    Ok(())
}

fn the_demo_says_that_it_honours_gpc(engine: Engine) -> Result<()> {
    let page = demo(engine)?;
    let said = page.js("return fetch('/.well-known/gpc.json').then(async (answer) => [answer.status, answer.headers.get('content-type'), await answer.json()])")?;
    ensure!(said[0] == 200 && said[1] == "application/json" && said[2]["gpc"] == json!(true), "{said}");
    let date = said[2]["lastUpdate"].as_str().unwrap_or_default();
    ensure!(date.len() == 10 && date.split('-').count() == 3, "the date is {date}");
    Ok(())
}
