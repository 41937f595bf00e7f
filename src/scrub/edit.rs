//! Edits: which bytes of a payload go, and what stands there instead.
//!
//! Every container writes edits in offsets of the bytes it was given; its caller moves them outwards. They are sorted
//! and disjoint in the end, so that a payload is cut and never written anew.

#[derive(Clone, Copy)]
struct Cut {
    start: u32,
    end: u32,
    with: u32,
    len: u32,
}

/// One change: the half-open range of input bytes, and what replaces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit<'a> {
    /// first byte that goes
    pub start: u32,
    /// first byte that stays again
    pub end: u32,
    /// what stands there instead; empty for a removal
    pub with: &'a [u8],
}

/// A list of edits and the texts they put in.
#[derive(Default)]
pub struct Edits {
    cuts: Vec<Cut>,
    text: Vec<u8>,
}

impl Edits {
    /// How many there are: a mark to come back to.
    pub fn mark(&self) -> usize {
        self.cuts.len()
    }

    /// The edits in order.
    pub fn iter(&self) -> impl Iterator<Item = Edit<'_>> {
        self.cuts.iter().map(|cut| Edit { start: cut.start, end: cut.end, with: self.with(cut) })
    }

    fn with(&self, cut: &Cut) -> &[u8] {
        let from = cut.with as usize;
        self.text.get(from..from + cut.len as usize).unwrap_or(&[])
    }

    /// Replaces `start..end`.
    pub fn push(&mut self, start: usize, end: usize, with: &[u8]) {
        let cut = self.cut(start, end, with);
        self.cuts.push(cut);
    }

    /// As [`Edits::push`], before the edits made since `mark`.
    pub fn insert(&mut self, mark: usize, start: usize, end: usize, with: &[u8]) {
        let cut = self.cut(start, end, with);
        self.cuts.insert(mark.min(self.cuts.len()), cut);
    }

    fn cut(&mut self, start: usize, end: usize, with: &[u8]) -> Cut {
        let from = self.text.len();
        self.text.extend_from_slice(with);
        Cut { start: start as u32, end: end as u32, with: from as u32, len: with.len() as u32 }
    }

    /// Forgets what was written since `mark`.
    pub fn back_to(&mut self, mark: usize) {
        self.cuts.truncate(mark);
    }

    /// Moves what was written since `mark` by `by` bytes.
    pub fn shift(&mut self, mark: usize, by: usize) {
        if by > 0 {
            for cut in self.cuts.iter_mut().skip(mark) {
                cut.start += by as u32;
                cut.end += by as u32;
            }
        }
    }

    /// Moves the edits since `mark` from decoded to encoded bytes: `offsets[i]` is where decoded byte `i` starts, and
    /// `encode` writes what is put in as the encoding has it.
    pub fn encode(&mut self, mark: usize, offsets: &[u32], encode: fn(&[u8], &mut Vec<u8>)) {
        let last = offsets.last().copied().unwrap_or(0);
        for i in mark..self.cuts.len() {
            let Some(mut cut) = self.cuts.get(i).copied() else { return };
            cut.start = offsets.get(cut.start as usize).copied().unwrap_or(last);
            cut.end = offsets.get(cut.end as usize).copied().unwrap_or(last);
            let mut with = Vec::new();
            encode(self.with(&cut), &mut with);
            if with.len() != cut.len as usize {
                cut.with = self.text.len() as u32;
                cut.len = with.len() as u32;
                self.text.extend_from_slice(&with);
            }
            if let Some(place) = self.cuts.get_mut(i) {
                *place = cut;
            }
        }
    }

    /// Lets the first edit since `mark` begin one byte earlier.
    pub fn widen(&mut self, mark: usize) {
        if let Some(cut) = self.cuts.get_mut(mark) {
            cut.start -= u32::from(cut.start > 0);
        }
    }

    /// By how much the edits since `mark` change the length.
    pub fn growth(&self, mark: usize) -> i64 {
        self.cuts.iter().skip(mark).map(|cut| i64::from(cut.len) - i64::from(cut.end - cut.start)).sum()
    }

    /// `input` with the edits since `mark` made.
    pub fn apply(&self, mark: usize, input: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(input.len());
        let mut at = 0;
        for cut in self.cuts.iter().skip(mark) {
            out.extend_from_slice(input.get(at..cut.start as usize).unwrap_or(&[]));
            out.extend_from_slice(self.with(cut));
            at = cut.end as usize;
        }
        out.extend_from_slice(input.get(at..).unwrap_or(&[]));
        out
    }
}
