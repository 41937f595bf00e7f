//! One browser session with a clean profile, driven by plain blocking calls.

use super::Engine;
use super::process::{Group, free_port, wait_for_port};
use anyhow::{Context, Result, bail};
use fantoccini::Client;
pub use fantoccini::cookies::Cookie;
use fantoccini::elements::{Element, ElementRef};
use fantoccini::wd::{Capabilities, WindowHandle};
use serde_json::Value;
use std::future::Future;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A busy machine starts a browser slowly.
const START_LIMIT: Duration = Duration::from_secs(60);
/// No single command takes near this long unless the browser hangs.
const COMMAND_LIMIT: Duration = Duration::from_secs(60);

/// How a session differs from the plain one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Setup {
    /// the visitor's Global Privacy Control
    pub gpc: bool,
    /// no site may store anything; WebKitGTK has no setting for it
    pub shut: bool,
    /// the profile is one that [`Browser::restart`] starts again with; WebKitGTK's, when it is driven, is gone with it
    pub lasting: bool,
}

/// An open browser; dropping it ends every process it started.
pub struct Browser {
    client: Option<Client>,
    runtime: tokio::runtime::Runtime,
    // Fields drop in this order: driver and browser, then their display, then the profile.
    _driver: Group,
    _display: Option<Group>,
    home: Arc<tempfile::TempDir>,
    engine: Engine,
    setup: Setup,
    /// of the driver
    port: u16,
}

impl Browser {
    /// Starts a driver of its own on a free port and a browser with an empty profile.
    pub fn open(engine: Engine, setup: Setup) -> Result<Browser> {
        // Another process may take the port that we found, or a start may fail under load.
        let mut last = None;
        for _ in 0..3 {
            let home = tempfile::Builder::new().prefix("hushgate-").tempdir()?;
            match Browser::open_in(Arc::new(home), engine, setup) {
                Ok(browser) => return Ok(browser),
                Err(error) => last = Some(error),
            }
        }
        let error = last.context("no attempt was made")?;
        Err(error.context(format!("cannot open {}", engine.name())))
    }

    /// Ends the browser in order and starts it again with the same profile.
    pub fn restart(mut self) -> Result<Browser> {
        self.end();
        let (home, engine, setup) = (self.home.clone(), self.engine, self.setup);
        drop(self);
        Browser::open_in(home, engine, setup)
    }

    fn open_in(home: Arc<tempfile::TempDir>, engine: Engine, setup: Setup) -> Result<Browser> {
        let port = free_port()?;
        let mut command = engine.driver(port, home.path())?;
        let display = if engine == Engine::Webkit { Some(display(&mut command)?) } else { None };
        if std::env::var_os("HUSHGATE_DRIVER_LOG").is_none() {
            command.stdout(Stdio::null()).stderr(Stdio::null());
        }
        let mut driver = Group::start(&mut command)?;
        wait_for_port(&mut driver, port, START_LIMIT)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let Value::Object(asked) = engine.capabilities(home.path(), setup)? else {
            bail!("capabilities are an object");
        };
        let capabilities: Capabilities = asked.into_iter().collect();
        let client = runtime.block_on(async {
            let mut builder = fantoccini::ClientBuilder::new(fantoccini_connector());
            let address = format!("http://127.0.0.1:{port}");
            let connect = builder.capabilities(capabilities).connect(&address);
            tokio::time::timeout(START_LIMIT, connect)
                .await
                .context("no session in time")?
                .context("no session")
        })?;
        Ok(Browser {
            client: Some(client),
            runtime,
            _driver: driver,
            _display: display,
            home,
            engine,
            setup,
            port,
        })
    }

    /// The engine of this session.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    fn client(&self) -> Result<&Client> {
        self.client.as_ref().context("the session is closed")
    }

    fn wait<T, E>(&self, what: &str, work: impl Future<Output = Result<T, E>>) -> Result<T>
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        let name = self.engine.name();
        self.runtime
            .block_on(async { tokio::time::timeout(COMMAND_LIMIT, work).await })
            .with_context(|| format!("{name}: {what}: no answer in {} s", COMMAND_LIMIT.as_secs()))?
            .with_context(|| format!("{name}: {what}"))
    }

    /// Loads a page and waits for its `load` event.
    pub fn goto(&self, url: &str) -> Result<()> {
        self.wait(url, self.client()?.goto(url))
    }

    /// Loads the page again.
    pub fn reload(&self) -> Result<()> {
        self.wait("reload", self.client()?.refresh())
    }

    /// Runs a function body in the page and returns what it returns.
    pub fn js(&self, script: &str) -> Result<Value> {
        self.js_with(script, vec![])
    }

    /// As [`Browser::js`], with `arguments`.
    pub fn js_with(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        self.wait(script, self.client()?.execute(script, arguments))
    }

    /// Runs an async function body in the page and returns what it resolves to.
    pub fn js_async(&self, script: &str) -> Result<Value> {
        let body = format!(
            "const done = arguments[arguments.length - 1]; (async () => {{ {script} }})()\
             .then(value => done({{ value }}), error => done({{ error: String(error) }}))"
        );
        let mut answer = self.wait(script, self.client()?.execute_async(&body, vec![]))?;
        if let Some(error) = answer.get("error") {
            bail!("{}: the page's script failed: {error}", self.engine.name());
        }
        Ok(answer.get_mut("value").map(Value::take).unwrap_or_default())
    }

    /// Polls until the function body returns something truthy.
    pub fn until(&self, limit: Duration, script: &str) -> Result<Value> {
        let start = Instant::now();
        loop {
            let value = self.js(script)?;
            let falsy = matches!(&value, Value::Null | Value::Bool(false))
                || value.as_str() == Some("")
                || value.as_f64() == Some(0.0);
            if !falsy {
                return Ok(value);
            }
            if start.elapsed() > limit {
                bail!("{}: not within {} ms: {script}", self.engine.name(), limit.as_millis());
            }
            std::thread::sleep(Duration::from_millis(40));
        }
    }

    /// A visitor's own click, trusted as such by the page, on the element that the script returns.
    /// Something that is just moving out of the way is waited for, as a visitor does.
    pub fn click(&self, limit: Duration, script: &str) -> Result<()> {
        let start = Instant::now();
        loop {
            let found = self.until(limit, script)?;
            let id = found.as_object().and_then(|object| object.values().next()).and_then(Value::as_str);
            let id = id.with_context(|| format!("no element: {script}"))?.to_owned();
            let element = Element::from_element_id(self.client()?.clone(), ElementRef::from(id));
            match self.wait(script, element.click()) {
                Err(error) if start.elapsed() < limit && passing(&error) => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                clicked => return clicked,
            }
        }
    }

    /// The cookies that the page's address has, with what they say of themselves.
    pub fn cookies(&self) -> Result<Vec<Cookie<'static>>> {
        self.wait("cookies", self.client()?.get_all_cookies())
    }

    /// Goes back by one page, as the browser's button does.
    pub fn back(&self) -> Result<()> {
        self.wait("back", self.client()?.back())
    }

    /// Opens another tab and goes there; answers the one before.
    pub fn open_tab(&self) -> Result<WindowHandle> {
        let before = self.wait("this tab", self.client()?.window())?;
        let new = self.wait("a new tab", self.client()?.new_window(true))?;
        self.switch(new.handle)?;
        Ok(before)
    }

    /// Goes to another tab; answers the one before.
    pub fn switch(&self, tab: WindowHandle) -> Result<WindowHandle> {
        let before = self.wait("this tab", self.client()?.window())?;
        self.wait("another tab", self.client()?.switch_to_window(tab))?;
        Ok(before)
    }

    /// Switches the browser's own signal while it runs; only where [`Engine::has_gpc`].
    pub fn set_gpc(&self, on: bool) -> Result<()> {
        self.mozilla_context("chrome")?;
        let set = "Services.prefs.setBoolPref('privacy.globalprivacycontrol.enabled', arguments[0])";
        let done = self.js_with(set, vec![on.into()]);
        self.mozilla_context("content")?;
        done.map(|_| ())
    }

    /// geckodriver's own command, which the client does not know: whether scripts run in the browser or in the page.
    fn mozilla_context(&self, context: &str) -> Result<()> {
        let session = self.wait("the session", self.client()?.session_id())?.context("no session")?;
        let body = format!("{{\"context\":\"{context}\"}}");
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", self.port))?;
        write!(
            stream,
            "POST /session/{session}/moz/context HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        if !answer.starts_with("HTTP/1.1 200") {
            bail!("geckodriver: {answer}");
        }
        Ok(())
    }

    /// Sets the size of the window.
    pub fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.wait("resize", self.client()?.set_window_size(width, height))
    }

    /// A picture of the window, as PNG.
    pub fn screenshot(&self) -> Result<Vec<u8>> {
        self.wait("screenshot", self.client()?.screenshot())
    }

    /// Writes a picture of the window to a file.
    pub fn save_screenshot(&self, file: &Path) -> Result<()> {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(file, self.screenshot()?).with_context(|| format!("cannot write {}", file.display()))
    }

    /// JavaScript that gives the page GPC where the engine has no preference for it.
    pub fn gpc_script(engine: Engine) -> Option<&'static str> {
        (!engine.has_gpc()).then_some(
            "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', \
             { get: () => true, configurable: true, enumerable: true });",
        )
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.end();
    }
}

impl Browser {
    fn end(&mut self) {
        if let Some(client) = self.client.take() {
            // The process groups are killed anyway: this only lets the browser end in order.
            // A timer is made inside the runtime or not at all.
            let _ = self
                .runtime
                .block_on(async { tokio::time::timeout(Duration::from_secs(5), client.close()).await });
        }
    }
}

/// Whether a click failed for a reason that passes by itself.
fn passing(error: &anyhow::Error) -> bool {
    use fantoccini::error::{CmdError, ErrorStatus};
    let Some(CmdError::Standard(answer)) = error.downcast_ref::<CmdError>() else { return false };
    matches!(
        answer.error,
        ErrorStatus::ElementClickIntercepted
            | ErrorStatus::ElementNotInteractable
            | ErrorStatus::StaleElementReference
    )
}

fn fantoccini_connector() -> hyper_util::client::legacy::connect::HttpConnector {
    hyper_util::client::legacy::connect::HttpConnector::new()
}

/// A virtual display that chooses its own free number, set in the command's environment.
fn display(command: &mut Command) -> Result<Group> {
    let mut server = Command::new("Xvfb");
    server.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-ac"]);
    let mut group = Group::start(server.stdout(Stdio::piped()).stderr(Stdio::null()))?;
    let mut number = String::new();
    BufReader::new(group.stdout().context("Xvfb has no output")?).read_line(&mut number)?;
    let number = number.trim();
    if number.is_empty() {
        bail!("Xvfb found no free display");
    }
    command.env("DISPLAY", format!(":{number}")).env("GDK_BACKEND", "x11").env_remove("WAYLAND_DISPLAY");
    Ok(group)
}
