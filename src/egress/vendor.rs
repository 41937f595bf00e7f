//! Which consent a vendor needs: the site's word first, then the catalogue's.

use crate::catalogue::{self, Vendor, brief, route::route};
use crate::config::Config;
use crate::consent::Category;

/// The category of a vendor id, if the site or the catalogue knows it.
pub fn category_of(id: &str, config: &Config) -> Option<Category> {
    let said = config.vendors().find(|v| v.id == id);
    said.and_then(|v| v.category).or_else(|| brief::vendor_category(id).and_then(asked))
}

/// The catalogue's category as one that can be asked for; `necessary` cannot.
pub fn asked(category: catalogue::Category) -> Option<Category> {
    match category {
        catalogue::Category::Necessary => None,
        catalogue::Category::Functional => Some(Category::Functional),
        catalogue::Category::Analytics => Some(Category::Analytics),
        catalogue::Category::Marketing => Some(Category::Marketing),
    }
}

/// The vendor of the catalogue that a URL goes to. The boot script asks the same of its own copy of the rows.
pub fn vendor_of(url: &str) -> Option<Vendor> {
    let rows: Vec<_> = catalogue::vendors().map(|vendor| (vendor.hosts(), vendor.shapes())).collect();
    route(url, &rows).and_then(Vendor::from_index)
}
