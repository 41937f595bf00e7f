//! What real policies promise of records, proof and erasure, row by row of the project's list of promises (P12 to P14, P22,
//! P29, P30).

use super::proof::{emptied, recorded, records, until};
use crate::support::faulty::{Fault, Faulty};
use crate::support::page::{Page, World};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::time::Duration;
use xtask::webdriver::Engine;

crate::cases!(
    p12_a_new_version_asks_again_and_the_trail_shows_both,
    p13_withdrawal_is_at_once_everywhere_and_keeps_what_was_lawful,
    p14_each_record_is_in_the_log_once_and_goes_when_the_visitor_asks,
    p14_an_erase_request_outlasts_a_server_that_is_down,
    p14_every_tab_forgets,
    p22_the_record_carries_its_retention_and_the_log_keeps_to_it,
    p29_export_report_and_log_agree,
    p29_the_preferences_hand_the_trail_over,
    p30_nothing_scrubbed_is_ever_stored,
);

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn first_visit(engine: Engine) -> Result<Page> {
    let page = Page::start(engine, World::default())?;
    page.open("/index.html")?;
    Ok(page)
}

fn exported(page: &Page) -> Result<Vec<Value>> {
    let list = page.js_async("return (await hushgate.exportRecord()).records")?;
    Ok(serde_json::from_value(list)?)
}

/// What Hushgate keeps on the device.
fn kept(page: &Page) -> Result<Vec<String>> {
    let script = "const stores = [...Object.keys(localStorage), ...Object.keys(sessionStorage)];
        return [...stores, ...document.cookie.split('; ')].filter(name => name.startsWith('hushgate'))";
    Ok(serde_json::from_value(page.js(script)?)?)
}

fn p12_a_new_version_asks_again_and_the_trail_shows_both(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    let version = |version: &str| json!({ "policyVersion": version, "proof": { "endpoint": "/consent" } });
    page.open_with(&version("2026-05"))?;
    page.click("[data-action=accept]")?;
    recorded(&page, 1)?;
    page.open_with(&version("2026-11"))?;
    ensure!(page.asks()?, "a new version asks nothing");
    ensure!(page.js("return hushgate.get('analytics')")? == json!(false), "the old version's accept counts");
    page.click("[data-action=decline]")?;
    recorded(&page, 2)?;
    let trail = exported(&page)?;
    let list: Vec<_> = trail
        .iter()
        .map(|record| {
            ["policyVersion", "event", "method"].map(|name| record[name].as_str().unwrap_or_default())
        })
        .collect();
    ensure!(list == [["2026-05", "given", "banner"], ["2026-11", "withdrawn", "banner"]], "{list:?}");
    ensure!(
        trail[0]["decisions"]["analytics"] == "granted" && trail[1]["decisions"]["analytics"] == "refused"
    );
    ensure!(trail[0]["consentId"] == trail[1]["consentId"], "the visitor got another consent ID");
    for record in &trail {
        ensure!(record["textSha256"].as_str().is_some_and(|hash| hash.len() == 64), "{record}");
    }
    Ok(())
}

fn p13_withdrawal_is_at_once_everywhere_and_keeps_what_was_lawful(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    page.click("[data-action=accept]")?;
    recorded(&page, 1)?;
    page.js("document.cookie = '_ga=GA1.1.1.1; path=/'; document.cookie = '_gid=1; path=/'")?;
    // A second context of the same site stands for the other tab: MiniBrowser opens one window.
    page.js("const f = document.createElement('iframe'); f.src = '/pricing.html'; f.id = 'other'; document.body.append(f)")?;
    let other = "document.getElementById('other').contentWindow";
    page.until("the other page", &format!("return {other}.hushgate?.get('analytics') === true"))?;
    page.click_page("[data-hushgate=preferences]")?;
    page.click("[data-action=reject-all]")?;
    page.until(
        "the withdrawal in both",
        &format!("return !hushgate.get('analytics') && !{other}.hushgate.get('analytics')"),
    )?;
    page.until("the cookies to go", "return !/_ga|_gid/.test(document.cookie)")?;
    page.quiet();
    page.demo.clear();
    page.fire()?;
    page.silent("after the withdrawal")?;
    let proved = recorded(&page, 2)?;
    let events: Vec<_> = proved.iter().map(|record| record["event"]["type"].clone()).collect();
    ensure!(events == ["given", "withdrawn"], "the server has {events:?}");
    let own: Vec<_> = exported(&page)?.iter().map(|record| record["event"].clone()).collect();
    ensure!(own == ["given", "withdrawn"], "the visitor has {own:?}");
    Ok(())
}

fn p14_each_record_is_in_the_log_once_and_goes_when_the_visitor_asks(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    page.click("[data-action=accept]")?;
    recorded(&page, 1)?;
    page.fire()?;
    page.arrived("mixpanel")?;
    page.js("hushgate.rejectAll()")?;
    page.until("the withdrawal", "return !hushgate.get('analytics')")?;
    let proved = recorded(&page, 2)?;
    emptied(&page)?;
    // The link in the footer leads to the page that shows it.
    page.open("/consent.html")?;
    for record in &proved {
        let row = format!("return !!document.querySelector('[data-record={}]')", record["recordId"]);
        page.until("the record on the log's page", &row)?;
    }
    ensure!(records(&page)?.len() == 2, "a record is there twice");
    let id = proved[0]["consentId"].as_str().context("an ID")?.to_owned();
    page.click_page("#forget")?;
    until("the server to forget", || Ok(records(&page)?.is_empty()))?;
    page.until("the page to show it", "return document.querySelectorAll('#removals li').length === 2")?;
    let log = page.demo.consent_log()?;
    ensure!(!log.to_string().contains(&id), "the log still has the ID: {log}");
    page.until(
        "an empty device",
        "return !Object.keys(localStorage).some(name => name.startsWith('hushgate'))",
    )?;
    ensure!(kept(&page)?.is_empty(), "the device keeps {:?}", kept(&page)?);
    ensure!(page.asks()?, "a visitor who is forgotten is not asked");
    // The next choice is somebody else's.
    page.click("[data-action=accept]")?;
    let anew = recorded(&page, 1)?;
    ensure!(anew[0]["consentId"] != json!(id), "the consent ID came back");
    ensure!(exported(&page)?.len() == 1, "the trail came back");
    Ok(())
}

fn p14_an_erase_request_outlasts_a_server_that_is_down(engine: Engine) -> Result<()> {
    let page = Page::start(engine, World::default())?;
    let server = Faulty::start(&page.demo.site, Fault::None)?;
    let config = json!({ "proof": { "endpoint": format!("{}/consent", server.origin), "format": "otlp" } });
    page.open_with(&config)?;
    page.click("[data-action=accept]")?;
    let id = recorded(&page, 1)?[0]["consentId"].as_str().context("an ID")?.to_owned();
    emptied(&page)?;
    server.set(Fault::Busy);
    page.js("hushgate.rejectAll()")?;
    page.until("the withdrawal", "return !hushgate.get('analytics')")?;
    page.js_async("await hushgate.forget()")?;
    until("the request", || {
        Ok(server.arrivals().iter().any(|arrival| arrival.body.contains("erase-request")))
    })?;
    let left = kept(&page)?;
    ensure!(left.len() == 1 && left[0].contains(&id), "beside the request the device keeps {left:?}");
    server.set(Fault::None);
    page.open_with(&config)?;
    until("the server to forget", || Ok(records(&page)?.is_empty()))?;
    emptied(&page)?;
    ensure!(kept(&page)?.is_empty(), "the device keeps {:?}", kept(&page)?);
    // The withdrawal that was still under way when the visitor asked comes too late.
    let late = server.arrivals().into_iter().find(|arrival| arrival.body.contains("withdrawn"));
    let late = late.context("the withdrawal was never sent")?.body;
    page.js_async(&format!("await fetch('/consent', {{ method: 'POST', body: {} }})", json!(late)))?;
    ensure!(records(&page)?.is_empty(), "a record of somebody who was forgotten is stored");
    Ok(())
}

fn p29_the_preferences_hand_the_trail_over(engine: Engine) -> Result<()> {
    // What a download is made of, as no driver shows the file.
    let prelude = "const make = URL.createObjectURL; URL.createObjectURL = (blob) => { blob.text().then((text) => { window.handed = text }); return make(blob); };";
    let page = Page::start(engine, World { prelude: Some(prelude), ..World::default() })?;
    page.open("/index.html")?;
    page.click("[data-action=preferences]")?;
    page.until(
        "the preferences",
        "return !!document.querySelector('hushgate-banner')?.shadowRoot.querySelector('dialog')",
    )?;
    ensure!(!page.shows("#export")?, "a file of nothing is offered");
    page.click("[data-action=reject-all]")?;
    page.until("the choice", "return hushgate.get('analytics') === false && !document.querySelector('hushgate-banner').shadowRoot.querySelector('dialog')")?;
    page.click_page("[data-hushgate=preferences]")?;
    page.click("#export")?;
    page.until("the file", "return typeof handed === 'string'")?;
    let file: Value = serde_json::from_value(page.js("return JSON.parse(handed)")?)?;
    let record = page.record()?.unwrap_or_default();
    ensure!(
        file["records"].as_array().is_some_and(|all| all.len() == 1)
            && file["records"][0]["decisions"]["analytics"] == "refused",
        "the file has {file} of {record}"
    );
    Ok(())
}

fn p14_every_tab_forgets(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    page.click("[data-action=accept]")?;
    recorded(&page, 1)?;
    page.js("const f = document.createElement('iframe'); f.src = '/pricing.html'; f.id = 'other'; document.body.append(f)")?;
    let other = "document.getElementById('other').contentWindow";
    page.until("the other page", &format!("return {other}.hushgate?.get('analytics') === true"))?;
    page.js_async(&format!("await {other}.hushgate.forget()"))?;
    page.until(
        "both to forget",
        &format!("return !hushgate.get('analytics') && !{other}.hushgate.get('analytics')"),
    )?;
    until("the server to forget", || Ok(records(&page)?.is_empty()))?;
    std::thread::sleep(Duration::from_millis(800));
    ensure!(kept(&page)?.is_empty(), "a tab brought back {:?}", kept(&page)?);
    ensure!(page.asks()?, "the other tab does not ask");
    Ok(())
}

fn p22_the_record_carries_its_retention_and_the_log_keeps_to_it(engine: Engine) -> Result<()> {
    let page =
        Page::start(engine, World { sweep_every: Some(Duration::from_millis(50)), ..World::default() })?;
    page.open("/index.html")?;
    page.click("[data-action=accept]")?;
    let proved = recorded(&page, 1)?;
    ensure!(proved[0]["retentionDays"] == 1095, "{}", proved[0]);
    page.fire()?;
    page.arrived("mixpanel")?;
    page.js("hushgate.rejectAll()")?;
    recorded(&page, 2)?;
    page.quiet();
    let usage = || -> Result<usize> { Ok(page.demo.consent_log()?["usage"].as_array().map_or(0, Vec::len)) };
    ensure!(usage()? > 0, "no usage was logged");
    // 13 months for usage; three years from the withdrawal for the consent that it ended.
    page.demo.advance(396 * DAY);
    until("the usage log to be swept", || Ok(usage()? == 0))?;
    ensure!(records(&page)?.len() == 2, "records went with the usage log");
    page.demo.advance((1095 - 396 - 1) * DAY);
    std::thread::sleep(Duration::from_millis(300));
    ensure!(records(&page)?.len() == 2, "the withdrawn consent went too early");
    page.demo.advance(2 * DAY);
    until("the withdrawn consent to go", || Ok(records(&page)?.len() == 1))?;
    // The refusal itself ended after 182 days.
    page.demo.advance(180 * DAY);
    std::thread::sleep(Duration::from_millis(300));
    ensure!(records(&page)?.len() == 1, "the refusal went too early");
    page.demo.advance(2 * DAY);
    until("the refusal to go", || Ok(records(&page)?.is_empty()))
}

fn p29_export_report_and_log_agree(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    page.fire()?;
    page.click("[data-action=accept]")?;
    page.arrived("mixpanel")?;
    page.click_page("[data-hushgate=preferences]")?;
    page.click("[data-action=reject-all]")?;
    page.until("the withdrawal", "return !hushgate.get('analytics')")?;
    let log = recorded(&page, 2)?;
    let own = exported(&page)?;
    for (ours, theirs) in own.iter().zip(&log) {
        for (name, pointer) in [
            ("recordId", "/recordId"),
            ("consentId", "/consentId"),
            ("event", "/event/type"),
            ("time", "/event/time"),
            ("method", "/event/method"),
            ("gpc", "/event/gpc"),
            ("expires", "/expires"),
            ("jurisdiction", "/jurisdiction"),
            ("policyVersion", "/notice/version"),
            ("language", "/notice/language"),
            ("textSha256", "/notice/textSha256"),
        ] {
            ensure!(Some(&ours[name]) == theirs.pointer(pointer), "{name}: {ours} and {theirs}");
        }
    }
    ensure!(own.len() == 2, "{} records", own.len());
    // What was held and sent meanwhile is told, with what was taken out of it, and never its value.
    let reports = page.events("hushgate:report")?;
    for verdict in ["held", "sent"] {
        ensure!(reports.iter().any(|report| report["verdict"] == verdict), "no report says {verdict}");
    }
    let told = serde_json::to_string(&(&reports, &own, &log))?;
    for value in page.planted()? {
        ensure!(!told.contains(&value), "`{value}` is in a report, the export or the log");
    }
    Ok(())
}

fn p30_nothing_scrubbed_is_ever_stored(engine: Engine) -> Result<()> {
    let page = first_visit(engine)?;
    page.fire()?;
    page.click("[data-action=accept]")?;
    page.fire()?;
    page.arrived("mixpanel")?;
    page.open("/share/welcome?access_token=tok-planted-000000&tap=off")?;
    page.fire()?;
    page.arrived("sentry")?;
    page.js("hushgate.rejectAll()")?;
    recorded(&page, 2)?;
    emptied(&page)?;
    let stored = "const all = { ...localStorage, ...sessionStorage };
        const ours = Object.entries(all).filter(([name]) => name.startsWith('hushgate'));
        const cookies = document.cookie.split('; ').filter(pair => pair.startsWith('hushgate'));
        const databases = (await indexedDB.databases?.() ?? []).map(({ name }) => name);
        const caches = await window.caches?.keys?.() ?? [];
        return [ours.flat().concat(cookies).join('\\n'), databases.concat(caches).filter(name => /hush/i.test(name)),
            ours.map(([name]) => name).sort()]";
    let (text, other, names): (String, Vec<String>, Vec<String>) =
        serde_json::from_value(page.js_async(stored)?)?;
    ensure!(
        text.contains("by=banner") && text.contains("by=api"),
        "the search does not see the trail: {text}"
    );
    for value in page.planted()?.iter().map(String::as_str).chain(["tok-planted-000000"]) {
        ensure!(!text.contains(value), "`{value}` is stored: {text}");
    }
    ensure!(other.is_empty(), "databases or caches of ours: {other:?}");
    // The record (for other tabs) and the trail; the pseudonym key went with the grant, the queue is empty.
    ensure!(names == ["hushgate", "hushgate.t"], "stored: {names:?}");
    ensure!(text.len() < 4096, "{} characters are stored", text.len());
    Ok(())
}
