//! Whether an irregular token starts here: runs the automaton that `build.rs` made of the pattern rows.

use super::class::byte;

/// A minimal, anchored DFA. State 0 is dead, 1 the first.
pub struct Automaton {
    /// equivalence class of each byte
    pub classes: &'static [u8; 256],
    /// states, the dead one among them
    pub stride: usize,
    /// `class * stride + state` → 0 if dead, else next state − state + 128
    pub next: &'static [u8],
    /// rule + 1 of an accepting state
    pub accepts: &'static [u8],
}

/// How far a search that starts inside a longer run may look without having found anything.
///
/// Searches at the start of a run never overlap; this keeps those inside one linear as well.
const INNER: usize = 256;

/// No step at all, as the table holds it.
const BASE: usize = 128;

impl Automaton {
    /// The pairs of bytes that a token may begin with, ASCII.
    pub fn begins(&self, mut each: impl FnMut(u8, u8)) {
        for first in 0..128 {
            let state = self.after(1, first);
            for second in 0..128 {
                if state > 0 && self.after(state, second) > 0 {
                    each(first, second);
                }
            }
        }
    }

    /// The state behind one more byte.
    #[inline]
    fn after(&self, state: usize, byte: u8) -> usize {
        let class = usize::from(self.classes[usize::from(byte)]);
        match self.next.get(class * self.stride + state) {
            None | Some(0) => 0,
            Some(step) => (state + usize::from(*step)).wrapping_sub(BASE),
        }
    }

    /// The end of the longest token that starts at `i`, and its rule.
    #[inline]
    pub fn find(&self, s: &[u8], i: usize, inner: bool) -> Option<(usize, u8)> {
        let mut state = 1;
        let mut found = None;
        let limit = if inner { s.len().min(i + INNER) } else { s.len() };
        let mut j = i;
        loop {
            let accept = self.accepts.get(state).copied().unwrap_or(0);
            if accept > 0 {
                found = Some((j, accept - 1));
            }
            if j >= s.len() || (j >= limit && found.is_none()) {
                return found;
            }
            state = self.after(state, byte(s, j));
            if state == 0 {
                return found;
            }
            j += 1;
        }
    }

    /// The way from one state to another as the table holds it, for its maker.
    pub fn step(from: usize, to: usize) -> Option<u8> {
        u8::try_from((to + BASE).checked_sub(from)?).ok().filter(|step| *step > 0)
    }
}
