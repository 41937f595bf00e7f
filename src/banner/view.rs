//! The DOM of banner and preferences, in an open shadow root.
//!
//! **Invariant:** no inline style, no HTML from text: a strict CSP and Trusted Types need no exception.

use super::style::STYLE;
use super::text::Words;
use crate::browser::page;
use crate::consent::{Category, Choices, cut};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlDialogElement};

#[wasm_bindgen]
extern "C" {
    // Our tags are constants, so unlike web-sys's own this one cannot throw.
    #[wasm_bindgen(js_namespace = document, js_name = createElement)]
    fn element(tag: &str) -> Element;
}

/// The shadow root, which can do what an element can, as far as we ask.
pub struct View(Element);

impl View {
    /// Puts the empty host into the page.
    pub fn open(words: &Words<'_>) -> View {
        View(page::open(STYLE, &words.get("lang"), &words.get("dir")))
    }

    fn find(&self, selector: &str) -> Option<Element> {
        self.0.query_selector(selector).unwrap_or(None)
    }

    /// Makes elements of the lines of `super::markup`.
    fn build(&self, markup: &str) {
        let mut open = vec![self.0.clone()];
        let mut lines = markup;
        while !lines.is_empty() {
            let (line, next) = cut(lines, b'\n');
            lines = next;
            let (head, mut fields) = cut(line, b'\t');
            let depth = head.bytes().next().unwrap_or(b'0').wrapping_sub(b'0');
            while open.len() > usize::from(depth) + 1 {
                open.pop();
            }
            let made = element(head.get(1..).unwrap_or(""));
            while !fields.is_empty() {
                let (field, next) = cut(fields, b'\t');
                fields = next;
                let (name, value) = cut(field, b'=');
                match name.strip_prefix('+') {
                    Some(unit) => made.set_text_content(Some(&page::span(unit, value))),
                    None if name.is_empty() => made.set_text_content(Some(value)),
                    None => {
                        let _ = made.set_attribute(name, value);
                    }
                }
            }
            if let Some(parent) = open.last() {
                let _ = parent.append_child(&made);
            }
            open.push(made);
        }
    }

    /// Shows the banner if it is not there yet.
    pub fn show_banner(&self, markup: &str) {
        if self.find("section").is_none() {
            self.say("p", "");
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

    /// Says something in one of the live regions: `p`, the page's status, or `#warn`, the dialog's.
    pub fn say(&self, region: &str, text: &str) {
        if let Some(region) = self.find(region) {
            region.set_text_content(Some(text));
        }
    }
}
