//! The style sheets, made small while compiling.

/// A style sheet without comments and spare spaces.
macro_rules! minified {
    ($name:ident, $file:literal, $what:literal) => {
        #[doc = $what]
        pub const $name: &str = {
            const SOURCE: &str = include_str!($file);
            const LENGTH: usize = minify::<{ SOURCE.len() }>(SOURCE).1;
            const BYTES: [u8; LENGTH] = cut(&minify::<{ SOURCE.len() }>(SOURCE).0);
            match core::str::from_utf8(&BYTES) {
                Ok(text) => text,
                Err(_) => panic!("a style sheet is UTF-8"),
            }
        };
    };
}

minified!(STYLE, "style.css", "What every screen needs.");
minified!(PREFERENCES, "preferences.css", "What the preferences need on top.");

/// A space next to one of these says nothing. `:` keeps the space before it (`a :hover`), `+` and `-` keep both
/// (`calc`), parentheses keep the outer ones (`and (…)`).
const fn is_tight(before: u8, after: u8) -> bool {
    matches!(before, b'{' | b'}' | b';' | b',' | b'>' | b':' | b'(')
        || matches!(after, b'{' | b'}' | b';' | b',' | b'>' | b')')
}

const fn minify<const N: usize>(source: &str) -> ([u8; N], usize) {
    let bytes = source.as_bytes();
    let mut out = [0; N];
    let (mut from, mut to) = (0, 0);
    let mut space = false;
    while from < bytes.len() {
        if bytes[from] == b'/' && from + 1 < bytes.len() && bytes[from + 1] == b'*' {
            while !(bytes[from] == b'*' && bytes[from + 1] == b'/') {
                from += 1;
                // The first star may not be the last one too.
                if bytes[from] == b'*' && bytes[from - 1] == b'/' {
                    from += 1;
                }
            }
            from += 2;
            space = true;
            continue;
        }
        let byte = bytes[from];
        from += 1;
        if byte.is_ascii_whitespace() {
            space = true;
            continue;
        }
        if to > 0 && space && !is_tight(out[to - 1], byte) {
            out[to] = b' ';
            to += 1;
        }
        if byte == b'}' && to > 0 && out[to - 1] == b';' {
            to -= 1;
        }
        space = false;
        out[to] = byte;
        to += 1;
    }
    (out, to)
}

const fn cut<const N: usize, const M: usize>(long: &[u8; N]) -> [u8; M] {
    let mut out = [0; M];
    let mut i = 0;
    while i < M {
        out[i] = long[i];
        i += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_comments_go_and_meaning_stays() {
        let (out, length) = minify::<120>(
            "/* a */ .a .b,\n.c > d { e: f g; }\n/**/@media (x: 1px) and (y) { k :hover { m: calc(1px + 2px); } }",
        );
        let text = core::str::from_utf8(&out[..length]).expect("UTF-8");
        assert_eq!(text, ".a .b,.c>d{e:f g}@media (x:1px) and (y){k :hover{m:calc(1px + 2px)}}");
    }

    #[test]
    fn nothing_spare_is_left() {
        for style in [STYLE, PREFERENCES] {
            assert!(!style.contains("/*") && !style.contains('\n') && !style.contains("  "));
            let open = style.matches('{').count();
            assert!(open > 20 && open == style.matches('}').count());
        }
    }
}
