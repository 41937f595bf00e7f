//! Withdrawal: what is stored goes, stays gone, and the site goes on working. What vendors are told is in `optouts.rs`.

use crate::support::page::{Page, World};
use anyhow::{Result, ensure};
use serde_json::{Value, json};
use xtask::webdriver::Engine;

crate::cases!(
    p20_cookies_are_gone_as_the_server_sees_them,
    p20_analytics_can_be_disabled_without_affecting_access,
    p13_a_withdrawal_sweeps_the_other_tab_too,
    p17_the_site_says_which_storage_is_essential,
    p19_functional_storage_is_a_category_of_its_own,
    storage_and_databases_go,
    what_vendors_write_anew_goes_on_the_next_load,
    a_refusal_is_swept_where_there_is_no_cookie,
    a_record_whose_time_is_over_lets_nothing_leave,
    a_record_that_is_cleared_lets_nothing_leave,
    a_service_is_withdrawn_alone,
    held_requests_are_dropped,
    the_page_is_loaded_anew_if_the_site_says_so,
    the_site_can_keep_the_page,
);

/// The demo's own config with some fields more, on its front page.
fn with(page: &Page, more: Value) -> Result<()> {
    page.open("/index.html")?;
    let mut config = page.js("return hushgateConfig")?;
    for (name, value) in more.as_object().into_iter().flatten() {
        config[name] = value.clone();
    }
    page.open_with(&config)
}

fn accepted(engine: Engine) -> Result<Page> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    page.answer(true)?;
    Ok(page)
}

fn withdraw(page: &Page) -> Result<()> {
    page.js("hushgate.rejectAll()")?;
    page.until("the withdrawal", "return demo.events.some(e => e.type === 'hushgate:withdrawn')")
}

fn holds(page: &Page, what: &str, script: &str) -> Result<()> {
    let found = page.js(script)?;
    ensure!(found == json!(true), "{what}: {found}");
    Ok(())
}

/// The names of the cookies that the server was sent with the last page, in order.
fn served(page: &Page) -> Vec<String> {
    let cookies = page.demo.cookies();
    let mut names: Vec<_> =
        cookies.split("; ").filter_map(|pair| Some(pair.split_once('=')?.0.to_owned())).collect();
    names.sort();
    names
}

fn p20_cookies_are_gone_as_the_server_sees_them(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    let address = format!("{}/share/offer", page.site_at("a.hush.localhost"));
    page.open_at(&address)?;
    page.answer(true)?;
    page.js("for (const cookie of [
        '_ga=GA1.1.1.1;path=/;domain=hush.localhost', '_ga=GA1.1.2.2;path=/', '_ga_DEMO0001=x;path=/;domain=a.hush.localhost',
        '_gid=x;path=/share', '_gat_gtag_UA_1_1=x;path=/share/', '_fbp=x;path=/share/offer;domain=.hush.localhost',
        'theme=dark;path=/;domain=hush.localhost', 'session=1;path=/share', '_gaming=1;path=/',
    ]) document.cookie = cookie + ';max-age=9999'")?;
    page.open_at(&address)?;
    // `_fbp` is marketing's, which nobody is asked for on this site: it never stays.
    let vendors = ["_ga", "_ga", "_ga_DEMO0001", "_gat_gtag_UA_1_1", "_gid"];
    let before = served(&page);
    for name in vendors {
        ensure!(before.iter().any(|have| have == name), "{name} was never there: {before:?}");
    }
    page.until("what nobody asks for to go", "return !/_fbp/.test(document.cookie)")?;
    withdraw(&page)?;
    page.until("the sweep", "return !/(^|; )_g(a|a_.*|id|at.*)=/.test(document.cookie)")?;
    page.open_at(&address)?;
    ensure!(
        served(&page) == ["_gaming", "hushgate", "session", "theme"],
        "the server was sent {:?}",
        served(&page)
    );
    Ok(())
}

fn p20_analytics_can_be_disabled_without_affecting_access(engine: Engine) -> Result<()> {
    let page = accepted(engine)?;
    page.js("document.cookie = '_ga=GA1.1.1.1; path=/'; document.cookie = '_gid=x; path=/'; document.cookie = 'session=1; path=/'")?;
    page.fire()?;
    page.arrived("mixpanel")?;
    page.click_page("[data-hushgate=preferences]")?;
    page.click("[data-action=reject-all]")?;
    page.until(
        "the sweep",
        "return !/_ga|_gid/.test(document.cookie) && document.cookie.includes('session=1')",
    )?;
    page.works()?;
    page.quiet();
    page.demo.clear();
    page.open("/account.html")?;
    page.works()?;
    page.silent("after analytics was disabled")
}

fn p13_a_withdrawal_sweeps_the_other_tab_too(engine: Engine) -> Result<()> {
    if engine == Engine::Webkit {
        // MiniBrowser has one window, and a frame shares its storage.
        return Ok(());
    }
    let page = accepted(engine)?;
    page.js("sessionStorage.setItem('sentryReplaySession', '{}'); sessionStorage.setItem('cart', '1')")?;
    let first = page.browser.open_tab()?;
    page.open("/pricing.html")?;
    withdraw(&page)?;
    page.browser.switch(first)?;
    page.until("the sweep of this tab", "return sessionStorage.getItem('sentryReplaySession') === null")?;
    holds(&page, "the cart", "return sessionStorage.getItem('cart') === '1'")?;
    let told = page.events("hushgate:withdrawn")?;
    ensure!(
        told.len() == 1 && told[0]["by"].is_null() && told[0]["withdrawn"][0] == "analytics",
        "told {told:?}"
    );
    page.quiet();
    page.demo.clear();
    page.fire()?;
    page.silent("after a withdrawal in another tab")
}

fn p17_the_site_says_which_storage_is_essential(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    with(
        &page,
        json!({ "categories": ["functional", "analytics"], "storage": { "ui-*": "necessary", "_gid": "necessary", "_ga_*": "functional" } }),
    )?;
    page.js("localStorage.setItem('ui-density', 'compact'); localStorage.setItem('ajs_user_traits', '{}');
        document.cookie = '_gid=own;path=/'; document.cookie = '_ga_DEMO0001=own;path=/'")?;
    page.js("hushgate.set({ functional: true })")?;
    page.until("the sweep", "return localStorage.getItem('ajs_user_traits') === null")?;
    holds(
        &page,
        "what the site keeps",
        "return localStorage.getItem('ui-density') === 'compact' && /_gid=own/.test(document.cookie) && /_ga_DEMO0001=own/.test(document.cookie)",
    )?;
    page.js("hushgate.rejectAll()")?;
    page.until("the rest", "return !/_ga_DEMO0001/.test(document.cookie)")?;
    holds(
        &page,
        "what is essential",
        "return localStorage.getItem('ui-density') === 'compact' && /_gid=own/.test(document.cookie)",
    )
}

fn p19_functional_storage_is_a_category_of_its_own(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    with(
        &page,
        json!({ "categories": ["functional", "analytics"], "storage": { "altnyxTheme": "functional" } }),
    )?;
    let theme = "return localStorage.getItem('altnyxTheme')";
    page.js("localStorage.setItem('altnyxTheme', 'dark')")?;
    page.js("hushgate.set({ functional: true })")?;
    page.until("the choice", "return hushgate.get('functional')")?;
    page.quiet();
    ensure!(page.js(theme)? == "dark", "the theme went though it was granted");
    page.js("hushgate.rejectAll()")?;
    page.until("the sweep", &format!("{theme} === null"))?;
    let swept = page.events("hushgate:swept")?;
    let is_it = |event: &Value, written: bool| {
        event["written"] == written
            && event["removed"] == json!([{ "store": "local", "name": "altnyxTheme" }])
    };
    ensure!(swept.iter().any(|event| is_it(event, false)), "reported {swept:?}");
    page.js("localStorage.setItem('altnyxTheme', 'light')")?;
    page.until("the sweep of what was written again", &format!("{theme} === null"))?;
    let swept = page.events("hushgate:swept")?;
    ensure!(swept.iter().any(|event| is_it(event, true)), "reported {swept:?}");
    Ok(())
}

fn storage_and_databases_go(engine: Engine) -> Result<()> {
    let page = accepted(engine)?;
    page.fire()?;
    page.until(
        "Mixpanel's own entry",
        "return Object.keys(localStorage).some(name => /^mp_.*_mixpanel$/.test(name))",
    )?;
    page.js("localStorage.setItem('__mp_opt_in_out_other', '0'); localStorage.setItem('theme', 'dark');
        sessionStorage.setItem('ph_phc_1_window_id', '1'); sessionStorage.setItem('cart', '1');
        window.opened = 0; for (const name of ['sentry-offline', 'shop', 'ajs_user']) {
          const asked = indexedDB.open(name);
          asked.onupgradeneeded = () => asked.result.createObjectStore('all').put(1, 'one');
          asked.onsuccess = () => { if (name === 'ajs_user') window.held = asked.result; else asked.result.close(); window.opened += 1 };
        }")?;
    page.until("the databases", "return window.opened === 3")?;
    let bases =
        "indexedDB.databases().then(all => { window.bases = all.map(({ name }) => name).sort().join() })";
    withdraw(&page)?;
    page.until("the sweep of the entries", "return !Object.keys(localStorage).some(name => /^mp_/.test(name)) && sessionStorage.getItem('ph_phc_1_window_id') === null")?;
    page.until(
        "the sweep of the databases",
        &format!("{bases}; return /shop/.test(window.bases) && !/sentry/.test(window.bases)"),
    )?;
    // One that a client holds open cannot go yet: it is empty.
    page.until("the rest", "window.held.transaction('all').objectStore('all').count().onsuccess = (e) => { window.left = e.target.result }; return window.left === 0")?;
    holds(
        &page,
        "what is not a vendor's, and an opt-out",
        "return localStorage.getItem('theme') === 'dark' && sessionStorage.getItem('cart') === '1' && localStorage.getItem('__mp_opt_in_out_other') === '0' && !!document.cookie.includes('hushgate=')",
    )?;
    let swept = page.events("hushgate:swept")?;
    for name in ["sentry-offline", "ajs_user"] {
        let gone = json!([{ "store": "indexeddb", "name": name }]);
        ensure!(swept.iter().any(|event| event["removed"] == gone), "reported {swept:?}");
    }
    Ok(())
}

fn what_vendors_write_anew_goes_on_the_next_load(engine: Engine) -> Result<()> {
    let page = accepted(engine)?;
    withdraw(&page)?;
    // As a vendor does while the page is left: after everybody else.
    page.js(
        "addEventListener('unload', () => {}); addEventListener('pagehide', () => setTimeout(() => {}, 0));
        Object.defineProperty(document, 'hidden', { value: true })",
    )?;
    page.visit("/demo.js")?;
    page.js("localStorage.setItem('mp_5e17_mixpanel', '{}'); document.cookie = '_ga=GA1.1.3.3;path=/;max-age=9999'; document.cookie = 'theme=dark;path=/'")?;
    page.open("/pricing.html")?;
    ensure!(page.demo.cookies().contains("_ga=GA1.1.3.3"), "it was not there: {}", page.demo.cookies());
    page.until("the sweep", "return localStorage.getItem('mp_5e17_mixpanel') === null && document.cookie.includes('theme') && !document.cookie.includes('_ga')")?;
    // And within the page, by property as well as by call.
    page.js("localStorage.ajs_user_traits = '{}'; document.cookie = '_gid=x;path=/'")?;
    page.until(
        "the next look",
        "return localStorage.ajs_user_traits === undefined && !document.cookie.includes('_gid')",
    )
}

fn a_refusal_is_swept_where_there_is_no_cookie(engine: Engine) -> Result<()> {
    // With the signal there is no record, and no cookie that would tell of anything.
    let page = Page::start(engine, World { gpc: true, ..World::default() })?;
    page.visit("/demo.js")?;
    page.js("localStorage.setItem('mp_5e17_mixpanel', '{}')")?;
    page.open("/index.html")?;
    page.until("the sweep", "return localStorage.getItem('mp_5e17_mixpanel') === null")
}

fn a_record_whose_time_is_over_lets_nothing_leave(engine: Engine) -> Result<()> {
    // A clock that the trial sets while the page lives.
    let clock = "{ const now = Date.now; window.days = 0; Date.now = () => now() + window.days * 864e5 }";
    let page = Page::start(engine, World { prelude: Some(clock), ..World::default() })?;
    page.open("/index.html")?;
    page.remember(1.0, 2.0, "banner", 1)?;
    page.open("/index.html")?;
    page.fire()?;
    page.arrived("mixpanel")?;
    page.js("window.days = 2")?;
    page.demo.clear();
    page.fire()?;
    page.silent("on a record whose time is over")?;
    page.until("the question", "return demo.events.some(e => e.type === 'hushgate:withdrawn')")?;
    ensure!(page.asks()?, "the visitor is not asked again");
    Ok(())
}

fn a_record_that_is_cleared_lets_nothing_leave(engine: Engine) -> Result<()> {
    let page = accepted(engine)?;
    page.quiet();
    page.demo.clear();
    page.js("document.cookie = 'hushgate=;path=/;max-age=0'; localStorage.clear()")?;
    page.fire()?;
    page.silent("after the record was cleared")?;
    ensure!(page.asks()?, "the visitor is not asked again");
    Ok(())
}

fn a_service_is_withdrawn_alone(engine: Engine) -> Result<()> {
    let page = accepted(engine)?;
    page.fire()?;
    page.arrived("mixpanel")?;
    page.js("document.cookie = '_ga=GA1.1.1.1;path=/'; localStorage.setItem('sentryReplaySession', '{}')")?;
    page.js("hushgate.set({ mixpanel: false })")?;
    page.until("the sweep", "return !Object.keys(localStorage).some(name => /^mp_.*_mixpanel$/.test(name))")?;
    let told = page.events("hushgate:withdrawn")?;
    ensure!(
        told.len() == 1 && told[0]["withdrawn"] == json!(["mixpanel"]) && told[0]["by"] == "api",
        "told {told:?}"
    );
    holds(
        &page,
        "the others' storage",
        "return document.cookie.includes('_ga=') && localStorage.getItem('sentryReplaySession') === '{}'",
    )?;
    page.quiet();
    page.demo.clear();
    page.fire()?;
    let hits = page.arrived("sentry")?;
    ensure!(
        !hits.is_empty() && page.quiet().iter().all(|hit| hit.vendor != "mixpanel"),
        "Mixpanel still gets something"
    );
    Ok(())
}

fn held_requests_are_dropped(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    page.fire()?;
    let count = |page: &Page, verdict: &str| -> Result<usize> {
        Ok(page.events("hushgate:report")?.iter().filter(|report| report["verdict"] == verdict).count())
    };
    page.quiet();
    let held = count(&page, "held")?;
    ensure!(held > 2 && count(&page, "dropped")? == 0, "{held} held");
    page.answer(false)?;
    page.quiet();
    ensure!(count(&page, "dropped")? >= held, "{held} were held, {} dropped", count(&page, "dropped")?);
    page.silent("of what was held")
}

fn the_page_is_loaded_anew_if_the_site_says_so(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    with(&page, json!({ "reload": true }))?;
    page.answer(true)?;
    page.js("window.before = 'before'; document.cookie = '_ga=GA1.1.1.1;path=/;max-age=999'")?;
    page.js("hushgate.rejectAll()")?;
    page.until(
        "another page",
        "return window.before === undefined && demo.events.some(e => e.type === 'hushgate:ready')",
    )?;
    ensure!(!page.demo.cookies().contains("_ga"), "the server was sent {}", page.demo.cookies());
    // Once: what is refused already is not withdrawn.
    page.js("window.before = 'before'; hushgate.rejectAll()")?;
    page.quiet();
    holds(&page, "the page", "return window.before === 'before'")
}

fn the_site_can_keep_the_page(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    with(&page, json!({ "reload": true }))?;
    page.answer(true)?;
    page.js("window.before = 'before'; document.addEventListener('hushgate:withdrawn', (event) => event.preventDefault())")?;
    withdraw(&page)?;
    page.quiet();
    holds(
        &page,
        "the page",
        "return window.before === 'before' && Object.isFrozen(demo.events.at(-1).detail)",
    )
}
