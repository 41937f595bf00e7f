//! The whole catalogue as one JavaScript regular expression: what a page would run without wasm.

use crate::regex::{escape, regex};
use crate::rows::Catalogue;
use anyhow::{Context, Result, anyhow};
use std::collections::BTreeSet;

/// Classes of names whose value stays, or is only looked into.
const KEPT: [&str; 4] = ["keep", "url", "version", "ip"];
/// What leaf readers find without a row: e-mail, IPv4, IPv6, card, telephone, user and password of a URL.
const LEAVES: [&str; 6] = [
    r"[\w.+\-]+(?:@|%40)[\w\-]+(?:\.[\w\-]+)+",
    r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])",
    r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){2,7}(?::|[0-9A-Fa-f]{1,4}|:[0-9A-Fa-f]{1,4})(?![\w:])",
    r"(?<![\w.\-])[3-6]\d{3}[ \-]?\d{4}[ \-]?\d{4}[ \-]?\d{3,4}(?![\w.\-])",
    r"\+\d{1,3}[ .\-]?\(?\d{2,4}\)?(?:[ .\-]?\d{2,4}){2,3}(?!\d)",
    r#"(?<=:\/\/)[^\/@\s"\\]{1,128}@"#,
];

/// The expression, for the flag `g`. Its first three groups are what is kept in front of a JSON value, of a query's
/// value and of a path's segment.
pub fn source(all: &Catalogue) -> Result<String> {
    let mut tokens = BTreeSet::new();
    for shape in all.families.iter().flat_map(|row| &row.shapes) {
        tokens.insert(regex(shape).map_err(|error| anyhow!(error)).context("a family's shape")?);
    }
    let names = |suffix: bool| {
        let rows = all.keys.iter().filter(move |row| row.suffix == suffix);
        let rows = rows.filter(|row| !KEPT.contains(&row.class.as_str()));
        either(rows.flat_map(|row| &row.names).map(|name| spelled(name)))
    };
    let name = format!(r"(?:(?:[\w$]+[_.\-])?{}|{})", names(true), names(false));
    let words = either(all.routes.iter().flat_map(|row| &row.words).map(|word| escape(word)));
    let mut parts = vec![
        format!(r#"(?i:("{name}"\s*:\s*)(?:"(?:[^"\\]|\\.)*"|-?\d[\d.]*))"#),
        format!(r#"(?i:([?&#;]{name}=)[^&#"\s\\]*)"#),
        format!(r"(?i:(\/{words}\/)[\w\-]{{16,}})"),
        format!(r"(?<![0-9A-Za-z]){}(?![0-9A-Za-z])", either(tokens.into_iter())),
    ];
    parts.extend(LEAVES.map(str::to_owned));
    Ok(parts.join("|"))
}

fn either(parts: impl Iterator<Item = String>) -> String {
    // Sorted and once each, as a careful hand would write it: what starts alike is then tried together.
    let sorted: BTreeSet<String> = parts.collect();
    format!("(?:{})", sorted.into_iter().collect::<Vec<_>>().join("|"))
}

/// A name in each of its spellings but for camel case, which is one word without regard to case.
fn spelled(name: &str) -> String {
    name.split(['_', '.']).map(escape).collect::<Vec<_>>().join(r"[_.\-]?")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace;

    #[test]
    fn all_rows_are_in_it() {
        let all = Catalogue::load(&workspace::root().join("src/catalogue")).expect("rows");
        let source = source(&all).expect("a source");
        for part in [r"gsk_[0-9A-Za-z]{52}", r"access[_.\-]?token", r"eyJ[\-0-9A-Z_a-z]{8,}", "unsubscribe"] {
            assert!(source.contains(part), "{part}");
        }
    }
}
