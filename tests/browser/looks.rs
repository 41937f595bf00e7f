//! What a visitor sees and can reach: equal buttons, keyboard, language, direction, size of the screen.

use crate::support::page::{Page, World};
use anyhow::{Result, ensure};
use serde_json::json;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use xtask::webdriver::Engine;

crate::cases!(
    p02_accept_and_decline_weigh_the_same,
    the_banner_speaks_the_pages_language,
    the_preferences_are_a_real_dialog,
    the_banner_fits_a_small_phone,
    a_saved_choice_is_said_and_goes_away,
    a_strict_policy_lets_all_of_it_be_shown,
    screenshots,
);

const DIALOG: &str =
    "return !!document.querySelector('hushgate-banner').shadowRoot.querySelector('dialog[open]')";

const BUTTON: &str = "const b = document.querySelector('hushgate-banner').shadowRoot.querySelector(arguments[0]);
    const s = getComputedStyle(b), r = b.getBoundingClientRect();
    return [Math.round(r.width), Math.round(r.height), s.color, s.backgroundColor, s.fontSize, s.fontWeight, s.borderColor].join()";

fn p02_accept_and_decline_weigh_the_same(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    let accept = page.js_with(BUTTON, vec![json!("[data-action=accept]")])?;
    let decline = page.js_with(BUTTON, vec![json!("[data-action=decline]")])?;
    ensure!(accept == decline, "Accept is {accept}, Decline is {decline}");
    let region = "const r = document.querySelector('hushgate-banner').shadowRoot.querySelector('[role=region],section[aria-label],section[aria-labelledby]'); return !!r && document.activeElement === document.body";
    ensure!(page.js(region)? == json!(true), "the banner is no labelled region, or took the focus");
    Ok(())
}

fn the_banner_speaks_the_pages_language(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    let english = page.js("return document.querySelector('hushgate-banner').shadowRoot.querySelector('[data-action=accept]').textContent")?;
    for (language, direction) in [("de", "ltr"), ("ar", "rtl")] {
        let mut config = page.js("return hushgateConfig")?;
        config["locale"] = json!(language);
        page.open_with(&config)?;
        page.until("the banner", "return !!document.querySelector('hushgate-banner')?.shadowRoot?.querySelector('[data-action=accept]')")?;
        let said = page.js("const h = document.querySelector('hushgate-banner'); return [h.lang, getComputedStyle(h).direction, h.shadowRoot.querySelector('[data-action=accept]').textContent]")?;
        ensure!(said[0] == language && said[1] == direction && said[2] != english, "{language}: {said}");
    }
    Ok(())
}

/// No style source, no sink for strings (Trusted Types, where the engine has them), nothing inline.
const STRICT: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const STRICT_PAGE: &str = "<!doctype html><html lang=en><head><title>Strict</title><script src='/pkg/hushgate.js' data-config='{\"policyVersion\":\"1\",\"locale\":\"de\",\"regime\":\"opt-in\",\"categories\":[\"analytics\",\"marketing\"]}'></script></head><body><p>Strict</p></body></html>";

fn a_strict_policy_lets_all_of_it_be_shown(engine: Engine) -> Result<()> {
    let world = World { csp: Some(STRICT), extra: Some(("/strict.html", STRICT_PAGE)), ..World::default() };
    let page = Page::start(engine, world)?;
    page.visit("/strict.html")?;
    let styled = |selector: &str| {
        format!(
            "const e = document.querySelector('hushgate-banner')?.shadowRoot.querySelector('{selector}'); return !!e && getComputedStyle(e).borderTopLeftRadius !== '0px'"
        )
    };
    page.until("the banner in its style", &styled("section"))?;
    page.click("[data-action=preferences]")?;
    page.until("the preferences in theirs", &styled("dialog"))?;
    page.click("[data-action=save]")?;
    page.until(
        "the record",
        "return hushgate.get('analytics') === false && /hushgate=/.test(document.cookie)",
    )?;
    page.js("hushgate.show()")?;
    page.click("#export")?;
    page.until("that nothing failed", "return hushgate.ready().then(({ decided }) => decided)")
}

fn the_preferences_are_a_real_dialog(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    page.click("[data-action=preferences]")?;
    // They are fetched when they are first opened.
    page.until("the dialog", DIALOG)?;
    let state = "const root = document.querySelector('hushgate-banner').shadowRoot; const d = root.querySelector('dialog');
        const on = [...d.querySelectorAll('input')].filter(i => i.checked && !i.disabled).length;
        return [d.open, d.matches(':modal'), root.activeElement !== null, on, d.querySelector('#necessary')?.disabled ?? true]";
    ensure!(page.js(state)? == json!([true, true, true, 0, true]), "the dialog: {}", page.js(state)?);
    page.click("[data-action=close]")?;
    ensure!(page.asks()?, "closing the preferences counted as a choice");
    ensure!(page.record()?.is_none(), "closing the preferences stored something");
    Ok(())
}

fn the_banner_fits_a_small_phone(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    // A frame of 320 pixels: no engine lets its window become that narrow.
    page.js("const f = document.createElement('iframe'); f.src = '/pricing.html'; f.id = 'phone'; f.style.cssText = 'width:320px;height:568px;border:0'; document.body.prepend(f)")?;
    let shown = "document.getElementById('phone').contentDocument?.querySelector('hushgate-banner')?.shadowRoot?.querySelector('[data-action=accept]')";
    page.until("the banner in the frame", &format!("return !!({shown})?.getClientRects().length"))?;
    let fits = format!("const view = document.getElementById('phone').contentWindow; const root = {shown}.getRootNode();
        return [...root.querySelectorAll('button')].filter(b => b.getClientRects().length).every(b => {{ const r = b.getBoundingClientRect();
            return r.left >= 0 && r.right <= view.innerWidth && r.bottom <= view.innerHeight && r.height >= 24 }})");
    ensure!(page.js(&fits)? == json!(true), "a button is cut off or too small at 320 pixels");
    Ok(())
}

fn a_saved_choice_is_said_and_goes_away(engine: Engine) -> Result<()> {
    let status = "const said = document.querySelector('hushgate-banner').shadowRoot.querySelector('[role=status]').textContent;";
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    page.click("[data-action=decline]")?;
    page.until("the words after Decline", &format!("{status} return said.length > 3"))?;
    let start = Instant::now();
    page.until("the words to go", &format!("{status} return said === ''"))?;
    ensure!(start.elapsed() < Duration::from_secs(10), "the words stayed for {:?}", start.elapsed());
    // The same answer again is news again.
    page.js("hushgate.rejectAll()")?;
    page.until("the words once more", &format!("{status} return said.length > 3"))?;
    Ok(())
}

fn screenshots(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/screens");
    let file = |name: &str| folder.join(format!("{}-{name}.png", engine.name()));
    page.resize(1280, 860)?;
    page.open("/index.html")?;
    page.until("the banner", "return !!document.querySelector('hushgate-banner')?.shadowRoot?.querySelector('[data-action=accept]')")?;
    page.screenshot(&file("banner"))?;
    page.click("[data-action=preferences]")?;
    page.until("the dialog", DIALOG)?;
    page.screenshot(&file("preferences"))?;
    page.click("[data-action=close]")?;
    page.resize(500, 860)?;
    page.screenshot(&file("narrow"))?;
    Ok(())
}
