//! Bytes → what might be there: tokens by their form, names by their words, texts made by chance. Knows no meaning.

pub mod automaton;
pub mod class;
pub mod family;
pub mod key;
pub mod literal;
pub mod memo;
pub mod opaque;
pub mod steps;
pub mod utf8;
