//! Shows what the scrubber makes of one input, once and twice: `cargo run --example explain -- json artifacts/json/…`.

use hushgate::scrub::{Kind, scrub};
use hushgate_fuzz::targets::{KEY, TARGETS, vendor};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let name = words.next().ok_or("a container, then a file")?;
    let number = TARGETS.iter().position(|target| target.name == name).ok_or("no such container")?;
    let input = std::fs::read(words.next().ok_or("a file")?)?;
    // The vendor goes by the first length, as in the fuzzers.
    let vendor = vendor(&input);
    println!("vendor {:?}", vendor.map(|v| v.id()));
    let mut text = input;
    for round in ["was", "once", "twice"] {
        println!("{round:<6}{}", String::from_utf8_lossy(&text).escape_debug());
        match scrub(&text, Kind::from_number(number as u32), vendor, &KEY) {
            Ok(outcome) => {
                for edit in &outcome.edits.list {
                    let with = String::from_utf8_lossy(outcome.edits.with(edit)).into_owned();
                    println!("      {}..{} {with:?}", edit.start, edit.end);
                }
                text = outcome.apply(&text);
            }
            Err(why) => {
                println!("      refused: {why:?}");
                break;
            }
        }
    }
    Ok(())
}
