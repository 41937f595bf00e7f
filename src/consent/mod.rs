//! Consent: what the visitor answered, what that allows today, and how it is kept.
//!
//! **Invariant:** time, storage and signals come in as values; nothing here asks for them.
//! **Invariant:** silence, an unreadable record and a browser signal never become a grant.
//!
//! ```
//! use hushgate::consent::{By, Category, Choices, Question, decide};
//!
//! let question = Question { policy_version: "2", categories: Choices::of(&[Category::Analytics]) };
//! assert!(decide(&question, None, false).ask);
//!
//! let yes = question.answer(Choices::all(), By::Banner, false, 1_700_000_000_000);
//! assert!(decide(&question, Some(&yes), false).granted.has(Category::Analytics));
//! // The browser's own signal came later: it outranks the old accept.
//! assert!(!decide(&question, Some(&yes), true).granted.has(Category::Analytics));
//! ```

mod choice;
mod decision;
mod line;
mod record;

pub use choice::{By, Category, Choices};
pub use decision::{Cell, Class, Decision, Question, Reason, Standing, decide, decide_cell};
pub use line::{cut, parse_number, push_number};
pub use record::{Record, encode};
