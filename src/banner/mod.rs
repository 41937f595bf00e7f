//! banner (to be filled).
