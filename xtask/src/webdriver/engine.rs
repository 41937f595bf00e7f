//! The three engines: where their programs are and how a clean, quiet session of each is asked for.

use super::Setup;
use crate::{run, workspace};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Engine {
    /// Chromium under chromedriver
    Chromium,
    /// Firefox under geckodriver
    Firefox,
    /// WebKitGTK's MiniBrowser under WebKitWebDriver and a virtual display
    Webkit,
}

impl Engine {
    /// All of them, in the order in which they run.
    pub const ALL: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::Webkit];

    /// Lower-case name, as in trial names and arguments.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Chromium => "chromium",
            Engine::Firefox => "firefox",
            Engine::Webkit => "webkit",
        }
    }

    /// The engines named in `HUSHGATE_ENGINES` (comma separated), or all.
    pub fn chosen() -> Result<Vec<Engine>> {
        let Ok(list) = std::env::var("HUSHGATE_ENGINES") else {
            return Ok(Engine::ALL.to_vec());
        };
        let find = |name: &str| {
            let found = Engine::ALL.into_iter().find(|engine| engine.name() == name.trim());
            found.with_context(|| format!("HUSHGATE_ENGINES: no engine `{name}`; chromium, firefox, webkit"))
        };
        list.split(',').map(find).collect()
    }

    /// The driver, listening on `port`, with all it writes under `home`.
    pub(super) fn driver(self, port: u16, home: &Path) -> Result<Command> {
        let mut command = match self {
            Engine::Chromium => {
                let mut command = Command::new("chromedriver");
                command.arg(format!("--port={port}"));
                command
            }
            Engine::Firefox => {
                let Some(program) = geckodriver() else {
                    bail!("geckodriver is missing; `cargo xtask test` installs it");
                };
                let mut command = Command::new(program);
                command.args(["--port", &port.to_string(), "--websocket-port", "0"]);
                command.arg("--profile-root").arg(home);
                // Preferences are moved while the browser runs: see `Browser::set_gpc`.
                command.arg("--allow-system-access");
                command
            }
            Engine::Webkit => {
                let mut command = Command::new("WebKitWebDriver");
                command.arg(format!("--port={port}"));
                command
            }
        };
        // Browsers keep caches and settings under these; nothing of the person's own may leak in.
        command.env("HOME", home).env("TMPDIR", home);
        for name in ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"] {
            command.env(name, home);
        }
        command.env_remove("DBUS_SESSION_BUS_ADDRESS");
        Ok(command)
    }

    /// What a new session asks for. The signal is honoured where the browser has it itself, and so are shut cookies.
    pub(super) fn capabilities(self, home: &Path, setup: Setup) -> Result<Value> {
        Ok(match self {
            Engine::Chromium => json!({
                "browserName": "chrome",
                "goog:chromeOptions": { "args": [
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync",
                    "--window-size=1280,900",
                    format!("--user-data-dir={}", home.join("profile").display()),
                ], "prefs": { "profile.default_content_setting_values.cookies": if setup.shut { 2 } else { 1 } } },
            }),
            Engine::Firefox => {
                let mut args = ["-headless", "--width=1280", "--height=900"].map(String::from).to_vec();
                // Otherwise geckodriver makes one, and takes it away with the session.
                if setup.lasting {
                    let profile = home.join("profile");
                    std::fs::create_dir_all(&profile)?;
                    args.extend(["-profile".into(), profile.display().to_string()]);
                }
                json!({
                "browserName": "firefox",
                "moz:firefoxOptions": {
                    "args": args,
                    "prefs": {
                        "privacy.globalprivacycontrol.enabled": setup.gpc,
                        "network.cookie.cookieBehavior": if setup.shut { 2 } else { 5 },
                        "privacy.globalprivacycontrol.functionality.enabled": true,
                        "network.captive-portal-service.enabled": false,
                        "network.connectivity-service.enabled": false,
                        // Processes kept ready for what no trial opens: a fifth of a start.
                        "dom.ipc.processPrelaunch.enabled": false,
                        "dom.ipc.processCount": 1,
                        "network.process.enabled": false,
                        "media.rdd-process.enabled": false,
                        "media.utility-process.enabled": false,
                        "extensions.webextensions.remote": false,
                        "browser.newtabpage.enabled": false,
                        "browser.search.update": false,
                    },
                },
                })
            }
            Engine::Webkit => {
                let binary = mini_browser().context("WebKit's MiniBrowser is missing (webkit2gtk-driver)")?;
                json!({ "webkitgtk:browserOptions": { "binary": binary, "args": ["--automation"] } })
            }
        })
    }

    /// Whether the engine sends GPC by a preference; in the others a script defines the property.
    pub fn has_gpc(self) -> bool {
        self == Engine::Firefox
    }
}

/// MiniBrowser lies in a folder named for the machine, off the search path.
pub fn mini_browser() -> Option<PathBuf> {
    let mut folders = vec![PathBuf::from("/usr/lib"), PathBuf::from("/usr/libexec")];
    folders.extend(std::fs::read_dir("/usr/lib").ok()?.flatten().map(|entry| entry.path()));
    let file = |folder: PathBuf| folder.join("webkit2gtk-4.1/MiniBrowser");
    folders.into_iter().map(file).find(|path| path.is_file())
}

/// Our own build of geckodriver, or the one on the search path.
pub fn geckodriver() -> Option<PathBuf> {
    let own = workspace::tools().join("bin/geckodriver");
    if own.is_file() {
        return Some(own);
    }
    run::on_path("geckodriver").then(|| "geckodriver".into())
}
