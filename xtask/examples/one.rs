//! Scratch: builds scrub.wasm and prints its size.
use std::io::Write;
use xtask::build::{self, wasm};
fn main() -> anyhow::Result<()> {
    let a = wasm::ARTEFACTS.iter().find(|a| a.name == "scrub").unwrap();
    let raw = wasm::compile(a.name, a.features)?;
    let p = build::pair(&raw, a, false)?;
    let w = p.wasm;
    let mut out = Vec::new();
    {
        let mut e = brotli::CompressorWriter::new(&mut out, 4096, 11, 22);
        e.write_all(&w)?;
    }
    println!("scrub.wasm raw {} br {}", w.len(), out.len());
    Ok(())
}
