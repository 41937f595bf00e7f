//! The collector: takes any request, keeps all of it, and answers as each client wants it.

use super::{Hit, State};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// No client of the demo sends anything near this much.
const BODY_LIMIT: usize = 32 * 1024 * 1024;
/// How long a hit's line waits for the page's report, which travels separately.
const REPORT_WAIT: Duration = Duration::from_millis(400);
/// A report older than this is no longer of a request that just arrived.
const REPORT_AGE: Duration = Duration::from_secs(2);

pub fn router(state: Arc<State>) -> Router {
    Router::new().fallback(receive).with_state(state)
}

async fn receive(Shared(state): Shared<Arc<State>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    // A browser asks for this by itself when a person opens the collector's address.
    if path == "/favicon.ico" {
        return reply(StatusCode::NOT_FOUND, "");
    }
    let body = to_bytes(body, BODY_LIMIT).await.map(|bytes| bytes.to_vec()).unwrap_or_default();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let hit = Hit {
        time: now.as_millis() as u64,
        vendor: path.split('/').nth(1).unwrap_or_default().to_owned(),
        method: parts.method.to_string(),
        path,
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        body,
    };
    if hit.is_event()
        && let Err(error) = state.ledger().used(&hit.vendor, hit.body.len(), state.now())
    {
        eprintln!("the usage log cannot be written: {error:#}");
    }
    state.hits().push(hit.clone());
    if state.options.log && hit.is_event() {
        tokio::spawn(print(state.clone(), hit.clone()));
    }
    let mut response = answer(&hit);
    allow(&parts.headers, response.headers_mut(), parts.method == Method::OPTIONS);
    response
}

fn answer(hit: &Hit) -> Response<Body> {
    if !hit.is_event() {
        return reply(StatusCode::NO_CONTENT, "");
    }
    match hit.vendor.as_str() {
        "ga4" => reply(StatusCode::NO_CONTENT, ""),
        "mixpanel" => reply(StatusCode::OK, "1"),
        _ => reply(StatusCode::OK, "{}"),
    }
}

fn reply(status: StatusCode, body: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    if !body.is_empty() {
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
    }
    response
}

/// Lets any page read the answer, with credentials, as vendors' collectors do.
pub(super) fn allow(asked: &HeaderMap, answer: &mut HeaderMap, preflight: bool) {
    let origin = asked.get(header::ORIGIN).cloned();
    answer
        .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.unwrap_or_else(|| HeaderValue::from_static("*")));
    answer.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer.insert(header::VARY, HeaderValue::from_static("origin"));
    if preflight {
        let methods = HeaderValue::from_static("GET, POST, PUT, DELETE, PATCH, HEAD");
        answer.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
        if let Some(headers) = asked.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
            answer.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, headers.clone());
        }
    }
}

async fn print(state: Arc<State>, hit: Hit) {
    let mut waited = Duration::ZERO;
    let pause = Duration::from_millis(20);
    let report = loop {
        if let Some(report) = take_report(&state, &hit) {
            break Some(report);
        }
        if waited >= REPORT_WAIT {
            break None;
        }
        tokio::time::sleep(pause).await;
        waited += pause;
    };
    println!("{}", hit.line(report.as_ref()));
}

/// Oldest report of a sent request to this address that no line has shown yet. One whose request never arrived must
/// not stand beside another's for ever.
fn take_report(state: &State, hit: &Hit) -> Option<super::Report> {
    let mut reports = state.reports();
    let report = reports.iter_mut().find(|report| {
        !report.used
            && report.verdict == "sent"
            && report.vendor == hit.vendor
            && report.path == hit.path
            && report.came.elapsed() < REPORT_AGE
    })?;
    report.used = true;
    Some(report.clone())
}
