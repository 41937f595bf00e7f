//! The demo site: static files of `www/` and `pkg/dist/`, and the few answers that the page needs.

use super::{Report, State};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::routing::{get, post};
use percent_encoding::percent_decode_str;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const PRELUDE: &str = "/demo/prelude.js";

pub fn router(state: Arc<State>) -> Router {
    Router::new()
        .route("/demo.js", get(demo_script))
        .route(PRELUDE, get(prelude))
        .route("/demo/report", post(report))
        .route("/demo/hits", get(hits))
        .fallback(file)
        .with_state(state)
}

async fn demo_script(Shared(state): Shared<Arc<State>>) -> Response<Body> {
    let script = format!("window.demo = {{collector: \"{}\"}};\n", state.collector);
    content(script, "text/javascript; charset=utf-8")
}

/// A file and not an inline script, so that it runs under a page's content security policy.
async fn prelude(Shared(state): Shared<Arc<State>>) -> Response<Body> {
    let script = state.options.prelude.clone().unwrap_or_default();
    content(script, "text/javascript; charset=utf-8")
}

async fn report(Shared(state): Shared<Arc<State>>, body: Bytes) -> Response<Body> {
    match serde_json::from_slice::<Report>(&body) {
        Ok(report) => {
            state.reports().push(report);
            status(StatusCode::NO_CONTENT)
        }
        Err(error) => {
            let mut response = content(error.to_string(), "text/plain; charset=utf-8");
            *response.status_mut() = StatusCode::BAD_REQUEST;
            response
        }
    }
}

async fn hits(Shared(state): Shared<Arc<State>>) -> Response<Body> {
    let list: Vec<_> = state.hits().iter().filter(|hit| hit.is_event()).map(super::Hit::to_json).collect();
    content(serde_json::Value::from(list).to_string(), "application/json")
}

async fn file(Shared(state): Shared<Arc<State>>, request: Request) -> Response<Body> {
    let isolated = state.options.isolated;
    let mut response = answer(state, request).await;
    if isolated {
        let headers = response.headers_mut();
        headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
        headers.insert("cross-origin-embedder-policy", HeaderValue::from_static("require-corp"));
    }
    response
}

async fn answer(state: Arc<State>, request: Request) -> Response<Body> {
    let path = request.uri().path();
    state.requests().push(path.to_owned());
    if state.options.missing.iter().any(|missing| missing == path) {
        return status(StatusCode::NOT_FOUND);
    }
    if let Some((name, bytes)) = state.options.extra.iter().find(|(name, _)| name == path) {
        return content(bytes.clone(), content_type(Path::new(name)));
    }
    let Some(file) = locate(&state, path) else {
        return status(StatusCode::NOT_FOUND);
    };
    let Ok(bytes) = tokio::fs::read(&file).await else {
        return status(StatusCode::NOT_FOUND);
    };
    let kind = content_type(&file);
    if !kind.starts_with("text/html") {
        return content(bytes, kind);
    }
    let sent = request.headers().get(header::COOKIE).and_then(|value| value.to_str().ok());
    *state.cookies() = sent.unwrap_or_default().to_owned();
    let mut response = content(with_prelude(&state, bytes), kind);
    if state.options.kept {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    if let Some(cookie) = &state.options.cookie
        && let Ok(value) = HeaderValue::from_str(cookie)
    {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    if let Some(csp) = &state.options.csp
        && let Ok(value) = HeaderValue::from_str(csp)
    {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, value);
    }
    response
}

/// The file that a path names, or nothing if it would lie outside the two served folders.
fn locate(state: &State, path: &str) -> Option<PathBuf> {
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let (base, rest) = match path.strip_prefix("/pkg/") {
        Some(rest) => (&state.dist, rest),
        None => (&state.www, path.strip_prefix('/')?),
    };
    if rest.starts_with("share/") {
        return Some(state.www.join("share.html"));
    }
    let rest = if rest.is_empty() { "index.html" } else { rest };
    // After decoding, so that neither `..` nor `%2e%2e` nor an absolute part gets through.
    let hidden = |part: &str| part.starts_with('.') && part != ".well-known";
    let odd = |part: &str| part.is_empty() || hidden(part) || part.contains(['\\', '\0']);
    if rest.split('/').any(odd) {
        return None;
    }
    let file = base.join(rest);
    file.is_file().then_some(file)
}

fn with_prelude(state: &State, html: Vec<u8>) -> Vec<u8> {
    if state.options.prelude.is_none() {
        return html;
    }
    let tag = format!("<script src=\"{PRELUDE}\"></script>");
    let text = String::from_utf8_lossy(&html);
    let head = text.find("<head>").map(|at| at + "<head>".len());
    let at = head.or_else(|| text.find("<script")).unwrap_or(0);
    let (before, after) = text.split_at(at);
    [before, &tag, after].concat().into_bytes()
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn content(body: impl Into<Body>, kind: &'static str) -> Response<Body> {
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn status(status: StatusCode) -> Response<Body> {
    let mut response = content(Body::empty(), "text/plain; charset=utf-8");
    *response.status_mut() = status;
    response
}
