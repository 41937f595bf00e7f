//! Is this name sensitive: keys compared as whole words, whatever their spelling.
//!
//! `access_token`, `accessToken`, `Access-Token`, `access.token` and `accesstoken` are one name. A name is hashed from
//! its end, and looked up at every word boundary on the way, so that `x-auth-token` finds the row `token` and `monkey`
//! finds nothing. The table holds hashes only: no names in the module.

use super::class::{ALNUM, LOWER, UPPER, at, before, cut, is};

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

/// Slot and check of a hash in a table of `size` (a power of two) entries.
#[inline(always)]
pub const fn slot(hash: u64, size: usize) -> (usize, u16) {
    let mixed = (hash ^ hash >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    // Check 0 marks a free slot.
    ((mixed >> 44) as usize & (size - 1), (mixed >> 24) as u16 | 1)
}

/// The compiled keys: open addressing in two columns.
///
/// Fifteen bits of check beside twelve of slot: one name in a hundred thousand is taken for a sensitive one by chance.
pub struct Keys {
    /// 0 is free
    pub checks: &'static [u16],
    /// flags and class
    pub entries: &'static [u8],
}

impl Keys {
    #[inline]
    fn get(&self, hash: u64) -> Option<u8> {
        let (mut i, check) = slot(hash, self.checks.len());
        loop {
            match self.checks.get(i) {
                None | Some(0) => return None,
                Some(have) if *have == check => return self.entries.get(i).copied(),
                Some(_) => i = (i + 1) & (self.checks.len() - 1),
            }
        }
    }

    /// The class of `key` under `parent`; the vendor's own rows first, then the longest general one.
    pub fn find(&self, key: &[u8], parent: &[u8], owner: u8) -> Option<u8> {
        // `password2`, `address1`: a trailing number does not make another name.
        let bare = key.iter().rposition(|b| !b.is_ascii_digit()).map_or(0, |i| i + 1);
        self.search(key, parent, owner).or_else(|| {
            if bare > 0 && bare < key.len() { self.search(key.get(..bare)?, parent, owner) } else { None }
        })
    }

    fn search(&self, key: &[u8], parent: &[u8], owner: u8) -> Option<u8> {
        let mut general = seed(0);
        let mut vendor = seed(owner);
        let mut found = None;
        for (words, joined) in [(key, false), (parent, true)] {
            let need = if joined { JOINED } else { SUFFIX };
            let lead = words.iter().position(|b| is(*b, ALNUM)).unwrap_or(0);
            let mut i = words.len();
            while i > 0 {
                i -= 1;
                let b = at(words, i);
                if !is(b, ALNUM) && b != b'$' && b < 0x80 {
                    continue;
                }
                let lower = if is(b, UPPER) { b | 0x20 } else { b };
                general = step(general, lower);
                vendor = step(vendor, lower);
                if !is_start(words, i) {
                    continue;
                }
                let whole = i <= lead;
                if owner != 0
                    && whole
                    && let Some(entry) = self.get(vendor)
                    && (!joined || entry & JOINED != 0)
                {
                    return Some(entry & !(SUFFIX | JOINED));
                }
                if let Some(entry) = self.get(general)
                    && (entry & need != 0 || (whole && !joined))
                {
                    found = Some(entry & !(SUFFIX | JOINED));
                }
            }
        }
        found
    }
}

/// Whether a word starts at `i`.
#[inline]
fn is_start(s: &[u8], i: usize) -> bool {
    let (prev, b) = (before(s, i), at(s, i));
    let bare = !is(prev, ALNUM) && prev < 0x80;
    bare || (is(b, UPPER) && (!is(prev, UPPER) || is(at(s, i + 1), LOWER)))
}

/// What a path segment's words say of the next segment: the strongest of `catalogue::meaning::{STRONG, WEAK, PERSON}`,
/// or 0.
pub fn route(keys: &Keys, segment: &[u8]) -> u8 {
    const ROUTES: u8 = 255;
    let mut found = keys.get(hash(segment, ROUTES)).unwrap_or(0);
    let (mut end, mut i) = (segment.len(), segment.len());
    while i > 0 {
        i -= 1;
        if is_start(segment, i) && is(at(segment, i), ALNUM) {
            // The strong one is the smallest. A weak word must be the whole segment.
            if keys.get(hash(cut(segment, i, end), ROUTES)) == Some(1) {
                found = 1;
            }
            end = i;
        }
    }
    found
}

/// The hash of a whole row name, for the table's maker.
pub fn hash(name: &[u8], owner: u8) -> u64 {
    name.iter()
        .rev()
        .filter(|b| is(**b, ALNUM) || **b == b'$' || **b >= 0x80)
        .fold(seed(owner), |h, b| step(h, b.to_ascii_lowercase()))
}
