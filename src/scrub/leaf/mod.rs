//! Values: what a name says of one, and what its own form says. One file a kind of finding.

pub mod email;
pub mod identity;
pub mod ip;
pub mod keyed;
pub mod number;
pub mod secret;
mod siphash;
pub mod text;
pub mod token;
