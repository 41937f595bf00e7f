//! The verdict on one vendor's requests: hold, drop, or scrub and send.

use crate::consent::{Category, Decision};

/// What becomes of a request. The numbers are what the boot script reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Kept until the visitor has answered.
    Hold = 0,
    /// Never sent.
    Drop = 1,
    /// Scrubbed, then sent.
    Scrub = 2,
}

/// Decides for a vendor of this category; `None` is a vendor nobody knows.
///
/// **Invariant:** only a grant sends. Holding is for those who are being asked: what nobody will be asked about
/// would be held for ever.
pub fn decide_verdict(category: Option<Category>, decision: &Decision) -> Verdict {
    match category {
        Some(category) if decision.granted.has(category) => Verdict::Scrub,
        Some(category) if decision.asked.has(category) => Verdict::Hold,
        _ => Verdict::Drop,
    }
}
