//! What a text without structure may hold, one kind a file.

pub mod card;
pub mod email;
pub mod identity;
pub mod ip;
pub mod token;

use super::{Scrubber, placeholder};
use crate::scan::class::{ALNUM, D, HEXI, at, before, is};

/// Whether an address of four numbers is one here, or rather a version.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ips {
    /// a host, a header, running text
    Wanted,
    /// a version, a user agent, a path
    Unwanted,
}

/// Scrubs `s[from..to]`, a text without white space or structure; edits are offsets in `s`.
pub fn leaf(cx: &mut Scrubber, s: &[u8], from: usize, to: usize, ips: Ips) {
    let Some(s) = s.get(..to) else { return };
    let mut i = from;
    while i < to {
        let b = at(s, i);
        if !is(b, ALNUM) {
            if b == b':' && ips == Ips::Wanted && at(s, i + 1) == b':' && !is(before(s, i), ALNUM) {
                i = address(cx, s, i).unwrap_or(i + 2);
                continue;
            }
            if b == b'@'
                && let Some((start, end)) = email::around(s, from, i)
            {
                cx.cut(start, end, placeholder(), "pii.email");
                i = end;
                continue;
            }
            i += 1;
            continue;
        }
        let start = i;
        let found = token::at_start(s, i, !is(before(s, i), ALNUM));
        if let Some((end, rule)) = found {
            cx.cut(start, end, placeholder(), rule);
            i = end;
            continue;
        }
        if is(b, HEXI)
            && ips == Ips::Wanted
            && let Some(end) = address(cx, s, i)
        {
            i = end;
            continue;
        }
        if is(b, D)
            && let Some(end) = card::at_start(s, i)
        {
            cx.cut(start, end, placeholder(), "pii.card");
            i = end;
            continue;
        }
        if let Some(end) = card::iban(s, i) {
            cx.cut(start, end, placeholder(), "pii.iban");
            i = end;
            continue;
        }
        while i < to && is(at(s, i), ALNUM) {
            i += 1;
        }
    }
}

fn address(cx: &mut Scrubber, s: &[u8], i: usize) -> Option<usize> {
    let found = ip::at_start(s, i, false)?;
    if found.with.as_slice() != s.get(i..found.end).unwrap_or(&[]) {
        cx.cut(i, found.end, &found.with, "ip");
    }
    Some(found.end)
}
