//! The JavaScript bundles, by esbuild, with what the build knows put in as constants.

use super::catalogue::Texts;
use crate::{run, workspace};
use anyhow::{Context, Result};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Who reads a bundle next, which says how far it may be changed.
#[derive(Clone, Copy, PartialEq)]
enum Reader {
    /// a visitor's browser: as small as can be
    Browser,
    /// a site's bundler, which minifies by itself and reads the comments within `import()`
    Bundler,
    /// the demo's own analytics: third-party code, whose `_` properties are not ours to rename
    Demo,
}

impl Reader {
    fn flags(self) -> &'static [&'static str] {
        match self {
            Reader::Browser => &["--minify", "--mangle-props=^_"],
            Reader::Bundler => &["--minify-syntax", "--minify-identifiers", "--mangle-props=^_"],
            Reader::Demo => &["--minify"],
        }
    }
}

struct Bundle {
    source: &'static str,
    format: &'static str,
    output: &'static str,
    reader: Reader,
}

const BUNDLES: [Bundle; 9] = [
    bundle("pkg/src/script.js", "iife", "pkg/dist/hushgate.js", Reader::Browser),
    bundle("pkg/src/signals.js", "iife", "pkg/dist/signals.js", Reader::Browser),
    bundle("pkg/src/scrub.js", "esm", "pkg/dist/scrub.js", Reader::Browser),
    bundle("pkg/src/objects.js", "esm", "pkg/dist/objects.js", Reader::Browser),
    bundle("pkg/src/adapters.js", "esm", "pkg/dist/adapters.js", Reader::Browser),
    bundle("pkg/src/site.js", "esm", "pkg/dist/site.js", Reader::Browser),
    bundle("pkg/src/index.js", "esm", "pkg/dist/index.js", Reader::Bundler),
    bundle("pkg/src/node.js", "esm", "pkg/dist/node.js", Reader::Browser),
    bundle("www/src/clients.js", "iife", "www/dist/clients.js", Reader::Demo),
];

const fn bundle(source: &'static str, format: &'static str, output: &'static str, reader: Reader) -> Bundle {
    Bundle { source, format, output, reader }
}

/// Makes all bundles whose source exists, and says which does not.
pub fn all(dist: &Path, texts: &Texts) -> Result<()> {
    // Of the gate's wasm no hash: beside its glue, which cannot have one, it would weigh on every visitor for nothing.
    let [scrubber, site] = ["scrub", "site"].map(|name| std::fs::read(dist.join(format!("{name}.wasm"))));
    let (scrubber, site) = (integrity(&scrubber?), integrity(&site?));
    let defines = [
        format!("--define:__VENDORS__={}", texts.vendors),
        format!("--define:__RULES__={}", texts.rules),
        format!("--define:__LARGER__={}", texts.larger),
        format!("--define:__EDITION__={}", texts.edition),
        format!("--define:__VERSION__=\"{}\"", env!("CARGO_PKG_VERSION")),
        format!("--define:__SCRUB_INTEGRITY__=\"{scrubber}\""),
        format!("--define:__SITE_INTEGRITY__=\"{site}\""),
    ];
    for bundle in &BUNDLES {
        let source = workspace::root().join(bundle.source);
        if !source.is_file() {
            eprintln!("- {} is not made: {} is absent", bundle.output, bundle.source);
            continue;
        }
        run::step(bundle.output, || {
            let mut esbuild = run::command(esbuild()?);
            esbuild.arg(bundle.source).arg(format!("--outfile={}", bundle.output));
            esbuild.args(["--log-level=warning", &format!("--format={}", bundle.format)]);
            // Beside whoever asks for it, and only then.
            esbuild.args(["--external:./objects.js", "--external:./site.js"]);
            esbuild.args(["--bundle", "--target=es2022", "--charset=utf8"]).args(bundle.reader.flags());
            // pkg/tsconfig.json is for the type check; its `strict` would put a directive into every bundle.
            esbuild.arg("--tsconfig-raw={}");
            if bundle.reader != Reader::Demo {
                esbuild.args(&defines);
            }
            run::run(&mut esbuild, "mend the JavaScript that esbuild names")
        })?;
    }
    trials()
}

/// The page of the adapters' trials: each client in a file of its own, so that a trial loads the one that it is about.
fn trials() -> Result<()> {
    let source = "tests/adapters/page.js";
    run::step("www/dist/adapters", || {
        let mut esbuild = run::command(esbuild()?);
        esbuild.args([source, "--outdir=www/dist/adapters", "--splitting", "--format=esm", "--bundle"]);
        esbuild
            .args(["--log-level=warning", "--target=es2022", "--tsconfig-raw={}"])
            .args(Reader::Demo.flags());
        run::run(&mut esbuild, "mend the JavaScript that esbuild names")
    })
}

/// esbuild's program of the lock file.
pub fn esbuild() -> Result<PathBuf> {
    let program = workspace::node_bin("esbuild");
    program.is_file().then_some(program).context("esbuild is not in node_modules; run `npm ci`")
}

/// Subresource integrity of a file, as `fetch` and `<script>` take it.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}
