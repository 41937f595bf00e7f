//! JSON (RFC 8259), read once from left to right; what goes is cut out with its comma.
//!
//! Duplicate names are each read; escaped names are compared unescaped. Attribute lists are understood: in
//! `{"key": K, "value": {"stringValue": V}}` and `{K: {"value": V}}` the name of V is K.

use super::value;
use crate::catalogue::meaning;
use crate::scan::class::{D, JSON, at, is, run};
use crate::scrub::action::{Action, Beside, decide};
use crate::scrub::layer::{from_json, to_json};
use crate::scrub::leaf::{Ips, leaf};
use crate::scrub::{Refusal, Scrubber, limit};

/// Reads one JSON text.
pub fn json(cx: &mut Scrubber, s: &[u8]) -> Result<(), Refusal> {
    let mut reader = Reader { s, at: 0, depth: 0 };
    reader.space();
    reader.any(cx, &Under { key: b"", parent: b"", class: None })?;
    reader.space();
    if reader.at == s.len() { Ok(()) } else { Err(Refusal::Malformed) }
}

/// Where the value of a member of the outermost object stands.
pub fn member(s: &[u8], name: &[u8]) -> Option<(usize, usize)> {
    let mut reader = Reader { s, at: 0, depth: 0 };
    reader.space();
    reader.members(|key, from, to| (key == name).then_some((from, to)))
}

/// The name under which a value stands.
struct Under<'a> {
    key: &'a [u8],
    parent: &'a [u8],
    class: Option<u8>,
}

/// Names that hold the value of the attribute named outside them.
const HOLDERS: [&[u8]; 9] = [
    b"value",
    b"stringValue",
    b"string_value",
    b"intValue",
    b"doubleValue",
    b"arrayValue",
    b"values",
    b"kvlistValue",
    b"bytesValue",
];

/// Names whose value is the name of the attribute beside them.
const LABELS: [&[u8]; 4] = [b"key", b"name", b"k", b"property"];

struct Reader<'a> {
    s: &'a [u8],
    at: usize,
    depth: u16,
}

impl<'a> Reader<'a> {
    fn space(&mut self) {
        while matches!(at(self.s, self.at), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let is = at(self.s, self.at) == byte && self.at < self.s.len();
        self.at += usize::from(is);
        is
    }

    /// The inside of the string that starts here.
    fn string(&mut self) -> Result<(usize, usize), Refusal> {
        if !self.take(b'"') {
            return Err(Refusal::Malformed);
        }
        let from = self.at;
        loop {
            while self.at < self.s.len() && !is(at(self.s, self.at), JSON) {
                self.at += 1;
            }
            match self.s.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok((from, self.at - 1));
                }
                Some(b'\\') if self.at + 1 < self.s.len() => self.at += 2,
                _ => return Err(Refusal::Malformed),
            }
        }
    }

    fn any(&mut self, cx: &mut Scrubber, under: &Under) -> Result<(), Refusal> {
        match at(self.s, self.at) {
            b'{' => self.nested(cx, under, Self::object),
            b'[' => self.nested(cx, under, Self::array),
            b'"' => {
                let (from, to) = self.string()?;
                self.text(cx, under, from, to).map(|_| ())
            }
            _ => self.scalar().map(|_| ()),
        }
    }

    fn nested(
        &mut self,
        cx: &mut Scrubber,
        under: &Under,
        read: fn(&mut Self, &mut Scrubber, &Under) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        if self.depth >= limit::DEEPEST_TREE {
            return Err(Refusal::TooDeep);
        }
        self.depth += 1;
        self.at += 1;
        let done = read(self, cx, under);
        self.depth -= 1;
        done
    }

    /// A number, `true`, `false` or `null`.
    fn scalar(&mut self) -> Result<(usize, usize), Refusal> {
        let from = self.at;
        for word in [&b"true"[..], b"false", b"null"] {
            if self.s.get(from..).is_some_and(|rest| rest.starts_with(word)) {
                self.at += word.len();
                return Ok((from, self.at));
            }
        }
        self.take(b'-');
        let whole = run(self.s, self.at, D);
        if whole == self.at || (at(self.s, self.at) == b'0' && whole > self.at + 1) {
            return Err(Refusal::Malformed);
        }
        self.at = whole;
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Ok((from, self.at))
    }

    fn digits(&mut self) -> Result<(), Refusal> {
        let end = run(self.s, self.at, D);
        if end == self.at {
            return Err(Refusal::Malformed);
        }
        self.at = end;
        Ok(())
    }

    fn array(&mut self, cx: &mut Scrubber, under: &Under) -> Result<(), Refusal> {
        self.space();
        if self.take(b']') {
            return Ok(());
        }
        let mut index = 0;
        loop {
            self.space();
            let back = cx.report.enter_index("/", index, "");
            self.any(cx, under)?;
            cx.report.leave(back);
            self.space();
            if self.take(b']') {
                return Ok(());
            }
            if !self.take(b',') {
                return Err(Refusal::Malformed);
            }
            index += 1;
        }
    }

    fn object(&mut self, cx: &mut Scrubber, under: &Under) -> Result<(), Refusal> {
        let open = self.at - 1;
        let mut label: &[u8] = b"";
        // End of the member before, and whether any member stays so far.
        let (mut before, mut kept) = (self.at, false);
        self.space();
        if self.take(b'}') {
            return Ok(());
        }
        loop {
            self.space();
            let start = self.at;
            let (from, to) = self.string()?;
            let raw = self.s.get(from..to).unwrap_or(&[]);
            let unescaped =
                if raw.contains(&b'\\') { Some(from_json(raw).ok_or(Refusal::Malformed)?) } else { None };
            let key = unescaped.as_ref().map_or(raw, |decoded| &decoded.bytes);
            self.space();
            if !self.take(b':') {
                return Err(Refusal::Malformed);
            }
            self.space();
            let (name, parent) = match (HOLDERS.contains(&key), label.is_empty()) {
                (true, false) => (label, under.key),
                (true, true) => (under.key, under.parent),
                _ => (key, under.key),
            };
            let class = cx.class(name, parent);
            let back = cx.report.enter("/", key);
            let inside = Under { key: name, parent, class };
            let mark = cx.edits.mark();
            let removed = self.member(cx, &inside, open)?;
            let value_end = self.at;
            if let Some(rule) = removed {
                cx.edits.back_to(mark);
                self.space();
                if kept {
                    cx.cut(before, value_end, b"", rule);
                } else {
                    // Nothing stays in front: the comma behind goes along.
                    let mut next = value_end;
                    if at(self.s, self.at) == b',' {
                        next = self.at + 1;
                        while matches!(at(self.s, next), b' ' | b'\n' | b'\r' | b'\t') {
                            next += 1;
                        }
                    }
                    cx.cut(start, next, b"", rule);
                }
            } else {
                kept = true;
                self.key(cx, mark, from, raw);
            }
            cx.report.leave(back);
            before = value_end;
            if LABELS.contains(&key) && label.is_empty() {
                label = self.label(value_end);
            }
            self.space();
            if self.take(b'}') {
                return Ok(());
            }
            if !self.take(b',') {
                return Err(Refusal::Malformed);
            }
        }
    }

    /// The string that ends at `end`, if it may be a name.
    fn label(&self, end: usize) -> &'a [u8] {
        let close = end.wrapping_sub(1);
        if at(self.s, close) != b'"' {
            return b"";
        }
        let from = self
            .s
            .get(..close)
            .and_then(|head| head.iter().rposition(|b| *b == b'"'))
            .map_or(close, |i| i + 1);
        let text = self.s.get(from..close).unwrap_or(&[]);
        if text.len() <= 64 && !text.contains(&b' ') && !text.contains(&b'\\') { text } else { b"" }
    }

    /// Reads a member's value; answers with a rule if the member is to go.
    fn member(
        &mut self,
        cx: &mut Scrubber,
        under: &Under,
        open: usize,
    ) -> Result<Option<&'static str>, Refusal> {
        let first = at(self.s, self.at);
        if first == b'"' {
            let (from, to) = self.string()?;
            return self.decided(cx, under, from, to, open);
        }
        if first == b'{' || first == b'[' {
            let (mark, from) = (cx.mark(), self.at);
            self.any(cx, under)?;
            let gone = match under.class {
                Some(meaning::REMOVE) => Some("vendor.remove"),
                // A list of names under a name of one is as good as one.
                Some(meaning::PERSONAL | meaning::IDENTITY | meaning::SECRET)
                    if first == b'[' && self.is_flat(from) =>
                {
                    Some("key.list")
                }
                _ => None,
            };
            if gone.is_some() {
                cx.back_to(mark);
            }
            return Ok(gone);
        }
        let (from, to) = self.scalar()?;
        let text = self.s.get(from..to).unwrap_or(&[]);
        let Some(class) = under.class.filter(|_| is(at(text, text.len().wrapping_sub(1)), D)) else {
            return Ok(None);
        };
        // Small numbers under such names count something.
        let small = text.len() < 4
            && !matches!(class, meaning::IDENTITY | meaning::PIN | meaning::GEO | meaning::SET..);
        if small {
            return Ok(None);
        }
        match decide(cx, class, text, &Members { s: self.s, open }) {
            Action::Remove(rule) => Ok(Some(rule)),
            Action::Replace(with, rule) => {
                let number = with.iter().all(|b| is(*b, D));
                if number {
                    cx.cut(from, to, &with, rule);
                } else {
                    cx.cut(from, to, &[b"\"", with.as_slice(), b"\""].concat(), rule);
                }
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    /// Whether the array at `from` holds strings and numbers only.
    fn is_flat(&self, from: usize) -> bool {
        self.s.get(from + 1..self.at).is_some_and(|inside| !inside.iter().any(|b| *b == b'{' || *b == b'['))
            && self.at > from + 2
    }

    fn text(&mut self, cx: &mut Scrubber, under: &Under, from: usize, to: usize) -> Result<(), Refusal> {
        // In an array there is no name to remove: what would go is emptied.
        if let Some(rule) = self.decided(cx, under, from, to, usize::MAX)?
            && to > from
        {
            cx.cut(from, to, b"", rule);
        }
        Ok(())
    }

    fn decided(
        &mut self,
        cx: &mut Scrubber,
        under: &Under,
        from: usize,
        to: usize,
        open: usize,
    ) -> Result<Option<&'static str>, Refusal> {
        let raw = self.s.get(from..to).unwrap_or(&[]);
        let mark = cx.edits.mark();
        if !raw.contains(&b'\\') {
            let removed = within(cx, under, raw, &Members { s: self.s, open })?;
            cx.edits.shift(mark, from);
            return Ok(removed);
        }
        let decoded = from_json(raw).ok_or(Refusal::Malformed)?;
        let removed = within(cx, under, &decoded.bytes, &Members { s: self.s, open })?;
        cx.edits.encode(mark, &decoded.offsets, to_json);
        cx.edits.shift(mark, from);
        Ok(removed)
    }

    /// A name may itself say who: then only its text goes. It stands before the edits since `mark`.
    fn key(&self, cx: &mut Scrubber, mark: usize, from: usize, raw: &[u8]) {
        if raw.len() < 8 || raw.contains(&b'\\') {
            return;
        }
        let after = cx.edits.mark();
        leaf(cx, raw, 0, raw.len(), Ips::Unwanted);
        if cx.edits.mark() > after {
            let edits: Vec<_> = cx
                .edits
                .iter()
                .skip(after)
                .map(|edit| (edit.start as usize, edit.end as usize, edit.with.to_vec()))
                .collect();
            cx.edits.back_to(after);
            for (i, (start, end, with)) in edits.into_iter().enumerate() {
                cx.edits.insert(mark + i, from + start, from + end, &with);
            }
        }
    }

    /// Calls `visit` with each member's name and where its value stands, until it answers.
    fn members<T>(&mut self, mut visit: impl FnMut(&[u8], usize, usize) -> Option<T>) -> Option<T> {
        if !self.take(b'{') {
            return None;
        }
        loop {
            self.space();
            let (from, to) = self.string().ok()?;
            self.space();
            if !self.take(b':') {
                return None;
            }
            self.space();
            let start = self.at;
            self.skip()?;
            if let Some(found) = visit(self.s.get(from..to)?, start, self.at) {
                return Some(found);
            }
            self.space();
            if !self.take(b',') {
                return None;
            }
        }
    }

    /// Passes over one value without recursion.
    fn skip(&mut self) -> Option<()> {
        let mut open = 0usize;
        loop {
            match at(self.s, self.at) {
                b'"' => {
                    self.string().ok()?;
                }
                b'{' | b'[' => {
                    open += 1;
                    self.at += 1;
                }
                b'}' | b']' if open > 0 => {
                    open -= 1;
                    self.at += 1;
                }
                b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' if open > 0 => self.at += 1,
                _ => {
                    self.scalar().ok()?;
                }
            }
            if open == 0 {
                return Some(());
            }
            if self.at >= self.s.len() {
                return None;
            }
        }
    }
}

/// Decides on an unescaped string; edits are offsets in it.
fn within(
    cx: &mut Scrubber,
    under: &Under,
    s: &[u8],
    beside: &Members,
) -> Result<Option<&'static str>, Refusal> {
    let Some(class) = under.class else {
        value(cx, s, Ips::Wanted)?;
        return Ok(None);
    };
    match decide(cx, class, s, beside) {
        Action::Remove(rule) => return Ok(Some(rule)),
        Action::Replace(with, rule) => cx.cut(0, s.len(), &with, rule),
        Action::Search(ips) => value(cx, s, ips)?,
        Action::Url => super::url::reference(cx, s)?,
        Action::Keep | Action::Done => {}
    }
    Ok(None)
}

/// The other members of an object that opens at `open`; none in an array.
struct Members<'a> {
    s: &'a [u8],
    open: usize,
}

impl Members<'_> {
    fn find<T>(&self, name: &str, what: impl Fn(usize, usize) -> T) -> Option<T> {
        if self.open == usize::MAX {
            return None;
        }
        let mut reader = Reader { s: self.s, at: self.open, depth: 0 };
        reader.members(|key, from, to| (key == name.as_bytes()).then(|| what(from, to)))
    }
}

impl Beside for Members<'_> {
    fn has(&self, name: &str) -> bool {
        self.find(name, |from, _| at(self.s, from)).is_some_and(|first| first != b'n')
    }

    fn equals(&self, name: &str, value: &[u8]) -> bool {
        let whole = self.find(name, |from, to| self.s.get(from + 1..to.wrapping_sub(1))).flatten();
        whole == Some(value)
    }

    fn is_callback(&self) -> bool {
        false
    }
}
