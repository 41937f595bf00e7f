//! A JSON-able value wherever it comes from: the page's own object, or parsed text.

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Not there at all.
    Absent,
    /// A string.
    Text,
    /// An array.
    List,
    /// An object.
    Object,
    /// Anything else; no field of a config accepts it.
    Other,
}

/// A value that can be asked what it is. Every method is total: a strange object answers with nothing.
pub trait Source: Sized {
    /// What it is.
    fn kind(&self) -> Kind;
    /// The string, if it is one.
    fn text(&self) -> Option<String>;
    /// The items, if it is an array.
    fn items(&self) -> Vec<Self>;
    /// The fields in their order, if it is an object.
    fn fields(&self) -> Vec<(String, Self)>;
    /// The value as JSON, for an error message.
    fn shown(&self) -> String;
}
