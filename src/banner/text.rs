//! The banner's words: the site's own, then the locale's, then English; and which locale a language tag means.

use crate::catalogue;

/// Words by key.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The language of what is not the site's own.
    pub lang: String,
    /// Whether that language is written from right to left.
    pub rtl: bool,
    own: Vec<(String, String)>,
    locale: Vec<(String, String)>,
}

impl Words {
    /// English, under the site's own words.
    pub fn english(own: &[(String, String)]) -> Words {
        Words {
            lang: "en".into(),
            rtl: false,
            own: own.to_vec(),
            locale: Vec::new(),
        }
    }

    /// Puts a locale's words in place of the English ones. Keys that are not known do no harm.
    pub fn set_locale(&mut self, lang: &str, words: Vec<(String, String)>) {
        self.lang = lang.into();
        self.locale = words;
        self.rtl = self.get("dir") == "rtl";
    }

    /// The words of a key; nothing for a key that no locale has.
    pub fn get(&self, key: &str) -> &str {
        let given = [&self.own, &self.locale]
            .into_iter()
            .find_map(|list| list.iter().find(|(k, _)| k == key));
        match given {
            Some((_, words)) => words,
            None => english(key).unwrap_or(""),
        }
    }
}

fn english(key: &str) -> Option<&'static str> {
    let row = catalogue::english().iter().find(|(k, _)| *k == key);
    row.map(|(_, words)| *words)
}

/// Whether a site may give this text. What the language is, is not a text.
pub fn is_text_key(key: &str) -> bool {
    key != "lang" && key != "dir" && english(key).is_some()
}

/// The locale file for a language tag: its primary language, if there is such a file; English otherwise.
pub fn locale_of(tag: &str) -> &'static str {
    let primary = tag.split(['-', '_']).next().unwrap_or("");
    catalogue::languages()
        .iter()
        .find(|lang| lang.eq_ignore_ascii_case(primary))
        .unwrap_or(&"en")
}
