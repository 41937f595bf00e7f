//! Sentry envelopes: a header line, then items of a header line and a payload, whose length the header may give in
//! bytes. Source: Sentry's developer documentation, "Envelopes".

use super::{json, plain};
use crate::scan::class::{D, STOP, at, is, run};
use crate::scrub::report::number;
use crate::scrub::{Refusal, Scrubber};

/// Reads the header and every item; a length that changes is written anew.
pub fn envelope(cx: &mut Scrubber, s: &[u8]) -> Result<(), Refusal> {
    let mut at = line(cx, s, 0)?;
    let mut item = 0;
    while at < s.len() {
        if s.get(at) == Some(&b'\n') {
            at += 1;
            continue;
        }
        let back = cx.report.enter_index("/", item, "");
        let header = at;
        let mark = cx.edits.mark();
        let payload = line(cx, s, header)?;
        let digits = s
            .get(header..payload)
            .and_then(|header| length(header))
            .map(|(from, to)| (header + from, header + to));
        let end = match digits {
            Some((from, to)) => payload
                .checked_add(parse(s.get(from..to).unwrap_or(&[])).ok_or(Refusal::Malformed)?)
                .ok_or(Refusal::Malformed)?,
            None => s.iter().skip(payload).position(|b| *b == b'\n').map_or(s.len(), |len| payload + len),
        };
        let body = s.get(payload..end).ok_or(Refusal::Malformed)?;
        let inside = cx.edits.mark();
        content(cx, body)?;
        cx.edits.shift(inside, payload);
        if let Some((from, to)) = digits {
            let changed = body.len() as i64 + cx.edits.growth(inside);
            if changed != body.len() as i64 {
                let mut with = Vec::new();
                number(changed as usize, &mut with);
                // The header's own edits stand before or after its length.
                let place = cx.edits.iter().skip(mark).take_while(|edit| (edit.end as usize) <= from).count();
                cx.edits.insert(mark + place, from, to, &with);
            }
        }
        cx.report.leave(back);
        at = end;
        item += 1;
    }
    Ok(())
}

/// Reads the JSON line at `from`; answers where the next one starts.
fn line(cx: &mut Scrubber, s: &[u8], from: usize) -> Result<usize, Refusal> {
    let rest = s.get(from..).unwrap_or(&[]);
    let len = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
    let mark = cx.edits.mark();
    json::json(cx, rest.get(..len).unwrap_or(&[]))?;
    cx.edits.shift(mark, from);
    Ok((from + len + 1).min(s.len()))
}

/// A payload is JSON, JSON after JSON (`replay_recording` has a header line), or text; anything else is not read.
fn content(cx: &mut Scrubber, body: &[u8]) -> Result<(), Refusal> {
    let lead = run(body, 0, STOP).min(body.iter().take_while(|b| **b <= b' ').count());
    if lead == body.len() {
        return Ok(());
    }
    if matches!(at(body, lead), b'{' | b'[') {
        let mark = cx.mark();
        return match json::json(cx, body) {
            Err(Refusal::Malformed) if body.contains(&b'\n') => {
                cx.back_to(mark);
                super::lines::lines(cx, body)
            }
            done => done,
        };
    }
    plain(cx, body)
}

/// Where the digits of a header's own `length` stand.
fn length(header: &[u8]) -> Option<(usize, usize)> {
    let (start, end) = json::member(header, b"length")?;
    let digits = header.get(start..end)?;
    (!digits.is_empty() && digits.iter().all(|b| is(*b, D))).then_some((start, end))
}

fn parse(digits: &[u8]) -> Option<usize> {
    digits.iter().try_fold(0usize, |n, b| n.checked_mul(10)?.checked_add(usize::from(b - b'0')))
}
