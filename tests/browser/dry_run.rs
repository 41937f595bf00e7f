//! `scrub: {dryRun: true}`: reports and changes nothing, says so, and opens nothing.

use crate::support::page::{Page, World, decoded};
use anyhow::{Result, ensure};
use serde_json::{Value, json};
use xtask::webdriver::Engine;

crate::cases!(a_dry_run_reports_and_changes_nothing, a_dry_run_does_not_open_the_gate);

const TOKEN: &str = "Zq8wXr5tYv2uBn7mKd4pLs9gHf3jQc6e";

/// By each transport one request with a token in its address and its body.
const SEND: &str = "const to = (name) => `${demo.collector}/mixpanel/${name}?access_token=${arguments[0]}`;
    const body = JSON.stringify({ user_id: 'user-48213', page: `https://shop.example/share/${arguments[0]}` });
    const headers = { 'content-type': 'application/json' };
    fetch(to('fetch'), { method: 'POST', body, headers });
    fetch(new Request(to('request'), { method: 'POST', body, headers }));
    fetch(to('blob'), { method: 'POST', body: new Blob([body]) });
    fetch(to('unreadable'), { method: 'POST', body: new Uint8Array([0xff, 0xfe, 1]) });
    const xhr = new XMLHttpRequest(); xhr.open('POST', to('xhr')); xhr.setRequestHeader('content-type', 'application/json'); xhr.send(body);
    navigator.sendBeacon(to('beacon'), body);
    new Image().src = to('image');";

fn dry(engine: Engine) -> Result<Page> {
    let warn = "window.warned = []; const said = console.warn; console.warn = (...all) => { warned.push(all.join(' ')); said(...all) };";
    let page = Page::start(engine, World { prelude: Some(warn), ..World::default() })?;
    let endpoint = format!("{}/mixpanel/", page.demo.collector);
    page.open_with(&json!({
        "policyVersion": "1",
        "vendors": { "mixpanel": { "endpoints": [endpoint] } },
        "scrub": { "dryRun": true },
    }))?;
    Ok(page)
}

fn a_dry_run_reports_and_changes_nothing(engine: Engine) -> Result<()> {
    let page = dry(engine)?;
    page.click("[data-action=accept]")?;
    page.until("the choice", "return hushgate.get('analytics')")?;
    page.quiet();
    page.demo.clear();
    page.js_with(SEND, vec![json!(TOKEN)])?;
    page.arrived("mixpanel")?;
    let hits = page.quiet();
    for name in ["fetch", "request", "blob", "unreadable", "xhr", "beacon", "image"] {
        let own: Vec<_> =
            hits.iter().filter(|hit| hit.is_event() && hit.path == format!("/mixpanel/{name}")).collect();
        let [hit] = own[..] else { anyhow::bail!("{name} arrived {} times", own.len()) };
        ensure!(hit.query == format!("access_token={TOKEN}"), "{name} was changed: {}", hit.query);
        let whole = hit.body.is_empty() || hit.body == [0xff, 0xfe, 1] || decoded(hit).contains("user-48213");
        ensure!(whole, "the body of {name} was changed");
    }
    let reports = page.events("hushgate:report")?;
    let sent: Vec<Value> = reports.into_iter().filter(|report| report["verdict"] == "sent").collect();
    ensure!(sent.iter().all(|report| report["dryRun"] == true), "a report does not say so: {sent:?}");
    let of = |name: &str| {
        let path = json!(format!("/mixpanel/{name}"));
        sent.iter().find(|report| report["path"] == path).cloned().unwrap_or_default()
    };
    for name in ["fetch", "request", "blob", "xhr", "beacon"] {
        let places: Vec<_> =
            of(name)["removed"].as_array().into_iter().flatten().map(|row| row["place"].clone()).collect();
        ensure!(places == ["query.access_token", "/user_id", "/page:path[2]"], "{name}: {places:?}");
    }
    ensure!(of("unreadable")["reason"] == "unsupported", "{}", of("unreadable"));
    ensure!(!json!(sent).to_string().contains(TOKEN), "the report tells the token");
    let warned: Vec<String> = serde_json::from_value(page.js("return warned")?)?;
    let dry: Vec<_> = warned.iter().filter(|line| line.contains("dry run")).collect();
    ensure!(dry.len() == 1, "the console was warned: {warned:?}");
    let by_hand = page.js(
        "return hushgate.scrub({ email: 'jane@example.org' }).then(({ value, removed, dryRun }) => [value.email, removed[0].place, dryRun])",
    )?;
    ensure!(by_hand == json!(["jane@example.org", "/email", true]), "by hand: {by_hand}");
    let panel = "return document.querySelector('.wire-badge')?.textContent";
    page.until("the panel", &format!("{panel} === 'sent, dry run'"))?;
    Ok(())
}

fn a_dry_run_does_not_open_the_gate(engine: Engine) -> Result<()> {
    let page = dry(engine)?;
    page.js_with(SEND, vec![json!(TOKEN)])?;
    page.silent("before a choice")?;
    page.click("[data-action=decline]")?;
    page.until("the refusal", "return demo.events.some(e => e.type === 'hushgate:change')")?;
    page.js_with(SEND, vec![json!(TOKEN)])?;
    page.silent("after Decline")?;
    ensure!(
        page.js("return warned.some((line) => line.includes('dry run'))")? == false,
        "the scrubber was opened"
    );
    Ok(())
}
