//! The `hush` artefact's exports: integers in, integers out, no glue. The page writes bytes into a region of the wasm's
//! memory, and reads spans and lines out of others.
//!
//! A wrong argument is answered with a refusal or a zero; nothing here panics on what a page may pass.

use crate::catalogue::{self, Vendor};
use crate::scrub::{Kind, Refusal, Scrubber};
use core::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

struct State {
    room: Vec<u8>,
    scrubber: Scrubber,
    edits: Vec<u32>,
    report: Vec<u8>,
}

thread_local! {
    static STATE: RefCell<State> = const {
        RefCell::new(State {
            room: Vec::new(),
            scrubber: Scrubber::new([0; 32]),
            edits: Vec::new(),
            report: Vec::new(),
        })
    };
}

/// Runs `f` on the state; a call from within a call (there is none) gets `otherwise`.
fn with<T>(otherwise: T, f: impl FnOnce(&mut State) -> T) -> T {
    let mut answer = otherwise;
    let _ = STATE.try_with(|state| {
        if let Ok(mut state) = state.try_borrow_mut() {
            answer = f(&mut state);
        }
    });
    answer
}

/// Address of a region of at least `len` bytes; good until the next call of `room`.
#[wasm_bindgen]
pub fn room(len: u32) -> u32 {
    with(0, |state| {
        let len = len as usize;
        // The longest input and room to write it: UTF-8 takes up to three bytes a UTF-16 unit.
        if len > crate::scrub::limit::SIZE * 3 {
            return 0;
        }
        if state.room.len() < len {
            state.room.resize(len, 0);
        }
        state.room.as_ptr() as usize as u32
    })
}

/// Scrubs the region's first `len` bytes: the number of edits, or a refusal below 0.
#[wasm_bindgen]
pub fn scrub(len: u32, kind: u32, vendor: u32) -> i32 {
    with(-1, |state| {
        let Some(input) = state.room.get(..len as usize) else {
            return -(Refusal::Large as i32);
        };
        let vendor = (vendor as usize).checked_sub(1).and_then(Vendor::from_index);
        state.edits.clear();
        state.report.clear();
        match state.scrubber.scrub(input, Kind::from_number(kind), vendor) {
            Ok(()) => {
                let made = &state.scrubber.edits;
                let arena = made.arena.as_ptr() as usize as u32;
                for edit in &made.list {
                    state.edits.extend_from_slice(&[edit.start, edit.end, arena + edit.with, edit.with_len]);
                }
                made.list.len() as i32
            }
            Err(refusal) => -(refusal as i32),
        }
    })
}

/// Address of the edits of the last `scrub`: start, end, address and length of the replacement, each a `u32`.
#[wasm_bindgen]
pub fn edits() -> u32 {
    with(0, |state| state.edits.as_ptr() as usize as u32)
}

/// Length of the report of the last `scrub`: lines of rule, place and count, with tabs between.
#[wasm_bindgen]
pub fn report() -> u32 {
    with(0, |state| {
        state.report.clear();
        if !state.edits.is_empty() {
            state.scrubber.report.write(&mut state.report);
        }
        state.report.len() as u32
    })
}

/// Address of the report.
#[wasm_bindgen]
pub fn report_ptr() -> u32 {
    with(0, |state| state.report.as_ptr() as usize as u32)
}

/// The handle of the vendor whose id is the region's first `len` bytes; 0 for none.
#[wasm_bindgen]
pub fn vendor(len: u32) -> u32 {
    text(len, |id| catalogue::vendor(id).map_or(0, |v| v.index() as u32 + 1))
}

/// The kind of the content type in the region's first `len` bytes.
#[wasm_bindgen]
pub fn kind(len: u32) -> u32 {
    text(len, |name| Kind::from_content_type(name) as u32)
}

/// Makes the region's first 32 bytes the key of the pseudonyms; 0 if `len` is another.
#[wasm_bindgen]
pub fn key(len: u32) -> u32 {
    with(0, |state| match state.room.get(..len as usize).map(<[u8; 32]>::try_from) {
        Some(Ok(key)) => {
            state.scrubber.key = key;
            1
        }
        _ => 0,
    })
}

fn text(len: u32, f: impl FnOnce(&str) -> u32) -> u32 {
    with(0, |state| {
        let bytes = state.room.get(..len as usize).unwrap_or(&[]);
        core::str::from_utf8(bytes).map_or(0, f)
    })
}
