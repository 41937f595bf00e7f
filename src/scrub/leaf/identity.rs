//! Identities that a vendor cannot do without: a pseudonym that is the same for the same person in the same browser,
//! another for every vendor, and that nobody without the browser's key can go back from.

use super::super::report::Place;
use super::sha256::hmac;
use super::super::Scrubber;
use crate::catalogue::meaning;
use crate::scan::literal::has;

/// Begins every pseudonym.
const PREFIX: &[u8] = b"hush-";
/// Base32 characters of 130 bits.
const LEN: usize = 26;
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Whether `v` is one of ours: scrubbing twice must not change it again.
pub fn is_pseudonym(v: &[u8]) -> bool {
    v.strip_prefix(PREFIX).is_some_and(|tail| tail.len() == LEN && tail.iter().all(|b| has(LETTERS, *b)))
}

impl Scrubber {
    /// The pseudonym of `v` in place of it, unless the vendor made it itself.
    pub(crate) fn pseudonym(&mut self, v: &[u8], base: u32, place: &Place) {
        // Mixpanel writes its own anonymous IDs so.
        if is_pseudonym(v) || v.starts_with(b"$device:") {
            return;
        }
        let with = self.pseudonym_of(v);
        self.replace(base, base + v.len() as u32, &with, meaning::PSEUDONYM.into(), place);
    }

    /// HMAC-SHA-256 of the vendor's id and the value, cut to 130 bits.
    pub(crate) fn pseudonym_of(&self, v: &[u8]) -> [u8; 31] {
        let vendor = self.vendor.map_or("", |vendor| vendor.id());
        let mut bytes = hmac(&self.key, vendor.as_bytes(), v);
        let mut out = [0; 31];
        let (mut bits, mut count) = (0u32, 0);
        for (i, slot) in out.iter_mut().enumerate() {
            if let Some(b) = PREFIX.get(i) {
                *slot = *b;
                continue;
            }
            if count < 5 {
                bits = bits << 8 | u32::from(bytes.next().unwrap_or(0));
                count += 8;
            }
            count -= 5;
            *slot = LETTERS[(bits >> count) as usize & 31];
        }
        out
    }
}
