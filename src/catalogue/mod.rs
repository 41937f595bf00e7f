//! What the world is known to look like: vendors, cookies, words and detectors, as tables that `build.rs` made of
//! the TOML rows beside this file. Adding a row needs no code.

pub mod brief;
pub mod detect;
pub mod meaning;
#[cfg(not(target_family = "wasm"))]
pub mod regex;
pub mod route;
#[cfg(not(target_family = "wasm"))]
pub mod template;

use crate::scan::literal::{nth, position};

/// What a visitor is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// The site does not work without it; never asked.
    Necessary,
    /// Comfort: languages, chat, videos.
    Functional,
    /// Counting and fault reports.
    Analytics,
    /// Advertising.
    Marketing,
}

impl Category {
    /// All, in the order in which they are shown.
    pub const ALL: [Category; 4] =
        [Category::Necessary, Category::Functional, Category::Analytics, Category::Marketing];

    /// The word used in configuration and records.
    pub fn name(self) -> &'static str {
        match self {
            Category::Necessary => "necessary",
            Category::Functional => "functional",
            Category::Analytics => "analytics",
            Category::Marketing => "marketing",
        }
    }

    /// The category of a configuration word.
    pub fn from_name(name: &str) -> Option<Category> {
        Category::ALL.into_iter().find(|c| c.name() == name)
    }
}

/// A vendor row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vendor(u8);

/// The vendor with this id.
pub fn vendor(id: impl AsRef<[u8]>) -> Option<Vendor> {
    position(VENDOR_IDS.as_bytes(), id.as_ref()).map(|i| Vendor(i as u8))
}

/// The name of the category of the vendor with this id.
pub fn vendor_category(id: &str) -> Option<&'static str> {
    vendor(id).map(|vendor| vendor.category().name())
}

/// All vendors in id order.
pub fn vendors() -> impl Iterator<Item = Vendor> {
    (0..VENDOR_ID.len()).map(|i| Vendor(i as u8))
}

fn at<T: Copy + Default>(column: &[T], index: usize) -> T {
    column.get(index).copied().unwrap_or_default()
}

impl Vendor {
    /// Position in id order.
    pub fn index(self) -> usize {
        self.0.into()
    }

    /// The vendor at a position.
    pub fn from_index(index: usize) -> Option<Vendor> {
        (index < VENDOR_ID.len()).then_some(Vendor(index as u8))
    }

    /// Stable id, as used in configuration (`ga4`).
    pub fn id(self) -> &'static str {
        at(&VENDOR_ID, self.index())
    }

    /// The same as bytes.
    pub fn id_bytes(self) -> &'static [u8] {
        nth(VENDOR_IDS.as_bytes(), self.index())
    }

    /// The name a visitor knows.
    pub fn name(self) -> &'static str {
        at(&VENDOR_NAME, self.index())
    }

    /// Who receives the data.
    pub fn company(self) -> &'static str {
        at(&VENDOR_COMPANY, self.index())
    }

    /// Address of the privacy policy.
    pub fn policy(self) -> &'static str {
        at(&VENDOR_POLICY, self.index())
    }

    /// What the visitor must have granted.
    pub fn category(self) -> Category {
        VENDOR_CATEGORY.get(self.index()).copied().unwrap_or(Category::Marketing)
    }

    /// Hosts, each with an optional path prefix.
    pub fn hosts(self) -> &'static [&'static str] {
        at(&VENDOR_HOSTS, self.index())
    }

    /// Request shapes that are this vendor's on any host.
    pub fn shapes(self) -> &'static [&'static str] {
        at(&VENDOR_SHAPES, self.index())
    }
}

/// A cookie row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cookie(u16);

/// The row that covers a cookie's name.
pub fn cookie(name: &str) -> Option<Cookie> {
    COOKIE_NAME.iter().position(|row| is_like(row, name)).map(|i| Cookie(i as u16))
}

/// All cookie rows.
pub fn cookies() -> impl Iterator<Item = Cookie> {
    (0..COOKIE_NAME.len()).map(|i| Cookie(i as u16))
}

impl Cookie {
    /// The name, exact or with one `*`.
    pub fn name(self) -> &'static str {
        at(&COOKIE_NAME, self.0.into())
    }

    /// What it is for, in English.
    pub fn purpose(self) -> &'static str {
        at(&COOKIE_PURPOSE, self.0.into())
    }

    /// What the visitor must have granted.
    pub fn category(self) -> Category {
        COOKIE_CATEGORY.get(usize::from(self.0)).copied().unwrap_or(Category::Marketing)
    }

    /// Whose it is; none for the site's own.
    pub fn vendor(self) -> Option<Vendor> {
        at(&COOKIE_VENDOR, self.0.into())
    }

    /// Days it lives; 0 = until the browser closes.
    pub fn lifetime_days(self) -> u32 {
        at(&COOKIE_DAYS, self.0.into())
    }
}

/// What vendors store under names that no cookie row covers: a line each, the vendor's id and the names with a space between.
pub fn stored_names() -> &'static str {
    STORAGE
}

/// How vendors' clients are told of a withdrawal, a line each: vendor, what must be there, what its ids look like, calls
/// out and back, and the names of its own flags, with a tab between.
pub fn opt_outs() -> &'static str {
    OPT_OUTS
}

// Byte by byte: the standard library's searchers weigh more in the wasm than all cookie rows.
/// Whether a name is one that a row stands for: exact, or with one `*` for one or more characters.
pub fn is_like(row: &str, name: &str) -> bool {
    let (row, name) = (row.as_bytes(), name.as_bytes());
    match row.iter().position(|byte| *byte == b'*') {
        None => row == name,
        Some(star) => {
            let head = row.get(..star).unwrap_or_default();
            let tail = row.get(star + 1..).unwrap_or_default();
            name.len() >= row.len() && name.starts_with(head) && name.ends_with(tail)
        }
    }
}

/// The English words of the banner, in key order.
pub fn english() -> &'static [(&'static str, &'static str)] {
    &ENGLISH
}

/// The languages that have a locale file, English included.
pub fn languages() -> &'static [&'static str] {
    &LANGUAGES
}

include!(concat!(env!("OUT_DIR"), "/lists.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendors_are_found_by_id() {
        let ga4 = vendor("ga4").expect("ga4 is a row");
        assert_eq!((ga4.id(), ga4.category()), ("ga4", Category::Analytics));
        assert!(vendors().all(|v| vendor(v.id()) == Some(v)));
        assert_eq!(vendor("nobody"), None);
    }
}
