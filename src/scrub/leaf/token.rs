//! Tokens by their published form.

use crate::catalogue::detect::{AUTOMATON, FAMILIES, rule};

/// The end and rule of the token that starts at `i`, where a run of letters and digits starts.
pub fn at_start(s: &[u8], i: usize, outer: bool) -> Option<(usize, &'static str)> {
    if !outer {
        return None;
    }
    let found = FAMILIES.find(s, i).or_else(|| AUTOMATON.find(s, i, false));
    found.map(|(end, index)| (end, rule(index)))
}
