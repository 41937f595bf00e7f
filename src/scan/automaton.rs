//! Whether an irregular token starts here: runs the automaton that `build.rs` made of the pattern rows.

use super::class::at;

/// A minimal, anchored DFA. State 0 is dead.
pub struct Automaton {
    /// equivalence class of each byte
    pub classes: &'static [u8; 256],
    /// classes a state has transitions for
    pub stride: usize,
    /// `state * stride + class` → 0 if dead, else next state − state + 0x4000
    pub next: &'static [u16],
    /// rule + 1 of an accepting state
    pub accepts: &'static [u8],
    /// the first state
    pub start: u16,
}

/// How far a search that starts inside a longer run may look without having found anything.
///
/// Searches at the start of a run never overlap; this keeps those inside one linear as well.
const INNER: usize = 256;

impl Automaton {
    /// The end of the longest token that starts at `i`, and its rule.
    #[inline]
    pub fn find(&self, s: &[u8], i: usize, inner: bool) -> Option<(usize, u8)> {
        let mut state = self.start;
        let mut found = None;
        let limit = if inner { s.len().min(i + INNER) } else { s.len() };
        let mut j = i;
        loop {
            let accept = self.accepts.get(usize::from(state)).copied().unwrap_or(0);
            if accept > 0 {
                found = Some((j, accept - 1));
            }
            if j >= s.len() || (j >= limit && found.is_none()) {
                return found;
            }
            let class = usize::from(self.classes[usize::from(at(s, j))]);
            let step = self.next.get(usize::from(state) * self.stride + class).copied().unwrap_or(0);
            if step == 0 {
                return found;
            }
            state = state.wrapping_add(step).wrapping_sub(0x4000);
            j += 1;
        }
    }
}
