//! browser (to be filled).
