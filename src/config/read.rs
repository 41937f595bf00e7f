//! Reads a config and says everything that is wrong with it.

use super::error::{ConfigError, Expected};
use super::json::Json;
use super::rule::{
    days, is_category_id, is_locale, is_manager, is_region, is_retention, is_short, is_stored_name, is_url,
    is_vendor_id,
};
use super::{ANALYTICS, Config, VendorConfig};
use crate::consent::{Items, Regime, cut, has_word, push_number};

/// Longest piece of a given value in an error, in bytes.
const SHOWN_LENGTH: usize = 80;

/// What the catalogue knows, as questions, so that the config depends on plain types only.
pub struct Known {
    /// The category of a catalogue vendor, by its id.
    pub vendor: fn(&str) -> Option<&'static str>,
    /// Is this a key of the locale files?
    pub text: fn(&str) -> bool,
}

/// The categories that every language has words for.
const CATEGORIES: &str = "functional analytics marketing ";
/// What a set of choices holds, and what a cookie holds beside the rest of a record.
const MOST_ITEMS: usize = 64;
const LONGEST_ITEMS: usize = 3000;

/// The fields: whose, what it holds, its name. As one text it packs better than any table. Objects: `C` the config, `V`
/// a vendor, `X` the expiry, `K` the proof, `M` another consent manager, `a` a category, which may be its name only. Objects by names of the site's: `v` vendors, `w`
/// words, `R` regions, `S` names of what is stored, `N` names.  Lists: `A`, `P`, `E` of what the small letter stands for. The rest is in [`Check::leaf`].
const FIELDS: &str = "\
Cs policyVersion
Cu policyUrl
CA categories
Cv vendors
Cr regime
Cg region
CR regions
CX expiry
Cl locale
Cw text
Cs storageKey
Cz subdomains
Cz gpc
CS storage
Cz reload
Cx scrub
CK proof
CI import
Vc category
VE endpoints
ai id
at title
at description
aP purposes
Xd accept
Xd refuse
Ke endpoint
Kf format
Kt controller
Kk retentionDays
Ms key
MN names
";

/// The config, or every mistake in it in the order of the fields. An absent config is the default.
pub fn read(given: &str, known: &Known) -> Result<Config, Vec<ConfigError>> {
    let given = Json(if given.is_empty() { "{}" } else { given });
    let categories = given.field("categories");
    let vendors = given.field("vendors");
    let mut check = Check { known, categories, vendors, path: String::new(), faults: Vec::new() };
    check.value(given, b'C');
    let config = take(given, known);
    if check.faults.is_empty() && is_too_much(&config) {
        check.path.push_str("vendors");
        check.wrong(given.field("vendors"), Expected::Fewer);
    }
    if check.faults.is_empty() { Ok(config) } else { Err(check.faults) }
}

struct Check<'a> {
    known: &'a Known,
    /// As the site gave them.
    categories: Json<'a>,
    vendors: Json<'a>,
    /// Of the field that is being read.
    path: String,
    faults: Vec<ConfigError>,
}

impl Check<'_> {
    fn value(&mut self, value: Json<'_>, kind: u8) {
        match kind {
            b'A' => self.list(value, b'a', Expected::CategoryList),
            b'P' => self.list(value, b'p', Expected::PurposeList),
            b'E' => self.list(value, b'e', Expected::EndpointList),
            b'a' if value.kind() != b'{' => self.leaf(value, b'b'),
            b'n' if value.kind() == b'[' => self.list(value, b't', Expected::Names),
            b'A'..=b'Z' | b'a' | b'v' | b'w' => self.object(value, kind),
            _ => self.leaf(value, kind),
        }
    }

    fn leaf(&mut self, value: Json<'_>, kind: u8) {
        let given = value.text();
        let text = given.as_deref().unwrap_or_default();
        let (good, expected) = match kind {
            b's' => (is_short(text), Expected::ShortText),
            b'u' => (is_url(text), Expected::Link),
            b'e' => (is_url(text), Expected::Endpoint),
            b'l' => (is_locale(text), Expected::Locale),
            b'g' => (is_region(text), Expected::Region),
            b'r' => (Regime::from_name(text).is_some(), Expected::Regime),
            b'i' => (is_category_id(text), Expected::CategoryId),
            b'p' => (is_vendor_id(text), Expected::Purpose),
            b'd' => (days(value.0).is_some(), Expected::Days),
            b'f' => (matches!(text, "json" | "otlp"), Expected::Format),
            b'k' => (is_retention(value.0), Expected::Retention),
            // The scrubber's part: `super::settings` and the scrubber itself check it.
            b'x' => (true, Expected::Text),
            b'q' => (self.is_owner(text), Expected::Owner),
            b'z' => (matches!(value.0, "true" | "false"), Expected::Flag),
            b'b' => (has_word(CATEGORIES, text), Expected::Category),
            b'c' => (has_word(CATEGORIES, text) || self.is_own(text), Expected::Category),
            _ => (given.is_some(), Expected::Text),
        };
        if !good {
            self.wrong(value, expected);
        }
    }

    fn is_own(&self, category: &str) -> bool {
        !category.is_empty() && self.categories.parts().any(|asked| asked.field("id").name() == category)
    }

    /// Who may own what is stored: the site itself, a category, or a vendor that the site names.
    fn is_owner(&self, name: &str) -> bool {
        let named = self.vendors.fields().any(|(id, _)| id.name() == name);
        name == "necessary" || has_word(CATEGORIES, name) || self.is_own(name) || !name.is_empty() && named
    }

    fn object(&mut self, value: Json<'_>, kind: u8) {
        if value.kind() != b'{' {
            return self.wrong(value, Expected::Object);
        }
        let outer = self.path.len();
        for (key, value) in value.fields() {
            if outer > 0 {
                self.path.push('.');
            }
            push_shown(key.name(), &mut self.path);
            self.field(key.name(), value, kind);
            self.path.truncate(outer);
        }
        if kind == b'a' && value.field("id").0.is_empty() {
            self.path.push_str(".id");
            self.wrong(Json(""), Expected::CategoryId);
            self.path.truncate(outer);
        }
    }

    fn field(&mut self, name: &str, value: Json<'_>, owner: u8) {
        let unknown = match owner {
            b'w' if (self.known.text)(name) => return self.leaf(value, b't'),
            b'S' if is_stored_name(name) => return self.leaf(value, b'q'),
            b'R' if is_region(name) => return self.leaf(value, b'r'),
            b'v' => return self.vendor(name, value),
            b'w' => Expected::TextKey,
            b'R' => Expected::Region,
            b'S' => Expected::StoredName,
            b'N' => return self.value(value, b'n'),
            b'I' if is_manager(name) => return self.value(value, b'M'),
            b'I' => Expected::Manager,
            b'K' => Expected::ProofField,
            b'M' => Expected::ManagerField,
            b'V' => Expected::VendorField,
            b'X' => Expected::ExpiryField,
            b'a' => Expected::CategoryField,
            _ => Expected::Field,
        };
        let mut rest = FIELDS;
        while let ([whose, kind, b' ', ..], true) = (rest.as_bytes(), !rest.is_empty()) {
            let (line, next) = cut(rest, b'\n');
            if *whose == owner && line.get(3..) == Some(name) {
                return self.value(value, *kind);
            }
            rest = next;
        }
        self.wrong(value, unknown);
    }

    fn vendor(&mut self, name: &str, value: Json<'_>) {
        let own = (self.known.vendor)(name).is_none();
        if own && !is_vendor_id(name) {
            return self.wrong(value, Expected::VendorId);
        }
        let before = self.faults.len();
        self.value(value, b'V');
        let vendor = VendorConfig::of(name, value);
        let described = !vendor.category.is_empty() && vendor.endpoints.parts().next().is_some();
        if own && !described && self.faults.len() == before {
            self.wrong(value, Expected::OwnVendor);
        }
    }

    fn list(&mut self, value: Json<'_>, kind: u8, expected: Expected) {
        if value.kind() != b'[' {
            return self.wrong(value, expected);
        }
        let outer = self.path.len();
        for (i, item) in value.parts().enumerate() {
            self.path.push('[');
            push_number(i as u64, &mut self.path);
            self.path.push(']');
            self.value(item, kind);
            self.path.truncate(outer);
        }
    }

    fn wrong(&mut self, value: Json<'_>, expected: Expected) {
        let mut given = String::new();
        push_shown(value.0, &mut given);
        self.faults.push(ConfigError { field: self.path.clone(), given, expected });
    }
}

/// Adds the beginning of a text. An error goes to consoles and logs: nothing in it may start a new line there.
pub(super) fn push_shown(text: &str, out: &mut String) {
    let end = out.len() + SHOWN_LENGTH;
    for c in text.chars() {
        out.push(if c < ' ' { ' ' } else { c });
        if out.len() > end {
            out.push('…');
            break;
        }
    }
}

/// The values of a config that has been checked.
fn take(given: Json<'_>, known: &Known) -> Config {
    let mut items = String::new();
    for asked in given.field("categories").parts() {
        let name = if asked.kind() == b'{' { asked.field("id").name() } else { asked.name() };
        if Items(&items).place(name).is_none() {
            let mut purposes: Vec<&str> = asked.field("purposes").parts().map(Json::name).collect();
            purposes.sort_unstable();
            items.push_str(name);
            items.push(' ');
            items.push_str(&purposes.join("_"));
            items.push('\n');
        }
    }
    if given.field("categories").0.is_empty() {
        items.push_str(ANALYTICS);
    }
    let days = |kind, standard| days(given.field("expiry").field(kind).0).unwrap_or(standard);
    let standard = Config::default();
    let mut config = Config {
        json: given.0.into(),
        policy_version: given.field("policyVersion").text().unwrap_or(standard.policy_version),
        items: String::new(),
        unasked: String::new(),
        regime: regime(given, ""),
        accept_days: days("accept", standard.accept_days),
        refuse_days: days("refuse", standard.refuse_days),
    };
    config.items = items;
    let said = config.vendors().map(|vendor| {
        let own = if vendor.category.is_empty() { (known.vendor)(vendor.id) } else { Some(vendor.category) };
        (own.unwrap_or_default().to_owned(), vendor.id.to_owned())
    });
    for (category, id) in said.collect::<Vec<_>>() {
        config.push_service(&category, &id);
    }
    config
}

/// Whether more is asked for than can be remembered.
pub(super) fn is_too_much(config: &Config) -> bool {
    config.items().count() > MOST_ITEMS || config.items.len() > LONGEST_ITEMS
}

/// The regime of a config in a region that the page may know; what the config says of it goes first. A region's own rule,
/// its country's, or what holds elsewhere. With rules, an unknown region is under the strictest.
pub(super) fn regime(given: Json<'_>, region: &str) -> Regime {
    let said = given.field("region").name();
    let region = if said.is_empty() { region } else { said };
    let (rules, country) = (given.field("regions"), cut(region, b'-').0);
    let known = rules.0.is_empty() || is_region(region);
    let mut found = if known { given.field("regime").name() } else { "" };
    let mut exact = false;
    for (place, regime) in rules.fields() {
        let whole = place.name().eq_ignore_ascii_case(region);
        if whole || !exact && known && place.name().eq_ignore_ascii_case(country) {
            found = regime.name();
            exact |= whole;
        }
    }
    Regime::from_name(found).unwrap_or(Regime::OptIn)
}
