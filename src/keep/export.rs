//! The visitor's own trail as JSON: each record with what it says, the oldest first. `docs/proof.md` lists the fields.

use super::proof::{Fields, decode, event, is_item, list, record_id, said_of};
use super::time::iso;
use crate::config::quote;
use crate::consent::{cut, find, parse_number};

/// The trail, with the record of now in it, as one JSON object. `now_ms` is when the visitor asked.
pub fn export_trail(trail: &str, origin: &str, version: &str, now_ms: u64) -> String {
    let mut records = Vec::new();
    let (mut rest, mut before) = (trail, "");
    while !rest.is_empty() {
        let (line, next) = cut(rest, b'\n');
        rest = next;
        records.push(record(line, before));
        before = line;
    }
    let mut out = Fields::new();
    out.text("schema", "hushgate-export/1");
    out.text("time", &iso(now_ms));
    out.text("origin", origin);
    out.raw("records", &list(records.into_iter()));
    out.text("software", version);
    out.done()
}

fn record(line: &str, before: &str) -> String {
    let said = |key| find(line, key).unwrap_or_default();
    let time = |key| parse_number(said(key)).map(iso).unwrap_or_default();
    let mut out = Fields::new();
    out.text("recordId", &record_id(line));
    out.text("consentId", said("id"));
    out.text("event", event(before, line).name());
    out.text("time", &time("t"));
    out.text("expires", &time("x"));
    out.text("method", said("by"));
    out.raw("gpc", if said("gpc") == "1" { "true" } else { "false" });
    out.text("jurisdiction", said("r"));
    out.text("policyVersion", &decode(said("p")));
    out.text("language", said("l"));
    out.text("textSha256", said("h"));
    let (mut decisions, mut reasons, mut purposes) = (Fields::new(), Fields::new(), Fields::new());
    let mut rest = line;
    while !rest.is_empty() {
        let (pair, next) = cut(rest, b'&');
        rest = next;
        let (key, value) = cut(pair, b'=');
        let (head, category) = cut(key, b'.');
        if head == "f" {
            purposes.raw(category, &words(value));
        } else if is_item(key) {
            let (decision, reason) = said_of(line, key);
            decisions.text(key, decision);
            reasons.text(key, reason);
        }
    }
    out.raw("decisions", &decisions.done());
    out.raw("reasons", &reasons.done());
    out.raw("purposes", &purposes.done());
    out.text("record", line);
    out.done()
}

/// Ids with an underscore between, as a list.
fn words(mut text: &str) -> String {
    let mut ids = Vec::new();
    while !text.is_empty() {
        let (id, next) = cut(text, b'_');
        text = next;
        let mut json = String::new();
        quote(id, &mut json);
        ids.push(json);
    }
    list(ids.into_iter())
}
