//! What the page says was taken out of a request: its `hushgate:report` events.

use serde::Deserialize;
use std::time::Instant;

/// Detail of one `hushgate:report` event.
#[derive(Clone, Debug, Deserialize)]
pub struct Report {
    /// vendor of the request
    pub vendor: String,
    /// `held`, `dropped`, `sent` or `refused`
    pub verdict: String,
    /// `fetch`, `xhr`, `beacon`, `image`
    #[serde(default)]
    pub transport: String,
    /// path of a request that was sent, as it left
    #[serde(default)]
    pub path: String,
    /// what went, never its value
    #[serde(default)]
    pub removed: Vec<Removed>,
    /// set once a hit's line has shown it
    #[serde(skip)]
    pub(super) used: bool,
    /// when it came in
    #[serde(skip, default = "Instant::now")]
    pub(super) came: Instant,
}

/// One rule at one place of a request.
#[derive(Clone, Debug, Deserialize)]
pub struct Removed {
    /// id of the rule
    pub rule: String,
    /// where in the request
    pub place: String,
    /// how often
    #[serde(default)]
    pub count: u32,
}

impl Report {
    /// Which rules took how much, most first, in one line.
    pub fn summary(&self) -> String {
        let mut rules: Vec<(&str, u32)> = Vec::new();
        for removed in &self.removed {
            let count = removed.count.max(1);
            match rules.iter_mut().find(|(rule, _)| *rule == removed.rule) {
                Some((_, sum)) => *sum += count,
                None => rules.push((&removed.rule, count)),
            }
        }
        if rules.is_empty() {
            return "nothing to remove".into();
        }
        rules.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let list: Vec<String> = rules
            .iter()
            .map(|(rule, count)| if *count == 1 { (*rule).into() } else { format!("{rule} ×{count}") })
            .collect();
        format!("removed {}", list.join(", "))
    }
}
