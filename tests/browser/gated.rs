//! Many real clients behind the gate and without an adapter: held until the choice, then hushed, compressed bodies too.

use crate::adapters::{BARE, Plants, plants, run};
use crate::support::page::{Page, World, decoded, hushed};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use xtask::webdriver::Engine;

crate::cases!(every_client_is_held_then_hushed);

const PAGE: &str = "<!doctype html><html lang=en><head><title>Offer</title><script src='/demo.js'></script>
<script>demo.events = [];
for (const name of ['ready', 'change', 'error', 'report']) document.addEventListener('hushgate:' + name, ({ type, detail }) => demo.events.push({ type, detail }));
const ids = { 'datadog-rum': 'datadog', 'datadog-logs': 'datadog', gtag: 'ga4' };
const client = new URLSearchParams(location.search).get('client');
const vendor = ids[client] ?? client;
const own = vendor === 'web-vitals' ? { category: 'analytics' } : {};
window.hushgateConfig = { vendors: { [vendor]: { endpoints: [demo.collector + '/' + client], ...own } } };</script>
<script src='/pkg/hushgate.js'></script>
<script type=module src='/dist/adapters/page.js'></script></head><body><p>Offer</p></body></html>";

/// What its client compresses by itself.
const PACKED: &[&str] = &["posthog", "elastic"];

fn judge(page: &Page, client: &str, plants: &Plants) -> Result<()> {
    page.demo.clear();
    page.visit(&format!("/adapters.html?client={client}&gate&{}", plants.address))?;
    page.js("document.cookie = 'hushgate=;path=/;max-age=0'; localStorage.clear()")?;
    page.visit(&format!("/adapters.html?client={client}&gate&{}&again=1", plants.query()))?;
    page.until("the gate", "return demo.events.some((event) => event.type === 'hushgate:ready')")?;
    // What the last page sent as it was left.
    page.quiet();
    page.demo.clear();
    run(page, plants)?;
    page.until("a request", "return demo.events.some(({ detail }) => detail.verdict === 'held')")?;
    page.silent("before a choice")?;
    page.js("hushgate.acceptAll()")?;
    let mut hits = page.arrived(client)?;
    // The page's own cookies are the browser's to send: a site and its collector on one host share them.
    for hit in &mut hits {
        hit.headers.retain(|(name, _)| name != "cookie");
    }
    hushed(&hits, &plants.values)?;
    let kept = hits.iter().any(|hit| decoded(hit).contains("kept-value"));
    ensure!(kept || BARE.contains(&client), "what may leave was lost, in {} hits", hits.len());
    let packed = hits.iter().any(|hit| hit.body.starts_with(&[0x1f, 0x8b]));
    ensure!(packed == PACKED.contains(&client), "compressed: {packed}");
    let reports: Vec<Value> = page.events("hushgate:report")?;
    let refused: Vec<_> = reports.iter().filter(|report| report["verdict"] == "refused").collect();
    ensure!(refused.is_empty(), "refused: {refused:?}");
    let all = json!(reports).to_string();
    for value in &plants.values {
        ensure!(!all.contains(value), "the report tells `{value}`");
    }
    Ok(())
}

fn every_client_is_held_then_hushed(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World { extra: Some(("/adapters.html", PAGE)), ..World::default() })?;
    let plants = plants();
    page.visit("/adapters.html?client=gtag")?;
    page.until("the page", "return Array.isArray(demo.clients)")?;
    let clients: Vec<String> = serde_json::from_value(page.js("return demo.clients")?)?;
    let only = std::env::var("HUSHGATE_CLIENT").ok();
    let mut wrong = Vec::new();
    for client in clients.iter().filter(|client| only.as_ref().is_none_or(|only| only == *client)) {
        if let Err(error) = judge(&page, client, &plants).with_context(|| client.clone()) {
            wrong.push(format!("{error:#}"));
        }
    }
    ensure!(wrong.is_empty(), "{} of {} clients:\n{}", wrong.len(), clients.len(), wrong.join("\n"));
    Ok(())
}
