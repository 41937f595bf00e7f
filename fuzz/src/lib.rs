//! What the fuzz targets share, so that they are one line each; `tests/scrub_fuzz.rs` runs the same without a fuzzer.

#[allow(dead_code)]
#[path = "../../tests/corpora/expand.rs"]
pub mod expand;
#[path = "../../tests/scrub_support/mod.rs"]
pub mod scrub_support;
pub mod seeds;
pub mod targets;
pub mod valid;
