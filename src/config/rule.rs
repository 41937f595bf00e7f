//! The rules of single values: which texts are a link, a language tag, a vendor id.

/// 1 to 64 characters.
pub(super) fn is_short(text: &str) -> bool {
    !text.is_empty() && text.chars().nth(64).is_none()
}

/// `http://host…`, `https://host…` or `/path`, free of spaces and of what ends an attribute.
/// `//host` names another site without saying so: refused.
pub(super) fn is_url(text: &str) -> bool {
    let plain = text
        .bytes()
        .all(|b| b > b' ' && b != 0x7f && !matches!(b, b'"' | b'<' | b'>' | b'\\'));
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    plain
        && match host {
            Some(host) => !host.is_empty() && !host.starts_with(['/', '?', '#', '.', ':', '@']),
            None => text.starts_with('/') && !text.starts_with("//"),
        }
}

/// The shape of a BCP 47 tag (RFC 5646); which languages exist is not known here.
pub(super) fn is_locale(text: &str) -> bool {
    text.len() <= 64
        && text.split('-').enumerate().all(|(i, part)| {
            let bytes = part.as_bytes();
            match i {
                0 => (2..=8).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_alphabetic),
                _ => (1..=8).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_alphanumeric),
            }
        })
}

/// `[a-z0-9-]{1,40}`.
pub(super) fn is_vendor_id(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}
