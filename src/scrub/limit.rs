//! How far the scrubber goes. Beyond it a payload is refused, never passed on half read.

/// Bytes of the largest payload that is read.
pub const LARGEST: usize = 16 << 20;

/// Objects and arrays inside one another.
pub const DEEPEST_TREE: u16 = 192;

/// Texts inside texts: JSON in a string, a URL in a query, base64 in a form.
pub const DEEPEST_TEXT: u8 = 10;

/// Looks at the neighbours of a name in one payload; each is linear in its object, so that their number is bounded.
pub const MOST_LOOKUPS: u16 = 200;
