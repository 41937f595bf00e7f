//! The banner and the preferences: what is shown ([`markup`], [`preferences`]) and in which words ([`text`]). The page
//! makes elements of it (`browser/page.js`).
//!
//! **Invariant:** closing is not choosing: only the buttons that say so make a choice.

pub mod markup;
pub mod notice;
pub mod preferences;
pub mod style;
pub mod text;
