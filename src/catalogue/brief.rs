//! The catalogue in brief, as the gate carries it: one text made while compiling from the tables,
//! because a table of texts weighs more in addresses and lengths than in letters.
//!
//! A word is the digit of a category and a vendor's id: `2ga4`.

use super::{Category, LANGUAGES, VENDOR_CATEGORY, VENDOR_ID};

/// What the visitor must have granted for a vendor, if the catalogue has it.
pub fn vendor_category(id: &str) -> Option<Category> {
    let mut words = Words { rest: TEXT };
    let word = words.find(|word| word.get(1..) == Some(id))?;
    Some(match word.as_bytes().first()? {
        b'0' => Category::Necessary,
        b'1' => Category::Functional,
        b'2' => Category::Analytics,
        _ => Category::Marketing,
    })
}

/// Whether there is a locale file for a primary language.
pub fn language(primary: &str) -> Option<&'static str> {
    Words { rest: LANGUAGE_TEXT }.find(|lang| lang.eq_ignore_ascii_case(primary))
}

/// The words of a text; each has a space after it.
struct Words {
    rest: &'static str,
}

impl Iterator for Words {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.bytes().position(|byte| byte == b' ').unwrap_or(self.rest.len());
        let word = self.rest.get(..end);
        self.rest = self.rest.get(end + 1..).unwrap_or_default();
        word
    }
}

// What follows runs while compiling only.

const TEXT_BYTES: [u8; vendors::<0>().1] = vendors().0;
const TEXT: &str = text(&TEXT_BYTES);
const LANGUAGE_BYTES: [u8; languages::<0>().1] = languages().0;
const LANGUAGE_TEXT: &str = text(&LANGUAGE_BYTES);

const fn text(bytes: &[u8]) -> &str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("rows are UTF-8"),
    }
}

/// Bytes in the making, and how many there would be: asked first with no room, then with just enough.
type Page<const N: usize> = ([u8; N], usize);

const fn add<const N: usize>(mut page: Page<N>, text: &str) -> Page<N> {
    let mut i = 0;
    while i < text.len() {
        if page.1 < N {
            page.0[page.1] = text.as_bytes()[i];
        }
        page.1 += 1;
        i += 1;
    }
    page
}

const fn vendors<const N: usize>() -> Page<N> {
    let mut page = ([0; N], 0);
    let mut v = 0;
    while v < VENDOR_ID.len() {
        page = add(add(add(page, digit(VENDOR_CATEGORY[v])), VENDOR_ID[v]), " ");
        v += 1;
    }
    page
}

const fn digit(category: Category) -> &'static str {
    match category {
        Category::Necessary => "0",
        Category::Functional => "1",
        Category::Analytics => "2",
        Category::Marketing => "3",
    }
}

const fn languages<const N: usize>() -> Page<N> {
    let mut page = ([0; N], 0);
    let mut i = 0;
    while i < LANGUAGES.len() {
        page = add(add(page, LANGUAGES[i]), " ");
        i += 1;
    }
    page
}

#[cfg(test)]
mod tests {
    use super::super::{languages, vendor, vendors};
    use super::*;

    #[test]
    fn it_says_what_the_tables_say() {
        for vendor in vendors() {
            assert_eq!(vendor_category(vendor.id()), Some(vendor.category()));
        }
        assert_eq!(vendor_category("nobody"), vendor("nobody").map(|v| v.category()));
        assert_eq!(vendor_category(""), None);
        for lang in languages() {
            assert_eq!(language(lang), Some(*lang));
        }
        assert_eq!(language("xx"), None);
    }
}
