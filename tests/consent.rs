//! The decision table cell by cell, the record against any text, and no sequence of events that grants by itself.

use hushgate::consent::{
    By, Category, Choices, Class, Question, Reason, Record, Standing, decide, decide_cell,
};
use proptest::prelude::*;

const NOW: u64 = 1_790_000_000_000;
const DAY: u64 = 86_400_000;

/// The document's table, written out once more by hand: granted, ask, honoured, reason code.
#[test]
fn every_cell_of_the_table() {
    use Standing::*;
    let standings = [Nothing, OtherVersion, Incomplete, Refused, Granted, GrantedDespite];
    let asked_off = [
        (false, true, false, "not-asked"),
        (false, true, false, "other-version"),
        (false, true, false, "new-category"),
        (false, false, false, "refused"),
        (true, false, false, "granted"),
        (true, false, false, "granted"),
    ];
    let asked_on = [
        (false, false, true, "signal"),
        (false, false, true, "signal"),
        (false, false, true, "signal"),
        (false, false, true, "refused"),
        (false, false, true, "signal-came-later"),
        (true, false, false, "despite-signal"),
    ];
    let necessary = [(true, false, false, "necessary"); 6];
    let not_asked = [(false, false, false, "not-offered"); 6];
    for (class, signal, column) in [
        (Class::Asked, false, asked_off),
        (Class::Asked, true, asked_on),
        (Class::Necessary, false, necessary),
        (Class::Necessary, true, necessary),
        (Class::NotAsked, false, not_asked),
        (Class::NotAsked, true, not_asked),
    ] {
        for (standing, expected) in standings.into_iter().zip(column) {
            let cell = decide_cell(class, standing, signal);
            assert_eq!(
                (cell.granted, cell.ask, cell.honoured, cell.reason.name()),
                expected,
                "{class:?} {standing:?} signal {signal}"
            );
        }
    }
}

fn question(version: &str) -> Question<'_> {
    Question { policy_version: version, categories: Choices::of(&[Category::Analytics, Category::Marketing]) }
}

#[test]
fn an_accept_without_the_signal_does_not_outrank_a_later_signal() {
    let q = question("1");
    let yes = q.answer(Choices::all(), By::Banner, false, NOW);
    assert!(decide(&q, Some(&yes), false).granted.has(Category::Analytics));
    let now = decide(&q, Some(&yes), true);
    assert!(now.granted.is_empty() && !now.ask && now.honoured && !now.answered);
    // The signal goes away: the visitor did choose, so the choice stands and nothing is asked.
    assert!(!decide(&q, Some(&yes), false).ask);
}

#[test]
fn a_deliberate_opt_in_despite_the_signal_is_respected() {
    let q = question("1");
    let only = Choices::of(&[Category::Analytics]);
    let despite = q.answer(only, By::Preferences, true, NOW);
    let on = decide(&q, Some(&despite), true);
    assert_eq!(on.granted, only);
    assert!(on.despite && on.honoured, "marketing stays off because of the signal");
    assert!(!on.ask);
    for by in [By::Banner, By::Api] {
        let hidden = q.answer(only, by, true, NOW);
        assert!(decide(&q, Some(&hidden), true).granted.is_empty(), "{by:?}");
    }
}

#[test]
fn under_the_signal_only_the_preferences_grant() {
    let q = question("1");
    let analytics = Choices::of(&[Category::Analytics]);
    for by in [By::Banner, By::Api] {
        // An accept of the page's own neither grants nor wipes out what the visitor switched on deliberately.
        assert!(!q.counts(Choices::all(), Choices::none(), by, true));
        assert!(!q.counts(Choices::all(), analytics, by, true));
        // A refusal always counts.
        assert!(q.counts(Choices::none(), analytics, by, true));
        assert!(q.counts(Choices::none(), Choices::none(), by, true));
        assert!(q.counts(Choices::all(), Choices::none(), by, false));
    }
    assert!(q.counts(Choices::all(), Choices::none(), By::Preferences, true));
}

#[test]
fn the_signal_alone_asks_again_when_it_goes() {
    let q = question("1");
    let on = decide(&q, None, true);
    assert!(!on.ask && on.honoured && on.granted.is_empty());
    assert!(decide(&q, None, false).ask);
}

#[test]
fn a_new_version_and_a_new_category_ask_again() {
    let yes = question("1").answer(Choices::all(), By::Banner, false, NOW);
    let bumped = decide(&question("2"), Some(&yes), false);
    assert!(bumped.ask && bumped.granted.is_empty());
    let wider = Question { policy_version: "1", categories: Choices::all() };
    let wider = decide(&wider, Some(&yes), false);
    assert!(wider.ask && wider.granted.is_empty());
    let narrower = Question { policy_version: "1", categories: Choices::of(&[Category::Analytics]) };
    let narrower = decide(&narrower, Some(&yes), false);
    assert!(!narrower.ask && narrower.granted.has(Category::Analytics));
}

#[test]
fn the_record_is_the_documented_line() {
    let record = question("2026-05 ä").answer(Choices::of(&[Category::Analytics]), By::Banner, false, NOW);
    let line = "v=1&p=2026-05%20%C3%A4&t=1790000000000&by=banner&gpc=0&analytics=1&marketing=0";
    assert_eq!(record.write(), line);
    assert_eq!(Record::parse(line, NOW), Some(record));
}

#[test]
fn what_is_not_surely_a_record_is_none() {
    let good = "v=1&p=1&t=1790000000000&by=banner&gpc=0&analytics=1";
    assert!(Record::parse(good, NOW).is_some());
    let long = good.to_owned() + "&x=" + &"y".repeat(5000);
    for (case, text) in [
        ("empty", ""),
        ("garbage", "hello"),
        ("json", r#"{"analytics":true}"#),
        ("another version", "v=2&p=1&t=1790000000000&by=banner&gpc=0&analytics=1"),
        ("no version", "p=1&t=1790000000000&by=banner&gpc=0&analytics=1"),
        ("no policy", "v=1&t=1790000000000&by=banner&gpc=0&analytics=1"),
        ("empty policy", "v=1&p=&t=1790000000000&by=banner&gpc=0&analytics=1"),
        ("no time", "v=1&p=1&by=banner&gpc=0&analytics=1"),
        ("negative time", "v=1&p=1&t=-5&by=banner&gpc=0&analytics=1"),
        ("time too long", "v=1&p=1&t=99999999999999999999999&by=banner&gpc=0&analytics=1"),
        ("nobody", "v=1&p=1&t=1790000000000&gpc=0&analytics=1"),
        ("the signal is no act", "v=1&p=1&t=1790000000000&by=gpc&gpc=1&analytics=1"),
        ("no signal", "v=1&p=1&t=1790000000000&by=banner&analytics=1"),
        ("word for a flag", "v=1&p=1&t=1790000000000&by=banner&gpc=0&analytics=true"),
        ("said twice", "v=1&p=1&t=1790000000000&by=banner&gpc=0&analytics=0&analytics=1"),
        ("policy twice", "v=1&p=1&p=2&t=1790000000000&by=banner&gpc=0&analytics=1"),
        ("too long", &long),
    ] {
        assert_eq!(Record::parse(text, NOW), None, "{case}");
    }
    let line = |time: u64| good.replace("1790000000000", &time.to_string());
    assert!(Record::parse(&line(NOW + DAY), NOW).is_some());
    assert!(Record::parse(&line(NOW + DAY + 1), NOW).is_none());
}

#[test]
fn a_version_that_nobody_wrote_is_another_version() {
    let q = question("1");
    for policy in ["%zz", "%4", "%ff", "%31", "2"] {
        let line = "v=1&p=".to_owned() + policy + "&t=1&by=banner&gpc=0&analytics=1&marketing=1";
        let record = Record::parse(&line, NOW);
        assert!(decide(&q, record.as_ref(), false).ask, "{policy}");
    }
}

#[test]
fn a_newer_release_may_add_keys() {
    let text = "v=1&p=1&t=1790000000000&by=api&gpc=1&id=abc&analytics=1&maps=1&lang=de";
    let record = Record::parse(text, NOW).expect("a record");
    assert_eq!(record.granted, Choices::of(&[Category::Analytics]));
    assert!(record.signal);
}

/// One thing that can happen between two visits.
#[derive(Clone, Debug)]
enum Event {
    Act(u8, By),
    Signal(bool),
    Policy(u8),
    Ask(u8),
    Storage(String),
    Reload,
}

fn choices(bits: u8) -> Choices {
    Category::ALL.into_iter().enumerate().fold(Choices::none(), |set, (i, c)| set.with(c, bits >> i & 1 == 1))
}

fn by() -> impl Strategy<Value = By> {
    prop_oneof![Just(By::Banner), Just(By::Preferences), Just(By::Api)]
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (0u8..8, by()).prop_map(|(c, b)| Event::Act(c, b)),
        3 => any::<bool>().prop_map(Event::Signal),
        1 => (0u8..3).prop_map(Event::Policy),
        1 => (0u8..8).prop_map(Event::Ask),
        1 => ".{0,40}".prop_map(Event::Storage),
        1 => Just(Event::Reload),
    ]
}

proptest! {
    #[test]
    fn nothing_is_granted_that_was_not_granted(events in prop::collection::vec(event(), 0..40)) {
        let mut stored = String::new();
        let (mut signal, mut policy, mut categories) = (false, 0u8, Choices::all());
        // What the visitor last granted, under which policy and signal, kept apart from the code under test.
        let mut last: Option<(Choices, u8, bool, By)> = None;
        for (i, event) in events.into_iter().enumerate() {
            let version = policy.to_string();
            match event {
                Event::Act(bits, by) => {
                    let question = Question { policy_version: &version, categories };
                    stored = question.answer(choices(bits), by, signal, NOW + i as u64).write();
                    last = Some((choices(bits).and(categories), policy, signal, by));
                }
                Event::Signal(on) => signal = on,
                Event::Policy(to) => policy = to,
                Event::Ask(bits) => categories = choices(bits),
                Event::Storage(text) => stored = text,
                Event::Reload => {}
            }
            let version = policy.to_string();
            let question = Question { policy_version: &version, categories };
            let record = Record::parse(&stored, NOW + i as u64);
            let decision = decide(&question, record.as_ref(), signal);
            let allowed = match last {
                Some((wanted, at, with, by)) if at == policy
                    && (!signal || with && by == By::Preferences) => wanted.and(categories),
                _ => Choices::none(),
            };
            prop_assert!(allowed.covers(decision.granted), "{decision:?}");
            prop_assert!(!(decision.ask && !decision.granted.is_empty()));
            prop_assert!(!(decision.ask && signal));
            prop_assert!(categories.covers(decision.asked));
        }
    }

    #[test]
    fn a_record_comes_back_as_it_was(
        policy in "\\PC{1,64}", time in 0u64..=NOW, by in by(), signal: bool, asked in 0u8..8, yes in 0u8..8,
    ) {
        let question = Question { policy_version: &policy, categories: choices(asked) };
        let record = question.answer(choices(yes), by, signal, time);
        prop_assert_eq!(Record::parse(&record.write(), NOW), Some(record));
    }

    #[test]
    fn any_text_is_survived(text in "\\PC{0,200}", tail in "[vptbygc=&%+0-9a-f]{0,60}") {
        let _ = Record::parse(&text, NOW);
        let _ = Record::parse(&tail, NOW);
        let _ = Record::parse(&("v=1&p=1&t=1&by=api&gpc=0&".to_owned() + &tail), NOW);
    }

    #[test]
    fn the_signal_never_adds(bits in 0u8..8, by in by(), with: bool) {
        let question = Question { policy_version: "1", categories: Choices::all() };
        let record = question.answer(choices(bits), by, with, NOW);
        let off = decide(&question, Some(&record), false).granted;
        prop_assert!(off.covers(decide(&question, Some(&record), true).granted));
    }
}

#[test]
fn a_refusal_names_its_reason_under_both_signals() {
    for signal in [false, true] {
        assert_eq!(decide_cell(Class::Asked, Standing::Refused, signal).reason, Reason::Refused);
    }
}
