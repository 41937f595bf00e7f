//! How long the gate's wasm takes from script to instance, and what each way costs on the wire.

use crate::size::weigh_bytes;
use crate::webdriver::Engine;
use crate::workspace;
use anyhow::{Context, Result};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Map, Value, json};

/// Runs of each way; the engines' clocks are coarse, so several go into one reading.
const READINGS: usize = 9;
const BATCH: usize = 5;

/// Measures in each engine, prints a table and returns it as JSON.
pub fn measure(engines: &[Engine]) -> Result<Value> {
    let file = workspace::dist().join("gate.wasm");
    let wasm = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let base64 = format!("globalThis.inlined=\"{}\";", BASE64_STANDARD.encode(&wasm));
    let latin1 = format!("globalThis.inlined=\"{}\";", latin1_literal(&wasm));
    let wire = json!({
        "base64": weigh_bytes(base64.as_bytes())?.brotli,
        "latin1": weigh_bytes(latin1.as_bytes())?.brotli,
        "stream": weigh_bytes(&wasm)?.brotli,
    });
    println!("\nstart of gate.wasm ({} bytes), median of {READINGS} readings, ms", wasm.len());
    println!("{:<10} {:>14} {:>14} {:>14}", "", "inlined base64", "inlined latin1", "streamed");
    let mut all = Map::new();
    for engine in engines {
        let mut files = vec![
            ("/bench/base64.js".to_owned(), base64.clone().into_bytes()),
            ("/bench/latin1.js".to_owned(), latin1.clone().into_bytes()),
            ("/bench/gate.wasm".to_owned(), wasm.clone()),
        ];
        // Engines keep compiled modules by their bytes: every streamed one is another.
        for run in 0..READINGS * BATCH {
            files.push((format!("/bench/{run}.wasm"), varied(&wasm, run)));
        }
        let (_demo, browser) = super::page(*engine, files)?;
        let script = SCRIPT.replace("READINGS", &READINGS.to_string()).replace("BATCH", &BATCH.to_string());
        let times = browser.js_async(&script)?;
        let cell = |name: &str| times[name].as_f64().map_or("?".into(), |ms| format!("{ms:.2}"));
        println!(
            "{:<10} {:>14} {:>14} {:>14}",
            engine.name(),
            cell("base64"),
            cell("latin1"),
            cell("stream")
        );
        all.insert(engine.name().into(), times);
    }
    let cell = |name: &str| wire[name].to_string();
    println!("{:<10} {:>14} {:>14} {:>14}", "br bytes", cell("base64"), cell("latin1"), cell("stream"));
    println!(
        "(inlined: from script text to instance, ready before the next script; streamed: over loopback,"
    );
    println!(" so a visitor adds a round trip to it)");
    all.insert("brotli".into(), wire);
    Ok(Value::Object(all))
}

/// The bytes as one string literal of U+0000 to U+00FF, for a script served as UTF-8.
fn latin1_literal(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        match byte {
            0 => out.push_str("\\0"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            // A digit after `\0` would make another escape of it.
            b'0'..=b'9' if out.ends_with("\\0") => {
                out.push_str("\\x3");
                out.push(char::from(*byte));
            }
            byte => out.push(char::from(*byte)),
        }
    }
    out
}

/// The module with a custom section that says nothing but makes its bytes unlike the others'.
fn varied(wasm: &[u8], run: usize) -> Vec<u8> {
    let mut out = wasm.to_vec();
    out.extend([0, 6, 1, b'n']);
    out.extend((run as u32).to_le_bytes());
    out
}

const SCRIPT: &str = r#"
const text = (name) => fetch('/bench/' + name).then((response) => response.text());
const sources = { base64: await text('base64.js'), latin1: await text('latin1.js') };
const plain = new Uint8Array(await (await fetch('/bench/gate.wasm')).arrayBuffer());
const imports = {};
for (const { module, name, kind } of WebAssembly.Module.imports(new WebAssembly.Module(plain))) {
  if (kind !== 'function') throw new Error('an import that is no function: ' + name);
  (imports[module] ??= {})[name] = () => 0;
}
const bytes = {
  base64(text) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const binary = atob(text);
    return bytes.latin1(binary);
  },
  latin1(text) {
    const out = new Uint8Array(text.length);
    for (let i = 0; i < out.length; i++) out[i] = text.charCodeAt(i);
    return out;
  },
};
for (const way of ['base64', 'latin1']) {
  (0, eval)(sources[way]);
  const made = bytes[way](inlined);
  if (made.length !== plain.length || made.some((byte, i) => byte !== plain[i])) throw new Error(way + ' is not the wasm');
}
let run = 0;
const inline = (way) => {
  // Other bytes each time, as streamed: a custom section at the end.
  run++;
  (0, eval)(sources[way] + '//' + run);
  const made = bytes[way](inlined);
  const own = new Uint8Array(made.length + 8);
  own.set(made);
  own.set([0, 6, 1, 110, run, run >> 8, 255, way.length + (way === 'base64')], made.length);
  new WebAssembly.Instance(new WebAssembly.Module(own), imports);
};
let file = 0;
const ways = {
  base64: () => inline('base64'),
  latin1: () => inline('latin1'),
  stream: () => WebAssembly.instantiateStreaming(fetch('/bench/' + file++ + '.wasm'), imports),
};
const medians = {};
for (const [name, way] of Object.entries(ways)) {
  const times = [];
  for (let reading = 0; reading < READINGS; reading++) {
    const start = performance.now();
    for (let i = 0; i < BATCH; i++) await way();
    times.push((performance.now() - start) / BATCH);
  }
  medians[name] = times.sort((a, b) => a - b)[READINGS >> 1];
}
return medians;
"#;

#[cfg(test)]
mod tests {
    use super::latin1_literal;

    #[test]
    fn a_literal_escapes_only_what_it_must() {
        assert_eq!(latin1_literal(&[0, b'1', b'"', b'\\', b'\n', 0xff]), "\\0\\x31\\\"\\\\\\n\u{ff}");
    }
}
