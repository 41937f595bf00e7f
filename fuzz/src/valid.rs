//! What it means for each container to be whole, said without the scrubber's own readers.

use hushgate::scrub::Kind;
use serde::de::IgnoredAny;

fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
}

/// What is no longer whole in `output` though it was in `input`.
pub fn broken(kind: Kind, input: &[u8], output: &[u8]) -> Option<&'static str> {
    if kind != Kind::Protobuf && std::str::from_utf8(input).is_ok() && std::str::from_utf8(output).is_err() {
        return Some("text became bytes");
    }
    let count = |read: fn(&[u8]) -> Option<usize>| read(input).is_some_and(|n| read(output) != Some(n));
    let broken = match kind {
        Kind::Json => is_json(input) && !is_json(output),
        Kind::Lines => count(lines),
        Kind::Envelope => count(items),
        Kind::Multipart => count(parts),
        Kind::Protobuf => fields(input).is_some() && fields(output).is_none(),
        Kind::Url => is_url(input) && !is_url(output),
        _ => false,
    };
    broken.then_some("no longer whole")
}

fn is_url(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| url::Url::parse(text).is_ok())
}

/// How many lines are JSON, if all are.
fn lines(bytes: &[u8]) -> Option<usize> {
    let lines: Vec<_> = bytes.split(|b| *b == b'\n').filter(|line| !line.trim_ascii().is_empty()).collect();
    lines.iter().all(|line| is_json(line)).then_some(lines.len())
}

/// How many items an envelope has, if each has the length its header gives.
fn items(envelope: &[u8]) -> Option<usize> {
    let line = |bytes: &[u8]| bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
    let mut rest = envelope.get(line(envelope) + 1..)?;
    let mut count = 0;
    while !rest.is_empty() {
        let end = line(rest);
        let header: serde_json::Value = serde_json::from_slice(&rest[..end]).ok()?;
        rest = rest.get(end + 1..)?;
        let length = match header.get("length") {
            Some(length) => usize::try_from(length.as_u64()?).ok()?,
            None => line(rest),
        };
        rest = rest.get(length..)?;
        if let Some((newline, after)) = rest.split_first() {
            if *newline != b'\n' {
                return None;
            }
            rest = after;
        }
        count += 1;
    }
    Some(count)
}

/// How many parts a multipart body has between its boundaries.
fn parts(body: &[u8]) -> Option<usize> {
    let end = body.windows(2).position(|w| w == b"\r\n")?;
    let boundary = [b"\r\n", &body[..end]].concat();
    let close = [&boundary[..], b"--"].concat();
    let count = body.windows(boundary.len()).filter(|w| *w == boundary).count();
    body.windows(close.len()).any(|w| w == close).then_some(count)
}

/// How many fields a message has, if it is one.
fn fields(bytes: &[u8]) -> Option<usize> {
    let varint = |i: &mut usize| {
        let mut value = 0u64;
        for n in 0..10 {
            let b = *bytes.get(*i)?;
            *i += 1;
            value |= u64::from(b & 0x7f).checked_shl(7 * n)?;
            if b < 0x80 {
                return Some(value);
            }
        }
        None
    };
    let (mut i, mut count) = (0, 0);
    while i < bytes.len() {
        let tag = varint(&mut i)?;
        match tag & 7 {
            0 => drop(varint(&mut i)?),
            1 => i += 8,
            2 => i = i.checked_add(usize::try_from(varint(&mut i)?).ok()?)?,
            5 => i += 4,
            _ => return None,
        }
        if tag >> 3 == 0 || i > bytes.len() {
            return None;
        }
        count += 1;
    }
    Some(count)
}

/// The ways to add a text to a payload so that it is another value of it, and nothing in the payload is about it.
pub fn beside(kind: Kind, input: &[u8], plant: &str) -> Vec<Vec<u8>> {
    let quoted = serde_json::Value::from(plant).to_string();
    let encoded = crate::scrub_support::percent(plant);
    let join = |parts: &[&[u8]]| parts.concat();
    match kind {
        Kind::Json if is_json(input) => vec![
            join(&[b"[", input, b",", quoted.as_bytes(), b"]"]),
            join(&[b"{\"zz\":", quoted.as_bytes(), b",\"in\":", input, b"}"]),
        ],
        Kind::Lines if lines(input).is_some() => vec![
            join(&[input, b"\n{\"zz\":", quoted.as_bytes(), b"}"]),
            join(&[b"{\"zz\":", quoted.as_bytes(), b"}\n", input]),
        ],
        Kind::Form => vec![
            join(&[input, b"&zz=", encoded.as_bytes()]),
            join(&[b"zz=", encoded.as_bytes(), b"&", input]),
        ],
        // In a data URL is a file and no link.
        Kind::Url if is_url(input) && !input.starts_with(b"data") => {
            let mark: &[u8] = if input.contains(&b'?') || input.contains(&b'#') { b"&zz=" } else { b"?zz=" };
            vec![join(&[input, mark, encoded.as_bytes()])]
        }
        Kind::Text => vec![join(&[plant.as_bytes(), b"\n", input])],
        Kind::Envelope if items(input).is_some_and(|count| count > 0) => {
            let payload = join(&[b"{\"zz\":", quoted.as_bytes(), b"}"]);
            let header = format!("{{\"type\":\"event\",\"length\":{}}}\n", payload.len());
            let gap: &[u8] = if input.ends_with(b"\n") { b"" } else { b"\n" };
            vec![join(&[input, gap, header.as_bytes(), &payload])]
        }
        Kind::Protobuf => vec![join(&[input, &crate::scrub_support::nest::field(15, plant.as_bytes())])],
        _ => Vec::new(),
    }
}
