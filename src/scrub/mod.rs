//! Bytes and their kind → edits and a report.
//!
//! A payload is read by its container (`container/`), its names are looked up in the catalogue (`action`), and what
//! has no structure is searched for what it may hold (`leaf/`). Nothing is written anew: what is not removed leaves
//! byte for byte as the client wrote it. Scrubbing twice is scrubbing once.
//!
//! ```
//! use hushgate::scrub::{Kind, scrub};
//! let url = b"https://shop.example/a?b=1&access_token=abcdef123456";
//! let outcome = scrub(url, Kind::Url, None, &[7; 32]).unwrap();
//! assert_eq!(outcome.apply(url), b"https://shop.example/a?b=1");
//! assert_eq!(outcome.removals(), [("key.secret", "query.access_token", 1)]);
//! ```

mod action;
mod container;
mod edit;
mod layer;
mod leaf;
mod limit;
mod report;

pub use edit::Edit;

use crate::catalogue::{Vendor, detect};
use edit::Edits;
use report::Report;

/// What stands where a value was and its place must stay: safe in every part of a URL.
pub const PLACEHOLDER: &str = "redacted";

fn placeholder() -> &'static [u8] {
    PLACEHOLDER.as_bytes()
}

/// What a payload is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// found out from the bytes and the vendor's profile
    Auto,
    /// one URL, absolute or relative
    Url,
    /// `application/x-www-form-urlencoded`, or a query string
    Form,
    /// one JSON text
    Json,
    /// JSON texts on lines of their own
    Lines,
    /// a Sentry envelope
    Envelope,
    /// text
    Text,
    /// `multipart/form-data`
    Multipart,
    /// protocol buffers
    Protobuf,
}

impl Kind {
    const ALL: [Kind; 9] = [
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

    /// The kind of a number, as the page's client has it.
    pub fn from_code(code: u32) -> Kind {
        Kind::ALL.get(code as usize).copied().unwrap_or(Kind::Auto)
    }

    /// The number of a kind.
    pub fn code(self) -> u32 {
        Kind::ALL.iter().position(|kind| *kind == self).unwrap_or(0) as u32
    }

    /// What a `Content-Type` announces. `text/plain` announces nothing: clients write it to avoid a preflight.
    pub fn from_content_type(text: &str) -> Kind {
        let essence = text.split(';').next().unwrap_or("").trim();
        let is = |name: &str| essence.eq_ignore_ascii_case(name);
        let ends = |tail: &str| {
            essence.len() >= tail.len()
                && essence.get(essence.len() - tail.len()..).is_some_and(|end| end.eq_ignore_ascii_case(tail))
        };
        if is("application/x-www-form-urlencoded") {
            Kind::Form
        } else if ends("ndjson") || ends("jsonl") || ends("jsonlines") || ends("json-seq") {
            Kind::Lines
        } else if ends("/json") || ends("+json") || ends("csp-report") {
            Kind::Json
        } else if is("application/x-sentry-envelope") {
            Kind::Envelope
        } else if is("text/uri-list") {
            Kind::Url
        } else if is("multipart/form-data") {
            Kind::Multipart
        } else if ends("protobuf") || ends("+proto") {
            Kind::Protobuf
        } else {
            Kind::Auto
        }
    }
}

/// Why a payload is not passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// it is not what its kind says, or broken
    Malformed,
    /// nested deeper than the scrubber follows
    TooDeep,
    /// larger than the scrubber takes
    TooLarge,
    /// of a kind that the scrubber does not read, such as compressed bytes
    Unsupported,
}

/// What is to be changed in a payload, and why.
pub struct Outcome {
    edits: Edits,
    report: Report,
}

impl Outcome {
    /// The edits, sorted and disjoint.
    pub fn edits(&self) -> impl Iterator<Item = Edit<'_>> {
        self.edits.iter()
    }

    /// The payload with the edits made.
    pub fn apply(&self, input: &[u8]) -> Vec<u8> {
        self.edits.apply(0, input)
    }

    /// Rule, place and count of each removal.
    pub fn removals(&self) -> Vec<(&'static str, &str, u32)> {
        self.report.removals()
    }

    /// The removals as lines, with tabs between rule, place and count.
    pub fn write_report(&self, out: &mut Vec<u8>) {
        self.report.write(out);
    }
}

/// Reads `input` as `kind` on its way to `vendor`; `key` makes this browser's pseudonyms.
///
/// # Errors
/// A [`Refusal`] where the payload cannot be read: it must not be sent then.
pub fn scrub(input: &[u8], kind: Kind, vendor: Option<Vendor>, key: &[u8; 32]) -> Result<Outcome, Refusal> {
    if input.len() > limit::LARGEST {
        return Err(Refusal::TooLarge);
    }
    let mut cx = Scrubber {
        vendor,
        owner: vendor.map_or(0, |vendor| vendor.index() as u8 + 1),
        key,
        edits: Edits::default(),
        report: Report::default(),
        texts: 0,
        lookups: 0,
    };
    container::read(&mut cx, input, kind)?;
    Ok(Outcome { edits: cx.edits, report: cx.report })
}

/// The state of one run.
pub(crate) struct Scrubber<'a> {
    vendor: Option<Vendor>,
    /// the vendor's number in the table of names; 0 for nobody's
    owner: u8,
    key: &'a [u8; 32],
    edits: Edits,
    report: Report,
    /// texts inside one another, now
    texts: u8,
    lookups: u16,
}

impl Scrubber<'_> {
    /// Replaces a range and notes why.
    fn cut(&mut self, start: usize, end: usize, with: &[u8], rule: &'static str) {
        self.edits.push(start, end, with);
        self.report.note(rule);
    }

    fn mark(&self) -> (usize, usize) {
        (self.edits.mark(), self.report.mark())
    }

    fn back_to(&mut self, mark: (usize, usize)) {
        self.edits.back_to(mark.0);
        self.report.back_to(mark.1);
    }

    /// What a name means, here and for this vendor.
    fn class(&self, name: &[u8], parent: &[u8]) -> Option<u8> {
        detect::NAMES.find(name, parent, self.owner)
    }

    /// Whether one more look at a name's neighbours is within the limit.
    fn may_look(&mut self) -> bool {
        self.lookups += 1;
        self.lookups < limit::MOST_LOOKUPS
    }
}
