//! Which cookies may not be here.

use super::vendor::place_of;
use crate::catalogue::{Category, brief};
use crate::config::Config;
use crate::consent::Decision;

/// Whether a cookie of this name has to go: a vendor's, in a category that is neither granted nor waiting for an
/// answer. What waits is left alone: a visitor who is only asked again would otherwise be taken for a new one.
pub fn is_unwanted(name: &str, config: &Config, decision: &Decision) -> bool {
    let Some((vendor, category)) = brief::cookie_category(name) else {
        return false;
    };
    let said = config.vendors().find(|said| said.id == vendor);
    let moved = said.is_some_and(|said| !said.category.is_empty());
    if category == Category::Necessary && !moved {
        return false;
    }
    // A cookie of another category than its vendor's goes with that category.
    let place = match brief::vendor_category(vendor) {
        Some(own) if moved || own == category => place_of(vendor, config),
        _ => config.place(category.name()),
    };
    !place.is_some_and(|place| decision.granted.has(place) || decision.asked.has(place))
}
