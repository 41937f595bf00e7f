//! Which cookies may not be here.

use super::vendor::place_of;
use crate::catalogue::{self, Category};
use crate::config::Config;
use crate::consent::Decision;

/// Whether a cookie of this name has to go: a vendor's, in a category that is neither granted nor waiting for an
/// answer. What waits is left alone: a visitor who is only asked again would otherwise be taken for a new one.
pub fn is_unwanted(name: &str, config: &Config, decision: &Decision) -> bool {
    let Some(cookie) = catalogue::cookie(name) else {
        return false;
    };
    let (vendor, category) = (cookie.vendor(), cookie.category());
    let id = vendor.map_or("", |vendor| vendor.id());
    let moved = config.vendors().any(|said| said.id == id && !said.category.is_empty());
    if category == Category::Necessary && !moved {
        return false;
    }
    // A cookie of another category than its vendor's goes with that category.
    let place = match vendor {
        Some(vendor) if moved || vendor.category() == category => place_of(id, config),
        _ => config.items().place(category.name()),
    };
    !place.is_some_and(|place| decision.granted.has(place) || decision.asked.has(place))
}
