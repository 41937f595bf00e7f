//! The figures of scrubbing as tables for people.

use super::Part;
use serde_json::Value;

/// Prints what a part measured.
pub fn print(part: Part, engine: &str, value: &Value) {
    match part {
        Part::Payloads => payloads(engine, value),
        Part::Detectors => detectors(engine, value),
        Part::Hostile => hostile(engine, value),
        Part::First => first(engine, value),
    }
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64()
}

/// Three digits that tell, at any size.
fn digits(number: f64) -> String {
    match number {
        n if n >= 100.0 => format!("{n:.0}"),
        n if n >= 10.0 => format!("{n:.1}"),
        n => format!("{n:.2}"),
    }
}

fn cell(value: &Value) -> String {
    number(value).map_or("-".into(), digits)
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// A JSON object comes sorted by name: the payloads by size, the contestants with us first and then by speed.
const PAYLOADS: [&str; 8] = [
    "0.5 KB clean",
    "0.5 KB planted",
    "2 KB clean",
    "2 KB planted",
    "20 KB clean",
    "20 KB planted",
    "500 KB clean",
    "500 KB planted",
];
const JUDGED: &str = "2 KB planted";

fn payloads(engine: &str, value: &Value) {
    let all = &value["by_payload"];
    let rows = &all[JUDGED]["contestants"];
    let mut names: Vec<&String> = members(rows).map(|(name, _)| name).collect();
    names.sort_by(|a, b| {
        let key = |name: &str| (!name.starts_with("hushgate"), number(&rows[name]["us"]).unwrap_or(f64::MAX));
        let (a, b) = (key(a), key(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    println!("\n{engine}: microseconds a call, median; the last columns for {JUDGED}");
    print!("{:<32}", "");
    for name in PAYLOADS {
        print!("{:>9}", name.replace(" KB clean", "c").replace(" KB planted", "p"));
    }
    println!("{:>10}{:>9}{:>9}{:>8}{:>6}", "calls/s", "× ours", "caught", "eaten", "JSON");
    for name in names {
        print!("{name:<32}");
        for payload in PAYLOADS {
            print!("{:>9}", cell(&all[payload]["contestants"][name]["us"]));
        }
        let row = &rows[name];
        if let Some(failed) = row["failed"].as_str() {
            println!("  {failed}");
            continue;
        }
        let part = |of: &str, all: &str| format!("{}/{}", row[of], row[all]);
        let (caught, eaten) = (part("caught", "plants"), part("eaten", "innocents"));
        let json = if row["json"] == true { "yes" } else { "no" };
        let times = cell(&row["times_ours"]);
        let rate = row["per_second"].to_string();
        println!("{rate:>10}{times:>9}{caught:>9}{eaten:>8}{json:>6}");
    }
    for (name, why) in members(&value["absent"]) {
        println!("{name} does not start: {}", why.as_str().unwrap_or_default());
    }
    aims(all);
}

/// What the design aims at, as it came out.
fn aims(all: &Value) {
    let us = |payload: &str, name: &str| number(&all[payload]["contestants"][name]["us"]);
    let ratio = |payload: &str, name: &str| number(&all[payload]["contestants"][name]["times_ours"]);
    let per_byte = |payload: &str| Some(us(payload, "hushgate")? * 1e3 / number(&all[payload]["bytes"])?);
    for kind in ["clean", "planted"] {
        let sizes = ["2 KB", "20 KB", "500 KB"].map(|size| per_byte(&format!("{size} {kind}")));
        if let [Some(two), Some(twenty), Some(most)] = sizes {
            println!(
                "{kind}: {} ns a byte at 2 KB, {} at 20, {} at 500: × {} from 2 to 500",
                digits(two),
                digits(twenty),
                digits(most),
                digits(most / two)
            );
        }
    }
    if let Some(back) = ratio("2 KB clean", "to wasm and back") {
        println!("2 KB clean: × {} of the way to wasm and back (aim ≤ 3)", digits(1.0 / back));
    }
    if let Some(regex) = ratio(JUDGED, "one JavaScript alternation") {
        println!("{JUDGED}: × {} faster than one JavaScript alternation (aim ≥ 5)", digits(regex));
    }
    if let Some(us) = us(JUDGED, "hushgate") {
        println!("{JUDGED}: {:.0} calls a second (aim ≥ 60,000)", 1e6 / us);
    }
}

fn detectors(engine: &str, value: &Value) {
    println!("\n{engine}: the scrubber with fewer token families, µs a call (all of them to this one)");
    for (payload, rows) in members(value) {
        print!("{payload:<16}");
        let mut rows: Vec<_> = members(rows).collect();
        rows.sort_by_key(|(_, row)| std::cmp::Reverse(row["families"].as_u64()));
        for (name, row) in rows {
            let count = &row["families"];
            print!("  {name} ({count}) {} ({})", cell(&row["us"]), cell(&row["all_to_this"]));
        }
        println!();
    }
}

fn hostile(engine: &str, value: &Value) {
    let mut rows: Vec<&Value> = value.as_array().into_iter().flatten().collect();
    let key = |row: &Value| {
        number(&row["growth"]).unwrap_or_default() + f64::from(u8::from(row["stopped"] == true)) * 1e9
    };
    rows.sort_by(|a, b| key(b).total_cmp(&key(a)));
    println!(
        "\n{engine}: {} hostile texts, ns a byte at 8, 32, 128, 512 KB; the ten that grow most",
        rows.len()
    );
    let line = |row: &Value| {
        let cells: Vec<String> = row["ns_per_byte"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|ns| format!("{:>8}", cell(ns)))
            .collect();
        let (name, place) =
            (row["name"].as_str().unwrap_or_default(), row["where"].as_str().unwrap_or_default());
        let answer = row["answer"].as_str().unwrap_or_default();
        // It had become so slow that the longer ones were left out.
        let stopped = if row["stopped"] == true { "  STOPPED" } else { "" };
        let growth = cell(&row["growth"]);
        println!(
            "  {name:<22}{place:<8}{:<32}  last to first: × {growth}{stopped}  {answer}",
            cells.concat()
        );
    };
    rows.iter().take(10).for_each(|row| line(row));
    let slowest = rows.iter().max_by(|a, b| {
        let last = |row: &Value| number(&row["ns_per_byte"][3]).unwrap_or_default();
        last(a).total_cmp(&last(b))
    });
    if let Some(row) = slowest {
        println!("  the slowest of all:");
        line(row);
    }
}

fn first(engine: &str, value: &Value) {
    let ms = |name: &str| cell(&value[name]);
    println!(
        "\n{engine}: a fresh page, ms: start {}, first call (2 KB planted) {}, second {} (median of {})",
        ms("start_ms"),
        ms("first_ms"),
        ms("second_ms"),
        value["loads"]
    );
}
