//! Egress: whose a request is, and what becomes of it.

mod stored;
mod vendor;
mod verdict;

pub use stored::is_unwanted;
pub use vendor::{place_of, vendor_of};
pub use verdict::{Verdict, decide_verdict};
