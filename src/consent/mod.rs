//! Consent: what the visitor answered, what that allows today, and how it is kept.
//!
//! **Invariant:** time, storage and signals come in as values; nothing here asks for them.
//! **Invariant:** silence, an unreadable record and a browser signal never become a grant where the regime is opt-in, and
//! a refusal becomes one nowhere.
//!
//! ```
//! use hushgate::consent::{Act, Ask, By, Choices, Items, Question, Regime, Stored, decide};
//!
//! let items = Items("analytics\nanalytics.ga4\n");
//! let question = Question {
//!     policy_version: "2",
//!     items,
//!     regime: Regime::OptIn,
//!     accept_days: 365,
//!     refuse_days: 182,
//! };
//! assert_eq!(decide(&question, &Stored::Nothing, false).ask, Ask::Banner);
//!
//! let now = 1_700_000_000_000;
//! let act = Act { by: By::Banner, signal: false, time_ms: now, id: "5f2c", language: "en" };
//! let line = question.answer(Choices::all(), &act);
//! let yes = Stored::parse(&line, &question, now);
//! assert!(decide(&question, &yes, false).granted.has(1));
//! // The browser's own signal came later: it outranks the old accept.
//! assert!(decide(&question, &yes, true).granted.is_empty());
//! ```

mod choice;
mod decision;
mod item;
mod line;
mod question;
mod record;

pub use choice::{By, Choices};
pub use decision::{Ask, Cell, Class, Reason, Regime, Signal, Standing, decide_cell};
pub use item::{Item, Items, choose};
pub use line::{cut, has_word, parse_number, push_number, put};
pub use question::{Act, DAY_MS, Decision, Question, decide};
pub use record::{Record, Stored, encode, find};
