//! Any bytes for the target `base64` of `fuzz/src/targets.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| hushgate_fuzz::targets::run("base64", data));
