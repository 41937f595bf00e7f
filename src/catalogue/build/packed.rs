//! The sensitive names as few bits: what another row finds is left out, the others are written as `scan::key` unpacks them.

use crate::meaning::{KEEP, URL, VERSION};
use crate::scan::key::{self, JOINED, Keys, SUFFIX};
use std::collections::BTreeMap;

/// Hash of owner and name → name, flags and class. Names of the general catalogue stand under the owner 0.
pub type Entries = BTreeMap<u64, (String, u8)>;

/// The ways to write a name of a class that must all be found: parent and key.
pub fn spellings(name: &str, class: u8) -> Vec<(String, String)> {
    let (parent, key) = name.split_once('.').unwrap_or(("", name));
    let words: Vec<&str> = name.split(['_', '.']).collect();
    let mut camel = String::new();
    for (i, word) in words.iter().enumerate() {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        camel += &if i == 0 { first.to_owned() } else { first.to_uppercase() };
        camel += rest;
    }
    let none = String::new;
    let mut all = vec![
        (none(), name.to_owned()),
        (none(), name.to_uppercase().replace('_', "-")),
        (none(), name.replace('.', "_")),
        (none(), camel),
        (parent.to_owned(), key.to_owned()),
    ];
    // What these names hold speaks for itself where the name does not.
    if !matches!(class, KEEP | URL | VERSION) {
        all.push((none(), words.concat().to_lowercase()));
    }
    all
}

/// Leaves out each general name that the rows beside it find anyhow, in all spellings and with the same meaning.
pub fn lean(entries: &mut Entries) {
    let mut general: Vec<_> = entries
        .iter()
        .filter(|(hash, (name, _))| **hash == key::hash(name.as_bytes(), 0))
        .map(|(hash, (name, entry))| (*hash, name.clone(), *entry))
        .collect();
    // The long ones first: it is they that end in others.
    general.sort_by_key(|(_, name, _)| std::cmp::Reverse(name.len()));
    for (hash, name, entry) in general {
        let row = entries.remove(&hash);
        let class = entry & !(SUFFIX | JOINED);
        // A row of longer names' ends must go on holding for them.
        let ends = |keys: &Keys| keys.find(format!("x_{name}").as_bytes(), b"", 0).unwrap_or(KEEP) == class;
        let keys = table(entries);
        // A name that is kept, and that nothing else is about, needs no row.
        let found = spellings(&name, class)
            .iter()
            .all(|(parent, key)| keys.find(key.as_bytes(), parent.as_bytes(), 0).unwrap_or(KEEP) == class);
        if let Some(row) = row.filter(|_| !found || !ends(&keys)) {
            entries.insert(hash, row);
        }
    }
}

fn table(entries: &Entries) -> Keys {
    let mut keys = Keys::empty();
    keys.open(&packed(entries).unwrap_or_default());
    keys
}

/// The names in the form that [`Keys::open`] reads.
pub fn packed(entries: &Entries) -> Result<Vec<u8>, String> {
    let mut groups: BTreeMap<u8, Vec<u32>> = BTreeMap::new();
    let mut seen = BTreeMap::new();
    for (hash, (name, entry)) in entries {
        let mark = key::mark(*hash);
        if let Some(other) = seen.insert(mark, name) {
            return Err(format!("key {name} has the mark of {other}: change the seed of the hashes"));
        }
        groups.entry(*entry).or_default().push(mark);
    }
    let mut bits: Vec<bool> = Vec::new();
    let mut put = |value: u32, width: u32| bits.extend((0..width).rev().map(|i| value >> i & 1 == 1));
    for (entry, marks) in &mut groups {
        marks.sort_unstable();
        for marks in marks.chunks(255) {
            put((*entry).into(), 8);
            put(marks.len() as u32, 8);
            let (width, mut last) = (key::width(marks.len() as u32), 0);
            for mark in marks {
                let step = mark - last - 1;
                (0..step >> width).for_each(|_| put(1, 1));
                put(0, 1);
                put(step, width);
                last = *mark;
            }
        }
    }
    // No group.
    put(0, 16);
    Ok(bits
        .chunks(8)
        .map(|byte| byte.iter().enumerate().fold(0, |b, (i, on)| b | u8::from(*on) << (7 - i)))
        .collect())
}
