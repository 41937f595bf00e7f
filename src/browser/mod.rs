//! The platform: the page as calls that take and give text (`page.js`), the border that they cross (`border.js`, in
//! place of wasm-bindgen's glue), and the live state that joins it to the pure rooms. With `api` the only place that
//! names the browser.
//!
//! **Invariant:** nothing here throws into the page, and no borrow of the live state is held across a call into
//! JavaScript: a hooked `fetch` or a listener of the page's may call back at once.

pub mod page;
pub mod session;
