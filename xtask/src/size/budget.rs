//! The size budgets, read from `xtask/budgets.toml`.

use super::weigh;
use crate::workspace;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::fmt;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Budgets {
    budget: Vec<Budget>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    name: String,
    what: String,
    files: Vec<String>,
    limit: usize,
    /// where it must still get to, while that is below the limit
    goal: Option<usize>,
}

/// One budget and what its files weigh now.
pub struct Verdict {
    /// as in the JSON line
    pub name: String,
    /// brotli bytes of all its files
    pub brotli: usize,
    limit: usize,
    goal: Option<usize>,
    what: String,
}

impl Verdict {
    /// Whether the limit is kept.
    pub fn met(&self) -> bool {
        self.brotli <= self.limit
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.met() { "met" } else { "OVER" };
        let Verdict { name, brotli, limit, what, .. } = self;
        write!(out, "{name:<13} {brotli:>7} {limit:>7}  {word:<4}  {what}")?;
        match self.goal {
            Some(goal) => write!(out, " (goal {goal}, {} to go)", brotli.saturating_sub(goal)),
            None => Ok(()),
        }
    }
}

/// Weighs the built files against each budget. A file that was not built is an error.
pub fn check() -> Result<Vec<Verdict>> {
    let file = workspace::root().join("xtask/budgets.toml");
    let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let budgets: Budgets = toml::from_str(&text).with_context(|| format!("{}", file.display()))?;
    budgets
        .budget
        .into_iter()
        .map(|Budget { name, what, files, limit, goal }| {
            let mut brotli = 0;
            for file in &files {
                brotli += weigh(&workspace::dist().join(file))?.brotli;
            }
            Ok(Verdict { name, brotli, limit, goal, what })
        })
        .collect()
}
