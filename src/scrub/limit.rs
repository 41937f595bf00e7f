//! How large and how deep an input may be; beyond, it is refused.

/// Bytes of one payload. Browsers cap a beacon at 64 KiB; session replay chunks stay below 2 MiB.
pub const SIZE: usize = 8 << 20;

/// Objects, arrays, encodings and containers inside one another, all counted together.
pub const DEPTH: u16 = 96;
