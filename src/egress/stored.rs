//! What may not be stored in the browser: cookies, entries of its storage and databases, by their names.

use super::vendor::place_of;
use crate::catalogue::{self, Category, is_like};
use crate::config::Config;
use crate::consent::{Decision, cut};

/// Whose a name is.
enum Owner {
    /// Nobody knows, or the site cannot do without it: never touched.
    Site,
    /// What stands at this place of the question allows it; nothing where nobody is asked.
    Asked(Option<usize>),
}

/// Whether what is stored under this name has to go: a vendor's, or of a category that the site says it is of, where that
/// is neither granted nor waiting for an answer. What waits is left alone: a visitor who is only asked again would
/// otherwise be taken for a new one. The record and what belongs to it stay.
pub fn is_unwanted(name: &str, config: &Config, decision: &Decision) -> bool {
    let own = config.storage_key();
    let rest = name.strip_prefix(own.as_str());
    if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.')) {
        return false;
    }
    match owner(name, config) {
        Owner::Site => false,
        Owner::Asked(place) => {
            !place.is_some_and(|place| decision.granted.has(place) || decision.asked.has(place))
        }
    }
}

/// The site's word first, then the catalogue's.
fn owner(name: &str, config: &Config) -> Owner {
    for (row, said) in config.field("storage").fields() {
        if is_like(&row.text().unwrap_or_default(), name) {
            let said = said.name();
            // A service by its id, which is no category's.
            let asked = config.items().position(|item| item.key == said || item.service() == said);
            return if said == Category::Necessary.name() { Owner::Site } else { Owner::Asked(asked) };
        }
    }
    let Some(cookie) = catalogue::cookie(name) else {
        let mut rest = catalogue::stored_names();
        while !rest.is_empty() {
            let (line, next) = cut(rest, b'\n');
            let (vendor, mut names) = cut(line, b' ');
            while !names.is_empty() {
                let (row, others) = cut(names, b' ');
                if is_like(row, name) {
                    return Owner::Asked(place_of(vendor, config));
                }
                names = others;
            }
            rest = next;
        }
        return Owner::Site;
    };
    let (vendor, category) = (cookie.vendor(), cookie.category());
    let id = vendor.map_or("", |vendor| vendor.id());
    let moved = config.vendors().any(|said| said.id == id && !said.category.is_empty());
    if category == Category::Necessary && !moved {
        return Owner::Site;
    }
    // A cookie of another category than its vendor's goes with that category.
    Owner::Asked(match vendor {
        Some(vendor) if moved || vendor.category() == category => place_of(id, config),
        _ => config.items().place(category.name()),
    })
}
