//! The `#[wasm_bindgen]` surface: translates, decides nothing. One file an artefact.
#[cfg(feature = "check")]
mod check;
#[cfg(feature = "gate")]
mod gate;
#[cfg(feature = "gate")]
pub use gate::state;
#[cfg(feature = "hush")]
mod hush;
#[cfg(feature = "keep")]
mod keep;
#[cfg(feature = "prefs")]
mod prefs;

// Half a kilobyte less than talc, after brotli, in each.
#[cfg(not(feature = "check"))]
#[global_allocator]
static ALLOCATOR: hushgate_heap::Stack = hushgate_heap::Stack;

#[cfg(feature = "check")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
