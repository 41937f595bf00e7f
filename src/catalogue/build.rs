//! Compiles the catalogue rows into tables (see `rows.rs`).
fn main() {}
