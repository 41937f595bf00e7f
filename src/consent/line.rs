//! Cutting and writing lines of text, byte by byte: the standard library's searchers weigh more than what they find.

/// What stands before and after the first such ASCII byte.
pub fn cut(text: &str, at: u8) -> (&str, &str) {
    let end = text.bytes().position(|b| b == at).unwrap_or(text.len());
    (text.get(..end).unwrap_or(""), text.get(end + 1..).unwrap_or(""))
}

/// Writes an ASCII character, all that the gate ever writes one by one: `String::push` has room for every character.
#[inline(never)]
pub fn put(byte: u8, out: &mut String) {
    out.push(char::from(byte & 127));
}

/// Writes a number. `to_string` would bring the formatting machinery into the wasm.
pub fn push_number(number: u64, out: &mut String) {
    if number >= 10 {
        push_number(number / 10, out);
    }
    put(b'0' + (number % 10) as u8, out);
}

/// Reads a whole number of at most 15 digits: what a clock can say, and no more.
pub fn parse_number(text: &str) -> Option<u64> {
    if text.is_empty() || text.len() > 15 {
        return None;
    }
    let mut number = 0;
    for byte in text.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u64::from(byte - b'0');
    }
    Some(number)
}

/// Whether a word stands in a list in which a space follows each.
pub fn has_word(list: &str, word: &str) -> bool {
    let mut rest = list;
    while !rest.is_empty() {
        let (each, next) = cut(rest, b' ');
        if each == word {
            return true;
        }
        rest = next;
    }
    false
}
