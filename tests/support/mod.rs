//! What the browser tests share: the page under test and the bytes that arrived.

pub mod decoded;
pub mod faulty;
pub mod page;
