//! Pairs of name and value: `application/x-www-form-urlencoded`, queries, and fragments written like them
//! (URL Standard, section 5).

use super::{url, value};
use crate::scan::class::{ALNUM, at, is};
use crate::scrub::action::{Action, Beside, decide};
use crate::scrub::layer::{from_percent, has_percent, to_percent};
use crate::scrub::leaf::{Ips, leaf};
use crate::scrub::{Refusal, Scrubber};

/// A body of one form, or of a form on each line (a GA4 batch).
pub fn lines(cx: &mut Scrubber, s: &[u8]) -> Result<(), Refusal> {
    let mut from = 0;
    for line in s.split(|b| *b == b'\n') {
        let text = line.strip_suffix(b"\r").unwrap_or(line);
        let text = text.strip_prefix(b"?").unwrap_or(text);
        let lead = usize::from(line.first() == Some(&b'?'));
        let mark = cx.edits.mark();
        pairs(cx, text, "form.", false)?;
        cx.edits.shift(mark, from + lead);
        from += line.len() + 1;
    }
    Ok(())
}

/// Reads the pairs of `s`; answers whether every one of them went.
pub fn pairs(cx: &mut Scrubber, s: &[u8], place: &str, callback: bool) -> Result<bool, Refusal> {
    let all = Pairs { s, callback };
    let (mut kept, mut any, mut from) = (false, false, 0);
    while from <= s.len() {
        let len =
            s.get(from..).unwrap_or(&[]).iter().position(|b| is_separator(*b)).unwrap_or(s.len() - from);
        let end = from + len;
        let pair = s.get(from..end).unwrap_or(&[]);
        if !pair.is_empty() {
            if pair_goes(cx, pair, from, place, &all)? {
                any = true;
                // The separator in front goes along; behind, where nothing stays in front.
                let (start, stop) = if kept { (from - 1, end) } else { (from, (end + 1).min(s.len())) };
                cx.edits.push(start, stop, b"");
            } else {
                kept = true;
            }
        } else if from > 0 || end < s.len() {
            kept = true;
        }
        from = end + 1;
    }
    Ok(any && !kept)
}

fn is_separator(b: u8) -> bool {
    b == b'&' || b == b';'
}

fn pair_goes(cx: &mut Scrubber, pair: &[u8], from: usize, place: &str, all: &Pairs) -> Result<bool, Refusal> {
    let mark = cx.edits.mark();
    let equals = pair.iter().position(|b| *b == b'=');
    let Some(equals) = equals else {
        // A text without a name: a token by itself, a path, an e-mail.
        let back = cx.report.enter(place, b"");
        decoded(cx, pair, |cx, s| value(cx, s, Ips::Wanted))?;
        cx.edits.shift(mark, from);
        cx.report.leave(back);
        return Ok(false);
    };
    let (raw, content) = (pair.get(..equals).unwrap_or(&[]), pair.get(equals + 1..).unwrap_or(&[]));
    let name = if has_percent(raw) { from_percent(raw, true).bytes } else { raw.to_vec() };
    let class = cx.class(&name, b"");
    let back = cx.report.enter(place, &name);
    let mut rule = None;
    decoded(cx, content, |cx, s| {
        let Some(class) = class else { return value(cx, s, Ips::Wanted) };
        match decide(cx, class, s, all) {
            Action::Remove(why) => rule = Some(why),
            Action::Replace(with, why) => cx.cut(0, s.len(), &with, why),
            Action::Search(ips) => value(cx, s, ips)?,
            Action::Url => url::reference(cx, s)?,
            Action::Keep | Action::Done => {}
        }
        Ok(())
    })?;
    if let Some(why) = rule {
        cx.edits.back_to(mark);
        cx.report.note(why);
    } else {
        cx.edits.shift(mark, from + equals + 1);
        named(cx, mark, raw, from);
    }
    cx.report.leave(back);
    Ok(rule.is_some())
}

/// A name that is itself a token or an address loses it. It stands before the edits since `mark`.
fn named(cx: &mut Scrubber, mark: usize, raw: &[u8], from: usize) {
    if raw.len() < 8 || !raw.iter().any(|b| is(*b, ALNUM)) {
        return;
    }
    let after = cx.edits.mark();
    leaf(cx, raw, 0, raw.len(), Ips::Unwanted);
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

/// Runs `read` over a component as it reads when decoded, and moves its edits back.
pub fn decoded(
    cx: &mut Scrubber,
    s: &[u8],
    read: impl FnOnce(&mut Scrubber, &[u8]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    if !s.contains(&b'+') && !has_percent(s) {
        return read(cx, s);
    }
    let mark = cx.edits.mark();
    let inner = from_percent(s, true);
    read(cx, &inner.bytes)?;
    cx.edits.encode(mark, &inner.offsets, to_percent);
    Ok(())
}

struct Pairs<'a> {
    s: &'a [u8],
    callback: bool,
}

impl Beside for Pairs<'_> {
    fn has(&self, name: &str) -> bool {
        self.s.split(|b| is_separator(*b)).any(|pair| {
            pair.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name.as_bytes()))
                && at(pair, name.len()) == b'='
        })
    }

    fn equals(&self, name: &str, value: &[u8]) -> bool {
        self.s.split(|b| is_separator(*b)).any(|pair| {
            pair.strip_prefix(name.as_bytes()).and_then(|rest| rest.strip_prefix(b"=")) == Some(value)
        })
    }

    fn is_callback(&self) -> bool {
        self.callback
    }
}
