//! A demo page in a real browser with its own server, collector and profile, and what a visitor does on it.

use super::decoded::Decoded;
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};
use xtask::demo::{Demo, Hit, Options};
use xtask::webdriver::{Browser, Engine, Setup};

/// How long something that must happen may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long nothing may arrive before a page counts as quiet.
const QUIET: Duration = Duration::from_millis(1500);

/// Finds the control named by its first argument inside Hushgate's shadow root, if it is shown.
const CONTROL: &str = "const host = document.querySelector('hushgate-banner');
const found = host?.shadowRoot?.querySelector(arguments[0]);
return found && found.getClientRects().length ? found : null;";

/// How a trial's world differs from the plain one.
#[derive(Default)]
pub struct World {
    /// The visitor's browser sends Global Privacy Control.
    pub gpc: bool,
    /// No site may store anything.
    pub shut: bool,
    /// A `Set-Cookie` header on every page.
    pub cookie: Option<String>,
    /// The browser can be started again with the same profile: see [`Page::restart`].
    pub lasting: bool,
    /// Going back does not load pages again.
    pub kept: bool,
    /// A script at the top of every page.
    pub prelude: Option<&'static str>,
    /// A `Content-Security-Policy` header on every page.
    pub csp: Option<&'static str>,
    /// Paths that answer 404.
    pub missing: Vec<String>,
    /// A page of the site besides the demo's own: its path and what stands in it.
    pub extra: Option<(&'static str, &'static str)>,
    /// Files of the site by path, besides those on disk.
    pub files: Vec<(String, Vec<u8>)>,
    /// How often the demo's consent log is swept.
    pub sweep_every: Option<Duration>,
}

/// One visitor.
pub struct Page {
    pub demo: Demo,
    pub browser: Browser,
}

impl Page {
    /// Starts a browser with a new profile; no page is open yet.
    pub fn start(engine: Engine, world: World) -> Result<Self> {
        let signal = if world.gpc { Browser::gpc_script(engine) } else { None };
        let prelude = [signal.unwrap_or_default(), world.prelude.unwrap_or_default()].concat();
        let mut extra = world.files;
        extra.extend(world.extra.map(|(path, text)| (path.to_owned(), text.into())));
        let options = Options {
            prelude: (!prelude.is_empty()).then_some(prelude),
            csp: world.csp.map(str::to_owned),
            missing: world.missing,
            cookie: world.cookie,
            kept: world.kept,
            extra,
            sweep_every: world.sweep_every,
            ..Options::default()
        };
        let demo = Demo::start(options)?;
        let setup = Setup { gpc: world.gpc, shut: world.shut, lasting: world.lasting };
        let browser = Browser::open(engine, setup)?;
        Ok(Self { demo, browser })
    }

    /// The visitor quits the browser and comes back.
    pub fn restart(self) -> Result<Self> {
        Ok(Self { browser: self.browser.restart()?, ..self })
    }

    /// Opens a path of the demo site and waits until Hushgate is up, or has said why it is not.
    pub fn open(&self, path: &str) -> Result<()> {
        self.browser.goto(&format!("{}{path}", self.demo.site))?;
        self.until(
            "Hushgate to start or fail",
            "return demo.events.some(e => e.type === 'hushgate:ready' || e.type === 'hushgate:error')",
        )
    }

    /// Opens a path that has no Hushgate on it.
    pub fn visit(&self, path: &str) -> Result<()> {
        self.browser.goto(&format!("{}{path}", self.demo.site))
    }

    /// Runs the body of an async function in the page and returns what it resolves to.
    pub fn js_async(&self, script: &str) -> Result<Value> {
        self.browser.js_async(script)
    }

    /// Opens a path with a configuration other than the demo's.
    pub fn open_with(&self, config: &Value) -> Result<()> {
        let text = config.to_string();
        let query = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC);
        self.open(&format!("/index.html?config={query}"))
    }

    /// Runs a script in the page. A new global is `window.name = …`: Firefox runs scripts in a scope of their own.
    pub fn js(&self, script: &str) -> Result<Value> {
        self.js_with(script, Vec::new())
    }

    /// Runs a script in the page with arguments.
    pub fn js_with(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        self.browser.js_with(script, arguments).with_context(|| format!("script: {script}"))
    }

    /// Waits until a script returns true.
    pub fn until(&self, what: &str, script: &str) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            // A page that is just being replaced refuses scripts: asked again.
            if self.js(script).is_ok_and(|value| value == json!(true)) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("waited {PATIENCE:?} for {what}; events: {}", self.js("return demo.events").unwrap_or_default())
    }

    /// Whether a control of the banner or the preferences is shown.
    pub fn shows(&self, selector: &str) -> Result<bool> {
        Ok(!self.js_with(CONTROL, vec![json!(selector)])?.is_null())
    }

    /// Whether the banner asks.
    pub fn asks(&self) -> Result<bool> {
        self.shows("[data-action=decline]")
    }

    /// Clicks a control of the banner or the preferences as a visitor does.
    pub fn click(&self, selector: &str) -> Result<()> {
        let find = CONTROL.replace("arguments[0]", &json!(selector).to_string());
        self.browser.click(PATIENCE, &find).with_context(|| format!("control `{selector}`"))
    }

    /// Clicks an element of the page.
    pub fn click_page(&self, selector: &str) -> Result<()> {
        let find = format!(
            "const found = document.querySelector({}); found?.scrollIntoView({{ block: 'center' }}); return found;",
            json!(selector)
        );
        self.browser.click(PATIENCE, &find)
    }

    /// Lets all three clients send what a careless site sends.
    pub fn fire(&self) -> Result<()> {
        self.until("the clients", "return typeof demo.fire === 'function'")?;
        self.js("demo.fire()")?;
        Ok(())
    }

    /// What the page planted: nothing of it may arrive.
    pub fn planted(&self) -> Result<Vec<String>> {
        let planted = self.js("return Object.values(demo.planted).filter(v => typeof v === 'string')")?;
        let planted: Vec<String> = serde_json::from_value(planted)?;
        ensure!(
            planted.len() >= 5 && planted.iter().all(|value| value.len() >= 6),
            "the page planted {planted:?}"
        );
        Ok(planted)
    }

    /// Opens an address, accepts, and forgets what that sent.
    pub fn accept(&self, path: &str) -> Result<()> {
        self.open(path)?;
        self.click("[data-action=accept]")?;
        self.until("the choice", "return hushgate.get('analytics')")?;
        self.quiet();
        self.demo.clear();
        Ok(())
    }

    /// Waits until nothing has arrived for a while; what arrived since the collector was last cleared.
    pub fn quiet(&self) -> Vec<Hit> {
        let mut seen = self.demo.hits().len();
        let mut since = Instant::now();
        while since.elapsed() < QUIET {
            std::thread::sleep(Duration::from_millis(50));
            let now = self.demo.hits().len();
            if now != seen {
                (seen, since) = (now, Instant::now());
            }
        }
        self.demo.hits()
    }

    /// Waits until a vendor's hit has arrived.
    pub fn arrived(&self, vendor: &str) -> Result<Vec<Hit>> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if self.demo.hits().iter().any(|hit| hit.vendor == vendor && hit.is_event()) {
                return Ok(self
                    .quiet()
                    .into_iter()
                    .filter(|hit| hit.vendor == vendor && hit.is_event())
                    .collect());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("no hit of {vendor} arrived; events: {}", self.js("return demo.events")?)
    }

    /// Fails if anything arrives.
    pub fn silent(&self, when: &str) -> Result<()> {
        let hits = self.quiet();
        ensure!(
            hits.is_empty(),
            "{when}, {} hits arrived, the first: {} {}",
            hits.len(),
            hits[0].vendor,
            hits[0].path
        );
        Ok(())
    }

    /// The stored record, or nothing: the cookie, or where there is none what stands in its place.
    pub fn record(&self) -> Result<Option<String>> {
        let stored = "return /(?:^|; )hushgate=([^;]*)/.exec(document.cookie)?.[1] ?? localStorage.getItem('hushgate')";
        Ok(self.js(stored)?.as_str().map(str::to_owned))
    }

    /// Stores a record of the demo's own question, made that many days ago and good for as many: every answer is `said`.
    pub fn remember(&self, ago: f64, lives: f64, by: &str, said: u8) -> Result<()> {
        let now = self.js("return Date.now()")?.as_f64().unwrap_or_default();
        let made = now - ago * 86_400_000.0;
        let ends = made + lives * 86_400_000.0;
        let answers = ["analytics", "analytics.ga4", "analytics.sentry", "analytics.mixpanel"];
        let answers = answers.map(|key| format!("&{key}={said}")).concat();
        let line = format!(
            "v=1&p=2026-11&t={made:.0}&x={ends:.0}&gpc=0&by={by}&r=opt-in&l=en&id=0123456789abcdef{answers}"
        );
        self.js_with("document.cookie = `hushgate=${arguments[0]};path=/;max-age=99999`", vec![json!(line)])?;
        Ok(())
    }

    /// The same site under another host name of the loopback.
    pub fn site_at(&self, host: &str) -> String {
        self.demo.site.replace("127.0.0.1", host)
    }

    /// Opens an address of any host and waits until Hushgate is up.
    pub fn open_at(&self, address: &str) -> Result<()> {
        self.browser.goto(address)?;
        self.until("Hushgate to start", "return demo.events.some(e => e.type === 'hushgate:ready')")
    }

    /// Clicks Accept or Decline, and waits until it holds and its consequences have come.
    pub fn answer(&self, yes: bool) -> Result<()> {
        self.click(if yes { "[data-action=accept]" } else { "[data-action=decline]" })?;
        self.until(
            "the choice",
            &format!(
                "return hushgate.get('analytics') === {yes} && demo.events.some(e => e.type === 'hushgate:change' && e.detail.decided)"
            ),
        )
    }

    /// Details of the events of one type.
    pub fn events(&self, kind: &str) -> Result<Vec<Value>> {
        let script = "return demo.events.filter(e => e.type === arguments[0]).map(e => e.detail)";
        Ok(serde_json::from_value(self.js_with(script, vec![json!(kind)])?)?)
    }

    /// Checks that the page itself goes on working: its own requests are answered.
    pub fn works(&self) -> Result<()> {
        self.js("window.answered = 0; fetch('/index.html').then(r => r.ok && r.text()).then(t => { window.answered = t ? 1 : -1 })")?;
        self.until("the page's own request", "return window.answered === 1")
    }

    /// Writes what the visitor sees to a PNG file, once it is painted.
    pub fn screenshot(&self, file: &Path) -> Result<()> {
        let painted = "return new Promise((done) => requestAnimationFrame(() => setTimeout(done, 300)))";
        self.js(painted)?;
        self.browser.save_screenshot(file)
    }

    /// Sets the size of the window.
    pub fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.browser.resize(width, height)
    }
}

/// Every decoded form of a hit.
pub fn decoded(hit: &Hit) -> Decoded {
    let mut parts: Vec<&[u8]> = vec![hit.path.as_bytes(), hit.query.as_bytes(), &hit.body];
    parts.extend(hit.headers.iter().map(|(_, value)| value.as_bytes()));
    Decoded::new(&parts)
}

/// Fails if anything planted stands in the bytes of any hit, in any wrapping.
pub fn hushed(hits: &[Hit], planted: &[String]) -> Result<()> {
    for hit in hits {
        if let Some((value, around)) = decoded(hit).find(planted) {
            bail!("{} {} let `{value}` through: … {around} …", hit.vendor, hit.path);
        }
    }
    Ok(())
}
