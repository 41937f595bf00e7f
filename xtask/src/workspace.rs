//! Where things are in the repository.

use std::path::PathBuf;

/// The folder that holds the workspace's `Cargo.toml`.
pub fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map_or(here.clone(), PathBuf::from)
}

/// Where built artefacts go: what a site would be given.
pub fn dist() -> PathBuf {
    root().join("pkg/dist")
}

/// Scratch space of these commands, under cargo's target folder.
pub fn scratch() -> PathBuf {
    root().join("target/xtask")
}

/// Tools that these commands install for themselves.
pub fn tools() -> PathBuf {
    root().join("target/tools")
}

/// A program from the npm lock file, such as `esbuild`.
pub fn node_bin(name: &str) -> PathBuf {
    root().join("node_modules/.bin").join(name)
}
