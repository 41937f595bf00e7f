//! What becomes of a value under a name that the catalogue knows.

use super::leaf::{Ips, identity, ip};
use super::{Scrubber, placeholder};
use crate::catalogue::{detect, meaning};
use crate::scan::class::{ALNUM, D, STOP, at, is, run};
use crate::scan::opaque::{is_opaque, is_uuid};

/// What is done to a value.
pub enum Action {
    /// it is searched like any other
    Search(Ips),
    /// it goes with its name
    Remove(&'static str),
    /// this stands there instead
    Replace(Vec<u8>, &'static str),
    /// it stays as it is
    Keep,
    /// it is a URL, though it may not look like one
    Url,
    /// edits were made inside it
    Done,
}

/// Names and values beside a value, asked only where a row depends on them.
pub trait Beside {
    /// Whether there is another member or pair of this name.
    fn has(&self, name: &str) -> bool;
    /// Whether the member of this name has just this value.
    fn equals(&self, name: &str, value: &[u8]) -> bool;
    /// Whether the place is where an authorisation answer arrives.
    fn is_callback(&self) -> bool;
}

/// Decides on `value`, decoded, under a name of `class`. Edits inside the value are offsets in it.
pub fn decide(cx: &mut Scrubber, class: u8, value: &[u8], beside: &dyn Beside) -> Action {
    let search = Action::Search(Ips::Wanted);
    if value.is_empty() || value == placeholder() || is_hidden(value) {
        return Action::Keep;
    }
    match class {
        meaning::KEEP => Action::Search(Ips::Unwanted),
        meaning::SECRET => Action::Remove("key.secret"),
        meaning::OPAQUE if is_opaque(value, 8) => Action::Remove("key.opaque"),
        meaning::SESSION if is_opaque(value, 8) => Action::Remove("key.session"),
        meaning::SHARE if is_opaque(value, 6) => Action::Remove("key.share"),
        meaning::CODE if is_long(value) || (cx.may_look() && is_answer(beside)) => {
            Action::Remove("key.oauth")
        }
        meaning::STATE if is_long(value) || (cx.may_look() && beside.has("code")) => {
            Action::Remove("key.oauth")
        }
        meaning::SIGNED if cx.may_look() && is_opaque(value, 8) && is_signed(beside) => {
            Action::Remove("key.signed")
        }
        meaning::IDENTITY => Action::Remove("identity.key"),
        meaning::PERSONAL => Action::Remove("pii.key"),
        meaning::PIN if is_number(value, 3, 10) => Action::Remove("key.pin"),
        meaning::PHONE if is_number(value, 6, 15) => Action::Remove("pii.phone"),
        meaning::CARD if is_number(value, 4, 19) => Action::Remove("pii.card"),
        meaning::GEO if is_decimal(value) => Action::Remove("pii.place"),
        meaning::IP => addresses(cx, value),
        meaning::COOKIE => cookies(cx, value),
        meaning::AUTH => credential(cx, value),
        meaning::URL => Action::Url,
        meaning::VERSION => Action::Search(Ips::Unwanted),
        meaning::REMOVE => Action::Remove("vendor.remove"),
        meaning::PSEUDONYM => pseudonym(cx, value, beside),
        meaning::UNLESS..meaning::SET => {
            if cx.may_look() && beside.has(detect::unless_key(class - meaning::UNLESS)) {
                Action::Remove("identity.key")
            } else {
                pseudonym(cx, value, beside)
            }
        }
        meaning::SET.. => {
            let want = detect::set_value(class - meaning::SET).as_bytes();
            if value == want { Action::Keep } else { Action::Replace(want.to_vec(), "vendor.set") }
        }
        _ => search,
    }
}

/// Whether somebody hid the value before us.
fn is_hidden(value: &[u8]) -> bool {
    let core = value.iter().filter(|b| is(**b, ALNUM)).count();
    (core == 0 && value.len() < 64 && value.iter().all(|b| b"*-.[]".contains(b) || *b >= 0x80))
        || [&b"[Filtered]"[..], b"[redacted]", b"[REDACTED]", b"REDACTED", b"undefined", b"null"]
            .contains(&value)
}

fn is_long(value: &[u8]) -> bool {
    value.len() >= 16 && !value.iter().any(|b| is(*b, STOP)) && is_opaque(value, 10)
}

/// RFC 6749 section 4.1.2: what else an authorisation answer has.
fn is_answer(beside: &dyn Beside) -> bool {
    beside.is_callback() || ["state", "session_state", "iss", "scope"].iter().any(|name| beside.has(name))
}

fn is_signed(beside: &dyn Beside) -> bool {
    ["expires", "exp", "expiry", "expire", "signature", "sig", "token", "valid_until", "uid", "id", "ts"]
        .iter()
        .any(|name| beside.has(name))
}

/// Between `least` and `most` digits and no letters.
fn is_number(value: &[u8], least: usize, most: usize) -> bool {
    let digits = value.iter().filter(|b| is(**b, D)).count();
    (least..=most).contains(&digits)
        && value.iter().all(|b| is(*b, D) || b" +-./()".contains(b) || *b == 0xa0 || *b == 0xc2)
}

fn is_decimal(value: &[u8]) -> bool {
    value.iter().any(|b| is(*b, D)) && value.iter().all(|b| is(*b, D) || b" +-.,;".contains(b))
}

/// One address or a list of them, each truncated.
fn addresses(cx: &mut Scrubber, value: &[u8]) -> Action {
    // What asks the server to fill in the address it sees.
    if value.starts_with(b"{{") || value.starts_with(b"$remote") {
        return Action::Remove("ip.ask");
    }
    let (mut i, mut any) = (0, false);
    while i < value.len() {
        match ip::at_start(value, i, true) {
            Some(found) => {
                if found.with.as_slice() != value.get(i..found.end).unwrap_or(&[]) {
                    cx.cut(i, found.end, &found.with, "ip");
                }
                any = true;
                i = found.end.max(i + 1);
            }
            None => i += 1,
        }
    }
    if any { Action::Done } else { Action::Search(Ips::Wanted) }
}

/// `a=b; c=d`: the values of cookies whose name or form says that they are secret.
fn cookies(cx: &mut Scrubber, value: &[u8]) -> Action {
    let mut from = 0;
    for pair in value.split(|b| *b == b';') {
        let lead = run(pair, 0, STOP);
        if let Some(at) = pair.iter().position(|b| *b == b'=') {
            let (name, content) = (pair.get(lead..at).unwrap_or(&[]), pair.get(at + 1..).unwrap_or(&[]));
            let named = cx.class(name, b"").is_some_and(|class| {
                class != meaning::KEEP && class != meaning::VERSION && class != meaning::URL
            });
            if !content.is_empty() && content != placeholder() && (named || is_opaque(content, 10)) {
                cx.cut(from + at + 1, from + pair.len(), placeholder(), "key.cookie");
            }
        }
        from += pair.len() + 1;
    }
    Action::Done
}

/// The scheme word stays, the credential goes (RFC 9110 section 11.4).
fn credential(cx: &mut Scrubber, value: &[u8]) -> Action {
    let from = match value.iter().position(|b| *b == b' ') {
        Some(space) if scheme(value.get(..space).unwrap_or(&[])) => space + 1,
        _ => 0,
    };
    if value.get(from..) != Some(placeholder()) && from < value.len() {
        cx.cut(from, value.len(), placeholder(), "key.auth");
    }
    Action::Done
}

/// Whether a word is an authentication scheme's name.
pub fn scheme(word: &[u8]) -> bool {
    [&b"bearer"[..], b"basic", b"digest", b"token", b"negotiate", b"apikey", b"dpop", b"hmac"]
        .iter()
        .any(|have| word.eq_ignore_ascii_case(have))
}

/// An identity that must be there: somebody's own name becomes a pseudonym, the vendor's own stays.
fn pseudonym(cx: &mut Scrubber, value: &[u8], beside: &dyn Beside) -> Action {
    if identity::is_anonymous(value) {
        return Action::Keep;
    }
    // A client that made an ID up calls the device by the same one.
    let made = (is_uuid(value) || value.len() > 40)
        && cx.may_look()
        && (beside.equals("$device_id", value) || beside.equals("device_id", value));
    if made {
        return Action::Keep;
    }
    Action::Replace(identity::pseudonym(cx, value), "identity.pseudonym")
}

/// Whether a value in running text, after a name and a colon, is the secret rather than the next word.
pub fn looks_secret(value: &[u8]) -> bool {
    value.len() >= 4
        && (is_opaque(value, 4)
            || (value.iter().any(|b| is(*b, D)) && value.len() >= 6)
            || at(value, 0) == b'$')
}
