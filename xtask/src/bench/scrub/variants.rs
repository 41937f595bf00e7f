//! The scrubber with fewer token families: what the others cost, in the same run.

use crate::build::{self, wasm};
use crate::{run, workspace};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// A share of the catalogue's families.
pub struct Variant {
    /// name of the built file
    pub name: &'static str,
    /// whether the family at this place of all stays
    keeps: fn(usize, usize) -> bool,
}

/// The shipped one has all of them.
pub const VARIANTS: [Variant; 3] = [
    Variant { name: "less-one", keeps: |at, all| at + 1 < all },
    Variant { name: "half", keeps: |at, _| at % 2 == 0 },
    Variant { name: "one", keeps: |at, _| at == 0 },
];

/// A built variant and how many families it has.
pub struct Built {
    pub name: &'static str,
    pub families: usize,
    pub wasm: Vec<u8>,
}

/// Builds all of them as the shipped one is built.
pub fn build() -> Result<Vec<Built>> {
    VARIANTS.iter().map(one).collect()
}

fn one(variant: &Variant) -> Result<Built> {
    let home = workspace::scratch().join("bench").join(variant.name);
    let families = write_rows(&home, variant.keeps)?;
    let artefact =
        wasm::ARTEFACTS.iter().find(|artefact| artefact.name == "scrub").context("no scrub.wasm")?;
    let name = format!("scrub.wasm with {families} families");
    let raw = run::noisy_step(&name, || {
        wasm::compile_as(artefact.name, artefact.features, variant.name, |cargo| {
            // A folder of its own: otherwise the next build would find everything changed.
            cargo
                .env("HUSHGATE_CATALOGUE", &home)
                .env("CARGO_TARGET_DIR", workspace::scratch().join("bench/target"));
        })
    })?;
    let wasm = build::pair(&raw, artefact, false)?.wasm;
    Ok(Built { name: variant.name, families, wasm })
}

/// Copies the catalogue's rows without the families that do not stay; returns how many do.
fn write_rows(home: &Path, keeps: fn(usize, usize) -> bool) -> Result<usize> {
    let from = workspace::root().join("src/catalogue");
    let mut files = Vec::new();
    for folder in ["", "detectors", "keys", "locales", "vendors"] {
        files.extend(rows(&from.join(folder))?);
    }
    let mut all = 0;
    let mut tables = Vec::new();
    for file in files {
        let table: toml::Table = toml::from_str(&std::fs::read_to_string(&file)?)?;
        all += families(&table).map_or(0, Vec::len);
        tables.push((file, table));
    }
    let _ = std::fs::remove_dir_all(home);
    let (mut at, mut kept) = (0, 0);
    for (file, mut table) in tables {
        if let Some(toml::Value::Array(list)) = table.get_mut("family") {
            list.retain(|_| {
                at += 1;
                let keep = keeps(at - 1, all);
                kept += usize::from(keep);
                keep
            });
        }
        build::write(&home.join(file.strip_prefix(&from)?), toml::to_string(&table)?)?;
    }
    Ok(kept)
}

fn families(table: &toml::Table) -> Option<&Vec<toml::Value>> {
    table.get("family")?.as_array()
}

fn rows(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|kind| kind == "toml"));
    // The last family of all is always the same one.
    files.sort();
    Ok(files)
}
