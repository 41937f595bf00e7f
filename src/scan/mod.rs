//! scan (to be filled).
