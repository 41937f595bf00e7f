//! JSON text as a source: scanned in place, no tree, no number ever read.
//!
//! The gate gets the page's config as `JSON.stringify` wrote it, and locale files as the server sent them.
//! **Invariant:** any text is survived; of text that is not JSON something is read, and the reader's rules refuse it.

use super::source::{Kind, Source};

/// One JSON value; nothing is the absent one.
#[derive(Clone, Copy, Debug)]
pub struct Json<'a>(pub &'a str);

impl<'a> Json<'a> {
    /// The values of an array, or the names and values of an object in turn.
    fn parts(self) -> Vec<Json<'a>> {
        let mut parts = Vec::new();
        let (mut depth, mut start) = (0, 1);
        let (mut quoted, mut escaped) = (false, false);
        for (byte, i) in self.0.bytes().zip(0..) {
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
            if depth == 0 || (depth == 1 && matches!(byte, b',' | b':')) {
                let part = self.0.get(start..i).unwrap_or("").trim_ascii();
                if !part.is_empty() {
                    parts.push(Json(part));
                }
                start = i + 1;
            }
            if depth == 0 {
                break;
            }
        }
        parts
    }
}

impl<'a> Source for Json<'a> {
    fn kind(&self) -> Kind {
        match self.0.as_bytes() {
            [] => Kind::Absent,
            [b'"', ..] => Kind::Text,
            [b'[', ..] => Kind::List,
            [b'{', ..] => Kind::Object,
            _ => Kind::Other,
        }
    }

    fn text(&self) -> Option<String> {
        let mut chars = self.0.strip_prefix('"')?.chars();
        let mut out = String::new();
        loop {
            let c = match chars.next()? {
                '"' => return Some(out),
                '\\' => match chars.next()? {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'b' => '\x08',
                    'f' => '\x0c',
                    'u' => {
                        let mut code = 0;
                        for _ in 0..4 {
                            code = code << 4 | chars.next()?.to_digit(16)?;
                        }
                        // Half of a pair: neither `JSON.stringify` nor our locale files escape whole pairs.
                        char::from_u32(code).unwrap_or('\u{fffd}')
                    }
                    other => other,
                },
                other => other,
            };
            out.push(c);
        }
    }

    fn items(&self) -> Vec<Json<'a>> {
        match self.kind() {
            Kind::List => self.parts(),
            _ => Vec::new(),
        }
    }

    fn fields(&self) -> Vec<(String, Json<'a>)> {
        let mut fields = Vec::new();
        if self.kind() == Kind::Object {
            for pair in self.parts().chunks_exact(2) {
                if let [name, value] = pair
                    && let Some(name) = name.text()
                {
                    fields.push((name, *value));
                }
            }
        }
        fields
    }

    fn shown(&self) -> String {
        self.0.into()
    }
}

/// Writes a text as a JSON string.
pub fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(if c < ' ' { ' ' } else { c });
    }
    out.push('"');
}
