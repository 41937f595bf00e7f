//! The fuzz targets without a fuzzer: over their seeds and a fixed number of made-up changes of them, on any machine.
//!
//! The same changes each time, so that a change of the code is judged and not its luck. `cargo xtask fuzz` goes on.

#[allow(dead_code)]
#[path = "corpora/expand.rs"]
mod expand;
mod scrub_support;
#[path = "../fuzz/src/seeds.rs"]
mod seeds;
#[path = "../fuzz/src/targets.rs"]
mod targets;
#[path = "../fuzz/src/valid.rs"]
mod valid;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Changed inputs of each target.
const CHANGED: usize = 1_500;
const LONGEST: usize = 2_048;

/// A generator of numbers that is the same everywhere (xorshift64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit.max(1)
    }

    fn span(&mut self, len: usize) -> std::ops::Range<usize> {
        let from = self.below(len + 1);
        from..from + self.below((len - from).min(40) + 1)
    }
}

/// One change as libFuzzer makes them: a piece away, twice, from elsewhere, a word in, a byte another.
fn change(input: &mut Vec<u8>, dice: &mut Dice, others: &[Vec<u8>], words: &[String]) {
    let span = dice.span(input.len());
    match dice.below(6) {
        0 => drop(input.drain(span)),
        1 => {
            let piece = input[span].to_vec();
            let at = dice.below(input.len() + 1);
            input.splice(at..at, piece);
        }
        2 => {
            let other = &others[dice.below(others.len())];
            let piece = other[dice.span(other.len())].to_vec();
            input.splice(span, piece);
        }
        3 => {
            let word = words[dice.below(words.len())].bytes();
            input.splice(span.start..span.start, word);
        }
        4 => {
            if let Some(byte) = input.get_mut(span.start) {
                *byte = b" \"%&+./:=@\\\n\0\x7f\xff0aZ"[dice.below(18)];
            }
        }
        _ => {
            if let Some(byte) = input.get_mut(span.start) {
                *byte ^= 1 << dice.below(8);
            }
        }
    }
    input.truncate(LONGEST);
}

fn bounded(name: &str) {
    let all = seeds::seeds(Path::new(env!("CARGO_MANIFEST_DIR")));
    let (own, words) = (&all[name], seeds::words());
    assert!(own.len() >= 3, "{name} has {} seeds", own.len());
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let changed = (0..CHANGED).map(|_| {
        let mut input = own[dice.below(own.len())].clone();
        for _ in 0..=dice.below(5) {
            change(&mut input, &mut dice, own, &words);
        }
        input
    });
    for input in own.iter().cloned().chain(changed) {
        let survived = catch_unwind(AssertUnwindSafe(|| targets::run(name, &input)));
        assert!(survived.is_ok(), "{name} with {} bytes: {}", input.len(), input.escape_ascii());
    }
}

macro_rules! bounded {
    ($($name:ident)*) => {
        $(#[test] fn $name() { bounded(stringify!($name)); })*

        #[test]
        fn every_target_is_run_here_and_by_the_fuzzer() {
            let here = [$(stringify!($name)),*];
            let names: Vec<_> = targets::TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(names, here);
            for name in names {
                let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fuzz/fuzz_targets/{name}.rs"));
                let text = std::fs::read_to_string(&file).expect("cargo-fuzz has a file for the target");
                assert!(text.contains(&format!("run(\"{name}\"")), "{}: runs another target", file.display());
            }
        }
    };
}

bounded!(auto url form json lines envelope text multipart protobuf base64 nesting config record);
