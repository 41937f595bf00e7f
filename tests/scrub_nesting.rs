//! No planted secret survives any nesting of any two containers, nor of three on a sample.

mod scrub_support;

use hushgate::scrub::{Kind, Refusal, scrub};
use scrub_support::nest::{WRAPS, Wrap, plants};
use scrub_support::{KEY, holds};

/// What a client would say it sends.
fn kind(outer: &Wrap) -> Kind {
    if outer.name.ends_with("protobuf") { Kind::Protobuf } else { Kind::Auto }
}

/// Scrubs `input`; says what is wrong with the outcome. Whether it was read at all comes back otherwise.
fn gone(input: &[u8], kind: Kind, needle: &str) -> Result<bool, String> {
    let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let outcome = match scrub(input, kind, None, &KEY) {
        Ok(outcome) => outcome,
        // A file that is no text: nothing of it leaves.
        Err(Refusal::Unsupported) => return Ok(false),
        Err(why) => return Err(format!("{why:?}: {}", shown(input))),
    };
    let out = outcome.apply(input);
    if holds(&out, needle) {
        return Err(shown(&out));
    }
    let mut report = Vec::new();
    outcome.report.write(&mut report);
    if holds(&report, needle) {
        return Err(format!("the report holds it: {}", shown(&report)));
    }
    let again = scrub(&out, kind, None, &KEY).map_err(|why| format!("its own output is refused, {why:?}"))?;
    if again.apply(&out) != out {
        return Err(format!("twice is not once: {}", shown(&out)));
    }
    Ok(true)
}

#[test]
fn no_planted_secret_survives_any_nesting_of_two() {
    let mut faults = Vec::new();
    let (mut read, mut refused) = (0, 0);
    for (name, plant, needle) in plants() {
        for inner in WRAPS {
            for outer in WRAPS {
                let content = (inner.write)(plant.as_bytes()).expect("a text has room everywhere");
                let Some(input) = (outer.write)(&content) else { continue };
                assert!(
                    holds(&input, needle),
                    "the search does not see {name} in {} in {}",
                    inner.name,
                    outer.name
                );
                match gone(&input, kind(outer), needle) {
                    Ok(true) => read += 1,
                    Ok(false) => refused += 1,
                    Err(what) => faults.push(format!("{name} in {} in {}: {what}", inner.name, outer.name)),
                }
            }
        }
    }
    println!("{read} nestings read, {refused} refused");
    assert!(faults.is_empty(), "{}\n{} of {} survive", faults.join("\n"), faults.len(), read + faults.len());
    assert!(refused * 20 < read, "{refused} refused of {read}");
}

/// Every third container in each pair, so that each stands at each depth.
#[test]
fn no_planted_secret_survives_a_nesting_of_three() {
    let mut faults = Vec::new();
    for (n, (name, plant, needle)) in plants().iter().enumerate() {
        for (i, inner) in WRAPS.iter().enumerate() {
            for (j, middle) in WRAPS.iter().enumerate() {
                let outer = &WRAPS[(i + j * 3 + n) % WRAPS.len()];
                let content = (inner.write)(plant.as_bytes()).and_then(|content| (middle.write)(&content));
                let Some(input) = content.and_then(|content| (outer.write)(&content)) else { continue };
                if let Err(what) = gone(&input, kind(outer), needle) {
                    faults.push(format!(
                        "{name} in {} in {} in {}: {what}",
                        inner.name, middle.name, outer.name
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}\n{} survive", faults.join("\n"), faults.len());
}
