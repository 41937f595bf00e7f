//! Bodies that a client compresses by itself: unpacked, hushed and packed again where the transport may wait, else not sent.

use crate::support::page::{Page, World, decoded, hushed};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use xtask::webdriver::Engine;

crate::cases!(
    a_compressed_body_is_hushed_where_it_may_wait,
    a_compressed_beacon_at_page_hide_is_not_sent,
    what_cannot_be_unpacked_is_not_sent,
);

const TOKEN: &str = "Zq8wXr5tYv2uBn7mKd4pLs9gHf3jQc6e";

/// `pack(format, size)`: a payload with the token in it, compressed.
const PACK: &str = "window.pack = (format, more = '') => new Response(new Blob([JSON.stringify({
        page: 'https://shop.example/share/' + arguments[0], user_id: 'user-48213', keep: 'kept-value', more,
    })]).stream().pipeThrough(new CompressionStream(format))).arrayBuffer();
    window.to = (name) => demo.collector + '/mixpanel/' + name;";

fn accepted(engine: Engine) -> Result<Page> {
    let page = Page::start(engine, World::default())?;
    page.accept("/index.html")?;
    page.js_with(PACK, vec![json!(TOKEN)])?;
    Ok(page)
}

/// What was said of the request to this path's end, or of the last one without a path.
fn told(page: &Page, verdict: &str) -> Result<Vec<Value>> {
    let reports = page.events("hushgate:report")?;
    Ok(reports.into_iter().filter(|report| report["verdict"] == verdict).collect())
}

fn a_compressed_body_is_hushed_where_it_may_wait(engine: Engine) -> Result<()> {
    let page = accepted(engine)?;
    page.js(
        "const json = { 'content-type': 'application/json' };
        const post = (name, body, headers = {}) => fetch(to(name), { method: 'POST', body, headers: { ...json, ...headers } });
        pack('gzip').then((packed) => {
            post('gzip', packed, { 'content-encoding': 'gzip' });
            post('gzip-silent', new Uint8Array(packed));
            navigator.sendBeacon(to('gzip-beacon'), packed);
            navigator.sendBeacon(to('gzip-blob'), new Blob([packed], { type: 'text/plain' }));
            const xhr = new XMLHttpRequest(); xhr.open('POST', to('gzip-xhr')); xhr.send(packed);
        });
        pack('deflate').then((packed) => post('deflate', packed, { 'content-encoding': 'deflate' }));
        pack('deflate').then((packed) => post('deflate-silent', packed));
        pack('deflate-raw').then((packed) => post('deflate-raw', packed, { 'content-encoding': 'deflate' }))",
    )?;
    page.arrived("mixpanel")?;
    let hits = page.quiet();
    hushed(&hits, &[TOKEN.to_owned(), "user-48213".to_owned()])?;
    for name in [
        "gzip",
        "gzip-silent",
        "gzip-beacon",
        "gzip-blob",
        "gzip-xhr",
        "deflate",
        "deflate-silent",
        "deflate-raw",
    ] {
        let own = hits.iter().find(|hit| hit.is_event() && hit.path.ends_with(&format!("/{name}")));
        let hit = own.with_context(|| format!("{name} did not arrive"))?;
        ensure!(std::str::from_utf8(&hit.body).is_err(), "{name} is no longer compressed");
        let all = decoded(hit);
        ensure!(all.contains("kept-value") && all.contains("/share/redacted"), "{name} is not what it was");
    }
    let rows: Vec<_> = told(&page, "sent")?
        .into_iter()
        .filter(|report| report["path"].as_str().is_some_and(|path| path.ends_with("/gzip")))
        .flat_map(|report| report["removed"].as_array().cloned().unwrap_or_default())
        .collect();
    ensure!(
        rows.contains(&json!({ "rule": "link.share", "place": "/page:path[2]", "count": 1 })),
        "the report of a compressed body names {rows:?}"
    );
    Ok(())
}

fn a_compressed_beacon_at_page_hide_is_not_sent(engine: Engine) -> Result<()> {
    let page = accepted(engine)?;
    page.js("pack('gzip').then((packed) => {
            Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
            navigator.sendBeacon(to('hidden-packed'), packed);
            navigator.sendBeacon(to('hidden-plain'), JSON.stringify({ keep: 'kept-value' }));
        })")?;
    let hits = page.arrived("mixpanel")?;
    ensure!(hits.iter().all(|hit| !hit.path.ends_with("/hidden-packed")), "a compressed beacon was sent");
    ensure!(hits.iter().any(|hit| hit.path.ends_with("/hidden-plain")), "a plain beacon was not sent");
    let refused = told(&page, "refused")?;
    let [only] = &refused[..] else { anyhow::bail!("reported as refused: {refused:?}") };
    ensure!(only["reason"] == "compressed" && only["transport"] == "beacon", "the report says {only}");
    Ok(())
}

fn what_cannot_be_unpacked_is_not_sent(engine: Engine) -> Result<()> {
    let page = accepted(engine)?;
    page.js(
        "const post = (name, body, encoding) => fetch(to(name), { method: 'POST', body, headers: { 'content-encoding': encoding } })
            .then(() => { window.answered = (window.answered ?? 0) + 1 });
        pack('gzip', ' '.repeat(9 << 20)).then((packed) => post('bomb', packed, 'gzip'));
        pack('gzip').then((packed) => {
            post('cut', packed.slice(0, packed.byteLength - 9), 'gzip');
            post('brotli', packed.slice(2), 'br');
            post('twice', packed.slice(2), 'gzip, deflate');
        })",
    )?;
    // The page is answered as if it had been sent.
    page.until("the four answers", "return window.answered === 4")?;
    // Sentry tells of the page's requests.
    let hits = page.quiet();
    ensure!(hits.iter().all(|hit| hit.vendor != "mixpanel"), "what cannot be unpacked was sent");
    let mut reasons: Vec<_> =
        told(&page, "refused")?.iter().map(|report| report["reason"].to_string()).collect();
    reasons.sort();
    let wanted = ["\"compressed\"", "\"compressed\"", "\"compressed\"", "\"too-large\""];
    ensure!(reasons == wanted, "the reasons are {reasons:?}");
    Ok(())
}
