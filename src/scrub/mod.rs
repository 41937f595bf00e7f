//! scrub (to be filled).
