//! The site's own endpoint for proofs of consent and erase requests, and what the consent log's page shows.
//!
//! It keeps the body and nothing else of a request: no address, no user agent.

use super::State;
use super::collector::allow;
use super::ledger::Taken;
use super::site::{content, status};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State as Shared};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::routing::{get, post};
use serde_json::json;
use std::sync::Arc;

/// Where proofs go; the other is where a collector takes log events.
const ENDPOINTS: [&str; 2] = ["/consent", "/v1/logs"];
/// A proof has a few kilobytes.
const BODY_LIMIT: usize = 64 * 1024;

pub fn routes() -> Router<Arc<State>> {
    let routes = Router::new().route("/consent/log", get(log));
    ENDPOINTS.into_iter().fold(routes, |routes, path| {
        routes.route(path, post(take).options(preflight).layer(DefaultBodyLimit::max(BODY_LIMIT)))
    })
}

/// 201 if it is new, 200 if it need not be sent again, 400 with the reason if it cannot be read.
async fn take(Shared(state): Shared<Arc<State>>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let taken = state.ledger().take(&body, state.now());
    let (code, told) = match taken {
        Ok(Taken::Stored) => (StatusCode::CREATED, json!({ "record": Taken::Stored.name() })),
        Ok(other) => (StatusCode::OK, json!({ "record": other.name() })),
        Err(error) => (StatusCode::BAD_REQUEST, json!({ "error": format!("{error:#}") })),
    };
    let mut response = content(told.to_string(), "application/json");
    *response.status_mut() = code;
    allow(&headers, response.headers_mut(), false);
    response
}

/// For a site whose endpoint has another origin than its pages.
async fn preflight(headers: HeaderMap) -> Response<Body> {
    let mut response = status(StatusCode::NO_CONTENT);
    allow(&headers, response.headers_mut(), true);
    response
}

async fn log(Shared(state): Shared<Arc<State>>) -> Response<Body> {
    match state.ledger().to_json() {
        Ok(log) => content(log.to_string(), "application/json"),
        Err(error) => {
            let mut response = content(format!("{error:#}"), "text/plain; charset=utf-8");
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        }
    }
}
