//! How well the measure of `hushgate::scan::opaque` tells segments made by people from segments made by chance: what
//! people wrote is taken from the corpus of negatives, what chance wrote is made.

use crate::expand::Maker;
use crate::judge;
use hushgate::scan::opaque::is_opaque;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The places where the measure is asked, and how many characters must look made by chance there.
pub const PLACES: [(&str, usize); 3] = [("known host", 6), ("share, invite …", 8), ("s, d, view …", 15)];
/// Shapes of the tokens that stand in paths.
const SHAPES: [&str; 9] = [
    "{b64u:22}",
    "{b64u:43}",
    "{b62:12}",
    "{b62:16}",
    "{b62:22}",
    "{b62:32}",
    "{an:20}",
    "{hex:32}",
    "{uuid:4}",
];
const EACH: u64 = 2_000;

/// Families whose rows hold what people wrote.
const WRITTEN: [&str; 4] = ["slug", "prose/", "key/", "query/"];

/// What people call pages and things: every segment of the corpus's slugs, every name and word of its other texts, and
/// each two to six words that follow each other as the slug, the name and the word that sites make of a title.
pub fn written() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for case in judge::read("negatives") {
        if case.container == "form" || !WRITTEN.iter().any(|family| case.family.starts_with(family)) {
            continue;
        }
        // What stands in braces or brackets is made when a test runs.
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let text = case.input.replace(['{', '⟦'], " \u{1}");
        let pieces = text.split([' ', '/', '?', '&', '=', '"', ',', '.', ':', '#', '\n']);
        let words: Vec<&str> = pieces.filter(|word| !word.is_empty() && word.chars().all(plain)).collect();
        all.extend(words.iter().map(|word| word.to_string()));
        let capital = |word: &&str| word[..1].to_uppercase() + &word[1..];
        if case.family.starts_with("prose/") && case.container == "text" {
            for title in (2..7).flat_map(|count| words.windows(count)) {
                all.extend([title.join("-").to_lowercase(), title.join("_")]);
                if title.iter().all(|word| word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic())) {
                    all.insert(title.iter().map(capital).collect());
                }
            }
        }
    }
    all.retain(|segment| segment.len() >= 6 && segment.bytes().any(|b| b.is_ascii_alphabetic()));
    all
}

/// Of so many written and made segments, how many the measure takes for the other, by place; as text.
pub fn table() -> (String, [usize; PLACES.len()], usize) {
    let written = written();
    let mut out = format!("\nthe measure of opaque segments\n{:<18}{:>8}", "", "segments");
    for (place, least) in PLACES {
        let _ = write!(out, "{:>24}", format!("{place} ({least})"));
    }
    let mut row = |name: &str, segments: &mut dyn Iterator<Item = String>, wrong: &dyn Fn(bool) -> bool| {
        let (mut count, mut faults) = (0, [0; PLACES.len()]);
        for segment in segments {
            count += 1;
            for (fault, (_, least)) in faults.iter_mut().zip(PLACES) {
                *fault += usize::from(wrong(is_opaque(segment.as_bytes(), least)));
            }
        }
        let _ = write!(out, "\n{name:<18}{count:>8}");
        for fault in faults {
            let _ = write!(out, "{:>24}", format!("{fault} = {:.2} %", 100.0 * fault as f64 / count as f64));
        }
        faults
    };
    let taken = row("by people, taken", &mut written.iter().cloned(), &|opaque| opaque);
    for shape in SHAPES {
        let make = |n| String::from_utf8_lossy(&Maker::new(shape, n).expand(shape)).into_owned();
        row(&format!("{shape}, missed"), &mut (0..EACH).map(make), &|opaque| !opaque);
    }
    (out, taken, written.len())
}
