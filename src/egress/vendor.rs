//! Which consent a vendor needs: the site's word first, then the catalogue's.

use crate::catalogue::{self, Vendor, brief, route::route};
use crate::config::Config;
use crate::consent::has_word;

/// The place among the config's items of what allows a vendor: the vendor itself if the site names it, else its category
/// by the catalogue. Nothing if nobody will be asked.
pub fn place_of(id: &str, config: &Config) -> Option<usize> {
    let service = config.items().position(|item| item.service() == id);
    if id.is_empty() || service.is_some() || has_word(&config.unasked, id) {
        return service;
    }
    brief::vendor_category(id).and_then(|category| config.items().place(category.name()))
}

/// The vendor of the catalogue that a URL goes to. The boot script asks the same of its own copy of the rows.
pub fn vendor_of(url: &str) -> Option<Vendor> {
    let rows: Vec<_> = catalogue::vendors().map(|vendor| (vendor.hosts(), vendor.shapes())).collect();
    route(url, &rows).and_then(Vendor::from_index)
}
