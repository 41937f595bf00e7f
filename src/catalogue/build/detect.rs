//! The detectors as tables: token families, the automaton, keys, routes; each row held against its own examples.

use crate::dfa;
use crate::meaning::*;
use crate::rows::{Catalogue, Key, Route, Vendor};
use crate::scan::family::Families;
use crate::scan::key::{self, JOINED, Keys, SUFFIX};
use crate::scan::opaque::is_opaque;
use crate::tables::column;
use crate::template::{compile, expand, prefix};
use std::collections::BTreeMap;

const KEY_SLOTS: usize = 4096;

/// The text of the tables.
pub fn tables(all: &Catalogue) -> Result<String, String> {
    let mut out = String::new();
    let mut rules: Vec<String> = Vec::new();
    families(all, &mut rules, &mut out)?;
    patterns(all, &mut rules, &mut out)?;
    if rules.len() > 250 {
        return Err("more than 250 rules: their number is a byte".into());
    }
    words(&mut out, "RULES", rules.iter().map(String::as_str));
    keys(all, &mut out)?;
    words(&mut out, "SHARE_HOSTS", all.share_hosts.iter().flat_map(|h| &h.hosts).map(String::as_str));
    let body = |v: &Vendor| match v.scrub.body.as_deref() {
        None => Ok(0u8),
        Some("form") => Ok(2),
        Some("json") => Ok(3),
        Some("lines") => Ok(4),
        Some("envelope") => Ok(5),
        Some("text") => Ok(6),
        Some(other) => Err(format!("vendor {}: body {other:?}", v.id)),
    };
    let mut flags = Vec::new();
    for v in &all.vendors {
        flags.push(body(v)? | u8::from(v.scrub.base64url) << 4 | u8::from(v.scrub.queries) << 5);
    }
    column(&mut out, "VENDOR_FLAGS", "u8", flags.iter().map(u8::to_string));
    Ok(out)
}

/// A list of words as one text.
fn words<'a>(out: &mut String, name: &str, items: impl Iterator<Item = &'a str>) {
    let text = items.collect::<Vec<_>>().join(" ");
    out.push_str(&format!("const {name}: &str = {text:?};\n"));
}

fn rule(rules: &mut Vec<String>, name: &str) -> u8 {
    let at = rules.iter().position(|r| r == name).unwrap_or_else(|| {
        rules.push(name.to_owned());
        rules.len() - 1
    });
    at as u8
}

fn families(all: &Catalogue, rules: &mut Vec<String>, out: &mut String) -> Result<(), String> {
    let mut shapes = Vec::new();
    for family in &all.families {
        let rule = rule(rules, &family.rule);
        for shape in &family.shapes {
            let code = compile(shape)?;
            let starts = prefix(shape);
            let word = starts.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
            if !(starts.is_empty() || (word && starts.len() > 1)) || code.len() > 127 {
                return Err(format!(
                    "{}: {shape} needs a literal prefix, and at most 127 bytes of code",
                    family.rule
                ));
            }
            // A short prefix before characters that words and dashes are made of would take slugs: these must look
            // made by chance as well.
            let dashes = shape.contains("{b64u:") || shape.contains("{run:");
            let weak = starts.is_empty()
                || starts.bytes().all(|b| b.is_ascii_alphabetic())
                || (dashes && starts.len() <= 5);
            shapes.push((starts.to_owned(), code, rule, weak));
        }
    }
    // Longer prefixes first, so that `sk-ant-` is asked before `sk-`.
    shapes.sort_by(|a, b| b.0.cmp(&a.0));
    let first_of = |starts: &str| usize::from(starts.bytes().next().unwrap_or(0));
    shapes.sort_by_key(|s| first_of(&s.0));
    let (mut code, mut first, mut second) = (Vec::new(), [0u16; 129], [0u32; 128]);
    let mut rest = shapes.iter().peekable();
    for byte in 0..128usize {
        first[byte] = code.len() as u16;
        while let Some((starts, shape, rule, weak)) = rest.next_if(|s| first_of(&s.0) == byte) {
            if let Some(next) = starts.as_bytes().get(1) {
                second[byte] |= 1 << (next & 31);
            }
            code.push(shape.len() as u8 | if *weak { 0x80 } else { 0 });
            code.push(*rule);
            code.extend(shape);
        }
    }
    first[128] = code.len() as u16;
    let table = Families {
        code: code.clone().leak(),
        first: Box::leak(Box::new(first)),
        second: Box::leak(Box::new(second)),
    };
    let mut wrong = Vec::new();
    for family in &all.families {
        let found = |text: &str| {
            (0..text.len())
                .find_map(|i| {
                    table.find(
                        text.as_bytes(),
                        i,
                        crate::scan::class::run(text.as_bytes(), i, crate::scan::class::ALNUM),
                    )
                })
                .map(|(_, r)| rules[usize::from(r)].as_str())
        };
        for text in family.shapes.iter().chain(&family.examples) {
            let grown: Vec<_> = (1..4).map(|seed| expand(text, seed)).collect();
            if let Some(text) = grown.iter().find(|t| found(t).is_none()) {
                wrong.push(format!("{}: example {text} is not found", family.rule));
            }
        }
        if let Some(text) =
            family.counter.iter().map(|t| expand(t, 1)).find(|t| found(t) == Some(&family.rule))
        {
            wrong.push(format!("{}: counter-example {text} is found", family.rule));
        }
    }
    if !wrong.is_empty() {
        return Err(wrong.join("; "));
    }
    column(out, "FAMILY_CODE", "u8", code.iter().map(u8::to_string));
    column(out, "FAMILY_FIRST", "u16", first.iter().map(u16::to_string));
    column(out, "FAMILY_SECOND", "u32", second.iter().map(u32::to_string));
    Ok(())
}

fn patterns(all: &Catalogue, rules: &mut Vec<String>, out: &mut String) -> Result<(), String> {
    let regexes: Vec<_> = all.patterns.iter().map(|p| (p.regex.as_str(), rule(rules, &p.rule))).collect();
    let table = dfa::compile(&regexes)?;
    for row in &all.patterns {
        let found = |text: &str| {
            (0..text.len())
                .find_map(|i| table.view().find(text.as_bytes(), i, false))
                .map(|(_, r)| rules[usize::from(r)].as_str())
        };
        for text in row.examples.iter().flat_map(|t| (1..4).map(|seed| expand(t, seed))) {
            if found(&text) != Some(&row.rule) {
                return Err(format!("{}: example {text} is {:?}'s", row.rule, found(&text)));
            }
        }
        if let Some(text) = row.counter.iter().map(|t| expand(t, 1)).find(|t| found(t) == Some(&row.rule)) {
            return Err(format!("{}: counter-example {text} is found", row.rule));
        }
    }
    column(out, "DFA_CLASSES", "u8", table.classes.iter().map(u8::to_string));
    column(out, "DFA_NEXT", "u16", table.next.iter().map(u16::to_string));
    column(out, "DFA_ACCEPTS", "u8", table.accepts.iter().map(u8::to_string));
    out.push_str(&format!(
        "const DFA_STRIDE: usize = {};\nconst DFA_START: u16 = {};\n",
        table.stride, table.start
    ));
    let list = regexes.iter().map(|(r, rule)| format!("({r:?}, {rule})"));
    // Only the oracle test reads them.
    out.push_str("#[cfg(not(target_family = \"wasm\"))]\n");
    column(out, "PATTERNS", "(&str, u8)", list);
    Ok(())
}

/// Owner, name → flags and class.
type Entries = BTreeMap<u64, (String, u8)>;

fn keys(all: &Catalogue, out: &mut String) -> Result<(), String> {
    let mut entries = Entries::new();
    let mut wrong = Vec::new();
    for row in &all.keys {
        let class = CLASSES.iter().find(|(name, _)| *name == row.class).map(|(_, class)| *class);
        let class = class.ok_or_else(|| format!("key class {:?}", row.class))?;
        for name in &row.names {
            let suffix = if row.suffix { SUFFIX } else { 0 };
            wrong.extend(add(&mut entries, 0, name, class | suffix).err());
        }
    }
    for (words, class) in all.routes.iter().map(|r| (&r.words, strength(r))) {
        for word in words {
            add(&mut entries, ROUTES, word, class)?;
        }
    }
    let (mut sets, mut unless) = (Vec::new(), Vec::new());
    for (i, v) in all.vendors.iter().enumerate() {
        let owner = i as u8 + 1;
        let p = &v.scrub;
        let lists = [
            (&p.keep, RAW),
            (&p.pseudonym, PSEUDONYM),
            (&p.remove, REMOVE),
            (&p.secret, SECRET),
            (&p.identity, IDENTITY),
        ];
        for (names, class) in lists {
            for name in names {
                add(&mut entries, owner, name, class)?;
            }
        }
        for (name, value) in &p.set {
            add(&mut entries, owner, name, SET + index(&mut sets, value))?;
        }
        for (name, other) in &p.pseudonym_unless {
            add(&mut entries, owner, name, UNLESS + index(&mut unless, other))?;
        }
    }
    if sets.len() > 31 || unless.len() > 8 {
        return Err("too many values to set".into());
    }
    let (mut checks, mut classes) = (vec![0u16; KEY_SLOTS], vec![0u8; KEY_SLOTS]);
    for (hash, (name, entry)) in &entries {
        let (mut at, check) = key::slot(*hash, KEY_SLOTS);
        while checks[at] != 0 {
            if checks[at] == check {
                return Err(format!("key {name} has the check of another"));
            }
            at = (at + 1) % KEY_SLOTS;
        }
        (checks[at], classes[at]) = (check, *entry);
    }
    let view = Keys { checks: checks.clone().leak(), entries: classes.clone().leak() };
    if wrong.is_empty() {
        wrong.extend(all.keys.iter().flat_map(|row| check_key(row, &view)));
    }
    wrong.extend(all.routes.iter().flat_map(|row| check_route(row, &view)));
    if !wrong.is_empty() {
        return Err(wrong.join("; "));
    }
    column(out, "KEY_CHECKS", "u16", checks.iter().map(u16::to_string));
    column(out, "KEY_ENTRIES", "u8", classes.iter().map(u8::to_string));
    words(out, "SET_VALUES", sets.iter().map(String::as_str));
    words(out, "UNLESS_KEYS", unless.iter().map(String::as_str));
    Ok(())
}

/// An account number: digits only, more than a page has.
fn is_number(s: &[u8]) -> bool {
    s.len() >= 3 && s.iter().all(u8::is_ascii_digit)
}

fn strength(row: &Route) -> u8 {
    match row.strength.as_str() {
        "strong" => STRONG,
        "person" => PERSON,
        _ => WEAK,
    }
}

fn index(list: &mut Vec<String>, item: &str) -> u8 {
    let at = list.iter().position(|have| have == item).unwrap_or_else(|| {
        list.push(item.to_owned());
        list.len() - 1
    });
    at as u8
}

fn add(entries: &mut Entries, owner: u8, name: &str, entry: u8) -> Result<(), String> {
    let entry = entry | if name.contains('.') { JOINED } else { 0 };
    let hash = key::hash(name.as_bytes(), owner);
    match entries.get_mut(&hash) {
        Some((have, old)) if (*old ^ entry) & !(SUFFIX | JOINED) != 0 => {
            Err(format!("key {name} (owner {owner}) says otherwise than {have}"))
        }
        Some((_, old)) => {
            *old |= entry;
            Ok(())
        }
        None => {
            entries.insert(hash, (name.to_owned(), entry));
            Ok(())
        }
    }
}

fn check_key(row: &Key, keys: &Keys) -> Vec<String> {
    let class = CLASSES.iter().find(|(name, _)| *name == row.class).map(|(_, class)| *class);
    let mut wrong = Vec::new();
    for name in &row.names {
        let (parent, key) = name.split_once('.').unwrap_or(("", name));
        let spellings = [
            (String::new(), name.clone()),
            (String::new(), name.to_uppercase().replace('_', "-")),
            (parent.to_owned(), key.to_owned()),
        ];
        for (parent, key) in spellings {
            if keys.find(key.as_bytes(), parent.as_bytes(), 0) != class {
                wrong.push(format!("key {name}: {parent}.{key} is not found as {}", row.class));
            }
        }
    }
    for name in row.counter.iter().filter(|name| keys.find(name.as_bytes(), b"", 0) == class) {
        wrong.push(format!("key {name} is a counter-example of {} and found", row.class));
    }
    wrong
}

/// A rough form of what `scrub::container::url` does: a route word, then an opaque segment.
fn check_route(row: &Route, keys: &Keys) -> Vec<String> {
    let hit = |path: &str| {
        let segments: Vec<_> = path.split('/').map(str::as_bytes).collect();
        let next = segments.windows(2).any(|w| match key::route(keys, w[0]) {
            Some(STRONG) => is_opaque(w[1], 8),
            Some(PERSON) => is_number(w[1]) || is_opaque(w[1], 8),
            Some(_) => is_opaque(w[1], 16),
            None => false,
        });
        next || segments.windows(3).any(|w| key::route(keys, w[0]) == Some(STRONG) && is_opaque(w[2], 8))
    };
    let examples = row.examples.iter().map(|path| expand(path, 1)).filter(|path| !hit(path));
    let counter = row.counter.iter().filter(|path| hit(path) && !path.contains('.'));
    examples
        .map(|path| format!("route example {path} is not found"))
        .chain(counter.map(|path| format!("route counter-example {path} is found")))
        .collect()
}
