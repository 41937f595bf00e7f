//! Hushgate: the consent gate and the telemetry scrubber, as one crate.
#![forbid(unsafe_code)]

pub mod banner;
pub mod catalogue;
pub mod config;
pub mod consent;
pub mod egress;
pub mod keep;
pub mod scan;
pub mod scrub;

#[cfg(target_family = "wasm")]
mod api;
#[cfg(all(target_family = "wasm", feature = "gate"))]
mod browser;
