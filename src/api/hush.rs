//! The scrubber's exports: integers only, so that the page's client needs no glue and no copy but its own.
//!
//! The client asks for `room`, writes the payload there, calls `scrub`, and reads edits and report from memory.

use crate::catalogue::{self, Vendor};
use crate::scrub::{self, Kind, Refusal};
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

/// A larger region than any body that is scrubbed is a mistake of the caller's.
const LARGEST_ROOM: usize = 64 << 20;

struct State {
    room: Vec<u8>,
    key: [u8; 32],
    /// `[start, end, with_ptr, with_len]` for each edit
    edits: Vec<u32>,
    /// what the edits put in, one after another
    with: Vec<u8>,
    report: Vec<u8>,
}

thread_local! {
    static STATE: RefCell<State> = const {
        RefCell::new(State { room: Vec::new(), key: [0; 32], edits: Vec::new(), with: Vec::new(), report: Vec::new() })
    };
}

/// A pointer to at least `len` bytes for the next call's input; 0 where that is more than is ever scrubbed.
#[wasm_bindgen]
pub fn room(len: u32) -> u32 {
    let len = len as usize;
    if len > LARGEST_ROOM {
        return 0;
    }
    STATE.with_borrow_mut(|state| {
        if state.room.len() < len {
            state.room.resize(len, 0);
        }
        address(&state.room)
    })
}

/// Scrubs the first `len` bytes of the room: the number of edits, or a refusal below zero.
#[wasm_bindgen]
pub fn scrub(len: u32, kind: u32, vendor: u32) -> i32 {
    STATE.with_borrow_mut(|state| {
        state.edits.clear();
        state.with.clear();
        state.report.clear();
        let Some(input) = state.room.get(..len as usize) else {
            return refusal(Refusal::TooLarge);
        };
        let outcome = match scrub::scrub(
            input,
            Kind::from_code(kind),
            Vendor::from_index((vendor as usize).wrapping_sub(1)),
            &state.key,
        ) {
            Ok(outcome) => outcome,
            Err(why) => return refusal(why),
        };
        for edit in outcome.edits() {
            state.edits.extend([edit.start, edit.end, state.with.len() as u32, edit.with.len() as u32]);
            state.with.extend_from_slice(edit.with);
        }
        // Offsets become addresses once the text no longer moves.
        let base = address(&state.with);
        for quadruple in state.edits.chunks_exact_mut(4) {
            if let [_, _, with, _] = quadruple {
                *with += base;
            }
        }
        outcome.write_report(&mut state.report);
        (state.edits.len() / 4) as i32
    })
}

/// The last call's edits: `[start, end, with_ptr, with_len]` each, in input bytes, sorted and disjoint.
#[wasm_bindgen]
pub fn edits() -> u32 {
    STATE.with_borrow(|state| state.edits.as_ptr() as usize as u32)
}

/// The length of the last call's report: UTF-8 lines of rule, place and count, parted by tabs.
#[wasm_bindgen]
pub fn report() -> u32 {
    STATE.with_borrow(|state| state.report.len() as u32)
}

/// Where the last call's report stands.
#[wasm_bindgen]
pub fn report_ptr() -> u32 {
    STATE.with_borrow(|state| address(&state.report))
}

/// The handle of the vendor whose id stands in the first `len` bytes of the room; 0 for none of the catalogue's.
#[wasm_bindgen]
pub fn vendor(len: u32) -> u32 {
    STATE.with_borrow(|state| {
        text(state, len).and_then(catalogue::vendor).map_or(0, |vendor| vendor.index() as u32 + 1)
    })
}

/// The kind of payload that the content type in the first `len` bytes of the room announces.
#[wasm_bindgen]
pub fn kind(len: u32) -> u32 {
    STATE.with_borrow(|state| text(state, len).map_or(Kind::Auto, Kind::from_content_type).code())
}

/// Takes the first 32 bytes of the room as the key of this browser's pseudonyms.
#[wasm_bindgen]
pub fn key(len: u32) {
    STATE.with_borrow_mut(|state| {
        if let Some(key) = state.room.get(..len as usize).and_then(|bytes| bytes.try_into().ok()) {
            state.key = key;
        }
        state.room.fill(0);
    });
}

fn text(state: &State, len: u32) -> Option<&str> {
    state.room.get(..len as usize).and_then(|bytes| std::str::from_utf8(bytes).ok())
}

fn address(bytes: &[u8]) -> u32 {
    bytes.as_ptr() as usize as u32
}

/// The contract with the page's client.
fn refusal(why: Refusal) -> i32 {
    match why {
        Refusal::Malformed => -1,
        Refusal::TooDeep => -2,
        Refusal::TooLarge => -3,
        Refusal::Unsupported => -4,
    }
}
