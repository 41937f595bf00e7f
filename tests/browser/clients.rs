//! What real clients deliver after Accept: complete and usable hits, with nothing identifying in them.

use crate::support::page::{Page, World, decoded, hushed};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use xtask::webdriver::Engine;

crate::cases!(
    p11_ga4_arrives_hushed_with_its_client_id,
    sentry_arrives_hushed,
    mixpanel_arrives_hushed,
    p08_two_users_stay_two_visitors,
    p07_a_share_link_stays_in_the_browser,
    the_report_names_rules_and_no_value,
);

/// A page on which the visitor accepted, with clients that have sent, some before the choice.
fn accepted(engine: Engine, path: &str) -> Result<Page> {
    let page = Page::start(engine, World::default())?;
    page.open(path)?;
    page.fire()?;
    page.click("[data-action=accept]")?;
    page.until("the choice", "return hushgate.get('analytics')")?;
    page.fire()?;
    Ok(page)
}

fn p11_ga4_arrives_hushed_with_its_client_id(engine: Engine) -> Result<()> {
    let page = accepted(engine, "/account.html")?;
    let hits = page.arrived("ga4")?;
    hushed(&hits, &page.planted()?)?;
    for hit in &hits {
        for needed in ["v=2", "tid=G-", "cid=", "sid=", "en="] {
            ensure!(hit.query.contains(needed), "GA4 needs {needed}: {}", hit.query);
        }
        ensure!(!hit.query.contains("uid="), "GA4 got a user ID: {}", hit.query);
    }
    ensure!(hits.iter().any(|hit| hit.query.contains("en=page_view")), "no page view among {}", hits.len());
    Ok(())
}

fn sentry_arrives_hushed(engine: Engine) -> Result<()> {
    let page = accepted(engine, "/account.html")?;
    let hits = page.arrived("sentry")?;
    hushed(&hits, &page.planted()?)?;
    let mut events = 0;
    for hit in &hits {
        ensure!(hit.query.contains("sentry_key="), "the DSN's public key is gone: {}", hit.query);
        let body = std::str::from_utf8(&hit.body)?;
        for line in body.lines().filter(|line| !line.is_empty()) {
            let line: Value =
                serde_json::from_str(line).context("a line of the envelope is no longer JSON")?;
            events += usize::from(line["event_id"].is_string() && line["exception"].is_object());
            ensure!(
                line.pointer("/sdk/settings/infer_ip") != Some(&json!("auto")),
                "the server is asked for the IP"
            );
        }
    }
    ensure!(events > 0, "no exception arrived in {} envelopes", hits.len());
    Ok(())
}

fn mixpanel_arrives_hushed(engine: Engine) -> Result<()> {
    let page = accepted(engine, "/account.html")?;
    let hits = page.arrived("mixpanel")?;
    hushed(&hits, &page.planted()?)?;
    let tracked: Vec<_> = hits.iter().filter(|hit| hit.path.contains("/track")).collect();
    ensure!(!tracked.is_empty(), "no event among {}", hits.len());
    for hit in tracked {
        ensure!(!hit.query.contains("ip=1"), "the server is asked for the IP: {}", hit.query);
        let all = decoded(hit);
        for needed in ["\"token\":\"", "\"distinct_id\":\"", "\"event\":\""] {
            ensure!(all.contains(needed), "Mixpanel needs {needed}");
        }
    }
    Ok(())
}

fn p08_two_users_stay_two_visitors(engine: Engine) -> Result<()> {
    let page = accepted(engine, "/account.html")?;
    page.arrived("mixpanel")?;
    page.demo.clear();
    let planted: Vec<String> =
        ["first", "second"].map(|name| format!("account-{name}-{}", std::process::id())).into();
    for user in &planted {
        page.js_with("demo.mixpanel.identify(arguments[0]); demo.mixpanel.track('who')", vec![json!(user)])?;
    }
    let hits = page.arrived("mixpanel")?;
    hushed(&hits, &planted)?;
    let mut visitors: Vec<String> = Vec::new();
    for hit in hits.iter().filter(|hit| hit.path.contains("/track")) {
        let form =
            url::form_urlencoded::parse(&hit.body).find(|(name, _)| name == "data").context("no data")?.1;
        let json = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, form.as_bytes())?;
        let event: Value = serde_json::from_slice(&json)?;
        if event["event"] == "who" {
            visitors.extend(event["properties"]["distinct_id"].as_str().map(str::to_owned));
        }
    }
    ensure!(visitors.len() == 2, "two events should have arrived: {visitors:?}");
    ensure!(visitors[0] != visitors[1], "two users became one visitor, {}", visitors[0]);
    Ok(())
}

fn p07_a_share_link_stays_in_the_browser(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    let secret = |seed: u32| {
        (0..32_u32)
            .map(|i| {
                char::from(
                    b"abcdefghkmnpqrstuvwxyzABCDEFGHKM23456789"
                        [((i * 7 + seed * 13 + i * i * 3) % 40) as usize],
                )
            })
            .collect::<String>()
    };
    let (share, access, fragment) = (secret(1), secret(5), secret(9));
    page.open(&format!("/share/{share}?access_token={access}&ref=mail#key={fragment}"))?;
    page.fire()?;
    page.click("[data-action=accept]")?;
    page.until("the choice", "return hushgate.get('analytics')")?;
    page.fire()?;
    let mut planted = page.planted()?;
    planted.extend([share, access, fragment]);
    for vendor in ["ga4", "sentry", "mixpanel"] {
        let hits = page.arrived(vendor)?;
        hushed(&hits, &planted)?;
        ensure!(
            hits.iter().any(|hit| decoded(hit).contains("/share/redacted")),
            "{vendor} lost the route with the token"
        );
    }
    // The next page's referrer is the share link.
    page.js("location.href = '/pricing.html'")?;
    page.until(
        "the next page",
        "return location.pathname === '/pricing.html' && typeof demo.fire === 'function'",
    )?;
    page.fire()?;
    hushed(&page.arrived("ga4")?, &planted)?;
    Ok(())
}

fn the_report_names_rules_and_no_value(engine: Engine) -> Result<()> {
    let page = accepted(engine, "/account.html")?;
    page.arrived("sentry")?;
    let planted = page.planted()?;
    let reports = page.events("hushgate:report")?;
    let sent: Vec<_> = reports.iter().filter(|report| report["verdict"] == "sent").collect();
    ensure!(!sent.is_empty(), "nothing reported as sent: {reports:?}");
    let removed: usize = sent.iter().filter_map(|report| report["removed"].as_array()).map(Vec::len).sum();
    ensure!(removed > 0, "no rule is named in {sent:?}");
    let all = json!(reports).to_string();
    for value in planted {
        ensure!(!all.contains(&value), "the report tells `{value}`");
    }
    Ok(())
}
