//! The detectors, ready to run: token families, the automaton, sensitive keys, share hosts, vendor profiles.

use super::Vendor;
use super::at;
use crate::scan::automaton::Automaton;
use crate::scan::family::Families;
use crate::scan::key::Keys;
use crate::scan::literal::nth;

include!(concat!(env!("OUT_DIR"), "/detect.rs"));

/// The tables that are unpacked before use.
pub struct Tables {
    /// The regular token families.
    pub families: Families,
    /// Sensitive names, vendors' own names and route words.
    pub names: Keys,
}

impl Tables {
    /// Empty ones; makes no allocation.
    pub const fn empty() -> Tables {
        Tables { families: Families::empty(), names: Keys::empty() }
    }

    /// Unpacks what is packed.
    pub fn open(&mut self) {
        self.families.open(FAMILY_TEXT);
        AUTOMATON.begins(|first, second| self.families.mark(first, second));
        self.names.open(&KEY_NAMES);
    }
}

/// The irregular tokens.
pub static AUTOMATON: Automaton =
    Automaton { classes: &DFA_CLASSES, stride: DFA_STRIDE, next: &DFA_NEXT, accepts: &DFA_ACCEPTS };

/// The names of the token rules.
#[cfg(not(target_family = "wasm"))]
pub fn rules() -> &'static [&'static str] {
    &RULES
}

/// The value that a `SET` row asks for.
pub fn set_value(index: u8) -> &'static [u8] {
    nth(SET_VALUES.as_bytes(), index.into())
}

/// The key whose presence makes an `UNLESS` identity optional.
pub fn unless_key(index: u8) -> &'static [u8] {
    nth(UNLESS_KEYS.as_bytes(), index.into())
}

/// The container of a vendor's body whose content type says nothing (the numbers of `scrub::Kind`).
pub fn body(vendor: Vendor) -> u8 {
    flags(vendor) & 15
}

fn flags(vendor: Vendor) -> u8 {
    at(&VENDOR_FLAGS, vendor.index())
}

/// Whether base64 that does not show its alphabet is base64url to this vendor.
pub fn is_base64url(vendor: Vendor) -> bool {
    flags(vendor) & 16 != 0
}

/// Whether this vendor wraps its own queries in other bodies (`requests: ["?idsite=…"]`).
pub fn is_query(vendor: Vendor) -> bool {
    flags(vendor) & 32 != 0
}

/// The patterns behind the automaton and their rules: what the oracle test runs through `regex`.
#[cfg(not(target_family = "wasm"))]
pub fn patterns() -> &'static [(&'static str, u8)] {
    &PATTERNS
}
