//! Egress: what becomes of a request that goes to a vendor.

mod cookie;
mod vendor;
mod verdict;

pub use cookie::is_unwanted;
pub use vendor::category_of;
pub use verdict::{Verdict, decide_verdict};
