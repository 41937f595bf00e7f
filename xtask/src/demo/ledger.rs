//! The consent log: an append-only SQLite file that takes each record once, forgets whom it is asked to forget, and
//! deletes what has been kept long enough.

use anyhow::{Context, Result, bail, ensure};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::Path;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// How long a line of the usage log is kept: 13 months.
pub const USAGE_DAYS: i64 = 395;

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is new.
    Stored,
    /// It was there already, or was removed before.
    Known,
    /// The visitor's records are gone, and none will be taken again.
    Erased,
}

impl Taken {
    /// The word for it in the answer.
    pub fn name(self) -> &'static str {
        match self {
            Taken::Stored => "stored",
            Taken::Known => "known",
            Taken::Erased => "erased",
        }
    }
}

/// An open log.
pub struct Ledger(Connection);

impl Ledger {
    /// Opens the file, and makes it if it is not there.
    pub fn open(file: &Path) -> Result<Ledger> {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let connection = Connection::open(file).with_context(|| format!("cannot open {}", file.display()))?;
        connection.execute_batch(include_str!("ledger.sql"))?;
        Ok(Ledger(connection))
    }

    /// Takes the body of a proof, an erase request, or an OTLP export with either; the error is what is wrong with it.
    pub fn take(&mut self, body: &[u8], now_ms: i64) -> Result<Taken> {
        let given: Value = serde_json::from_slice(body).context("the body is no JSON")?;
        let given = match given.get("resourceLogs") {
            Some(_) => unwrap(&given)?,
            None => given,
        };
        match given["schema"].as_str() {
            Some("hushgate-consent-record/1") => self.add(&given, now_ms),
            Some("hushgate-erase-request/1") => self.erase(consent_id(&given)?, now_ms),
            other => bail!("schema {other:?} is not known"),
        }
    }

    fn add(&mut self, given: &Value, now_ms: i64) -> Result<Taken> {
        let text = |pointer: &str| {
            let found = given.pointer(pointer).and_then(Value::as_str);
            found.with_context(|| format!("{pointer} is not a text"))
        };
        let record_id = text("/recordId")?;
        ensure!(is_uuid(record_id), "/recordId is not a UUID");
        let consent_id = consent_id(given)?;
        let days = given["retentionDays"].as_i64().filter(|days| (1..=36525).contains(days));
        let days = days.context("/retentionDays is not a number of days")?;
        let (time, expires) = (self.time(text("/event/time")?)?, self.time(text("/expires")?)?);
        let gone = self.0.query_row(
            "SELECT EXISTS (SELECT 1 FROM removal WHERE record_id = ?1 OR (reason = 'erase' AND consent_sha256 = ?2))",
            params![record_id, fingerprint(consent_id)],
            |row| row.get::<_, bool>(0),
        )?;
        if gone {
            return Ok(Taken::Known);
        }
        let added = self.0.execute(
            "INSERT INTO record (received, record_id, consent_id, event, method, time, expires, retention_days, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (record_id) DO NOTHING",
            params![
                now_ms,
                record_id,
                consent_id,
                text("/event/type")?,
                text("/event/method")?,
                time,
                expires,
                days,
                given.to_string()
            ],
        )?;
        Ok(if added == 1 { Taken::Stored } else { Taken::Known })
    }

    /// Milliseconds since 1970 of an ISO 8601 time.
    fn time(&self, text: &str) -> Result<i64> {
        let found: Option<f64> =
            self.0.query_row("SELECT unixepoch(?1, 'subsec')", [text], |row| row.get(0))?;
        found.map(|seconds| (seconds * 1000.0).round() as i64).with_context(|| format!("{text} is no time"))
    }

    /// Enters the removal of all that a consent ID has here, and of what may still come of it; then removes it.
    fn erase(&mut self, consent_id: &str, now_ms: i64) -> Result<Taken> {
        let mark = fingerprint(consent_id);
        let whole = self.0.transaction()?;
        whole.execute(
            "INSERT INTO removal (time, reason, record_id, consent_sha256)
             SELECT ?1, 'erase', record_id, ?2 FROM record WHERE consent_id = ?3",
            params![now_ms, mark, consent_id],
        )?;
        whole.execute(
            "INSERT INTO removal (time, reason, consent_sha256)
             SELECT ?1, 'erase', ?2 WHERE NOT EXISTS (SELECT 1 FROM removal WHERE consent_sha256 = ?2)",
            params![now_ms, mark],
        )?;
        whole.execute("DELETE FROM record WHERE consent_id = ?1", [consent_id])?;
        whole.commit()?;
        Ok(Taken::Erased)
    }

    /// Notes that a vendor was sent something.
    pub fn used(&self, vendor: &str, bytes: usize, now_ms: i64) -> Result<()> {
        let line = params![now_ms, vendor, bytes as i64];
        self.0.execute("INSERT INTO usage (time, vendor, bytes) VALUES (?1, ?2, ?3)", line)?;
        Ok(())
    }

    /// Deletes what has been kept long enough: a record from its retention after it ended, which it did when it expired
    /// or when the visitor's next one took its place; a line of the usage log from 13 months.
    pub fn sweep(&mut self, now_ms: i64) -> Result<()> {
        let whole = self.0.transaction()?;
        whole.execute(
            "INSERT INTO removal (time, reason, record_id)
             SELECT ?1, 'retention', record_id FROM record AS old
             WHERE ?1 >= retention_days * ?2 + MIN(expires, IFNULL(
               (SELECT MIN(time) FROM record AS next WHERE next.consent_id = old.consent_id AND next.time > old.time),
               expires))",
            params![now_ms, DAY_MS],
        )?;
        whole.execute("DELETE FROM record WHERE record_id IN (SELECT record_id FROM removal)", [])?;
        whole.execute("DELETE FROM usage WHERE time <= ?1", [now_ms - USAGE_DAYS * DAY_MS])?;
        whole.commit()?;
        Ok(())
    }

    /// All of it as JSON, the newest first: `{records, removals, usage}`.
    pub fn to_json(&self) -> Result<Value> {
        let records = self.list("SELECT seq, received, body FROM record ORDER BY seq DESC", |row| {
            let body: String = row.get(2)?;
            let body: Value = serde_json::from_str(&body).unwrap_or_default();
            Ok(json!({ "seq": row.get::<_, i64>(0)?, "received": row.get::<_, i64>(1)?, "record": body }))
        })?;
        let removals =
            self.list("SELECT seq, time, reason, record_id FROM removal ORDER BY seq DESC", |row| {
                Ok(json!({
                    "seq": row.get::<_, i64>(0)?, "time": row.get::<_, i64>(1)?,
                    "reason": row.get::<_, String>(2)?, "recordId": row.get::<_, Option<String>>(3)?,
                }))
            })?;
        let usage = self.list(
            "SELECT vendor, COUNT(*), SUM(bytes), MIN(time) FROM usage GROUP BY vendor ORDER BY vendor",
            |row| {
                Ok(json!({
                    "vendor": row.get::<_, String>(0)?, "hits": row.get::<_, i64>(1)?,
                    "bytes": row.get::<_, i64>(2)?, "since": row.get::<_, i64>(3)?,
                }))
            },
        )?;
        Ok(json!({ "records": records, "removals": removals, "usage": usage, "usageDays": USAGE_DAYS }))
    }

    fn list(
        &self,
        query: &str,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<Value>,
    ) -> Result<Vec<Value>> {
        let mut query = self.0.prepare(query)?;
        let rows = query.query_map([], read)?.collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }
}

/// The text in an OTLP export with one log record.
fn unwrap(export: &Value) -> Result<Value> {
    let text = export.pointer("/resourceLogs/0/scopeLogs/0/logRecords/0/body/stringValue");
    let text = text.and_then(Value::as_str).context("the export has no log record with a text")?;
    serde_json::from_str(text).context("the log record's body is no JSON")
}

fn consent_id(given: &Value) -> Result<&str> {
    let id = given["consentId"].as_str().unwrap_or_default();
    let hexadecimal = id.bytes().all(|byte| byte.is_ascii_hexdigit());
    ensure!((16..=64).contains(&id.len()) && hexadecimal, "/consentId is not 16 to 64 hexadecimal digits");
    Ok(id)
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// What is left of a consent ID that was erased. It has 128 random bits, so nobody gets back to it.
fn fingerprint(consent_id: &str) -> String {
    Sha256::digest(consent_id).iter().map(|byte| format!("{byte:02x}")).collect()
}
