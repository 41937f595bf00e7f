//! The banner's words: the site's own, then the locale's, then English; and which locale a language tag means.

use crate::catalogue;
use crate::config::{Config, Json};

/// Words by key.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    own: Json<'a>,
    locale: String,
}

impl<'a> Words<'a> {
    /// A locale's words (its JSON file, or nothing), under the site's own and over the English ones.
    pub fn of(config: &'a Config, locale: &str) -> Words<'a> {
        Words { own: Json(&config.text), locale: locale.into() }
    }

    /// The words of a key; nothing for a key that no locale has. `lang` and `dir` are keys too.
    pub fn get(&self, key: &str) -> String {
        let own = self.own.field(key).text();
        own.or_else(|| Json(&self.locale).field(key).text())
            .unwrap_or_else(|| english(key).unwrap_or("").into())
    }
}

fn english(key: &str) -> Option<&'static str> {
    for (have, words) in catalogue::english() {
        if *have == key {
            return Some(words);
        }
    }
    None
}

/// Whether a site may give this text. What the language is, is not a text.
pub fn is_text_key(key: &str) -> bool {
    key != "lang" && key != "dir" && english(key).is_some()
}

/// The locale file for a language tag: its primary language, if there is such a file; English otherwise.
pub fn locale_of(tag: &str) -> &'static str {
    for lang in catalogue::languages() {
        let end = lang.len();
        let is_it = tag.get(..end).is_some_and(|primary| lang.eq_ignore_ascii_case(primary))
            && matches!(tag.as_bytes().get(end), None | Some(b'-' | b'_'));
        if is_it {
            return lang;
        }
    }
    "en"
}
