//! The scrubber on the command line: one payload from standard input, scrubbed to standard output.

use hushgate::catalogue::{self, Vendor};
use hushgate::egress;
use hushgate::scrub::{Kind, Outcome, Refusal, scrub};
use std::hash::{BuildHasher, RandomState};
use std::io::{Read, Write};
use std::process::ExitCode;

const HELP: &str = "\
Scrubs one payload: standard input to standard output.

Usage: scrub [--content-type TYPE] [--vendor ID] [--report json]

  --content-type TYPE  how to read the input: application/json, application/x-ndjson,
                       application/x-www-form-urlencoded, application/x-sentry-envelope,
                       multipart/form-data, application/x-protobuf, text/plain, text/uri-list (one URL);
                       without it the container is told from the bytes
  --vendor ID          whose request it is (ga4, sentry, mixpanel, …): what that vendor needs is kept;
                       without it a URL is looked up in the catalogue
  --report json        what was removed, as one line of JSON on standard error:
                       [{\"rule\":…,\"place\":…,\"count\":…},…], never a value
  --help               this text

Exit status: 0 scrubbed; 2 not readable or wrong usage, and then nothing is written to standard output.";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("scrub: {error}");
            ExitCode::from(2)
        }
    }
}

#[derive(Default)]
struct Options {
    content_type: Option<String>,
    vendor: Option<Vendor>,
    report: bool,
    help: bool,
}

fn options(mut args: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    while let Some(arg) = args.next() {
        let (name, given) = match arg.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (arg, None),
        };
        let mut value = || given.clone().or_else(|| args.next()).ok_or(format!("{name} needs a value"));
        match name.as_str() {
            "--help" | "-h" => options.help = true,
            "--content-type" => options.content_type = Some(value()?),
            "--vendor" => {
                let id = value()?;
                let known = || catalogue::vendors().map(Vendor::id).collect::<Vec<_>>().join(", ");
                let vendor = catalogue::vendor(&id);
                options.vendor =
                    Some(vendor.ok_or_else(|| format!("no vendor {id:?}; known are {}", known()))?);
            }
            "--report" => match value()?.as_str() {
                "json" => options.report = true,
                other => return Err(format!("--report {other:?}: only json is known")),
            },
            _ => return Err(format!("unknown option {name:?}; --help lists what there is")),
        }
    }
    Ok(options)
}

fn run() -> Result<(), String> {
    let options = options(std::env::args().skip(1))?;
    if options.help {
        println!("{HELP}");
        return Ok(());
    }
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input).map_err(|e| format!("standard input: {e}"))?;
    let kind = options
        .content_type
        .as_deref()
        .map_or(Kind::Auto, |name| Kind::from_content_type(name.to_ascii_lowercase().as_bytes()));
    // A line end that a shell added is no part of a URL, but of what is written back.
    let line = kind == Kind::Url || (kind == Kind::Auto && !input.trim_ascii().contains(&b'\n'));
    let body = if line { input.trim_ascii_end() } else { &input };
    let vendor = options.vendor.or_else(|| vendor_of(body));
    let outcome = scrub(body, kind, vendor, &key()).map_err(|refusal| explain(refusal).to_owned())?;
    let mut out = outcome.apply(body);
    out.extend_from_slice(&input[body.len()..]);
    std::io::stdout().write_all(&out).map_err(|e| format!("standard output: {e}"))?;
    if options.report {
        eprintln!("{}", report(&outcome));
    }
    Ok(())
}

/// The vendor whose request this URL is.
fn vendor_of(body: &[u8]) -> Option<Vendor> {
    egress::vendor_of(std::str::from_utf8(body).ok()?)
}

/// A key of this run: pseudonyms of two runs have nothing in common.
fn key() -> [u8; 32] {
    let mut key = [0; 32];
    for chunk in key.chunks_mut(8) {
        chunk.copy_from_slice(&RandomState::new().hash_one(0).to_le_bytes());
    }
    key
}

fn explain(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Malformed => "the input is not what its content type says, or is broken",
        Refusal::Deep => "the input is nested too deeply",
        Refusal::Large => "the input is larger than 8 MiB",
        Refusal::Unsupported => {
            "the input is compressed, binary or in an unknown container; decompress it first"
        }
    }
}

fn report(outcome: &Outcome) -> String {
    let quote = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let row = |(rule, place, count): &(&str, &str, u32)| {
        format!("{{\"rule\":{},\"place\":{},\"count\":{count}}}", quote(rule), quote(place))
    };
    format!("[{}]", outcome.report.rows().iter().map(row).collect::<Vec<_>>().join(","))
}
