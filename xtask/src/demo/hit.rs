//! One request as it arrived at the collector, and the line it is printed as.

use super::Report;
use serde_json::{Value, json};

/// A request that reached the collector.
#[derive(Clone, Debug)]
pub struct Hit {
    /// milliseconds since the Unix epoch
    pub time: u64,
    /// first segment of the path: `ga4`, `sentry`, `mixpanel`
    pub vendor: String,
    /// `OPTIONS` is a preflight, which is traffic too
    pub method: String,
    /// path as sent, percent-encoding kept
    pub path: String,
    /// query as sent, without the `?`
    pub query: String,
    /// name and value of each header, as sent
    pub headers: Vec<(String, String)>,
    /// body as received
    pub body: Vec<u8>,
}

impl Hit {
    /// Whether the client itself sent this, rather than the browser asking leave for it.
    pub fn is_event(&self) -> bool {
        self.method != "OPTIONS"
    }

    /// For the demo's wire panel; a body that is no text is shown by its length only.
    pub fn to_json(&self) -> Value {
        let body = match std::str::from_utf8(&self.body) {
            Ok(text) => text.into(),
            Err(_) => format!("({} bytes)", self.body.len()),
        };
        json!({
            "time": self.time, "vendor": self.vendor, "method": self.method,
            "path": self.path, "query": self.query, "headers": self.headers, "body": body,
        })
    }

    /// One line for a person: time, vendor, path, size, and what the page said it removed.
    pub fn line(&self, report: Option<&Report>) -> String {
        let seconds = self.time / 1000;
        let clock = format!(
            "{:02}:{:02}:{:02}.{:03}Z",
            seconds / 3600 % 24,
            seconds / 60 % 60,
            seconds % 60,
            self.time % 1000
        );
        let mut path = self.path.clone();
        if !self.query.is_empty() {
            path.push('?');
            path.push_str(&self.query);
        }
        if path.chars().count() > 100 {
            path = path.chars().take(99).chain(['…']).collect();
        }
        let removed = match report {
            None => "no report from the page".to_owned(),
            Some(report) => report.summary(),
        };
        let size = self.body.len();
        format!("{clock}  {:<9} {} {path}  {size} B  {removed}", self.vendor, self.method)
    }
}
