//! The detectors, ready to run: token families, the automaton, sensitive keys, share hosts, vendor profiles.

use super::Vendor;
use super::at;
use crate::scan::automaton::Automaton;
use crate::scan::family::Families;
use crate::scan::key::Keys;

include!(concat!(env!("OUT_DIR"), "/detect.rs"));

/// The regular token families.
pub static FAMILIES: Families = Families {
    code: &FAMILY_CODE,
    first: &FAMILY_FIRST,
    second: &FAMILY_SECOND,
};

/// The irregular tokens.
pub static AUTOMATON: Automaton = Automaton {
    classes: &DFA_CLASSES,
    stride: DFA_STRIDE,
    next: &DFA_NEXT,
    accepts: &DFA_ACCEPTS,
    start: DFA_START,
};

/// Sensitive names, vendors' own names and route words.
pub static NAMES: Keys = Keys {
    checks: &KEY_CHECKS,
    entries: &KEY_ENTRIES,
};

/// The name of a token's rule.
pub fn rule(index: u8) -> &'static str {
    at(&RULES, index.into())
}

/// The number of token rules.
pub fn rules() -> usize {
    RULES.len()
}

/// The value that a `SET` row asks for.
pub fn set_value(index: u8) -> &'static str {
    at(&SET_VALUES, index.into())
}

/// The key whose presence makes an `UNLESS` identity optional.
pub fn unless_key(index: u8) -> &'static str {
    at(&UNLESS_KEYS, index.into())
}

/// Whether every opaque path segment of this host is a document link.
pub fn is_share_host(host: &[u8]) -> bool {
    SHARE_HOSTS.iter().any(|have| {
        let cut = host.len().wrapping_sub(have.len());
        host.get(cut..)
            .is_some_and(|tail| tail.eq_ignore_ascii_case(have.as_bytes()))
            && (cut == 0 || host.get(cut - 1) == Some(&b'.'))
    })
}

/// The container of a vendor's body whose content type says nothing (the numbers of `scrub::Kind`).
pub fn body(vendor: Vendor) -> u8 {
    at(&VENDOR_BODY, vendor.index())
}

/// Whether base64 that does not show its alphabet is base64url to this vendor.
pub fn is_base64url(vendor: Vendor) -> bool {
    at(&VENDOR_BASE64URL, vendor.index())
}

/// Whether this vendor wraps its own queries in other bodies (`requests: ["?idsite=…"]`).
pub fn is_query(vendor: Vendor) -> bool {
    at(&VENDOR_QUERIES, vendor.index())
}

/// The patterns behind the automaton and their rules: what the oracle test runs through `regex`.
#[cfg(not(target_family = "wasm"))]
pub fn patterns() -> &'static [(&'static str, u8)] {
    &PATTERNS
}
