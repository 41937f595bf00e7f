//! Reads a config from any source and says everything that is wrong with it.

use super::error::{ConfigError, Expected};
use super::rule::{is_locale, is_short, is_url, is_vendor_id};
use super::source::{Kind, Source};
use super::{Config, VendorConfig};
use crate::consent::{Category, Choices};

/// Longest piece of a given value in an error.
const SHOWN_CHARS: usize = 80;

/// What the catalogue knows, as questions, so that the config depends on plain types only.
pub struct Known {
    /// Is this the id of a catalogue vendor?
    pub vendor: fn(&str) -> bool,
    /// Is this a key of the locale files?
    pub text: fn(&str) -> bool,
}

/// The config, or every mistake in it in the order of the fields. An absent config is the default.
pub fn read<S: Source>(source: &S, known: &Known) -> Result<Config, Vec<ConfigError>> {
    let mut reader = Reader {
        known,
        path: String::new(),
        errors: Vec::new(),
        config: Config::default(),
    };
    if source.kind() != Kind::Absent {
        reader.config(source);
    }
    if reader.errors.is_empty() {
        Ok(reader.config)
    } else {
        Err(reader.errors)
    }
}

struct Reader<'a> {
    known: &'a Known,
    path: String,
    errors: Vec<ConfigError>,
    config: Config,
}

impl Reader<'_> {
    fn config<S: Source>(&mut self, source: &S) {
        for (name, value) in self.fields(source) {
            let end = self.enter(&name);
            match name.as_str() {
                "policyVersion" => {
                    if let Some(text) = self.text(&value, is_short, Expected::ShortText) {
                        self.config.policy_version = text;
                    }
                }
                "policyUrl" => self.config.policy_url = self.text(&value, is_url, Expected::Link),
                "categories" => self.categories(&value),
                "vendors" => {
                    for (id, value) in self.fields(&value) {
                        let end = self.enter(&id);
                        self.vendor(id, &value);
                        self.path.truncate(end);
                    }
                }
                "locale" => self.config.locale = self.text(&value, is_locale, Expected::Locale),
                "text" => {
                    for (key, value) in self.fields(&value) {
                        let end = self.enter(&key);
                        if !(self.known.text)(&key) {
                            self.wrong(&value, Expected::TextKey);
                        } else if let Some(words) = self.text(&value, |_| true, Expected::Text) {
                            self.config.text.push((key, words));
                        }
                        self.path.truncate(end);
                    }
                }
                "storageKey" => {
                    if let Some(text) = self.text(&value, is_short, Expected::ShortText) {
                        self.config.storage_key = text;
                    }
                }
                _ => self.wrong(&value, Expected::Field),
            }
            self.path.truncate(end);
        }
    }

    fn categories<S: Source>(&mut self, source: &S) {
        let mut set = Choices::none();
        for (i, item) in self
            .items(source, Expected::CategoryList)
            .into_iter()
            .enumerate()
        {
            let end = self.enter_item(i);
            if let Some(category) = self.category(&item) {
                set = set.with(category, true);
            }
            self.path.truncate(end);
        }
        self.config.categories = set;
    }

    fn category<S: Source>(&mut self, source: &S) -> Option<Category> {
        let found = source.text().and_then(|name| Category::from_name(&name));
        if found.is_none() {
            self.wrong(source, Expected::Category);
        }
        found
    }

    fn vendor<S: Source>(&mut self, id: String, source: &S) {
        let own = !(self.known.vendor)(&id);
        if own && !is_vendor_id(&id) {
            return self.wrong(source, Expected::VendorId);
        }
        let before = self.errors.len();
        let mut vendor = VendorConfig {
            id,
            ..VendorConfig::default()
        };
        for (name, value) in self.fields(source) {
            let end = self.enter(&name);
            match name.as_str() {
                "category" => vendor.category = self.category(&value),
                "endpoints" => {
                    for (i, item) in self
                        .items(&value, Expected::EndpointList)
                        .into_iter()
                        .enumerate()
                    {
                        let end = self.enter_item(i);
                        vendor
                            .endpoints
                            .extend(self.text(&item, is_url, Expected::Endpoint));
                        self.path.truncate(end);
                    }
                }
                _ => self.wrong(&value, Expected::VendorField),
            }
            self.path.truncate(end);
        }
        if own
            && self.errors.len() == before
            && (vendor.category.is_none() || vendor.endpoints.is_empty())
        {
            return self.wrong(source, Expected::OwnVendor);
        }
        self.config.vendors.push(vendor);
    }

    fn text<S: Source>(
        &mut self,
        source: &S,
        rule: fn(&str) -> bool,
        expected: Expected,
    ) -> Option<String> {
        let text = source.text().filter(|text| rule(text));
        if text.is_none() {
            self.wrong(source, expected);
        }
        text
    }

    /// The fields that are there: a field given as `undefined` is one that is not given.
    fn fields<S: Source>(&mut self, source: &S) -> Vec<(String, S)> {
        if source.kind() != Kind::Object {
            self.wrong(source, Expected::Object);
        }
        let mut fields = source.fields();
        fields.retain(|(_, value)| value.kind() != Kind::Absent);
        fields
    }

    fn items<S: Source>(&mut self, source: &S, expected: Expected) -> Vec<S> {
        if source.kind() != Kind::List {
            self.wrong(source, expected);
        }
        source.items()
    }

    fn enter(&mut self, name: &str) -> usize {
        let end = self.path.len();
        if end > 0 {
            self.path.push('.');
        }
        self.path.extend(name.chars().take(SHOWN_CHARS));
        end
    }

    fn enter_item(&mut self, index: usize) -> usize {
        let end = self.path.len();
        self.path.push('[');
        push_number(index, &mut self.path);
        self.path.push(']');
        end
    }

    fn wrong<S: Source>(&mut self, source: &S, expected: Expected) {
        let mut given = String::new();
        for c in source.shown().chars() {
            // An error goes to consoles and logs: nothing in it may start a new line there.
            given.push(if c.is_control() { ' ' } else { c });
            if given.len() > SHOWN_CHARS {
                given.push('…');
                break;
            }
        }
        self.errors.push(ConfigError {
            field: self.path.clone(),
            given,
            expected,
        });
    }
}

fn push_number(number: usize, out: &mut String) {
    if number >= 10 {
        push_number(number / 10, out);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}
