//! `cargo xtask bench`: speed in real browsers. Measures; never a test.

use anyhow::Result;
use clap::Args;

/// Arguments of `cargo xtask bench`.
#[derive(Args)]
pub struct Bench {
    /// End with one line of JSON
    #[arg(long)]
    json: bool,
}

/// Runs.
pub fn bench(_: &Bench) -> Result<()> {
    Ok(())
}
