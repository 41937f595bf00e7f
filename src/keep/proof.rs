//! The proof of a choice for the site's own server: JSON modelled on ISO/IEC TS 27560 (consent record information
//! structure). `docs/proof.md` lists the fields.
//!
//! **Invariant:** no address, no user agent, nothing of the visitor but the random consent ID.
//! **Invariant:** the same record has the same record ID wherever and however often it is sent.

use super::sha256::{hex, sha256};
use super::time::iso;
use super::trail::as_made;
use crate::banner::text::Words;
use crate::catalogue;
use crate::config::{Config, quote};
use crate::consent::{Reason, cut, encode, find, parse_number, push_number, put};

/// What happened, by the difference to the record before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Something is granted that was not.
    Given,
    /// Nothing was granted, and nothing is.
    Refused,
    /// Something that was granted is not any more.
    Withdrawn,
    /// The same is granted again.
    Renewed,
    /// The browser's signal was met, and there was no act.
    Signal,
    /// A notice was closed.
    Acknowledged,
}

impl Event {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Event::Given => "given",
            Event::Refused => "refused",
            Event::Withdrawn => "withdrawn",
            Event::Renewed => "renewed",
            Event::Signal => "signal",
            Event::Acknowledged => "acknowledged",
        }
    }
}

/// What a proof is made of.
#[derive(Clone, Copy, Debug)]
pub struct Proof<'a> {
    /// The record's line.
    pub line: &'a str,
    /// The line before it, or nothing.
    pub before: &'a str,
    /// The site's config.
    pub config: &'a Config,
    /// The site's origin: the controller, where the config does not name one.
    pub origin: &'a str,
    /// Of this package.
    pub version: &'a str,
}

/// What a record's line grants, and refuses: the keys with that value.
fn keys<'a>(line: &'a str, value: &'static str) -> impl Iterator<Item = &'a str> {
    let mut rest = line;
    core::iter::from_fn(move || {
        while !rest.is_empty() {
            let (pair, next) = cut(rest, b'&');
            rest = next;
            let (key, found) = cut(pair, b'=');
            if found == value && is_item(key) {
                return Some(key);
            }
        }
        None
    })
}

/// Whether a key of a record is a category or a service: ours have two letters at most, are `gpc`, or start with `f.`.
pub(super) fn is_item(key: &str) -> bool {
    let category = cut(key, b'.').0;
    category.len() > 2 && category != "gpc"
}

/// What happened between two records; the first may be nothing.
pub fn event(before: &str, line: &str) -> Event {
    let grants = |line: &str, key: &str| keys(line, "1").any(|other| other == key);
    if find(line, "by") == Some("notice") {
        Event::Acknowledged
    } else if find(line, "by") == Some("gpc") {
        Event::Signal
    } else if keys(before, "1").any(|key| !grants(line, key)) {
        Event::Withdrawn
    } else if keys(line, "1").any(|key| !grants(before, key)) {
        Event::Given
    } else if keys(line, "1").next().is_some() {
        Event::Renewed
    } else {
        Event::Refused
    }
}

/// The ID of a record, a UUID of version 8 (RFC 9562): 122 bits of the SHA-256 of its line, in which the consent ID and
/// the time make it one of its kind. A record that is sent twice is one record, and what joined its line later is no part
/// of it.
pub fn record_id(line: &str) -> String {
    let mut bytes = sha256(as_made(line).as_bytes());
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let all = hex(&bytes);
    let mut out = String::new();
    for (place, digit) in all.bytes().take(32).enumerate() {
        if matches!(place, 8 | 12 | 16 | 20) {
            put(b'-', &mut out);
        }
        put(digit, &mut out);
    }
    out
}

/// The text that a visitor is asked or told by, as it is hashed: title and body of the screen that the act was made on,
/// then each category's title and description, each on a line of its own.
pub fn text_shown(words: &Words<'_>, config: &Config, by: &str) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    let (title, body) = match by {
        "preferences" => ("prefs_title", "prefs_body"),
        "notice" => ("notice_title", "notice_body"),
        _ => ("title", "body"),
    };
    line(words.get(title));
    line(words.get(body));
    for item in config.items().filter(|item| item.is_category()) {
        let mut about = String::from(item.key);
        about.push_str("_body");
        for (field, key) in [("title", item.key), ("description", about.as_str())] {
            line(config.category_text(item.key, field).unwrap_or_else(|| words.get(key)));
        }
    }
    out
}

/// The line with the SHA-256 of the text joined to it, where a text was shown and is still known: of another version's
/// nothing is.
pub fn with_text(line: &str, words: &Words<'_>, config: &Config) -> String {
    let said = |key| find(line, key).unwrap_or_default();
    let current = said("p") == encode(&config.policy_version);
    let shown = matches!(said("by"), "banner" | "preferences" | "notice");
    let mut out = String::from(line);
    if current && shown && find(line, "h").is_none() {
        out.push_str("&h=");
        out.push_str(&hex(&sha256(text_shown(words, config, said("by")).as_bytes())));
    }
    out
}

/// A JSON object in the making.
pub(super) struct Fields(pub(super) String);

impl Fields {
    pub(super) fn new() -> Fields {
        Fields("{".into())
    }

    pub(super) fn raw(&mut self, name: &str, json: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        quote(name, &mut self.0);
        self.0.push(':');
        self.0.push_str(json);
    }

    pub(super) fn text(&mut self, name: &str, text: &str) {
        let mut json = String::new();
        quote(text, &mut json);
        self.raw(name, &json);
    }

    pub(super) fn done(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    let mut out = String::from("[");
    for (i, item) in items.enumerate() {
        out.push_str(if i > 0 { "," } else { "" });
        out.push_str(&item);
    }
    out.push(']');
    out
}

fn time_of(line: &str, key: &str) -> Option<u64> {
    find(line, key).and_then(parse_number)
}

/// The proof as one JSON object.
pub fn proof(given: &Proof<'_>) -> String {
    let Proof { line, config, .. } = *given;
    let said = |key| find(line, key).unwrap_or_default();
    let mut out = Fields::new();
    out.text("schema", "hushgate-consent-record/1");
    out.text("recordId", &record_id(line));
    out.text("consentId", said("id"));

    let settings = config.field("proof");
    let mut controller = Fields::new();
    let name = settings.field("controller").text();
    controller.text("name", name.as_deref().unwrap_or(given.origin));
    controller.text("origin", given.origin);
    out.raw("controller", &controller.done());

    let mut notice = Fields::new();
    notice.text("version", &decode(said("p")));
    notice.text("url", &config.policy_url());
    notice.text("language", said("l"));
    notice.text("textSha256", said("h"));
    out.raw("notice", &notice.done());

    let mut happened = Fields::new();
    happened.text("type", event(given.before, line).name());
    happened.text("time", &iso(time_of(line, "t").unwrap_or(0)));
    happened.text("method", said("by"));
    happened.raw("gpc", if said("gpc") == "1" { "true" } else { "false" });
    out.raw("event", &happened.done());
    if let Some(end) = time_of(line, "x") {
        out.text("expires", &iso(end));
    }
    out.text("jurisdiction", said("r"));
    let purposes = config.items().filter(|item| item.is_category()).map(|item| purpose(given, item.key));
    out.raw("purposes", &list(purposes));
    let mut retention = String::new();
    push_number(parse_number(settings.field("retentionDays").0).unwrap_or(RETENTION_DAYS), &mut retention);
    out.raw("retentionDays", &retention);
    out.text("software", given.version);
    out.done()
}

/// How long a record is to be kept after it has ended: three years, where the config says nothing.
const RETENTION_DAYS: u64 = 1095;

/// The word for what a record says of an item.
fn decision(value: &str) -> &'static str {
    match value {
        "1" => "granted",
        "0" => "refused",
        "n" => "told",
        _ => "not-asked",
    }
}

/// What a record says of an item, as decision and as reason code.
pub(super) fn said_of(line: &str, key: &str) -> (&'static str, &'static str) {
    let decision = decision(find(line, key).unwrap_or_default());
    let despite = find(line, "gpc") == Some("1") && find(line, "by") == Some("preferences");
    let reason = match decision {
        "granted" if despite => Reason::DespiteSignal,
        "granted" => Reason::Granted,
        "refused" => Reason::Refused,
        "told" => Reason::Default,
        _ => Reason::NotAsked,
    };
    (decision, reason.name())
}

/// What the record says of one category and its services.
fn purpose(given: &Proof<'_>, category: &str) -> String {
    let Proof { line, config, .. } = *given;
    let mut out = Fields::new();
    out.text("id", category);
    let (decision, reason) = said_of(line, category);
    out.text("decision", decision);
    out.text("reason", reason);
    let basis = if find(line, "r") == Some("opt-in") { "consent" } else { "opt-out" };
    out.text("legalBasis", basis);
    let asked = config.field("categories").parts().find(|asked| asked.field("id").name() == category);
    let purposes = asked.map(|asked| asked.field("purposes").0).filter(|json| !json.is_empty());
    out.raw("purposes", purposes.unwrap_or("[]"));
    let services = config.items().filter(|item| item.category() == category && !item.is_category());
    out.raw("services", &list(services.map(|item| service(item.service(), said_of(line, item.key)))));
    out.done()
}

fn service(id: &str, (decision, reason): (&str, &str)) -> String {
    let mut out = Fields::new();
    out.text("id", id);
    out.text("decision", decision);
    out.text("reason", reason);
    if let Some(vendor) = catalogue::vendor(id) {
        out.text("recipient", vendor.company());
        let days = catalogue::cookies().filter(|cookie| cookie.vendor() == Some(vendor));
        if let Some(longest) = days.map(|cookie| cookie.lifetime_days()).max() {
            let mut number = String::new();
            push_number(longest.into(), &mut number);
            out.raw("storageDays", &number);
        }
    }
    out.done()
}

/// A form-encoded text; what is no UTF-8 stays as it is.
pub(super) fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        let half = |byte: u8| char::from(byte).to_digit(16);
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if half(*high).is_some() && half(*low).is_some() => {
                bytes.push((half(*high).unwrap_or(0) * 16 + half(*low).unwrap_or(0)) as u8);
                rest = after;
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.into())
}
