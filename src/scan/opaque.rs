//! Is this text made by chance: tells a share token from a slug, without a dictionary.
//!
//! The text is cut into words at `-`, `_`, `.` and the like. A word is *plain* if it is a short number, or letters in an
//! ordinary case whose neighbours are neighbours in real words too, with a few digits before or after. What is left is
//! *odd*. A text is opaque when it has at least so many odd characters as its place asks for, and either one of the odd
//! words mixes cases or digits in, or the odd words are half of the text: languages have a strange word now and then.
//!
//! How often it is wrong, as `cargo test --test corpora segments -- --nocapture` counts it: of 2,900 segments that people
//! wrote (slugs, names and titles of the negative corpus) it takes 0.4 % for secrets on a host of shared documents, where
//! six characters must be odd, 0.3 % behind a word such as `share` (eight) and 0.1 % behind one such as `view` (15). Of
//! tokens made by chance it misses there at most 0.2 %, 0.2 % and 0.4 %; tokens shorter than what the place asks for stay.

use super::class::{ALNUM, ALPHA, D, HEXI, LOWER, UPPER, before, byte, cut, is, run};
use super::literal::find;

/// For each letter, which letters follow it in at least 0.04 % of the pairs of 4,300 common English words (bit 0 = `a`),
/// plus the commonest pairs of other European languages. A random pair is among them four times in ten.
static FOLLOWS: [u32; 26] = [
    0x17ebd6f, 0x1164b15, 0x31e5d95, 0x0364d19, 0x1eff9ff, 0x11e4931, 0x01679d1, 0x01a7111, 0x2aeff7f,
    0x0104011, 0x01e6d11, 0x11c4f19, 0x014f913, 0x13c6f7d, 0x07efd7f, 0x11ec991, 0x0100000, 0x33efd7d,
    0x33edd95, 0x37ed9bd, 0x20eff7f, 0x0126911, 0x00e6991, 0x00c8114, 0x00ee011, 0x2506c11,
];

/// Whether at least `least` characters of `s` look made by chance.
pub fn is_opaque(s: &[u8], least: usize) -> bool {
    if s.len() < least {
        return false;
    }
    if is_uuid(s) {
        return true;
    }
    let (mut i, mut sure, mut odd, mut more) = (0, false, 0, 0);
    while i < s.len() {
        let end = run(s, i, ALNUM);
        if end == i {
            i += 1;
            continue;
        }
        let word = cut(s, i, end);
        // Letters as in a sentence.
        let even = run(s, i + 1, LOWER) >= end;
        if !is_plain(word) {
            odd += word.len();
            sure |= !even;
        } else if !even && run(s, i, D | UPPER) < end {
            more += word.len();
        }
        i = end;
    }
    // One strange word among others makes no secret: languages have such. One of mixed characters does.
    sure |= odd * 2 >= s.len();
    // What findings left around a placeholder is not looked at as a whole again.
    (sure || least == 0) && odd + more >= least && find(s, 0, b"redacted") == s.len()
}

/// Whether `s` is a UUID with its dashes.
pub fn is_uuid(s: &[u8]) -> bool {
    s.len() == 36
        && s.iter().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => *b == b'-',
            _ => is(*b, HEXI),
        })
}

fn is_plain(word: &[u8]) -> bool {
    let head = run(word, 0, D);
    if head == word.len() {
        return head <= 10;
    }
    let mut tail = word.len();
    while tail > head && is(before(word, tail), D) {
        tail -= 1;
    }
    let letters = cut(word, head, tail);
    let digits = head + word.len() - tail;
    // `2nd`, `v12`, but no number before and after.
    let between = head > 0 && tail < word.len() && word.len() > 5;
    !between && digits <= 4 && (digits == 0 || letters.len() > 2 || word.len() < 5) && is_wordlike(letters)
}

/// Letters only, in an ordinary case, with ordinary neighbours.
fn is_wordlike(word: &[u8]) -> bool {
    let (mut strange, mut humps) = (0, 0);
    let shouting = word.iter().all(|b| is(*b, UPPER));
    for (i, b) in word.iter().enumerate() {
        if !is(*b, ALPHA) {
            return false;
        }
        if i == 0 {
            continue;
        }
        let prev = before(word, i);
        if is(*b, UPPER) && !shouting {
            // A hump of one letter is no word of a camelCase name.
            if is(prev, UPPER) || !is(byte(word, i + 1), LOWER) {
                return false;
            }
            humps += 1;
            continue;
        }
        let follows = FOLLOWS.get(usize::from((prev | 0x20) - b'a')).copied().unwrap_or(0);
        if follows & (1 << ((*b | 0x20) - b'a')) == 0 {
            strange += 1;
        }
    }
    // Three in ten, or, where there are humps, one in four.
    let share = if humps > 0 { 12 } else { 10 };
    (word.len() < 6 || strange * share < word.len() * 3) && humps * 3 <= word.len()
}

#[cfg(test)]
mod tests {
    use super::is_opaque;

    #[test]
    fn slugs_are_not_opaque() {
        for slug in [
            "how-to-make-sourdough-bread",
            "summer-collection-2024",
            "ProductDesignHandbook",
            "ERR_NETWORK_TIMEOUT_EXCEEDED",
            "internationalization",
            "2024-01-02-release-notes-v2",
            "acknowledgements",
            "geschwindigkeitsbegrenzung",
            "przewodnik-po-warszawie",
            "getting-started-with-kubernetes",
            "terms-and-conditions",
            "1234567890",
            "q3-financial-report",
            "top10-best-restaurants-nyc",
        ] {
            assert!(!is_opaque(slug.as_bytes(), 12), "{slug}");
        }
    }

    #[test]
    fn chance_is_opaque() {
        for token in [
            "x7Kp2mQ9vLr4Wt8Zs1Nb",
            "5f3a9b2c1d4e6f7a8b9c0d1e2f3a4b5c",
            "qwzkfjtxplmvbnrd",
            "Project-Plan-5f3a9b2c1d4e6f7a8b9c0d1e2f3a4b5c",
            "0192d3b4-7c8e-7f00-9a1b-2c3d4e5f6a7b",
            "dQw4w9WgXcQ-_kPzR3tY",
        ] {
            assert!(is_opaque(token.as_bytes(), 12), "{token}");
        }
    }
}
