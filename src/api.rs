//! The `#[wasm_bindgen]` surface: translates, decides nothing. One file an artefact.
#[cfg(feature = "check")]
mod check;
#[cfg(feature = "gate")]
mod gate;
#[cfg(feature = "gate")]
pub use gate::state;
#[cfg(feature = "hush")]
mod hush;
#[cfg(feature = "prefs")]
mod prefs;

// 577 bytes less than talc, after brotli, for every visitor.
#[cfg(feature = "gate")]
#[global_allocator]
static ALLOCATOR: hushgate_heap::Stack = hushgate_heap::Stack;

#[cfg(not(feature = "gate"))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
