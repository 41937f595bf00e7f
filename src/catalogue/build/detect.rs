//! The detectors as tables: token families, the automaton, keys, routes; each row held against its own examples.

use crate::dfa;
use crate::meaning::*;
use crate::packed::{Entries, lean, packed, spellings};
use crate::rows::{Catalogue, Key, Route, Vendor};
use crate::scan::class;
use crate::scan::family::{self, Families};
use crate::scan::key::{self, JOINED, Keys, OWN, SUFFIX};
use crate::scan::opaque::is_opaque;
use crate::tables::column;
use crate::template::{Piece, compile, expand, parse};

/// The text of the tables.
pub fn tables(all: &Catalogue) -> Result<String, String> {
    let mut out = String::new();
    let mut rules: Vec<String> = Vec::new();
    patterns(all, &mut rules, &mut out)?;
    families(all, &mut rules, &mut out)?;
    let full = rules.iter().map(|name| format!("\"token.{name}\""));
    out.push_str("#[cfg(not(target_family = \"wasm\"))]\n");
    column(&mut out, "RULES", "&str", full);
    keys(all, &mut out)?;
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

/// The number of a rule; as `Catalogue::rules` gives them.
fn rule(rules: &mut Vec<String>, name: &str) -> Result<u8, String> {
    let name = name.strip_prefix("token.").ok_or_else(|| format!("rule {name}: not token.…"))?;
    let at = rules.iter().position(|r| r == name).unwrap_or_else(|| {
        rules.push(name.to_owned());
        rules.len() - 1
    });
    u8::try_from(at).map_err(|_| "more than 256 rules: their number is a byte".into())
}

/// The patterns' rules come first: their numbers are in the automaton.
fn families(all: &Catalogue, rules: &mut Vec<String>, out: &mut String) -> Result<(), String> {
    let mut shapes: Vec<Vec<u8>> = vec![Vec::new(); rules.len()];
    for row in &all.families {
        let rule = usize::from(rule(rules, &row.rule)?);
        shapes.resize(rules.len(), Vec::new());
        for shape in &row.shapes {
            let code = compile(shape)?;
            if !starts_well(&code) {
                return Err(format!("{}: {shape} begins with less than two letters of its own", row.rule));
            }
            shapes[rule].push(if is_weak(shape) { family::CHANCE } else { family::SHAPE });
            shapes[rule].extend(code);
        }
    }
    let mut text = Vec::new();
    for shapes in &shapes {
        text.push(family::RULE);
        text.extend(shapes);
    }
    let count = all.families.iter().map(|row| row.shapes.len()).sum::<usize>();
    if text.len() > 8191 || count > 1535 {
        return Err(format!("{count} shapes of {} bytes are more than the index holds", text.len()));
    }
    let mut table = Families::empty();
    table.open(text.clone().leak());
    let mut wrong = Vec::new();
    for row in &all.families {
        let found = |text: &str| {
            let s = text.as_bytes();
            let rule = (0..s.len()).find_map(|i| table.find(s, i, class::run(s, i, class::ALNUM), false));
            rule.and_then(|(_, r)| rules.get(usize::from(r))).map(String::as_str)
        };
        for text in row.shapes.iter().chain(&row.examples) {
            let grown: Vec<_> = (1..4).map(|seed| expand(text, seed)).collect();
            if let Some(text) = grown.iter().find(|t| found(t).is_none()) {
                wrong.push(format!("{}: example {text} is not found", row.rule));
            }
        }
        let counter = row.counter.iter().map(|t| expand(t, 1));
        for text in counter.filter(|t| found(t).is_some_and(|rule| row.rule.ends_with(rule))) {
            wrong.push(format!("{}: counter-example {text} is found", row.rule));
        }
    }
    if !wrong.is_empty() {
        return Err(wrong.join("; "));
    }
    let bytes: String = text.iter().map(|b| std::ascii::escape_default(*b).to_string()).collect();
    out.push_str(&format!("static FAMILY_TEXT: &[u8] = b\"{bytes}\";\n"));
    Ok(())
}

/// Two bytes that are themselves, or a run and then a mark: what the index goes by. Or a long word with a word in it.
fn starts_well(code: &[u8]) -> bool {
    let literal = |b: &u8| *b < family::UUID;
    match code {
        [a, b, ..] if literal(a) => a.is_ascii_alphanumeric() && literal(b),
        _ => {
            code.iter().any(|b| literal(b) && b.is_ascii_punctuation())
                || code.windows(4).any(|letters| letters.iter().all(u8::is_ascii_uppercase))
        }
    }
}

/// Whether what the shape begins with, up to its first long run, tells too little: before characters that words and
/// dashes are made of it would take slugs.
fn is_weak(shape: &str) -> bool {
    let (mut head, mut wild) = (String::new(), false);
    for piece in parse(shape).unwrap_or_default() {
        match piece {
            Piece::Text(text) => head += &text,
            Piece::Run(_, 8.., _) => break,
            Piece::Run(_, least, _) => {
                wild = true;
                head.extend(std::iter::repeat_n('a', least));
            }
        }
    }
    let dashes = shape.contains("{b64u:") || shape.contains("{run:");
    let short = expand(shape, 1).len() < 32;
    head.bytes().all(|b| b.is_ascii_alphanumeric()) || (dashes && head.len() <= 5) || (wild && short)
}

fn patterns(all: &Catalogue, rules: &mut Vec<String>, out: &mut String) -> Result<(), String> {
    let mut regexes = Vec::new();
    for row in &all.patterns {
        regexes.push((row.regex.as_str(), rule(rules, &row.rule)?));
    }
    let table = dfa::compile(&regexes)?;
    for row in &all.patterns {
        let found = |text: &str| {
            let rule = (0..text.len()).find_map(|i| table.view().find(text.as_bytes(), i, false));
            rule.and_then(|(_, r)| rules.get(usize::from(r))).map(String::as_str)
        };
        let is_found = |text: &str| found(text).is_some_and(|rule| row.rule.ends_with(rule));
        for text in row.examples.iter().flat_map(|t| (1..4).map(|seed| expand(t, seed))) {
            if !is_found(&text) {
                return Err(format!("{}: example {text} is {:?}'s", row.rule, found(&text)));
            }
        }
        if let Some(text) = row.counter.iter().map(|t| expand(t, 1)).find(|t| is_found(t)) {
            return Err(format!("{}: counter-example {text} is found", row.rule));
        }
    }
    column(out, "DFA_CLASSES", "u8", table.classes.iter().map(u8::to_string));
    column(out, "DFA_NEXT", "u8", table.next.iter().map(u8::to_string));
    column(out, "DFA_ACCEPTS", "u8", table.accepts.iter().map(u8::to_string));
    out.push_str(&format!("const DFA_STRIDE: usize = {};\n", table.stride));
    let list = regexes.iter().map(|(r, rule)| format!("({r:?}, {rule})"));
    // Only the oracle test reads them.
    out.push_str("#[cfg(not(target_family = \"wasm\"))]\n");
    column(out, "PATTERNS", "(&str, u8)", list);
    Ok(())
}

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
    // The scrubber that everybody loads has no room for what only some sites ask for (`SITE` in src/scrub/site.rs).
    let small = std::env::var("CARGO_FEATURE_HUSH").is_ok() && std::env::var("CARGO_FEATURE_SITE").is_err();
    for row in all.words.iter().filter(|row| !small || row.list != "click") {
        let list = LISTS.iter().find(|(name, _)| *name == row.list).map(|(_, list)| *list);
        let list = list.ok_or_else(|| format!("list of words {:?}", row.list))?;
        for word in &row.words {
            add(&mut entries, list, word, list)?;
        }
    }
    for host in all.share_hosts.iter().flat_map(|row| &row.hosts) {
        add(&mut entries, SHARE_HOST, host, SHARE_HOST)?;
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
                let own = if class < REMOVE { OWN } else { 0 };
                add(&mut entries, owner, name, class + own)?;
            }
        }
        for (name, value) in &p.set {
            add(&mut entries, owner, name, SET + index(&mut sets, value))?;
        }
        for (name, other) in &p.pseudonym_unless {
            add(&mut entries, owner, name, UNLESS + index(&mut unless, other))?;
        }
        for (name, other) in &p.own_beside {
            add(&mut entries, owner, name, UNLESS + index(&mut unless, &["+", other].concat()))?;
        }
    }
    if sets.len() > usize::from(OWN - SET) || unless.len() > usize::from(SET - UNLESS) {
        return Err("too many values to set".into());
    }
    lean(&mut entries);
    let packed = packed(&entries)?;
    let mut view = Keys::empty();
    view.open(&packed);
    if wrong.is_empty() {
        wrong.extend(all.keys.iter().flat_map(|row| check_key(row, &view)));
    }
    wrong.extend(all.routes.iter().flat_map(|row| check_route(row, &view)));
    if !wrong.is_empty() {
        return Err(wrong.join("; "));
    }
    column(out, "KEY_NAMES", "u8", packed.iter().map(u8::to_string));
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
        for (parent, key) in spellings(name, class.unwrap_or_default()) {
            if keys.find(key.as_bytes(), parent.as_bytes(), 0).unwrap_or(KEEP) != class.unwrap_or(KEEP) {
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
            STRONG => is_opaque(w[1], 8),
            PERSON => is_number(w[1]) || is_opaque(w[1], 8),
            WEAK => is_opaque(w[1], 16),
            _ => false,
        });
        next || segments.windows(3).any(|w| key::route(keys, w[0]) == STRONG && is_opaque(w[2], 8))
    };
    let examples = row.examples.iter().map(|path| expand(path, 1)).filter(|path| !hit(path));
    let counter = row.counter.iter().filter(|path| hit(path) && !path.contains('.'));
    examples
        .map(|path| format!("route example {path} is not found"))
        .chain(counter.map(|path| format!("route counter-example {path} is found")))
        .collect()
}
