//! SHA-256 (FIPS 180-4): the fingerprint of the text that was shown, and of a record. The browser's own is asynchronous
//! and absent from pages without TLS.

use crate::consent::put;

/// The state to start with and a number for each round: the first 32 bits of the fractions of the first primes' square and
/// cube roots. Made when they are needed, as chance does not pack; a `f64` has 15 bits more than are taken.
fn constants() -> ([u32; 8], [u32; 64]) {
    let bits = |root: f64| (root.fract() * 4_294_967_296.0) as u32;
    let (mut start, mut rounds) = ([0; 8], [0; 64]);
    let mut prime = 1;
    for (count, round) in rounds.iter_mut().enumerate() {
        prime += 1;
        while (2..prime).any(|divisor| prime % divisor == 0) {
            prime += 1;
        }
        let number = f64::from(prime);
        // Newton's way to the cube root.
        let mut root = number;
        for _ in 0..32 {
            root -= (root - number / (root * root)) / 3.0;
        }
        *round = bits(root);
        if let Some(word) = start.get_mut(count) {
            *word = bits(number.sqrt());
        }
    }
    (start, rounds)
}

/// The digest of some bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut padded = bytes.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend_from_slice(&(bytes.len() as u64 * 8).to_be_bytes());
    let (mut state, rounds) = constants();
    for block in padded.chunks_exact(64) {
        let mut words = [0u32; 64];
        for (word, four) in words.iter_mut().zip(block.chunks_exact(4)) {
            *word = four.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
        }
        for i in 16..64 {
            let (a, b) = (words[i - 15], words[i - 2]);
            let low = a.rotate_right(7) ^ a.rotate_right(18) ^ a >> 3;
            let high = b.rotate_right(17) ^ b.rotate_right(19) ^ b >> 10;
            words[i] = words[i - 16].wrapping_add(low).wrapping_add(words[i - 7]).wrapping_add(high);
        }
        let mut now = state;
        for (word, round) in words.iter().zip(rounds) {
            let [a, b, c, _, e, f, g, h] = now;
            let mix = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let one =
                h.wrapping_add(mix).wrapping_add(e & f ^ !e & g).wrapping_add(round).wrapping_add(*word);
            let mix = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
            let two = mix.wrapping_add(a & b ^ a & c ^ b & c);
            now.rotate_right(1);
            now[0] = one.wrapping_add(two);
            now[4] = now[4].wrapping_add(one);
        }
        for (sum, part) in state.iter_mut().zip(now) {
            *sum = sum.wrapping_add(part);
        }
    }
    let mut out = [0; 32];
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = (state[i / 4] >> (24 - i % 4 * 8)) as u8;
    }
    out
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let mut out = String::new();
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            put(if half < 10 { b'0' + half } else { b'a' - 10 + half }, &mut out);
        }
    }
    out
}
