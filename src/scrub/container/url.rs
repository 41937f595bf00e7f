//! URLs, absolute and relative, cut as the URL Standard cuts them, but on the bytes as they stand: user information,
//! host, path and its matrix parameters, query, fragment.

use super::super::layer::{Layer, has_percent};
use super::super::report::{self, Part, Place};
use super::super::{Act, Refusal, Scrubber};
use super::form::{Pairs, is_callback};
use crate::catalogue::detect;
use crate::catalogue::meaning::*;
use crate::scan::class::{ALNUM, ALPHA, D, LOWNUM, at, cut, is, run};
use crate::scan::key;
use crate::scan::literal::{find, index, one_of};
use crate::scan::opaque::is_opaque;

/// Endings of page assets: what stands before is a build's hash, not a person's link.
const ASSETS: &[u8] =
    b"js mjs css map png jpg jpeg gif svg webp avif ico woff woff2 ttf wasm mp4 webm exe zip dmg";

/// The parts of a URL as offsets: all of `s`, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// End of the scheme's name; 0 without one.
    pub scheme: usize,
    /// Begin and end of the authority, without `//`; both the path's begin without one.
    pub authority: (usize, usize),
    /// End of the user information, before the `@`.
    pub userinfo: Option<usize>,
    /// Begin and end of the path.
    pub path: (usize, usize),
    /// The `?`.
    pub query: Option<usize>,
    /// The `#`.
    pub fragment: Option<usize>,
}

/// Cuts a URL or a relative one.
pub fn split(s: &[u8]) -> Parts {
    let hash = index(s, 0, b'#');
    let end = index(cut(s, 0, hash), 0, b'?');
    let fragment = (hash < s.len()).then_some(hash);
    let query = (end < hash).then_some(end);
    let mut scheme = if is(at(s, 0), ALPHA) { run(s, 0, ALNUM) } else { 0 };
    while scheme > 0 && matches!(at(s, scheme), b'+' | b'-' | b'.') {
        scheme = run(s, scheme + 1, ALNUM);
    }
    if at(s, scheme) != b':' || scheme >= end {
        scheme = 0;
    }
    let start = if scheme > 0 { scheme + 1 } else { 0 };
    let slashes = at(s, start) == b'/' && at(s, start + 1) == b'/' && start + 2 <= end;
    let from = if slashes { start + 2 } else { start };
    let to = match slashes {
        true => from + cut(s, from, end).iter().position(|b| matches!(b, b'/' | b'\\')).unwrap_or(end - from),
        false => from,
    };
    let userinfo = cut(s, from, to).iter().rposition(|b| *b == b'@').map(|i| from + i);
    Parts { scheme, authority: (from, to), userinfo, path: (to, end), query, fragment }
}

/// Begins with a scheme and two slashes.
pub fn is_absolute(s: &[u8]) -> bool {
    let scheme = split(s).scheme;
    scheme > 0 && cut(s, scheme, scheme + 3) == b"://"
}

impl Scrubber {
    /// One URL that fills `s`. `request` is the address of the request itself: its host and path are the vendor's.
    pub(in super::super) fn url(
        &mut self,
        s: &[u8],
        base: u32,
        request: bool,
        place: &Place,
    ) -> Result<(), Refusal> {
        self.enter()?;
        // A page's address is not the vendor's: its `token` is the site's, whatever the vendor calls its own.
        let owner = self.owner;
        if !request && !self.vendor.is_some_and(detect::is_query) {
            self.owner = 0;
        }
        let done = self.url_parts(s, base, request, place);
        self.owner = owner;
        self.leave();
        done
    }

    fn url_parts(&mut self, s: &[u8], base: u32, request: bool, place: &Place) -> Result<(), Refusal> {
        let parts = split(s);
        let scheme = cut(s, 0, parts.scheme);
        if scheme == b"data" {
            return Ok(());
        }
        // A URL in the middle of something: a text that holds one.
        if parts.scheme == 0 && at(s, 0) != b'/' && find(cut(s, 0, parts.path.1), 0, b"://").is_some() {
            return self.text(s, base, KEEP, place);
        }
        let opaque = parts.scheme > 0 && parts.authority.0 == parts.scheme + 1 && at(s, parts.path.0) != b'/';
        if opaque {
            // `mailto:`, `tel:`, `blob:https://…`: what follows is a text.
            let from = parts.scheme + 1;
            return self.text(cut(s, from, s.len()), base + from as u32, KEEP, place);
        }
        if !request {
            self.authority(s, &parts, base, place)?;
            let (from, to) = parts.path;
            let host = cut(s, parts.userinfo.map_or(parts.authority.0, |i| i + 1), parts.authority.1);
            let host = cut(host, 0, index(host, 0, b':'));
            self.path(cut(s, from, to), base + from as u32, detect::is_share_host(host), place)?;
        }
        let end = parts.fragment.unwrap_or(s.len());
        if let Some(mark) = parts.query {
            let callback = is_callback(cut(s, parts.path.0, parts.path.1));
            let query = cut(s, mark + 1, end);
            self.pairs(query, base + mark as u32 + 1, Pairs::Query(callback), place)?;
        }
        if let Some(mark) = parts.fragment {
            self.fragment(cut(s, mark + 1, s.len()), base + mark as u32 + 1, place)?;
        }
        Ok(())
    }

    fn authority(&mut self, s: &[u8], parts: &Parts, base: u32, place: &Place) -> Result<(), Refusal> {
        let (from, to) = parts.authority;
        let mut host = from;
        if let Some(mark) = parts.userinfo {
            // `git@` is everybody's name on a code host.
            if cut(s, from, mark) != b"git" {
                self.replace(base + from as u32, base + mark as u32 + 1, b"", report::USERINFO, place);
            }
            host = mark + 1;
        }
        let inner = place.at(Part::Named("host"));
        let name = cut(s, host, to);
        if at(name, 0) == b'[' || is(at(name, 0), D) {
            self.addresses(name, base + host as u32, &inner);
            return Ok(());
        }
        // A token may hide in a sub-domain; an address (`203-0-113-7.host`) is the host's own name.
        self.text(name, base + host as u32, VERSION, &inner)
    }

    fn path(&mut self, s: &[u8], base: u32, shared: bool, place: &Place) -> Result<(), Refusal> {
        // Of the two segments before: what their words say of this one.
        let (mut last, mut previous) = (None, None);
        let (mut start, mut count) = (0, 0);
        for raw in s.split(|b| *b == b'/') {
            let matrix = index(raw, 0, b';');
            let (segment, parameters) = (cut(raw, 0, matrix), cut(raw, matrix, raw.len()));
            let at_ = base + start as u32;
            let inner = place.at(Part::Path(count));
            if !segment.is_empty() {
                let after = if previous == Some(STRONG) { previous } else { last };
                self.segment(segment, at_, after.or(previous.filter(|p| *p == STRONG)), shared, &inner)?;
            }
            let mut from = matrix;
            for pair in parameters.split(|b| *b == b';').skip(1) {
                self.matrix(pair, at_ + from as u32 + 1, &inner)?;
                from += pair.len() + 1;
            }
            (previous, last) = (last, key::route(&detect::NAMES, segment));
            start += raw.len() + 1;
            count += 1;
        }
        Ok(())
    }

    fn segment(
        &mut self,
        s: &[u8],
        base: u32,
        after: Option<u8>,
        shared: bool,
        place: &Place,
    ) -> Result<(), Refusal> {
        let mut plain = self.take();
        let text = if has_percent(s) && Layer::Percent.decode(s, &mut plain) { plain.as_slice() } else { s };
        let rule = match after {
            Some(STRONG) if is_opaque(text, 8) => Some(report::LINK),
            Some(WEAK) if is_opaque(text, 16) && !is_asset(text) => Some(report::LINK),
            Some(PERSON) if is_account(text) || is_opaque(text, 8) => Some(report::PERSON),
            _ if shared && is_opaque(text, 8) => Some(report::LINK),
            _ => None,
        };
        self.give(plain);
        match rule {
            Some(rule) => self.redact(base, base + s.len() as u32, rule, place),
            None => {
                if self.value(s, base, KEEP, place)? == Act::Remove {
                    self.edits.redact(base, base + s.len() as u32);
                }
            }
        }
        Ok(())
    }

    /// `;jsessionid=…`
    fn matrix(&mut self, pair: &[u8], base: u32, place: &Place) -> Result<(), Refusal> {
        let equals = index(pair, 0, b'=');
        let from = (equals + 1).min(pair.len());
        let class = self.class(cut(pair, 0, equals), b"");
        let value = cut(pair, from, pair.len());
        if self.value(value, base + from as u32, class, place)? == Act::Remove {
            self.edits.redact(base + from as u32, base + pair.len() as u32);
        }
        Ok(())
    }

    /// A query, a hash route with a query of its own, or an anchor.
    fn fragment(&mut self, s: &[u8], base: u32, place: &Place) -> Result<(), Refusal> {
        let inner = place.at(Part::Named("fragment"));
        let route = s.strip_prefix(b"!").unwrap_or(s);
        let skip = (s.len() - route.len()) as u32;
        if at(route, 0) == b'/' || at(route, 0) == b'?' {
            return self.url(route, base + skip, false, &inner);
        }
        let (mark, equals) = (index(s, 0, b'?'), index(s, 0, b'='));
        // In `a=b?c` the mark is of the value.
        if mark < equals {
            return self.url(s, base, false, &inner);
        }
        if equals < s.len() {
            return self.pairs(s, base, Pairs::Query(true), &inner);
        }
        if is_opaque(s, 16) {
            self.redact(base, base + s.len() as u32, report::FRAGMENT, place);
            return Ok(());
        }
        self.value(s, base, KEEP, &inner).map(|_| ())
    }
}

fn is_asset(segment: &[u8]) -> bool {
    let dot = segment.iter().rposition(|b| *b == b'.');
    dot.is_some_and(|i| one_of(ASSETS, cut(segment, i + 1, segment.len())))
}

/// An account's number: digits only, more than a page has.
fn is_account(s: &[u8]) -> bool {
    s.len() >= 3 && run(s, 0, D) == s.len() && is(at(s, 0), LOWNUM)
}
