//! How fast the scrubber goes through payloads of several sizes, clean and planted.

use crate::webdriver::Engine;
use crate::workspace;
use anyhow::{Result, ensure};
use serde_json::{Map, Value};

/// Measures in each engine, prints a table and returns it as JSON.
pub fn measure(engines: &[Engine]) -> Result<Value> {
    for name in ["scrub.js", "scrub.wasm"] {
        ensure!(workspace::dist().join(name).is_file(), "pkg/dist/{name} was not built");
    }
    println!("\nscrubbing a JSON payload, thousand calls a second (µs a call)");
    let mut all = Map::new();
    for engine in engines {
        let (_demo, browser) = super::page(*engine, Vec::new())?;
        let rates = browser.js_async(SCRIPT)?;
        let mut line = format!("{:<10}", engine.name());
        for (name, rate) in rates.as_object().into_iter().flatten() {
            let rate = rate.as_f64().unwrap_or_default();
            line.push_str(&format!("  {name} {:.1} ({:.1})", rate / 1e3, 1e6 / rate.max(1.0)));
        }
        println!("{line}");
        all.insert(engine.name().into(), rates);
    }
    Ok(Value::Object(all))
}

const SCRIPT: &str = r#"
const { open } = await import('/pkg/scrub.js');
const wasm = fetch('/pkg/scrub.wasm').then((response) => response.arrayBuffer());
const scrubber = await open(wasm, crypto.getRandomValues(new Uint8Array(32)));

const event = (i, planted) => ({
  event: 'page_view',
  properties: {
    time: 1700000000 + i,
    title: 'Pricing and plans of a small shop',
    path: '/pricing/plans',
    screen: { width: 1280, height: 900, ratio: 1.5 },
    referrer: 'https://www.example.org/blog/how-we-made-it',
    ...(planted && {
      user_id: 'user-' + (1000 + i),
      email: 'mara' + i + '@example.org',
      ip_address: '198.51.100.' + (i % 250 + 1),
      link: 'https://shop.example/report?access_token=' + 'k3J9x'.repeat(6) + i,
    }),
  },
});
const payload = (size, planted) => {
  const events = [];
  while (JSON.stringify(events).length < size) events.push(event(events.length, planted));
  return JSON.stringify(events);
};

const options = { contentType: 'application/json' };
const rates = {};
for (const [label, size] of [['0.5KB', 512], ['2KB', 2048], ['20KB', 20480]]) {
  for (const planted of [false, true]) {
    const text = payload(size, planted);
    const first = await scrubber.body(text, options);
    if (first.refused !== undefined) throw new Error(label + ' was refused: ' + first.refused);
    if (planted) {
      if (/mara0@|user-1000|k3J9xk3J9x/.test(first.value)) throw new Error(label + ': planted values remain');
      JSON.parse(first.value);
    } else if (first.value !== text || first.removed.length) {
      throw new Error(label + ': a clean payload was changed');
    }
    let best = 0;
    for (let round = 0; round < 7; round++) {
      const start = performance.now();
      let calls = 0;
      let spent = 0;
      while (spent < 60) {
        for (let i = 0; i < 50; i++) await scrubber.body(text, options);
        calls += 50;
        spent = performance.now() - start;
      }
      best = Math.max(best, (calls / spent) * 1000);
    }
    rates[label + (planted ? ' planted' : ' clean')] = Math.round(best);
  }
}
return rates;
"#;
