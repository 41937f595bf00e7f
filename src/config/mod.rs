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
mod value;

pub use error::{ConfigError, Expected};
pub use json::{Json, quote};
pub use read::{Known, accept, read};
pub use value::Value;

use crate::consent::{Items, Question, Regime, cut};

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

    /// Today's question to a visitor whose region the page may know (`""` if it does not); what the config says of it
    /// goes first.
    pub fn question(&self, region: &str) -> Question<'_> {
        let said = self.field("region").name();
        let expiry = |kind, standard| rule::days(self.field("expiry").field(kind).0).unwrap_or(standard);
        Question {
            policy_version: &self.policy_version,
            items: self.items(),
            regime: self.regime_of(if said.is_empty() { region } else { said }),
            accept_days: expiry("accept", 365),
            refuse_days: expiry("refuse", 182),
        }
    }

    /// The regime of a region: its own rule, its country's, or what holds elsewhere. With rules, an unknown region is
    /// under the strictest.
    pub fn regime_of(&self, region: &str) -> Regime {
        let (rules, country) = (self.field("regions"), cut(region, b'-').0);
        let known = rules.0.is_empty() || rule::is_region(region);
        let mut found = if known { self.field("regime").name() } else { "" };
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
}

impl Default for Config {
    fn default() -> Config {
        Config { json: String::new(), policy_version: "1".into(), items: "analytics\n".into() }
    }
}
