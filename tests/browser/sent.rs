//! What real policies promise of what leaves, row by row of the project's list of promises (P9, P25 …): real clients, and
//! the bytes that arrived.

use crate::support::page::{Page, World, decoded, hushed};
use anyhow::{Result, ensure};
use hushgate::catalogue::template::expand;
use serde_json::{Value, json};
use xtask::demo::Hit;
use xtask::webdriver::Engine;

crate::cases!(
    p09_full_addresses_do_not_leave,
    p25_tenants_workspaces_and_organisations_do_not_leave,
    p26_account_data_does_not_leave,
    p27_a_client_sends_what_it_needs_and_no_more,
    p28_a_sign_ins_answer_does_not_leave,
);

/// Mixpanel's own client tracks an event with these properties: what arrived.
fn track(page: &Page, properties: &Value) -> Result<Vec<Hit>> {
    page.js_with("demo.mixpanel.track('promised', arguments[0])", vec![properties.clone()])?;
    page.arrived("mixpanel")
}

fn holds(hits: &[Hit], text: &str) -> bool {
    hits.iter().any(|hit| decoded(hit).contains(text))
}

fn p09_full_addresses_do_not_leave(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.accept("/index.html")?;
    let hits = track(
        &page,
        &json!({
            "client_ip": "203.0.113.77",
            "forwarded_for": "198.51.100.23, 192.0.2.9",
            "note": "from 2001:db8:85a3:8d3:1319:8a2e:370:7348 and ::ffff:203.0.113.78",
            "link": "http://[2001:db8:1:2:3:4:5:6]:8080/a?from=203.0.113.79",
        }),
    )?;
    let planted = [
        "203.0.113.77",
        "198.51.100.23",
        "192.0.2.9",
        "8d3:1319:8a2e:370:7348",
        "203.0.113.78",
        "2:3:4:5:6",
        "203.0.113.79",
    ];
    hushed(&hits, &planted.map(str::to_owned))?;
    // Cut, as analytics does it, and not lost.
    for left in ["203.0.113.0", "2001:db8:85a3::", "2001:db8:1::"] {
        ensure!(holds(&hits, left), "{left} is not there");
    }
    Ok(())
}

fn p25_tenants_workspaces_and_organisations_do_not_leave(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    let at = json!({ "endpoints": [format!("{}/mixpanel/", page.demo.site)] });
    // That a name before the site's own is a tenant's only the site can know.
    let scrub = json!({ "patterns": { "tenant": r"[\w-]+(?=\.sheafwell\.example)" } });
    page.open_with(&json!({ "vendors": { "mixpanel": at }, "scrub": scrub }))?;
    page.click("[data-action=accept]")?;
    page.until("the choice", "return hushgate.get('analytics')")?;
    page.quiet();
    page.demo.clear();
    let planted: Vec<String> = (1..8).map(|seed| expand("{l:10}", seed)).collect();
    let hits = track(
        &page,
        &json!({
            "tenantId": planted[0],
            "tenant": { "id": planted[1] },
            "workspace_id": planted[2],
            "organization_id": planted[3],
            "orgId": planted[4],
            "account_id": planted[5],
            "link": format!("https://{}.sheafwell.example/boards", planted[6]),
            "plan": "kept-value",
        }),
    )?;
    hushed(&hits, &planted)?;
    ensure!(
        holds(&hits, "kept-value") && holds(&hits, ".sheafwell.example/boards"),
        "more than tenants went"
    );
    Ok(())
}

fn p26_account_data_does_not_leave(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.accept("/account.html")?;
    let (first, mail) = (expand("{a:9}", 3), format!("{}@example.com", expand("{l:9}", 4)));
    let session = expand("{b62:32}", 5);
    let hits = track(
        &page,
        &json!({
            "user": { "first_name": first, "email": mail, "username": mail },
            "error": format!("TypeError: cannot read the profile of {mail}"),
            "text": format!("Signed in as {mail}"),
            "session_token": session,
            "plan": "kept-value",
        }),
    )?;
    hushed(&hits, &[first, mail, session])?;
    ensure!(holds(&hits, "kept-value"), "what is nobody's went as well");
    // The page is one of somebody who is signed in, and its clients tell all they know.
    page.fire()?;
    let planted = page.planted()?;
    for vendor in ["ga4", "sentry", "mixpanel"] {
        hushed(&page.arrived(vendor)?, &planted)?;
    }
    Ok(())
}

fn p27_a_client_sends_what_it_needs_and_no_more(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    page.accept("/account.html")?;
    page.fire()?;
    let hits = page.arrived("mixpanel")?;
    for needed in ["\"token\":\"", "\"distinct_id\":\"", "\"event\":\"Document opened\"", "\"pages\":12"] {
        ensure!(holds(&hits, needed), "Mixpanel needs {needed}");
    }
    for more in ["\"$user_id\"", "\"$email\"", "\"$name\"", "\"access_token\":\"e"] {
        ensure!(!holds(&hits, more), "Mixpanel got {more}");
    }
    for hit in page.arrived("ga4")? {
        for more in ["uid=", "up.email", "_geo"] {
            ensure!(!hit.query.contains(more), "GA4 got {more}: {}", hit.query);
        }
    }
    Ok(())
}

fn p28_a_sign_ins_answer_does_not_leave(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    let planted: Vec<String> = (1..6).map(|seed| expand("{b64u:43}", seed)).collect();
    let [code, state, verifier, access, id] = &planted[..] else { unreachable!() };
    page.accept("/pricing.html")?;
    page.open(&format!(
        "/index.html?code={code}&state={state}&session_state=1&code_verifier={verifier}#access_token={access}&token_type=Bearer&id_token=eyJhbGciOiJub25lIn0.{id}."
    ))?;
    page.fire()?;
    let told = track(&page, &json!({ "href": page.js("return location.href")?, "plan": "kept-value" }))?;
    hushed(&told, &planted)?;
    ensure!(holds(&told, "kept-value"), "what is nobody's went as well");
    for vendor in ["ga4", "sentry"] {
        hushed(&page.arrived(vendor)?, &planted)?;
    }
    Ok(())
}
