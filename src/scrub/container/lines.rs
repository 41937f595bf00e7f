//! JSON texts on lines of their own (NDJSON).

use super::json;
use crate::scrub::{Refusal, Scrubber};

/// Reads each line that is not empty.
pub fn lines(cx: &mut Scrubber, s: &[u8]) -> Result<(), Refusal> {
    let mut from = 0;
    for (number, line) in s.split(|b| *b == b'\n').enumerate() {
        if line.iter().any(|b| *b > b' ') {
            let (back, mark) = (cx.report.enter_index("/", number, ""), cx.edits.mark());
            json::json(cx, line)?;
            cx.edits.shift(mark, from);
            cx.report.leave(back);
        }
        from += line.len() + 1;
    }
    Ok(())
}
