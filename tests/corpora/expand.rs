//! Turns the templates of the corpora into bytes: made-up values by class, and wrappings such as percent or base64.
//!
//! No value of a token's shape is written down anywhere; each is made from the row it stands in, so that the same
//! template in `input`, `gone` and `kept` of one row means the same value.
//! `{b62:36}` is 36 characters of a class, `{b62:36#2}` another such value, `⟦b64 pct|…⟧` wraps its content.

#[path = "dice.rs"]
mod dice;

use dice::{Dice, base64, grouped};

/// A source of made-up values; two rows, or two variants of one row, never share one.
#[derive(Clone, Copy)]
pub struct Maker {
    seed: u64,
}

const OPEN: &str = "⟦";
const CLOSE: &str = "⟧";

fn escaped(bytes: &[u8], plain: &str, plus: bool) -> Vec<u8> {
    let mut out = Vec::new();
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || plain.as_bytes().contains(byte) {
            out.push(*byte);
        } else if plus && *byte == b' ' {
            out.push(b'+');
        } else {
            out.extend_from_slice(format!("%{byte:02X}").as_bytes());
        }
    }
    out
}

fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value > 127 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

fn wrap(name: &str, content: Vec<u8>) -> Vec<u8> {
    let (name, argument) = name.split_once('=').unwrap_or((name, ""));
    let field: u64 = argument.parse().unwrap_or_default();
    let number = || String::from_utf8_lossy(&content).parse::<u64>().unwrap_or_default();
    let mut out = Vec::new();
    match name {
        "pct" => return escaped(&content, "-_.!~*'()", false),
        "form" => return escaped(&content, "*-._", true),
        "b64" => return base64(&content, false).into_bytes(),
        "b64u" => return base64(&content, true).into_bytes(),
        "js" => {
            let text = serde_json::Value::from(String::from_utf8_lossy(&content)).to_string();
            return text.as_bytes()[1..text.len() - 1].to_vec();
        }
        "unhex" => {
            for pair in content.chunks(2) {
                let pair = std::str::from_utf8(pair).unwrap_or_default();
                out.push(u8::from_str_radix(pair, 16).expect("hex digits"));
            }
        }
        "pb" => {
            varint(field << 3 | 2, &mut out);
            varint(content.len() as u64, &mut out);
            out.extend(content);
        }
        "vi" => {
            varint(field << 3, &mut out);
            varint(number(), &mut out);
        }
        "f64" => {
            varint(field << 3 | 1, &mut out);
            out.extend(number().to_le_bytes());
        }
        "item" => {
            let header = format!("{{\"type\":\"{argument}\",\"length\":{}}}\n", content.len());
            out.extend(header.into_bytes());
            out.extend(content);
            out.push(b'\n');
        }
        other => panic!("no wrapping is called {other:?}"),
    }
    out
}

impl Maker {
    /// For one row, told by its input, and one of its variants.
    pub fn new(row: &str, variant: u64) -> Maker {
        let seed = row.bytes().fold(0xcbf2_9ce4_8422_2325 ^ variant, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Maker { seed }
    }

    /// The bytes a template stands for.
    pub fn expand(self, template: &str) -> Vec<u8> {
        let mut out = Vec::new();
        let mut rest = template;
        while let Some(at) = rest.find(['{', '⟦']) {
            out.extend_from_slice(&rest.as_bytes()[..at]);
            rest = &rest[at..];
            if let Some(inner) = rest.strip_prefix(OPEN) {
                let end = closing(inner);
                let (names, content) = inner[..end].split_once('|').expect("⟦wrapping|content⟧");
                // `item event` takes its argument as a word, the others with `=`.
                let names = names.replace("item ", "item=");
                let content =
                    names.split(' ').fold(self.expand(content), |content, name| wrap(name, content));
                out.extend(content);
                rest = &inner[end + CLOSE.len()..];
            } else if let Some((value, length)) = self.value(rest) {
                out.extend(value.into_bytes());
                rest = &rest[length..];
            } else {
                out.push(b'{');
                rest = &rest[1..];
            }
        }
        out.extend_from_slice(rest.as_bytes());
        out
    }

    /// `{class:arguments#tag}` at the start of a text, or none where the brace is only a brace.
    fn value(self, text: &str) -> Option<(String, usize)> {
        let end = text.find('}')?;
        let whole = &text[1..end];
        let (class, rest) = whole.split_once(':')?;
        let arguments = rest.split('#').next()?;
        let seed = Maker::new(whole, self.seed).seed;
        let mut dice = Dice(seed);
        let (first, second) = arguments.split_once(':').unwrap_or((arguments, ""));
        let number = |text: &str| text.parse::<usize>().ok();
        let value = match class {
            "uuid" => dice.uuid(first),
            "jwt" => dice.jwt(number(first)?).join("."),
            "jwt0" => {
                let [header, claims, _] = dice.jwt(number(first)?);
                header.replace("HS256", "none") + "." + &claims + "."
            }
            "jwtb64" => base64(dice.jwt(number(first)?).join(".").as_bytes(), true),
            "jwe" => {
                let header = base64(br#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#, true);
                let parts = [342, 16, 64, 22].map(|count| dice.class("b64u", count));
                parts.into_iter().flatten().fold(header, |all, part| all + "." + &part)
            }
            "pem" => {
                let mut all = ["-----BEGIN ", arguments, "-----\n"].concat();
                for _ in 0..6 {
                    all += &dice.class("b64", 64)?;
                    all.push('\n');
                }
                all + &dice.class("b64", 22)? + "==\n-----END " + arguments + "-----"
            }
            "card" => dice.card(first, number(second)?),
            "cards" => grouped(&dice.card(first, number(second)?), " "),
            "cardd" => grouped(&dice.card(first, number(second)?), "-"),
            "iban" => dice.iban(first)?,
            "ibans" => grouped(&dice.iban(first)?, " "),
            "oct" => (101 + dice.next() % 150).to_string(),
            class => dice.class(class, number(first)?)?,
        };
        Some((value, end + 1))
    }
}

/// Where the bracket that is already open closes.
fn closing(text: &str) -> usize {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '⟦' => depth += 1,
            '⟧' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    panic!("no ⟧ in {text:?}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(template: &str) -> String {
        String::from_utf8(Maker::new("row", 0).expand(template)).expect("text")
    }

    #[test]
    fn a_template_means_the_same_all_through_its_row() {
        assert_eq!(made("{b62:36}"), made("{b62:36}"));
        assert_ne!(made("{b62:36}"), made("{b62:36#2}"));
        assert_ne!(Maker::new("other", 0).expand("{b62:36}"), Maker::new("row", 0).expand("{b62:36}"));
        assert_ne!(Maker::new("row", 1).expand("{b62:36}"), Maker::new("row", 0).expand("{b62:36}"));
        assert_eq!(made(r#"{"a":{"b":1}}{x:1}"#), r#"{"a":{"b":1}}{x:1}"#);
    }

    #[test]
    fn checks_of_cards_and_accounts_are_right() {
        let card: Vec<u32> = made("{card:4:16}").chars().filter_map(|c| c.to_digit(10)).collect();
        let sum: u32 = card
            .iter()
            .rev()
            .enumerate()
            .map(|(i, d)| if i % 2 == 1 { d * 2 / 10 + d * 2 % 10 } else { *d })
            .sum();
        assert_eq!((card.len(), sum % 10), (16, 0));
        // The standard's own way: first four to the back, letters as 10…35, remainder 1.
        let iban = made("{iban:GB}");
        let turned = iban[4..].to_owned() + &iban[..4];
        let rest = turned
            .chars()
            .filter_map(|c| c.to_digit(36))
            .fold(0, |rest, value| (rest * if value > 9 { 100 } else { 10 } + value) % 97);
        assert_eq!((iban.len(), rest), (22, 1));
    }

    #[test]
    fn wrappings_wrap() {
        assert_eq!(made("⟦pct|a b/⟦pct|&⟧⟧"), "a%20b%2F%2526");
        assert_eq!(made("⟦b64 pct|{\"a\":1}⟧"), "eyJhIjoxfQ%3D%3D");
        assert_eq!(made("⟦js|say \"x\"⟧"), "say \\\"x\\\"");
        assert_eq!(made("⟦item event|{}⟧"), "{\"type\":\"event\",\"length\":2}\n{}\n");
        assert_eq!(Maker::new("", 0).expand("⟦pb=1|ab⟧⟦vi=2|300⟧"), [10, 2, b'a', b'b', 16, 0xac, 2]);
    }
}
