//! What was said of a text last time. A page's events repeat the same names, addresses and titles: what was looked at and
//! found clean need not be looked at again.
//!
//! Kept is a mark of 64 bits that a random key goes into, never the text. Each mark has one place, the last one holds it.

use core::cell::Cell;

/// Places; a power of two, at least 256, so that place and mark hold all bits of an id.
const PLACES: usize = 2048;

/// Answers of one byte, by id.
pub struct Memo {
    places: Vec<Cell<u64>>,
}

impl Memo {
    /// Remembers nothing yet, and nothing at all before [`Memo::open`].
    pub const fn empty() -> Memo {
        Memo { places: Vec::new() }
    }

    /// Makes room.
    pub fn open(&mut self) {
        self.places = vec![Cell::new(0); PLACES];
    }

    #[inline]
    fn place(&self, id: u64) -> Option<&Cell<u64>> {
        self.places.get(id as usize % PLACES)
    }

    /// What was said of the text with this id.
    #[inline]
    pub fn get(&self, id: u64) -> Option<u8> {
        let kept = self.place(id)?.get();
        (kept >> 8 == id >> 8).then_some(kept as u8)
    }

    /// Says `answer` of the text with this id from now on.
    pub fn set(&self, id: u64, answer: u8) {
        if let Some(place) = self.place(id) {
            place.set(id & !0xff | u64::from(answer));
        }
    }
}

/// The id of `s` after what `seed` is the id of.
pub fn id(seed: u64, s: &[u8]) -> u64 {
    let (eights, rest) = s.as_chunks::<8>();
    let id = eights.iter().fold(seed, |id, eight| mixed(id ^ u64::from_le_bytes(*eight)));
    let last = rest.iter().fold(s.len() as u64, |last, b| last << 8 | u64::from(*b));
    mixed(id ^ last)
}

/// Each bit of what goes in changes half of what comes out: what a seed is made of must not cancel out with a text.
pub fn mixed(id: u64) -> u64 {
    let id = id.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (id ^ id >> 32).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_was_said() {
        let mut memo = Memo::empty();
        let (one, other) = (id(1, b"page_location"), id(1, b"page_title"));
        memo.set(one, 7);
        assert_eq!(memo.get(one), None);
        memo.open();
        memo.set(one, 7);
        assert_eq!((memo.get(one), memo.get(other)), (Some(7), None));
        assert_ne!(one, id(2, b"page_location"));
        assert_ne!(id(1, b"a"), id(1, b"a\0"));
    }
}
