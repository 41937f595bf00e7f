//! The DOM of banner and preferences: an open shadow root on a plain element beside `<body>`.
//!
//! **Invariant:** no inline style, no HTML from text: a strict CSP and Trusted Types need no exception.

use super::style::STYLE;
use super::text::Words;
use crate::browser::dom::{element, parse, put, put_before_body};
use crate::consent::{Category, Choices, cut, parse_number};
use wasm_bindgen::prelude::*;
use web_sys::js_sys::Array;
use web_sys::{CssStyleSheet, Element, HtmlDialogElement, ShadowRootInit};

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
        let root: Element = match host.attach_shadow(mode.unchecked_ref::<ShadowRootInit>()) {
            Ok(root) => root.unchecked_into(),
            Err(_) => host.clone(),
        };
        if let Ok(sheet) = CssStyleSheet::new() {
            let _ = sheet.replace_sync(STYLE);
            put(&root, "adoptedStyleSheets", &Array::of1(&sheet));
        }
        let status = element("p");
        let view = View {
            lang: words.get("lang").into(),
            root,
            status,
        };
        set(&host, "lang", &view.lang);
        set(&host, "dir", words.get("dir"));
        set(&view.status, "class", "status");
        set(&view.status, "role", "status");
        let _ = view.root.append_child(&view.status);
        let _ = put_before_body(&host);
        view
    }

    /// Whether an element is one of ours: a page may use our attribute's name too.
    pub fn holds(&self, element: &Element) -> bool {
        self.root.contains(Some(element))
    }

    fn find(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).unwrap_or(None)
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
                    Some(unit) => made.set_text_content(Some(&self.span(unit, value))),
                    None if name.is_empty() => made.set_text_content(Some(value)),
                    None => set(&made, name, value),
                }
            }
            if let Some(parent) = open.last() {
                let _ = parent.append_child(&made);
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
        number.in_words(&self.lang, &parse(&options)).unwrap_or_default()
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
            let _ = dialog.unchecked_ref::<HtmlDialogElement>().show_modal();
        }
    }

    /// Closes the preferences without choosing; the browser gives the focus back.
    pub fn close(&self) {
        if let Some(dialog) = self.find("dialog") {
            dialog.unchecked_ref::<HtmlDialogElement>().close();
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
            note.set_text_content(Some(text));
        }
    }

    /// Announces a status.
    pub fn say(&self, text: &str) {
        self.status.set_text_content(Some(text));
    }
}

fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}
