//! Takes what identifies somebody out of a payload: bytes and their kind → edits and a report.
//!
//! Pure and linear: no clock, no platform, no regular expressions at run time. A body that cannot be read is refused,
//! never guessed at.
//!
//! ```
//! use hushgate::scrub::{Kind, scrub};
//! let input = br#"{"url":"https://app.example/reset?token=hunter2&page=2"}"#;
//! let outcome = scrub(input, Kind::Json, None, &[0; 32]).unwrap();
//! assert_eq!(outcome.apply(input), br#"{"url":"https://app.example/reset?token=redacted&page=2"}"#);
//! assert_eq!(outcome.report.rows(), [("key.secret", "/url:query.token", 1)]);
//! ```

pub mod container;
pub mod edit;
pub mod layer;
pub mod leaf;
pub mod limit;
pub mod report;
mod sniff;

use crate::catalogue::{Vendor, detect, meaning};
use crate::scan::class::cut;
use crate::scan::literal::index;
use edit::Edits;
use report::{Place, Report, Rule};

/// The container of a payload. The numbers are those of the wasm surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Told from the bytes.
    Auto = 0,
    /// One URL.
    Url = 1,
    /// `application/x-www-form-urlencoded`, or a query.
    Form = 2,
    /// JSON.
    Json = 3,
    /// JSON or queries, one a line.
    Lines = 4,
    /// A Sentry envelope.
    Envelope = 5,
    /// Plain text; told from the bytes, but never refused for it.
    Text = 6,
    /// `multipart/form-data`.
    Multipart = 7,
    /// Protocol buffers.
    Protobuf = 8,
}

impl Kind {
    /// All, by number.
    pub const ALL: [Kind; 9] = [
        Kind::Auto,
        Kind::Url,
        Kind::Form,
        Kind::Json,
        Kind::Lines,
        Kind::Envelope,
        Kind::Text,
        Kind::Multipart,
        Kind::Protobuf,
    ];

    /// The kind of a number; what is no kind is told from the bytes.
    pub fn from_number(number: u32) -> Kind {
        Kind::ALL.get(number as usize).copied().unwrap_or(Kind::Auto)
    }

    /// The kind a content type names.
    pub fn from_content_type(text: &str) -> Kind {
        // The first that occurs decides; what follows the `;` is not asked.
        const WORDS: [(&str, Kind); 9] = [
            ("ndjson", Kind::Lines),
            ("jsonl", Kind::Lines),
            ("json", Kind::Json),
            ("urlencoded", Kind::Form),
            ("envelope", Kind::Envelope),
            ("multipart", Kind::Multipart),
            ("protobuf", Kind::Protobuf),
            ("uri", Kind::Url),
            ("text", Kind::Text),
        ];
        let essence = cut(text.as_bytes(), 0, index(text.as_bytes(), 0, b';'));
        let has = |word: &str| {
            (0..essence.len()).any(|i| cut(essence, i, i + word.len()).eq_ignore_ascii_case(word.as_bytes()))
        };
        WORDS.iter().find(|(word, _)| has(word)).map_or(Kind::Auto, |(_, kind)| *kind)
    }
}

/// Why a payload was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not what its kind says.
    Malformed = 1,
    /// More levels than [`limit::DEPTH`].
    Deep = 2,
    /// More bytes than [`limit::SIZE`].
    Large = 3,
    /// Compressed, binary, or a container that is not known.
    Unsupported = 4,
}

/// What [`scrub`] found.
pub struct Outcome {
    /// Sorted and disjoint.
    pub edits: Edits,
    /// Rule, place, count.
    pub report: Report,
}

impl Outcome {
    /// The scrubbed payload.
    pub fn apply(&self, input: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(input.len());
        self.edits.apply(0, input, &mut out);
        out
    }
}

/// Scrubs one payload. For many, keep a [`Scrubber`].
pub fn scrub(input: &[u8], kind: Kind, vendor: Option<Vendor>, key: &[u8; 32]) -> Result<Outcome, Refusal> {
    let mut scrubber = Scrubber::new(*key);
    scrubber.scrub(input, kind, vendor)?;
    Ok(Outcome { edits: scrubber.edits, report: scrubber.report })
}

/// What a value's owner must do after it was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Nothing: edits, if any, are made.
    Done,
    /// Take the pair out, name and all.
    Remove,
}

/// A reusable scrubber: its buffers grow to the largest payload and stay.
pub struct Scrubber {
    /// The edits of the last payload.
    pub edits: Edits,
    /// The findings of the last payload.
    pub report: Report,
    /// Key of the pseudonyms: random, one a browser.
    pub key: [u8; 32],
    vendor: Option<Vendor>,
    /// Whose names hold here: the vendor's number in the key table, 0 for nobody's.
    owner: u8,
    depth: u16,
    /// A `+` in a value may be a space.
    plus: bool,
    spare: Vec<Vec<u8>>,
}

impl Scrubber {
    /// An empty one; makes no allocation.
    pub const fn new(key: [u8; 32]) -> Scrubber {
        Scrubber {
            edits: Edits { list: Vec::new(), arena: Vec::new() },
            report: Report::new(),
            key,
            vendor: None,
            owner: 0,
            depth: 0,
            plus: false,
            spare: Vec::new(),
        }
    }

    /// Fills `edits` and `report` for one payload. After a refusal they mean nothing.
    pub fn scrub(&mut self, input: &[u8], kind: Kind, vendor: Option<Vendor>) -> Result<(), Refusal> {
        self.edits.clear();
        self.report.clear();
        self.vendor = vendor;
        self.owner = vendor.map_or(0, |v| v.index() as u8 + 1);
        self.depth = 0;
        self.plus = false;
        limit::check_size(input.len())?;
        self.container(input, 0, kind, &Place::ROOT)
    }

    /// The class of a name.
    pub(crate) fn class(&self, key: &[u8], parent: &[u8]) -> u8 {
        detect::NAMES.find(key, parent, self.owner).unwrap_or(meaning::KEEP)
    }

    /// One level deeper, or too deep.
    fn enter(&mut self) -> Result<(), Refusal> {
        self.depth += 1;
        if self.depth > limit::DEPTH { Err(Refusal::Deep) } else { Ok(()) }
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Placeholder for `start..end`, noted.
    fn redact(&mut self, start: u32, end: u32, rule: Rule, place: &Place) {
        self.edits.redact(start, end);
        self.report.add(rule, place);
    }

    /// `with` for `start..end`, noted.
    fn replace(&mut self, start: u32, end: u32, with: &[u8], rule: Rule, place: &Place) {
        self.edits.replace(start, end, with);
        self.report.add(rule, place);
    }

    /// A point to go back to.
    fn mark(&self) -> Mark {
        Mark { edits: self.edits.list.len(), hits: self.report.hits.len() }
    }

    /// Forgets what was found since.
    fn undo(&mut self, mark: Mark) {
        self.edits.list.truncate(mark.edits);
        self.report.hits.truncate(mark.hits);
    }
}

#[derive(Clone, Copy)]
struct Mark {
    edits: usize,
    hits: usize,
}
