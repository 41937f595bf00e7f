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
pub use read::{Known, accept, read};
pub use value::Value;

use crate::consent::{Category, Choices};

/// A checked config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The version of the policy that a choice is made under; another one asks again.
    pub policy_version: String,
    /// Where the policy can be read; empty if the site does not say.
    pub policy_url: String,
    /// What the visitor is asked for.
    pub categories: Choices,
    /// What the site says of vendors, a JSON object by id, or nothing: see [`Config::vendors`].
    pub vendors: String,
    /// The banner's language; empty is the page's.
    pub locale: String,
    /// The site's own words in place of the locale's: a JSON object by key, or nothing.
    pub text: String,
    /// The name under which the choice is stored.
    pub storage_key: String,
}

/// What a site says of one vendor.
#[derive(Clone, Copy, Debug)]
pub struct VendorConfig<'a> {
    /// Catalogue id, or the site's own.
    pub id: &'a str,
    /// The category, where it is not the catalogue's.
    pub category: Option<Category>,
    /// URL prefixes that are this vendor's too: an array, which the boot script matches by.
    pub endpoints: Json<'a>,
}

impl<'a> VendorConfig<'a> {
    fn of(id: &'a str, said: Json<'a>) -> VendorConfig<'a> {
        let category = Category::from_name(said.field("category").name());
        VendorConfig { id, category, endpoints: said.field("endpoints") }
    }
}

impl Config {
    /// The site's own vendors, and its corrections to the catalogue's.
    pub fn vendors(&self) -> impl Iterator<Item = VendorConfig<'_>> {
        Json(&self.vendors).fields().map(|(id, said)| VendorConfig::of(id.name(), said))
    }
}

impl Default for Config {
    fn default() -> Config {
        Config {
            policy_version: "1".into(),
            policy_url: String::new(),
            categories: Choices::of(&[Category::Analytics]),
            vendors: String::new(),
            locale: String::new(),
            text: String::new(),
            storage_key: "hushgate".into(),
        }
    }
}
