//! The rules of single values: which texts are a link, a language tag, an id, a region.

use crate::consent::{cut, parse_number};

/// 1 to 64 characters.
pub(super) fn is_short(text: &str) -> bool {
    // The first byte of each character, however many follow it.
    let chars = text.bytes().filter(|b| b & 0xc0 != 0x80).count();
    chars > 0 && chars <= 64
}

/// `http://host…`, `https://host…` or `/path`, free of spaces and of what ends an attribute.
/// `//host` names another site without saying so: refused.
pub(super) fn is_url(text: &str) -> bool {
    for byte in text.bytes() {
        if byte <= b' ' || matches!(byte, b'"' | b'<' | b'>' | b'\\' | 0x7f) {
            return false;
        }
    }
    let host = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    match (host.unwrap_or(text).as_bytes(), host) {
        ([b'/', b'/', ..], None) => false,
        ([b'/', ..], None) => true,
        ([first, ..], Some(_)) => !matches!(first, b'/' | b'?' | b'#' | b'.' | b':' | b'@'),
        _ => false,
    }
}

/// The shape of a BCP 47 tag (RFC 5646); which languages exist is not known here.
pub(super) fn is_locale(text: &str) -> bool {
    let mut rest = text;
    let mut first = true;
    while !rest.is_empty() || first {
        let (part, next) = cut(rest, b'-');
        let shortest = if first { 2 } else { 1 };
        if part.len() < shortest || part.len() > 8 || (next.is_empty() && rest.len() > part.len()) {
            return false;
        }
        for byte in part.bytes() {
            if !byte.is_ascii_alphabetic() && (first || !byte.is_ascii_digit()) {
                return false;
            }
        }
        rest = next;
        first = false;
    }
    text.len() <= 64
}

/// `[a-z0-9-]{1,40}`.
pub(super) fn is_vendor_id(text: &str) -> bool {
    for byte in text.bytes() {
        if !matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-') {
            return false;
        }
    }
    !text.is_empty() && text.len() <= 40
}

/// The id of a category: one of ours, or of the site's own. What is shorter is a key of the record's own.
pub(super) fn is_category_id(text: &str) -> bool {
    let named = text.bytes().next().is_some_and(|first| first.is_ascii_lowercase());
    named && is_vendor_id(text) && text.len() > 2 && text != "necessary" && text != "gpc"
}

/// A country of ISO 3166-1, or a part of one of ISO 3166-2, in any case; which ones exist is not known here.
pub(super) fn is_region(text: &str) -> bool {
    let (country, part) = cut(text, b'-');
    let letters =
        country.bytes().all(|b| b.is_ascii_alphabetic()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    letters && country.len() == 2 && part.len() <= 3 && text.len() != 3
}

/// A whole number of days, to 13 months at most: no consent holds longer.
pub(super) fn days(text: &str) -> Option<u64> {
    parse_number(text).filter(|days| *days >= 1 && *days <= 395)
}

/// A whole number of days, to a hundred years at most.
pub(super) fn is_retention(text: &str) -> bool {
    parse_number(text).is_some_and(|days| (1..=36_525).contains(&days))
}

/// A consent manager whose records can be read.
pub(super) fn is_manager(name: &str) -> bool {
    matches!(name, "vanilla-cookieconsent" | "klaro" | "osano" | "tarteaucitron")
}

/// The name of something stored, of 1 to 200 characters: exact, or with one `*` beside others.
pub(super) fn is_stored_name(name: &str) -> bool {
    let stars = name.bytes().filter(|byte| *byte == b'*').count();
    let chars = name.bytes().filter(|byte| byte & 0xc0 != 0x80).count();
    stars <= 1 && chars > stars && chars <= 200
}
