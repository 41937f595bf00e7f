//! consent (to be filled).
