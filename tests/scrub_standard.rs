//! Our cut of a URL against the URL Standard's own test data, as the `url` crate reads it.
//!
//! The data is the `urltestdata.json` of web-platform-tests that the `url` crate carries beside its source. For each of
//! its absolute addresses that parse, each part that we cut out of the bytes, written as the standard writes it, must be
//! the part that the parser found: user information, host and port, path, query, fragment.
//!
//! What agreement cannot mean, as we cut bytes where they stand: a path with dot segments is not shortened, and tabs
//! and line ends, which the standard takes out first, are taken out before we cut. `file:` addresses and drive letters
//! have rules of their own in which no secret can hide: only their query and fragment are compared.

use hushgate::scrub::container::url::split;
use serde::Deserialize;
use std::path::PathBuf;
use std::process::Command;
use url::Url;

#[derive(Deserialize)]
#[serde(untagged)]
enum Row {
    Case(Case),
    Comment(#[allow(dead_code)] String),
}

#[derive(Deserialize)]
struct Case {
    input: String,
    base: Option<String>,
    #[serde(default)]
    failure: bool,
}

/// What a program of the toolchain prints.
fn said(program: &str, arguments: &[&str]) -> Vec<u8> {
    let program = std::env::var_os(program.to_uppercase()).unwrap_or_else(|| program.into());
    let mut command = Command::new(program);
    let out = command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("it runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    out.stdout
}

/// The source folder of a crate that this one is tested with.
fn source(name: &str) -> PathBuf {
    let version = String::from_utf8(said("rustc", &["-vV"])).expect("text");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    // What other platforms need was never fetched on a machine that is new.
    let ours = ["--offline", "--locked", "--filter-platform", host];
    let out = said("cargo", &[&["metadata", "--format-version", "1"][..], &ours].concat());
    let all: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
    let packages = all["packages"].as_array().expect("packages");
    let package = packages.iter().find(|package| package["name"] == name).expect("a dependency");
    let manifest = PathBuf::from(package["manifest_path"].as_str().expect("a path"));
    manifest.parent().expect("a folder").to_owned()
}

fn cases() -> Vec<Case> {
    let text =
        std::fs::read_to_string(source("url").join("tests/urltestdata.json")).expect("the standard's data");
    let rows: Vec<Row> = serde_json::from_str(&text).expect("rows");
    rows.into_iter().filter_map(|row| if let Row::Case(case) = row { Some(case) } else { None }).collect()
}

/// One part of an address by our cut, put alone into an address that has nothing else.
#[derive(Debug, PartialEq)]
struct Seen {
    userinfo: (String, String),
    host: String,
    port: Option<u16>,
    path: String,
    query: Option<String>,
    fragment: Option<String>,
}

fn theirs(url: &Url) -> Seen {
    Seen {
        userinfo: (url.username().into(), url.password().unwrap_or_default().into()),
        host: url.host_str().unwrap_or_default().into(),
        port: url.port(),
        path: url.path().into(),
        query: url.query().map(Into::into),
        fragment: url.fragment().map(Into::into),
    }
}

/// Our parts as the standard writes them: each is given to the parser in an address made for it. What a relative
/// address leaves out is its base's.
fn ours(input: &str, base: Option<&Url>) -> Result<Seen, String> {
    let parts = split(input.as_bytes());
    let cut = |from: usize, to: usize| input.get(from..to).ok_or(format!("{parts:?} cuts a character"));
    let scheme = match base {
        Some(base) if parts.scheme == 0 => base.scheme(),
        _ => cut(0, parts.scheme)?,
    };
    let alone = |text: String| Url::parse(&text).map_err(|error| format!("{error}: {text}"));
    let (from, to) = parts.authority;
    let colon = if parts.scheme > 0 { parts.scheme + 1 } else { 0 };
    let authority = from > colon || to > from;
    let path = cut(parts.path.0, parts.path.1)?;
    let mut seen = match base {
        Some(base) if !authority => Seen { query: None, fragment: None, ..theirs(base) },
        _ => Seen { host: String::new(), path: String::new(), ..theirs(&alone(format!("{scheme}://h"))?) },
    };
    let host = parts.userinfo.map_or(from, |mark| mark + 1);
    if host < to {
        let address = alone(format!("{scheme}://{}/", cut(host, to)?))?;
        seen.host = address.host_str().unwrap_or_default().into();
        seen.port = address.port();
    }
    if let Some(mark) = parts.userinfo {
        let address = alone(format!("{scheme}://{}@h/", cut(from, mark)?))?;
        seen.userinfo = theirs(&address).userinfo;
    }
    let end = parts.fragment.unwrap_or(input.len());
    if let Some(mark) = parts.query {
        seen.query = alone(format!("{scheme}://h/?{}#", cut(mark + 1, end)?))?.query().map(Into::into);
    }
    if let Some(mark) = parts.fragment {
        let address = alone(format!("{scheme}://h/#{}", cut(mark + 1, input.len())?))?;
        seen.fragment = address.fragment().map(Into::into);
    }
    match base {
        _ if authority => seen.path = alone(format!("{scheme}://h{path}?"))?.path().into(),
        Some(base) if path.is_empty() => {
            seen.query = if parts.query.is_some() { seen.query } else { base.query().map(Into::into) };
        }
        Some(base) => seen.path = base.join(&format!("{path}?")).map_err(|e| e.to_string())?.path().into(),
        None if path.is_empty() => {}
        None => seen.path = alone(format!("{scheme}:{path}?"))?.path().into(),
    }
    Ok(seen)
}

#[test]
fn our_cut_of_a_url_is_the_standards() {
    let mut faults = Vec::new();
    let (mut absolute, mut relative) = (0, 0);
    for case in cases().into_iter().filter(|case| !case.failure) {
        let plain = case.input.trim_matches(|c: char| c <= ' ').replace(['\t', '\n', '\r'], "");
        // An address with a base is one without as well if it parses so.
        let base = case.base.as_deref().and_then(|base| Url::parse(base).ok());
        let (url, base) = match (Url::parse(&plain), base) {
            (Ok(url), _) => (url, None),
            // Beside a base `http:x` is a path, alone it is a host: it is cut as what it is alone.
            (Err(_), Some(base)) if plain.starts_with(&format!("{}:", base.scheme())) => continue,
            (Err(_), Some(base)) => match base.join(&plain) {
                Ok(url) if matches!(base.scheme(), "http" | "https" | "ws" | "wss" | "ftp") => {
                    (url, Some(base))
                }
                _ => continue,
            },
            (Err(_), None) => continue,
        };
        absolute += usize::from(base.is_none());
        relative += usize::from(base.is_some());
        let theirs = theirs(&url);
        match ours(&plain, base.as_ref()) {
            Ok(seen) if seen == theirs => {}
            Ok(seen)
                if url.scheme() == "file"
                    && (&seen.query, &seen.fragment) == (&theirs.query, &theirs.fragment) => {}
            Ok(seen) => faults.push(format!("{:?}: {seen:?}, not {theirs:?}", case.input)),
            Err(why) => faults.push(format!("{:?}: {why}", case.input)),
        }
    }
    println!("{absolute} absolute addresses, {relative} relative ones");
    assert!(absolute > 350 && relative > 40, "{absolute} and {relative}: is this the standard's data?");
    assert!(faults.is_empty(), "{}\n{} differ", faults.join("\n"), faults.len());
}
