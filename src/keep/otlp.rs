//! A proof as an OpenTelemetry log event: the body of one `POST` to a collector's `/v1/logs` in OTLP/HTTP JSON.
//! See <https://opentelemetry.io/docs/specs/otlp/#otlphttp>.

use super::proof::{Fields, Proof, event, list, proof, record_id};
use crate::consent::{find, parse_number, push_number};

/// The export request with one log record, whose body is the proof as text. `now_ms` is when it is made.
pub fn otlp(given: &Proof<'_>, now_ms: u64) -> String {
    let said = |key| find(given.line, key).unwrap_or_default();
    let id = record_id(given.line);
    export(&Event {
        name: "hushgate.consent.recorded",
        time_ms: parse_number(said("t")).unwrap_or(now_ms),
        now_ms,
        body: &proof(given),
        attributes: &[
            ("consent.record_id", id.as_str()),
            ("consent.id", said("id")),
            ("consent.event", event(given.before, given.line).name()),
            ("consent.method", said("by")),
            ("consent.regime", said("r")),
            ("consent.policy_version", said("p")),
            ("consent.gpc", if said("gpc") == "1" { "true" } else { "false" }),
        ],
        origin: given.origin,
        version: given.version,
    })
}

/// One log event.
pub(super) struct Event<'a> {
    pub name: &'static str,
    /// when it happened
    pub time_ms: u64,
    /// when it is written
    pub now_ms: u64,
    /// JSON
    pub body: &'a str,
    pub attributes: &'a [(&'static str, &'a str)],
    pub origin: &'a str,
    pub version: &'a str,
}

/// The export request with it.
pub(super) fn export(given: &Event<'_>) -> String {
    let mut record = Fields::new();
    record.text("timeUnixNano", &nanoseconds(given.time_ms));
    record.text("observedTimeUnixNano", &nanoseconds(given.now_ms));
    record.raw("severityNumber", "9");
    record.text("severityText", "INFO");
    record.text("eventName", given.name);
    record.raw("body", &value(given.body));
    record.raw("attributes", &list(given.attributes.iter().map(|(name, value)| attribute(name, value))));

    let mut scope = Fields::new();
    scope.text("name", "hushgate");
    scope.text("version", given.version);
    let mut scoped = Fields::new();
    scoped.raw("scope", &scope.done());
    scoped.raw("logRecords", &array(&record.done()));
    let mut resource = Fields::new();
    resource.raw("attributes", &array(&attribute("service.name", given.origin)));
    let mut logs = Fields::new();
    logs.raw("resource", &resource.done());
    logs.raw("scopeLogs", &array(&scoped.done()));
    let mut out = Fields::new();
    out.raw("resourceLogs", &array(&logs.done()));
    out.done()
}

fn array(items: &str) -> String {
    let mut out = String::from("[");
    out.push_str(items);
    out.push(']');
    out
}

fn attribute(name: &str, text: &str) -> String {
    let mut out = Fields::new();
    out.text("key", name);
    out.raw("value", &value(text));
    out.done()
}

fn value(text: &str) -> String {
    let mut out = Fields::new();
    out.text("stringValue", text);
    out.done()
}

/// Nanoseconds as text, as OTLP's JSON has 64-bit numbers.
fn nanoseconds(time_ms: u64) -> String {
    let mut out = String::new();
    push_number(time_ms, &mut out);
    out.push_str("000000");
    out
}
