//! The `hush` artefact's exports: integers in, integers out, no glue. The page writes bytes into a region of the wasm's
//! memory, and reads spans and lines out of another.
//!
//! A wrong argument is answered with a refusal or a zero; nothing here panics on what a page may pass.

use crate::catalogue;
use crate::scan::class::cut;
use crate::scrub::{Kind, Refusal, Scrubber, limit};
use core::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

struct State {
    room: Vec<u8>,
    scrubber: Scrubber,
    report: Vec<u8>,
    answer: [u32; 4],
}

thread_local! {
    static STATE: RefCell<State> = const {
        RefCell::new(State {
            room: Vec::new(),
            scrubber: Scrubber::new([0; 32]),
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
        let vendor = catalogue::vendor(cut(&state.room, len, end));
        if input.len() != len {
            return (Refusal::Large as u32).wrapping_neg();
        }
        match state.scrubber.scrub(input, Kind::from_number(kind), vendor) {
            Ok(()) => state.scrubber.edits.list.len() as u32,
            Err(refusal) => (refusal as u32).wrapping_neg(),
        }
    });
    answer as i32
}

/// Address of where to find what the last `scrub` found, four `u32`s: the length and address of the report, which is
/// lines of rule, place and count with tabs between; the address of the edits, each four `u32`s as in
/// [`crate::scrub::edit::Edit`]; and the address from which their replacements are counted.
#[wasm_bindgen]
pub fn answer() -> u32 {
    with(|state| {
        let State { scrubber, answer, report, .. } = state;
        report.clear();
        scrubber.report.write(report);
        let edits = &scrubber.edits;
        *answer = [
            report.len() as u32,
            report.as_ptr() as usize as u32,
            edits.list.as_ptr() as usize as u32,
            edits.arena.as_ptr() as usize as u32,
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
