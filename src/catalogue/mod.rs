//! catalogue (to be filled).
