//! What goes wrong must leave the gate closed and the site working.

use crate::support::page::{Page, World};
use anyhow::{Result, bail, ensure};
use serde_json::{Value, json};
use xtask::webdriver::Engine;

crate::cases!(
    without_the_wasm_the_gate_stays_closed,
    without_the_glue_the_gate_stays_closed,
    without_the_scrubber_nothing_leaves,
    a_csp_without_wasm_keeps_the_gate_closed,
    an_old_browser_keeps_the_gate_closed,
    bad_config_names_the_field,
    without_the_words_bad_config_names_the_field,
    a_bad_proof_closes_the_gate_at_the_first_choice,
    stored_garbage_is_as_never_asked,
    storage_that_throws_is_as_never_asked,
    a_full_storage_keeps_the_choice_for_the_page,
    a_body_that_cannot_be_read_is_not_sent,
    loading_twice_is_harmless,
    an_element_called_hushgate_is_not_hushgate,
);

/// Keeps what the console is told as an error.
macro_rules! console {
    ($more:literal) => {
        Some(concat!(
            "window.said = []; { const { error } = console; console.error = (...a) => { said.push(a.join(' ')); error.apply(console, a) } }",
            $more
        ))
    };
}

fn listening() -> World {
    World { prelude: console!(""), ..World::default() }
}

/// What Hushgate told the console: one clear error, whatever else a page and its clients say there.
fn said(page: &Page) -> Result<String> {
    let said = page.js("return said.filter(text => text.startsWith('Hushgate:'))")?;
    match said.as_array().map(Vec::as_slice) {
        Some([Value::String(text)]) => Ok(text.clone()),
        _ => bail!("the console was told {said} instead of one error"),
    }
}

/// Checks a page whose Hushgate could not start.
fn closed(page: &Page, code: &str) -> Result<()> {
    page.fire()?;
    page.silent("with the gate closed")?;
    page.works()?;
    let errors = page.events("hushgate:error")?;
    ensure!(errors.len() == 1, "{} errors instead of one: {errors:?}", errors.len());
    ensure!(errors[0]["code"] == code, "the error should be `{code}`: {}", errors[0]);
    let (message, said) = (errors[0]["message"].as_str().unwrap_or_default(), said(page)?);
    ensure!(message.len() > 20, "the error explains nothing: {}", errors[0]);
    ensure!(said == format!("Hushgate: {message}"), "the console says `{said}`, the event `{message}`");
    ensure!(
        said.contains("wasm-unsafe-eval") == (code == "csp"),
        "advice on the CSP goes with a CSP's error only: {said}"
    );
    ensure!(
        code != "load" || said.contains(&format!("{}/pkg/", page.demo.site)),
        "what cannot be loaded is not named: {said}"
    );
    let nothing = "const s = window.late; return Object.isFrozen(s) && Object.isFrozen(s.granted) && Object.keys(s.granted).join() === 'necessary'";
    page.js("hushgate.ready().then(s => { window.late = s })")?;
    page.until("the snapshot of a failure", &format!("if (!window.late) return false; {nothing}"))?;
    Ok(())
}

fn without_the_wasm_the_gate_stays_closed(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World { missing: vec!["/pkg/gate.wasm".into()], ..listening() })?;
    page.open("/index.html")?;
    closed(&page, "load")?;
    Ok(())
}

fn without_the_glue_the_gate_stays_closed(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World { missing: vec!["/pkg/gate.js".into()], ..listening() })?;
    page.open("/index.html")?;
    closed(&page, "load")?;
    Ok(())
}

fn without_the_scrubber_nothing_leaves(engine: Engine) -> Result<()> {
    // The demo names Sentry, which only the larger one reads.
    let missing = ["/pkg/scrub.wasm", "/pkg/site.wasm"].map(String::from).into();
    let page = Page::start(engine, World { missing, ..listening() })?;
    page.open("/index.html")?;
    page.fire()?;
    page.click("[data-action=accept]")?;
    page.until("the error", "return demo.events.some(e => e.type === 'hushgate:error')")?;
    closed(&page, "load")?;
    Ok(())
}

fn a_csp_without_wasm_keeps_the_gate_closed(engine: Engine) -> Result<()> {
    // Inline scripts are the demo server's own; `connect-src` stays open so that only the gate stands in the way.
    let csp =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; connect-src *; img-src *; frame-src 'self'";
    let page = Page::start(engine, World { csp: Some(csp), ..listening() })?;
    page.open("/index.html")?;
    closed(&page, "csp")?;
    let said = said(&page)?;
    ensure!(
        said.contains("'wasm-unsafe-eval'") && said.contains("script-src"),
        "the error does not name what to add: {said}"
    );
    Ok(())
}

fn an_old_browser_keeps_the_gate_closed(engine: Engine) -> Result<()> {
    let page =
        Page::start(engine, World { prelude: console!("delete window.WebAssembly;"), ..World::default() })?;
    page.open("/index.html")?;
    closed(&page, "load")?;
    Ok(())
}

fn bad_config_names_the_field(engine: Engine) -> Result<()> {
    let page = Page::start(engine, listening())?;
    page.open("/index.html")?;
    let good = page.js("return hushgateConfig")?;
    let cases: Vec<Value> = serde_json::from_str(include_str!("../data/config.json"))?;
    // A wrong key of `text` replaces no words and harms nobody: the developers' check names it, the gate does not look.
    // Who is imported from is looked at where nothing is stored yet, and whether to load anew after a choice.
    let later = |case: &Value| {
        let field = case["error"]["field"].as_str().unwrap_or_default();
        ["import", "reload"].iter().any(|part| field.starts_with(part))
    };
    let is_looked_at =
        |case: &&Value| case["error"].is_object() && case["error"]["expected"] != "TextKey" && !later(case);
    let bad: Vec<&Value> = cases.iter().filter(is_looked_at).collect();
    ensure!(bad.len() >= 8, "too few bad configurations to prove anything");
    for case in bad {
        let config = if case["config"].is_object() && case["error"]["expected"] != "Owner" {
            // The demo's endpoints stay declared unless the case itself is about who is named.
            let mut config = json!({ "vendors": good["vendors"] });
            merge(&mut config, &case["config"]);
            config
        } else {
            case["config"].clone()
        };
        page.open_with(&config)?;
        // What is used once the screen is painted is looked at then.
        page.until(
            &format!("the error of {}", case["name"]),
            "return demo.events.some(e => e.type === 'hushgate:error')",
        )?;
        let errors = page.events("hushgate:error")?;
        ensure!(errors.len() == 1, "{}: {} errors instead of one", case["name"], errors.len());
        ensure!(
            errors[0]["field"] == case["error"]["field"],
            "{}: expected {}, got {}",
            case["name"],
            case["error"],
            errors[0]
        );
        let [field, given, expected] =
            ["field", "given", "expected"].map(|name| errors[0][name].as_str().unwrap_or_default());
        ensure!(!expected.is_empty(), "{}: nothing accepted is named", case["name"]);
        ensure!(given == case["error"]["given"], "{}: given is {given}", case["name"]);
        let said = said(&page)?;
        ensure!(
            [field, given, expected].iter().all(|part| said.contains(part)) && !said.contains("  "),
            "{}: the console says {said}",
            case["name"]
        );
    }
    page.demo.clear();
    let mut config = good.clone();
    config["policyVersion"] = json!(7);
    page.open_with(&config)?;
    page.fire()?;
    page.silent("with a bad configuration")?;
    page.works()?;
    let granted = page.js("return hushgate.get('analytics')")?;
    ensure!(granted != json!(true), "a bad configuration granted analytics");
    Ok(())
}

fn without_the_words_bad_config_names_the_field(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World { missing: vec!["/pkg/check.wasm".into()], ..listening() })?;
    page.open_with(&json!({ "vendors": { "own": { "category": "ads", "endpoints": ["/in"] } } }))?;
    closed(&page, "config")?;
    let error = page.events("hushgate:error")?.remove(0);
    ensure!(error["field"] == "vendors.own.category", "the field is not named: {error}");
    ensure!(
        said(&page)?.contains("config field vendors.own.category is wrong"),
        "the console: {}",
        said(&page)?
    );
    page.open_with(&json!("analytics"))?;
    ensure!(said(&page)?.contains("config is wrong"), "the console: {}", said(&page)?);
    Ok(())
}

fn a_bad_proof_closes_the_gate_at_the_first_choice(engine: Engine) -> Result<()> {
    let page = Page::start(engine, listening())?;
    page.open("/index.html")?;
    let mut config = page.js("return hushgateConfig")?;
    config["proof"] = json!({ "endpoint": "consent" });
    page.open_with(&config)?;
    page.click("[data-action=accept]")?;
    page.until("the error", "return demo.events.some(e => e.type === 'hushgate:error')")?;
    ensure!(said(&page)?.contains("proof.endpoint"), "the console: {}", said(&page)?);
    page.quiet();
    page.demo.clear();
    closed(&page, "config")
}

fn merge(into: &mut Value, from: &Value) {
    for (key, value) in from.as_object().into_iter().flatten() {
        into[key] = value.clone();
    }
}

fn stored_garbage_is_as_never_asked(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    let future =
        "v=1&p=' + hushgateConfig.policyVersion + '&t=' + (Date.now() + 9e9) + '&by=banner&gpc=0&analytics=1";
    for garbage in [
        "",
        "{}",
        "%",
        "v=1",
        "v=9&analytics=1",
        "\u{fffd}\u{0}",
        "v=1&p=x&t=-1&by=banner&gpc=0&analytics=1",
        future,
    ] {
        let set = format!("localStorage.setItem('hushgate', '{}')", garbage.replace('\0', "\\0"));
        page.js(&set)?;
        page.open("/index.html")?;
        ensure!(page.asks()?, "`{garbage}` was taken for a choice");
        ensure!(page.events("hushgate:error")?.is_empty(), "`{garbage}` was reported as a failure");
    }
    page.fire()?;
    page.silent("with garbage stored")?;
    Ok(())
}

fn storage_that_throws_is_as_never_asked(engine: Engine) -> Result<()> {
    let throwing = "Object.defineProperty(window, 'localStorage', { configurable: true, get() { throw new DOMException('blocked', 'SecurityError') } });";
    let page = Page::start(engine, World { prelude: Some(throwing), ..World::default() })?;
    page.open("/index.html")?;
    ensure!(page.asks()?, "not asked while storage is blocked");
    page.js("window.thrown = 0; window.onerror = () => { window.thrown++ }; window.onunhandledrejection = () => { window.thrown++ }")?;
    page.click("[data-action=accept]")?;
    page.until("the choice for this page", "return hushgate.get('analytics')")?;
    ensure!(page.js("return thrown")? == json!(0), "an exception reached the page");
    Ok(())
}

fn a_full_storage_keeps_the_choice_for_the_page(engine: Engine) -> Result<()> {
    let full = "const { setItem } = Storage.prototype; Storage.prototype.setItem = function (name, text) {
        if (/^hushgate/.test(name)) throw new DOMException('full', 'QuotaExceededError');
        setItem.call(this, name, text);
    };
    Object.defineProperty(Document.prototype, 'cookie', { get() { return '' }, set() {} });";
    let page = Page::start(engine, World { prelude: Some(full), ..World::default() })?;
    page.open("/index.html")?;
    page.fire()?;
    page.js("window.thrown = []; window.onerror = (m) => { thrown.push(m) }; window.onunhandledrejection = (e) => { thrown.push(`${e.reason}`) };
        const s = document.querySelector('hushgate-banner').shadowRoot.querySelector('[role=status]');
        window.spoken = ''; new MutationObserver(() => { window.spoken += s.textContent }).observe(s, { childList: true, characterData: true, subtree: true })")?;
    page.click("[data-action=accept]")?;
    page.until("the choice for this page", "return hushgate.get('analytics')")?;
    page.arrived("mixpanel")?;
    // Coming back to the page reads the storage again.
    page.js(
        "document.dispatchEvent(new Event('visibilitychange')); window.dispatchEvent(new Event('pageshow'))",
    )?;
    ensure!(!page.asks()?, "asked again on the same page");
    ensure!(
        page.js("return hushgate.get('analytics')")? == json!(true),
        "the choice does not hold for the page"
    );
    ensure!(page.record()?.is_none(), "something was stored: {:?}", page.record()?);
    let (thrown, spoken) = (page.js("return thrown")?, page.js("return spoken")?);
    ensure!(thrown == json!([]), "an exception reached the page: {thrown}");
    ensure!(spoken == json!(""), "said although nothing is stored: {spoken}");
    Ok(())
}

fn a_body_that_cannot_be_read_is_not_sent(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.accept("/index.html")?;
    page.js("fetch(demo.collector + '/mixpanel/broken', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{\"a\": [1, 2' }).catch(() => {});
        fetch(demo.collector + '/mixpanel/binary', { method: 'POST', body: new Uint8Array([0, 255, 254, 1, 128, 7]) }).catch(() => {})")?;
    let refused = "demo.events.filter(e => e.type === 'hushgate:report' && e.detail.verdict === 'refused')";
    page.until("two refusals", &format!("return {refused}.length === 2"))?;
    let paths = page.js(&format!("return {refused}.map(e => e.detail.path).sort()"))?;
    ensure!(paths == json!(["/mixpanel/binary", "/mixpanel/broken"]), "refused were {paths}");
    // The clients agreed to may go on sending; these two may not even be asked leave for.
    let hits = page.quiet();
    let sent = hits.iter().find(|hit| ["/mixpanel/broken", "/mixpanel/binary"].contains(&hit.path.as_str()));
    ensure!(sent.is_none(), "a body that cannot be read was sent: {sent:?}");
    page.works()?;
    Ok(())
}

fn loading_twice_is_harmless(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    let again = "window.first = hushgate; window.warned = 0; const warn = console.warn; console.warn = (...a) => { window.warned++; warn(...a) };
        const s = document.createElement('script'); s.src = '/pkg/hushgate.js'; s.onload = () => { window.again = true }; document.head.append(s)";
    page.js(again)?;
    page.until("the second copy", "return window.again === true")?;
    ensure!(
        page.js("return first === hushgate && warned === 1")? == json!(true),
        "the second copy took over or did not warn once"
    );
    page.fire()?;
    page.silent("with two copies and no choice")?;
    page.click("[data-action=accept]")?;
    page.arrived("mixpanel")?;
    Ok(())
}

fn an_element_called_hushgate_is_not_hushgate(engine: Engine) -> Result<()> {
    let element = "{ const e = document.createElement('meta'); e.id = 'hushgate'; document.head.append(e) }";
    let page = Page::start(engine, World { prelude: Some(element), ..World::default() })?;
    page.open("/index.html")?;
    ensure!(page.asks()?, "an element with that id was taken for another copy");
    let odd = "return ['constructor', 'toString', '__proto__'].filter(name => hushgate.get(name) !== false)";
    ensure!(page.js(odd)? == json!([]), "granted: {}", page.js(odd)?);
    Ok(())
}
