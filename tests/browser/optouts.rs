//! Vendors that are running are told of a withdrawal, and of consent that is given again.

use crate::support::page::{Page, World};
use anyhow::{Result, ensure};
use serde_json::json;
use xtask::webdriver::Engine;

crate::cases!(
    mixpanel_is_told_and_told_again,
    posthog_is_told_and_told_again,
    an_opt_out_of_ours_does_not_outlive_a_new_grant,
    who_is_forgotten_leaves_nothing_of_ours,
    an_opt_out_that_is_not_ours_stays,
    google_analytics_is_disabled_by_its_ids,
    a_vendor_that_fails_is_no_error_of_the_page,
    who_was_told_is_told_on_the_next_page_too,
);

const PAGE: &str = "<!doctype html><html lang=en><head><title>Offer</title><script src='/demo.js'></script>
<script>demo.events = [];
for (const name of ['ready', 'change', 'error', 'report', 'withdrawn', 'swept']) document.addEventListener('hushgate:' + name, ({ type, detail }) => demo.events.push({ type, detail }));
window.hushgateConfig = { vendors: { posthog: { endpoints: [demo.collector + '/posthog'] } } };</script>
<script src='/pkg/hushgate.js'></script>
<script type=module src='/dist/adapters/page.js'></script></head><body><p>Offer</p></body></html>";

fn accepted(engine: Engine) -> Result<Page> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    page.answer(true)?;
    Ok(page)
}

fn choose(page: &Page, yes: bool) -> Result<()> {
    page.js(if yes { "hushgate.acceptAll()" } else { "hushgate.rejectAll()" })?;
    page.until("the choice", &format!("return hushgate.get('analytics') === {yes}"))
}

fn mixpanel_is_told_and_told_again(engine: Engine) -> Result<()> {
    let page = accepted(engine)?;
    page.js("window.mixpanel = demo.mixpanel")?;
    let out = "return mixpanel.has_opted_out_tracking()";
    ensure!(page.js(out)? == json!(false), "opted out before");
    choose(&page, false)?;
    page.until("the opt-out", out)?;
    page.quiet();
    page.demo.clear();
    page.fire()?;
    page.silent("after an opt-out")?;
    choose(&page, true)?;
    page.until("the way back", "return !mixpanel.has_opted_out_tracking()")?;
    page.fire()?;
    page.arrived("mixpanel")?;
    Ok(())
}

fn posthog_is_told_and_told_again(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World { extra: Some(("/adapters.html", PAGE)), ..World::default() })?;
    page.visit("/adapters.html?client=posthog&gate")?;
    let plants = crate::adapters::plants();
    page.until("the gate", "return demo.events.some((event) => event.type === 'hushgate:ready')")?;
    crate::adapters::run(&page, &plants)?;
    page.until("a request", "return demo.events.some(({ detail }) => detail.verdict === 'held')")?;
    choose(&page, true)?;
    page.arrived("posthog")?;
    let out = "return posthog.has_opted_out_capturing()";
    ensure!(page.js(out)? == json!(false), "opted out before");
    choose(&page, false)?;
    page.until("the opt-out", out)?;
    page.until("the sweep", "return !Object.keys(localStorage).some((name) => /^ph_.*_posthog$/.test(name)) && !/ph_phc/.test(document.cookie)")?;
    page.quiet();
    page.demo.clear();
    page.js("posthog.capture('after')")?;
    page.silent("after an opt-out")?;
    choose(&page, true)?;
    page.until("the way back", "return !posthog.has_opted_out_capturing()")?;
    page.js("posthog.capture('again')")?;
    page.arrived("posthog")?;
    Ok(())
}

fn an_opt_out_of_ours_does_not_outlive_a_new_grant(engine: Engine) -> Result<()> {
    let page = accepted(engine)?;
    page.js("window.mixpanel = demo.mixpanel")?;
    choose(&page, false)?;
    page.until("the opt-out", "return mixpanel.has_opted_out_tracking()")?;
    // Here the client is nobody's global: it is not there to be told.
    page.open("/pricing.html")?;
    choose(&page, true)?;
    page.until("the flag to go", "return !Object.keys(localStorage).some((name) => name.startsWith('__mp_opt_in_out_')) && localStorage.getItem('hushgate.o') === null")?;
    page.open("/pricing.html")?;
    page.fire()?;
    page.arrived("mixpanel")?;
    Ok(())
}

fn who_is_forgotten_leaves_nothing_of_ours(engine: Engine) -> Result<()> {
    let page = accepted(engine)?;
    page.js("window.mixpanel = demo.mixpanel")?;
    choose(&page, false)?;
    page.until(
        "the opt-out",
        "return mixpanel.has_opted_out_tracking() && localStorage.getItem('hushgate.o') !== null",
    )?;
    page.js_async("await hushgate.forget()")?;
    page.until(
        "all of it to go",
        "return !Object.keys(localStorage).some((name) => /^hushgate|opt_in_out/.test(name)) && !/hushgate/.test(document.cookie)",
    )?;
    // And a new grant brings back who is still there.
    choose(&page, true)?;
    page.until("the way back", "return !mixpanel.has_opted_out_tracking()")?;
    page.quiet();
    page.demo.clear();
    page.fire()?;
    page.arrived("mixpanel")?;
    Ok(())
}

fn an_opt_out_that_is_not_ours_stays(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    page.js("window.mixpanel = demo.mixpanel; mixpanel.opt_out_tracking()")?;
    page.answer(true)?;
    page.quiet();
    ensure!(
        page.js("return mixpanel.has_opted_out_tracking()")? == json!(true),
        "an opt-out with the vendor itself was undone"
    );
    Ok(())
}

fn google_analytics_is_disabled_by_its_ids(engine: Engine) -> Result<()> {
    let page = accepted(engine)?;
    page.js("window.dataLayer = [['js', new Date()], ['config', 'G-DEMO0001'], { event: 'x' }];
        const s = document.createElement('script'); s.type = 'text/plain'; s.src = '/gtag/js?id=G-DEMO0002'; document.head.append(s)")?;
    choose(&page, false)?;
    page.until(
        "the flags",
        "return window['ga-disable-G-DEMO0001'] === true && window['ga-disable-G-DEMO0002'] === true",
    )?;
    choose(&page, true)?;
    page.until(
        "the way back",
        "return window['ga-disable-G-DEMO0001'] === false && window['ga-disable-G-DEMO0002'] === false",
    )
}

fn a_vendor_that_fails_is_no_error_of_the_page(engine: Engine) -> Result<()> {
    let page = accepted(engine)?;
    page.js("window.wrong = 0; window.told = [];
        for (const name of ['error', 'unhandledrejection']) addEventListener(name, () => { window.wrong += 1 });
        window.Sentry = { captureException() {}, close() { told.push('close'); throw Error('no') } };
        window.Rollbar = { configure(given) { told.push(given.enabled); return Promise.reject(Error('no')) } };
        window._paq = []; window.heap = null; window.analytics = { reset() { told.push('not Segment') } };
        Object.defineProperty(window, 'amplitude', { get() { throw Error('no') } });
        window.DD_RUM = { setTrackingConsent(to) { told.push(to, this === window.DD_RUM) } }")?;
    choose(&page, false)?;
    page.until("the calls", "return told.length > 3 && _paq.length === 2")?;
    page.quiet();
    let seen =
        page.js("return [told, _paq, window.wrong, demo.events.some(e => e.type === 'hushgate:error')]")?;
    ensure!(
        seen == json!([
            ["not-granted", true, false, "close"],
            [["forgetConsentGiven"], ["optUserOut"]],
            0,
            false
        ]),
        "told, pushed, errors: {seen}"
    );
    page.works()
}

fn who_was_told_is_told_on_the_next_page_too(engine: Engine) -> Result<()> {
    let page = accepted(engine)?;
    page.js("window._paq = []")?;
    choose(&page, false)?;
    page.until("the calls", "return _paq.length === 2")?;
    page.open("/pricing.html")?;
    // Vendors come late.
    page.js("window._paq = []; window.Rollbar = { configure() { window.configured = true } }")?;
    page.until("the calls", "return _paq.length === 2")?;
    page.quiet();
    ensure!(
        page.js("return [_paq.length, window.configured ?? false]")? == json!([2, false]),
        "told twice, or one that was never told to stop"
    );
    Ok(())
}
