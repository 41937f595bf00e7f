//! The two scrubbers: `scrub.wasm` for what most clients send, `site.wasm` for the rest, fetched when it is needed.

use crate::support::page::{Page, World, decoded, hushed};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use xtask::webdriver::Engine;

crate::cases!(the_smaller_scrubber_is_enough_for_most, what_it_has_no_room_for_waits_for_the_larger);

const MAIL: &str = "mara.lind@example.org";

/// Sends text, an envelope, multipart and protocol buffers: an `AnyValue` of OTLP in a message in a message.
const SENT: &str = r#"
const [mail] = arguments, to = demo.collector + '/mixpanel/larger-';
const post = (name, body, type) => fetch(to + name, { method: 'POST', body, headers: { 'content-type': type } });
const text = new TextEncoder().encode(`for ${mail}, kept-value`);
const protobuf = new Uint8Array([10, text.length + 2, 10, text.length, ...text]);
const envelope = `{"event_id":"1"}\n{"type":"event"}\n{"message":"for ${mail}","plan":"kept-value"}\n`;
const multipart = `--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nfor ${mail}, kept-value\r\n--b--\r\n`;
post('envelope', envelope, 'application/x-sentry-envelope');
post('multipart', multipart, 'multipart/form-data; boundary=b');
post('protobuf', protobuf, 'application/x-protobuf');
const xhr = new XMLHttpRequest(); xhr.open('POST', to + 'xhr'); xhr.setRequestHeader('content-type', 'application/x-protobuf'); xhr.send(protobuf);
"#;

/// A page without the demo's clients, one of which sends envelopes, and that names none.
const SMALL: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>one client</title>
<script src="/demo.js"></script>
<script src="/config.js"></script>
<script>hushgateConfig.vendors = { mixpanel: hushgateConfig.vendors.mixpanel };</script>
<script src="/pkg/hushgate.js"></script>
</head>
<body><p>A page.</p></body>
</html>"#;

fn accepted(engine: Engine) -> Result<Page> {
    let page = Page::start(engine, World { extra: Some(("/small.html", SMALL)), ..World::default() })?;
    page.accept("/small.html")?;
    Ok(page)
}

/// How often a file of the package was fetched.
fn fetched(page: &Page, file: &str) -> Result<u64> {
    let count = format!(
        "return performance.getEntriesByType('resource').filter(({{ name }}) => name.endsWith('/{file}')).length"
    );
    page.js(&count)?.as_u64().context("no number")
}

fn the_smaller_scrubber_is_enough_for_most(engine: Engine) -> Result<()> {
    let page = accepted(engine)?;
    page.js_with(
        "const [mail] = arguments, to = demo.collector + '/mixpanel/small-';
        const event = JSON.stringify({ note: `for ${mail}`, plan: 'kept-value' });
        fetch(`${to}json?email=${mail}`, { method: 'POST', body: event });
        navigator.sendBeacon(to + 'form', new URLSearchParams({ data: btoa(event) }));
        const xhr = new XMLHttpRequest(); xhr.open('POST', to + 'lines'); xhr.send(`${event}\n${event}\n`);",
        vec![json!(MAIL)],
    )?;
    page.arrived("mixpanel")?;
    let hits = page.quiet();
    hushed(&hits, &[MAIL.to_owned()])?;
    for name in ["json", "form", "lines"] {
        let own = hits.iter().find(|hit| hit.is_event() && hit.path.ends_with(&format!("/small-{name}")));
        let hit = own.with_context(|| format!("{name} did not arrive"))?;
        ensure!(decoded(hit).contains("kept-value"), "{name} is not what it was");
    }
    ensure!(fetched(&page, "scrub.wasm")? == 1, "the scrubber was not fetched once");
    ensure!(fetched(&page, "site.wasm")? == 0, "the larger scrubber was fetched for nothing");
    Ok(())
}

fn what_it_has_no_room_for_waits_for_the_larger(engine: Engine) -> Result<()> {
    let page = accepted(engine)?;
    page.js_with(SENT, vec![json!(MAIL)])?;
    page.arrived("mixpanel")?;
    let hits = page.quiet();
    hushed(&hits, &[MAIL.to_owned()])?;
    for name in ["envelope", "multipart", "protobuf", "xhr"] {
        let own = hits.iter().find(|hit| hit.is_event() && hit.path.ends_with(&format!("/larger-{name}")));
        let hit = own.with_context(|| format!("{name} did not arrive"))?;
        ensure!(decoded(hit).contains("kept-value"), "{name} is not what it was");
    }
    ensure!(fetched(&page, "site.wasm")? == 1, "the larger scrubber was not fetched once");
    let reports = page.events("hushgate:report")?;
    let edition = |report: &&Value| report["catalogue"].as_str().is_some_and(|day| day.len() == 19);
    ensure!(reports.iter().any(|report| edition(&report)), "no report names the catalogue: {reports:?}");
    // It is there now: what cannot wait is read as well.
    page.demo.clear();
    page.js_with(
        "const [mail] = arguments, to = demo.collector + '/mixpanel/larger-';
        const envelope = `{\"event_id\":\"1\"}\\n{\"type\":\"event\"}\\n{\"message\":\"for ${mail}\",\"plan\":\"kept-value\"}\\n`;
        navigator.sendBeacon(to + 'beacon', envelope)",
        vec![json!(MAIL)],
    )?;
    let hits = page.arrived("mixpanel")?;
    hushed(&hits, &[MAIL.to_owned()])?;
    ensure!(hits.iter().any(|hit| decoded(hit).contains("kept-value")), "the beacon did not arrive");
    Ok(())
}
