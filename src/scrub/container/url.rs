//! URLs, absolute and relative, cut as the URL Standard cuts them, but on the bytes as they stand: user information,
//! host, path and its matrix parameters, query, fragment.

use super::super::layer::Layer;
use super::super::report::{self, Part, Place};
use super::super::site::SITE;
use super::super::{Act, Refusal, Scrubber};
use super::form::Pairs;
use crate::catalogue::detect;
use crate::catalogue::meaning::*;
use crate::scan::class::{ALNUM, ALPHA, CUT, D, QUERY, SEGMENT, at, cut, is, run};
use crate::scan::key;
use crate::scan::literal::{find, has, index, position, until, within};

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

/// The end of the scheme's name that `s` begins with; 0 if it begins with none.
fn scheme(s: &[u8]) -> usize {
    let mut end = if is(at(s, 0), ALPHA) { run(s, 0, ALNUM) } else { 0 };
    while end > 0 && has(b"+-.", at(s, end)) {
        end = run(s, end + 1, ALNUM);
    }
    if at(s, end) == b':' { end } else { 0 }
}

/// Cuts a URL or a relative one.
pub fn split(s: &[u8]) -> Parts {
    let scheme = scheme(s);
    let start = if scheme > 0 { scheme + 1 } else { 0 };
    // The web's schemes have an authority whatever the number of slashes, and take a backslash for one.
    let web = scheme > 0 && position(b"http https ws wss ftp", cut(s, 0, scheme)).is_some();
    let slash = |i| at(s, i) == b'/' || (at(s, i) == b'\\' && (web || scheme == 0));
    let (mut from, mut to, mut userinfo) = (start, start, None);
    if web || (slash(start) && slash(start + 1)) {
        while slash(from) && (web || from < start + 2) {
            from += 1;
        }
        to = until(s, from, CUT);
        while has(b"@\\", at(s, to)) && !slash(to) {
            if at(s, to) == b'@' {
                userinfo = Some(to);
            }
            to = until(s, to + 1, CUT);
        }
    }
    let end = until(s, to, QUERY);
    let hash = index(s, end, b'#');
    Parts {
        scheme,
        authority: (from, to),
        userinfo,
        path: (to, end),
        query: (end < hash).then_some(end),
        fragment: (hash < s.len()).then_some(hash),
    }
}

/// Begins with a scheme and an authority.
pub fn is_absolute(s: &[u8]) -> bool {
    let parts = split(s);
    parts.scheme > 0 && parts.authority.1 > parts.scheme + 1
}

impl Scrubber {
    /// One URL that fills `s`. `request` is the address of the request itself: its host and path are the vendor's.
    pub(in super::super) fn url(&mut self, s: &[u8], request: bool, place: &Place) {
        // A page's address is not the vendor's: its `token` is the site's, whatever the vendor calls its own.
        let owner = self.owner;
        if !request && !self.vendor.is_some_and(detect::is_query) {
            self.owner = 0;
        }
        if self.enter() {
            self.url_parts(s, request, place);
        }
        self.owner = owner;
        self.leave();
    }

    fn url_parts(&mut self, s: &[u8], request: bool, place: &Place) {
        let parts = split(s);
        if cut(s, 0, parts.scheme) == b"data" {
            return;
        }
        let (from, to) = parts.path;
        if SITE && self.only > 0 && parts.authority.0 == from && !has(b"/?", at(s, 0)) {
            // Neither an absolute one nor a path: it has no names.
            return self.refuse(Refusal::Unsupported);
        }
        // A URL in the middle of something: a text that holds one.
        if parts.scheme == 0 && at(s, 0) != b'/' && find(s, 0, b"://") < to {
            return self.text(s, KEEP, place);
        }
        let (start, host) = parts.authority;
        let disk = cut(s, 0, parts.scheme) == b"file";
        if disk || (parts.scheme > 0 && host == parts.scheme + 1 && at(s, from) != b'/') {
            // `mailto:`, `tel:`, `blob:https://…`, a path of a disk: what follows is a text.
            return self.text(cut(s, start, s.len()), KEEP, &place.behind(start));
        }
        let mut shared = false;
        if !request {
            let mut name = start;
            if let Some(mark) = parts.userinfo {
                name = mark + 1;
                // `git@` is everybody's name on a code host. Where there is no host, what follows must not become one.
                if !matches!(cut(s, start, mark), b"" | b"git") {
                    let end = if name < host { name } else { mark };
                    self.replace(start, end, b"", report::USERINFO, place);
                }
            }
            let inner = place.at(Part::Named("host"), name);
            let host = cut(s, name, host);
            // A token may hide in a sub-domain. What is no name (`a&b=203.0.113.7`) may hold anything.
            let address = at(host, 0) == b'[' || is(at(host, 0), D);
            self.text(host, if address { IP } else { KEEP }, &inner);
            let name = cut(host, 0, index(host, 0, b':'));
            shared = self.tables.names.says_end(SHARE_HOST, name);
            self.path(cut(s, from, to), shared, &place.behind(from));
        }
        let end = parts.fragment.unwrap_or(s.len());
        if parts.query.is_some() {
            let callback = self.is_callback(cut(s, from, to));
            let kind = if shared { Pairs::Shared } else { Pairs::Query(callback) };
            self.pairs(cut(s, to + 1, end), kind, &place.behind(to + 1));
        }
        if SITE && self.only > 0 {
            self.replace(end, s.len(), b"", report::ONLY, place);
        } else if end < s.len() {
            self.fragment(cut(s, end + 1, s.len()), shared, &place.behind(end + 1));
        }
    }

    fn path(&mut self, s: &[u8], shared: bool, place: &Place) {
        // Of the two segments before: what their words say of this one.
        let (mut last, mut previous) = (0, 0);
        let (mut start, mut count) = (0, 0);
        while start < s.len() {
            let mut from = until(s, start, SEGMENT);
            let end = index(s, from, b'/');
            let segment = cut(s, start, from);
            // A webhook's token is several segments long.
            if let Some((to, rule)) = self.find_token(s, start, run(s, start, ALNUM))
                && to > end
            {
                let to = index(s, to, b'/');
                self.redact(start, to, rule, place);
                start = to + 1;
                count += 1;
                continue;
            }
            let after = if previous == STRONG { previous } else { last };
            self.segment(segment, after, shared, &place.at(Part::Path(count), start));
            // `;jsessionid=…`
            while from < end {
                from += 1;
                let to = within(s, from, end, b';');
                let equals = within(s, from, to, b'=');
                let value = cut(s, equals + 1, to);
                let class = self.class(cut(s, from, equals), b"");
                let inner = place.at(Part::Path(count), equals + 1);
                if self.value(value, class, &inner) == Act::Remove {
                    self.cover(0, value.len(), &inner);
                }
                from = to;
            }
            start = end + 1;
            // What the last one says nobody asks.
            if start < s.len() {
                (previous, last) = (last, self.says(segment));
            }
            count += 1;
        }
    }

    /// What a segment's words say of the next.
    fn says(&mut self, segment: &[u8]) -> u8 {
        let mut text = self.take();
        Layer::Percent.decode(segment, &mut text);
        let says = key::route(&self.tables.names, &text);
        self.give(text);
        says
    }

    fn segment(&mut self, s: &[u8], after: u8, shared: bool, place: &Place) {
        let mut decoded = Vec::new();
        let mut text = s;
        if has(s, b'%') {
            decoded = self.take();
            Layer::Percent.decode(s, &mut decoded);
            text = &decoded;
        }
        // How much of it must look made by chance to be somebody's link.
        let least = match after {
            _ if shared => 6,
            STRONG | PERSON => 8,
            WEAK if !self.is_asset(text) => 15,
            _ => usize::MAX,
        };
        let person = after == PERSON;
        // `t.me/+…` invites, `miro.com/app/board/…=`, `discord.com/invite/…` in whatever letters.
        let word =
            after == STRONG && text.len() >= 6 && run(text, 0, ALNUM) == text.len() && !self.is_void(text);
        let invite = shared && (at(text, 0) == b'+' || text.last() == Some(&b'=') || word);
        if self.is_opaque(text, least) || invite || (person && is_account(text)) {
            self.redact(0, s.len(), if person { report::PERSON } else { report::LINK }, place);
        } else if self.value(s, KEEP, place) == Act::Remove {
            self.cover(0, s.len(), place);
        }
        self.give(decoded);
    }

    /// What ends like a page's asset: what stands before is a build's hash, not a person's link.
    fn is_asset(&self, segment: &[u8]) -> bool {
        has(segment, b'.') && self.tables.names.says_end(ASSET, segment)
    }

    /// A query, a hash route with a query of its own, or an anchor.
    fn fragment(&mut self, s: &[u8], shared: bool, place: &Place) {
        let inner = place.at(Part::Named("fragment"), 0);
        let skip = usize::from(at(s, 0) == b'!');
        if has(b"/?", at(s, skip)) {
            self.url(cut(s, skip, s.len()), false, &inner.behind(skip));
        } else if index(s, 0, b'?') < index(s, 0, b'=') {
            // In `a=b?c` the mark is of the value.
            self.url(s, false, &inner);
        } else if has(s, b'=') {
            self.pairs(s, Pairs::Query(true), &inner);
        } else if self.is_opaque(s, if shared { 6 } else { 16 }) || (shared && is_account(s)) {
            self.redact(0, s.len(), report::FRAGMENT, place);
        } else {
            self.value(s, KEEP, &inner);
        }
    }
}

/// An account's number: digits only, more than a page has.
fn is_account(s: &[u8]) -> bool {
    s.len() >= 3 && run(s, 0, D) == s.len()
}
