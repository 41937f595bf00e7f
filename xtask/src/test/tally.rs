//! Counts outcomes by reading the closing lines of the test runners.

use std::fmt;

/// How many passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
}

impl Tally {
    /// Counts a step that is no test runner.
    pub fn step(&mut self, passed: bool) {
        if passed { self.passed += 1 } else { self.failed += 1 }
    }

    /// Adds what a line of output says, if it is a closing line of libtest or libtest-mimic.
    pub fn libtest(&mut self, line: &str) {
        let Some(rest) = plain(line).strip_prefix("test result: ").map(str::to_owned) else {
            return;
        };
        for part in rest.split([';', '.']) {
            let Some((count, word)) = part.trim().split_once(' ') else {
                continue;
            };
            let Ok(count) = count.parse::<usize>() else {
                continue;
            };
            match word {
                "passed" => self.passed += count,
                "failed" => self.failed += count,
                "ignored" => self.skipped += count,
                _ => {}
            }
        }
    }

    /// Adds what a line of output says, if it is a closing line of node's runner.
    /// Under a name filter node reports every other test as skipped, so those do not count.
    pub fn node(&mut self, line: &str, filtered: bool) {
        let line = plain(line);
        let Some(rest) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")) else {
            return;
        };
        let Some((word, count)) = rest.split_once(' ') else {
            return;
        };
        let Ok(count) = count.trim().parse::<usize>() else {
            return;
        };
        match word {
            "pass" => self.passed += count,
            "fail" | "cancelled" => self.failed += count,
            "skipped" | "todo" if !filtered => self.skipped += count,
            _ => {}
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { passed, failed, skipped } = self;
        write!(out, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

/// The line without terminal colours.
fn plain(line: &str) -> String {
    let mut out = String::new();
    let mut parts = line.split('\u{1b}');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        out.push_str(part.split_once('m').map_or("", |(_, text)| text));
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_closing_lines_of_each_runner() {
        let mut tally = Tally::default();
        tally.libtest(
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.00s",
        );
        tally.libtest("test result: \u{1b}[31mFAILED\u{1b}[0m. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out");
        tally.libtest("test a::passed_by ... ok");
        tally.node("ℹ pass 4", false);
        tally.node("\u{1b}[34mℹ fail 2\u{1b}[39m", false);
        tally.node("# skipped 1", false);
        tally.node("# skipped 9", true);
        tally.node("ℹ duration_ms 12.5", false);
        tally.step(true);
        assert_eq!(tally, Tally { passed: 12, failed: 3, skipped: 2 });
        assert_eq!(tally.to_string(), "12 passed, 3 failed, 2 skipped");
    }
}
