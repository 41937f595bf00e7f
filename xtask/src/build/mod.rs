//! `cargo xtask build`: from the crate, the catalogue and `pkg/src/` to what a site is given.

mod bundle;
mod catalogue;
mod glue;
pub mod wasm;

use crate::{install, run, workspace};
use anyhow::{Context, Result};
use clap::Args;
use std::path::Path;
use wasm::{Artefact, Script};

/// Arguments of `cargo xtask build`.
#[derive(Args, Default)]
pub struct Build {
    /// Accepted out of habit: there is one kind of build, the optimised one that is published
    #[arg(long)]
    pub release: bool,
}

/// Makes everything in `pkg/dist/` and `www/dist/` anew.
pub fn build(_: &Build) -> Result<()> {
    install::wasm_target()?;
    install::npm()?;
    let dist = workspace::dist();
    // From nothing, so that a file which is no longer made is not measured or published.
    let _ = std::fs::remove_dir_all(&dist);
    std::fs::create_dir_all(&dist)?;
    for artefact in wasm::ARTEFACTS {
        let raw = run::noisy_step(
            &format!("{}.wasm: cargo build, feature {}", artefact.name, artefact.features),
            || wasm::compile(artefact.name, artefact.features),
        )?;
        run::step(&format!("{}.wasm: wasm-bindgen, wasm-opt", artefact.name), || {
            let Pair { wasm, script } = pair(&raw, &artefact, false)?;
            wasm::check_paths(&wasm, artefact.name)?;
            write(&dist.join(format!("{}.wasm", artefact.name)), &wasm)?;
            script.map_or(Ok(()), |script| write(&dist.join(format!("{}.js", artefact.name)), script))
        })?;
    }
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        // The package is published from its own folder.
        let text = std::fs::read(workspace::root().join(licence))?;
        write(&dist.join(licence), text)?;
    }
    let catalogue = run::step("vendors.json, locales/*.json", || catalogue::write(&dist))?;
    bundle::all(&dist, &catalogue)
}

/// A wasm and its script, if it has one of its own, as they are shipped.
pub struct Pair {
    pub wasm: Vec<u8>,
    pub script: Option<Vec<u8>>,
}

/// Makes them of a raw module; `names` keeps function names.
pub fn pair(raw: &Path, artefact: &Artefact, names: bool) -> Result<Pair> {
    let name = artefact.name;
    let (script, shared) = match artefact.script {
        Script::Generated => (None, None),
        Script::Own(entry) => {
            let (script, shared) = glue::own(entry, name)?;
            (Some(script), Some(shared))
        }
        Script::Any(given) => {
            let names = given.iter().chain((!given.is_empty()).then_some(&wasm::PAGE));
            (None, Some(names.map(|name| (format!("_{name}"), (*name).to_owned())).collect()))
        }
    };
    let bound = wasm::bind(raw, name, names, shared.as_ref())?;
    let wasm = wasm::optimise(&bound.wasm, name, names)?;
    match &shared {
        Some(shared) => wasm::check_imports(&wasm, name, shared)?,
        None => return Ok(Pair { wasm, script: Some(glue::minify(&bound.js, name)?) }),
    }
    Ok(Pair { wasm, script })
}

/// Writes a file and makes the folder it lies in.
pub(crate) fn write(file: &Path, bytes: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}
