//! A family's template as a regular expression: the same shape for what searches otherwise, the test oracle and the
//! benchmark. Rust and JavaScript read it alike.

use super::template::{Piece, parse};
use crate::scan::class::{SETS, is};

/// The expression of a template: `ghp_{b62:36}` is `ghp_[0-9A-Za-z]{36}`. What may stand on either side is not in it.
pub fn regex(template: &str) -> Result<String, String> {
    let mut out = String::new();
    for piece in parse(template)? {
        match piece {
            Piece::Text(text) => out += &escape(&text),
            Piece::Run(set, least, more) => {
                out += &class(SETS[set].1);
                out += &format!("{{{least}{}}}", if more { "," } else { "" });
            }
        }
    }
    Ok(out)
}

/// The text as an expression that matches itself.
pub fn escape(text: &str) -> String {
    // Rust gives `\<` and `\>` a meaning.
    let plain = |c: char| c.is_ascii_alphanumeric() || "_<>".contains(c) || !c.is_ascii();
    text.chars().flat_map(|c| (!plain(c)).then_some('\\').into_iter().chain([c])).collect()
}

/// The bytes of a set as ranges.
fn class(set: u32) -> String {
    let mut out = String::from("[");
    let mut from = 0u8;
    while from < 0x80 {
        if !is(from, set) {
            from += 1;
            continue;
        }
        let mut to = from;
        while is(to + 1, set) {
            to += 1;
        }
        out += &escape(&char::from(from).to_string());
        if to > from {
            out += &format!("-{}", escape(&char::from(to).to_string()));
        }
        from = to + 1;
    }
    out + "]"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_an_expression() {
        assert_eq!(regex("gh.p-{b62:36}x{hex:4-}").unwrap(), r"gh\.p\-[0-9A-Za-z]{36}x[0-9a-f]{4,}");
        assert_eq!(regex("{b64u:2}{b64:3}").unwrap(), r"[\-0-9A-Z_a-z]{2}[\+\/-9\=A-Za-z]{3}");
    }
}
