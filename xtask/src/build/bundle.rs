//! The JavaScript bundles, by esbuild, with what the build knows put in as constants.

use super::wasm;
use crate::{run, workspace};
use anyhow::{Context, Result};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Flags of everything that a visitor downloads. `_` properties are private by house rule.
const FLAGS: [&str; 6] = [
    "--bundle",
    "--minify",
    "--mangle-props=^_",
    "--target=es2022",
    "--charset=utf8",
    // pkg/tsconfig.json is for the type check; its `strict` would put a directive into every bundle.
    "--tsconfig-raw={}",
];

struct Bundle {
    source: &'static str,
    format: &'static str,
    output: &'static str,
    /// whether the constants of the build are put in
    constants: bool,
}

const BUNDLES: [Bundle; 5] = [
    Bundle {
        source: "pkg/src/script.js",
        format: "iife",
        output: "pkg/dist/hushgate.js",
        constants: true,
    },
    Bundle {
        source: "pkg/src/scrub.js",
        format: "esm",
        output: "pkg/dist/scrub.js",
        constants: true,
    },
    Bundle {
        source: "pkg/src/index.js",
        format: "esm",
        output: "pkg/dist/index.js",
        constants: true,
    },
    Bundle {
        source: "pkg/src/node.js",
        format: "esm",
        output: "pkg/dist/node.js",
        constants: true,
    },
    // The demo's own analytics: third-party code, whose `_` properties are not ours to rename.
    Bundle {
        source: "www/src/clients.js",
        format: "iife",
        output: "www/dist/clients.js",
        constants: false,
    },
];

/// Makes all bundles whose source exists, and says which does not.
pub fn all(dist: &Path, vendors: &str) -> Result<()> {
    let mut defines = vec![
        format!("--define:__VENDORS__={vendors}"),
        format!("--define:__VERSION__=\"{}\"", env!("CARGO_PKG_VERSION")),
    ];
    for artefact in wasm::ARTEFACTS {
        let bytes = std::fs::read(dist.join(format!("{}.wasm", artefact.name)))?;
        let name = artefact.name.to_uppercase();
        defines.push(format!(
            "--define:__{name}_INTEGRITY__=\"{}\"",
            integrity(&bytes)
        ));
    }
    for bundle in &BUNDLES {
        let source = workspace::root().join(bundle.source);
        if !source.is_file() {
            eprintln!(
                "- {} is not made: {} is absent",
                bundle.output, bundle.source
            );
            continue;
        }
        run::step(bundle.output, || {
            let mut esbuild = run::command(esbuild()?);
            esbuild
                .arg(bundle.source)
                .arg(format!("--outfile={}", bundle.output));
            esbuild.args([
                "--log-level=warning",
                &format!("--format={}", bundle.format),
            ]);
            match bundle.constants {
                // A site's bundler reads the comments within `import()`, and minifies the rest itself.
                true if bundle.output.ends_with("index.js") => esbuild
                    .args(["--minify-syntax", "--minify-identifiers"])
                    .args(FLAGS.iter().filter(|flag| **flag != "--minify"))
                    .args(&defines),
                true => esbuild.args(FLAGS).args(&defines),
                false => esbuild.args(FLAGS.iter().filter(|flag| !flag.contains("mangle"))),
            };
            run::run(&mut esbuild, "mend the JavaScript that esbuild names")
        })?;
    }
    Ok(())
}

/// esbuild's program of the lock file.
pub fn esbuild() -> Result<PathBuf> {
    let program = workspace::node_bin("esbuild");
    program
        .is_file()
        .then_some(program)
        .context("esbuild is not in node_modules; run `npm ci`")
}

/// Subresource integrity of a file, as `fetch` and `<script>` take it.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}
