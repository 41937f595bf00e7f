//! Which functions and crates a wasm spends its bytes on, from a variant that keeps names.

use crate::build::{self, wasm};
use crate::workspace;
use anyhow::Result;
use std::collections::{BTreeMap, HashMap};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// Prints the heaviest functions and all crates of one artefact that was just built.
pub fn print(artefact: &wasm::Artefact, top: usize) -> Result<()> {
    let name = artefact.name;
    let raw = workspace::scratch().join(format!("raw/{name}.wasm"));
    let module = build::pair(&raw, artefact, true)?.wasm;
    let Parts { mut functions, data, .. } = parts(&module)?;
    functions.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    let mut crates: BTreeMap<&str, usize> = BTreeMap::new();
    for (function, bytes) in &functions {
        *crates.entry(crate_of(function)).or_default() += bytes;
    }
    crates.insert("(data)", data);
    let mut crates: Vec<_> = crates.into_iter().filter(|(_, bytes)| *bytes > 0).collect();
    crates.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    println!("\n{name}.wasm: heaviest functions and crates (raw bytes)");
    for (function, bytes) in functions.iter().take(top) {
        let cut: String = function.chars().take(90).collect();
        println!("{bytes:>9}  {cut}");
    }
    let list: Vec<String> = crates.iter().map(|(name, bytes)| format!("{name} {bytes}")).collect();
    println!("   crates  {}", list.join(", "));
    Ok(())
}

#[derive(Default)]
struct Parts {
    functions: Vec<(String, usize)>,
    data: usize,
}

fn parts(module: &[u8]) -> Result<Parts> {
    let mut imported = 0;
    let mut names: HashMap<u32, String> = HashMap::new();
    let mut bodies = Vec::new();
    let mut data = 0;
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
            Payload::DataSection(section) => data = section.range().len(),
            Payload::CustomSection(custom) => {
                let KnownCustom::Name(sections) = custom.as_known() else {
                    continue;
                };
                for section in sections {
                    let Name::Function(list) = section? else {
                        continue;
                    };
                    for naming in list {
                        let naming = naming?;
                        names.insert(naming.index, format!("{:#}", rustc_demangle::demangle(naming.name)));
                    }
                }
            }
            _ => {}
        }
    }
    let name = |index: u32| names.remove(&index).unwrap_or_else(|| format!("(function {index})"));
    let functions = (imported..).map(name).zip(bodies).collect();
    Ok(Parts { functions, data })
}

/// The crate of a demangled name: its first path's first word, without the `[hash]` after it.
fn crate_of(name: &str) -> &str {
    let Some(at) = name.find("::") else {
        return "(other)";
    };
    let before = &name[..at];
    let before = match before.strip_suffix(']') {
        Some(hashed) => hashed.rsplit_once('[').map_or(hashed, |(word, _)| word),
        None => before,
    };
    let start = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
    Some(&before[start..]).filter(|word| !word.is_empty()).unwrap_or("(other)")
}

#[cfg(test)]
mod tests {
    use super::crate_of;

    #[test]
    fn a_function_belongs_to_the_crate_of_its_first_path() {
        assert_eq!(crate_of("core::fmt::write"), "core");
        assert_eq!(crate_of("<hushgate::scan::Span as core::fmt::Debug>::fmt"), "hushgate");
        assert_eq!(crate_of("<&mut alloc::vec::Vec<u8> as x::Y>::z"), "alloc");
        assert_eq!(crate_of("<core[c5930c85]::str::Chars>::next"), "core");
        assert_eq!(crate_of("memcpy"), "(other)");
    }
}
