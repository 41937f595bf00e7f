//! Every way out of the page that is hooked, with every kind of body, and the site's own traffic left alone.

use crate::support::page::{Page, World, decoded, hushed};
use anyhow::{Result, ensure};
use serde_json::json;
use xtask::demo::Hit;
use xtask::webdriver::Engine;

crate::cases!(
    every_transport_is_held_then_hushed,
    every_transport_is_dropped_after_decline,
    the_sites_own_requests_are_untouched,
    pages_that_patch_before_and_after_go_on_working,
    dropped_requests_end_as_the_platform_ends_them,
    dropped_requests_need_no_leave_for_images,
    aborted_requests_reject_as_the_platform_rejects_them,
);

/// Sends one request by each transport and body kind to an analytics endpoint, each with its own marker `n`.
/// `token` and `user` are secrets; every request carries both, in its URL and in its body.
const EVERY_TRANSPORT: &str = r#"
const [token, user] = arguments;
const to = n => `${demo.collector}/mixpanel/t/${n}?dl=${encodeURIComponent(`https://shop.example/share/${token}?access_token=${token}`)}&user_id=${user}&n=${n}`;
const json = JSON.stringify({ event: 'seen', page: `https://shop.example/reset?token=${token}`, user_id: user, keep: 'kept-value' });
const form = () => new URLSearchParams({ event: 'seen', access_token: token, user_id: user, keep: 'kept-value' });
const data = () => { const f = new FormData(); f.set('event', 'seen'); f.set('access_token', token); f.set('keep', 'kept-value'); return f; };
const headers = { 'content-type': 'application/json' };
const bytes = new TextEncoder().encode(json);
const quiet = p => p.catch(() => {});
const post = (n, body, extra = {}) => quiet(fetch(to(n), { method: 'POST', body, ...extra }));
quiet(fetch(to('fetch-get')));
quiet(fetch(new URL(to('fetch-url'))));
post('fetch-string', json, { headers });
post('fetch-form', form());
post('fetch-formdata', data());
post('fetch-blob', new Blob([json], { type: 'application/json' }));
post('fetch-buffer', bytes.buffer.slice(0), { headers });
post('fetch-view', bytes, { headers });
post('fetch-keepalive', json, { headers, keepalive: true });
quiet(fetch(new Request(to('fetch-request'), { method: 'POST', body: json, headers })));
quiet(fetch(new Request(to('fetch-request-init')), { method: 'POST', body: json, headers }));
const xhr = (n, body, type) => { const x = new XMLHttpRequest(); x.open('POST', to(n)); if (type) x.setRequestHeader('content-type', type); x.send(body); };
xhr('xhr-string', json, 'application/json');
xhr('xhr-form', form());
xhr('xhr-blob', new Blob([json], { type: 'application/json' }));
xhr('xhr-buffer', bytes.buffer.slice(0), 'application/json');
navigator.sendBeacon(to('beacon-empty'));
navigator.sendBeacon(to('beacon-string'), json);
navigator.sendBeacon(to('beacon-blob'), new Blob([json], { type: 'text/plain' }));
navigator.sendBeacon(to('beacon-form'), form());
new Image().src = to('image-src');
document.createElement('img').setAttribute('src', to('image-attribute'));
const frame = document.createElement('iframe');
document.body.append(frame);
quiet(frame.contentWindow.fetch(to('frame-fetch'), { method: 'POST', body: json }));
const taken = frames[frames.length - 1].fetch;
quiet(taken.call(window, to('frame-taken'), { method: 'POST', body: json }));
const inner = new frame.contentWindow.XMLHttpRequest(); inner.open('POST', to('frame-xhr')); inner.send(json);
const markup = document.createElement('div'); document.body.append(markup); markup.innerHTML = '<iframe></iframe>';
quiet(frames[frames.length - 1].fetch(to('frame-markup'), { method: 'POST', body: json }));
"#;

const MARKERS: &[&str] = &[
    "fetch-get",
    "fetch-url",
    "fetch-string",
    "fetch-form",
    "fetch-formdata",
    "fetch-blob",
    "fetch-buffer",
    "fetch-view",
    "fetch-keepalive",
    "fetch-request",
    "fetch-request-init",
    "xhr-string",
    "xhr-form",
    "xhr-blob",
    "xhr-buffer",
    "beacon-empty",
    "beacon-string",
    "beacon-blob",
    "beacon-form",
    "image-src",
    "image-attribute",
    "frame-fetch",
    "frame-taken",
    "frame-xhr",
    "frame-markup",
];

/// Opaque enough to be a token, different on every run.
fn secrets() -> Vec<String> {
    let mut state =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(7, |d| d.as_nanos() as u64)
            | 1;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"[(state >> 33) as usize % 56])
    };
    let token: String = (0..32).map(|_| letter()).collect();
    let user: String = (0..10).map(|_| letter()).collect();
    vec![token, format!("user-{user}")]
}

fn every_transport_is_held_then_hushed(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    let secrets = secrets();
    page.js_with(EVERY_TRANSPORT, secrets.iter().map(|s| json!(s)).collect())?;
    page.silent("before a choice")?;
    page.click("[data-action=accept]")?;
    page.arrived("mixpanel")?;
    let hits = page.quiet();
    hushed(&hits, &secrets)?;
    let mut wrong: Vec<String> = Vec::new();
    for marker in MARKERS {
        // Besides the request itself the browser may have asked leave for it.
        let own = |hit: &&Hit| hit.is_event() && hit.path.ends_with(&format!("/t/{marker}"));
        match hits.iter().filter(own).collect::<Vec<_>>()[..] {
            [hit] if hit.body.is_empty() => {}
            [hit] => ensure!(decoded(hit).contains("kept-value"), "{marker} lost what is not secret"),
            ref several => wrong.push(format!("{marker} {} times", several.len())),
        }
    }
    ensure!(wrong.is_empty(), "not exactly once at the collector: {}", wrong.join(", "));
    Ok(())
}

fn every_transport_is_dropped_after_decline(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    let secrets: Vec<_> = secrets().iter().map(|s| json!(s)).collect();
    page.js_with(EVERY_TRANSPORT, secrets.clone())?;
    page.click("[data-action=decline]")?;
    page.until("the refusal", "return demo.events.some(e => e.type === 'hushgate:change')")?;
    page.js_with(EVERY_TRANSPORT, secrets)?;
    page.silent("after Decline")?;
    page.works()?;
    Ok(())
}

fn the_sites_own_requests_are_untouched(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    // Without the demo's own wrappers, which are not the platform's.
    page.open("/index.html?tap=off")?;
    // Not an analytics endpoint: its token and user ID are the site's business, and nothing waits for the choice.
    page.js("window.own = [];
        fetch('/index.html?access_token=abcdefabcdefabcdef123456&user_id=7').then(r => own.push(new URL(r.url).search));
        const x = new XMLHttpRequest(); x.open('GET', '/index.html?user_id=8'); x.onload = () => own.push(new URL(x.responseURL).search); x.send();
        const s = new XMLHttpRequest(); s.open('GET', '/index.html?user_id=9', false); s.send(); own.push(new URL(s.responseURL).search);
        const i = new Image(); i.onload = i.onerror = () => own.push(new URL(i.src).search); i.src = '/icon.svg?user_id=10';")
        ?;
    page.until("four answers", "return own.length === 4")?;
    let own = page.js("return own.sort().join()")?;
    ensure!(
        own == json!("?access_token=abcdefabcdefabcdef123456&user_id=7,?user_id=10,?user_id=8,?user_id=9"),
        "the site's own requests changed: {own}"
    );
    // The window's own classes: Firefox runs scripts in a scope with classes of its own.
    let shapes = "return fetch.name === 'fetch' && fetch.length === 1 && navigator.sendBeacon.length === 1
        && XMLHttpRequest.prototype.open.length === 2 && /native code/.test(String(fetch))
        && fetch('http://[').then(() => 0, e => { window.shape = e instanceof window.TypeError }) instanceof window.Promise";
    ensure!(page.js(shapes)? == json!(true), "a hooked function does not look as the platform's");
    page.until("the platform's own error", "return window.shape === true")?;
    Ok(())
}

fn pages_that_patch_before_and_after_go_on_working(engine: Engine) -> Result<()> {
    let before = "window.before = 0; const theirs = window.fetch; window.fetch = function (...a) { before++; return theirs.apply(this, a) };
        const theirSend = XMLHttpRequest.prototype.send; XMLHttpRequest.prototype.send = function (b) { before++; return theirSend.call(this, b) };";
    let page = Page::start(engine, World { prelude: Some(before), ..World::default() })?;
    page.open("/index.html")?;
    page.js("window.after = 0; const ours = window.fetch; window.fetch = function (...a) { window.after++; return ours.apply(window, a) }; window.seenBefore = before")?;
    page.works()?;
    ensure!(
        page.js("return before > seenBefore && after > 0")? == json!(true),
        "a page's own patch was not called"
    );
    page.fire()?;
    page.silent("before a choice, on a page that patches too")?;
    page.click("[data-action=accept]")?;
    page.fire()?;
    let planted = page.planted()?;
    for vendor in ["ga4", "sentry", "mixpanel"] {
        hushed(&page.arrived(vendor)?, &planted)?;
    }
    Ok(())
}

fn dropped_requests_end_as_the_platform_ends_them(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    page.click("[data-action=decline]")?;
    page.until("the refusal", "return demo.events.some(e => e.type === 'hushgate:change')")?;
    page.js("window.ended = {};
        const u = demo.collector + '/mixpanel/gone';
        fetch(u, { method: 'POST', body: '{}' }).then(r => { ended.fetch = r.ok && r instanceof Response });
        const states = []; const x = new XMLHttpRequest(); x.open('POST', u); x.onreadystatechange = () => states.push(x.readyState);
        x.onloadend = () => { ended.xhr = x.readyState === 4 && states.at(-1) === 4 }; x.send('{}');
        ended.beacon = navigator.sendBeacon(u, '{}') === true;
        const i = new Image(); i.onload = i.onerror = () => { ended.image = true }; i.src = u;
        const c = new AbortController(); fetch(u, { signal: c.signal }).then(() => { ended.abort = true }, () => { ended.abort = true }); c.abort();")
        ?;
    page.until(
        "every request to end",
        "return ['fetch', 'xhr', 'beacon', 'image', 'abort'].every(k => ended[k] === true)",
    )?;
    page.silent("after Decline")?;
    Ok(())
}

fn dropped_requests_need_no_leave_for_images(engine: Engine) -> Result<()> {
    let csp = "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; connect-src * data:; img-src 'self'";
    let page = Page::start(engine, World { csp: Some(csp), ..World::default() })?;
    page.open("/index.html")?;
    page.click("[data-action=decline]")?;
    page.until("the refusal", "return demo.events.some(e => e.type === 'hushgate:change')")?;
    page.js("window.ended = {}; window.violated = [];
        document.addEventListener('securitypolicyviolation', e => violated.push(`${e.effectiveDirective} ${e.blockedURI}`));
        const u = demo.collector + '/mixpanel/gone';
        const i = new Image(); i.src = u; i.onload = () => { ended.image = 'load' }; i.onerror = () => { ended.image = 'error' };
        const x = new XMLHttpRequest(); x.open('GET', u); x.onload = () => { ended.xhr = 'load' }; x.onerror = () => { ended.xhr = 'error' }; x.send();")?;
    page.until("both to end", "return !!ended.image && !!ended.xhr")?;
    let ended = page.js("return [ended.image, ended.xhr, violated.join()]")?;
    ensure!(ended == json!(["load", "load", ""]), "image, request and violations: {ended}");
    page.silent("after Decline")?;
    Ok(())
}

fn aborted_requests_reject_as_the_platform_rejects_them(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    page.js("window.ended = {};
        const u = demo.collector + '/mixpanel/gone';
        const go = (name, signal) => fetch(u, { method: 'POST', body: '{}', signal }).then(() => { ended[name] = 'answered' }, e => { ended[name] = e?.name ?? e });
        const held = new AbortController(); go('held', held.signal); held.abort();
        const late = new AbortController(); go('late', late.signal); setTimeout(() => late.abort(), 50);
        const before = new AbortController(); before.abort(); go('before', before.signal);
        const reason = new AbortController(); reason.abort('mine'); go('reason', reason.signal)")?;
    page.until("all to end", "return Object.keys(ended).length === 4")?;
    let ended = page.js("return [ended.held, ended.late, ended.before, ended.reason]")?;
    ensure!(ended == json!(["AbortError", "AbortError", "AbortError", "mine"]), "they ended with {ended}");
    page.click("[data-action=accept]")?;
    page.until("the choice", "return hushgate.get('analytics')")?;
    let gone = page.quiet().into_iter().find(|hit| hit.path == "/mixpanel/gone");
    ensure!(gone.is_none(), "an aborted request was sent: {gone:?}");
    Ok(())
}
