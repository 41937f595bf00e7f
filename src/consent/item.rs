//! What a site asks for, one by one: categories, and the services in them that the site names.

use super::Choices;
use super::line::cut;

/// A category, or one service of a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name in the record: `analytics`, or `analytics.ga4`.
    pub key: String,
    /// Fingerprint of what a category is asked for; 0 where the site does not say. A service has its category's.
    pub purposes: u32,
}

impl Item {
    /// The category's name.
    pub fn category(&self) -> &str {
        cut(&self.key, b'.').0
    }

    /// The service's id; nothing for a category.
    pub fn service(&self) -> &str {
        cut(&self.key, b'.').1
    }

    /// Whether it is a whole category.
    pub fn is_category(&self) -> bool {
        self.service().is_empty()
    }

    /// The name by which the page asks for it.
    pub fn name(&self) -> &str {
        if self.is_category() { &self.key } else { self.service() }
    }
}

/// The set with the item of that name put in or taken out, and with a category all of its services.
pub fn choose(items: &[Item], mut set: Choices, name: &str, on: bool) -> Choices {
    for (place, item) in items.iter().enumerate() {
        if item.category() == name || item.name() == name {
            set = set.with(place, on);
        }
    }
    set
}

/// The fingerprint of some purposes, in any order: the sum of their FNV-1a hashes. It is compared for equality only, with
/// what the same site said before. See <https://datatracker.ietf.org/doc/html/rfc9923>.
pub fn fingerprint<'a>(purposes: impl Iterator<Item = &'a str>) -> u32 {
    let mut sum: u32 = 0;
    for purpose in purposes {
        let mut hash: u32 = 0x811c_9dc5;
        for byte in purpose.bytes() {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
        sum = sum.wrapping_add(hash);
    }
    sum
}
