//! The other ways in: the npm entry on a page that has no script tag, and the demo's own panel.

use crate::support::page::{Page, World, hushed};
use anyhow::{Result, ensure};
use serde_json::json;
use xtask::webdriver::Engine;

crate::cases!(the_npm_entry_asks_and_releases, the_wire_panel_tells_what_left);

/// A page as a bundler makes it: the gate is a module, started before the clients.
const NPM: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>npm</title>
<script src="/demo.js"></script>
<script src="/config.js"></script>
<script type="module">
import * as npm from '/pkg/index.js';
window.npm = npm;
window.untouched = !('hushgate' in window);
window.warned = [];
const { warn } = console;
console.warn = (...all) => { warned.push(all.join(' ')); warn(...all); };
npm.init(hushgateConfig);
npm.init(hushgateConfig);
</script>
<script src="/dist/clients.js" defer></script>
</head>
<body><p>A page.</p></body>
</html>"#;

fn the_npm_entry_asks_and_releases(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World { extra: Some(("/npm.html", NPM)), ..World::default() })?;
    page.open("/npm.html")?;
    ensure!(page.asks()?, "no banner");
    ensure!(page.js("return untouched")? == json!(true), "importing touched a global");
    let warned = page.js("return warned.filter(text => text.startsWith('Hushgate'))")?;
    ensure!(warned.as_array().is_some_and(|all| all.len() == 1), "the second start warned {warned}");
    page.fire()?;
    page.silent("before a choice")?;
    page.click("[data-action=accept]")?;
    page.until("the choice", "return npm.get('analytics') && npm.get('necessary')")?;
    page.fire()?;
    let planted = page.planted()?;
    for vendor in ["ga4", "sentry", "mixpanel"] {
        hushed(&page.arrived(vendor)?, &planted)?;
    }
    page.js("npm.show()")?;
    page.click("[data-action=reject-all]")?;
    page.until("the withdrawal", "return npm.get('analytics') === false")?;
    Ok(())
}

/// Opens every row; each one's badge and what the panel says has left.
const ROWS: &str = "for (const row of document.querySelectorAll('#wire .wire-row')) row.open = true;
return [...document.querySelectorAll('#wire .wire-row')].map(row => {
    const left = [...row.querySelectorAll('h3')].find(title => title.textContent === 'Left the browser');
    return [row.querySelector('.wire-badge').textContent, left?.nextElementSibling.textContent ?? ''];
})";

fn the_wire_panel_tells_what_left(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/account.html")?;
    page.fire()?;
    let all = |badge: &str| {
        format!(
            "const rows = [...document.querySelectorAll('#wire .wire-badge')].map(b => b.textContent); return rows.length > 2 && rows.every(b => b === '{badge}')"
        )
    };
    page.until("held rows", &all("held"))?;
    let state = "return document.querySelector('.wire-state').textContent";
    ensure!(page.js(state)? == "Not answered yet: the question is on the page.", "{}", page.js(state)?);
    page.click("[data-action=accept]")?;
    page.until("rows that were sent", &all("sent"))?;
    page.arrived("sentry")?;
    ensure!(page.js(state)? == "Analytics allowed.", "{}", page.js(state)?);
    // The rows are filled when they are opened, and again when the collector has told what arrived.
    page.js(ROWS)?;
    page.until(
        "what arrived",
        "return [...document.querySelectorAll('#wire .wire-row h3 + pre')].length > document.querySelectorAll('#wire .wire-row').length",
    )?;
    let rows: Vec<(String, String)> = serde_json::from_value(page.js(ROWS)?)?;
    ensure!(rows.iter().any(|(_, left)| left.contains("redacted")), "no row shows what left: {rows:?}");
    for value in page.planted()? {
        let told = rows.iter().find(|(_, left)| left.contains(&value));
        ensure!(told.is_none(), "`{value}` is told as sent: {told:?}");
    }
    let leaks = page.js("return document.querySelectorAll('#wire mark.leak').length")?;
    ensure!(leaks == json!(0), "{leaks} values are marked as leaks");
    Ok(())
}
