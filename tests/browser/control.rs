//! The counter-proof: without Hushgate the same clients on the same pages leak what the page planted.
//! If one of these fails, the silence that the other trials hear proves nothing.

use crate::support::page::hushed;
use anyhow::{Context as _, Result, ensure};
use std::time::{Duration, Instant};
use xtask::demo::{Demo, Hit, Options};
use xtask::webdriver::{Browser, Engine, Setup};

crate::cases!(ga4_leaks_without_hushgate, sentry_leaks_without_hushgate, mixpanel_leaks_without_hushgate,);

const PATIENCE: Duration = Duration::from_secs(20);

fn ga4_leaks_without_hushgate(engine: Engine) -> Result<()> {
    leaks(engine, "ga4")
}

fn sentry_leaks_without_hushgate(engine: Engine) -> Result<()> {
    leaks(engine, "sentry")
}

fn mixpanel_leaks_without_hushgate(engine: Engine) -> Result<()> {
    leaks(engine, "mixpanel")
}

fn leaks(engine: Engine, vendor: &str) -> Result<()> {
    let missing = vec!["/pkg/hushgate.js".to_owned()];
    let demo = Demo::start(Options { missing, ..Options::default() })?;
    let browser = Browser::open(engine, Setup::default())?;
    browser.goto(&format!("{}/account.html", demo.site))?;
    browser.until(PATIENCE, "return typeof window.demo?.fire === 'function'")?;
    browser.js("demo.fire()")?;
    for name in ["userId", "email", "ip", "shareToken", "accessToken"] {
        let planted = browser.js(&format!("return demo.planted.{name}"))?;
        let planted = vec![planted.as_str().with_context(|| format!("{name} is not planted"))?.to_owned()];
        let start = Instant::now();
        let leaked = || -> bool {
            let hits: Vec<Hit> = demo.hits().into_iter().filter(|hit| hit.vendor == vendor).collect();
            hushed(&hits, &planted).is_err()
        };
        while !leaked() {
            ensure!(start.elapsed() < PATIENCE, "{vendor} never sent {name}, or the search does not see it");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    Ok(())
}
