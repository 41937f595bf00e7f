//! Compiles the catalogue rows into tables; a row contradicted by its own examples stops the build.

#[path = "build/detect.rs"]
mod detect;
mod meaning;
#[path = "build/packed.rs"]
mod packed;
mod route;
mod rows;
#[path = "../scan/mod.rs"]
#[allow(dead_code)] // the scrubber uses the rest
mod scan;
#[path = "build/storage.rs"]
mod storage;
#[path = "build/tables.rs"]
mod tables;
mod template;

use rows::Catalogue;
use std::path::{Path, PathBuf};

fn main() {
    if let Err(error) = run() {
        // Cargo prints this for the reader of the build.
        println!("cargo::error=catalogue: {error}");
        std::process::exit(1);
    }
}

fn run() -> Result<(), String> {
    // The bench builds scrubbers of fewer rows.
    println!("cargo::rerun-if-env-changed=HUSHGATE_CATALOGUE");
    let home = match std::env::var_os("HUSHGATE_CATALOGUE") {
        Some(other) => PathBuf::from(other),
        None => PathBuf::from(var("CARGO_MANIFEST_DIR")?).join("src/catalogue"),
    };
    let out = PathBuf::from(var("OUT_DIR")?);
    let all = Catalogue::load(&home)?;
    println!("cargo::rerun-if-changed={}", home.display());
    println!("cargo::rerun-if-changed=src/scan");
    check(&all)?;
    write(&out, "lists.rs", &tables::lists(&all))?;
    write(&out, "detect.rs", &detect::tables(&all)?)
}

fn var(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|e| format!("{name}: {e}"))
}

fn write(out: &Path, name: &str, text: &str) -> Result<(), String> {
    std::fs::write(out.join(name), text).map_err(|e| format!("{name}: {e}"))
}

const CATEGORIES: [&str; 4] = ["necessary", "functional", "analytics", "marketing"];

fn check(all: &Catalogue) -> Result<(), String> {
    let rows: Vec<_> = all.vendors.iter().map(|v| (&v.hosts[..], &v.shapes[..])).collect();
    let whose = |url: &str| route::route(url, &rows).map(|i| all.vendors[i].id.as_str());
    for v in &all.vendors {
        if !CATEGORIES[1..].contains(&v.category.as_str()) {
            return Err(format!(
                "vendor {}: category {:?} is none of {:?}",
                v.id,
                v.category,
                &CATEGORIES[1..]
            ));
        }
        if v.examples.is_empty() {
            return Err(format!("vendor {}: no example", v.id));
        }
        if let Some(url) = v.examples.iter().find(|url| whose(url) != Some(&v.id)) {
            return Err(format!("vendor {}: example {url} is {:?}'s", v.id, whose(url)));
        }
        if let Some(url) = v.counter.iter().find(|url| whose(url) == Some(&v.id)) {
            return Err(format!("vendor {}: counter-example {url} is taken for its own", v.id));
        }
    }
    for c in &all.cookies {
        if !CATEGORIES.contains(&c.category.as_str()) {
            return Err(format!("cookie {}: category {:?} is none of {CATEGORIES:?}", c.name, c.category));
        }
        if !c.vendor.is_empty() && !all.vendors.iter().any(|v| v.id == c.vendor) {
            return Err(format!("cookie {}: no vendor {:?}", c.name, c.vendor));
        }
        let first =
            |name: &str| all.cookies.iter().find(|c| rows::is_like(&c.name, name)).map(|c| c.name.as_str());
        if let Some(name) = c.examples.iter().find(|name| first(name) != Some(&c.name)) {
            return Err(format!("cookie {}: example {name} is {:?}'s", c.name, first(name)));
        }
        if let Some(name) = c.counter.iter().find(|name| rows::is_like(&c.name, name)) {
            return Err(format!("cookie {}: counter-example {name} matches", c.name));
        }
    }
    storage::check(all)?;
    if let Some(en) = all.locales.get("en") {
        for (lang, words) in &all.locales {
            if let Some(key) = en.keys().find(|key| !words.contains_key(*key)) {
                return Err(format!("locales/{lang}.toml: no words for {key}"));
            }
            if let Some(key) = words.keys().find(|key| !en.contains_key(*key)) {
                return Err(format!("locales/{lang}.toml: {key} is not a key of en.toml"));
            }
        }
    }
    Ok(())
}
