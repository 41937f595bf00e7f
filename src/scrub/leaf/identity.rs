//! Identities that a vendor cannot do without: a pseudonym that is the same for the same person in the same browser,
//! another for every vendor, and that nobody without the browser's key can go back from.

use super::super::Scrubber;
use super::super::layer::digit;
use super::super::report::Place;
use super::siphash::siphash;
use crate::catalogue::{Vendor, meaning};
use crate::scan::class::{HEX, cut, run};

/// Begins every pseudonym.
const PREFIX: &[u8] = b"hush-";
/// Hexadecimal digits of 128 bits.
const LEN: usize = 32;

/// Whether `v` is one of ours: scrubbing twice must not change it again.
pub fn is_pseudonym(v: &[u8]) -> bool {
    v.starts_with(PREFIX) && v.len() == PREFIX.len() + LEN && run(v, PREFIX.len(), HEX) == v.len()
}

impl Scrubber {
    /// The pseudonym of `v` in place of it, unless the vendor made it itself.
    pub(crate) fn pseudonym(&mut self, v: &[u8], place: &Place) {
        // Mixpanel writes its own anonymous IDs so.
        if is_pseudonym(v) || v.starts_with(b"$device:") {
            return;
        }
        let mut with = self.take();
        self.pseudonym_of(v, &mut with);
        self.replace(0, v.len(), &with, meaning::PSEUDONYM.into(), place);
        self.give(with);
    }

    /// Half of the key keys the function, the other half is what it reads first; then the vendor's id and the value.
    pub(crate) fn pseudonym_of(&self, v: &[u8], out: &mut Vec<u8>) {
        let word = |i| cut(&self.key, i, i + 8).iter().fold(0, |word, b| word << 8 | u64::from(*b));
        let vendor = self.vendor.map_or(&b""[..], Vendor::id_bytes);
        out.extend_from_slice(PREFIX);
        for word in siphash([word(0), word(8)], [cut(&self.key, 16, 32), vendor, b"\0", v]) {
            for byte in word.to_le_bytes() {
                out.extend_from_slice(&[digit(byte >> 4) | 0x20, digit(byte & 15) | 0x20]);
            }
        }
    }
}
