//! What a site asks for, one by one: categories, and the services in them that the site names.

use super::Choices;
use super::line::cut;

/// A category, or one service of a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    /// Its name in the record: `analytics`, or `analytics.ga4`.
    pub key: &'a str,
    /// What its category is asked for, ids in alphabetical order with an underscore between; nothing where the site does not say.
    pub purposes: &'a str,
}

impl<'a> Item<'a> {
    /// The category's name.
    pub fn category(self) -> &'a str {
        cut(self.key, b'.').0
    }

    /// The service's id; nothing for a category.
    pub fn service(self) -> &'a str {
        cut(self.key, b'.').1
    }

    /// Whether it is a whole category.
    pub fn is_category(self) -> bool {
        self.service().is_empty()
    }

    /// The name by which the page asks for it.
    pub fn name(self) -> &'a str {
        if self.is_category() { self.key } else { self.service() }
    }
}

/// Items as they are kept: a line each, the key and after a space the purposes. An item's place is the number of its
/// line, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Items<'a>(pub &'a str);

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        let (line, rest) = cut(self.0, b'\n');
        self.0 = rest;
        let (key, purposes) = cut(line, b' ');
        if key.is_empty() { None } else { Some(Item { key, purposes }) }
    }
}

impl<'a> Items<'a> {
    /// The place of an item, by its key.
    pub fn place(mut self, key: &str) -> Option<usize> {
        self.position(|item| item.key == key)
    }
}

/// The set with the item of that name put in or taken out, and with a category all of its services.
pub fn choose(items: Items<'_>, mut set: Choices, name: &str, on: bool) -> Choices {
    for (place, item) in items.enumerate() {
        if item.category() == name || item.name() == name {
            set = set.with(place, on);
        }
    }
    set
}
