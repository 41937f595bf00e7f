//! No sequence of events grants by itself, a withdrawal is final, a record comes back as it was, and any text is survived.

mod consent_support;

use consent_support::{NOW, act, at, question};
use hushgate::consent::{Ask, By, Choices, DAY_MS, Items, Regime, Standing, Stored};
use proptest::prelude::*;

/// One thing that can happen between two visits.
#[derive(Clone, Debug)]
enum Event {
    Act(u8, By),
    Signal(bool),
    Policy(u8),
    Ask(u8),
    Purpose(u8),
    Region(Regime),
    Days(u16),
    Storage(String),
    Clear,
}

fn by() -> impl Strategy<Value = By> {
    prop::sample::select(&By::ACTS[..])
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (any::<u8>(), by()).prop_map(|(c, b)| Event::Act(c, b)),
        3 => any::<bool>().prop_map(Event::Signal),
        1 => (0u8..3).prop_map(Event::Policy),
        1 => (1u8..64).prop_map(Event::Ask),
        1 => (0u8..3).prop_map(Event::Purpose),
        1 => prop::sample::select(&Regime::ALL[..]).prop_map(Event::Region),
        1 => (0u16..500).prop_map(Event::Days),
        1 => ".{0,40}".prop_map(Event::Storage),
        1 => Just(Event::Clear),
    ]
}

const KEYS: [&str; 6] =
    ["functional", "analytics", "research", "analytics.ga4", "analytics.sentry", "research.maze"];

/// The site as it is now: which of the keys it asks for, and what for.
fn site(asked: u8, purpose: u8) -> String {
    let chosen = KEYS.iter().enumerate().filter(|(i, key)| {
        let category = KEYS.iter().position(|other| *other == key.split('.').next().unwrap_or_default());
        asked >> i & 1 == 1 && category.is_some_and(|category| asked >> category & 1 == 1)
    });
    chosen
        .map(|(_, key)| format!("{key} {}\n", if purpose > 0 { purpose.to_string() } else { String::new() }))
        .collect()
}

/// What an act said of each key, and when, kept apart from the code under test.
struct Said {
    keys: Vec<(String, bool)>,
    policy: u8,
    purpose: u8,
    deliberate: bool,
    time: u64,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn nothing_is_granted_that_was_not_granted(events in prop::collection::vec(event(), 0..40)) {
        let mut stored = String::new();
        let (mut signal, mut policy, mut purpose, mut regime, mut now) = (false, 0, 0, Regime::OptIn, NOW);
        let (mut shape, mut asked) = (63, site(63, 0));
        let mut said: Option<Said> = None;
        for event in events {
            let version = policy.to_string();
            match event {
                Event::Act(bits, by) => {
                    let wanted = (0..8).fold(Choices::none(), |set, i| set.with(i, bits >> i & 1 == 1));
                    let question = question(&version, &asked, regime);
                    let on = at(&stored, &question, signal, now).granted;
                    let wanted = if by == By::Notice { on } else { wanted };
                    stored = question.answer(wanted, &act(by, signal, now));
                    let keys = Items(&asked).enumerate().map(|(i, item)| (item.key.to_owned(), wanted.has(i)));
                    // A closed notice is the answer to nothing, and takes no refusal back.
                    let keys = keys.filter(|(_, yes)| by != By::Notice || !yes).collect();
                    let deliberate = signal && by == By::Preferences;
                    said = Some(Said { keys, policy, purpose, deliberate, time: now });
                }
                Event::Signal(on) => signal = on,
                Event::Policy(to) => policy = to,
                Event::Ask(bits) => (shape, asked) = (bits, site(bits, purpose)),
                Event::Purpose(to) => (purpose, asked) = (to, site(shape, to)),
                Event::Region(to) => regime = to,
                Event::Days(days) => now += u64::from(days) * DAY_MS,
                Event::Storage(text) => (stored, said) = (text, None),
                Event::Clear => (stored, said) = (String::new(), None),
            }
            let version = policy.to_string();
            let question = question(&version, &asked, regime);
            let decision = at(&stored, &question, signal, now);
            for (place, item) in Items(&asked).enumerate() {
                let found = said.as_ref().and_then(|s| Some((s, s.keys.iter().find(|(k, _)| *k == item.key)?.1)));
                let holds = found.is_some_and(|(s, yes)| {
                    yes && s.policy == policy && s.purpose == purpose && now < s.time + 365 * DAY_MS
                        && (!signal || s.deliberate)
                });
                let refused = found.is_some_and(|(_, yes)| !yes);
                let granted = decision.granted.has(place);
                prop_assert!(!granted || !refused, "{} was refused: {stored}", item.key);
                if regime == Regime::OptIn || signal {
                    prop_assert_eq!(granted, holds, "{}: {}", item.key, &stored);
                } else {
                    prop_assert!(granted || !holds, "{}: {}", item.key, &stored);
                }
                prop_assert!(!(granted && decision.asked.has(place)));
            }
            prop_assert!(decision.ask == Ask::No || !signal);
            prop_assert!(Choices::first(Items(&asked).count()).covers(decision.asked));
            prop_assert!(Choices::first(Items(&asked).count()).covers(decision.granted));
        }
    }

    /// Whatever the world does after a refusal, nothing is on again before the visitor acts.
    #[test]
    fn withdrawal_is_final(events in prop::collection::vec(event(), 0..30), regime in prop::sample::select(&Regime::ALL[..])) {
        let items = site(63, 0);
        let no = question("0", &items, regime).answer(Choices::none(), &act(By::Preferences, false, NOW));
        let (mut signal, mut policy, mut regime, mut now, mut purpose) = (false, 0, regime, NOW, 0);
        for event in events {
            match event {
                Event::Signal(on) => signal = on,
                Event::Policy(to) => policy = to,
                Event::Region(to) => regime = to,
                Event::Days(days) => now += u64::from(days) * DAY_MS,
                Event::Purpose(to) => purpose = to,
                _ => {}
            }
            let (version, items) = (policy.to_string(), site(63, purpose));
            prop_assert!(at(&no, &question(&version, &items, regime), signal, now).granted.is_empty());
        }
    }

    #[test]
    fn a_record_comes_back_as_it_was(
        policy in "\\PC{1,64}", back in 0u64..=86_400_000, by in by(), signal: bool, bits in 1u8..64, yes: u8,
        regime in prop::sample::select(&Regime::ALL[..]), purpose in 0u8..3,
    ) {
        let items = site(bits, purpose);
        let question = question(&policy, &items, regime);
        let wanted = (0..8).fold(Choices::none(), |set, i| set.with(i, yes >> i & 1 == 1));
        let line = question.answer(wanted, &act(by, signal, NOW - back));
        let stored = Stored::parse(&line, &question, NOW);
        let record = stored.choice().expect("a choice");
        prop_assert_eq!((record.id, record.time_ms, record.by, record.signal), ("c0ffee", NOW - back, by, signal));
        prop_assert!(!record.is_other_version && !record.expired && !record.is_first_form);
        for (place, item) in Items(&items).enumerate() {
            let expected = match (by, wanted.has(place)) {
                (_, false) => Standing::Refused,
                (By::Notice, _) => Standing::Told,
                (By::Preferences, _) if signal => Standing::GrantedDespite,
                _ => Standing::Granted,
            };
            prop_assert_eq!(question.standing(&stored, item), expected);
        }
    }

    #[test]
    fn any_text_is_survived(
        bytes in prop::collection::vec(any::<u8>(), 0..200), tail in "[vptbyxrlidfgc.n=&%+0-9a-f]{0,60}",
    ) {
        let items = site(63, 1);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for line in [&text, &tail, &format!("v=1&p=1&t=1&by=api&gpc=0&{tail}")] {
            for regime in Regime::ALL {
                let q = question("1", &items, regime);
                for now in [0, NOW, u64::MAX] {
                    let stored = Stored::parse(line, &q, now);
                    prop_assert!(at(line, &q, false, now).granted.is_empty() || line.is_empty()
                        || regime != Regime::OptIn || stored.choice().is_some());
                }
            }
        }
    }

    #[test]
    fn the_signal_never_adds(yes: u8, by in by(), with: bool, regime in prop::sample::select(&Regime::ALL[..])) {
        let items = site(63, 0);
        let q = question("1", &items, regime);
        let wanted = (0..8).fold(Choices::none(), |set, i| set.with(i, yes >> i & 1 == 1));
        let line = q.answer(wanted, &act(by, with, NOW));
        let off = at(&line, &q, false, NOW).granted;
        prop_assert!(off.covers(at(&line, &q, true, NOW).granted));
    }

    /// A choice for some of the places only, each on its own, says nothing of the others.
    #[test]
    fn a_set_is_a_set(places in prop::collection::vec(0usize..70, 0..12), probe in 0usize..70) {
        let set = Choices::of(&places);
        prop_assert_eq!(set.has(probe), probe < 64 && places.contains(&probe));
    }
}
