//! `cargo xtask test`: all checks in order, streamed, with one summary line at the end.

mod suites;
mod tally;

pub use suites::Suite;
use tally::Tally;

use crate::webdriver::Engine;
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use std::time::Instant;

/// Arguments of `cargo xtask test`.
#[derive(Args, Clone, Default)]
pub struct Test {
    /// Run only the suite or engine of this name, or the tests whose name contains one of these, such as
    /// `chromium::choice`
    filter: Vec<String>,
    /// Run only this suite (may be given more than once)
    #[arg(long, value_enum)]
    suite: Vec<Suite>,
    /// Run only the browser tests of this engine (may be given more than once)
    #[arg(long, value_enum)]
    engine: Vec<Engine>,
    /// Show what there is instead of running it
    #[arg(long)]
    list: bool,
}

impl Test {
    /// With the suites and engines that stand among the filters in their own places.
    fn named(&self) -> Test {
        let mut args = Test { filter: Vec::new(), ..self.clone() };
        for word in &self.filter {
            match (Suite::from_str(word, false), Engine::from_str(word, false)) {
                (Ok(suite), _) => args.suite.push(suite),
                (_, Ok(engine)) => args.engine.push(engine),
                _ => args.filter.push(word.clone()),
            }
        }
        args
    }

    fn wants(&self, suite: Suite) -> bool {
        if !self.suite.is_empty() {
            return self.suite.contains(&suite);
        }
        if !self.engine.is_empty() {
            return suite == Suite::Browser;
        }
        self.filter.is_empty() || suite.has_named_tests()
    }

    fn engines(&self) -> Vec<Engine> {
        if self.engine.is_empty() { Engine::ALL.to_vec() } else { self.engine.clone() }
    }
}

/// Runs what was asked for; true if all of it passed.
pub fn test(args: &Test) -> Result<bool> {
    let args = &args.named();
    let wanted: Vec<Suite> = Suite::ALL.into_iter().filter(|suite| args.wants(*suite)).collect();
    if args.list {
        suites::list(&wanted, args)?;
        return Ok(true);
    }
    let mut tally = Tally::default();
    let mut failing = Vec::new();
    let mut built = false;
    let mut times = Vec::new();
    for suite in &wanted {
        eprintln!("\n== {} ==", suite.name());
        let failed = tally.failed;
        let start = Instant::now();
        if let Err(error) = suites::run(*suite, args, &mut built, &mut tally) {
            eprintln!("error: {error:#}");
            tally.failed += 1;
        }
        times.push(format!("{} {} s", suite.name(), start.elapsed().as_secs()));
        if tally.failed > failed {
            failing.push(suite.name());
        }
    }
    if tally.passed + tally.failed == 0 {
        bail!("no test matched {}; see `cargo xtask test --list`", args.filter.join(", "));
    }
    if !failing.is_empty() {
        eprintln!("\nnot passed: {}", failing.join(", "));
    }
    eprintln!("\ntook: {}", times.join(", "));
    println!("\n{tally}");
    Ok(tally.failed == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suite_or_engine_may_be_named_as_a_filter() {
        let words = ["browser", "firefox", "firefox::choice"].map(str::to_owned).to_vec();
        let args = Test { filter: words, ..Test::default() }.named();
        assert_eq!(args.suite, [Suite::Browser]);
        assert_eq!(args.engine, [Engine::Firefox]);
        assert_eq!(args.filter, ["firefox::choice"]);
    }
}
