//! Reads the rows of a corpus and decides whether what the scrubber made of one is right.

use crate::expand::Maker;
use crate::forms::{forms, holds, within};
use hushgate::catalogue::{self, Vendor};
use hushgate::scrub::{Kind, scrub};
use serde::Deserialize;
use std::path::Path;

/// From this length on, parts of a secret must go as well as the whole.
const LONG: usize = 24;
const PART: usize = 16;

/// A row.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub family: String,
    pub container: String,
    #[serde(default)]
    pub vendor: Option<String>,
    pub input: String,
    #[serde(default)]
    pub gone: Vec<String>,
    #[serde(default)]
    pub kept: Vec<String>,
    #[serde(default)]
    pub expected: Option<String>,
    /// file and line
    #[serde(skip)]
    pub place: String,
}

/// All rows of `positives` or `negatives`.
pub fn read(kind: &str) -> Vec<Case> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora").join(kind);
    let mut files: Vec<_> = std::fs::read_dir(&dir)
        .expect("the corpus is there")
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).expect("UTF-8");
        for (number, line) in text.lines().enumerate() {
            let place = format!("{name}:{}", number + 1);
            let mut case: Case =
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{place}: {error}"));
            case.place = place;
            cases.push(case);
        }
    }
    cases
}

/// The container a row names.
pub fn kind(name: &str) -> Kind {
    let code = ["auto", "url", "form", "json", "lines", "envelope", "text", "multipart", "protobuf"]
        .iter()
        .position(|known| *known == name)
        .unwrap_or_else(|| panic!("no container is called {name:?}"));
    Kind::ALL[code]
}

fn vendor(case: &Case) -> Option<Vendor> {
    let id = case.vendor.as_deref()?;
    Some(catalogue::vendor(id).unwrap_or_else(|| panic!("{}: no vendor {id:?}", case.place)))
}

const KEY: [u8; 32] = [7; 32];

fn run(case: &Case, input: &[u8]) -> Result<Vec<u8>, String> {
    match scrub(input, kind(&case.container), vendor(case), &KEY) {
        Ok(outcome) => Ok(outcome.apply(input)),
        Err(refusal) => Err(format!("refused: {refusal:?}")),
    }
}

fn shown(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.chars().take(600).collect()
}

/// Everything in `gone` has left every form, everything in `kept` is there, and the container is still whole.
pub fn positive(case: &Case, maker: Maker) -> Result<(), String> {
    let input = maker.expand(&case.input);
    let output = run(case, &input)?;
    let got = || format!("\n  from {}\n  got  {}", shown(&input), shown(&output));
    if let Some(expected) = &case.expected {
        let expected = maker.expand(expected);
        if output != expected {
            return Err(format!("wanted {}{}", shown(&expected), got()));
        }
    }
    let readings = forms(&output);
    for part in &case.gone {
        let secret = maker.expand(part);
        if holds(&readings, &secret) {
            return Err(format!("{} is still there{}", shown(&secret), got()));
        }
        // An address keeps its network and a PEM block its first line; all else goes altogether.
        let whole = secret.len() < LONG || secret.contains(&b':') || secret.contains(&b'\n');
        if let Some(rest) = secret.windows(PART).find(|rest| !whole && holds(&readings, rest)) {
            return Err(format!("a part, {}, is still there{}", shown(rest), got()));
        }
    }
    for part in &case.kept {
        let part = maker.expand(part);
        let there = if within(&input, &part) { within(&output, &part) } else { holds(&readings, &part) };
        if !there {
            return Err(format!("{} was not kept{}", shown(&part), got()));
        }
    }
    whole(case, &input, &output).map_err(|what| what + &got())?;
    let again = run(case, &output)?;
    if again != output {
        return Err(format!("not settled: a second time gives {}{}", shown(&again), got()));
    }
    Ok(())
}

/// Not a byte was changed.
pub fn negative(case: &Case, maker: Maker) -> Result<(), String> {
    let input = maker.expand(&case.input);
    let output = run(case, &input)?;
    if output == input {
        return Ok(());
    }
    Err(format!("from {}\n  got  {}", shown(&input), shown(&output)))
}

fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
}

/// What could be parsed before can be parsed after.
fn whole(case: &Case, input: &[u8], output: &[u8]) -> Result<(), String> {
    match case.container.as_str() {
        "json" if is_json(input) && !is_json(output) => Err("no longer JSON".into()),
        "lines" => {
            let (before, after): (Vec<_>, Vec<_>) =
                (input.split(|b| *b == b'\n').collect(), output.split(|b| *b == b'\n').collect());
            if before.len() != after.len() {
                return Err("another number of lines".into());
            }
            match before.iter().zip(&after).any(|(b, a)| is_json(b) && !is_json(a)) {
                true => Err("a line is no longer JSON".into()),
                false => Ok(()),
            }
        }
        "envelope" if items(input).is_some() && items(output).is_none() => {
            Err("an item's length is no longer right".into())
        }
        _ => Ok(()),
    }
}

/// How many items an envelope has, if each is JSON of the length its header gives.
fn items(envelope: &[u8]) -> Option<usize> {
    let line = |bytes: &[u8]| bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
    let mut rest = envelope.get(line(envelope) + 1..)?;
    let mut count = 0;
    while !rest.is_empty() {
        let end = line(rest);
        let header: serde_json::Value = serde_json::from_slice(&rest[..end]).ok()?;
        rest = rest.get(end + 1..)?;
        let length = match header.get("length") {
            Some(length) => length.as_u64()? as usize,
            None => line(rest),
        };
        let payload = rest.get(..length)?;
        rest = &rest[length..];
        if !is_json(payload) {
            return None;
        }
        if let Some((newline, after)) = rest.split_first() {
            if *newline != b'\n' {
                return None;
            }
            rest = after;
        }
        count += 1;
    }
    Some(count)
}
