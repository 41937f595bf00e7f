//! The random key of this browser's pseudonyms: made at the first use after a grant, gone with the withdrawal.

use super::storage;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn fill(bytes: &mut [u8]) -> Result<(), JsValue>;
}

/// Bytes of a key.
pub const LENGTH: usize = 32;

/// The stored key, or a new one. Where nothing can be stored it lasts as long as the page holds it.
pub fn obtain(name: &str) -> Option<[u8; LENGTH]> {
    let mut key = [0; LENGTH];
    if let Some(text) = storage::read(name)
        && parse(text.as_bytes(), &mut key).is_some()
    {
        return Some(key);
    }
    fill(&mut key).ok()?;
    let mut text = String::new();
    for byte in key {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from(if half < 10 {
                b'0' + half
            } else {
                b'a' - 10 + half
            }));
        }
    }
    storage::write(name, &text);
    Some(key)
}

fn parse(digits: &[u8], key: &mut [u8; LENGTH]) -> Option<()> {
    if digits.len() != 2 * LENGTH {
        return None;
    }
    for (digit, i) in digits.iter().zip(0..) {
        let half = char::from(*digit).to_digit(16)? as u8;
        let byte = key.get_mut(i / 2)?;
        *byte = *byte << 4 | half;
    }
    Some(())
}
