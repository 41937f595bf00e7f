//! The scrubber on the command line: one payload from standard input, scrubbed to standard output.

use flate2::Compression;
use flate2::read::{GzDecoder, GzEncoder, ZlibDecoder, ZlibEncoder};
use hushgate::catalogue::{self, Vendor};
use hushgate::egress;
use hushgate::scrub::limit;
use hushgate::scrub::{Kind, Outcome, Refusal, scrub};
use std::hash::{BuildHasher, RandomState};
use std::io::{Read, Write};
use std::process::ExitCode;

const HELP: &str = "\
Scrubs one payload: standard input to standard output.

Usage: scrub [--kind KIND | --content-type TYPE] [--vendor ID] [--report json]

  --kind KIND          what the input is: url, form, json, lines (JSON or queries, one a line), envelope (Sentry),
                       multipart, protobuf, text, or auto (told from the bytes), which is the default
  --content-type TYPE  how to read the input: application/json, application/x-ndjson,
                       application/x-www-form-urlencoded, application/x-sentry-envelope,
                       multipart/form-data, application/x-protobuf, text/plain, text/uri-list (one URL)
  --vendor ID          whose request it is (ga4, sentry, mixpanel, …): what that vendor needs is kept;
                       without it a URL is looked up in the catalogue
  --report json        what was removed, as one line of JSON on standard error:
                       [{\"rule\":…,\"place\":…,\"count\":…},…], never a value
  --help               this text

gzip and zlib are unpacked, up to 8 MiB, and packed again.

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
    kind: Option<Kind>,
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
            "--content-type" => {
                options.kind = Some(Kind::from_content_type(value()?.to_ascii_lowercase().as_bytes()));
            }
            "--kind" => {
                let name = value()?;
                let known = Kind::ALL.into_iter().find(|kind| format!("{kind:?}").to_lowercase() == name);
                options.kind = Some(known.ok_or(format!("no kind {name:?}; --help lists them"))?);
            }
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
    let packing = packing(&input);
    if let Some(packing) = packing {
        input = packing.unpack(&input)?;
    }
    let mut kind = options.kind.unwrap_or(Kind::Auto);
    // A line end that a shell added is no part of a URL, but of what is written back.
    let line = kind == Kind::Url || (kind == Kind::Auto && !input.trim_ascii().contains(&b'\n'));
    let body = if line { input.trim_ascii_end() } else { &input };
    let own = vendor_of(body);
    if own.is_some() && kind == Kind::Auto {
        kind = Kind::Url;
    }
    let vendor = options.vendor.or(own);
    let outcome = scrub(body, kind, vendor, &key()).map_err(|refusal| explain(refusal).to_owned())?;
    let mut out = outcome.apply(body);
    out.extend_from_slice(&input[body.len()..]);
    if let Some(packing) = packing {
        out = packing.pack(&out)?;
    }
    std::io::stdout().write_all(&out).map_err(|e| format!("standard output: {e}"))?;
    if options.report {
        eprintln!("{}", report(&outcome));
    }
    Ok(())
}

/// How an input is compressed.
#[derive(Clone, Copy)]
enum Packing {
    Gzip,
    Zlib,
}

/// Told from the first bytes, as the browser's scrubber tells it.
fn packing(input: &[u8]) -> Option<Packing> {
    match input {
        [0x1f, 0x8b, ..] => Some(Packing::Gzip),
        [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] => Some(Packing::Zlib),
        _ => None,
    }
}

impl Packing {
    fn unpack(self, input: &[u8]) -> Result<Vec<u8>, String> {
        let reader: Box<dyn Read> = match self {
            Packing::Gzip => Box::new(GzDecoder::new(input)),
            Packing::Zlib => Box::new(ZlibDecoder::new(input)),
        };
        let mut plain = Vec::new();
        // One more than may be, so that a bomb is known before it is whole.
        let read = reader.take(limit::SIZE as u64 + 1).read_to_end(&mut plain);
        read.map_err(|error| format!("the compressed input is broken: {error}"))?;
        if plain.len() > limit::SIZE {
            return Err(explain(Refusal::Large).to_owned());
        }
        Ok(plain)
    }

    fn pack(self, plain: &[u8]) -> Result<Vec<u8>, String> {
        let mut reader: Box<dyn Read> = match self {
            Packing::Gzip => Box::new(GzEncoder::new(plain, Compression::default())),
            Packing::Zlib => Box::new(ZlibEncoder::new(plain, Compression::default())),
        };
        let mut packed = Vec::new();
        reader.read_to_end(&mut packed).map_err(|error| format!("cannot compress: {error}"))?;
        Ok(packed)
    }
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
        Refusal::Malformed => "the input is not what it is said to be, or is broken",
        Refusal::Deep => "the input is nested too deeply",
        Refusal::Large => "the input is larger than 8 MiB",
        Refusal::Unsupported => "the input is binary or in an unknown container",
    }
}

fn report(outcome: &Outcome) -> String {
    let quote = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let row = |(rule, place, count): &(&str, &str, u32)| {
        format!("{{\"rule\":{},\"place\":{},\"count\":{count}}}", quote(rule), quote(place))
    };
    format!("[{}]", outcome.report.rows().iter().map(row).collect::<Vec<_>>().join(","))
}
