//! egress (to be filled).

pub mod route;
