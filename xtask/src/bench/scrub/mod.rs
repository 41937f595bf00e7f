//! How fast the scrubber goes: beside the field, with fewer detectors, through hostile texts, and at its first call.
//! The measuring itself is JavaScript, in `xtask/bench/`.

mod alternation;
mod table;
mod variants;

use crate::rows::Catalogue;
use crate::webdriver::{Browser, Engine};
use crate::{install, run, workspace};
use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A part of the measurement.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// Payloads of four sizes, clean and planted, by us and by the field
    Payloads,
    /// The scrubber with fewer token families
    Detectors,
    /// Texts made to be slow, of four sizes
    Hostile,
    /// The first call in a fresh page
    First,
}

impl Part {
    /// All, in the order in which they run.
    pub const ALL: [Part; 4] = [Part::Payloads, Part::Detectors, Part::Hostile, Part::First];

    fn name(self) -> &'static str {
        match self {
            Part::Payloads => "payloads",
            Part::Detectors => "detectors",
            Part::Hostile => "hostile",
            Part::First => "first",
        }
    }
}

/// Pages loaded for the first call.
const LOADS: usize = 9;
/// What a part may take; the hostile texts take the longest.
const LIMIT: Duration = Duration::from_secs(900);

/// Measures in each engine, prints tables and returns the figures.
pub fn measure(engines: &[Engine], parts: &[Part], rounds: u32) -> Result<Value> {
    for name in ["scrub.js", "scrub.wasm"] {
        ensure!(workspace::dist().join(name).is_file(), "pkg/dist/{name} was not built");
    }
    let catalogue =
        Catalogue::load(&workspace::root().join("src/catalogue")).map_err(|error| anyhow!(error))?;
    let families = catalogue.families.len();
    let mut files = vec![("/bench/page.js".to_owned(), bundle("page.js", &["--mangle-props=^_"])?)];
    if parts.contains(&Part::Payloads) {
        install::npm_in(&folder())?;
        files.push(("/bench/peers.js".to_owned(), bundle("peers.js", &FIELD)?));
    }
    let mut counts = Map::from_iter([("all".to_owned(), json!(families))]);
    if parts.contains(&Part::Detectors) {
        for built in variants::build()? {
            counts.insert(built.name.to_owned(), json!(built.families));
            files.push((format!("/bench/{}.wasm", built.name), built.wasm));
        }
    }
    let options = json!({
        "rounds": rounds,
        "readings": rounds.clamp(3, 9),
        "alternation": alternation::source(&catalogue)?,
        "variants": counts,
    });
    let mut all = Map::from_iter([("families".to_owned(), json!(families))]);
    for engine in engines {
        let (demo, browser) = super::page(*engine, files.clone())?;
        let mut figures = Map::new();
        for part in parts {
            let value = run::step(&format!("{}: {}", engine.name(), part.name()), || match part {
                Part::First => first(&browser, &demo.site),
                _ => {
                    browser.goto(&format!("{}/bench/index.html", demo.site))?;
                    one(&browser, *part, &options)
                }
            })?;
            table::print(*part, engine.name(), &value);
            figures.insert(part.name().to_owned(), value);
        }
        figures.insert("browser".into(), browser.js("return navigator.userAgent")?);
        figures.insert("fine_clock".into(), browser.js("return crossOriginIsolated")?);
        all.insert(engine.name().into(), Value::Object(figures));
    }
    Ok(Value::Object(all))
}

/// Not `import()`: what a driver runs may have another global object than the page.
const LOAD: &str = "await new Promise((resolve, reject) => {
  const script = document.createElement('script');
  Object.assign(script, { type: 'module', src: '/bench/page.js', onload: resolve, onerror: reject });
  document.head.append(script);
})";

/// Runs a part in the page as it is.
fn one(browser: &Browser, part: Part, options: &Value) -> Result<Value> {
    browser.js_async(LOAD)?;
    browser.js_with("bench.run(arguments[0], arguments[1])", vec![part.name().into(), options.clone()])?;
    let start = Instant::now();
    // Seldom: each question takes the page a moment.
    while browser.js("return bench.state.done")? != Value::Bool(true) {
        if start.elapsed() > LIMIT {
            bail!("{} is not done after {} s", part.name(), LIMIT.as_secs());
        }
        std::thread::sleep(Duration::from_millis(500));
    }
    let mut state = browser.js("return bench.state")?;
    if let Some(error) = state["error"].as_str() {
        bail!("{}: {error}", part.name());
    }
    Ok(state["value"].take())
}

/// The median over fresh pages.
fn first(browser: &Browser, site: &str) -> Result<Value> {
    let mut loads = Vec::new();
    for _ in 0..LOADS {
        browser.goto(&format!("{site}/bench/index.html"))?;
        loads.push(one(browser, Part::First, &Value::Null)?);
    }
    let mut medians = Map::from_iter([("loads".to_owned(), json!(LOADS))]);
    for name in ["start_ms", "first_ms", "second_ms"] {
        let mut times: Vec<f64> = loads.iter().filter_map(|load| load[name].as_f64()).collect();
        times.sort_by(f64::total_cmp);
        medians.insert(name.to_owned(), json!(times.get(times.len() / 2)));
    }
    Ok(Value::Object(medians))
}

fn folder() -> PathBuf {
    workspace::root().join("xtask/bench")
}

/// What the field needs to run in a page.
const FIELD: [&str; 10] = [
    "--minify",
    "--inject:node.js",
    "--define:global=globalThis",
    "--alias:stream=stream-browserify",
    "--alias:url=./url.js",
    "--alias:fs=./nothing.js",
    "--alias:fs/promises=./nothing.js",
    "--alias:os=./nothing.js",
    "--alias:path=./nothing.js",
    "--alias:worker_threads=./nothing.js",
];

/// A script of the bench with all it needs.
fn bundle(entry: &str, flags: &[&str]) -> Result<Vec<u8>> {
    let mut esbuild = run::command(workspace::node_bin("esbuild"));
    esbuild.current_dir(folder()).arg(entry).args(flags);
    esbuild.args(["--bundle", "--format=esm", "--target=es2022", "--log-level=warning", "--charset=utf8"]);
    run::output(&mut esbuild, "see esbuild's message above").with_context(|| format!("cannot bundle {entry}"))
}
