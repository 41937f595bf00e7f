//! The catalogue in brief, as the gate carries it: one text with a line a vendor, made while compiling from the tables,
//! because a table of texts weighs more in addresses and lengths than in letters.
//!
//! A line is the digit of a category, a vendor's id, and after spaces the names of its cookies: `2ga4 _ga _ga_*`. A
//! cookie that is nobody's, or of another category than its vendor, has a line of its own below.

use super::{
    COOKIE_CATEGORY, COOKIE_NAME, COOKIE_VENDOR, Category, LANGUAGES, VENDOR_CATEGORY, VENDOR_ID, is_like,
};

/// What the visitor must have granted for a vendor, if the catalogue has it.
pub fn vendor_category(id: &str) -> Option<Category> {
    for (category, mut words) in lines() {
        if words.next() == Some(id) {
            return Some(category);
        }
    }
    None
}

/// Whose cookie that is, and what the visitor must have granted for it.
pub fn cookie_category(name: &str) -> Option<(&'static str, Category)> {
    for (category, mut words) in lines() {
        let vendor = words.next().unwrap_or_default();
        if words.any(|row| is_like(row, name)) {
            return Some((vendor, category));
        }
    }
    None
}

/// Whether there is a locale file for a primary language.
pub fn language(primary: &str) -> Option<&'static str> {
    Words { rest: LANGUAGE_TEXT, at: b' ' }.find(|lang| lang.eq_ignore_ascii_case(primary))
}

fn lines() -> impl Iterator<Item = (Category, Words)> {
    let lines = Words { rest: TEXT, at: b'\n' };
    lines.filter_map(|line| {
        let category = match line.as_bytes().first()? {
            b'0' => Category::Necessary,
            b'1' => Category::Functional,
            b'2' => Category::Analytics,
            _ => Category::Marketing,
        };
        Some((category, Words { rest: line.get(1..)?, at: b' ' }))
    })
}

/// The pieces of a text; each has its mark at its end, too.
struct Words {
    rest: &'static str,
    at: u8,
}

impl Iterator for Words {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.bytes().position(|byte| byte == self.at).unwrap_or(self.rest.len());
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
        page = add(add(page, digit(VENDOR_CATEGORY[v])), VENDOR_ID[v]);
        let mut c = 0;
        while c < COOKIE_NAME.len() {
            if is_plain(c) && owner(c) == v {
                page = add(add(page, " "), COOKIE_NAME[c]);
            }
            c += 1;
        }
        page = add(page, "\n");
        v += 1;
    }
    let mut c = 0;
    while c < COOKIE_NAME.len() {
        if !is_plain(c) {
            let vendor = if owner(c) < VENDOR_ID.len() { VENDOR_ID[owner(c)] } else { "" };
            page = add(add(page, digit(COOKIE_CATEGORY[c])), vendor);
            page = add(add(add(page, " "), COOKIE_NAME[c]), "\n");
        }
        c += 1;
    }
    page
}

/// The position of a cookie's vendor; beyond all of them if it has none.
const fn owner(cookie: usize) -> usize {
    match COOKIE_VENDOR[cookie] {
        Some(vendor) => vendor.0 as usize,
        None => usize::MAX,
    }
}

/// Whether a cookie is of its vendor's category.
const fn is_plain(cookie: usize) -> bool {
    let owner = owner(cookie);
    owner < VENDOR_ID.len() && VENDOR_CATEGORY[owner] as u8 == COOKIE_CATEGORY[cookie] as u8
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
    use super::super::{cookie, cookies, languages, vendor, vendors};
    use super::*;

    #[test]
    fn it_says_what_the_tables_say() {
        for vendor in vendors() {
            assert_eq!(vendor_category(vendor.id()), Some(vendor.category()));
        }
        assert_eq!(vendor_category("nobody"), vendor("nobody").map(|v| v.category()));
        assert_eq!(vendor_category(""), None);
        for row in cookies() {
            for filling in ["", "x", "1-2"] {
                let name = row.name().replace('*', filling);
                let same = cookie(&name).map(|c| (c.vendor().map_or("", |v| v.id()), c.category()));
                assert_eq!(cookie_category(&name), same, "{name}");
            }
        }
        assert_eq!(cookie_category("session"), None);
        for lang in languages() {
            assert_eq!(language(lang), Some(*lang));
        }
        assert_eq!(language("xx"), None);
    }
}
