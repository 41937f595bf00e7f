//! Templates of token shapes: `ghp_{b62:36}`, `pypi-{b64u:50-}`. One text is both the pattern of a family and, grown
//! with characters in a fixed order, its example, so that nothing in the repository looks like a token.

use crate::scan::class::{SETS, is};
use crate::scan::family;

/// A piece of a template.
#[derive(Debug, PartialEq)]
pub enum Piece {
    /// itself
    Text(String),
    /// code of a set, length, and whether it may be longer
    Run(usize, usize, bool),
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
            let set = SETS.iter().position(|have| *have == name)?;
            let least = len.strip_suffix('-').unwrap_or(len).parse().ok()?;
            (least <= 255).then_some(Piece::Run(set, least, len.ends_with('-')))
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
    const UUID: &str = "{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}";
    let mut out = Vec::new();
    for piece in parse(&template.replace(UUID, "\u{7f}"))? {
        match piece {
            Piece::Text(text) if text.bytes().all(|b| b > family::CHANCE && b.is_ascii()) => {
                out.extend(text.bytes());
            }
            Piece::Text(_) => return Err(format!("{template}: not plain ASCII")),
            Piece::Run(set, least, more) => {
                out.extend([0x80 | set as u8 | if more { family::MORE } else { 0 }, least as u8]);
            }
        }
    }
    Ok(out)
}

/// One text of this shape; other seeds give others.
pub fn expand(template: &str, seed: u32) -> String {
    let mut state = seed.wrapping_mul(2_654_435_761) ^ 0x5eed_1234;
    let mut out = String::new();
    for piece in parse(template).unwrap_or_default() {
        match piece {
            Piece::Text(text) => out.push_str(&text),
            Piece::Run(set, least, more) => {
                let chars: Vec<char> =
                    (b'!'..=b'~').filter(|b| is(*b, 1 << set) && *b != b'=').map(char::from).collect();
                let len = if more { least + 7 } else { least };
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
            parse("a_{d:2-}b").unwrap(),
            [Piece::Text("a_".into()), Piece::Run(0, 2, true), Piece::Text("b".into())]
        );
        let grown = expand("ghp_{b62:36}", 1);
        assert!(grown.len() == 40 && grown.starts_with("ghp_"));
        assert_eq!(expand(r#"{"a":"{hex:4}"}"#, 1).len(), 12);
        assert_eq!(compile("x{hex:30}y{d:3-}").unwrap(), [b'x', 0x81, 30, b'y', 0x90, 3]);
        assert_eq!(compile("{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}").unwrap(), [family::UUID]);
    }
}
