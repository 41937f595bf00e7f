//! What is kept of a choice beyond the record, and what is done after it: the trail of earlier records, the proof for the
//! site's own server, records of other consent managers, and what has to be swept away. Pure: text in, text out.
//!
//! None of it is needed before the banner is painted, so it is an artefact of its own, fetched after the choice.

mod entry;
mod erase;
mod export;
mod import;
mod otlp;
mod proof;
mod sha256;
mod time;
mod trail;

pub use entry::{Entry, entry};
pub use erase::erase_request;
pub use export::export_trail;
pub use import::{Source, import};
pub use otlp::otlp;
pub use proof::{Event, Proof, event, proof, record_id, text_shown, with_text};
pub use sha256::{hex, sha256};
pub use time::{from_iso, iso};
pub use trail::{LONGEST_TRAIL, MOST_RECORDS, add, ids, last};
