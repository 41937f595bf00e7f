//! The adapters of `hushgate/adapters` in the real clients, on a page without the gate: what their hooks let through.

use crate::support::page::{Page, World, decoded, hushed};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::time::Duration;
use xtask::demo::Hit;
use xtask::webdriver::Engine;

crate::cases!(every_adapter_hushes_its_client, a_hook_drops_until_the_scrubber_is_there);

const PAGE: &str = "<!doctype html><html lang=en><head><title>Offer</title><script src='/demo.js'></script>
<script type=module src='/dist/adapters/page.js'></script></head><body><p>Offer</p></body></html>";

/// Clients that send events only after an answer which no loopback collector gives.
pub const BARE: &[&str] = &["countly", "newrelic"];

fn opaque(seed: u32, length: u32) -> String {
    let start = std::process::id().wrapping_mul(31).wrapping_add(seed.wrapping_mul(977));
    let mut state = start | 1;
    let letters = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
    (0..length)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(letters[(state >> 16) as usize % letters.len()])
        })
        .collect()
}

/// What must not arrive.
pub struct Plants {
    given: Value,
    pub values: Vec<String>,
    /// Of the page: query and fragment.
    pub address: String,
}

impl Plants {
    /// Of the page's address, the query alone.
    pub fn query(&self) -> &str {
        self.address.split('#').next().unwrap_or_default()
    }
}

pub fn plants() -> Plants {
    let token = opaque(1, 32);
    let user = format!("user-{}", 1000 + std::process::id() % 9000);
    let email = format!("mara.lind{}@example.org", std::process::id());
    let ip = format!("198.51.100.{}", 11 + std::process::id() % 200);
    let part = |text: &str| base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, text);
    let jwt = format!(
        "{}.{}.{}",
        part(r#"{"alg":"HS256"}"#),
        part(&format!(r#"{{"sub":"{user}"}}"#)),
        opaque(2, 43)
    );
    let link = format!("https://shop.example/share/{token}?access_token={token}&page=2#key={token}");
    Plants {
        given: json!({ "user": user, "email": email, "ip": ip, "token": token, "jwt": jwt, "link": link }),
        address: format!("access_token={token}#key={token}"),
        values: vec![token, user, email, ip, jwt],
    }
}

fn world() -> World {
    World { extra: Some(("/adapters.html", PAGE)), ..World::default() }
}

/// Starts the client that the page is about, without waiting for what it waits for.
pub fn run(page: &Page, plants: &Plants) -> Result<()> {
    page.until("the page", "return typeof demo?.run === 'function'")?;
    page.js_with(
        "demo.run(arguments[0]).then(() => { demo.done = true }, (error) => { demo.done = String(error) })",
        vec![plants.given.clone()],
    )?;
    Ok(())
}

fn started(page: &Page, plants: &Plants) -> Result<()> {
    run(page, plants)?;
    page.until("its start", "return demo.done !== undefined")?;
    let done = page.js("return demo.done")?;
    ensure!(done == json!(true), "it did not start: {done}");
    Ok(())
}

/// Starts one client, and waits until its events have arrived.
fn sent(page: &Page, client: &str, plants: &Plants) -> Result<Vec<Hit>> {
    page.demo.clear();
    page.visit(&format!("/adapters.html?client={client}&{}", plants.address))?;
    let here = format!("return location.search.startsWith('?client={client}&')");
    page.until("the page", &here)?;
    started(page, plants)?;
    let own = |hits: &[Hit]| hits.iter().any(|hit| hit.vendor == client && hit.is_event());
    page.demo.wait(Duration::from_secs(15), own);
    // The page's own cookies are the browser's to send: a site and its collector on one host share them.
    let bare = |mut hit: Hit| {
        hit.headers.retain(|(name, _)| name != "cookie");
        hit
    };
    Ok(page.quiet().into_iter().filter(|hit| hit.is_event() && hit.vendor == client).map(bare).collect())
}

fn judge(page: &Page, client: &str, plants: &Plants) -> Result<()> {
    let hits = sent(page, client, plants)?;
    ensure!(!hits.is_empty(), "nothing arrived; events: {}", page.js("return demo.events")?);
    hushed(&hits, &plants.values)?;
    let kept = hits.iter().any(|hit| decoded(hit).contains("kept-value"));
    ensure!(kept || BARE.contains(&client), "what may leave was lost, in {} hits", hits.len());
    let reports = page.js("return demo.events.map((event) => event.detail)")?;
    let reports: Vec<Value> = serde_json::from_value(reports)?;
    let passed =
        reports.iter().filter(|report| report["verdict"] == "passed" && report["transport"] == "hook");
    let removed: usize = passed.filter_map(|report| report["removed"].as_array()).map(Vec::len).sum();
    ensure!(removed > 0, "no rule is reported: {reports:?}");
    let all = json!(reports).to_string();
    for value in &plants.values {
        ensure!(!all.contains(value), "the report tells `{value}`");
    }
    Ok(())
}

fn every_adapter_hushes_its_client(engine: Engine) -> Result<()> {
    let page = Page::start(engine, world())?;
    let plants = plants();
    page.visit("/adapters.html")?;
    page.until("the page", "return typeof demo.run === 'function'")?;
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

fn a_hook_drops_until_the_scrubber_is_there(engine: Engine) -> Result<()> {
    let page = Page::start(engine, world())?;
    page.visit("/adapters.html")?;
    page.until("the page", "return typeof demo.run === 'function'")?;
    let answers = page.js(
        "window.late = new Promise(() => {});
        return import('/pkg/adapters.js').then(async (all) => {
            const event = () => ({ user_id: 'user-4821', view: { url: 'https://shop.example/', referrer: '', name: '' } });
            const view = event();
            const lone = all.posthog();
            await new Promise((done) => setTimeout(done, 100));
            return [
                all.posthog(late).before_send(event()), all.mixpanel(late).hooks.before_send_events(event()),
                all.plausible(late).transformRequest(event()), all.faro(late).beforeSend(event()) ,
                all.appinsights(late)(event()), all.elastic(late)(event()) ?? null, all.snowplow(late).filter(event()),
                all.datadog(late).beforeSend(view), view.view.url, all.matomo(late)('uid=user-4821'),
                all.sentry(late).beforeBreadcrumb(event()), all.gtag(late)().page_location, lone.before_send(event()),
                demo.events.every(({ detail }) => detail.verdict === 'dropped' && detail.reason === 'unavailable'),
            ];
        })",
    )?;
    let wanted = json!([null, null, null, null, false, null, false, false, "", "", null, "", null, true]);
    ensure!(answers == wanted, "hooks without a scrubber answered {answers}");
    Ok(())
}
