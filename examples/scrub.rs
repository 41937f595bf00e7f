//! The scrubber on the command line: standard input to standard output, the report to standard error.

use hushgate::catalogue::{self, Vendor};
use hushgate::egress::vendor_of;
use hushgate::scrub::{self, Kind, Outcome, Refusal};
use std::io::{Read, Write};
use std::process::ExitCode;

const HELP: &str = "\
Scrubs one analytics payload: standard input to standard output.

usage: scrub [--content-type TYPE] [--vendor ID] [--report json] [--list-vendors]

  --content-type TYPE  what the input is: application/json, application/x-ndjson, text/plain,
                       application/x-www-form-urlencoded, application/x-sentry-envelope,
                       text/uri-list for a URL, …; found out from the input if not given
  --vendor ID          apply the profile of this vendor; a URL's vendor is found by its host
  --report json        one line of JSON on standard error: [{\"rule\", \"place\", \"count\"}]
  --list-vendors       print the ids that --vendor takes

Pseudonyms are made with a key of this run only. What cannot be read is refused: exit status 2,
the reason on standard error, nothing on standard output.
";

struct Arguments {
    content_type: Option<String>,
    vendor: Option<Vendor>,
    report: bool,
}

fn main() -> ExitCode {
    let arguments = match read_arguments() {
        Ok(Some(arguments)) => arguments,
        Ok(None) => return ExitCode::SUCCESS,
        Err(message) => return refuse(&message),
    };
    let mut input = Vec::new();
    if let Err(error) = std::io::stdin().lock().read_to_end(&mut input) {
        return refuse(&error.to_string());
    }
    // `echo` ends what it prints with a newline that is no part of a URL or a form.
    let newline = input.strip_suffix(b"\n").map(<[u8]>::len);
    let payload = &input[..newline.unwrap_or(input.len())];
    let kind = arguments.content_type.as_deref().map_or(Kind::Auto, Kind::from_content_type);
    let vendor = arguments.vendor.or_else(|| std::str::from_utf8(payload).ok().and_then(vendor_of));
    let outcome = match scrub::scrub(payload, kind, vendor, &run_key()) {
        Ok(outcome) => outcome,
        Err(why) => return refuse(explain(why)),
    };
    if arguments.report {
        eprintln!("{}", report(&outcome));
    }
    let mut output = outcome.apply(payload);
    output.extend_from_slice(&input[payload.len()..]);
    match std::io::stdout().lock().write_all(&output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(&error.to_string()),
    }
}

fn read_arguments() -> Result<Option<Arguments>, String> {
    let mut read = Arguments { content_type: None, vendor: None, report: false };
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        let (name, inline) = match argument.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (argument, None),
        };
        let mut value = || inline.clone().or_else(|| given.next()).ok_or(format!("{name} needs a value"));
        match name.as_str() {
            "--help" | "-h" => {
                print!("{HELP}");
                return Ok(None);
            }
            "--list-vendors" => {
                catalogue::vendors().for_each(|vendor| println!("{}", vendor.id()));
                return Ok(None);
            }
            "--content-type" => read.content_type = Some(value()?),
            "--vendor" => {
                let id = value()?;
                let known = catalogue::vendor(&id);
                read.vendor = Some(known.ok_or(format!("no vendor `{id}`; --list-vendors names them"))?);
            }
            "--report" => match value()?.as_str() {
                "json" => read.report = true,
                other => return Err(format!("--report takes `json`, not `{other}`")),
            },
            other => return Err(format!("unknown argument `{other}`; --help explains")),
        }
    }
    Ok(Some(read))
}

/// A key for this run: the standard library's hasher is seeded by the operating system.
fn run_key() -> [u8; 32] {
    use std::hash::{BuildHasher, RandomState};
    let mut key = [0; 32];
    for part in key.chunks_exact_mut(8) {
        part.copy_from_slice(&RandomState::new().hash_one(part.as_ptr() as usize).to_le_bytes());
    }
    key
}

fn report(outcome: &Outcome) -> serde_json::Value {
    let mut lines = Vec::new();
    outcome.write_report(&mut lines);
    let text = String::from_utf8_lossy(&lines);
    text.lines()
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let (rule, place, count) = (fields.next()?, fields.next()?, fields.next()?.parse::<u32>().ok()?);
            Some(serde_json::json!({ "rule": rule, "place": place, "count": count }))
        })
        .collect()
}

fn explain(why: Refusal) -> &'static str {
    match why {
        Refusal::Malformed => "the input is not what its content type says, or is broken",
        Refusal::TooDeep => "the input is nested deeper than the scrubber follows",
        Refusal::TooLarge => "the input is larger than the scrubber takes",
        Refusal::Unsupported => "the input is of a kind that the scrubber does not read, or compressed",
    }
}

fn refuse(why: &str) -> ExitCode {
    eprintln!("scrub: {why}");
    ExitCode::from(2)
}
