//! URLs, absolute and relative: user information, host, path with its parameters, query, and a fragment that is a query
//! or a route of its own (URL Standard; RFC 3986 section 3).

use super::form::{decoded, pairs};
use super::{text, value};
use crate::catalogue::{detect, meaning};
use crate::scan::class::{ALNUM, ALPHA, at, is};
use crate::scan::key::route;
use crate::scan::opaque::is_opaque;
use crate::scrub::leaf::{Ips, ip, leaf};
use crate::scrub::{Refusal, Scrubber, placeholder};

/// Whether a host that is an address is truncated: not where it says where the payload goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Host {
    Kept,
    Cut,
}

/// Odd characters that make a segment a secret after a strong route word, after a weak one, on a share host, and a
/// fragment by itself.
const STRONG: usize = 8;
const WEAK: usize = 16;
const HOSTED: usize = 12;
const FRAGMENT: usize = 20;

/// Reads a value that its name calls a URL: it need not look like one.
pub fn reference(cx: &mut Scrubber, s: &[u8]) -> Result<(), Refusal> {
    let plain = !s.iter().any(|b| *b <= b' ' || *b == b'"' || *b == b'{');
    // A bare `a=b` is a query, whatever it is called.
    if !plain || s.len() < 3 || matches!(at(s, 0), b'[') {
        return value(cx, s, Ips::Wanted);
    }
    url(cx, s, Host::Cut)
}

/// Reads one URL. A vendor's own names mean what they mean in its own address only, not in one that it is told of.
pub fn url(cx: &mut Scrubber, s: &[u8], host: Host) -> Result<(), Refusal> {
    let owner = cx.owner;
    if host == Host::Cut {
        cx.owner = 0;
    }
    let done = parts(cx, s, host);
    cx.owner = owner;
    done
}

fn parts(cx: &mut Scrubber, s: &[u8], host: Host) -> Result<(), Refusal> {
    let hash = s.iter().position(|b| *b == b'#').unwrap_or(s.len());
    let mut path = 0;
    let mut shared = false;
    let mut rooted = at(s, 0) == b'/';
    match scheme(s) {
        Scheme::None => {}
        Scheme::Opaque(colon) => {
            let name = s.get(..colon).unwrap_or(&[]);
            if [&b"tel"[..], b"sms", b"mailto"].iter().any(|have| name.eq_ignore_ascii_case(have)) {
                let end = s.iter().position(|b| *b == b'?').unwrap_or(s.len());
                if end > colon + 1 && s.get(colon + 1..end) != Some(placeholder()) {
                    cx.cut(colon + 1, end, placeholder(), "pii.contact");
                }
                path = end;
            } else if name.eq_ignore_ascii_case(b"data") || name.eq_ignore_ascii_case(b"blob") {
                // An inlined file and a handle on one are no address.
                return Ok(());
            } else {
                path = colon + 1;
            }
        }
        Scheme::Authority(from) => {
            let len = s.get(from..).unwrap_or(&[]).iter().position(|b| b"/?#\\".contains(b));
            path = len.map_or(s.len(), |len| from + len);
            shared = authority(cx, s, from, path, host);
            rooted = true;
        }
    }
    let path_end = s
        .get(path..hash)
        .unwrap_or(&[])
        .iter()
        .position(|b| *b == b'?')
        .map_or(hash.max(path), |len| path + len);
    let callback = segments(cx, s.get(path..path_end).unwrap_or(&[]), path, shared, rooted)?;
    if path_end < hash {
        let mark = cx.edits.mark();
        let query = s.get(path_end + 1..hash).unwrap_or(&[]);
        let gone = pairs(cx, query, "query.", callback)?;
        cx.edits.shift(mark, path_end + 1);
        if gone {
            cx.edits.widen(mark);
        }
    }
    if hash < s.len() {
        let mark = cx.edits.mark();
        let gone = fragment(cx, s.get(hash + 1..).unwrap_or(&[]), shared)?;
        cx.edits.shift(mark, hash + 1);
        if gone {
            cx.edits.widen(mark);
        }
    }
    Ok(())
}

enum Scheme {
    None,
    /// offset of the colon
    Opaque(usize),
    /// offset of what follows the slashes
    Authority(usize),
}

fn scheme(s: &[u8]) -> Scheme {
    let slash = |b: u8| b == b'/' || b == b'\\';
    if slash(at(s, 0)) && slash(at(s, 1)) {
        return Scheme::Authority(2);
    }
    let len = s.iter().take_while(|b| is(**b, ALNUM) || b"+-.".contains(b)).count();
    if len < 2 || at(s, len) != b':' || !is(at(s, 0), ALPHA) {
        return Scheme::None;
    }
    if slash(at(s, len + 1)) && slash(at(s, len + 2)) {
        return Scheme::Authority(len + 3);
    }
    let name = s.get(..len).unwrap_or(&[]);
    // `https:/a` and `https:a` have a host as well.
    if name.eq_ignore_ascii_case(b"https") || name.eq_ignore_ascii_case(b"http") {
        return Scheme::Authority(len + 1 + usize::from(slash(at(s, len + 1))));
    }
    const OPAQUE: [&[u8]; 9] =
        [b"data", b"blob", b"mailto", b"tel", b"sms", b"javascript", b"about", b"urn", b"view-source"];
    if OPAQUE.iter().any(|have| name.eq_ignore_ascii_case(have)) { Scheme::Opaque(len) } else { Scheme::None }
}

/// User information goes, an address of a host is truncated. Answers whether the host is one of share links.
fn authority(cx: &mut Scrubber, s: &[u8], from: usize, to: usize, host: Host) -> bool {
    let whole = s.get(from..to).unwrap_or(&[]);
    let user = whole.iter().rposition(|b| *b == b'@').map_or(0, |i| i + 1);
    if user > 0 {
        let back = cx.report.enter("userinfo", b"");
        cx.cut(from, from + user, b"", "url.userinfo");
        cx.report.leave(back);
    }
    let name = whole.get(user..).unwrap_or(&[]);
    let bracket = usize::from(at(name, 0) == b'[');
    if host == Host::Cut
        && let Some(found) = ip::at_start(name.get(bracket..).unwrap_or(&[]), 0, true)
    {
        let start = from + user + bracket;
        if s.get(start..start + found.end) != Some(found.with.as_slice()) {
            let back = cx.report.enter("host", b"");
            cx.cut(start, start + found.end, &found.with, "ip");
            cx.report.leave(back);
        }
    }
    let port = name.iter().position(|b| *b == b':').unwrap_or(name.len());
    detect::is_share_host(name.get(..port).unwrap_or(&[]))
}

/// Reads a path; answers whether it is where an authorisation answer arrives.
fn segments(cx: &mut Scrubber, s: &[u8], base: usize, shared: bool, rooted: bool) -> Result<bool, Refusal> {
    let (mut callback, mut from, mut index) = (false, 0, 0usize);
    // What the segment before, and the one before that, say of this one.
    let (mut last, mut earlier) = (None, None);
    for segment in s.split(|b| *b == b'/') {
        let mark = cx.edits.mark();
        let name = segment.iter().position(|b| *b == b';').unwrap_or(segment.len());
        let (own, parameters) = segment.split_at_checked(name).unwrap_or((segment, b""));
        let mut said = None;
        if !own.is_empty() {
            let back = cx.report.enter_index("path[", index, "]");
            decoded_path(cx, own, |cx, own| {
                let needed = [
                    (last == Some(meaning::STRONG) || earlier == Some(meaning::STRONG)).then_some(STRONG),
                    (last == Some(meaning::WEAK)).then_some(WEAK),
                    shared.then_some(HOSTED),
                ];
                let least = needed.into_iter().flatten().min();
                if least.is_some_and(|least| !is_file(own) && is_opaque(own, least)) {
                    cx.cut(0, own.len(), placeholder(), "link.share");
                    return Ok(());
                }
                said = route(&detect::NAMES, own);
                callback |= is_callback(own);
                let before = cx.edits.mark();
                leaf(
                    cx,
                    own,
                    0,
                    own.len(),
                    if rooted && is_address(own) { Ips::Wanted } else { Ips::Unwanted },
                );
                // A segment may hold a whole URL or pairs.
                if cx.edits.mark() == before && own.iter().any(|b| b"=:{".contains(b)) && own.len() > 5 {
                    return if own.contains(&b'/') || own.contains(&b'=') || own.contains(&b'{') {
                        value(cx, own, Ips::Unwanted)
                    } else {
                        Ok(())
                    };
                }
                Ok(())
            })?;
            cx.report.leave(back);
        }
        if !parameters.is_empty() {
            // RFC 3986 section 3.3: `;jsessionid=…` belongs to the segment.
            let mark = cx.edits.mark();
            let gone = pairs(cx, parameters.get(1..).unwrap_or(&[]), "matrix.", false)?;
            cx.edits.shift(mark, name + 1);
            if gone {
                cx.edits.widen(mark);
            }
        }
        cx.edits.shift(mark, base + from);
        (earlier, last) = (last, said);
        from += segment.len() + 1;
        index += usize::from(!segment.is_empty());
    }
    Ok(callback)
}

fn decoded_path(
    cx: &mut Scrubber,
    s: &[u8],
    read: impl FnOnce(&mut Scrubber, &[u8]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    // A plus in a path is a plus.
    if s.contains(&b'%') { decoded(cx, s, read) } else { read(cx, s) }
}

fn is_callback(segment: &[u8]) -> bool {
    const WORDS: [&[u8]; 8] =
        [b"callback", b"oauth", b"oauth2", b"oidc", b"auth", b"sso", b"authorize", b"signin"];
    segment.split(|b| !is(*b, ALNUM)).any(|word| WORDS.iter().any(|have| word.eq_ignore_ascii_case(have)))
}

/// A name with an ending: assets carry hashes.
fn is_file(segment: &[u8]) -> bool {
    let Some(dot) = segment.iter().rposition(|b| *b == b'.') else { return false };
    let ending = segment.get(dot + 1..).unwrap_or(&[]);
    (1..=5).contains(&ending.len())
        && ending.iter().all(|b| is(*b, ALNUM))
        && ending.iter().any(|b| is(*b, ALPHA))
}

fn is_address(segment: &[u8]) -> bool {
    ip::at_start(segment, 0, true).is_some_and(|found| found.end == segment.len())
}

/// Reads a fragment; answers whether all of it went.
fn fragment(cx: &mut Scrubber, s: &[u8], shared: bool) -> Result<bool, Refusal> {
    let back = cx.report.enter("fragment", b"");
    let done = match at(s, 0) {
        b'!' | b'/' => {
            let mark = cx.edits.mark();
            let lead = usize::from(at(s, 0) == b'!');
            url(cx, s.get(lead..).unwrap_or(&[]), Host::Cut)?;
            cx.edits.shift(mark, lead);
            Ok(false)
        }
        _ if s.contains(&b'?') => url(cx, s, Host::Cut).map(|()| false),
        _ if s.contains(&b'=') => pairs(cx, s, "", false),
        _ if is_opaque(s, if shared { HOSTED } else { FRAGMENT }) => {
            cx.cut(0, s.len(), placeholder(), "link.fragment");
            Ok(false)
        }
        _ => decoded(cx, s, |cx, s| text::text(cx, s, Ips::Wanted)).map(|()| false),
    };
    cx.report.leave(back);
    done
}
