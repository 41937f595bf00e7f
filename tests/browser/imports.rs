//! A site changes from another consent manager to this one: the manager's own shipped code makes the choice in the browser,
//! then the same site runs Hushgate. What was answered there is not asked again, and nothing is granted that was not.

use super::proof::{recorded, records};
use crate::support::page::{Page, World};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use xtask::webdriver::Engine;
use xtask::workspace;

crate::cases!(
    vanilla_cookieconsent_accepted_in_part,
    vanilla_cookieconsent_refused,
    klaro_accepted_in_part,
    klaro_in_local_storage,
    osano_allowed,
    osano_denied_and_dismissed,
    tarteaucitron_accepted_and_refused,
    an_imported_accept_does_not_outrank_gpc,
    a_record_of_ours_is_never_replaced,
    a_choice_made_here_is_not_outlived_by_the_other,
    an_import_that_comes_late_replaces_no_answer,
    an_import_that_fails_leaves_the_visitor_the_choice,
);

/// A file of a package in `node_modules`, served by its name.
fn file(package: &str) -> Result<(String, Vec<u8>)> {
    let path = workspace::root().join("node_modules").join(package);
    let bytes = std::fs::read(&path).with_context(|| format!("{}: run `npm ci`", path.display()))?;
    Ok((format!("/{package}"), bytes))
}

const VANILLA: &str = "<script src='/vanilla-cookieconsent/dist/cookieconsent.umd.js'></script>";
const KLARO: &str = "<script>window.klaroConfig = { version: 1, storageMethod: 'STORAGE', acceptAll: true,
    services: [{ name: 'google-analytics', purposes: ['analytics'] }, { name: 'hotjar', purposes: ['analytics'] }] }</script>
<script src='/klaro/dist/klaro.js'></script>";
const OSANO: &str = "<script src='/cookieconsent/build/cookieconsent.min.js'></script>
<script>addEventListener('load', () => cookieconsent.initialise({ type: 'opt-in',
    palette: { popup: { background: '#000' }, button: { background: '#fff' } } }))</script>";
const TARTEAUCITRON: &str = "<script src='/tarteaucitronjs/tarteaucitron.js'></script>";

/// A site that runs another manager, and Hushgate on its other pages.
fn site(engine: Engine, script: &str, files: &[&str], gpc: bool) -> Result<Page> {
    let page = |head: &str| {
        format!(
            "<!doctype html><html lang=en><head><meta charset=utf-8><title>Shop</title>{head}</head><body><p>Shop</p></body></html>"
        )
    };
    let ours = "<script src='/demo.js'></script><script src='/config.js'></script><script src='/pkg/hushgate.js'></script>";
    let mut all = files.iter().map(|name| file(name)).collect::<Result<Vec<_>>>()?;
    all.push(("/before.html".into(), page(script).into()));
    all.push(("/after.html".into(), page(ours).into()));
    // The gate's patience with the import is over at once, and the visitor is faster than what it waits for.
    let late = "<script>{ const wait = setTimeout; window.setTimeout = (run, ms, ...rest) => wait(run, ms === 3000 ? 0 : ms, ...rest) }
window.hushgate = { q: [() => hushgate.rejectAll()] }</script>";
    all.push(("/late.html".into(), page(&format!("{late}{ours}")).into()));
    let page = Page::start(engine, World { gpc, files: all, ..World::default() })?;
    page.visit("/before.html")?;
    Ok(page)
}

/// Opens the site once it has changed.
fn change(page: &Page, import: Value) -> Result<()> {
    change_at(page, "/after.html", import)
}

fn change_at(page: &Page, path: &str, import: Value) -> Result<()> {
    let config = json!({
        "policyVersion": "2026-11", "categories": ["functional", "analytics", "marketing"],
        "vendors": { "ga4": {}, "hotjar": {} }, "proof": { "endpoint": "/consent" }, "import": import,
    });
    let text = config.to_string();
    let query = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC);
    page.open(&format!("{path}?config={query}"))
}

/// What is granted now, besides what is necessary, in alphabetical order.
fn granted(page: &Page) -> Result<Vec<String>> {
    let script = "const { granted } = demo.events.findLast(e => /ready|change/.test(e.type)).detail;
        return Object.keys(granted).filter(name => granted[name] && name !== 'necessary').sort()";
    Ok(serde_json::from_value(page.js(script)?)?)
}

fn method(page: &Page) -> Result<Value> {
    page.js("return demo.events.findLast(e => /ready|change/.test(e.type)).detail.by")
}

/// The choice was taken over, is in force, is not asked again, and is proved as what it is.
fn taken_over(page: &Page, expected: &[&str], asks: bool) -> Result<()> {
    ensure!(granted(page)? == expected, "granted: {:?}, not {expected:?}", granted(page)?);
    ensure!(page.asks()? == asks, "asks: {}", !asks);
    let proof = &recorded(page, 1)?[0];
    ensure!(proof["event"]["method"] == "import", "{proof}");
    ensure!(proof["notice"]["textSha256"] == "", "a text is proved that was never shown: {proof}");
    let trail =
        page.js_async("return (await hushgate.exportRecord()).records.map(record => record.method)")?;
    ensure!(trail == json!(["import"]), "the trail says {trail}");
    page.js("window.isOld = true; location.reload()")?;
    page.until("the next page", "return !window.isOld && window.demo?.events.length > 0")?;
    ensure!(granted(page)? == expected, "on the next page: {:?}", granted(page)?);
    ensure!(records(page)?.len() == 1, "imported twice");
    Ok(())
}

fn vanilla(engine: Engine, gpc: bool, accept: &str) -> Result<Page> {
    let page = site(engine, VANILLA, &["vanilla-cookieconsent/dist/cookieconsent.umd.js"], gpc)?;
    page.js_async(&format!(
        "await CookieConsent.run({{ categories: {{ necessary: {{ readOnly: true }}, functionality: {{}}, analytics: {{}}, ads: {{}} }},
            language: {{ default: 'en', translations: {{ en: {{ consentModal: {{ title: 'Cookies', acceptAllBtn: 'All' }}, preferencesModal: {{ sections: [] }} }} }} }} }});
        CookieConsent.acceptCategory({accept})"
    ))?;
    page.until("its cookie", "return document.cookie.includes('cc_cookie=')")?;
    Ok(page)
}

fn vanilla_cookieconsent_accepted_in_part(engine: Engine) -> Result<()> {
    let page = vanilla(engine, false, "['analytics']")?;
    change(&page, json!({ "vanilla-cookieconsent": {} }))?;
    taken_over(&page, &["analytics", "ga4", "hotjar"], false)
}

fn vanilla_cookieconsent_refused(engine: Engine) -> Result<()> {
    let page = vanilla(engine, false, "[]")?;
    change(&page, json!({ "vanilla-cookieconsent": {} }))?;
    taken_over(&page, &[], false)
}

fn klaro(engine: Engine, storage: &str) -> Result<Page> {
    let page = site(engine, &KLARO.replace("STORAGE", storage), &["klaro/dist/klaro.js"], false)?;
    page.until("Klaro", "return !!window.klaro?.getManager")?;
    page.js("const manager = klaro.getManager();
        manager.updateConsent('google-analytics', true);
        manager.updateConsent('hotjar', false);
        manager.saveAndApplyConsents('save')")?;
    Ok(page)
}

fn klaro_accepted_in_part(engine: Engine) -> Result<()> {
    let page = klaro(engine, "cookie")?;
    page.until("its cookie", "return document.cookie.includes('klaro=')")?;
    change(&page, json!({ "klaro": { "names": { "google-analytics": "ga4" } } }))?;
    // It never asked for categories: those are asked, and only those.
    taken_over(&page, &["ga4"], true)
}

fn klaro_in_local_storage(engine: Engine) -> Result<()> {
    let page = klaro(engine, "localStorage")?;
    page.until("its entry", "return !!localStorage.getItem('klaro')")?;
    let names = json!({ "google-analytics": ["functional", "marketing"], "hotjar": "analytics" });
    change(&page, json!({ "klaro": { "names": names } }))?;
    taken_over(&page, &["functional", "marketing"], false)
}

fn osano(engine: Engine, button: &str) -> Result<Page> {
    let page = site(engine, OSANO, &["cookieconsent/build/cookieconsent.min.js"], false)?;
    page.click_page(button)?;
    page.until("its cookie", "return document.cookie.includes('cookieconsent_status=')")?;
    Ok(page)
}

fn osano_allowed(engine: Engine) -> Result<()> {
    let page = osano(engine, ".cc-allow")?;
    change(&page, json!({ "osano": { "names": { "allow": ["functional", "analytics"] } } }))?;
    // What `allow` was about is granted; nobody was asked about marketing.
    taken_over(&page, &["analytics", "functional", "ga4", "hotjar"], true)
}

fn osano_denied_and_dismissed(engine: Engine) -> Result<()> {
    let page = osano(engine, ".cc-deny")?;
    change(&page, json!({ "osano": {} }))?;
    taken_over(&page, &[], false)?;
    let page = osano(engine, ".cc-allow")?;
    page.js("document.cookie = 'cookieconsent_status=dismiss; path=/'")?;
    change(&page, json!({ "osano": { "names": { "allow": "analytics" } } }))?;
    ensure!(page.asks()? && granted(&page)?.is_empty(), "who closed a notice said something");
    ensure!(
        page.js("return document.cookie.includes('hushgate=')")? == json!(false)
            && records(&page)?.is_empty()
    );
    Ok(())
}

fn tarteaucitron_accepted_and_refused(engine: Engine) -> Result<()> {
    let files = [
        "tarteaucitronjs/tarteaucitron.js",
        "tarteaucitronjs/tarteaucitron.services.js",
        "tarteaucitronjs/lang/tarteaucitron.en.js",
        "tarteaucitronjs/css/tarteaucitron.css",
    ];
    let page = site(engine, TARTEAUCITRON, &files, false)?;
    page.until("tarteaucitron", "return !!window.tarteaucitron")?;
    page.js(
        "window.tarteaucitronForceLanguage = 'en';
        tarteaucitron.init({ privacyUrl: '', hashtag: '#tarteaucitron', cookieName: 'tarteaucitron', orientation: 'bottom',
            showAlertSmall: false, cookieslist: false, adblocker: false, AcceptAllCta: true, DenyAllCta: true, highPrivacy: true,
            handleBrowserDNTRequest: false, removeCredit: true, moreInfoLink: false, useExternalCss: false, useExternalJs: false });
        for (const name of ['measure', 'heat']) {
            tarteaucitron.services[name] = { key: name, type: 'analytic', name, uri: '', needConsent: true, cookies: [], js() {}, fallback() {} };
            (tarteaucitron.job = tarteaucitron.job || []).push(name);
        }",
    )?;
    page.until(
        "its buttons",
        "return !!document.getElementById('measureAllowed') && !!document.getElementById('heatDenied')",
    )?;
    page.js("tarteaucitron.userInterface.respond(document.getElementById('measureAllowed'), true)")?;
    page.js("tarteaucitron.userInterface.respond(document.getElementById('heatDenied'), false)")?;
    page.until(
        "its cookie",
        "return /!measure=true/.test(document.cookie) && /!heat=false/.test(document.cookie)",
    )?;
    change(
        &page,
        json!({ "tarteaucitron": { "names": { "measure": "ga4", "heat": ["hotjar", "marketing"] } } }),
    )?;
    taken_over(&page, &["ga4"], true)
}

fn an_imported_accept_does_not_outrank_gpc(engine: Engine) -> Result<()> {
    let page = vanilla(engine, true, "'all'")?;
    change(&page, json!({ "vanilla-cookieconsent": {} }))?;
    ensure!(granted(&page)?.is_empty(), "granted against the signal: {:?}", granted(&page)?);
    ensure!(!page.asks()?, "asked despite the signal");
    let proof = &recorded(&page, 1)?[0];
    ensure!(proof["event"]["method"] == "import" && proof["event"]["gpc"] == false, "{proof}");
    Ok(())
}

fn a_record_of_ours_is_never_replaced(engine: Engine) -> Result<()> {
    let page = vanilla(engine, false, "'all'")?;
    change(&page, json!({}))?;
    page.click("[data-action=decline]")?;
    recorded(&page, 1)?;
    change(&page, json!({ "vanilla-cookieconsent": {} }))?;
    ensure!(granted(&page)?.is_empty(), "a refusal became {:?}", granted(&page)?);
    ensure!(method(&page)? == "banner", "by {}", method(&page)?);
    Ok(())
}

fn a_choice_made_here_is_not_outlived_by_the_other(engine: Engine) -> Result<()> {
    let page = vanilla(engine, false, "'all'")?;
    let import = json!({ "vanilla-cookieconsent": {} });
    change(&page, import.clone())?;
    taken_over(&page, &["analytics", "functional", "ga4", "hotjar", "marketing"], false)?;
    ensure!(
        page.js("return document.cookie.includes('cc_cookie=')")? == json!(true),
        "taken away before a choice"
    );
    page.js("hushgate.rejectAll()")?;
    page.until("the other's record to go", "return !document.cookie.includes('cc_cookie=')")?;
    // Who then clears our record is asked, and is not taken to have accepted once more.
    page.js("document.cookie = 'hushgate=; max-age=0; path=/'; localStorage.clear()")?;
    change(&page, import)?;
    ensure!(
        page.asks()? && granted(&page)?.is_empty(),
        "a withdrawn accept came back: {:?}",
        granted(&page)?
    );
    Ok(())
}

fn an_import_that_comes_late_replaces_no_answer(engine: Engine) -> Result<()> {
    let page = vanilla(engine, false, "'all'")?;
    change_at(&page, "/late.html", json!({ "vanilla-cookieconsent": {} }))?;
    page.until("the other's record to go", "return !document.cookie.includes('cc_cookie=')")?;
    page.js("hushgate.get('analytics')")?;
    ensure!(granted(&page)?.is_empty(), "a refusal became {:?}", granted(&page)?);
    ensure!(page.record()?.is_some_and(|line| line.contains("by=api")), "the record is {:?}", page.record()?);
    Ok(())
}

fn an_import_that_fails_leaves_the_visitor_the_choice(engine: Engine) -> Result<()> {
    let script = "<script src='/demo.js'></script><script src='/config.js'></script><script src='/pkg/hushgate.js'></script>";
    let html = format!(
        "<!doctype html><html lang=en><head><title>Shop</title>{script}</head><body><p>Shop</p></body></html>"
    );
    let files = vec![("/after.html".to_owned(), html.into_bytes())];
    let missing = vec!["/pkg/keep.js".to_owned(), "/pkg/keep.wasm".to_owned()];
    let page = Page::start(engine, World { files, missing, ..World::default() })?;
    change(&page, json!({ "vanilla-cookieconsent": {} }))?;
    ensure!(page.asks()?, "the visitor is not asked");
    page.click("[data-action=decline]")?;
    page.until("the refusal", "return demo.events.some(e => e.type === 'hushgate:change')")
}
