//! `cargo xtask build`: from the crate, the catalogue and `pkg/src/` to what a site is given.

mod bundle;
mod catalogue;
mod glue;
pub mod wasm;

pub use glue::minify as minify_glue;

use crate::{install, run, workspace};
use anyhow::{Context, Result};
use clap::Args;
use std::path::Path;

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
            let keep = wasm::Keep { names: false, bare: !artefact.glue };
            let bound = wasm::bind(&raw, artefact.name, keep)?;
            let small = wasm::optimise(&bound.wasm, artefact.name, false)?;
            wasm::check_paths(&small, artefact.name)?;
            write(&dist.join(format!("{}.wasm", artefact.name)), &small)?;
            match artefact.glue {
                true => write(
                    &dist.join(format!("{}.js", artefact.name)),
                    &glue::minify(&bound.js, artefact.name)?,
                ),
                false => wasm::check_bare(&small, artefact.name),
            }
        })?;
    }
    let catalogue = run::step("vendors.json, locales/*.json", || catalogue::write(&dist))?;
    bundle::all(&dist, &catalogue)
}

/// Writes a file and makes the folder it lies in.
pub(crate) fn write(file: &Path, bytes: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}
