//! Regular expressions → one small anchored automaton, by walking the one that `regex-automata` builds.
//!
//! States are numbered breadth first and transitions stored as differences, a class after the other: so the chains of
//! words and counted repetitions become runs of one byte, which is what a compressor likes.

use crate::scan::automaton::Automaton;
use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input, MatchKind};
use std::collections::HashMap;

/// The table before it is written down.
pub struct Table {
    pub classes: Vec<u8>,
    pub stride: usize,
    pub next: Vec<u8>,
    pub accepts: Vec<u8>,
}

impl Table {
    /// As the walker takes it.
    pub fn view(&self) -> Automaton {
        Automaton {
            classes: (&*self.classes.clone().leak()).try_into().expect("256 classes"),
            stride: self.stride,
            next: self.next.clone().leak(),
            accepts: self.accepts.clone().leak(),
        }
    }
}

/// One automaton of all patterns; each comes with the rule it stands for.
pub fn compile(patterns: &[(&str, u8)]) -> Result<Table, String> {
    let regexes: Vec<_> = patterns.iter().map(|(regex, _)| *regex).collect();
    let dfa = dense::Builder::new()
        .configure(
            dense::Config::new().start_kind(StartKind::Anchored).match_kind(MatchKind::All).minimize(true),
        )
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .build_many(&regexes)
        .map_err(|e| format!("patterns: {e}"))?;
    let start = dfa
        .start_state_forward(&Input::new("").anchored(Anchored::Yes))
        .map_err(|e| format!("patterns: {e}"))?;
    let mut order = vec![start];
    let mut number = HashMap::from([(start, 1usize)]);
    let mut rows: Vec<Vec<usize>> = Vec::new();
    let mut accepts = vec![0u8];
    while let Some(&state) = order.get(rows.len()) {
        let mut row = vec![0; 256];
        for byte in 0..=255u8 {
            let next = dfa.next_state(state, byte);
            if dfa.is_dead_state(next) || dfa.is_quit_state(next) {
                continue;
            }
            row[usize::from(byte)] = *number.entry(next).or_insert_with(|| {
                order.push(next);
                order.len()
            });
        }
        rows.push(row);
        // Matches are delayed by one byte there: whether the text up to here is one shows at the end of input.
        let end = dfa.next_eoi_state(state);
        accepts.push(if dfa.is_match_state(end) {
            patterns[dfa.match_pattern(end, 0).as_usize()].1 + 1
        } else {
            0
        });
    }
    if rows.len() >= 250 {
        return Err("patterns: too many states".into());
    }
    let mut columns: Vec<Vec<usize>> = Vec::new();
    let mut classes = Vec::new();
    for byte in 0..256 {
        let column: Vec<_> = rows.iter().map(|row| row[byte]).collect();
        let at = columns.iter().position(|c| *c == column).unwrap_or_else(|| {
            columns.push(column);
            columns.len() - 1
        });
        classes.push(at as u8);
    }
    let stride = rows.len() + 1;
    let mut next = Vec::new();
    for column in &columns {
        next.push(0);
        for (i, to) in column.iter().enumerate() {
            next.push(match *to {
                0 => 0,
                to => Automaton::step(i + 1, to).ok_or("patterns: two states lie too far apart")?,
            });
        }
    }
    Ok(Table { classes, stride, next, accepts })
}
