//! Is this name sensitive: keys compared as whole words, whatever their spelling.
//!
//! `access_token`, `accessToken`, `Access-Token`, `access.token` and `accesstoken` are one name. A name is hashed from
//! its end, and looked up at every word boundary on the way, so that `x-auth-token` finds the row `token` and `monkey`
//! finds nothing. The table holds marks made of the hashes only: no names in the module.

use super::class::{ALNUM, D, LOWER, NAME, UPPER, at, before, cut, is};

/// The row also holds as the last words of a longer name.
pub const SUFFIX: u8 = 0x80;
/// The row also holds when its words are split between parent and key.
pub const JOINED: u8 = 0x40;

/// The hash of the empty name. `owner` 0 is the general catalogue, others are vendors.
pub const fn seed(owner: u8) -> u64 {
    0xcbf2_9ce4_8422_2325 ^ ((owner as u64) << 56 | owner as u64)
}

/// The hash of one more byte in front.
#[inline(always)]
pub const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3)
}

/// What is kept of a hash: [`BITS`] bits, of which none stands for no name at all.
#[inline(always)]
pub const fn mark(hash: u64) -> u32 {
    let mixed = (hash ^ hash >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    match (mixed >> (64 - BITS)) as u32 {
        0 => 1,
        mark => mark,
    }
}

/// Bits of a mark. With 650 general names and 250 of all vendors, one innocent name in ten thousand is taken for one of
/// them by chance; half of these keep what they hold, as it must look like a secret as well.
pub const BITS: u32 = 23;

/// Places of the table: a power of two, about four a name.
const SLOTS: usize = 4096;

/// What is left of an entry without its flags.
const CLASS: u8 = !(SUFFIX | JOINED);

/// The classes from here on are vendors' and route words': a general name is not taken for one of them by chance.
const GENERAL: u8 = 19;

/// A general class in a vendor's row has so much added, for the same reason.
pub const OWN: u8 = 50;

/// The shortest row that also holds at the end of words written together.
const TOGETHER: usize = 5;

struct Bits<'a> {
    packed: &'a [u8],
    next: usize,
}

impl Bits<'_> {
    /// The next `count` bits, 1 to 25; zeros past the end.
    #[inline(never)]
    fn take(&mut self, count: u32) -> u32 {
        let (first, skip) = (self.next >> 3, self.next & 7);
        let word = (first..first + 4).fold(0, |word, i| word << 8 | u32::from(at(self.packed, i)));
        self.next += count as usize;
        word << skip >> (32 - count)
    }
}

/// The compiled keys: open addressing, made from the packed names at start.
pub struct Keys {
    /// mark, then flags and class in the low byte; 0 is free
    slots: Vec<u32>,
}

impl Keys {
    /// Holds no names yet.
    pub const fn empty() -> Keys {
        Keys { slots: Vec::new() }
    }

    /// Unpacks names. They come by flags and class: that byte, their number in a byte, and the differences of their
    /// sorted marks, each less one, in Rice's code: as many ones as it has `1 << width`, a zero, `width` bits.
    pub fn open(&mut self, packed: &[u8]) {
        self.slots = vec![0; SLOTS];
        let mut bits = Bits { packed, next: 0 };
        loop {
            let entry = bits.take(8);
            let count = bits.take(8);
            if count == 0 {
                return;
            }
            let (width, mut mark) = (width(count), 0);
            for _ in 0..count {
                while bits.take(1) == 1 {
                    mark += 1 << width;
                }
                mark += bits.take(width) + 1;
                let mut i = mark as usize;
                while let Some(slot) = self.slots.get_mut(i % SLOTS) {
                    if *slot == 0 {
                        *slot = mark << 8 | entry;
                        break;
                    }
                    i += 1;
                }
            }
        }
    }

    /// Adds one row, whose class is a vendor's own (see [`OWN`]), to a table that no packed one is opened into.
    pub fn add(&mut self, name: &[u8], owner: u8, entry: u8) {
        self.slots.resize(SLOTS, 0);
        let mark = mark(hash(name, owner));
        let mut i = mark as usize;
        while let Some(slot) = self.slots.get_mut(i % SLOTS) {
            // The last word counts.
            if *slot == 0 || *slot >> 8 == mark {
                *slot = mark << 8 | u32::from(entry);
                return;
            }
            i += 1;
        }
    }

    #[inline]
    fn get(&self, hash: u64) -> Option<u8> {
        let mark = mark(hash);
        let mut i = mark as usize;
        loop {
            match self.slots.get(i % SLOTS) {
                None | Some(0) => return None,
                Some(slot) if slot >> 8 == mark => return Some(*slot as u8),
                Some(_) => i += 1,
            }
        }
    }

    /// The class of `key` under `parent`; the vendor's own rows first, then the longest general one.
    pub fn find(&self, key: &[u8], parent: &[u8], owner: u8) -> Option<u8> {
        // `password2`, `address1`, `token[0]`: a trailing number does not make another name.
        let bare = key.iter().rposition(|b| !is(*b, D) && !matches!(b, b'[' | b']')).map_or(0, |i| i + 1);
        self.search(key, parent, owner).or_else(|| {
            if bare > 0 && bare < key.len() { self.search(key.get(..bare)?, parent, owner) } else { None }
        })
    }

    /// Whether `list` of the word lists has `word`, in any case.
    pub fn says(&self, list: u8, word: &[u8]) -> bool {
        self.get(hash(word, list)) == Some(list)
    }

    /// Whether `list` has `s`, or what of it begins behind one of its dots.
    pub fn says_end(&self, list: u8, s: &[u8]) -> bool {
        let mut hash = seed(list);
        let mut i = s.len();
        while i > 0 {
            i -= 1;
            let b = at(s, i);
            if is(b, NAME) {
                hash = step(hash, lower(b));
            }
            if (i == 0 || before(s, i) == b'.') && self.get(hash) == Some(list) {
                return true;
            }
        }
        false
    }

    fn search(&self, key: &[u8], parent: &[u8], owner: u8) -> Option<u8> {
        let mut general = seed(0);
        let mut vendor = seed(owner);
        let mut found = None;
        let mut joined = false;
        let mut words = key;
        let mut letters = 0;
        loop {
            let need = if joined { JOINED } else { SUFFIX };
            let mut next = 0;
            for (i, b) in words.iter().enumerate().rev() {
                let b = *b;
                let prev = if i > 0 { words.get(i - 1).copied().unwrap_or(0) } else { 0 };
                let behind = core::mem::replace(&mut next, b);
                if !is(b, NAME) {
                    continue;
                }
                letters += 1;
                general = step(general, lower(b));
                if owner != 0 {
                    vendor = step(vendor, lower(b));
                }
                if !starts(prev, b, behind) {
                    // `accesstoken`: only what is a secret may stand at the end of another word.
                    if letters >= TOGETHER
                        && let Some(entry) = self.get(general)
                        && entry & !JOINED <= SUFFIX | 1
                        && entry & need & SUFFIX != 0
                    {
                        found = Some(entry & CLASS);
                    }
                    continue;
                }
                // The last name in brackets is a whole one; what stands before the first letter does not count.
                let whole =
                    i == 0 || prev == b'[' || !words.iter().take(i).any(|b| is(*b, ALNUM) || *b >= 0x80);
                if owner != 0
                    && whole
                    && let Some(entry) = self.get(vendor)
                    && (!joined || entry & JOINED != 0)
                    && entry & CLASS >= GENERAL
                {
                    let class = entry & CLASS;
                    return Some(if class >= OWN { class - OWN } else { class });
                }
                if let Some(entry) = self.get(general)
                    && entry & CLASS < GENERAL
                    && (entry & need != 0 || (whole && !joined))
                {
                    found = Some(entry & CLASS);
                }
            }
            if joined {
                return found;
            }
            (words, joined) = (parent, true);
        }
    }
}

#[inline]
fn lower(b: u8) -> u8 {
    if is(b, UPPER) { b | 0x20 } else { b }
}

/// Whether a word starts with `b`, which stands between `prev` and `next`.
#[inline]
fn starts(prev: u8, b: u8, next: u8) -> bool {
    let bare = !is(prev, ALNUM) && prev < 0x80;
    bare || (is(b, UPPER) && (!is(prev, UPPER) || is(next, LOWER)))
}

/// What a path segment's words say of the next segment: the strongest of `catalogue::meaning::{STRONG, WEAK, PERSON}`,
/// or 0.
pub fn route(keys: &Keys, segment: &[u8]) -> u8 {
    const ROUTES: u8 = 255;
    const STRONG: u8 = 60;
    let mut found = keys.get(hash(segment, ROUTES)).unwrap_or(0);
    let (mut end, mut i) = (segment.len(), segment.len());
    while i > 0 {
        i -= 1;
        let b = at(segment, i);
        if is(b, ALNUM) && starts(before(segment, i), b, at(segment, i + 1)) {
            // A weak word must be the whole segment.
            if keys.get(hash(cut(segment, i, end), ROUTES)) == Some(STRONG) {
                found = STRONG;
            }
            end = i;
        }
    }
    found
}

/// The width of the low part of the differences of so many marks.
pub const fn width(count: u32) -> u32 {
    BITS - (32 - count.leading_zeros())
}

/// The hash of a whole row name, for the table's maker.
pub fn hash(name: &[u8], owner: u8) -> u64 {
    name.iter().rev().filter(|b| is(**b, NAME)).fold(seed(owner), |h, b| step(h, lower(*b)))
}
