//! The WebAssembly artefacts: cargo, wasm-bindgen as a library, wasm-opt from npm.

use super::glue::{self, Shared};
use crate::{install, run, workspace};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wasm_bindgen_cli_support::Bindgen;

/// One wasm file of the package.
pub struct Artefact {
    /// name of the built files
    pub name: &'static str,
    /// features of the crate, comma separated
    pub features: &'static str,
    /// who calls it
    pub script: Script,
}

/// The JavaScript on the other side of a wasm's border.
#[derive(Clone, Copy, PartialEq)]
pub enum Script {
    /// wasm-bindgen's
    Generated,
    /// our own, made for this wasm: its entry file
    Own(&'static str),
    /// any: integers only, instantiated directly; it gives these functions as [`PAGE`]'s
    Any(&'static [&'static str]),
}

/// What an own script calls the object with the imports.
pub const PAGE: &str = "page";

/// The gate's script: what every visitor loads is worth writing by hand.
pub const GATE: Script = Script::Own("src/browser/border.js");

/// All of them. Each is a build of its own: features of one build would end up in one file.
pub const ARTEFACTS: [Artefact; 6] = [
    Artefact { name: "gate", features: "gate", script: GATE },
    Artefact { name: "prefs", features: "prefs", script: Script::Own("src/browser/prefs.js") },
    Artefact { name: "keep", features: "keep", script: Script::Own("src/browser/keep.js") },
    Artefact { name: "scrub", features: "hush", script: Script::Any(&[]) },
    Artefact { name: "site", features: "site", script: Script::Any(&["find"]) },
    Artefact { name: "check", features: "check", script: Script::Generated },
];

/// What wasm-bindgen makes of a raw module.
pub struct Bound {
    pub js: String,
    pub wasm: Vec<u8>,
}

/// Builds the crate with these features and returns a copy of the raw module.
pub fn compile(name: &str, features: &str) -> Result<PathBuf> {
    compile_as(name, features, name, |_| ())
}

/// As [`compile`], with more said to cargo and the copy under a name of its own.
pub fn compile_as(
    name: &str,
    features: &str,
    copy: &str,
    more: impl FnOnce(&mut Command),
) -> Result<PathBuf> {
    let mut cargo = run::cargo();
    cargo
        .args(["build", "--lib", "--package", "hushgate"])
        .arg("--no-default-features")
        .args(["--target", install::WASM_TARGET, "--features", features])
        .args(["--profile", &profile(name)?])
        .args(["--message-format", "json-render-diagnostics"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags(name)?);
    more(&mut cargo);
    let out = run::output(&mut cargo, "mend what the compiler names above")?;
    let built = String::from_utf8_lossy(&out)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|message| {
            let files = message.get("filenames")?.as_array()?;
            let mut file = files.iter().filter_map(|file| file.as_str());
            file.rfind(|file| file.ends_with("hushgate.wasm")).map(PathBuf::from)
        })
        .next_back()
        .context("cargo named no hushgate.wasm")?;
    // The next feature's build overwrites cargo's own file.
    let raw = workspace::scratch().join(format!("raw/{copy}.wasm"));
    super::write(&raw, std::fs::read(&built)?)?;
    Ok(raw)
}

/// The profile of an artefact's own name, if the workspace has one: one is better small, another fast.
fn profile(name: &str) -> Result<String> {
    let file = workspace::root().join("Cargo.toml");
    let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let manifest: toml::Table = toml::from_str(&text)?;
    let own = manifest.get("profile").and_then(|profiles| profiles.get(name));
    Ok(own.map_or("release", |_| name).to_owned())
}

/// Compiler flags: small, and no path of this machine gets into panic messages.
fn flags(name: &str) -> Result<String> {
    let mut flags = Vec::new();
    if is_scrubber(name) {
        // Less is copied into its callers than even at `z`: one per cent after brotli.
        flags.push("-Cllvm-args=-inline-threshold=10".to_owned());
        // Without these two passes one per cent less: they give loops counters and copies of their own.
        flags.push("-Cllvm-args=-disable-lsr".to_owned());
        flags.push("-Cllvm-args=-disable-licm-promotion".to_owned());
    }
    if name != "check" {
        // Addresses behind it are a byte shorter; the deepest input needs a twentieth (tests/js of the package look).
        flags.push("-Clink-arg=-zstack-size=262144".to_owned());
    }
    for (from, to) in local_paths()? {
        flags.push(format!("--remap-path-prefix={}={to}", from.display()));
    }
    Ok(flags.join(" "))
}

/// Folders whose names tell about this machine, the more special first, with a name to show instead.
fn local_paths() -> Result<Vec<(PathBuf, &'static str)>> {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let cargo = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroot = run::output(run::command(rustc).args(["--print", "sysroot"]), "install Rust with rustup")?;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&sysroot).trim());
    // rustc takes the last that fits.
    Ok(vec![(home, "~"), (cargo, "cargo"), (sysroot, "rust"), (workspace::root(), ".")])
}

/// Fails if a path of this machine is in the module.
pub fn check_paths(wasm: &[u8], name: &str) -> Result<()> {
    for (path, _) in local_paths()? {
        let path = path.to_string_lossy().into_owned();
        let short = path.len() < 4;
        if !short && wasm.windows(path.len()).any(|window| window == path.as_bytes()) {
            bail!("{name}.wasm holds the path {path} of this machine; see --remap-path-prefix in xtask");
        }
    }
    Ok(())
}

/// Fails if a module imports anything but what its own script gives it.
pub fn check_imports(wasm: &[u8], name: &str, shared: &Shared) -> Result<()> {
    for payload in wasmparser::Parser::new(0).parse_all(wasm) {
        if let wasmparser::Payload::ImportSection(imports) = payload? {
            for import in imports.into_imports() {
                let import = import?;
                let page = shared.get(&format!("_{PAGE}"));
                if page.is_none_or(|page| page != import.module) {
                    bail!(
                        "{name}.wasm imports {}.{}, which its script does not give",
                        import.module,
                        import.name
                    );
                }
            }
        }
    }
    Ok(())
}

/// Runs wasm-bindgen for the web; `names` keeps function names, which tell what weighs. With `shared`, the names that a
/// script of our own has for what it shares with the wasm, nothing generated is left of the border.
pub fn bind(raw: &Path, name: &str, names: bool, shared: Option<&Shared>) -> Result<Bound> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(raw).out_name(name).typescript(false);
    bindgen.remove_name_section(!names).remove_producers_section(true);
    // The caller always says where the wasm is: bundlers would duplicate a file they find here.
    bindgen.omit_default_module_path(true);
    let mut output = bindgen.web(true)?.generate_output().context("wasm-bindgen failed")?;
    if !output.local_modules().is_empty() || output.snippets().values().any(|list| !list.is_empty()) {
        bail!("{name}: wasm-bindgen's ways to bring JavaScript are not built into the package");
    }
    let mut js = output.js().to_owned();
    let module = output.wasm_mut();
    // The check build's messages are made with the very machinery that goes.
    if name != "check" {
        trap_at_panics(module);
        // The scrubber keeps them: as it happens brotli makes 84 bytes less of it with them.
        if !is_scrubber(name) {
            close_state(module);
        }
    }
    match shared {
        Some(shared) => share(module, name, shared)?,
        None => js = shorten(module, &js),
    }
    Ok(Bound { js, wasm: module.emit_wasm() })
}

/// Takes back two globals that wasm-bindgen exports for hosts that start a module anew: nobody here reads them, and
/// unexported they go, with the code that asks for them.
fn close_state(module: &mut walrus::Module) {
    let gone: Vec<_> = module
        .exports
        .iter()
        .filter(|export| matches!(export.name.as_str(), "__abort_handler" | "__instance_terminated"))
        .map(|export| export.id())
        .collect();
    gone.into_iter().for_each(|id| module.exports.delete(id));
}

/// Gives the names that wasm-bindgen made up short ones, and says the glue with them.
fn shorten(module: &mut walrus::Module, js: &str) -> String {
    let mut short = glue::Names::default();
    for import in module.imports.iter_mut() {
        import.module = short.shorten(&import.module);
        import.name = short.shorten(&import.name);
    }
    for export in module.exports.iter_mut().filter(|export| glue::is_generated(&export.name)) {
        export.name = short.shorten(&export.name);
    }
    short.apply(js)
}

/// Gives imports and exports the names that the script has for them; what else was generated goes, and what it would
/// throw is a trap.
fn share(module: &mut walrus::Module, name: &str, shared: &Shared) -> Result<()> {
    // Without glue nobody sets up the table of JavaScript values; nothing of it is used either.
    module.start = None;
    let thrown = module.imports.iter().filter(|import| import.name.contains("__wbindgen_throw"));
    let thrown = thrown.filter_map(|import| match import.kind {
        walrus::ImportKind::Function(id) => Some(id),
        _ => None,
    });
    for id in thrown.collect::<Vec<_>>() {
        module.replace_imported_func(id, |(body, _)| {
            body.unreachable();
        })?;
    }
    let mut unused: Vec<&String> = shared.keys().collect();
    let mut short = |name: &str| {
        let key = format!("_{}", glue::plain(name));
        unused.retain(|unused| **unused != key);
        shared.get(&key).cloned()
    };
    for import in module.imports.iter_mut() {
        if let (Some(name), Some(module)) = (short(&import.name), short(PAGE)) {
            (import.name, import.module) = (name, module);
        }
    }
    let mut gone = Vec::new();
    for export in module.exports.iter_mut() {
        match short(&export.name) {
            Some(name) => export.name = name,
            None if glue::is_generated(&export.name) => gone.push(export.id()),
            None => {}
        }
    }
    gone.into_iter().for_each(|id| module.exports.delete(id));
    if !unused.is_empty() {
        bail!("{name}.js has names for what {name}.wasm does not have: {unused:?}");
    }
    Ok(())
}

/// Makes every panic a trap at once. On this target a panic's words go nowhere, and the machinery that would put them
/// together is a seventh of the gate.
fn trap_at_panics(module: &mut walrus::Module) {
    const WORDS: [&str; 6] = [
        "core::panicking::panic",
        "core::fmt::",
        "::fmt::",
        "std::panicking::",
        "alloc::raw_vec::handle_error",
        "alloc::alloc::handle_alloc_error",
    ];
    let doomed = |name: &str| {
        // v0 names carry crate hashes: `core[5930c85a12de822]::fmt::write`.
        let plain: String =
            name.split('[').map(|part| part.split_once("]").map_or(part, |(_, rest)| rest)).collect();
        !plain.contains("hushgate::") && WORDS.iter().any(|word| plain.contains(word))
    };
    let list: Vec<_> = module
        .funcs
        .iter_local()
        .filter(|(id, _)| module.funcs.get(*id).name.as_deref().is_some_and(doomed))
        .map(|(id, _)| id)
        .collect();
    for id in list {
        let (params, results) = module.types.params_results(module.funcs.get(id).ty());
        let (params, results) = (params.to_vec(), results.to_vec());
        let mut body = walrus::FunctionBuilder::new(&mut module.types, &params, &results);
        body.func_body().unreachable();
        let args = params.iter().map(|kind| module.locals.add(*kind)).collect();
        module.funcs.get_mut(id).kind = walrus::FunctionKind::Local(body.local_func(args));
    }
    for id in module.data.iter().map(|data| data.id()).collect::<Vec<_>>() {
        blank(&mut module.data.get_mut(id).value);
    }
}

/// Makes zeros of what only a panic would have said: the linker keeps it, and a name with a hash in it does not pack.
fn blank(data: &mut [u8]) {
    const SAID: [&[u8]; 5] = [
        b"cannot access a Thread Local Storage value during or after destruction: ",
        b"assertion failed: self.is_char_boundary(new_len)",
        b"Tried to shrink to a larger capacity",
        b"AccessError",
        b"capacity overflow",
    ];
    let mut at = 0;
    while let Some(rest) = data.get_mut(at..).filter(|rest| !rest.is_empty()) {
        let said = SAID.iter().find(|said| rest.starts_with(said)).map(|said| said.len());
        // The standard library's files: `/rustc/<commit>/library/alloc/src/raw_vec/mod.rs`.
        let file = || {
            let end = rest.starts_with(b"/rustc/").then(|| rest.windows(3).position(|end| end == b".rs"));
            end.flatten().map(|end| end + 3)
        };
        let length = said.or_else(file).unwrap_or(0);
        rest[..length].fill(0);
        at += length.max(1);
    }
}

/// Whether an artefact has the scrubber in it.
fn is_scrubber(name: &str) -> bool {
    matches!(name, "scrub" | "site")
}

/// Makes the module small; `names` keeps function names.
pub fn optimise(wasm: &[u8], name: &str, names: bool) -> Result<Vec<u8>> {
    let program = workspace::node_bin("wasm-opt");
    if !program.is_file() {
        bail!("wasm-opt is not in node_modules; run `npm ci`");
    }
    let folder = workspace::scratch().join("opt");
    let (input, output) = (folder.join(format!("{name}.in.wasm")), folder.join(format!("{name}.wasm")));
    super::write(&input, wasm)?;
    let mut command = run::command(program);
    command.arg(&input).arg("-o").arg(&output);
    // Each as it was measured: in the gate what stays apart resembles more.
    match is_scrubber(name) {
        true => command.args(["-Os", "--skip-pass=local-cse", "--one-caller-inline-max-function-size=1000"]),
        false => command.arg("--one-caller-inline-max-function-size=40"),
    };
    command.args(PASSES).args(FEATURES);
    if names {
        command.arg("--debuginfo");
    }
    run::run(command.stdout(Stdio::null()), "see wasm-opt's message above")?;
    std::fs::read(&output).with_context(|| format!("cannot read {}", output.display()))
}

/// Packing would cut the tables at every run of zeros: fewer bytes, but more of them after brotli. The lowest memory is the stack's far end, with no data.
const PASSES: [&str; 5] = [
    "-Oz",
    "--skip-pass=memory-packing",
    "--low-memory-unused",
    "--strip-target-features",
    "--strip-producers",
];

/// What rustc's default target already uses (all browsers have had these since 2022 at the latest).
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];
