//! Reads a config and says everything that is wrong with it.

use super::error::{ConfigError, Expected};
use super::json::Json;
use super::rule::{is_locale, is_short, is_url, is_vendor_id};
use super::{Config, VendorConfig};
use crate::consent::{Category, Choices, push_number};

/// Longest piece of a given value in an error, in bytes.
const SHOWN_LENGTH: usize = 80;

/// What the catalogue knows, as questions, so that the config depends on plain types only.
pub struct Known {
    /// Is this the id of a catalogue vendor?
    pub vendor: fn(&str) -> bool,
    /// Is this a key of the locale files?
    pub text: fn(&str) -> bool,
}

/// What a value must be.
enum Shape {
    Text(fn(&str) -> bool, Expected),
    Category,
    Categories,
    Endpoints,
    Vendors,
    Vendor,
    Texts,
    Config,
    /// Not looked at here: the scrubber's part is checked by `super::settings` and by the scrubber itself.
    Any,
}

const FIELDS: [(&str, Shape); 8] = [
    ("policyVersion", Shape::Text(is_short, Expected::ShortText)),
    ("policyUrl", Shape::Text(is_url, Expected::Link)),
    ("categories", Shape::Categories),
    ("vendors", Shape::Vendors),
    ("locale", Shape::Text(is_locale, Expected::Locale)),
    ("text", Shape::Texts),
    ("storageKey", Shape::Text(is_short, Expected::ShortText)),
    ("scrub", Shape::Any),
];
const VENDOR_FIELDS: [(&str, Shape); 2] = [("category", Shape::Category), ("endpoints", Shape::Endpoints)];
const ENDPOINT: Shape = Shape::Text(is_url, Expected::Endpoint);
const WORDS: Shape = Shape::Text(|_| true, Expected::Text);

/// The config, or every mistake in it in the order of the fields. An absent config is the default.
pub fn read(given: &str, known: &Known) -> Result<Config, Vec<ConfigError>> {
    check(given, known, Vec::new())
}

/// The config, or the path of the first field that is wrong. The gate's way: the words for what is wrong with it are in
/// the check build.
pub fn accept(given: &str, known: &Known) -> Result<Config, String> {
    check(given, known, None::<String>).map_err(Option::unwrap_or_default)
}

fn check<F: Faults>(given: &str, known: &Known, faults: F) -> Result<Config, F> {
    if given.is_empty() {
        return Ok(Config::default());
    }
    let given = Json(given);
    let mut check = Check { known, path: String::new(), faults };
    check.value(given, &Shape::Config);
    if check.faults.count() == 0 { Ok(take(given)) } else { Err(check.faults) }
}

/// What is kept of mistakes.
trait Faults {
    fn count(&self) -> usize;
    fn add(&mut self, value: Json<'_>, path: &str, expected: Expected);
}

impl Faults for Vec<ConfigError> {
    fn count(&self) -> usize {
        self.len()
    }

    fn add(&mut self, value: Json<'_>, path: &str, expected: Expected) {
        let mut given = String::new();
        push_shown(value.0, &mut given);
        self.push(ConfigError { field: path.into(), given, expected });
    }
}

impl Faults for Option<String> {
    fn count(&self) -> usize {
        self.is_some().into()
    }

    fn add(&mut self, _: Json<'_>, path: &str, _: Expected) {
        if self.is_none() {
            *self = Some(path.into());
        }
    }
}

struct Check<'a, F> {
    known: &'a Known,
    /// Of the field that is being read.
    path: String,
    faults: F,
}

impl<F: Faults> Check<'_, F> {
    fn value(&mut self, value: Json<'_>, shape: &Shape) {
        match shape {
            Shape::Text(rule, expected) => {
                if !value.text().is_some_and(|text| rule(&text)) {
                    self.wrong(value, *expected);
                }
            }
            Shape::Category => {
                if Category::from_name(value.name()).is_none() {
                    self.wrong(value, Expected::Category);
                }
            }
            Shape::Categories => self.list(value, &Shape::Category, Expected::CategoryList),
            Shape::Endpoints => self.list(value, &ENDPOINT, Expected::EndpointList),
            Shape::Any => {}
            _ => {
                if value.kind() != b'{' {
                    return self.wrong(value, Expected::Object);
                }
                let outer = self.path.len();
                for (key, value) in value.fields() {
                    if outer > 0 {
                        self.path.push('.');
                    }
                    push_shown(key.name(), &mut self.path);
                    self.field(key.name(), value, shape);
                    self.path.truncate(outer);
                }
            }
        }
    }

    fn field(&mut self, name: &str, value: Json<'_>, shape: &Shape) {
        let unknown = match shape {
            Shape::Config => match FIELDS.iter().find(|(field, _)| *field == name) {
                Some((_, shape)) => return self.value(value, shape),
                None => Expected::Field,
            },
            Shape::Vendor => match VENDOR_FIELDS.iter().find(|(field, _)| *field == name) {
                Some((_, shape)) => return self.value(value, shape),
                None => Expected::VendorField,
            },
            Shape::Texts if (self.known.text)(name) => return self.value(value, &WORDS),
            Shape::Texts => Expected::TextKey,
            _ => {
                let own = !(self.known.vendor)(name);
                if own && !is_vendor_id(name) {
                    Expected::VendorId
                } else {
                    let before = self.faults.count();
                    self.value(value, &Shape::Vendor);
                    let vendor = VendorConfig::of(name, value);
                    let described = vendor.category.is_some() && vendor.endpoints.parts().next().is_some();
                    if !own || self.faults.count() > before || described {
                        return;
                    }
                    Expected::OwnVendor
                }
            }
        };
        self.wrong(value, unknown);
    }

    fn list(&mut self, value: Json<'_>, shape: &Shape, expected: Expected) {
        if value.kind() != b'[' {
            return self.wrong(value, expected);
        }
        let outer = self.path.len();
        for (i, item) in value.parts().enumerate() {
            self.path.push('[');
            push_number(i as u64, &mut self.path);
            self.path.push(']');
            self.value(item, shape);
            self.path.truncate(outer);
        }
    }

    fn wrong(&mut self, value: Json<'_>, expected: Expected) {
        self.faults.add(value, &self.path, expected);
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
fn take(given: Json<'_>) -> Config {
    let mut config = Config::default();
    let set = |field: &mut String, name| {
        if let Some(text) = given.field(name).text() {
            *field = text;
        }
    };
    set(&mut config.policy_version, "policyVersion");
    set(&mut config.policy_url, "policyUrl");
    set(&mut config.locale, "locale");
    set(&mut config.storage_key, "storageKey");
    config.text = given.field("text").0.into();
    config.vendors = given.field("vendors").0.into();
    let categories = given.field("categories");
    if !categories.0.is_empty() {
        config.categories = Choices::none();
        for item in categories.parts() {
            if let Some(category) = Category::from_name(item.name()) {
                config.categories = config.categories.with(category, true);
            }
        }
    }
    config
}
