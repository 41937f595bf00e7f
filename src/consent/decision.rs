//! The decision table: stored answer × Global Privacy Control × category → what is allowed and whether to ask.
//!
//! | category | stored | signal off | signal on |
//! |---|---|---|---|
//! | necessary | anything | granted | granted |
//! | not asked for by the site | anything | denied | denied |
//! | asked for | nothing, unreadable, other policy version, incomplete | denied, **ask** | denied, no banner |
//! | asked for | refused | denied | denied |
//! | asked for | granted, made without the signal or not in the preferences | granted | denied: the signal came later |
//! | asked for | granted in the preferences while the signal was on | granted | granted, despite the signal |
//!
//! **Invariant:** no cell grants without a stored grant. **Invariant:** no cell both grants and asks.
//! See <https://w3c.github.io/gpc/> for the signal; a signal is an opt-out but not a stored refusal.

use super::{By, Category, Choices, Record, encode};

/// What the site asks today: every answer is held against this.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The version of the policy that an answer must have been given to.
    pub policy_version: &'a str,
    /// The categories asked for.
    pub categories: Choices,
}

/// What a category is to this site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Exempt from consent; cannot be switched off.
    Necessary,
    /// Asked for.
    Asked,
    /// Not asked for, so never allowed.
    NotAsked,
}

/// What the stored record says about one category, seen from today's question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No usable record: none was made, or it is garbage, forged or from the future.
    Nothing,
    /// An answer to another version of the policy.
    OtherVersion,
    /// The record lacks a category that is asked for today, so it answers another question.
    Incomplete,
    /// A refusal.
    Refused,
    /// A grant made without the signal, or by an act that did not show the signal.
    Granted,
    /// A grant made in the preferences while the signal was on.
    GrantedDespite,
}

/// Why a cell says what it says. The names are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Exempt from consent.
    Necessary,
    /// The site does not ask for it.
    NotOffered,
    /// Nobody was asked yet.
    NotAsked,
    /// The policy changed since.
    OtherVersion,
    /// A category was added since.
    NewCategory,
    /// The visitor refused.
    Refused,
    /// The visitor agreed.
    Granted,
    /// The visitor agreed in the preferences, knowing of the signal.
    DespiteSignal,
    /// The browser's signal is the opt-out; there is no answer of the visitor's.
    Signal,
    /// The visitor agreed, and the signal came later.
    SignalCameLater,
}

impl Reason {
    /// The reason code.
    pub const fn name(self) -> &'static str {
        match self {
            Reason::Necessary => "necessary",
            Reason::NotOffered => "not-offered",
            Reason::NotAsked => "not-asked",
            Reason::OtherVersion => "other-version",
            Reason::NewCategory => "new-category",
            Reason::Refused => "refused",
            Reason::Granted => "granted",
            Reason::DespiteSignal => "despite-signal",
            Reason::Signal => "signal",
            Reason::SignalCameLater => "signal-came-later",
        }
    }
}

/// One cell of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// May it happen?
    pub granted: bool,
    /// Must the visitor be asked?
    pub ask: bool,
    /// Is the signal what keeps it off, so that this has to be shown?
    pub honoured: bool,
    /// Why.
    pub reason: Reason,
}

const fn cell(granted: bool, ask: bool, honoured: bool, reason: Reason) -> Cell {
    Cell { granted, ask, honoured, reason }
}

/// The table itself.
pub const fn decide_cell(class: Class, standing: Standing, signal: bool) -> Cell {
    match (class, standing, signal) {
        (Class::Necessary, _, _) => cell(true, false, false, Reason::Necessary),
        (Class::NotAsked, _, _) => cell(false, false, false, Reason::NotOffered),
        (Class::Asked, Standing::GrantedDespite, true) => cell(true, false, false, Reason::DespiteSignal),
        (Class::Asked, Standing::Granted, true) => cell(false, false, true, Reason::SignalCameLater),
        (Class::Asked, Standing::Refused, signal) => cell(false, false, signal, Reason::Refused),
        (Class::Asked, Standing::Granted | Standing::GrantedDespite, false) => {
            cell(true, false, false, Reason::Granted)
        }
        (Class::Asked, _, true) => cell(false, false, true, Reason::Signal),
        (Class::Asked, Standing::Nothing, false) => cell(false, true, false, Reason::NotAsked),
        (Class::Asked, Standing::OtherVersion, false) => cell(false, true, false, Reason::OtherVersion),
        (Class::Asked, Standing::Incomplete, false) => cell(false, true, false, Reason::NewCategory),
    }
}

/// All cells of one moment, folded into what the gate and the banner need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What may happen.
    pub granted: Choices,
    /// What waits for an answer.
    pub asked: Choices,
    /// Whether the visitor must be asked.
    pub ask: bool,
    /// Whether the signal is on and keeps something off.
    pub honoured: bool,
    /// Whether something is on despite the signal.
    pub despite: bool,
    /// Whether an answer of the visitor's, and not the signal alone, stands behind it.
    pub answered: bool,
}

/// Decides every category of the question.
pub fn decide(question: &Question<'_>, record: Option<&Record>, signal: bool) -> Decision {
    let mut out = Decision {
        granted: Choices::none(),
        asked: Choices::none(),
        ask: false,
        honoured: false,
        despite: false,
        answered: false,
    };
    for category in Category::ALL {
        if !question.categories.has(category) {
            continue;
        }
        let standing = question.standing(record, category);
        let cell = decide_cell(Class::Asked, standing, signal);
        out.granted = out.granted.with(category, cell.granted);
        out.asked = out.asked.with(category, cell.ask);
        out.ask |= cell.ask;
        out.honoured |= cell.honoured;
        out.despite |= matches!(cell.reason, Reason::DespiteSignal);
        out.answered |= matches!(cell.reason, Reason::Refused | Reason::Granted | Reason::DespiteSignal);
    }
    out
}

impl Question<'_> {
    /// What the record says about a category today. A record that does not answer the whole question answers
    /// none of it: half an old answer is not an answer to a new question.
    pub fn standing(&self, record: Option<&Record>, category: Category) -> Standing {
        match record {
            None => Standing::Nothing,
            Some(r) if r.policy != encode(self.policy_version) => Standing::OtherVersion,
            Some(r) if !r.answered.covers(self.categories) => Standing::Incomplete,
            Some(r) if !r.granted.has(category) => Standing::Refused,
            Some(r) if r.signal && r.by == By::Preferences => Standing::GrantedDespite,
            Some(_) => Standing::Granted,
        }
    }

    /// Whether an act counts. While the signal is on, only the preferences show it: any other act that would switch
    /// something on, and nothing off, was made without knowing and changes nothing.
    pub fn counts(&self, wanted: Choices, granted: Choices, by: By, signal: bool) -> bool {
        let wanted = wanted.and(self.categories);
        !signal || by == By::Preferences || wanted == granted || !wanted.covers(granted)
    }

    /// The record of an act: the wanted categories are granted, all others that are asked for refused.
    pub fn answer(&self, wanted: Choices, by: By, signal: bool, time_ms: u64) -> Record {
        Record {
            policy: encode(self.policy_version),
            time_ms,
            by,
            signal,
            answered: self.categories,
            granted: wanted.and(self.categories),
        }
    }
}
