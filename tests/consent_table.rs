//! The decision table, cell by cell: every regime, stored answer and signal for each kind of category and for a service of
//! it, from real records; and `docs/decisions.md`, which is written from it.

mod consent_support;

use consent_support::{NOW, act, question};
use hushgate::consent::{
    Ask, By, Choices, Class, DAY_MS, Items, Reason, Regime, Signal, Standing, Stored, decide, decide_cell,
};
use std::fmt::Write;
use std::fs;

const FILE: &str = "docs/decisions.md";

/// What is stored, in words, with the standing that it is read as.
const STORED: [(&str, Standing); 14] = [
    ("nothing", Standing::Nothing),
    ("forged or corrupt", Standing::Unreadable),
    ("from the future", Standing::Future),
    ("a closed notice", Standing::Told),
    ("an answer to other categories or services", Standing::New),
    ("granted, expired", Standing::ExpiredGrant),
    ("granted, older policy", Standing::OlderGrant),
    ("granted, other purposes", Standing::RepurposedGrant),
    ("refused, expired", Standing::ExpiredRefusal),
    ("refused, older policy", Standing::OlderRefusal),
    ("refused, other purposes", Standing::RepurposedRefusal),
    ("refused", Standing::Refused),
    ("granted without the signal", Standing::Granted),
    ("granted deliberately despite the signal", Standing::GrantedDespite),
];

/// The table once more, written out by hand, a line a standing: without the signal opt-in, opt-out, notice; with it the
/// same for all three. `+` granted, `-` denied, `?` asked, `!` told, `*` the signal is shown as honoured.
const EXPECTED: [[&str; 4]; 14] = [
    ["-? not-asked", "+ default", "+! default", "-* signal"],
    ["-? unreadable", "-? unreadable", "-? unreadable", "-* signal"],
    ["-? future", "-? future", "-? future", "-* signal"],
    ["-? not-asked", "+ default", "+ default", "-* signal"],
    ["-? new", "-? new", "-? new", "-* signal"],
    ["-? expired", "+ default", "+! default", "-* signal"],
    ["-? other-version", "+ default", "+! default", "-* signal"],
    ["-? other-purpose", "+ default", "+! default", "-* signal"],
    ["-? expired", "- refused", "- refused", "-* signal"],
    ["-? other-version", "- refused", "- refused", "-* signal"],
    ["-? other-purpose", "- refused", "- refused", "-* signal"],
    ["- refused", "- refused", "- refused", "-* refused"],
    ["+ granted", "+ granted", "+ granted", "-* signal-came-later"],
    ["+ granted", "+ granted", "+ granted", "+ despite-signal"],
];

fn shown(class: Class, regime: Regime, standing: Standing, signal: bool) -> String {
    let cell = decide_cell(class, regime, standing, signal);
    let ask = match cell.ask {
        Ask::No => "",
        Ask::Notice => "!",
        Ask::Banner => "?",
    };
    let sign = if cell.granted { "+" } else { "-" };
    format!("{sign}{ask}{} {}", if cell.honoured { "*" } else { "" }, cell.reason.name())
}

#[test]
fn every_cell_of_the_table() {
    assert_eq!(STORED.map(|(_, standing)| standing), Standing::ALL);
    for ((name, standing), row) in STORED.into_iter().zip(EXPECTED) {
        for (column, regime) in Regime::ALL.into_iter().enumerate() {
            for signal in Signal::ALL {
                let expected = if signal.is_on() { row[3] } else { row[column] };
                let got = shown(Class::Asked, regime, standing, signal.is_on());
                assert_eq!(got, expected, "{name}, {regime:?}, signal {signal:?}");
                let necessary = shown(Class::Necessary, regime, standing, signal.is_on());
                assert_eq!(necessary, "+ necessary");
                assert_eq!(shown(Class::NotAsked, regime, standing, signal.is_on()), "- not-offered");
            }
        }
    }
}

/// What holds of the table as a whole.
#[test]
fn no_cell_breaks_the_promises() {
    for regime in Regime::ALL {
        for standing in Standing::ALL {
            for signal in Signal::ALL {
                let on = signal.is_on();
                let cell = decide_cell(Class::Asked, regime, standing, on);
                let granted = matches!(standing, Standing::Granted | Standing::GrantedDespite);
                let refused = matches!(
                    standing,
                    Standing::Refused
                        | Standing::ExpiredRefusal
                        | Standing::OlderRefusal
                        | Standing::RepurposedRefusal
                );
                assert!(!(cell.granted && refused), "a refusal is no consent");
                assert!(!(cell.granted && regime == Regime::OptIn && !granted), "silence is no consent");
                assert!(!(cell.granted && cell.ask == Ask::Banner), "what is asked waits");
                assert!(!on || cell.ask == Ask::No, "the signal answers");
                assert!(
                    !cell.granted || !on || standing == Standing::GrantedDespite,
                    "only despite the signal"
                );
                assert!(cell.honoured == (on && !cell.granted), "what the signal keeps off is shown");
            }
        }
    }
}

/// The record that is read as a standing of all of `items`, and when it is looked at.
fn stored(standing: Standing, items: &str, regime: Regime) -> (String, u64) {
    let purposes = matches!(standing, Standing::RepurposedGrant | Standing::RepurposedRefusal);
    let before = if purposes { items.replace(" \n", " others\n") } else { items.to_owned() };
    let older = matches!(standing, Standing::OlderGrant | Standing::OlderRefusal);
    let question = question(if older { "0" } else { "1" }, &before, regime);
    let refused = matches!(
        standing,
        Standing::ExpiredRefusal | Standing::OlderRefusal | Standing::RepurposedRefusal | Standing::Refused
    );
    let (by, signal) = match standing {
        Standing::Told => (By::Notice, false),
        Standing::GrantedDespite => (By::Preferences, true),
        _ => (By::Banner, false),
    };
    let wanted = if refused { Choices::none() } else { Choices::all() };
    let line = match standing {
        Standing::Nothing => String::new(),
        Standing::Unreadable => "v=1&p=1&t=never".into(),
        Standing::Future => question.answer(wanted, &act(by, signal, NOW + 30 * DAY_MS)),
        Standing::New => format!("v=1&p=1&t={NOW}&x={}&gpc=0&by=banner&r=opt-in&other=0", NOW * 2),
        _ => question.answer(wanted, &act(by, signal, NOW)),
    };
    let expired = matches!(standing, Standing::ExpiredGrant | Standing::ExpiredRefusal);
    (line, NOW + if expired { 380 * DAY_MS } else { 0 })
}

/// The same cells from end to end: a record, today's question, and what is granted and asked, for every kind of category
/// and for a service of it.
#[test]
fn every_cell_from_a_record() {
    let mut cells = 0;
    for category in ["functional", "analytics", "marketing", "research"] {
        let items = format!("{category} \n{category}.service \n");
        for regime in Regime::ALL {
            for (name, standing) in STORED {
                let (line, now) = stored(standing, &items, regime);
                let question = question("1", &items, regime);
                let record = Stored::parse(&line, &question, now);
                for signal in Signal::ALL {
                    let on = signal.is_on();
                    let cell = decide_cell(Class::Asked, regime, standing, on);
                    let decision = decide(&question, &record, on);
                    for (place, item) in Items(&items).enumerate() {
                        let case = format!("{}, {regime:?}, {name}, {signal:?}: {line}", item.key);
                        assert_eq!(question.standing(&record, item), standing, "{case}");
                        assert_eq!(decision.granted.has(place), cell.granted, "{case}");
                        assert_eq!(decision.asked.has(place), cell.ask == Ask::Banner, "{case}");
                        cells += 1;
                    }
                    assert_eq!((decision.ask, decision.honoured), (cell.ask, cell.honoured), "{name}");
                    assert_eq!(decision.despite, cell.reason == Reason::DespiteSignal);
                    let answered =
                        matches!(cell.reason, Reason::Refused | Reason::Granted | Reason::DespiteSignal);
                    assert_eq!(decision.answered, answered, "{name}");
                }
            }
        }
    }
    assert_eq!(cells, 4 * 2 * 3 * 14 * 4);
}

#[test]
fn every_reason_has_a_code_of_its_own() {
    let mut codes: Vec<&str> = Reason::ALL.into_iter().map(Reason::name).collect();
    assert!(codes.iter().all(|code| !code.is_empty()));
    assert_eq!(Reason::SignalCameLater.name(), "signal-came-later");
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Reason::ALL.len());
}

const HEAD: &str = "\
# Decisions

One table decides what may happen, whether to ask, and why. This page is written from it: `HUSHGATE_WRITE=1 cargo test
--test consent_table` does so, and the test fails when page and code differ. The code is `src/consent/decision.rs`.

**Who is asked what.** A site asks for categories (`functional`, `analytics`, `marketing`, and its own), and within them
for the services that it names. Each category and each service has its own cell. What is strictly necessary is granted in
every cell (`necessary`) and cannot be switched off; what the site does not ask for is denied in every cell (`not-offered`).
The table is the same for every category that is asked for.

**Global Privacy Control.** `navigator.globalPrivacyControl` counts when it is `true`, and so does what the server passed
on in the config (`gpc: true`) or in `<meta name=\"hushgate-gpc\" content=\"1\">`. `false` and an absent property are the same: no signal. A signal that arrives
while the page is open counts from that moment as if it had been there. A signal is never stored as a refusal: when it goes,
the visitor's own answer stands again, and who gave none is asked.

**Regimes.** `opt-in`: nothing optional before the visitor agrees. `opt-out`: optional things until the visitor objects.
`notice`: the same, and the visitor is told. An unknown region is under `opt-in` as soon as a site has rules for regions.

**New is not asked.** A category that was added, and a service that was added to a category that was granted, waits for an
answer; what was answered stands meanwhile. A service that was added to a category that was refused is refused with it.

Signs: **yes** granted, no denied; *asks* the banner asks; *tells* a notice is shown; *honoured* it is shown that the signal is
honoured. The last word is the reason code, which the snapshot (`reasons`) has too.

";

fn page() -> String {
    let mut out = String::from(HEAD);
    for signal in [false, true] {
        let title = if signal {
            "With the signal (on, or arriving later)"
        } else {
            "Without the signal (off, or absent)"
        };
        let _ = write!(out, "## {title}\n\n| stored |");
        for regime in Regime::ALL {
            let _ = write!(out, " {} |", regime.name());
        }
        out.push_str("\n|---|---|---|---|\n");
        for (name, standing) in STORED {
            let _ = write!(out, "| {name} |");
            for regime in Regime::ALL {
                let cell = decide_cell(Class::Asked, regime, standing, signal);
                let mut words = vec![if cell.granted { "**yes**" } else { "no" }];
                match cell.ask {
                    Ask::No => {}
                    Ask::Notice => words.push("*tells*"),
                    Ask::Banner => words.push("*asks*"),
                }
                if cell.honoured {
                    words.push("*honoured*");
                }
                let _ = write!(out, " {} `{}` |", words.join(", "), cell.reason.name());
            }
            out.push('\n');
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

#[test]
fn the_page_is_the_table() {
    let page = page();
    if std::env::var_os("HUSHGATE_WRITE").is_some() {
        fs::write(FILE, &page).expect("docs/ can be written");
    }
    let written = fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        written == page,
        "{FILE} is not the table: HUSHGATE_WRITE=1 cargo test --test consent_table writes it"
    );
}
