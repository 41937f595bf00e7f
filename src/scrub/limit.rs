//! How large and how deep an input may be; beyond, it is refused before any work is done on it.

use super::Refusal;

/// Bytes of one payload. Browsers cap a beacon at 64 KiB; session replay chunks stay below 2 MiB.
pub const SIZE: usize = 8 << 20;

/// Objects, arrays, encodings and containers inside one another, all counted together.
pub const DEPTH: u16 = 96;

/// Refuses what is too large.
pub fn check_size(len: usize) -> Result<(), Refusal> {
    if len > SIZE { Err(Refusal::Large) } else { Ok(()) }
}
