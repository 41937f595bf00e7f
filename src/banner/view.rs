//! The DOM of banner and preferences: an open shadow root on a plain element beside `<body>`.
//!
//! **Invariant:** no inline style, no HTML from text: a strict CSP and Trusted Types need no exception.

use super::style::STYLE;
use super::text::Words;
use crate::browser::dom::{Element, Sheet, element, list, parse, put, put_before_body};
use crate::consent::{Category, Choices, cut, parse_number};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Number;
    // Throws for a unit or a language that the browser does not know.
    #[wasm_bindgen(method, structural, catch, js_name = toLocaleString)]
    fn in_words(this: &Number, lang: &str, options: &JsValue) -> Result<String, JsValue>;
}

/// The shadow root and its live region.
pub struct View {
    /// A shadow root can do what an element can, as far as we ask.
    root: Element,
    status: Element,
    lang: String,
}

impl View {
    /// Puts the empty host into the page. It stands before `<body>`: early in reading order, and out of reach of
    /// frameworks that hydrate, morph or replace the body.
    pub fn open(words: &Words<'_>) -> View {
        let host = element("hushgate-banner");
        let mode = parse("{\"mode\":\"open\"}");
        let root = host.attach_shadow(&mode);
        let sheet = Sheet::new();
        sheet.replace(STYLE);
        put(&root, "adoptedStyleSheets", &list(&sheet));
        let status = element("p");
        let view = View {
            lang: words.get("lang").into(),
            root,
            status,
        };
        host.set("lang", &view.lang);
        host.set("dir", words.get("dir"));
        view.status.set("class", "status");
        view.status.set("role", "status");
        view.root.append(&view.status);
        let _ = put_before_body(&host);
        view
    }

    /// Whether an element is one of ours: a page may use our attribute's name too.
    pub fn holds(&self, element: &Element) -> bool {
        self.root.contains(element)
    }

    fn find(&self, selector: &str) -> Option<Element> {
        self.root.find(selector)
    }

    /// Makes elements of the lines of `super::markup`.
    fn build(&self, markup: &str) {
        let mut open = vec![self.root.clone()];
        let mut lines = markup;
        while !lines.is_empty() {
            let (line, next) = cut(lines, b'\n');
            lines = next;
            let (head, mut fields) = cut(line, b'\t');
            let depth = head.bytes().next().unwrap_or(b'0').saturating_sub(b'0');
            while open.len() > usize::from(depth) + 1 {
                open.pop();
            }
            let made = element(head.get(1..).unwrap_or(""));
            while !fields.is_empty() {
                let (field, next) = cut(fields, b'\t');
                fields = next;
                let (name, value) = cut(field, b'=');
                match name.strip_prefix('+') {
                    Some(unit) => made.set_text(&self.span(unit, value)),
                    None if name.is_empty() => made.set_text(value),
                    None => made.set(name, value),
                }
            }
            if let Some(parent) = open.last() {
                parent.append(&made);
            }
            open.push(made);
        }
    }

    /// "2 years" in the language of the screen, by the browser's own plural rules.
    fn span(&self, unit: &str, count: &str) -> String {
        let mut options = String::from("{\"style\":\"unit\",\"unitDisplay\":\"long\",\"unit\":\"");
        options.push_str(unit);
        options.push_str("\"}");
        let count = parse_number(count).unwrap_or(0) as f64;
        let number: Number = JsValue::from_f64(count).unchecked_into();
        number
            .in_words(&self.lang, &parse(&options))
            .unwrap_or_default()
    }

    /// Shows the banner if it is not there yet.
    pub fn show_banner(&self, markup: &str) {
        if self.find("section").is_none() {
            self.say("");
            self.build(markup);
        }
    }

    /// Takes the banner away.
    pub fn hide_banner(&self) {
        if let Some(section) = self.find("section") {
            section.remove();
        }
    }

    /// Opens the preferences, anew if they are open.
    pub fn show_preferences(&self, markup: &str) {
        self.close();
        self.build(markup);
        if let Some(dialog) = self.find("dialog") {
            dialog.show_modal();
        }
    }

    /// Closes the preferences without choosing; the browser gives the focus back.
    pub fn close(&self) {
        if let Some(dialog) = self.find("dialog") {
            dialog.close();
            dialog.remove();
        }
    }

    /// What the switches say.
    pub fn wanted(&self) -> Choices {
        let mut set = Choices::none();
        for category in Category::ALL {
            let mut selector = String::from("#");
            selector.push_str(category.name());
            selector.push_str(":checked");
            set = set.with(category, self.find(&selector).is_some());
        }
        set
    }

    /// Says, or with nothing no longer says, that a switch overrides the signal.
    pub fn warn(&self, text: &str) {
        if let Some(note) = self.find("#warn") {
            note.set_text(text);
        }
    }

    /// Announces a status.
    pub fn say(&self, text: &str) {
        self.status.set_text(text);
    }
}
