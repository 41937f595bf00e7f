//! The request to the site's own server to erase what it has of a visitor, by the consent ID. `docs/proof.md` lists the
//! fields.

use super::otlp::{Event, export};
use super::proof::Fields;
use super::time::iso;

/// The request as JSON, or as an OTLP log event. `now_ms` is when the visitor asked.
pub fn erase_request(id: &str, is_otlp: bool, now_ms: u64, origin: &str, version: &str) -> String {
    let mut request = Fields::new();
    request.text("schema", "hushgate-erase-request/1");
    request.text("consentId", id);
    request.text("time", &iso(now_ms));
    request.text("origin", origin);
    request.text("software", version);
    let body = request.done();
    if !is_otlp {
        return body;
    }
    export(&Event {
        name: "hushgate.consent.erase_requested",
        time_ms: now_ms,
        now_ms,
        body: &body,
        attributes: &[("consent.id", id)],
        origin,
        version,
    })
}
