//! Writes the fuzzers' seeds, `seeds/<target>/`, and their dictionary, `seeds/words.dict`: `cargo xtask fuzz` runs it.

use hushgate_fuzz::seeds::{seeds, words};
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (target, seeds) in seeds(&home.join("..")) {
        let folder = home.join("seeds").join(target);
        std::fs::create_dir_all(&folder)?;
        for bytes in seeds {
            let name = bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
                (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
            });
            std::fs::write(folder.join(format!("{name:016x}")), bytes)?;
        }
    }
    let line = |word: String| {
        let escaped: String = word.bytes().map(|b| format!("\\x{b:02x}")).collect();
        format!("\"{escaped}\"\n")
    };
    std::fs::write(home.join("seeds/words.dict"), words().into_iter().map(line).collect::<String>())?;
    Ok(())
}
