//! The demo server over a plain socket: what it gives, what it never gives, and what it keeps.

use super::{Demo, Options};
use std::io::{Read, Write};
use std::net::TcpStream;

pub(super) fn start(options: Options) -> Demo {
    Demo::start(options).expect("two free ports on loopback")
}

/// Sends a request as it stands, so that no client tidies the path, and returns the whole answer.
pub(super) fn ask(origin: &str, head: &str, body: &str) -> String {
    let address = origin.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).expect("the demo listens");
    let length = body.len();
    write!(
        stream,
        "{head}\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .expect("a request is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer in text");
    answer.to_ascii_lowercase()
}

fn get(demo: &Demo, path: &str) -> String {
    ask(&demo.site, &format!("GET {path} HTTP/1.1"), "")
}

#[test]
fn only_what_lies_in_the_served_folders_is_given() {
    let demo = start(Options::default());
    assert!(get(&demo, "/").starts_with("http/1.1 200"));
    for path in [
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2fCargo.toml",
        "/pkg/../../Cargo.toml",
        "/pkg/%2e%2e/%2e%2e/Cargo.toml",
        "//etc/hostname",
        "/pkg//etc/hostname",
        "/%00",
        "/nothing.html",
    ] {
        assert!(get(&demo, path).starts_with("http/1.1 404"), "{path} was given");
    }
}

#[test]
fn pages_take_a_prelude_a_policy_and_gaps() {
    let demo = start(Options {
        prelude: Some("window.first = true".into()),
        csp: Some("default-src 'self'".into()),
        missing: vec!["/style.css".into()],
        extra: vec![("/extra/module.wasm".into(), b"wasm".to_vec())],
        ..Options::default()
    });
    let page = get(&demo, "/share/any-token?access_token=x");
    assert!(page.contains("content-security-policy: default-src 'self'"));
    assert!(page.contains("content-type: text/html; charset=utf-8"));
    assert!(page.contains("cache-control: no-store"));
    let prelude = page.find("<script src=\"/demo/prelude.js\">");
    assert!(prelude.is_some() && prelude < page.find("<script src=\"/demo.js\">"), "{page}");
    assert!(get(&demo, "/demo/prelude.js").ends_with("window.first = true"));
    assert!(get(&demo, "/style.css").starts_with("http/1.1 404"));
    assert!(get(&demo, "/extra/module.wasm").contains("content-type: application/wasm"));
    assert!(get(&demo, "/demo.js").contains(&demo.collector));
}

#[test]
fn the_collector_keeps_all_of_a_hit_and_answers_as_clients_want() {
    let demo = start(Options::default());
    let preflight = "OPTIONS /ga4/g/collect?v=2 HTTP/1.1\r\norigin: http://site.example\r\n\
                     access-control-request-headers: x-one, x-two";
    let answer = ask(&demo.collector, preflight, "");
    assert!(answer.contains("access-control-allow-origin: http://site.example"));
    assert!(answer.contains("access-control-allow-credentials: true"));
    assert!(answer.contains("access-control-allow-headers: x-one, x-two"));
    let post = |path: &str| ask(&demo.collector, &format!("POST {path} HTTP/1.1\r\nx-trace: abc"), "body");
    assert!(post("/ga4/g/collect").starts_with("http/1.1 204"));
    assert!(post("/mixpanel/track/?ip=0").ends_with("\r\n\r\n1"));
    assert!(post("/sentry/api/1/envelope/").ends_with("\r\n\r\n{}"));
    let hits = demo.hits();
    assert_eq!(hits.iter().filter(|hit| hit.is_event()).count(), 3, "a preflight is kept, but is no event");
    assert_eq!(hits.len(), 4);
    let hit = &hits[2];
    assert_eq!(
        (hit.vendor.as_str(), hit.path.as_str(), hit.query.as_str()),
        ("mixpanel", "/mixpanel/track/", "ip=0")
    );
    assert_eq!(hit.body, b"body");
    assert!(hit.headers.contains(&("x-trace".into(), "abc".into())));
    demo.clear();
    assert!(demo.hits().is_empty());
}

#[test]
fn a_line_tells_what_the_page_says_it_removed() {
    let demo = start(Options::default());
    let report = r#"{"vendor":"sentry","verdict":"sent","transport":"fetch",
        "removed":[{"rule":"ip","place":"/a","count":1},{"rule":"key","place":"query.b","count":2}]}"#;
    let head = "POST /demo/report HTTP/1.1";
    assert!(ask(&demo.site, head, report).starts_with("http/1.1 204"));
    assert!(ask(&demo.site, head, "[]").starts_with("http/1.1 400"));
    ask(&demo.collector, "POST /sentry/api/1/envelope/ HTTP/1.1", "{}");
    let line = demo.hits()[0].line(demo.reports().first());
    assert!(line.contains("sentry") && line.contains("/sentry/api/1/envelope/"), "{line}");
    assert!(line.ends_with("removed key ×2, ip"), "{line}");
}

#[test]
fn a_taken_port_is_a_clear_error() {
    let demo = start(Options::default());
    let port = demo.site.rsplit(':').next().and_then(|port| port.parse().ok());
    let error = Demo::start(Options { port, ..Options::default() }).err().expect("the port is taken");
    assert!(format!("{error:#}").contains("--port"), "{error:#}");
}
