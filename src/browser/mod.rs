//! The platform: the page as calls that take and give text (`page.js`), and the live state that joins it to the pure
//! rooms. With `banner::view` and `api` the only place that names the browser.
//!
//! **Invariant:** nothing here throws into the page, and no borrow of the live state is held across a call into
//! JavaScript: a hooked `fetch` or a listener of the page's may call back at once.

pub mod page;
pub mod session;
