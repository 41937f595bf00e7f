//! The record against the signal, the clock, the policy and what is added to a site. The decision table and the
//! properties have files of their own.

mod consent_support;

use consent_support::{NOW, act, at, items, question};
use hushgate::consent::{Ask, By, Choices, DAY_MS, Items, Question, Regime, Standing, Stored, choose};

#[test]
fn an_accept_without_the_signal_does_not_outrank_a_later_signal() {
    let items = items(&["analytics", "marketing"]);
    let q = question("1", &items, Regime::OptIn);
    for by in [By::Banner, By::Api, By::Import, By::Preferences] {
        let yes = q.answer(Choices::all(), &act(by, false, NOW));
        assert!(at(&yes, &q, false, NOW).granted.has(0));
        let now = at(&yes, &q, true, NOW);
        assert!(now.granted.is_empty() && now.ask == Ask::No && now.honoured && !now.answered, "{by:?}");
        // The signal goes away: the visitor did choose, so the choice stands and nothing is asked.
        assert_eq!(at(&yes, &q, false, NOW).ask, Ask::No);
    }
}

#[test]
fn a_deliberate_opt_in_despite_the_signal_is_respected() {
    let items = items(&["analytics", "marketing"]);
    let q = question("1", &items, Regime::OptIn);
    let only = Choices::of(&[0]);
    let despite = q.answer(only, &act(By::Preferences, true, NOW));
    let on = at(&despite, &q, true, NOW);
    assert_eq!(on.granted, only);
    assert!(on.despite && on.honoured, "marketing stays off because of the signal");
    assert_eq!(on.ask, Ask::No);
    for by in [By::Banner, By::Api, By::Import, By::Notice] {
        let hidden = q.answer(only, &act(by, true, NOW));
        assert!(at(&hidden, &q, true, NOW).granted.is_empty(), "{by:?}");
    }
}

#[test]
fn under_the_signal_only_the_preferences_grant() {
    let items = items(&["functional", "analytics"]);
    let q = question("1", &items, Regime::OptIn);
    let analytics = Choices::of(&[1]);
    for by in [By::Banner, By::Api, By::Import] {
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
    let items = items(&["analytics"]);
    let q = question("1", &items, Regime::OptIn);
    let on = at("", &q, true, NOW);
    assert!(on.ask == Ask::No && on.honoured && on.granted.is_empty());
    assert_eq!(at("", &q, false, NOW).ask, Ask::Banner);
}

#[test]
fn a_newer_policy_asks_for_everything_again() {
    let items = items(&["analytics", "marketing"]);
    let yes = question("1", &items, Regime::OptIn).answer(Choices::all(), &act(By::Banner, false, NOW));
    let bumped = at(&yes, &question("2", &items, Regime::OptIn), false, NOW);
    assert!(bumped.ask == Ask::Banner && bumped.granted.is_empty());
}

#[test]
fn what_is_new_is_not_asked_and_what_was_answered_stands() {
    let before = items(&["analytics", "marketing", "analytics.ga4", "marketing.ads"]);
    let q = question("1", &before, Regime::OptIn);
    let line = q.answer(Choices::of(&[0, 2]), &act(By::Banner, false, NOW));
    let after = items(&[
        "analytics",
        "marketing",
        "functional",
        "analytics.ga4",
        "analytics.sentry",
        "marketing.ads",
        "marketing.pixel",
    ]);
    for regime in Regime::ALL {
        let q = question("1", &after, regime);
        let now = at(&line, &q, false, NOW);
        assert_eq!(now.granted, Choices::of(&[0, 3]), "{regime:?}");
        // A new service of what was refused is refused with it; a new one of what was granted waits.
        assert_eq!(now.asked, Choices::of(&[2, 4]), "{regime:?}");
        assert_eq!(now.ask, Ask::Banner);
    }
    // Fewer things are no new question.
    let fewer = items(&["analytics"]);
    let now = at(&line, &question("1", &fewer, Regime::OptIn), false, NOW);
    assert!(now.ask == Ask::No && now.granted.has(0));
}

#[test]
fn a_service_that_moves_to_another_category_is_new_there() {
    let before = items(&["analytics", "marketing", "analytics.ga4"]);
    let after = items(&["analytics", "marketing", "marketing.ga4"]);
    let q = question("1", &before, Regime::OptIn);
    let line = q.answer(Choices::all(), &act(By::Banner, false, NOW));
    let now = at(&line, &question("1", &after, Regime::OptIn), false, NOW);
    assert!(!now.granted.has(2) && now.asked.has(2) && now.granted.has(1));
}

#[test]
fn changed_purposes_ask_for_that_category_again_and_order_is_no_change() {
    let with = |purposes: &[&str]| {
        let mut purposes = purposes.to_vec();
        purposes.sort_unstable();
        let mark = purposes.join("_");
        format!("analytics {mark}\nmarketing\nanalytics.ga4 {mark}\n")
    };
    let before = with(&["count", "faults"]);
    let line = question("1", &before, Regime::OptIn).answer(Choices::all(), &act(By::Banner, false, NOW));
    let same = with(&["faults", "count"]);
    assert_eq!(at(&line, &question("1", &same, Regime::OptIn), false, NOW).ask, Ask::No);
    for purposes in [&["count", "faults", "profile"][..], &["count"], &[]] {
        let after = with(purposes);
        let now = at(&line, &question("1", &after, Regime::OptIn), false, NOW);
        assert_eq!(now.asked, Choices::of(&[0, 2]), "{purposes:?}");
        assert_eq!(now.granted, Choices::of(&[1]), "{purposes:?}");
    }
}

#[test]
fn an_answer_ages_by_its_kind() {
    let items = items(&["analytics", "marketing"]);
    let q = question("1", &items, Regime::OptIn);
    let yes = q.answer(Choices::of(&[1]), &act(By::Banner, false, NOW));
    let no = q.answer(Choices::none(), &act(By::Banner, false, NOW));
    for (line, days) in [(&yes, 365), (&no, 182)] {
        let end = NOW + days * DAY_MS;
        assert_eq!(at(line, &q, false, end - 1).ask, Ask::No);
        let now = at(line, &q, false, end);
        assert!(now.ask == Ask::Banner && now.granted.is_empty(), "{days}");
    }
    // What was said to the visitor holds if the site lengthens it later, and what the site shortens is shorter.
    let longer = Question { accept_days: 395, ..q };
    assert_eq!(at(&yes, &longer, false, NOW + 365 * DAY_MS).ask, Ask::Banner);
    let shorter = Question { accept_days: 30, ..q };
    assert_eq!(at(&yes, &shorter, false, NOW + 30 * DAY_MS).ask, Ask::Banner);
    // Thirteen months on nothing is left of a grant, whatever the record says.
    let forged = yes.replace(&format!("x={}", NOW + 365 * DAY_MS), "x=999999999999999");
    assert!(forged.contains("x=9999"));
    assert!(at(&forged, &q, false, NOW + 396 * DAY_MS).granted.is_empty());
}

#[test]
fn a_clock_that_goes_back_or_far_ahead_never_grants_more() {
    let items = items(&["analytics"]);
    let q = question("1", &items, Regime::OptIn);
    let yes = q.answer(Choices::all(), &act(By::Banner, false, NOW));
    // A day back is a clock set by hand.
    assert!(at(&yes, &q, false, NOW - DAY_MS).granted.has(0));
    let early = at(&yes, &q, false, NOW - DAY_MS - 1);
    assert!(early.granted.is_empty() && early.ask == Ask::Banner);
    for now in [0, 1, u64::MAX / 2, u64::MAX] {
        let decision = at(&yes, &q, false, now);
        assert!(decision.granted.is_empty() && decision.ask == Ask::Banner, "{now}");
    }
    // A choice made while the clock was far ahead does not outlive its mending.
    let ahead = q.answer(Choices::all(), &act(By::Banner, false, NOW * 2));
    assert!(at(&ahead, &q, false, NOW).granted.is_empty());
}

#[test]
fn a_refusal_is_never_a_default() {
    let items = items(&["analytics", "analytics.ga4"]);
    for regime in [Regime::OptOut, Regime::Notice] {
        let q = question("1", &items, regime);
        let no = q.answer(Choices::none(), &act(By::Preferences, false, NOW));
        let newer = question("2", &items, regime);
        for (q, now) in [(&q, NOW), (&q, NOW + 4000 * DAY_MS), (&newer, NOW)] {
            let decision = at(&no, q, false, now);
            assert!(decision.granted.is_empty() && decision.ask == Ask::No, "{regime:?}");
        }
        // Who cannot be read may have refused.
        assert!(at("v=2&p=1", &q, false, NOW).granted.is_empty());
    }
}

#[test]
fn a_notice_is_told_once_and_again_of_another_policy() {
    let items = items(&["analytics"]);
    let q = question("1", &items, Regime::Notice);
    let first = at("", &q, false, NOW);
    assert!(first.ask == Ask::Notice && first.granted.has(0) && !first.answered);
    let told = q.answer(first.granted, &act(By::Notice, false, NOW));
    let now = at(&told, &q, false, NOW);
    assert!(now.ask == Ask::No && now.granted.has(0) && !now.answered);
    assert_eq!(at(&told, &question("2", &items, Regime::Notice), false, NOW).ask, Ask::Notice);
    // It is no consent: where consent is needed, the visitor is asked.
    let there = at(&told, &question("1", &items, Regime::OptIn), false, NOW);
    assert!(there.ask == Ask::Banner && there.granted.is_empty());
    let forged = told.replace("analytics=n", "analytics=1");
    assert!(at(&forged, &question("1", &items, Regime::OptIn), false, NOW).granted.is_empty());
}

#[test]
fn a_category_takes_its_services_along_and_a_service_goes_alone() {
    let items = items(&["analytics", "marketing", "analytics.ga4", "analytics.sentry", "marketing.ads"]);
    let all = choose(Items(&items), Choices::none(), "analytics", true);
    assert_eq!(all, Choices::of(&[0, 2, 3]));
    assert_eq!(choose(Items(&items), all, "ga4", false), Choices::of(&[0, 3]));
    assert_eq!(choose(Items(&items), all, "analytics", false), Choices::none());
    assert_eq!(choose(Items(&items), all, "necessary", false), all);
    assert_eq!(choose(Items(&items), all, "", true), all);
}

#[test]
fn the_record_is_the_documented_line() {
    let q = question(
        "2026-05 ä",
        "analytics count_faults\nmarketing\nanalytics.ga4 count_faults\n",
        Regime::OptIn,
    );
    let line = q.answer(Choices::of(&[0, 2]), &act(By::Banner, false, NOW));
    assert_eq!(
        line,
        "v=1&p=2026-05%20%C3%A4&t=1790000000000&x=1821536000000&gpc=0&by=banner&r=opt-in&l=de&id=c0ffee\
         &f.analytics=count_faults&analytics=1&marketing=0&analytics.ga4=1"
    );
}

#[test]
fn what_is_not_surely_a_record_is_none() {
    let items = items(&["analytics"]);
    let q = question("1", &items, Regime::OptIn);
    let good = "v=1&p=1&t=1790000000000&by=banner&gpc=0&analytics=1";
    assert!(at(good, &q, false, NOW).granted.has(0));
    let long = good.to_owned() + "&x=" + &"y".repeat(9000);
    for (case, text) in [
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
        ("a default is no act", "v=1&p=1&t=1790000000000&by=default&gpc=0&analytics=1"),
        ("no signal", "v=1&p=1&t=1790000000000&by=banner&analytics=1"),
        ("word for a flag", "v=1&p=1&t=1790000000000&by=banner&gpc=0&analytics=true"),
        ("word for an end", "v=1&p=1&t=1790000000000&x=never&by=banner&gpc=0&analytics=1"),
        ("said twice", "v=1&p=1&t=1790000000000&by=banner&gpc=0&analytics=0&analytics=1"),
        ("policy twice", "v=1&p=1&p=2&t=1790000000000&by=banner&gpc=0&analytics=1"),
        ("too long", &long),
    ] {
        assert_eq!(Stored::parse(text, &q, NOW), Stored::Unreadable, "{case}");
        for regime in Regime::ALL {
            let q = question("1", &items, regime);
            let decision = at(text, &q, false, NOW);
            assert!(decision.granted.is_empty() && decision.ask == Ask::Banner, "{case}");
        }
    }
    assert_eq!(Stored::parse("", &q, NOW), Stored::Nothing);
}

#[test]
fn a_version_that_nobody_wrote_is_another_version() {
    let items = items(&["analytics", "marketing"]);
    let q = question("1", &items, Regime::OptIn);
    for policy in ["%zz", "%4", "%ff", "%31", "2"] {
        let line = format!("v=1&p={policy}&t={NOW}&by=banner&gpc=0&analytics=1&marketing=1");
        assert_eq!(at(&line, &q, false, NOW).ask, Ask::Banner, "{policy}");
    }
}

#[test]
fn the_standing_of_half_a_record_is_said_item_by_item() {
    let items = items(&["analytics", "analytics.ga4"]);
    let q = question("1", &items, Regime::OptIn);
    let line = format!("v=1&p=1&t={NOW}&by=banner&gpc=0&r=opt-in&analytics.ga4=1");
    let stored = Stored::parse(&line, &q, NOW);
    let standings: Vec<Standing> = q.items.map(|item| q.standing(&stored, item)).collect();
    assert_eq!(standings, [Standing::New, Standing::Granted]);
}
