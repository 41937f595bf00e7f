//! Whether a token of a regular family (prefix, character sets, lengths) starts here.
//!
//! The catalogue's families are one text. A byte below 3 begins something: [`RULE`] a rule, [`SHAPE`] and
//! [`CHANCE`] a shape of it. In a shape a byte stands for itself, [`UUID`] for a UUID, and `0x80 | set` for a run of that
//! many characters as the next byte says, or, with [`MORE`], of at least so many. What of it starts alike is found
//! through an index that is made when the scrubber is.

use super::class::{ALNUM, RUN, SETS, at, before, byte, cut, is, run};
use super::opaque::{is_opaque, is_uuid};

/// Begins a rule.
pub const RULE: u8 = 0;
/// Begins a shape.
pub const SHAPE: u8 = 1;
/// Begins a shape whose text must look made by chance as well.
pub const CHANCE: u8 = 2;
/// A UUID with its dashes.
pub const UUID: u8 = 0x7f;
/// The run may be longer.
pub const MORE: u8 = 0x10;

/// Lists of the index; a power of two.
const LISTS: usize = 512;
/// Room for the lists' heads and all shapes.
const ROOM: usize = 2048;
/// A word longer than this may be a token without a prefix.
const LONG: usize = 40;
/// How far a run is read whose end decides nothing yet: keeps hostile texts linear.
const REACH: usize = 4096;

/// The families, ready to run.
pub struct Families {
    text: &'static [u8],
    /// the lists' heads, then the shapes: place in the text, 11 bits of the next of its list, 8 bits of the rule; 0 is none
    index: Vec<u32>,
    /// a bit for each pair of ASCII characters that a token may begin with
    pairs: Vec<u32>,
}

impl Families {
    /// Finds nothing yet.
    pub const fn empty() -> Families {
        Families { text: &[], index: Vec::new(), pairs: Vec::new() }
    }

    /// Indexes the families of a text of less than 8 KB.
    pub fn open(&mut self, text: &'static [u8]) {
        self.text = text;
        self.index = vec![0; ROOM];
        self.pairs = vec![0; 128 * 128 / 32];
        let (mut i, mut rules, mut shapes) = (0, 0, LISTS);
        while i < text.len() {
            let mark = at(text, i);
            i += 1;
            if mark == RULE {
                rules += 1;
            } else {
                let list = start(text, i);
                // A list of what begins with a run is marked by the byte behind the word.
                let plain = at(text, i) < UUID;
                self.mark(
                    if plain { at(text, i) } else { 0 },
                    if plain { at(text, i + 1) } else { list as u8 },
                );
                let next = self.entry(list);
                if let Some(head) = self.index.get_mut(list) {
                    *head = shapes as u32;
                }
                if let Some(entry) = self.index.get_mut(shapes) {
                    *entry = (i as u32) << 19 | next << 8 | (rules - 1);
                }
                shapes += 1;
            }
            i = end(text, i);
        }
    }

    /// Says that a token may begin with these two.
    pub fn mark(&mut self, first: u8, second: u8) {
        if let Some(bits) = self.pairs.get_mut(usize::from(first) << 2 | usize::from(second >> 5)) {
            *bits |= 1 << (second & 31);
        }
    }

    /// Whether a token may begin with these two: most words are told from one here. Past ASCII there is no bit, or that
    /// of another pair.
    #[inline]
    pub fn may_begin(&self, first: u8, second: u8) -> bool {
        let bits = self.pairs.get(usize::from(first) << 2 | usize::from(second >> 5)).copied().unwrap_or(0);
        bits >> (second & 31) & 1 == 1
    }

    #[inline]
    fn entry(&self, index: usize) -> u32 {
        self.index.get(index).copied().unwrap_or(0)
    }

    /// The end of the longest token that starts at `i`, where a word of letters and digits up to `end` begins, and its
    /// rule. One that starts inside a longer text is not looked for far.
    pub fn find(&self, s: &[u8], i: usize, end: usize, inner: bool) -> Option<(usize, u8)> {
        let (first, second) = (byte(s, i), byte(s, i + 1));
        let mut best = (0, 0);
        if self.may_begin(first, second) {
            self.longest(list(first, second), s, i, end, inner, &mut best);
        }
        let mark = byte(s, end);
        if self.may_begin(0, mark) {
            self.longest(list(0, mark), s, i, end, inner, &mut best);
        }
        // The last list is of those that are one long word.
        if end > i + LONG {
            self.longest(list(0, SHAPE), s, i, end, inner, &mut best);
        }
        (best.0 > 0).then_some(best)
    }

    /// Makes `best` the end and rule of what a shape of `list` finds, if that is longer.
    #[inline]
    fn longest(&self, list: usize, s: &[u8], i: usize, end: usize, inner: bool, best: &mut (usize, u8)) {
        let mut next = self.entry(list);
        while next > 0 {
            let entry = self.entry(next as usize);
            let start = (entry >> 19) as usize;
            let begins = byte(self.text, start);
            // What begins with a run begins with a word of that length.
            let least = if begins > UUID { usize::from(byte(self.text, start + 1)) } else { 0 };
            if (begins == byte(s, i) || begins >= UUID)
                && end - i >= least
                && let Some(end) = self.shape(start, s, i, inner)
                && end > best.0
            {
                *best = (end, entry as u8);
            }
            next = entry >> 8 & 0x7ff;
        }
    }

    /// Runs the shape at `start` of the text on `from`.
    #[inline(never)]
    fn shape(&self, start: usize, s: &[u8], from: usize, inner: bool) -> Option<usize> {
        let mut code = self.text.get(start..)?;
        let (mut i, mut last) = (from, 0);
        let mut more = false;
        loop {
            code = match code {
                [UUID, rest @ ..] => {
                    if !is_uuid(cut(s, i, i + 36)) {
                        return None;
                    }
                    i += 36;
                    more = false;
                    rest
                }
                [own, rest @ ..] if (CHANCE + 1..UUID).contains(own) => {
                    if byte(s, i) != *own {
                        return None;
                    }
                    i += 1;
                    more = false;
                    rest
                }
                [set, least, rest @ ..] if *set > UUID => {
                    last = SETS.get(usize::from(*set & 15))?.1;
                    more = *set & MORE != 0;
                    let least = i + usize::from(*least);
                    let most = if more { i + if inner { REACH / 16 } else { REACH } } else { least };
                    i = run(cut(s, 0, most.min(s.len())), i, last);
                    if i < least {
                        return None;
                    }
                    rest
                }
                _ => break,
            }
        }
        if byte(self.text, start - 1) == CHANCE && !is_opaque(cut(s, from, i), 8) {
            return None;
        }
        if more {
            i = run(s, i, last);
        }
        if last == RUN {
            // Azure's secrets have `~` as well; a dot at the end is the sentence's.
            while more && byte(s, i) == b'~' {
                i = run(s, i + 1, last);
            }
            while before(s, i) == b'.' {
                i -= 1;
            }
        }
        // A longer word is another thing than the token it starts like.
        (!is(byte(s, i), last & !RUN | ALNUM)).then_some(i)
    }
}

/// The end of the shape that starts at `i`.
fn end(text: &[u8], mut i: usize) -> usize {
    while at(text, i) > CHANCE {
        i += if at(text, i) > UUID { 2 } else { 1 };
    }
    i
}

/// The list of the shape that starts at `i`: by its first two bytes, or, where it starts with a run, by the first byte
/// that is none of a word.
fn start(text: &[u8], mut i: usize) -> usize {
    if at(text, i) < UUID {
        return list(at(text, i), at(text, i + 1));
    }
    while at(text, i) > UUID || is(at(text, i), ALNUM) {
        i += if at(text, i) > UUID { 2 } else { 1 };
    }
    // What is a word to its end is listed by itself.
    list(0, if at(text, i) > CHANCE { at(text, i) } else { SHAPE })
}

fn list(first: u8, second: u8) -> usize {
    (usize::from(first) << 4 ^ usize::from(second)) & (LISTS - 1)
}
