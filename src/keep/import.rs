//! Choices that other consent managers stored, so that a site that changes to this one asks nobody needlessly.
//!
//! | manager | where | what |
//! |---|---|---|
//! | `vanilla-cookieconsent` 3 | `cc_cookie` | percent-encoded JSON: `categories` that were accepted, `services` by category, `lastConsentTimestamp` |
//! | `klaro` 0.7 | `klaro` | percent-encoded JSON: services by name, true or false |
//! | `osano` (`cookieconsent` 3) | `cookieconsent_status` | `allow`, `deny` or `dismiss` |
//! | `tarteaucitron` 1 | `tarteaucitron` | `!service=true!service=false!service=wait` |
//!
//! **Invariant:** only what was said is imported: what the other did not ask for is asked. **Invariant:** a grant that is
//! imported is no deliberate act under the signal, so the signal outranks it.

use super::proof::{decode, is_item};
use super::time::from_iso;
use crate::config::{Config, Json};
use crate::consent::{Act, By, Choices, cut};

/// Another consent manager.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// `vanilla-cookieconsent`, versions 3.
    Vanilla,
    /// `klaro`, versions 0.7.
    Klaro,
    /// `cookieconsent`, versions 3: Osano's, once Insites'.
    Osano,
    /// `tarteaucitronjs`, versions 1.
    Tarteaucitron,
}

impl Source {
    /// All of them, in the order in which they are looked for.
    pub const ALL: [Source; 4] = [Source::Vanilla, Source::Klaro, Source::Osano, Source::Tarteaucitron];

    /// The word for it in the config.
    pub const fn name(self) -> &'static str {
        match self {
            Source::Vanilla => "vanilla-cookieconsent",
            Source::Klaro => "klaro",
            Source::Osano => "osano",
            Source::Tarteaucitron => "tarteaucitron",
        }
    }

    /// The name of its cookie, or of its entry in local storage, where the site did not choose another.
    pub const fn key(self) -> &'static str {
        match self {
            Source::Vanilla => "cc_cookie",
            Source::Klaro => "klaro",
            Source::Osano => "cookieconsent_status",
            Source::Tarteaucitron => "tarteaucitron",
        }
    }
}

/// The name of all there is; no manager has such a one.
const EVERYTHING: &str = "*";

/// What the other manager knows by a name.
struct Thing {
    name: String,
    granted: bool,
    /// Whether what it holds goes along: a category whose services were chosen one by one speaks for itself only.
    whole: bool,
}

type Said = Vec<Thing>;

impl Thing {
    fn new(name: impl Into<String>, granted: bool) -> Thing {
        Thing { name: name.into(), granted, whole: true }
    }
}

/// The record of what another manager stored; nothing if that holds no answer to anything that is asked for here.
/// `names` is a JSON object from the other's names to ours, one or a list of them, or nothing; what is not in it goes by
/// the same name, or by what such a category is commonly called.
pub fn import(
    source: Source,
    text: &str,
    names: Json<'_>,
    config: &Config,
    id: &str,
    now_ms: u64,
) -> Option<String> {
    let text = decode(text);
    let (said, time_ms) = match source {
        Source::Vanilla => vanilla(&text)?,
        Source::Klaro => (klaro(&text)?, None),
        Source::Osano => (osano(&text)?, None),
        Source::Tarteaucitron => (tarteaucitron(&text)?, None),
    };
    let mut known = Choices::none();
    let mut refused = Choices::none();
    for Thing { name, granted, whole } in &said {
        for ours in ours(name, names) {
            for (place, item) in config.items().enumerate() {
                // A category is granted if all of it was; its services go along.
                if name == EVERYTHING || item.name() == ours || *whole && item.category() == ours {
                    known = known.with(place, true);
                    refused = refused.with(place, refused.has(place) || !granted);
                }
            }
        }
    }
    if known.is_empty() {
        return None;
    }
    let wanted = Choices::all().and(known);
    let wanted = config
        .items()
        .enumerate()
        .fold(wanted, |set, (place, _)| if refused.has(place) { set.with(place, false) } else { set });
    // A date that has not come is no date.
    let time_ms = time_ms.filter(|time| *time <= now_ms).unwrap_or(now_ms);
    let act = Act { by: By::Import, signal: false, time_ms, id, language: "" };
    let whole = config.question().answer(wanted, &act);
    let mut line = String::new();
    let mut rest = whole.as_str();
    while !rest.is_empty() {
        let (pair, next) = cut(rest, b'&');
        rest = next;
        let key = cut(pair, b'=').0;
        let place = config.items().place(key);
        if !is_item(key) || place.is_some_and(|place| known.has(place)) {
            line.push_str(if line.is_empty() { "" } else { "&" });
            line.push_str(pair);
        }
    }
    Some(line)
}

/// Our names for one of theirs.
fn ours(theirs: &str, names: Json<'_>) -> Vec<String> {
    let said = names.field(theirs);
    if let Some(one) = said.text() {
        return vec![one];
    }
    if said.kind() == b'[' {
        return said.parts().filter_map(Json::text).collect();
    }
    let common = match theirs {
        "functionality" | "preferences" => "functional",
        "statistics" | "performance" => "analytics",
        "ads" | "advertising" | "advertisement" | "targeting" => "marketing",
        other => other,
    };
    vec![common.into()]
}

/// The categories that are named under `services` are those that it has, each with the services that were accepted;
/// `categories` are those that were accepted. Of a service that is not listed nothing is known: it may have been refused.
fn vanilla(text: &str) -> Option<(Said, Option<u64>)> {
    let record = Json(text.trim_ascii());
    let accepted = record.field("categories");
    // A record without these is one that it asks again about.
    if accepted.kind() != b'[' || record.field("consentId").name().is_empty() {
        return None;
    }
    let is_accepted = |name: &str| accepted.parts().any(|each| each.name() == name);
    let services = record.field("services");
    let mut said = Said::new();
    for each in accepted.parts() {
        let whole = services.field(each.name()).parts().next().is_none();
        said.push(Thing { whole, ..Thing::new(each.name(), true) });
    }
    for (category, services) in services.fields() {
        let accepted = is_accepted(category.name());
        if !accepted {
            said.push(Thing::new(category.name(), false));
        }
        for service in services.parts() {
            said.push(Thing::new(service.name(), accepted));
        }
    }
    let time = from_iso(record.field("lastConsentTimestamp").name());
    Some((said, time.or_else(|| from_iso(record.field("consentTimestamp").name()))))
}

fn klaro(text: &str) -> Option<Said> {
    let said = Json(text.trim_ascii()).fields().filter_map(|(name, value)| match value.0 {
        "true" => Some(Thing::new(name.text()?, true)),
        "false" => Some(Thing::new(name.text()?, false)),
        _ => None,
    });
    let said: Said = said.collect();
    (!said.is_empty()).then_some(said)
}

/// Who allowed it allowed `allow`: what that was, the site must say. Who denied it denied everything. Who closed it
/// said nothing.
fn osano(text: &str) -> Option<Said> {
    match text {
        "allow" => Some(vec![Thing::new("allow", true)]),
        "deny" => Some(vec![Thing::new(EVERYTHING, false)]),
        _ => None,
    }
}

fn tarteaucitron(text: &str) -> Option<Said> {
    let mut said = Said::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (pair, next) = cut(rest, b'!');
        rest = next;
        let (name, value) = cut(pair, b'=');
        // `wait` is not an answer.
        if !name.is_empty() && matches!(value, "true" | "false") {
            said.push(Thing::new(name, value == "true"));
        }
    }
    (!said.is_empty()).then_some(said)
}
