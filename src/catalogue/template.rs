//! Templates of token shapes: `ghp_{b62:36}`, `pypi-{b64u:50-1000}`. One text is both the pattern of a family and, grown
//! with characters in a fixed order, its example, so that nothing in the repository looks like a token.

use crate::scan::class::{SETS, is};

/// A piece of a template.
#[derive(Debug, PartialEq)]
pub enum Piece {
    /// itself
    Text(String),
    /// code of a set, least and greatest length
    Run(usize, usize, usize),
}

/// Reads a template; the error says what is wrong.
pub fn parse(template: &str) -> Result<Vec<Piece>, String> {
    let mut out = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        if open > 0 {
            out.push(Piece::Text(rest[..open].to_owned()));
        }
        let inner = rest[open + 1..].split('}').next().unwrap_or_default();
        let run = inner.split_once(':').and_then(|(name, len)| {
            let set = SETS.iter().position(|(have, _)| *have == name)?;
            let (least, most) = match len.split_once('-') {
                Some((a, b)) => (a.parse().ok()?, b.parse().ok()?),
                None => (len.parse().ok()?, len.parse().ok()?),
            };
            (least <= 255 && least <= most && most < 65536).then_some(Piece::Run(set, least, most))
        });
        match run {
            Some(run) => {
                out.push(run);
                rest = &rest[open + inner.len() + 2..];
            }
            // A brace that opens no run is itself: examples hold JSON.
            None => {
                out.push(Piece::Text("{".into()));
                rest = &rest[open + 1..];
            }
        }
    }
    if !rest.is_empty() {
        out.push(Piece::Text(rest.to_owned()));
    }
    Ok(out)
}

/// The template as the byte code of `scan::family`.
pub fn compile(template: &str) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    for piece in parse(template)? {
        match piece {
            Piece::Text(text) if text.is_ascii() => out.extend(text.bytes()),
            Piece::Text(_) => return Err(format!("{template}: not ASCII")),
            Piece::Run(set, least, most) => {
                out.extend([0x80 | set as u8, least as u8, (most >> 8) as u8, most as u8]);
            }
        }
    }
    Ok(out)
}

/// The literal text a template begins with.
pub fn prefix(template: &str) -> &str {
    &template[..template.find('{').unwrap_or(template.len())]
}

/// One text of this shape; other seeds give others.
pub fn expand(template: &str, seed: u32) -> String {
    let mut state = seed.wrapping_mul(2_654_435_761) ^ 0x5eed_1234;
    let mut out = String::new();
    for piece in parse(template).unwrap_or_default() {
        match piece {
            Piece::Text(text) => out.push_str(&text),
            Piece::Run(set, least, most) => {
                let chars: Vec<char> =
                    (b'!'..=b'~').filter(|b| is(*b, SETS[set].1) && *b != b'=').map(char::from).collect();
                let len = if most == least { least } else { least + (most - least).min(7) };
                for _ in 0..len {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    out.push(chars[(state >> 16) as usize % chars.len()]);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_reads_grows_and_compiles() {
        assert_eq!(
            parse("a_{d:2-3}b").unwrap(),
            [Piece::Text("a_".into()), Piece::Run(2, 2, 3), Piece::Text("b".into())]
        );
        let grown = expand("ghp_{b62:36}", 1);
        assert!(grown.len() == 40 && grown.starts_with("ghp_"));
        assert_eq!(expand(r#"{"a":"{hex:4}"}"#, 1).len(), 12);
        assert_eq!(compile("x{hex:30}y").unwrap(), [b'x', 0x81, 30, 0, 30, b'y']);
    }
}
