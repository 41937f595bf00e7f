//! What stands beside a value of JSON and decides whose it is. Only what is near is looked at, so that many askers cost
//! little.

use crate::scan::class::{at, cut};
use crate::scan::literal::{find, within};

/// How far fellows may stand, in bytes.
const NEAR: usize = 4096;

/// The text around `pos`.
pub fn near(s: &[u8], pos: usize) -> &[u8] {
    cut(s, pos.saturating_sub(NEAR), s.len().min(pos + NEAR))
}

/// Whether the object around `pos`, as far as no other is inside it, has a name that ends so.
pub fn is_beside(s: &[u8], pos: usize, name: &[u8]) -> bool {
    let before = cut(s, pos.saturating_sub(NEAR), pos);
    let start = pos - before.iter().rev().take_while(|b| **b != b'{').count();
    let end = within(s, pos, s.len().min(pos + NEAR), b'}');
    find(cut(s, 0, end), start, name) < end
}

/// Whether the same text has `value` as its device's ID: then it is no user's.
pub fn is_own(s: &[u8], value: &[u8]) -> bool {
    const DEVICE: &[u8] = b"device_id\":\"";
    let mut from = 0;
    while from < s.len() {
        from = find(s, from, DEVICE) + DEVICE.len();
        if cut(s, from, from + value.len()) == value && at(s, from + value.len()) == b'"' {
            return true;
        }
    }
    false
}
