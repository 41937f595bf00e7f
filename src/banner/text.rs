//! The banner's words: the site's own, then the locale's, then English; and which locale a language tag means.

use crate::catalogue;
use crate::config::{Config, Json};
use crate::consent::cut;

const SOURCE: &str = include_str!("../catalogue/locales/en.toml");

/// A table of words by key.
pub type Table = [(&'static str, &'static str)];

macro_rules! english {
    ($($key:literal)*) => {
        [$((
            $key,
            {
                // A copy: a piece of the file would bring the whole file along.
                const BYTES: [u8; word($key).len()] = copy(word($key));
                const WORDS: &str = match core::str::from_utf8(&BYTES) {
                    Ok(words) => words,
                    Err(_) => panic!("cut inside a character"),
                };
                WORDS
            },
        )),*]
    };
}

/// The English of the banner, which is on the screen before anything else could be fetched. The preferences bring
/// all of it.
pub static BANNER_ENGLISH: [(&str, &str); 9] =
    english!("lang" "dir" "title" "body" "accept" "decline" "preferences" "policy" "saved");

/// Words by key.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    own: Json<'a>,
    /// The locale's file, or nothing.
    pub locale: Json<'a>,
    english: &'static Table,
}

impl<'a> Words<'a> {
    /// A locale's words (its JSON file, or nothing), under the site's own and over the English ones.
    pub fn of(config: &'a Config, locale: &'a str, english: &'static Table) -> Words<'a> {
        Words { own: Json(&config.text), locale: Json(locale), english }
    }

    /// The words of a key; nothing for a key that no locale has. `lang` and `dir` are keys too.
    pub fn get(&self, key: &str) -> String {
        for json in [self.own, self.locale] {
            if let Some(words) = json.field(key).text() {
                return words;
            }
        }
        for (have, words) in self.english {
            if *have == key {
                return (*words).into();
            }
        }
        String::new()
    }
}

/// Whether a site may give this text. What the language is, is not a text.
pub fn is_text_key(key: &str) -> bool {
    let mut rest = KEYS;
    while !rest.is_empty() {
        let (each, next) = cut(rest, b' ');
        if each == key {
            return key != "lang" && key != "dir";
        }
        rest = next;
    }
    false
}

/// The locale file for a language tag: its primary language, if there is such a file; English otherwise.
pub fn locale_of(tag: &str) -> &'static str {
    let primary = cut(tag, b'-').0;
    for lang in catalogue::languages() {
        if lang.eq_ignore_ascii_case(primary) {
            return lang;
        }
    }
    "en"
}

// What follows runs while compiling only: the English rows as they stand in their file, with no table to link.

/// The keys of the locale files, with a space after each.
const KEYS: &str = match core::str::from_utf8(&KEY_BYTES) {
    Ok(keys) => keys,
    Err(_) => panic!("keys are ASCII"),
};
const KEY_BYTES: [u8; keys::<0>().1] = keys().0;

const fn keys<const N: usize>() -> ([u8; N], usize) {
    let source = SOURCE.as_bytes();
    let mut out = [0; N];
    let (mut from, mut to) = (0, 0);
    let mut at_start = true;
    while from < source.len() {
        let is_key = at_start && source[from].is_ascii_lowercase();
        if is_key {
            while source[from] != b' ' {
                if to < N {
                    out[to] = source[from];
                }
                to += 1;
                from += 1;
            }
            if to < N {
                out[to] = b' ';
            }
            to += 1;
        }
        at_start = source[from] == b'\n';
        from += 1;
    }
    (out, to)
}

const fn copy<const N: usize>(from: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    let mut i = 0;
    while i < N {
        out[i] = from[i];
        i += 1;
    }
    out
}

/// The words of `key = "words"`.
const fn word(key: &str) -> &'static [u8] {
    let (source, key) = (SOURCE.as_bytes(), key.as_bytes());
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
            let (_, tail) = source.split_at(begin);
            let (words, _) = tail.split_at(end - begin);
            return words;
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

    #[test]
    fn the_banners_english_is_the_catalogues() {
        for (key, words) in BANNER_ENGLISH {
            assert!(catalogue::english().contains(&(key, words)), "{key}");
        }
        for (key, _) in catalogue::english() {
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
