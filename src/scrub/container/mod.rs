//! Containers: what is a value in them, and what it is called. One file a container, each byte-exact outside its edits.

pub mod envelope;
pub mod form;
pub mod json;
pub mod multipart;
pub mod protobuf;
pub mod url;
mod value;
