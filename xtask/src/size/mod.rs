//! `cargo xtask size`: what each built file weighs, whether the budgets hold, and what is heavy.

mod budget;
mod heavy;

pub use budget::{Verdict, check};

use crate::build::{self, Build, wasm};
use crate::{run, workspace};
use anyhow::{Context, Result};
use clap::Args;
use flate2::{Compression, write::GzEncoder};
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `cargo xtask size`.
#[derive(Args)]
pub struct Size {
    /// End with one line of JSON: brotli bytes by budget name
    #[arg(long)]
    json: bool,
    /// Also build the scrubber into the gate's wasm and compare one file with two
    #[arg(long)]
    one: bool,
    /// How many of the heaviest functions of each wasm to show
    #[arg(long, default_value_t = 10, value_name = "N")]
    top: usize,
}

/// Bytes of one file: as it is, and as servers send it.
#[derive(Clone, Copy, Default)]
pub struct Weight {
    pub raw: usize,
    pub gzip: usize,
    pub brotli: usize,
}

/// Builds, then prints the tables. It reports; `cargo xtask test` is what fails over budget.
pub fn size(args: &Size) -> Result<()> {
    build::build(&Build::default())?;
    let files = weigh_dist()?;
    println!("\n{:<22} {:>9} {:>9} {:>9}", "file", "raw", "gzip", "brotli");
    for (name, weight) in &files {
        println!("{name:<22} {:>9} {:>9} {:>9}", weight.raw, weight.gzip, weight.brotli);
    }
    for artefact in wasm::ARTEFACTS {
        heavy::print(&artefact, args.top)?;
    }
    let verdicts = check()?;
    println!("\n{:<13} {:>7} {:>7}", "budget", "brotli", "limit");
    for verdict in &verdicts {
        println!("{verdict}");
    }
    if args.one {
        compare_one(&files)?;
    }
    if args.json {
        let mut line: Map<String, Value> =
            verdicts.iter().map(|verdict| (verdict.name.clone(), verdict.brotli.into())).collect();
        let weights = files.iter().map(|(name, weight)| (name.clone(), weight.brotli.into()));
        line.insert("files".into(), Value::Object(weights.collect()));
        println!("{}", json!(line));
    }
    Ok(())
}

/// Every built file with its path under `pkg/dist/`, in order of name.
fn weigh_dist() -> Result<Vec<(String, Weight)>> {
    let dist = workspace::dist();
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut folders = vec![dist.clone()];
    while let Some(folder) = folders.pop() {
        let entries =
            std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { paths.push(path) }
        }
    }
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&dist).unwrap_or(path).to_string_lossy().into_owned();
            Ok((name, weigh(path)?))
        })
        .collect()
}

fn weigh(file: &Path) -> Result<Weight> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    weigh_bytes(&bytes)
}

/// Compresses as hard as the formats allow, as a server does ahead of time.
pub fn weigh_bytes(bytes: &[u8]) -> Result<Weight> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;
    let mut brotli = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut brotli, &params)?;
    Ok(Weight { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli: brotli.len() })
}

/// Prices the other way to cut the package: gate and scrubber in one wasm.
fn compare_one(files: &[(String, Weight)]) -> Result<()> {
    let raw =
        run::noisy_step("one.wasm: cargo build, features gate,hush", || wasm::compile("one", "gate,hush"))?;
    let artefact = wasm::Artefact { name: "one", features: "gate,hush", script: wasm::GATE };
    let pair = build::pair(&raw, &artefact, false)?;
    let one = weigh_bytes(&pair.wasm)?.brotli;
    let glue = pair.script.map_or(Ok(0), |script| weigh_bytes(&script).map(|weight| weight.brotli))?;
    let of = |name: &str| files.iter().find(|(file, _)| file == name).map_or(0, |(_, weight)| weight.brotli);
    let boot = of("hushgate.js");
    let gate = of("gate.js") + of("gate.wasm");
    println!("\n{:<34} {:>9} {:>9}", "brotli bytes", "two wasm", "one wasm");
    println!("{:<34} {:>9} {:>9}", "until the banner is painted", boot + gate, boot + glue + one);
    let two = boot + gate + of("scrub.js") + of("scrub.wasm");
    println!("{:<34} {:>9} {:>9}", "everything, with the scrubber", two, boot + glue + one + of("scrub.js"));
    Ok(())
}
