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
mod only;
pub mod report;
pub mod site;
mod sniff;

use crate::catalogue::{Vendor, detect, meaning};
use crate::scan::class::cut;
use crate::scan::literal::{find, index, nth};
use crate::scan::memo::{self, Memo};
use crate::scan::opaque::is_opaque;
use edit::Edits;
use report::{Place, Report, Rule};
use site::{SITE, Site};

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

    /// The kind that a content type, in lower case, names.
    pub fn from_content_type(text: &[u8]) -> Kind {
        // The first that occurs decides; what follows the `;` is not asked.
        const WORDS: &[u8] = b"ndjson jsonl json urlencoded envelope multipart protobuf uri text";
        const KINDS: [Kind; 9] = [
            Kind::Lines,
            Kind::Lines,
            Kind::Json,
            Kind::Form,
            Kind::Envelope,
            Kind::Multipart,
            Kind::Protobuf,
            Kind::Url,
            Kind::Text,
        ];
        let essence = cut(text, 0, index(text, 0, b';'));
        for (n, kind) in KINDS.into_iter().enumerate() {
            if find(essence, 0, nth(WORDS, n)) < essence.len() {
                return kind;
            }
        }
        Kind::Auto
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
        self.edits.apply(0, 0, input, &mut out);
        out
    }
}

/// Scrubs one payload. For many, keep a [`Scrubber`].
#[cfg(not(target_family = "wasm"))]
pub fn scrub(input: &[u8], kind: Kind, vendor: Option<Vendor>, key: &[u8; 32]) -> Result<Outcome, Refusal> {
    use std::cell::RefCell;
    thread_local! {
        // Its tables take longer to unpack than most payloads to read.
        static KEPT: RefCell<Scrubber> = const { RefCell::new(Scrubber::new([0; 32])) };
    }
    KEPT.with_borrow_mut(|scrubber| {
        scrubber.key = *key;
        scrubber.scrub(input, kind, vendor)?;
        Ok(Outcome {
            edits: std::mem::take(&mut scrubber.edits),
            report: std::mem::take(&mut scrubber.report),
        })
    })
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
    /// Whether click identifiers go as well: where nothing is granted to advertising.
    pub clicks: bool,
    tables: detect::Tables,
    memo: Memo,
    /// Whether the tables are unpacked.
    open: bool,
    vendor: Option<Vendor>,
    /// Whose names hold here: the vendor's number in the key table, 0 for nobody's.
    owner: u8,
    depth: u16,
    /// A `+` in a value may be a space.
    plus: bool,
    /// Something was taken out of the middle of a text: what is left may read as something new.
    loose: bool,
    /// What the site asks for besides.
    site: Site,
    /// The number of the list of what may leave, 0 where there is none.
    only: usize,
    /// These are the header lines of an envelope.
    frame: bool,
    /// The first reason not to read on. What is found after it means nothing.
    refused: Option<Refusal>,
    spare: Vec<Vec<u8>>,
}

/// Where reading goes on behind a finding; 0 if nothing was found.
type Next = usize;

impl Scrubber {
    /// An empty one; makes no allocation.
    pub const fn new(key: [u8; 32]) -> Scrubber {
        Scrubber {
            edits: Edits { list: Vec::new(), arena: Vec::new(), custom: Vec::new() },
            report: Report::new(),
            key,
            clicks: false,
            tables: detect::Tables::empty(),
            memo: Memo::empty(),
            open: false,
            vendor: None,
            owner: 0,
            depth: 0,
            plus: false,
            loose: false,
            site: Site::new(),
            only: 0,
            frame: false,
            refused: None,
            spare: Vec::new(),
        }
    }

    /// Unpacks the tables, if they are not: the first payload need not wait for it.
    pub fn open(&mut self) {
        if !self.open {
            self.tables.open();
            self.memo.open();
            self.open = true;
        }
    }

    /// Fills `edits` and `report` for one payload. After a refusal they mean nothing.
    pub fn scrub(&mut self, input: &[u8], kind: Kind, vendor: Option<Vendor>) -> Result<(), Refusal> {
        self.scrub_under(input, kind, vendor, if SITE { vendor.map_or(b"", Vendor::id_bytes) } else { b"" })
    }

    /// The same for a vendor whose id the catalogue need not know: the site may have settings for it.
    pub fn scrub_under(
        &mut self,
        input: &[u8],
        kind: Kind,
        vendor: Option<Vendor>,
        id: &[u8],
    ) -> Result<(), Refusal> {
        self.open();
        self.only = if SITE { self.list_of(id) } else { 0 };
        self.frame = false;
        self.edits.clear();
        self.report.clear();
        self.vendor = vendor;
        self.owner = vendor.map_or(0, |v| v.index() as u8 + 1);
        self.depth = 0;
        self.plus = false;
        self.loose = false;
        self.refused = None;
        if input.len() > limit::SIZE {
            return Err(Refusal::Large);
        }
        self.container(input, kind, &Place::ROOT);
        self.refused.map_or(Ok(()), Err)
    }

    /// Nothing of this payload may leave. Everybody finishes or returns: a flag is lighter than an error that each
    /// caller hands on.
    fn refuse(&mut self, why: Refusal) {
        self.refused = self.refused.or(Some(why));
    }

    /// The class of a name.
    pub(crate) fn class(&self, key: &[u8], parent: &[u8]) -> u8 {
        if SITE && let Some(class) = self.site.class(key, parent) {
            return class;
        }
        let id = memo::id(memo::id(self.seed(0), key), parent);
        self.memo.get(id).unwrap_or_else(|| {
            let mut class = self.tables.names.find(key, parent, self.owner).unwrap_or(meaning::KEEP);
            if SITE
                && matches!(class, meaning::KEEP | meaning::URL)
                && self.clicks
                && self.tables.names.says(meaning::CLICK, key)
            {
                class = meaning::IDENTITY;
            }
            self.memo.set(id, class);
            class
        })
    }

    /// What an id begins with: the key, and what is asked, whose names hold, how a `+` is read.
    fn seed(&self, question: u8) -> u64 {
        let flags = u64::from(self.clicks) << 1 | u64::from(self.plus);
        let asked = u64::from(question) << 16 | u64::from(self.owner) << 8 | flags;
        memo::mixed(self.key.first_chunk().map_or(0, |key| u64::from_le_bytes(*key)) ^ asked)
    }

    /// One level deeper, unless that is too deep or all is refused already.
    fn enter(&mut self) -> bool {
        if self.depth >= limit::DEPTH {
            self.refuse(Refusal::Deep);
        }
        self.depth += 1;
        self.refused.is_none()
    }

    /// Whether so much of `s` looks made by chance; what holds a placeholder was looked at.
    fn is_opaque(&self, s: &[u8], least: usize) -> bool {
        let custom = &self.edits.custom;
        is_opaque(s, least) && !(SITE && !custom.is_empty() && find(s, 0, custom) < s.len())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Placeholder for `start..end` of the text at `place`, noted.
    fn redact(&mut self, start: usize, end: usize, rule: Rule, place: &Place) {
        self.report.add(rule, place);
        self.cover(start, end, place);
    }

    /// The same, not noted: it was before.
    fn cover(&mut self, start: usize, end: usize, place: &Place) {
        // What the catalogue's own placeholder never makes with its neighbours, another may.
        self.loose |= SITE && !self.edits.custom.is_empty();
        self.edits.redact(place.base + start as u32, place.base + end as u32);
    }

    /// `with` for `start..end`, noted.
    fn replace(&mut self, start: usize, end: usize, with: &[u8], rule: Rule, place: &Place) {
        self.report.add(rule, place);
        self.edits.replace(place.base + start as u32, place.base + end as u32, with);
    }
}
