//! The banner and the preferences: what is shown ([`markup`]), in which words ([`text`]), and the DOM that shows it.
//!
//! **Invariant:** closing is not choosing: only the four buttons that say so make a choice.
//! **Invariant:** no switch is on that the visitor did not switch on.

pub mod markup;
pub mod style;
pub mod text;
#[cfg(all(target_family = "wasm", feature = "gate"))]
pub mod view;
