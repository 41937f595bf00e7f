//! The `hush` artefact's exports: integers in, integers out, no glue. The page writes bytes into a region of the wasm's
//! memory, and reads spans and lines out of another.
//!
//! A wrong argument is answered with a refusal or a zero; nothing here panics on what a page may pass.

use crate::catalogue;
use crate::scan::class::cut;
use crate::scrub::{Kind, Refusal, Scrubber, limit};
use core::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

/// Added to a kind: click identifiers go as well.
const CLICKS: u32 = 16;

struct State {
    room: Vec<u8>,
    scrubber: Scrubber,
    /// Bytes of the last input.
    len: usize,
    out: Vec<u8>,
    report: Vec<u8>,
    answer: [u32; 4],
}

thread_local! {
    static STATE: RefCell<State> = const {
        RefCell::new(State {
            room: Vec::new(),
            scrubber: Scrubber::new([0; 32]),
            len: 0,
            out: Vec::new(),
            report: Vec::new(),
            answer: [0; 4],
        })
    };
}

/// Runs `f` on the state; a call from within a call (there is none) gets a refusal.
fn with(f: impl FnOnce(&mut State) -> u32) -> u32 {
    STATE.with(|state| state.try_borrow_mut().map_or(0, |mut state| f(&mut state)))
}

/// Address of a region of at least `len` bytes, good until the next call of `room`; 0 if that is too many.
#[wasm_bindgen]
pub fn room(len: u32) -> u32 {
    with(|state| {
        let len = len as usize;
        // The longest input and room to write it: UTF-8 takes up to three bytes a UTF-16 unit.
        if len > limit::SIZE * 3 + 256 {
            return 0;
        }
        if state.room.len() < len {
            state.room.resize(len, 0);
        }
        state.room.as_ptr() as usize as u32
    })
}

/// Scrubs the region's first `len` bytes; the `vendor` bytes behind them are the vendor's id. Answers with the number of
/// edits, or with a refusal below 0.
#[wasm_bindgen]
pub fn scrub(len: u32, kind: u32, vendor: u32) -> i32 {
    let answer = with(|state| {
        let (len, end) = (len as usize, (len + vendor) as usize);
        let input = cut(&state.room, 0, len);
        let id = cut(&state.room, len, end);
        let vendor = catalogue::vendor(id);
        state.len = len;
        if input.len() != len {
            return (Refusal::Large as u32).wrapping_neg();
        }
        state.scrubber.clicks = kind & CLICKS > 0;
        match state.scrubber.scrub_under(input, Kind::from_number(kind & !CLICKS), vendor, id) {
            Ok(()) => state.scrubber.edits.list.len() as u32,
            Err(refusal) => (refusal as u32).wrapping_neg(),
        }
    });
    answer as i32
}

/// Address of where to find what came of the last `scrub`, four `u32`s: the length and address of the payload that is left,
/// then of the report, which is lines of rule, place and count with tabs between.
#[wasm_bindgen]
pub fn answer() -> u32 {
    with(|state| {
        let State { room, len, scrubber, out, report, answer } = state;
        out.clear();
        scrubber.edits.apply(0, 0, cut(room, 0, *len), out);
        report.clear();
        scrubber.report.write(report);
        *answer = [
            out.len() as u32,
            out.as_ptr() as usize as u32,
            report.len() as u32,
            report.as_ptr() as usize as u32,
        ];
        answer.as_ptr() as usize as u32
    })
}

/// The kind of the content type in the region's first `len` bytes, in lower case.
#[wasm_bindgen]
pub fn kind(len: u32) -> u32 {
    with(|state| Kind::from_content_type(cut(&state.room, 0, len as usize)) as u32)
}

/// Makes the region's first 32 bytes the key of the pseudonyms, and the tables ready.
#[wasm_bindgen]
pub fn key() -> u32 {
    with(|state| {
        for (to, from) in state.scrubber.key.iter_mut().zip(&state.room) {
            *to = *from;
        }
        state.scrubber.open();
        1
    })
}

/// Takes in the settings in the region's first `len` bytes, lines as [`Scrubber::configure`] reads them. Answers with the
/// number of the line that is wrong, counted from 1, or 0.
#[cfg(feature = "site")]
#[wasm_bindgen]
pub fn configure(len: u32) -> u32 {
    with(|state| state.scrubber.configure(cut(&state.room, 0, len as usize), patterns::look) as u32)
}

/// The site's patterns, which are the page's: it gets the address of a text, and answers in numbers.
#[cfg(feature = "site")]
mod patterns {
    use crate::scrub::site::Match;
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen(raw_module = "page")]
    extern "C" {
        /// With `nth` 0 runs them over a text, and answers how many were found; then gives the numbers of these, from 1
        /// on: start, end, pattern, and those of the next.
        fn find(at: u32, len: u32, nth: u32) -> u32;
    }

    pub fn look(text: &[u8], found: &mut Vec<Match>) {
        let at = text.as_ptr() as usize as u32;
        let number = |nth| find(at, text.len() as u32, nth);
        let most = text.len() as u32;
        for i in 0..number(0) {
            let [start, end, pattern] = [1, 2, 3].map(|n| number(3 * i + n));
            // The page's own sums: what they say must lie within the text.
            if start < end && end <= most {
                found.push(Match { start, end, pattern });
            }
        }
    }
}
