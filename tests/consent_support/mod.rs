//! A site's question and a visitor's act, as the tests of consent need them.
#![allow(dead_code, reason = "each test binary uses some of it")]

use hushgate::consent::{Act, By, Decision, Items, Question, Regime, Stored, decide};

pub const NOW: u64 = 1_790_000_000_000;

pub fn items(keys: &[&str]) -> String {
    keys.iter().map(|key| format!("{key}\n")).collect()
}

pub fn question<'a>(policy_version: &'a str, items: &'a str, regime: Regime) -> Question<'a> {
    Question { policy_version, items: Items(items), regime, accept_days: 365, refuse_days: 182 }
}

pub fn act(by: By, signal: bool, time_ms: u64) -> Act<'static> {
    Act { by, signal, time_ms, id: "c0ffee", language: "de" }
}

pub fn at(line: &str, question: &Question<'_>, signal: bool, now_ms: u64) -> Decision {
    decide(question, &Stored::parse(line, question, now_ms), signal)
}
