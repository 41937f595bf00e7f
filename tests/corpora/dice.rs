//! Made-up values: characters of a class, UUIDs, JWTs, cards and accounts whose check digits are right.

const B64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The same throws each time for the same seed.
pub struct Dice(pub u64);

impl Dice {
    /// Any number (splitmix64).
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn of(&mut self, alphabet: &str, count: usize) -> String {
        let letters = alphabet.as_bytes();
        (0..count).map(|_| letters[self.next() as usize % letters.len()] as char).collect()
    }

    /// `count` characters of a class, if there is such a class.
    pub fn class(&mut self, name: &str, count: usize) -> Option<String> {
        let alphabet = match name {
            "b62" => &B64[..62],
            "b64" => B64,
            "b64u" => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
            "b58" => "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
            "hex" => "0123456789abcdef",
            "HEX" => "0123456789ABCDEF",
            "d" => "0123456789",
            "d0" | "d4" => "123456789",
            "U" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
            "U32l" => "abcdefghijklmnopqrstuvwxyz234567",
            "B32" => "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
            "w" => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_",
            "a" => "abcdefghijklmnopqrstuvwxyz",
            "A" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "al" => &B64[..52],
            "an" => "abcdefghijklmnopqrstuvwxyz0123456789",
            "AN" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
            _ => return None,
        };
        Some(self.of(alphabet, count))
    }

    /// A UUID of a version.
    pub fn uuid(&mut self, version: &str) -> String {
        let (a, b, c) = (self.class("hex", 8), self.class("hex", 4), self.class("hex", 3));
        let (variant, d, e) = (self.of("89ab", 1), self.class("hex", 3), self.class("hex", 12));
        let text = |part: Option<String>| part.unwrap_or_default();
        [&text(a), &text(b), &(version.to_owned() + &text(c)), &(variant + &text(d)), &text(e)]
            .map(String::as_str)
            .join("-")
    }

    /// Header, claims and signature.
    pub fn jwt(&mut self, about: usize) -> [String; 3] {
        let word = self.of(&B64[..62], about / 2);
        let claims = format!("{{\"iat\":17672{:05},\"jti\":\"{word}\"}}", self.next() % 99999);
        [
            base64(br#"{"alg":"HS256","typ":"JWT"}"#, true),
            base64(claims.as_bytes(), true),
            self.class("b64u", 43).unwrap_or_default(),
        ]
    }

    /// A card number that passes Luhn.
    pub fn card(&mut self, iin: &str, length: usize) -> String {
        let mut text = iin.to_owned() + &self.of("0123456789", length - iin.len() - 1);
        let doubled = |c: u8| [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][usize::from(c - b'0')];
        let sum: u32 = text
            .bytes()
            .rev()
            .enumerate()
            .map(|(i, c)| if i % 2 == 0 { doubled(c) } else { u32::from(c - b'0') })
            .sum();
        text.push(char::from(b'0' + ((10 - sum % 10) % 10) as u8));
        text
    }

    /// An account number of a country, with right check digits.
    pub fn iban(&mut self, country: &str) -> Option<String> {
        let shape: &[(&str, usize)] = match country {
            "DE" => &[("d", 18)],
            "GB" => &[("A", 4), ("d", 14)],
            "FR" => &[("d", 10), ("AN", 11), ("d", 2)],
            "NL" => &[("A", 4), ("d", 10)],
            "ES" | "SE" => &[("d", 20)],
            "IT" => &[("A", 1), ("d", 10), ("AN", 12)],
            "CH" => &[("d", 5), ("AN", 12)],
            "AT" => &[("d", 16)],
            "BE" => &[("d", 12)],
            "PL" => &[("d", 24)],
            "NO" => &[("d", 11)],
            _ => return None,
        };
        let mut account = String::new();
        for (class, count) in shape {
            account += &self.class(class, *count)?;
        }
        let rest = (account.clone() + country + "00").chars().fold(0u32, |rest, c| {
            let value = c.to_digit(36).unwrap_or_default();
            (rest * if value > 9 { 100 } else { 10 } + value) % 97
        });
        Some(format!("{country}{:02}{account}", 98 - rest))
    }
}

/// In groups of four.
pub fn grouped(text: &str, by: &str) -> String {
    let groups: Vec<&str> =
        text.as_bytes().chunks(4).map(|group| std::str::from_utf8(group).unwrap_or_default()).collect();
    groups.join(by)
}

/// Base64, the web's alphabet without padding or the common one with it.
pub fn base64(bytes: &[u8], web: bool) -> String {
    let letters = B64.as_bytes();
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let word =
            group.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            if place <= group.len() {
                let c = letters[(word >> (18 - 6 * place) & 63) as usize] as char;
                out.push(match c {
                    '+' if web => '-',
                    '/' if web => '_',
                    c => c,
                });
            } else if !web {
                out.push('=');
            }
        }
    }
    out
}
