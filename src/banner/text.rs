//! The banner's words: the site's own, then the locale's, then English; and which locale a language tag means.

use crate::catalogue::brief;
use crate::config::{Config, Json};
use crate::consent::{cut, has_word};

const SOURCE: &str = include_str!("../catalogue/locales/en.toml");

/// The English of the banner as a locale file, which is on the screen before anything else could be fetched.
pub const BANNER_ENGLISH: &str = utf8(&BANNER_BYTES);
/// All of the English as a locale file: the preferences bring it.
pub const ENGLISH: &str = utf8(&ENGLISH_BYTES);

/// Words by key.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    own: Json<'a>,
    /// The locale's file, or nothing.
    pub locale: Json<'a>,
    english: Json<'a>,
}

impl<'a> Words<'a> {
    /// A locale's words (its JSON file, or nothing), under the site's own and over the English ones.
    pub fn of(config: &'a Config, locale: &'a str, english: &'a str) -> Words<'a> {
        Words { own: config.field("text"), locale: Json(locale), english: Json(english) }
    }

    /// The words of a key; nothing for a key that no locale has. `lang` and `dir` are keys too.
    pub fn get(&self, key: &str) -> String {
        for json in [self.own, self.locale, self.english] {
            if let Some(words) = json.field(key).text() {
                return words;
            }
        }
        String::new()
    }
}

/// The key of the words for a reason code; nothing for what needs no words.
pub fn reason_key(code: &str) -> &'static str {
    match code {
        "not-asked" => "why_not_asked",
        "unreadable" | "future" => "why_unreadable",
        "expired" => "why_expired",
        "other-version" | "other-purpose" | "new" => "why_changed",
        "refused" => "why_refused",
        "granted" => "why_granted",
        "despite-signal" => "why_despite",
        "signal" | "signal-came-later" => "why_signal",
        "default" => "why_default",
        _ => "",
    }
}

/// Whether a site may give this text. What the language is, is not a text.
pub fn is_text_key(key: &str) -> bool {
    has_word(KEYS, key) && key != "lang" && key != "dir"
}

/// The locale file for a language tag: its primary language, if there is such a file; English otherwise.
pub fn locale_of(tag: &str) -> &'static str {
    brief::language(cut(tag, b'-').0).unwrap_or("en")
}

// What follows runs while compiling only: the English rows as they stand in their file, with no table to link. A text in
// the making is bytes and how many there would be: asked first with no room, then with just enough.

/// The keys of the locale files, with a space after each.
const KEYS: &str = utf8(&KEY_BYTES);
const KEY_BYTES: [u8; keys::<0>().1] = keys().0;
const ENGLISH_BYTES: [u8; locale::<0>(KEYS).1] = locale(KEYS).0;
const BANNER_BYTES: [u8; locale::<0>(BANNER_KEYS).1] = locale(BANNER_KEYS).0;
const BANNER_KEYS: &str = "lang dir title body accept decline preferences policy saved changed ";

const fn utf8(bytes: &[u8]) -> &str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("the locale files are UTF-8"),
    }
}

const fn add<const N: usize>(mut page: ([u8; N], usize), text: &[u8]) -> ([u8; N], usize) {
    let mut i = 0;
    while i < text.len() {
        if page.1 < N {
            page.0[page.1] = text[i];
        }
        page.1 += 1;
        i += 1;
    }
    page
}

/// The piece of a text from one position to another.
const fn piece(text: &[u8], start: usize, end: usize) -> &[u8] {
    text.split_at(start).1.split_at(end - start).0
}

const fn keys<const N: usize>() -> ([u8; N], usize) {
    let source = SOURCE.as_bytes();
    let mut page = ([0; N], 0);
    let mut from = 0;
    while from < source.len() {
        let start = from;
        while source[from] != b'\n' {
            from += 1;
        }
        if source[start].is_ascii_lowercase() {
            let mut end = start;
            while source[end] != b' ' {
                end += 1;
            }
            page = add(page, piece(source, start, end + 1));
        }
        from += 1;
    }
    page
}

/// A locale file of these keys, each with a space after it. The words are TOML's, and as they are JSON's too.
const fn locale<const N: usize>(keys: &str) -> ([u8; N], usize) {
    let keys = keys.as_bytes();
    let mut page = add(([0; N], 0), b"{");
    let (mut start, mut end) = (0, 0);
    while end < keys.len() {
        if keys[end] == b' ' {
            let key = piece(keys, start, end);
            page = add(page, if start > 0 { b",\"" } else { b"\"" });
            page = add(add(add(page, key), b"\":\""), word(key));
            page = add(page, b"\"");
            start = end + 1;
        }
        end += 1;
    }
    add(page, b"}")
}

/// The words of `key = "words"`.
const fn word(key: &[u8]) -> &'static [u8] {
    let source = SOURCE.as_bytes();
    let mut start = 0;
    while start < source.len() {
        let mut i = 0;
        while i < key.len() && source[start + i] == key[i] {
            i += 1;
        }
        if i == key.len() && source[start + i] == b' ' {
            let begin = start + i + 4;
            let mut end = begin;
            while source[end] != b'"' {
                end += 1;
            }
            return piece(source, begin, end);
        }
        while source[start] != b'\n' {
            start += 1;
        }
        start += 1;
    }
    panic!("no such key in en.toml")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue;

    #[test]
    fn the_banners_english_is_the_catalogues() {
        for (key, words) in Json(BANNER_ENGLISH).fields() {
            assert!(catalogue::english().contains(&(key.name(), words.name())), "{key:?}");
        }
        assert_eq!(Json(ENGLISH).fields().count(), catalogue::english().len());
        for (key, words) in catalogue::english() {
            assert_eq!(Json(ENGLISH).field(key).text().as_deref(), Some(*words));
            assert_eq!(is_text_key(key), !matches!(*key, "lang" | "dir"), "{key}");
        }
        assert!(!is_text_key("headline") && !is_text_key(""));
    }

    #[test]
    fn a_language_tag_finds_its_file() {
        for (tag, lang) in
            [("de", "de"), ("de-AT", "de"), ("PT-br", "pt"), ("dex", "en"), ("", "en"), ("en-GB", "en")]
        {
            assert_eq!(locale_of(tag), lang, "{tag}");
        }
    }
}
