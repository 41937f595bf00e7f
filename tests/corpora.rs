//! Holds the scrubber against the corpora: every planted secret goes, ordinary text stays, told family by family.
//!
//! Rows are under `tests/corpora/`; `tests/corpora/expand.rs` says how a template becomes a value. All faults of a run
//! are written to `corpora-*.txt` in Cargo's folder for tests; the first of each family are printed.

#[path = "corpora/expand.rs"]
mod expand;
#[path = "corpora/forms.rs"]
mod forms;
#[path = "corpora/judge.rs"]
mod judge;
#[path = "corpora/opaque.rs"]
mod opaque;

use expand::Maker;
use judge::Case;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How often each row is made anew with other values.
const VARIANTS: u64 = 3;
const SHOWN: usize = 2;

#[derive(Default)]
struct Tally {
    rows: usize,
    bad: usize,
    shown: Vec<String>,
}

/// One corpus run: families with their rows, and all that was found wrong.
#[derive(Default)]
struct Run {
    families: BTreeMap<String, Tally>,
    faults: String,
}

impl Run {
    fn over(kind: &str, judge: impl Fn(&Case, Maker) -> Result<(), String>) -> Run {
        let mut run = Run::default();
        for case in judge::read(kind) {
            let fault =
                (0..VARIANTS).find_map(|variant| judge(&case, Maker::new(&case.input, variant)).err());
            let tally = run.families.entry(case.family.clone()).or_default();
            tally.rows += 1;
            if let Some(fault) = fault {
                tally.bad += 1;
                let text = format!("{} [{}] {}\n  {fault}\n", case.family, case.place, case.input);
                run.faults += &text;
                if tally.shown.len() < SHOWN {
                    tally.shown.push(text);
                }
            }
        }
        let file = format!("{}/corpora-{kind}.txt", env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(file, &run.faults).expect("Cargo's folder for tests can be written");
        run
    }

    fn rows(&self) -> usize {
        self.families.values().map(|t| t.rows).sum()
    }

    fn bad(&self) -> usize {
        self.families.values().map(|t| t.bad).sum()
    }

    /// Every family with how many of its rows are right, of all; three to a line.
    fn print(&self, title: &str, wrong: &str) {
        let mut out = format!("\n{title}: right / all");
        for (n, (family, t)) in self.families.iter().enumerate() {
            let end = if n % 3 == 0 { '\n' } else { ' ' };
            let counts = format!("{}/{}", t.rows - t.bad, t.rows);
            let _ = write!(out, "{end}{}{family:<30}{counts:>9}", if t.bad > 0 { '!' } else { ' ' });
        }
        let (rows, faults) = (self.rows(), self.bad());
        let share = 100.0 * faults as f64 / rows.max(1) as f64;
        let _ = writeln!(out, "\n all: {}/{rows}, {share:.3} % {wrong}", rows - faults);
        for t in self.families.values() {
            out.extend(t.shown.iter().map(String::as_str));
        }
        println!("{out}");
    }
}

#[test]
fn every_planted_secret_goes() {
    let run = Run::over("positives", judge::positive);
    run.print("planted secrets", "missed");
    assert!(run.rows() >= 2_000, "the corpus has {} rows", run.rows());
    assert!(run.bad() == 0, "{} rows of {} are missed", run.bad(), run.rows());
}

#[test]
fn ordinary_text_stays() {
    let run = Run::over("negatives", judge::negative);
    run.print("hard negatives", "touched");
    assert!(run.rows() >= 5_000, "the corpus has {} rows", run.rows());
    assert!(
        run.bad() * 1_000 <= run.rows(),
        "{} of {} rows were touched; one in a thousand is the limit",
        run.bad(),
        run.rows()
    );
}

/// The figures that README and `scan::opaque` publish.
#[test]
fn segments_made_by_people_are_told_from_those_made_by_chance() {
    let (table, taken, of) = opaque::table();
    println!("{table}\n");
    assert!(of >= 2_000, "only {of} written segments");
    for ((place, _), taken) in opaque::PLACES.iter().zip(taken) {
        assert!(taken * 200 <= of, "{place}: {taken} of {of} written segments are taken for secrets");
    }
}

/// What a row promises must be true of the row itself, or it proves nothing.
#[test]
fn rows_hold_what_they_speak_of() {
    let mut faults = Vec::new();
    for case in judge::read("positives") {
        let maker = Maker::new(&case.input, 0);
        let input = forms::forms(&maker.expand(&case.input));
        for part in case.gone.iter().chain(&case.kept) {
            let made = maker.expand(part);
            // A class that does not exist would stand in both and prove nothing.
            let unmade =
                part.contains(":") && part.ends_with('}') && made == part.as_bytes() && !part.contains('"');
            if unmade || !forms::holds(&input, &made) {
                faults.push(format!("{}: {part} is not in {}", case.place, case.input));
            }
        }
    }
    assert!(faults.is_empty(), "{}\n{} rows", faults[..faults.len().min(30)].join("\n"), faults.len());
}
