//! The JavaScript at the border, wasm-bindgen's or our own, made small: long names cost twice, here and in the wasm.

use super::bundle;
use crate::{run, workspace};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::Path;

/// Whether wasm-bindgen made this export name up for its own glue.
pub fn is_generated(name: &str) -> bool {
    name.starts_with("__wb") || name.starts_with("__extern") || name.starts_with("wasm_bindgen__")
}

/// The name in the source, of one that wasm-bindgen decorated: `__wbg_read_0123456789abcdef`, `__wbindgen_malloc`.
pub fn plain(name: &str) -> &str {
    if let Some(rest) = name.strip_prefix("__wbg_") {
        return rest.rsplit_once('_').map_or(rest, |(plain, _)| plain);
    }
    // Other helpers stay helpers: there is a `__wbindgen_start` beside our own.
    match name {
        "__wbindgen_malloc" => "malloc",
        "__wbindgen_free" => "free",
        _ => name,
    }
}

/// The names that a script of our own and its wasm share: as they are written, with `_` before them, and as they are
/// shipped.
pub type Shared = BTreeMap<String, String>;

/// A script of our own, minified, with the names it now has for its wasm's imports and exports.
pub fn own(entry: &str, name: &str) -> Result<(Vec<u8>, Shared)> {
    let folder = workspace::scratch().join("glue");
    let (out, names) = (folder.join(format!("{name}.min.js")), folder.join(format!("{name}.names.json")));
    // esbuild keeps to the names that it finds there.
    super::write(&names, "{}")?;
    run::run(
        run::command(bundle::esbuild()?)
            .arg(entry)
            .arg(format!("--outfile={}", out.display()))
            .args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8"])
            .args(["--mangle-props=^_", &format!("--mangle-cache={}", names.display())])
            .args(["--log-level=warning", "--tsconfig-raw={}"]),
        "mend the JavaScript that esbuild names",
    )?;
    let read = |file: &Path| std::fs::read(file).with_context(|| format!("cannot read {}", file.display()));
    Ok((read(&out)?, serde_json::from_slice(&read(&names)?)?))
}

/// Short stand-ins for names that glue and wasm share.
#[derive(Default)]
pub struct Names {
    short: BTreeMap<String, String>,
}

impl Names {
    /// The stand-in for a name, the same each time.
    pub fn shorten(&mut self, name: &str) -> String {
        // No name of ours or of wasm-bindgen's is an underscore and a number.
        let next = format!("_{}", self.short.len());
        self.short.entry(name.to_owned()).or_insert(next).clone()
    }

    /// The glue with every such name replaced.
    pub fn apply(&self, js: &str) -> String {
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
        let mut out = String::with_capacity(js.len());
        let mut rest = js;
        while !rest.is_empty() {
            let word = rest.find(|c| !part(c)).unwrap_or(rest.len());
            if word > 0 {
                let (name, tail) = rest.split_at(word);
                out.push_str(self.short.get(name).map_or(name, String::as_str));
                rest = tail;
                continue;
            }
            let other = rest.find(part).unwrap_or(rest.len());
            out.push_str(&rest[..other]);
            rest = &rest[other..];
        }
        // A module's name is a string in the glue: "./gate_bg.js".
        for (name, short) in self.short.iter().filter(|(name, _)| !name.chars().all(part)) {
            out = out.replace(&format!("\"{name}\""), &format!("\"{short}\""));
        }
        out
    }
}

/// The start in place of wasm-bindgen's, which guesses among many more kinds of input: an address, a response or bytes;
/// the file beside the script if nothing is given. A server that names another type than `application/wasm` is no matter.
const START: &str = "\
export default async ({ module_or_path = new URL('./NAME.wasm', import.meta.url) } = {}) => {
  const given = await module_or_path;
  const answer = given.byteLength ? given : given.arrayBuffer ? given : await fetch(given);
  initSync({ module: await WebAssembly.compile(answer.byteLength ? answer : await answer.arrayBuffer()) });
};
";

/// The glue without what nobody calls, minified.
pub fn minify(js: &str, name: &str) -> Result<Vec<u8>> {
    let folder = workspace::scratch().join("glue");
    let glue = folder.join(format!("{name}.js"));
    super::write(&glue, js)?;
    // Named one by one, so that the synchronous start and other leftovers are dropped.
    let exports = exported(js).join(", ");
    let entry = folder.join(format!("{name}.entry.js"));
    super::write(
        &entry,
        format!(
            "import {{ initSync }} from \"./{name}.js\";\nexport {{ {exports} }} from \"./{name}.js\";\n{}",
            START.replace("NAME", name)
        ),
    )?;
    let out = folder.join(format!("{name}.min.js"));
    run::run(
        run::command(bundle::esbuild()?)
            .arg(&entry)
            .arg(format!("--outfile={}", out.display()))
            .args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8"])
            .args(["--log-level=warning", "--tsconfig-raw={}"]),
        "esbuild cannot read wasm-bindgen's JavaScript",
    )?;
    std::fs::read(&out).with_context(|| format!("cannot read {}", out.display()))
}

/// Names of the crate's own exported functions.
fn exported(js: &str) -> Vec<&str> {
    js.lines()
        .filter_map(|line| line.strip_prefix("export function "))
        .filter_map(|rest| rest.split('(').next())
        .collect()
}
