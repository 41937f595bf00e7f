//! What becomes of one JSON value beyond its own bytes: by what stands near it, and when it goes as a whole.

use super::super::Act;
use super::super::report::Place;
use super::super::site::SITE;
use super::json::{Known, Walker};
use crate::catalogue::detect;
use crate::catalogue::meaning::*;
use crate::scan::class::{at, cut};
use crate::scan::literal::{find, within};

/// How far an identity's fellows may stand, in bytes.
const NEAR: usize = 4096;

impl Walker<'_, '_> {
    /// What a vendor's required identity is here: optional beside another key, its own where it is the device's. Looks
    /// at what is near only, so that many askers cost little.
    pub(super) fn resolve(&self, class: u8, value: &[u8]) -> u8 {
        if !(PSEUDONYM..SET).contains(&class) {
            return class;
        }
        let near = cut(self.s, self.pos.saturating_sub(NEAR), self.s.len().min(self.pos + NEAR));
        let key = if class >= UNLESS { detect::unless_key(class - UNLESS) } else { b"" };
        match class {
            // `+` before the other key: beside it in the same object the vendor made the value itself.
            UNLESS..SET if at(key, 0) == b'+' => {
                if self.is_beside(cut(key, 1, key.len())) {
                    RAW
                } else {
                    IDENTITY
                }
            }
            UNLESS..SET if find(near, 0, key) < near.len() => IDENTITY,
            UNLESS..SET => PSEUDONYM,
            PSEUDONYM if is_own(near, value) => RAW,
            _ => class,
        }
    }

    /// Whether the object here, as far as no other is inside it, has a name that ends so.
    pub(super) fn is_beside(&self, name: &[u8]) -> bool {
        let before = cut(self.s, self.pos.saturating_sub(NEAR), self.pos);
        let start = self.pos - before.iter().rev().take_while(|b| **b != b'{').count();
        let end = within(self.s, self.pos, self.s.len().min(self.pos + NEAR), b'}');
        find(cut(self.s, 0, end), start, name) < end
    }

    /// The class of a name that no row is about, by what it stands in and beside.
    pub(super) fn beside(&self, outer: u8, name: &[u8]) -> u8 {
        match outer {
            COOKIE => OPAQUE,
            // `{"$groups":{"company":"acme"}}`
            PSEUDONYM => PSEUDONYM,
            // `{"name":"Jane Roe","email":…}`
            _ if name == b"name" && self.is_beside(b"mail\":") => PERSONAL,
            _ => KEEP,
        }
    }

    /// Takes out what began at `start`, or its value.
    pub(super) fn whole(&mut self, start: usize, class: u8, place: &Place) -> Act {
        if !SITE || !matches!(class, EMPTY | HIDE) {
            return self.work.removal(class, place);
        }
        self.work.replace(0, self.pos - start, b"null", class.into(), &self.place(place, start));
        Act::Done
    }

    /// Goes behind a value that is to go.
    pub(super) fn skip(&mut self) -> Act {
        self.dry = true;
        self.value(Known { class: KEEP, name: b"" }, &Place::ROOT);
        self.dry = false;
        Act::Remove
    }
}

/// Whether the same text has `value` as its device's ID: then it is no user's.
fn is_own(s: &[u8], value: &[u8]) -> bool {
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
