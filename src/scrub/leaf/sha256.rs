//! HMAC-SHA-256 (RFC 2104, FIPS 180-4), the short way: a pseudonym is made a few times an event, weight counts more
//! than speed. Held against another implementation in the tests.

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
static K: [u32; 64] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
    0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
    0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
    0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
    0xc67178f2,
];

struct Sha256 {
    state: [u32; 8],
    block: [u8; 64],
    len: u64,
}

impl Sha256 {
    fn new() -> Sha256 {
        let state = [
            0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
        ];
        Sha256 { state, block: [0; 64], len: 0 }
    }

    fn update(&mut self, bytes: impl Iterator<Item = u8>) {
        for b in bytes {
            self.block[(self.len & 63) as usize] = b;
            self.len += 1;
            if self.len & 63 == 0 {
                self.compress();
            }
        }
    }

    #[inline(never)]
    fn compress(&mut self) {
        // A ring of sixteen words in place of the schedule's sixty-four.
        let mut w = [0u32; 16];
        for (word, b) in w.iter_mut().zip(self.block.chunks_exact(4)) {
            *word = b.iter().fold(0, |w, b| w << 8 | u32::from(*b));
        }
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = self.state;
        for (i, k) in K.iter().enumerate() {
            let word = w[i & 15];
            let one = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let t1 = h
                .wrapping_add(one)
                .wrapping_add((e & f) ^ (!e & g))
                .wrapping_add(*k)
                .wrapping_add(word);
            let zero = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
            let t2 = zero.wrapping_add((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e) = (g, f, e, d.wrapping_add(t1));
            (d, c, b, a) = (c, b, a, t1.wrapping_add(t2));
            let (x, y) = (w[(i + 1) & 15], w[(i + 14) & 15]);
            let s0 = x.rotate_right(7) ^ x.rotate_right(18) ^ x >> 3;
            let s1 = y.rotate_right(17) ^ y.rotate_right(19) ^ y >> 10;
            w[i & 15] = word.wrapping_add(s0).wrapping_add(w[(i + 9) & 15]).wrapping_add(s1);
        }
        for (old, new) in self.state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
            *old = old.wrapping_add(new);
        }
    }

    fn finish(mut self) -> impl Iterator<Item = u8> {
        let bits = self.len * 8;
        self.update(core::iter::once(0x80));
        while self.len & 63 != 56 {
            self.update(core::iter::once(0));
        }
        self.update(bits.to_be_bytes().into_iter());
        self.state.into_iter().flat_map(u32::to_be_bytes)
    }
}

/// The code of `first`, a NUL and `second` under `key`.
pub fn hmac(key: &[u8; 32], first: &[u8], second: &[u8]) -> impl Iterator<Item = u8> {
    let pad = |byte: u8| key.iter().map(move |k| k ^ byte).chain(core::iter::repeat_n(byte, 32));
    let mut inner = Sha256::new();
    inner.update(pad(0x36));
    inner.update(first.iter().chain(&[0]).chain(second).copied());
    let mut outer = Sha256::new();
    outer.update(pad(0x5c));
    outer.update(inner.finish());
    outer.finish()
}

#[cfg(test)]
mod tests {
    use super::hmac;

    #[test]
    fn agrees_with_another_implementation() {
        for len in [0, 1, 20, 54, 55, 56, 57, 63, 64, 65, 119, 120, 200] {
            let second: Vec<u8> = (0..len).map(|i| (i * 7) as u8).collect();
            let key = [len as u8 ^ 0x5a; 32];
            let mut text = b"mixpanel\0".to_vec();
            text.extend(&second);
            let want = hmac_sha256::HMAC::mac(&text, key);
            assert!(hmac(&key, b"mixpanel", &second).eq(want), "{len}");
        }
    }
}
