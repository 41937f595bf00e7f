//! JSON text, scanned in place: no tree, and no number is ever read.
//!
//! The gate gets the page's config as `JSON.stringify` wrote it, and locale files as the server sent them.
//! **Invariant:** any text is survived; of text that is not JSON something is read, and the reader's rules refuse it.

use crate::consent::put;

/// One JSON value; an empty text is an absent one.
#[derive(Clone, Copy, Debug)]
pub struct Json<'a>(pub &'a str);

impl<'a> Json<'a> {
    /// The byte that tells what it is: `"`, `[`, `{`, or anything else.
    pub fn kind(self) -> u8 {
        self.0.bytes().next().unwrap_or(0)
    }

    /// The values of an array, or the names and values of an object in turn; of anything else nothing.
    pub fn parts(self) -> Parts<'a> {
        Parts(if matches!(self.kind(), b'[' | b'{') { self.0.get(1..).unwrap_or_default() } else { "" })
    }

    /// The names and values of an object; of anything else nothing.
    pub fn fields(self) -> impl Iterator<Item = (Json<'a>, Json<'a>)> {
        let mut parts = if self.kind() == b'{' { self.parts() } else { Parts("") };
        core::iter::from_fn(move || Some((parts.next()?, parts.next()?)))
    }

    /// The field of that name, absent if there is none. A name given twice has its last value, as in JavaScript.
    pub fn field(self, name: &str) -> Json<'a> {
        let mut found = Json("");
        for (key, value) in self.fields() {
            if key.name() == name {
                found = value;
            }
        }
        found
    }

    /// A string as it stands between its quotes; escapes stay escapes. Empty for what is no string.
    pub fn name(self) -> &'a str {
        match self.0.as_bytes() {
            [b'"', .., b'"'] => self.0.get(1..self.0.len() - 1).unwrap_or_default(),
            _ => "",
        }
    }

    /// The text of a string, without control characters. What `JSON.stringify` escapes by number is a control character or
    /// half of a pair, and neither means anything to a screen or a key: it becomes a space, as other white space does.
    pub fn text(self) -> Option<String> {
        if self.kind() != b'"' {
            return None;
        }
        let mut rest = self.0.get(1..)?;
        let mut out = String::new();
        loop {
            let (plain, special, after) = cut_special(rest)?;
            out.push_str(plain);
            if special == b'"' {
                return Some(out);
            }
            let mut length = 0;
            let byte = match after.bytes().next() {
                Some(escaped) if special == b'\\' => {
                    length = 1;
                    match escaped {
                        b'"' | b'\\' | b'/' => escaped,
                        b'u' => {
                            length = 5;
                            b' '
                        }
                        _ => b' ',
                    }
                }
                _ => b' ',
            };
            put(byte, &mut out);
            rest = after.get(length..)?;
        }
    }
}

/// What stands before and after the first byte that is not itself in a JSON string, and that byte: a quote, a backslash or
/// a control character.
fn cut_special(text: &str) -> Option<(&str, u8, &str)> {
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..b' ');
    let at = text.bytes().position(|byte| special(&byte))?;
    Some((text.get(..at)?, *text.as_bytes().get(at)?, text.get(at + 1..)?))
}

/// What is still to be read of an array or an object.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a>(&'a str);

impl<'a> Iterator for Parts<'a> {
    type Item = Json<'a>;

    fn next(&mut self) -> Option<Json<'a>> {
        let mut depth = 0;
        let (mut quoted, mut escaped) = (false, false);
        for (i, byte) in self.0.bytes().enumerate() {
            if quoted {
                quoted = escaped || byte != b'"';
                escaped = !escaped && byte == b'\\';
                continue;
            }
            match byte {
                b'"' => quoted = true,
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth -= 1,
                _ => {}
            }
            if depth < 0 || (depth == 0 && matches!(byte, b',' | b':')) {
                let (part, rest) = self.0.split_at_checked(i)?;
                self.0 = if depth < 0 { "" } else { rest.get(1..)? };
                // What the gate reads, `JSON.stringify` and the build have written: without white space.
                let part = if cfg!(feature = "gate") { part } else { part.trim_ascii() };
                return if part.is_empty() { None } else { Some(Json(part)) };
            }
        }
        None
    }
}

/// Writes a text as a JSON string; control characters become spaces.
pub fn quote(text: &str, out: &mut String) {
    put(b'"', out);
    let mut rest = text;
    while let Some((plain, special, after)) = cut_special(rest) {
        out.push_str(plain);
        if special >= b' ' {
            put(b'\\', out);
        }
        put(special.max(b' '), out);
        rest = after;
    }
    out.push_str(rest);
    put(b'"', out);
}
