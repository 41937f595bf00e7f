//! Checks the rows of what vendors store and of how they are told to stop.

use crate::rows::{Catalogue, OptOut, is_like};

/// The first row that its own examples, or another row, contradict.
pub fn check(all: &Catalogue) -> Result<(), String> {
    let known = |id: &str| all.vendors.iter().any(|v| v.id == id);
    let owners = |name: &str| {
        let cookies = all.cookies.iter().filter(|c| is_like(&c.name, name)).map(|c| c.vendor.clone());
        let others = all.storage.iter().filter(|s| s.names.iter().any(|row| is_like(row, name)));
        cookies.chain(others.map(|s| s.vendor.clone())).collect::<Vec<_>>()
    };
    for row in &all.storage {
        let wrong = |what: String| Err(format!("storage of {}: {what}", row.vendor));
        if !known(&row.vendor) {
            return wrong("no such vendor".into());
        }
        for name in &row.names {
            let stars = name.matches('*').count();
            if name == "*" || stars > 1 || name.contains(char::is_whitespace) {
                return wrong(format!("{name:?} is not one name with one * at most"));
            }
            if !row.examples.iter().any(|example| is_like(name, example)) {
                return wrong(format!("no example of {name}"));
            }
        }
        for example in &row.examples {
            let owners = owners(example);
            if owners != [row.vendor.as_str()] {
                return wrong(format!("example {example} is of {owners:?}"));
            }
        }
        if let Some(name) = row.counter.iter().find(|name| !owners(name).is_empty()) {
            return wrong(format!("counter-example {name} matches"));
        }
    }
    for row in &all.optouts {
        let wrong = |what: String| Err(format!("opt-out of {}: {what}", row.vendor));
        if !known(&row.vendor) || all.optouts.iter().filter(|other| other.vendor == row.vendor).count() > 1 {
            return wrong("no such vendor, or a second row of it".into());
        }
        if let Some(call) = row.out.iter().chain(&row.back).find(|call| !is_statement(call, row)) {
            return wrong(format!("{call} is neither a call nor a value"));
        }
        // What keeps the vendor quiet must outlive the sweep.
        if let Some(flag) = row.flags.iter().find(|flag| !owners(&flag.replace('*', "5e17")).is_empty()) {
            return wrong(format!("the flag {flag} would be swept"));
        }
        if row.out.is_empty() || !row.source.starts_with("https://") {
            return wrong("no call, or no source".into());
        }
    }
    Ok(())
}

/// `path(…)` or `path=…`, with `{id}` only where there are ids.
fn is_statement(text: &str, row: &OptOut) -> bool {
    let name = |path: &str| {
        let path = if row.ids.is_empty() { path.to_owned() } else { path.replace("{id}", "") };
        !path.is_empty()
            && path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '$'))
    };
    let call = text.strip_suffix(')').and_then(|text| text.split_once('(')).map(|(path, _)| path);
    let value = text.split_once('=').map(|(path, _)| path);
    !text.contains(char::is_whitespace) && call.or(value).is_some_and(name)
}
