//! What is to be written where: spans of the input and the bytes that take their place.
//!
//! **Invariant** edits are sorted and disjoint; everything outside them leaves as it came.

use super::site::SITE;
use crate::scan::class::cut;
use crate::scan::steps;

/// A span of the input, half open, in bytes, and where its replacement lies in the arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    /// First byte taken out.
    pub start: u32,
    /// First byte that stays.
    pub end: u32,
    /// Offset of the replacement in [`Edits::arena`].
    pub with: u32,
    /// Length of the replacement.
    pub with_len: u32,
}

/// What stands where a secret stood, unless the site has words of its own. Safe in URLs, JSON strings and headers.
pub const PLACEHOLDER: &[u8] = b"redacted";

/// A growing list of edits with their replacements.
#[derive(Default)]
pub struct Edits {
    /// In order of `start`.
    pub list: Vec<Edit>,
    /// All replacements.
    pub arena: Vec<u8>,
    /// The site's own placeholder, or nothing.
    pub(super) custom: Vec<u8>,
}

impl Edits {
    /// Forgets all, keeps the memory.
    pub fn clear(&mut self) {
        self.list.clear();
        self.arena.clear();
        let custom = SITE && !self.custom.is_empty();
        self.arena.extend_from_slice(if custom { &self.custom } else { PLACEHOLDER });
    }

    /// What stands where a secret stood.
    pub fn placeholder(&self) -> &[u8] {
        if SITE && !self.custom.is_empty() { &self.custom } else { PLACEHOLDER }
    }

    /// Replaces `start..end` by the placeholder, which lies at the arena's start.
    pub fn redact(&mut self, start: u32, end: u32) {
        self.list.push(Edit { start, end, with: 0, with_len: self.placeholder().len() as u32 });
    }

    /// Replaces `start..end` by `with`.
    pub fn replace(&mut self, start: u32, end: u32, with: &[u8]) {
        let at = self.arena.len() as u32;
        self.arena.extend_from_slice(with);
        self.list.push(Edit { start, end, with: at, with_len: with.len() as u32 });
    }

    /// Replaces `start..end` by `with`, before edits that lie behind it: a length is known only after what it counts.
    pub fn replace_before(&mut self, start: u32, end: u32, with: &[u8]) {
        self.replace(start, end, with);
        let mut n = self.list.len();
        while let Some([earlier, later]) = self.list.get_mut(n.wrapping_sub(2)..n)
            && earlier.start > later.start
        {
            core::mem::swap(earlier, later);
            n -= 1;
        }
    }

    /// The replacement of an edit.
    pub fn with(&self, edit: &Edit) -> &[u8] {
        let from = edit.with as usize;
        self.arena.get(from..from + edit.with_len as usize).unwrap_or(&[])
    }

    /// Bytes that the edits from `mark` on add (or, negative, take away).
    pub fn growth(&self, mark: usize) -> i32 {
        let edits = self.list.get(mark..).unwrap_or(&[]);
        edits.iter().fold(0u32, |sum, e| sum.wrapping_add(e.with_len).wrapping_sub(e.end - e.start)) as i32
    }

    /// `source`, which lies at `base`, with the edits from `mark` on.
    pub fn apply(&self, mark: usize, base: u32, source: &[u8], out: &mut Vec<u8>) {
        steps::add(source.len() + self.list.len() - mark);
        let mut at = 0;
        for edit in self.list.get(mark..).unwrap_or(&[]) {
            let (start, end) = ((edit.start - base) as usize, (edit.end - base) as usize);
            debug_assert!(at <= start && start <= end);
            out.extend_from_slice(cut(source, at, start));
            out.extend_from_slice(self.with(edit));
            at = end;
        }
        out.extend_from_slice(cut(source, at, source.len()));
    }
}
