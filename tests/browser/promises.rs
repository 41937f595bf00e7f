//! What real policies promise of asking and remembering, row by row of the project's list of promises (P1, P2 …).

use crate::support::page::{Page, World};
use anyhow::{Result, ensure};
use serde_json::{Value, json};
use xtask::webdriver::Engine;

crate::cases!(
    p01_analytics_cookies_are_off_by_default,
    p03_a_choice_is_respected_until_it_is_changed,
    p04_the_footer_reopens_the_present_choice,
    p06_an_opt_in_despite_the_signal_is_warned_about_and_recorded,
    p12_a_new_policy_version_asks_again_and_is_recorded,
    p15_the_signal_is_honoured_where_the_law_is_opt_out,
    p16_an_opt_out_regime_has_its_way_to_object,
    p18_what_is_necessary_cannot_be_disabled,
    p23_what_changed_is_said_where_it_is_asked_again,
    a_notice_is_closed_and_answers_nothing,
    a_service_has_a_switch_of_its_own,
);

/// What stands on Hushgate's screens, or in one part of them.
fn shown(page: &Page, part: &str) -> Result<String> {
    let text = format!(
        "return document.querySelector('hushgate-banner')?.shadowRoot.querySelector('{part}')?.textContent ?? ''"
    );
    Ok(page.js(&text)?.as_str().unwrap_or_default().to_owned())
}

/// The demo's own config with some fields more.
fn config(page: &Page, more: Value) -> Result<Value> {
    page.open("/index.html")?;
    let mut config = page.js("return hushgateConfig")?;
    for (name, value) in more.as_object().into_iter().flatten() {
        config[name] = value.clone();
    }
    Ok(config)
}

fn p01_analytics_cookies_are_off_by_default(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    page.fire()?;
    page.silent("on a first visit")?;
    page.open("/pricing.html")?;
    ensure!(page.demo.cookies().is_empty(), "cookies before a choice: {}", page.demo.cookies());
    ensure!(page.js("return document.cookie")? == json!(""), "the page has a cookie");
    Ok(())
}

fn p03_a_choice_is_respected_until_it_is_changed(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World { lasting: true, ..World::default() })?;
    page.open("/index.html")?;
    page.answer(false)?;
    for path in ["/index.html", "/pricing.html"] {
        page.open(path)?;
        ensure!(!page.asks()?, "asked again on {path}");
        page.fire()?;
        page.silent(path)?;
    }
    page.click_page("[data-hushgate=preferences]")?;
    page.click("[data-action=accept-all]")?;
    page.until("the other choice", "return hushgate.get('analytics')")?;
    page.open("/index.html")?;
    page.fire()?;
    page.arrived("mixpanel")?;
    if engine == Engine::Webkit {
        // A driven MiniBrowser keeps nothing: what tells is that the cookie is not one of the session's.
        let cookies = page.browser.cookies()?;
        let kept =
            cookies.iter().find(|cookie| cookie.name() == "hushgate").and_then(|cookie| cookie.expires());
        ensure!(kept.is_some_and(|expires| expires.is_datetime()), "the cookie ends with the session");
        return Ok(());
    }
    let page = page.restart()?;
    page.demo.clear();
    page.open("/index.html")?;
    ensure!(!page.asks()?, "asked again after a restart");
    page.fire()?;
    page.arrived("mixpanel")?;
    page.js("hushgate.rejectAll()")?;
    page.until("the withdrawal", "return hushgate.get('analytics') === false")?;
    let page = page.restart()?;
    page.demo.clear();
    page.open("/index.html")?;
    ensure!(!page.asks()?, "asked again after a refusal and a restart");
    page.fire()?;
    page.silent("after a refusal and a restart")
}

fn p04_the_footer_reopens_the_present_choice(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    page.answer(false)?;
    for yes in [true, false] {
        page.click_page("[data-hushgate=preferences]")?;
        page.click(if yes { "[data-action=accept-all]" } else { "[data-action=reject-all]" })?;
        page.until("the choice", &format!("return hushgate.get('analytics') === {yes}"))?;
        page.open("/pricing.html")?;
        page.click_page("[data-hushgate=preferences]")?;
        let on = "return document.querySelector('hushgate-banner')?.shadowRoot.querySelector('#analytics')?.checked ?? null";
        page.until(
            "the dialog",
            "return !!document.querySelector('hushgate-banner')?.shadowRoot.querySelector('#analytics')",
        )?;
        ensure!(page.js(on)? == json!(yes), "the switch does not show the choice {yes}");
        page.click("[data-action=close]")?;
    }
    Ok(())
}

fn p06_an_opt_in_despite_the_signal_is_warned_about_and_recorded(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World { gpc: true, ..World::default() })?;
    page.open("/index.html")?;
    page.click_page("[data-hushgate=preferences]")?;
    page.until(
        "the dialog",
        "return !!document.querySelector('hushgate-banner')?.shadowRoot.querySelector('#analytics')",
    )?;
    ensure!(shown(&page, "dialog")?.contains("Opt-out request honoured"), "{}", shown(&page, "dialog")?);
    ensure!(shown(&page, "#warn")?.is_empty(), "warned before anything is on");
    page.click("#analytics")?;
    ensure!(shown(&page, "#warn")?.contains("overrides"), "no warning: {}", shown(&page, "#warn")?);
    page.click("[data-action=save]")?;
    page.fire()?;
    page.arrived("mixpanel")?;
    let record = page.record()?.unwrap_or_default();
    for part in ["analytics=1", "gpc=1", "by=preferences"] {
        ensure!(record.contains(part), "the record lacks {part}: {record}");
    }
    page.open("/index.html")?;
    let ready = page.js("const s = demo.events.find(e => e.type === 'hushgate:ready').detail; return [s.gpc, s.despiteGpc, s.granted.analytics, s.reasons.analytics, s.asked]")?;
    ensure!(ready == json!([true, true, true, "despite-signal", false]), "the snapshot says {ready}");
    page.click_page("[data-hushgate=preferences]")?;
    page.until(
        "the dialog",
        "return !!document.querySelector('hushgate-banner')?.shadowRoot.querySelector('#analytics')",
    )?;
    ensure!(shown(&page, "dialog")?.contains("you switched on here yourself"), "{}", shown(&page, "dialog")?);
    Ok(())
}

fn p12_a_new_policy_version_asks_again_and_is_recorded(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    let one = config(&page, json!({ "policyVersion": "one" }))?;
    page.open_with(&one)?;
    page.answer(true)?;
    let first = page.record()?.unwrap_or_default();
    ensure!(first.contains("p=one&"), "the record says {first}");
    let two = config(&page, json!({ "policyVersion": "two" }))?;
    page.open_with(&two)?;
    ensure!(page.asks()?, "not asked under the new version");
    page.quiet();
    page.demo.clear();
    page.fire()?;
    page.silent("under a version that nobody agreed to")?;
    page.answer(false)?;
    let second = page.record()?.unwrap_or_default();
    ensure!(second.contains("p=two&") && second.contains("analytics=0"), "the record says {second}");
    // Other words alone ask nobody again.
    let words = config(&page, json!({ "policyVersion": "two", "text": { "title": "Other words" } }))?;
    page.open_with(&words)?;
    ensure!(!page.asks()?, "asked again for other words");
    Ok(())
}

fn p15_the_signal_is_honoured_where_the_law_is_opt_out(engine: Engine) -> Result<()> {
    let rules = json!({ "US-CA": "opt-out", "US-CO": "opt-out", "US-CT": "opt-out" });
    for (gpc, region) in [(true, "US-CA"), (true, "US-CO"), (true, "US-CT"), (false, "US-CT")] {
        let page = Page::start(engine, World { gpc, ..World::default() })?;
        let config = config(&page, json!({ "regions": rules, "region": region }))?;
        page.open_with(&config)?;
        ensure!(!page.asks()?, "asked in {region}");
        page.fire()?;
        if gpc {
            page.silent(region)?;
            page.js("hushgate.show()")?;
            page.until("the status", "return !!document.querySelector('hushgate-banner')?.shadowRoot.querySelector('dialog')?.textContent.includes('Opt-out request honoured')")?;
        } else {
            page.arrived("mixpanel")?;
            let unknown = {
                let mut config = config.clone();
                config["region"] = json!("DE");
                config
            };
            page.open_with(&unknown)?;
            ensure!(page.asks()?, "a region without a rule is not asked");
        }
    }
    Ok(())
}

fn p16_an_opt_out_regime_has_its_way_to_object(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    let mut config = config(&page, json!({ "regime": "opt-out", "categories": ["analytics", "marketing"] }))?;
    config["vendors"]["mixpanel"]["category"] = json!("marketing");
    page.open_with(&config)?;
    ensure!(!page.asks()?, "asked in an opt-out regime");
    page.fire()?;
    page.arrived("mixpanel")?;
    // "Your Privacy Choices", which the site wires by attribute.
    page.click_page("[data-hushgate=preferences]")?;
    page.click("#marketing")?;
    page.click("[data-action=save]")?;
    page.until("the objection", "return !hushgate.get('marketing') && hushgate.get('analytics')")?;
    page.quiet();
    page.demo.clear();
    page.fire()?;
    page.arrived("sentry")?;
    let sold = page.demo.hits().into_iter().filter(|hit| hit.vendor == "mixpanel").count();
    ensure!(sold == 0, "{sold} hits of marketing after the objection");
    page.open_with(&config)?;
    ensure!(!page.asks()? && page.js("return hushgate.get('marketing')")? == json!(false), "forgotten");
    Ok(())
}

fn p18_what_is_necessary_cannot_be_disabled(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    page.click("[data-action=preferences]")?;
    page.until(
        "the dialog",
        "return !!document.querySelector('hushgate-banner')?.shadowRoot.querySelector('#necessary')",
    )?;
    let fixed = page.js("const i = document.querySelector('hushgate-banner').shadowRoot.querySelector('#necessary'); return [i.checked, i.disabled]")?;
    ensure!(fixed == json!([true, true]), "the switch is {fixed}");
    let why = shown(&page, "#necessary_body")?;
    ensure!(why.contains("cannot be switched off because"), "no reason is given: {why}");
    page.click("[data-action=reject-all]")?;
    page.until("the refusal", "return demo.events.some(e => e.type === 'hushgate:change')")?;
    page.js("hushgate.set({ necessary: false })")?;
    ensure!(page.js("return hushgate.get('necessary')")? == json!(true), "necessary was switched off");
    Ok(())
}

fn p23_what_changed_is_said_where_it_is_asked_again(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    let note = "From now on we also show maps.";
    let first = config(&page, json!({ "policyVersion": "one", "text": { "changed": note } }))?;
    page.open_with(&first)?;
    ensure!(page.asks()? && !shown(&page, "section")?.contains(note), "said on a first visit");
    page.answer(true)?;
    let vendor = json!({ "category": "analytics", "endpoints": ["/maps"] });
    let mut service = first.clone();
    service["vendors"]["maps"] = vendor;
    for (what, asked) in [
        ("version", config(&page, json!({ "policyVersion": "two", "text": { "changed": note } }))?),
        (
            "category",
            config(
                &page,
                json!({ "policyVersion": "one", "text": { "changed": note }, "categories": ["analytics", "functional"] }),
            )?,
        ),
        ("service", service),
    ] {
        page.open_with(&asked)?;
        ensure!(page.asks()?, "a new {what} does not ask");
        ensure!(shown(&page, "section")?.contains(note), "a new {what}: {}", shown(&page, "section")?);
    }
    // Where the site says nothing, that something changed is said all the same.
    let plain = config(&page, json!({ "policyVersion": "two" }))?;
    page.open_with(&plain)?;
    ensure!(shown(&page, "section")?.contains("Something has changed"), "{}", shown(&page, "section")?);
    Ok(())
}

fn a_notice_is_closed_and_answers_nothing(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    let notice = config(&page, json!({ "regime": "notice" }))?;
    page.open_with(&notice)?;
    page.until(
        "the notice",
        "return !!document.querySelector('hushgate-banner')?.shadowRoot.querySelector('[data-action=told]')",
    )?;
    ensure!(!page.asks()? && !page.shows("[data-action=accept]")?, "the notice asks");
    page.js(
        "document.dispatchEvent(new Event('visibilitychange')); window.dispatchEvent(new Event('pageshow'))",
    )?;
    let one = page.js(
        "return document.querySelector('hushgate-banner').shadowRoot.querySelectorAll('section').length",
    )?;
    ensure!(one == json!(1), "{one} notices");
    page.fire()?;
    page.arrived("mixpanel")?;
    page.click("[data-action=told]")?;
    page.until(
        "the notice to go",
        "return !document.querySelector('hushgate-banner').shadowRoot.querySelector('section')",
    )?;
    let record = page.record()?.unwrap_or_default();
    ensure!(record.contains("by=notice") && record.contains("analytics=n"), "the record says {record}");
    page.open_with(&notice)?;
    ensure!(!page.shows("[data-action=told]")?, "told again");
    ensure!(page.js("return hushgate.get('analytics')")? == json!(true), "closing the notice was a refusal");
    // Nor was it a consent: where one is needed, it is asked for.
    let asks = config(&page, json!({ "regime": "opt-in" }))?;
    page.open_with(&asks)?;
    ensure!(
        page.asks()? && page.js("return hushgate.get('analytics')")? == json!(false),
        "closing was a consent"
    );
    // An answer that comes while the notice stands is not replaced by closing it.
    page.js("document.cookie = 'hushgate=;path=/;max-age=0'; localStorage.clear()")?;
    page.open_with(&notice)?;
    page.until(
        "the notice",
        "return !!document.querySelector('hushgate-banner')?.shadowRoot.querySelector('[data-action=told]')",
    )?;
    page.js("hushgate.rejectAll()")?;
    page.until("the refusal", "return !hushgate.get('analytics') && !document.querySelector('hushgate-banner').shadowRoot.querySelector('section')")?;
    Ok(())
}

fn a_service_has_a_switch_of_its_own(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    page.click("[data-action=preferences]")?;
    page.click("#analytics")?;
    let state = "const root = document.querySelector('hushgate-banner').shadowRoot; return ['analytics', 'analytics.ga4', 'analytics.sentry', 'analytics.mixpanel'].map(id => root.querySelector(`[id=\"${id}\"]`)?.checked)";
    ensure!(
        page.js(state)? == json!([true, true, true, true]),
        "services do not follow: {}",
        page.js(state)?
    );
    page.js("document.querySelector('hushgate-banner').shadowRoot.querySelectorAll('details').forEach(d => { d.open = true })")?;
    page.click("[id=\"analytics.mixpanel\"]")?;
    ensure!(page.js(state)? == json!([true, true, true, false]), "the switches: {}", page.js(state)?);
    page.click("[data-action=save]")?;
    page.until("the choice", "return hushgate.get('ga4') && !hushgate.get('mixpanel')")?;
    let record = page.record()?.unwrap_or_default();
    ensure!(record.contains("analytics.ga4=1") && record.contains("analytics.mixpanel=0"), "{record}");
    page.fire()?;
    page.arrived("sentry")?;
    let hits = page.demo.hits();
    ensure!(!hits.iter().any(|hit| hit.vendor == "mixpanel"), "a refused service arrives");
    // Saved again untouched, nothing changes.
    page.click_page("[data-hushgate=preferences]")?;
    page.click("[data-action=save]")?;
    page.open("/index.html")?;
    ensure!(
        page.js("return [hushgate.get('ga4'), hushgate.get('mixpanel')]")? == json!([true, false]),
        "forgotten"
    );
    Ok(())
}
