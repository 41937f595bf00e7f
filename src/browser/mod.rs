//! The platform: storage, cookies, signals, tabs, clock, random numbers, and the live state that joins them to the
//! pure rooms. With `banner::view` and `api` the only place that names the browser.
//!
//! **Invariant:** nothing here throws into the page, and no borrow of the live state is held across a call into
//! JavaScript: a hooked `fetch` or a listener of the page's may call back at once.

mod cookies;
pub mod dom;
pub mod event;
mod key;
pub mod session;
mod signal;
mod storage;
mod tabs;
mod words;
