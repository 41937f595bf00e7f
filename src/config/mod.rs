//! What a site says: the config, its defaults, and the errors that name what is wrong with it.
//!
//! One reader holds every rule and reads JSON text in place ([`Json`]). The gate gives it the page's object as
//! `JSON.stringify` wrote it, and wants to know no more than which field is wrong ([`accept`]); natively and in the
//! check build the value comes by serde ([`Value`]), and every mistake is put into words ([`read`]).
//!
//! **Invariant:** a config with an error is no config: analytics stays off. **Invariant:** an unknown field is an
//! error, because a misspelt one would silently be the default.

mod error;
mod json;
mod read;
mod rule;
#[cfg(any(not(target_family = "wasm"), feature = "check"))]
pub mod settings;
mod value;

pub use error::{ConfigError, Expected};
pub use json::{Json, quote};
pub use read::{Known, read};
pub use value::Value;

use crate::consent::{Items, Question, Regime, cut, parse_number, put};

/// A checked config. What is asked for is taken out of it once; the rest stays JSON and is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The config itself, a JSON object, or nothing.
    pub json: String,
    /// The version of the policy that a choice is made under; another one asks again.
    pub policy_version: String,
    /// What the visitor is asked for: the categories in the site's order, then the vendors that the site names and whose
    /// category is among them. As [`Items`] has it.
    pub items: String,
    /// The vendors that the site names and whose category is not asked for, a space after each.
    pub unasked: String,
    /// What the law of the visitor's region wants.
    pub regime: Regime,
    /// Days after which who agreed to anything is asked again.
    pub accept_days: u64,
    /// Days after which who agreed to nothing is asked or told again.
    pub refuse_days: u64,
}

/// What a site says of one vendor.
#[derive(Clone, Copy, Debug)]
pub struct VendorConfig<'a> {
    /// Catalogue id, or the site's own.
    pub id: &'a str,
    /// The category, where it is not the catalogue's; else nothing.
    pub category: &'a str,
    /// URL prefixes that are this vendor's too: an array, which the boot script matches by.
    pub endpoints: Json<'a>,
}

impl<'a> VendorConfig<'a> {
    fn of(id: &'a str, said: Json<'a>) -> VendorConfig<'a> {
        VendorConfig { id, category: said.field("category").name(), endpoints: said.field("endpoints") }
    }
}

impl Config {
    /// A field, absent if the site does not give it.
    pub fn field(&self, name: &str) -> Json<'_> {
        Json(&self.json).field(name)
    }

    fn text(&self, name: &str) -> String {
        self.field(name).text().unwrap_or_default()
    }

    /// Where the policy can be read; empty if the site does not say.
    pub fn policy_url(&self) -> String {
        self.text("policyUrl")
    }

    /// The banner's language; empty is the page's.
    pub fn locale(&self) -> String {
        self.text("locale")
    }

    /// The name under which the choice is stored.
    pub fn storage_key(&self) -> String {
        self.field("storageKey").text().unwrap_or_else(|| "hushgate".into())
    }

    /// The site's own vendors, and its corrections to the catalogue's.
    pub fn vendors(&self) -> impl Iterator<Item = VendorConfig<'_>> {
        self.field("vendors").fields().map(|(id, said)| VendorConfig::of(id.name(), said))
    }

    /// What the site calls a category, or says of it (`title`, `description`), where it does.
    pub fn category_text(&self, name: &str, field: &str) -> Option<String> {
        self.field("categories").parts().find(|asked| asked.field("id").name() == name)?.field(field).text()
    }

    /// What is asked for.
    pub fn items(&self) -> Items<'_> {
        Items(&self.items)
    }

    /// Today's question.
    pub fn question(&self) -> Question<'_> {
        Question {
            policy_version: &self.policy_version,
            items: self.items(),
            regime: self.regime,
            accept_days: self.accept_days,
            refuse_days: self.refuse_days,
        }
    }

    /// The same config for a visitor whose region the page may know; what the config says of it goes first.
    pub fn in_region(self, region: &str) -> Config {
        let regime = read::regime(Json(&self.json), region);
        Config { regime, ..self }
    }

    /// Adds a service to the items, or to those of nothing that is asked for.
    fn push_service(&mut self, category: &str, id: &str) {
        let found = self.items().find(|item| item.key == category);
        match found.map(|item| String::from(item.purposes)) {
            Some(purposes) => {
                for text in [category, ".", id, " ", &purposes, "\n"] {
                    self.items.push_str(text);
                }
            }
            None => {
                self.unasked.push_str(id);
                put(b' ', &mut self.unasked);
            }
        }
    }

    /// A config that `browser/config.js` has checked, with what it found to follow from it, as lines: regime, days after
    /// an accept and days after a refusal; the policy version; then the items. A vendor that the catalogue must know, for
    /// the site does not describe it, is marked (`?analytics.ga4`), and has its category where the site gives none
    /// (`?.ga4`). The error is the field that is wrong. What the keys of `text` are is not looked at: a wrong one has no words
    /// to replace, and the developers' check names it.
    pub fn planned(json: String, plan: &str, known: &Known) -> Result<Config, String> {
        let (head, rest) = cut(plan, b'\n');
        let (regime, days) = cut(head, b' ');
        let (accept, refuse) = cut(days, b' ');
        let (version, mut rest) = cut(rest, b'\n');
        let mut config = Config {
            json,
            policy_version: version.into(),
            items: String::new(),
            unasked: String::new(),
            regime: Regime::from_name(regime).unwrap_or(Regime::OptIn),
            accept_days: parse_number(accept).unwrap_or(0),
            refuse_days: parse_number(refuse).unwrap_or(0),
        };
        while !rest.is_empty() {
            let (line, next) = cut(rest, b'\n');
            rest = next;
            let (category, id) = cut(line, b'.');
            if id.is_empty() {
                config.items.push_str(line);
                put(b'\n', &mut config.items);
                continue;
            }
            let found = (known.vendor)(id);
            let category = match (category.strip_prefix('?'), found) {
                (None, _) => category,
                (Some(""), Some(category)) | (Some(category), Some(_)) => category,
                (Some(_), None) => {
                    let mut field = String::from("vendors.");
                    field.push_str(id);
                    return Err(field);
                }
            };
            config.push_service(category, id);
        }
        if read::is_too_much(&config) {
            return Err("vendors".into());
        }
        Ok(config)
    }
}

/// What is asked for where the site does not say.
const ANALYTICS: &str = "analytics \n";

impl Default for Config {
    fn default() -> Config {
        Config {
            json: "{}".into(),
            policy_version: "1".into(),
            items: ANALYTICS.into(),
            unasked: String::new(),
            regime: Regime::OptIn,
            accept_days: 365,
            refuse_days: 182,
        }
    }
}
