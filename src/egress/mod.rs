//! egress (to be filled).
