//! The verdict on one vendor's requests: hold, drop, or scrub and send.

use crate::consent::Decision;

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

/// Decides for what stands at this place of the question; `None` is what nobody is asked about.
///
/// **Invariant:** only a grant sends. Holding is for those who are being asked: what nobody will be asked about
/// would be held for ever.
pub fn decide_verdict(place: Option<usize>, decision: &Decision) -> Verdict {
    match place {
        Some(place) if decision.granted.has(place) => Verdict::Scrub,
        Some(place) if decision.asked.has(place) => Verdict::Hold,
        _ => Verdict::Drop,
    }
}
