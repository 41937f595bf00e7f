//! Each promise of the project's list (`P1` to `P30`: what real privacy policies promise) is a named browser trial. Here
//! that list is held complete: a trial of a promise is named by its number.

use std::collections::BTreeMap;

/// Promises in a few words, by number.
const PROMISES: [&str; 30] = [
    "analytics cookies are off by default",
    "a banner asks to accept or decline",
    "the choice is stored and respected",
    "it is re-opened at any time",
    "the signal is an opt-out, without a banner",
    "one may opt in all the same",
    "share-link and authentication tokens stay",
    "the user ID is never attached",
    "full IP addresses are not stored",
    "Google Signals and ad personalisation are off",
    "the client ID stays a client ID",
    "a material change bumps the version; the trail shows it",
    "withdrawal at any time, what was lawful before stays",
    "a consent log, deleted with the account",
    "the signal is honoured by state",
    "an opt-out where sharing is added",
    "interface preferences are essential",
    "what is necessary cannot be disabled",
    "functional storage is a category of its own",
    "analytics can be disabled without affecting access",
    "cleared storage means asked again",
    "retention of records and logs",
    "told of material changes",
    "nothing but the fields that are listed",
    "tenants are isolated",
    "account data serve the product only",
    "only what is needed",
    "OAuth-based access",
    "access and processing are auditable",
    "no unneeded copies",
];

#[test]
fn every_promise_has_a_trial() {
    let mut trials: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for file in std::fs::read_dir("tests/browser").expect("the trials") {
        let text = std::fs::read_to_string(file.expect("a file").path()).expect("a file of trials");
        let named = text.lines().filter_map(|line| line.strip_prefix("fn p")?.split_once('('));
        for (name, _) in named {
            if let Some(number) = name.get(..2).and_then(|digits| digits.parse().ok()) {
                assert!(text.contains(&format!("    p{name},")), "p{name} is not among the cases");
                trials.entry(number).or_default().push(name.to_owned());
            }
        }
    }
    for (number, promise) in (1..).zip(PROMISES) {
        assert!(trials.contains_key(&number), "P{number}, {promise}: no trial");
    }
    assert_eq!(trials.len(), PROMISES.len(), "a trial of a promise that is not in the list");
}
