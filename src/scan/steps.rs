//! Counts the bytes that are looked at, in debug builds alone: a test of linear cost asks for work and not for time.
//!
//! Every loop over an input goes through `class` or `literal`, which count here. Elsewhere it is nothing at all.

#[cfg(all(debug_assertions, not(target_family = "wasm")))]
thread_local! {
    static STEPS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// So many bytes were looked at.
#[cfg(all(debug_assertions, not(target_family = "wasm")))]
pub fn add(count: usize) {
    STEPS.with(|steps| steps.set(steps.get() + count as u64));
}

/// So many bytes were looked at.
#[cfg(not(all(debug_assertions, not(target_family = "wasm"))))]
#[inline(always)]
pub fn add(_: usize) {}

/// The steps of this thread since it was asked last.
#[cfg(all(debug_assertions, not(target_family = "wasm")))]
pub fn take() -> u64 {
    STEPS.with(|steps| steps.replace(0))
}
