//! Which cookies may not be here.

use super::vendor::asked;
use crate::catalogue::brief;
use crate::config::Config;
use crate::consent::Decision;

/// Whether a cookie of this name has to go: a vendor's, in a category that is neither granted nor waiting for an
/// answer. What waits is left alone: a visitor who is only asked again would otherwise be taken for a new one.
pub fn is_unwanted(name: &str, config: &Config, decision: &Decision) -> bool {
    let Some((vendor, category)) = brief::cookie_category(name) else {
        return false;
    };
    let moved = config.vendors().find(|v| v.id == vendor).and_then(|vendor| vendor.category);
    match moved.or_else(|| asked(category)) {
        Some(category) => !decision.granted.has(category) && !decision.asked.has(category),
        None => false,
    }
}
