//! Pseudonyms for identities that a vendor cannot do without.
//!
//! A keyed hash of the value: the same visitor stays the same for one browser and one consent, two visitors stay two,
//! and without the key, which never leaves the browser and goes with the consent, nobody finds the value.

use crate::scrub::Scrubber;
use hmac_sha256::HMAC;

/// Bytes of the digest that are kept: 80 bits part more visitors than there are.
const KEPT: usize = 10;

/// The pseudonym of `value` for the payload's vendor.
pub fn pseudonym(cx: &Scrubber, value: &[u8]) -> Vec<u8> {
    let mut mac = HMAC::new(cx.key);
    // Another vendor gets another pseudonym: two of them cannot compare notes.
    mac.update(cx.vendor.map_or("", |vendor| vendor.id()));
    mac.update([0]);
    mac.update(value);
    let mut out = b"hg-".to_vec();
    for byte in mac.finalize().iter().take(KEPT) {
        for nibble in [byte >> 4, byte & 15] {
            out.push(if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 });
        }
    }
    out
}

/// Whether the vendor's own client made this value, or we did.
pub fn is_anonymous(value: &[u8]) -> bool {
    let ours = value.len() == 3 + 2 * KEPT && value.starts_with(b"hg-");
    ours || value.starts_with(b"$device:") || value.is_empty()
}
