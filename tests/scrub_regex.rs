//! The whole catalogue run through the `regex` crate finds what our own engine finds: token families, irregular
//! patterns, names; over the corpora and over examples glued together at random.
//!
//! The `regex` crate reads the TOML rows anew and shares nothing with the tables that are shipped: no index, no byte
//! code, no hashes. What a row means beside its expression is said here once more: a token ends where no letter, digit
//! or character of its last set follows; a dot at its end is the sentence's; the longest wins.

#[allow(dead_code)]
#[path = "corpora/expand.rs"]
mod expand;
mod scrub_support;
#[allow(dead_code)]
#[path = "../fuzz/src/seeds.rs"]
mod seeds;
#[allow(dead_code)]
#[path = "../fuzz/src/targets.rs"]
mod targets;
#[allow(dead_code)]
#[path = "../fuzz/src/valid.rs"]
mod valid;

use hushgate::catalogue::detect::{AUTOMATON, Tables};
use hushgate::catalogue::meaning::CLASSES;
use hushgate::catalogue::template::{Piece, expand as grow, parse};
use hushgate::scan::class::{ALNUM, RUN, SETS, is, run};
use hushgate::scan::opaque::is_opaque;
use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use std::collections::BTreeMap;
use std::path::Path;
use xtask::rows::Catalogue;

/// Longer words are read only so far where a token does not begin them.
const LONGEST: usize = 240;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn catalogue() -> Catalogue {
    Catalogue::load(&root().join("src/catalogue")).expect("the catalogue")
}

fn regex(text: &str) -> Regex {
    RegexBuilder::new(text).unicode(false).size_limit(1 << 26).build().expect("an expression")
}

/// A shape as an expression, and the set of its last run.
fn expression(shape: &str) -> (String, u32) {
    let (mut out, mut last) = (String::from(r"\A"), 0);
    for piece in parse(shape).expect("a template") {
        match piece {
            Piece::Text(text) => {
                let escaped = |b: u8| format!(r"\x{b:02x}");
                out.extend(text.bytes().map(escaped));
            }
            Piece::Run(set, least, more) => {
                let set = SETS[set].1;
                let members: String =
                    (0..=255u8).filter(|b| is(*b, set)).map(|b| format!(r"\x{b:02x}")).collect();
                out += &format!("[{members}]{{{least}{}}}", if more { "," } else { "" });
                last = set;
                if more && set == RUN {
                    // Azure's secrets have `~` as well.
                    out += &format!("(?:~+[{members}]*)*");
                }
            }
        }
    }
    (out, last)
}

struct Oracle {
    patterns: Vec<(Regex, Regex)>,
    set: RegexSet,
    shapes: Vec<(Regex, u32)>,
    tables: Tables,
}

impl Oracle {
    fn new(all: &Catalogue) -> Oracle {
        let shapes: Vec<_> =
            all.families.iter().flat_map(|row| &row.shapes).map(|shape| expression(shape)).collect();
        let count = (shapes.len(), all.patterns.len());
        assert!(count.0 > 200 && count.1 > 3, "{count:?}: a part of the catalogue is missing");
        let set = RegexSetBuilder::new(shapes.iter().map(|(text, _)| text));
        let set = { set }.unicode(false).size_limit(1 << 28).dfa_size_limit(1 << 28).build().expect("a set");
        let pattern = |text: &str| (regex(&format!(r"\A(?:{text})")), regex(&format!(r"\A(?:{text})\z")));
        let mut tables = Tables::empty();
        tables.open();
        Oracle {
            patterns: all.patterns.iter().map(|row| pattern(&row.regex)).collect(),
            set,
            shapes: shapes.iter().map(|(text, last)| (regex(text), *last)).collect(),
            tables,
        }
    }

    /// The end of the longest irregular token at the start of `s`.
    fn pattern(&self, s: &[u8]) -> Option<usize> {
        let begun = self.patterns.iter().filter(|(start, _)| start.is_match(s));
        begun.filter_map(|(_, whole)| (0..=s.len()).rev().find(|end| whole.is_match(&s[..*end]))).max()
    }

    /// The ends of all regular tokens at the start of `s`.
    fn families(&self, s: &[u8]) -> Vec<usize> {
        let found = self.set.matches(s).into_iter().filter_map(|n| {
            let (shape, last) = &self.shapes[n];
            let mut end = shape.find(s)?.end();
            while *last == RUN && s[..end].ends_with(b".") {
                end -= 1;
            }
            let next = s.get(end).copied().unwrap_or(0);
            (!is(next, last & !RUN | ALNUM)).then_some(end)
        });
        found.collect()
    }

    /// Compares both at every word of a text; what is wrong.
    fn compare(&self, s: &[u8]) -> Option<String> {
        let mut i = 0;
        while i < s.len() {
            let end = run(s, i, ALNUM);
            if end > i {
                let inner = i > 0 && is(s[i - 1], RUN);
                let ours = (
                    AUTOMATON.find(s, i, inner).map(|(end, _)| end - i),
                    self.tables.families.find(s, i, end, inner).map(|(end, _)| end - i),
                );
                let ends = self.families(&s[i..]);
                // A weak shape must look made by chance as well: a measure that has tests of its own.
                let sure = ends.iter().copied().filter(|end| is_opaque(&s[i..i + end], 8)).max();
                let family = ours.1.map_or(sure.is_none(), |end| ends.contains(&end) && Some(end) >= sure);
                let theirs = (self.pattern(&s[i..]), ends);
                if ours.0 != theirs.0 || !family {
                    return Some(format!(
                        "{:?}: ours {ours:?}, theirs {theirs:?}",
                        String::from_utf8_lossy(&s[i..])
                    ));
                }
            }
            i = end.max(i + 1);
        }
        None
    }
}

/// Numbers that are the same everywhere.
struct Dice(u64);

impl Dice {
    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        &list[(self.0 >> 33) as usize % list.len()]
    }
}

fn cut(text: &[u8]) -> &[u8] {
    &text[..text.len().min(LONGEST)]
}

#[test]
fn tokens_are_those_that_regex_finds() {
    let all = catalogue();
    let oracle = Oracle::new(&all);
    let families =
        all.families.iter().flat_map(|row| row.shapes.iter().chain(&row.examples).chain(&row.counter));
    let patterns = all.patterns.iter().flat_map(|row| row.examples.iter().chain(&row.counter));
    let templates: Vec<&String> = families.chain(patterns).collect();
    let mut texts: Vec<Vec<u8>> =
        templates.iter().flat_map(|text| (1..4).map(|seed| grow(text, seed).into_bytes())).collect();
    // Glued: a token may begin behind another, end at any mark, or be cut short.
    let glue = ["", " ", "=", ".", "-", "_", "/", "~", ":", "|", "+", "x", "0", "é", "\"", "%2F"];
    let mut dice = Dice(7);
    for _ in 0..6_000 {
        let mut text = String::from(*dice.pick(&glue));
        for _ in 0..2 {
            let token = grow(dice.pick::<&String>(&templates), *dice.pick(&[1, 2, 3, 4, 5]));
            let from = *dice.pick(&[0, 0, 0, 0, 1, 3]);
            text.extend(token.chars().skip(from));
            if *dice.pick(&[true, false, false, false]) {
                text.pop();
            }
            text += *dice.pick(&glue);
        }
        texts.push(text.into_bytes());
    }
    let seeds = seeds::seeds(root());
    let corpora = ["text", "url", "json", "form"].iter().flat_map(|name| seeds[name].iter().step_by(4));
    texts.extend(corpora.map(|text| cut(text).to_vec()));
    let faults: Vec<_> = texts.iter().filter_map(|text| oracle.compare(cut(text))).collect();
    println!("{} texts", texts.len());
    assert!(
        faults.is_empty(),
        "{}\n{} of {}",
        faults[..faults.len().min(20)].join("\n"),
        faults.len(),
        texts.len()
    );
}

/// A name with a mark before each of its words and nothing between them.
fn marked(name: &str) -> String {
    let mut out = String::new();
    let letters: Vec<char> = name.chars().collect();
    for (i, c) in letters.iter().enumerate() {
        let word = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii();
        if !word(*c) && *c != '$' {
            continue;
        }
        let before = i.checked_sub(1).map(|i| letters[i]);
        let after = letters.get(i + 1);
        let hump = c.is_ascii_uppercase()
            && (before.is_none_or(|b| !b.is_ascii_uppercase())
                || after.is_some_and(char::is_ascii_lowercase));
        if before.is_none_or(|b| !word(b)) || hump {
            out.push('\u{1f}');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[test]
fn names_are_those_that_regex_finds() {
    let all = catalogue();
    let mut rows: BTreeMap<String, (u8, bool)> = BTreeMap::new();
    for row in &all.keys {
        let class = CLASSES.iter().find(|(name, _)| *name == row.class).expect("a class").1;
        for name in &row.names {
            let letters: String = marked(name).replace('\u{1f}', "").to_lowercase();
            let suffix = &mut rows.entry(letters).or_insert((class, false)).1;
            *suffix |= row.suffix;
        }
    }
    assert!(rows.len() > 400, "{} names", rows.len());
    let rules: Vec<(Regex, usize, u8)> = rows
        .iter()
        .map(|(name, (class, suffix))| {
            let letters: Vec<String> = name.chars().map(|c| regex::escape(&c.to_string())).collect();
            // What is a secret may stand at the end of another word too.
            let before = match (suffix, name.len() >= 5 && *class <= 1) {
                (true, true) => "",
                (true, false) => "\u{1f}",
                (false, _) => "\\A\u{1f}?",
            };
            (regex(&format!("{before}{}\\z", letters.join("\u{1f}?"))), name.len(), *class)
        })
        .collect();
    let find = |name: &str| {
        let text = marked(name);
        let found = rules.iter().filter(|(rule, ..)| rule.is_match(text.as_bytes()));
        found.max_by_key(|(_, len, _)| *len).map(|(.., class)| *class)
    };
    let mut tables = Tables::empty();
    tables.open();
    let words = [
        "x", "user", "auth", "monkey", "my", "page", "data", "author", "old", "csrf", "2", "URL", "api",
        "client", "key", "token", "name", "id", "utm", "session", "count", "Type", "é",
    ];
    let names: Vec<&String> = all.keys.iter().flat_map(|row| &row.names).collect();
    let counter = all.keys.iter().flat_map(|row| &row.counter).cloned();
    let mut dice = Dice(3);
    let mut texts: Vec<String> = names.iter().map(|name| (*name).clone()).chain(counter).collect();
    for _ in 0..3_000 {
        let mut parts = vec![(*dice.pick(&words)).to_owned()];
        parts.push((*dice.pick(&names)).clone());
        if *dice.pick(&[true, false]) {
            parts.push((*dice.pick(&words)).to_owned());
        }
        let joint = *dice.pick(&["_", "-", ".", "", "camel"]);
        if joint == "camel" {
            let upper = |part: &String| part[..1].to_uppercase() + &part[1..];
            parts =
                parts.iter().map(|part| if part.is_ascii() { upper(part) } else { part.clone() }).collect();
        }
        texts.push(parts.join(if joint == "camel" { "" } else { joint }));
    }
    // A trailing number makes no other name, which `find` does not model.
    texts.retain(|text| !text.ends_with(|c: char| c.is_ascii_digit() || c == ']'));
    let mut chance = 0;
    let faults: Vec<_> = texts
        .iter()
        .filter_map(|text| {
            let (ours, theirs) = (tables.names.find(text.as_bytes(), b"", 0), find(text));
            // A name may be taken for another by its hash, one in ten thousand.
            chance += usize::from(ours.is_some() && theirs.is_none());
            (ours.unwrap_or(0) != theirs.unwrap_or(0))
                .then(|| format!("{text}: ours {ours:?}, theirs {theirs:?}"))
        })
        .collect();
    println!("{} names, {chance} by chance", texts.len());
    assert!(
        chance <= 2 && faults.len() == chance,
        "{}\n{} of {}",
        faults.join("\n"),
        faults.len(),
        texts.len()
    );
}
