//! What a record brings with it once: its place in the trail, and its proof for the queue.

use super::otlp::otlp;
use super::proof::{Proof, proof, record_id, with_text};
use super::trail::{add, last};
use crate::banner::text::Words;
use crate::config::Config;
use crate::consent::{find, parse_number};

/// What is to be stored because of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The trail with it.
    pub trail: String,
    /// Time and ID of the record, with a dot between: names in this order are in the order of time. Nothing if there is
    /// nothing to send.
    pub name: String,
    /// The proof.
    pub body: String,
}

/// The entry of a record that the trail does not have; nothing if it has it, or if it is no record. `words` are those that
/// were shown, if they are known. A record without a consent ID is from before there were any, and proves nothing.
pub fn entry(
    trail: &str,
    line: &str,
    words: Option<&Words<'_>>,
    config: &Config,
    origin: &str,
    version: &str,
    now_ms: u64,
) -> Option<Entry> {
    let line = &words.map_or_else(|| String::from(line), |words| with_text(line, words, config));
    let after = add(trail, line);
    if last(&after) != line || after == trail {
        return None;
    }
    let mut out = Entry { trail: after, name: String::new(), body: String::new() };
    let settings = config.field("proof");
    let time = find(line, "t").filter(|time| parse_number(time).is_some())?;
    if find(line, "id").is_some() && settings.field("endpoint").text().is_some() {
        let given = Proof { line, before: last(trail), config, origin, version };
        // As many digits as a clock has for the next 250 years.
        out.name.push_str("0000000000000".get(time.len()..).unwrap_or_default());
        out.name.push_str(time);
        out.name.push('.');
        out.name.push_str(&record_id(line));
        out.body =
            if settings.field("format").name() == "otlp" { otlp(&given, now_ms) } else { proof(&given) };
    }
    Some(out)
}
