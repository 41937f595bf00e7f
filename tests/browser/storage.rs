//! Where a choice is kept: cookie and storage, sub-domains, servers, expiry, and clocks that are wrong.

use crate::support::page::{Page, World};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use xtask::webdriver::Engine;

crate::cases!(
    a_choice_is_a_cookie_that_a_server_reads,
    p21_clearing_the_cookie_clears_the_choice,
    the_consent_id_is_made_at_the_first_choice_and_kept,
    sub_domains_share_a_choice_if_the_site_asks,
    of_two_cookies_the_latest_choice_counts_and_a_new_one_is_alone,
    a_cookie_set_by_the_server_is_honoured,
    a_choice_holds_for_the_page_where_nothing_can_be_stored,
    where_no_cookie_is_taken_the_storage_holds,
    a_refusal_and_an_accept_live_their_own_time,
    a_clock_that_is_set_is_survived,
);

fn first_visit(engine: Engine) -> Result<Page> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    Ok(page)
}

fn a_choice_is_a_cookie_that_a_server_reads(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    ensure!(page.demo.cookies().is_empty(), "a cookie before a choice: {}", page.demo.cookies());
    page.answer(true)?;
    let cookies = page.browser.cookies()?;
    let cookie = cookies.iter().find(|cookie| cookie.name() == "hushgate").context("no cookie")?;
    ensure!(cookie.path() == Some("/"), "its path is {:?}", cookie.path());
    let same_site = cookie.same_site().map(|same| same.to_string());
    ensure!(same_site.as_deref() == Some("Lax"), "it is same-site {same_site:?}");
    page.open("/pricing.html")?;
    let read = page.demo.cookies();
    for part in ["hushgate=v=1&p=2026-11&t=", "&by=banner", "&analytics=1", "&analytics.ga4=1"] {
        ensure!(read.contains(part), "the server reads {read}");
    }
    Ok(())
}

fn p21_clearing_the_cookie_clears_the_choice(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    page.answer(true)?;
    ensure!(
        page.js("return localStorage.getItem('hushgate') !== null")? == json!(true),
        "nothing beside the cookie that could come back, so this proves nothing"
    );
    page.js("document.cookie = 'hushgate=;path=/;max-age=0'")?;
    page.open("/index.html")?;
    ensure!(page.asks()?, "the choice came back");
    page.demo.clear();
    page.fire()?;
    page.silent("after the choice was cleared")
}

fn the_consent_id_is_made_at_the_first_choice_and_kept(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    page.fire()?;
    ensure!(page.record()?.is_none(), "something was stored before a choice");
    page.answer(false)?;
    let id = |page: &Page| -> Result<String> {
        let record = page.record()?.unwrap_or_default();
        let id = record.split('&').find_map(|pair| pair.strip_prefix("id=")).unwrap_or_default();
        ensure!(id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()), "the ID is `{id}`: {record}");
        Ok(id.to_owned())
    };
    let first = id(&page)?;
    page.open("/pricing.html")?;
    page.js("hushgate.acceptAll()")?;
    page.until("the grant", "return hushgate.get('analytics')")?;
    ensure!(id(&page)? == first, "another choice got another ID");
    let other = first_visit(engine)?;
    other.answer(false)?;
    ensure!(id(&other)? != first, "two visitors have one ID");
    Ok(())
}

fn sub_domains_share_a_choice_if_the_site_asks(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    let mut config = page.js("return hushgateConfig")?;
    let address = |host: &str, config: &Value| {
        let text = config.to_string();
        let query = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC);
        format!("{}/index.html?config={query}", page.site_at(host))
    };
    // Without the field each host is asked by itself.
    page.open_at(&address("a.hush.localhost", &config))?;
    page.answer(false)?;
    page.open_at(&address("b.hush.localhost", &config))?;
    ensure!(page.asks()?, "a choice was shared unasked");
    config["subdomains"] = json!(true);
    page.open_at(&address("b.hush.localhost", &config))?;
    page.answer(true)?;
    page.open_at(&address("c.d.hush.localhost", &config))?;
    ensure!(!page.asks()? && page.js("return hushgate.get('analytics')")? == json!(true), "not shared");
    page.js("hushgate.rejectAll()")?;
    page.until("the refusal", "return !hushgate.get('analytics')")?;
    page.open_at(&address("b.hush.localhost", &config))?;
    ensure!(page.js("return hushgate.get('analytics')")? == json!(false), "a withdrawal was not shared");
    // The host-only refusal of the first visit is older: the shared one counts.
    page.open_at(&address("a.hush.localhost", &config))?;
    page.js("hushgate.acceptAll()")?;
    page.until("the grant", "return hushgate.get('analytics')")?;
    let one = page.js("return document.cookie.split('hushgate=').length - 1")?;
    ensure!(one == json!(1), "{one} cookies of the name");
    page.open_at(&address("other.localhost", &config))?;
    ensure!(page.asks()?, "another site has the choice");
    Ok(())
}

fn of_two_cookies_the_latest_choice_counts_and_a_new_one_is_alone(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    page.open_at(&format!("{}/index.html", page.site_at("a.hush.localhost")))?;
    let set = "const [older, newer] = arguments; const line = (ago, said) => `hushgate=v=1&p=2026-11&t=${Date.now() - ago}&x=${Date.now() + 9e8}&gpc=0&by=banner&r=opt-in&analytics=${said}&analytics.ga4=${said}&analytics.sentry=${said}&analytics.mixpanel=${said};path=/`;
        document.cookie = line(9e6, older[0]) + older[1]; document.cookie = line(...newer[0]) + newer[1];
        return document.cookie.split('hushgate=').length - 1";
    let (host, shared) = ("", ";domain=hush.localhost");
    for (older, newer) in [(host, shared), (shared, host)] {
        let two = page.js_with(set, vec![json!([1, older]), json!([[1000, 0], newer])])?;
        ensure!(two == json!(2), "the engine keeps {two} cookies, so this proves nothing");
        page.open_at(&format!("{}/index.html", page.site_at("a.hush.localhost")))?;
        ensure!(page.js("return hushgate.get('analytics')")? == json!(false), "an older accept won");
        ensure!(!page.asks()?, "asked although there is an answer");
    }
    // One of them is from a day to come: the banner must not stick.
    page.js_with(set, vec![json!([0, host]), json!([[-9e8, 1], shared])])?;
    page.open_at(&format!("{}/index.html", page.site_at("a.hush.localhost")))?;
    page.answer(false)?;
    page.open_at(&format!("{}/index.html", page.site_at("a.hush.localhost")))?;
    ensure!(!page.asks()?, "the banner sticks");
    let one = page.js("return document.cookie.split('hushgate=').length - 1")?;
    ensure!(one == json!(1), "{one} cookies of the name after a choice");
    Ok(())
}

fn a_cookie_set_by_the_server_is_honoured(engine: Engine) -> Result<()> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_millis();
    let record = |said: u8| {
        format!(
            "hushgate=v=1&p=2026-11&t={}&x={}&gpc=0&by=banner&r=opt-in&id=5f2c&analytics={said}&analytics.ga4={said}&analytics.sentry={said}&analytics.mixpanel={said}; Path=/; Max-Age=31536000; SameSite=Lax",
            now - 700_000_000,
            now + 9_000_000_000
        )
    };
    for said in [0, 1] {
        let page = Page::start(engine, World { cookie: Some(record(said)), ..World::default() })?;
        page.open("/index.html")?;
        ensure!(!page.asks()?, "asked although the server knows the answer {said}");
        page.fire()?;
        if said == 1 {
            page.arrived("mixpanel")?;
        } else {
            page.silent("with a refusal that the server knows")?;
        }
    }
    Ok(())
}

fn a_choice_holds_for_the_page_where_nothing_can_be_stored(engine: Engine) -> Result<()> {
    // WebKitGTK has no setting for it.
    let shut = "for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, { get() { throw new DOMException('blocked', 'SecurityError') } });
        Object.defineProperty(Document.prototype, 'cookie', { get() { return '' }, set() {} });";
    let prelude = (engine == Engine::Webkit).then_some(shut);
    let page = Page::start(engine, World { shut: true, prelude, ..World::default() })?;
    page.open("/index.html")?;
    ensure!(
        page.js(
            "try { document.cookie = 'a=b'; localStorage.setItem('a', 'b') } catch {} return document.cookie"
        )? == json!(""),
        "the engine stores"
    );
    ensure!(page.asks()?, "not asked");
    page.js("window.thrown = []; window.onerror = (m) => { thrown.push(m) }; window.onunhandledrejection = (e) => { thrown.push(`${e.reason}`) }")?;
    page.answer(true)?;
    // The demo's clients do not start without a storage: a request of theirs is made by hand.
    let send = "fetch(demo.collector + '/mixpanel/track', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{\"event\":\"x\"}' })";
    page.js(send)?;
    page.arrived("mixpanel")?;
    page.js(
        "document.dispatchEvent(new Event('visibilitychange')); window.dispatchEvent(new Event('pageshow'))",
    )?;
    ensure!(
        page.js("return hushgate.get('analytics')")? == json!(true),
        "the choice does not hold for the page"
    );
    page.js("hushgate.rejectAll()")?;
    page.until("the withdrawal", "return !hushgate.get('analytics')")?;
    page.js("window.dispatchEvent(new Event('pageshow'))")?;
    ensure!(!page.asks()?, "asked again on the same page");
    ensure!(
        page.js("return thrown")? == json!([]),
        "an exception reached the page: {}",
        page.js("return thrown")?
    );
    page.open("/index.html")?;
    ensure!(page.asks()?, "not asked on the next page, though nothing is stored");
    page.demo.clear();
    page.js(send)?;
    page.silent("on the next page")
}

fn where_no_cookie_is_taken_the_storage_holds(engine: Engine) -> Result<()> {
    let shut = "Object.defineProperty(Document.prototype, 'cookie', { get() { throw new DOMException('sandboxed', 'SecurityError') }, set() { throw new DOMException('sandboxed', 'SecurityError') } });";
    let page = Page::start(engine, World { prelude: Some(shut), ..World::default() })?;
    page.open("/index.html")?;
    page.answer(true)?;
    page.open("/pricing.html")?;
    ensure!(!page.asks()? && page.js("return hushgate.get('analytics')")? == json!(true), "forgotten");
    page.js("localStorage.clear()")?;
    page.open("/pricing.html")?;
    ensure!(page.asks()?, "the choice came back after it was cleared");
    Ok(())
}

fn a_refusal_and_an_accept_live_their_own_time(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    for (ago, lives, said, asks) in [
        (7.0, 365.0, 1, false),
        (364.0, 365.0, 1, false),
        // Thirteen months: no accept lives as long, whatever the record says.
        (396.0, 365.0, 1, true),
        (396.0, 9999.0, 1, true),
        (7.0, 182.0, 0, false),
        (181.0, 182.0, 0, false),
        (183.0, 182.0, 0, true),
    ] {
        page.remember(ago, lives, "banner", said)?;
        page.open("/index.html")?;
        ensure!(page.asks()? == asks, "{said} of {ago} days ago: asks is not {asks}");
        let granted = page.js("return hushgate.get('analytics')")?;
        ensure!(granted == json!(said == 1 && !asks), "{said} of {ago} days ago grants {granted}");
        let reason =
            page.js("return demo.events.find(e => e.type === 'hushgate:ready').detail.reasons.analytics")?;
        let expected = match (said, asks) {
            (_, true) => "expired",
            (1, _) => "granted",
            _ => "refused",
        };
        ensure!(reason == expected, "{said} of {ago} days ago: {reason}");
    }
    // A site may ask again sooner.
    let mut config = page.js("return hushgateConfig")?;
    config["expiry"] = json!({ "accept": 30, "refuse": 10 });
    for (ago, said, asks) in [(29.0, 1, false), (31.0, 1, true), (9.0, 0, false), (11.0, 0, true)] {
        page.remember(ago, if said == 1 { 30.0 } else { 10.0 }, "banner", said)?;
        page.open_with(&config)?;
        ensure!(page.asks()? == asks, "by the site's own days, {said} of {ago} days ago: asks is not {asks}");
    }
    Ok(())
}

fn a_clock_that_is_set_is_survived(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    // Set back by an hour since: people do that. By a week: nobody chooses a week from now.
    for (ago, asks) in [(-0.04, false), (-7.0, true), (-9999.0, true)] {
        page.remember(ago, 365.0, "banner", 1)?;
        page.open("/index.html")?;
        ensure!(page.asks()? == asks, "a choice {} days ahead: asks is not {asks}", -ago);
        ensure!(page.js("return hushgate.get('analytics')")? == json!(!asks), "a choice {} days ahead", -ago);
    }
    page.answer(false)?;
    page.open("/index.html")?;
    ensure!(!page.asks()?, "the choice from the future outlived the new one");
    Ok(())
}
