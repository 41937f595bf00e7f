//! The site's question of today, and what a record says to it.

use super::decision::{Ask, Cell, Class, Reason, Regime, Standing, decide_cell};
use super::line::{push_number, put};
use super::record::{Stored, encode, find};
use super::{By, Choices, Item, Items};

/// A day in milliseconds.
pub const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// What the site asks today: every answer is held against this.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The version of the policy that an answer must have been given to.
    pub policy_version: &'a str,
    /// What is asked for: categories and services.
    pub items: Items<'a>,
    /// What the law of the visitor's region wants.
    pub regime: Regime,
    /// Days after which who agreed to anything is asked again.
    pub accept_days: u64,
    /// Days after which who agreed to nothing is asked or told again.
    pub refuse_days: u64,
}

/// All cells of one moment, folded into what the gate and the banner need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What may happen.
    pub granted: Choices,
    /// What waits for an answer.
    pub asked: Choices,
    /// Whether the visitor must be asked or told.
    pub ask: Ask,
    /// Whether the signal is on and keeps something off.
    pub honoured: bool,
    /// Whether something is on despite the signal.
    pub despite: bool,
    /// Whether an answer of the visitor's, and not the signal or a default alone, stands behind it.
    pub answered: bool,
}

/// Decides every item of the question.
pub fn decide(question: &Question<'_>, stored: &Stored<'_>, signal: bool) -> Decision {
    let mut out = Decision {
        granted: Choices::none(),
        asked: Choices::none(),
        ask: Ask::No,
        honoured: false,
        despite: false,
        answered: false,
    };
    for (place, item) in question.items.enumerate() {
        let cell = question.cell(stored, item, signal);
        out.granted = out.granted.with(place, cell.granted);
        out.asked = out.asked.with(place, cell.ask == Ask::Banner);
        out.ask = out.ask.max(cell.ask);
        out.honoured |= cell.honoured;
        out.despite |= matches!(cell.reason, Reason::DespiteSignal);
        out.answered |= matches!(cell.reason, Reason::Refused | Reason::Granted | Reason::DespiteSignal);
    }
    out
}

impl Question<'_> {
    /// The table's cell for an item.
    pub fn cell(&self, stored: &Stored<'_>, item: Item<'_>, signal: bool) -> Cell {
        decide_cell(Class::Asked, self.regime, self.standing(stored, item), signal)
    }

    /// What is stored about an item, seen from today.
    pub fn standing(&self, stored: &Stored<'_>, item: Item<'_>) -> Standing {
        let record = match stored {
            Stored::Nothing => return Standing::Nothing,
            Stored::Unreadable => return Standing::Unreadable,
            Stored::Future => return Standing::Future,
            Stored::Choice(record) => record,
        };
        let mut said = find(record.line, item.key);
        if said.is_none() {
            // A service that the record does not know is as its category if that was refused, or if services were not
            // recorded yet.
            let category = find(record.line, item.category());
            if category == Some("0") || record.is_first_form {
                said = category;
            }
        }
        let mut purposes = String::from("f.");
        purposes.push_str(item.category());
        let repurposed =
            !record.is_first_form && find(record.line, &purposes).unwrap_or_default() != item.purposes;
        let granted = said == Some("1");
        let holds = !(record.expired || record.is_other_version || repurposed);
        match said {
            // A notice that was closed is the answer to nothing; what was refused before stays so.
            Some("n") if record.by == By::Notice && holds => Standing::Told,
            _ if record.by == By::Notice && said != Some("0") => Standing::Nothing,
            None => Standing::New,
            _ if record.expired && granted => Standing::ExpiredGrant,
            _ if record.expired => Standing::ExpiredRefusal,
            _ if record.is_other_version && granted => Standing::OlderGrant,
            _ if record.is_other_version => Standing::OlderRefusal,
            _ if repurposed && granted => Standing::RepurposedGrant,
            _ if repurposed => Standing::RepurposedRefusal,
            _ if !granted => Standing::Refused,
            _ if record.signal && record.by == By::Preferences => Standing::GrantedDespite,
            _ => Standing::Granted,
        }
    }

    /// Whether an act counts. While the signal is on, only the preferences show it: any other act that would switch
    /// something on, and nothing off, was made without knowing and changes nothing.
    pub fn counts(&self, wanted: Choices, granted: Choices, by: By, signal: bool) -> bool {
        let wanted = wanted.and(Choices::first(self.items.count()));
        !signal || by == By::Preferences || wanted == granted || !wanted.covers(granted)
    }

    /// The record of an act, as a line to store: what is wanted is granted, all else that is asked for refused. A closed
    /// notice grants nothing: of what is wanted the visitor was told.
    pub fn answer(&self, wanted: Choices, act: &Act<'_>) -> String {
        let wanted = wanted.and(Choices::first(self.items.count()));
        let mut line = String::from("v=1&p=");
        line.push_str(&encode(self.policy_version));
        line.push_str("&t=");
        push_number(act.time_ms, &mut line);
        line.push_str("&x=");
        let agrees = !wanted.is_empty() && act.by != By::Notice;
        let days = if agrees { self.accept_days } else { self.refuse_days };
        push_number(act.time_ms + days * DAY_MS, &mut line);
        line.push_str(if act.signal { "&gpc=1" } else { "&gpc=0" });
        for (name, value) in
            [("&by=", act.by.name()), ("&r=", self.regime.name()), ("&l=", act.language), ("&id=", act.id)]
        {
            if !value.is_empty() {
                line.push_str(name);
                line.push_str(value);
            }
        }
        for (place, item) in self.items.enumerate() {
            if item.is_category() && !item.purposes.is_empty() {
                line.push_str("&f.");
                line.push_str(item.key);
                put(b'=', &mut line);
                line.push_str(item.purposes);
            }
            put(b'&', &mut line);
            line.push_str(item.key);
            line.push_str(match (act.by, wanted.has(place)) {
                (By::Notice, true) => "=n",
                (_, true) => "=1",
                _ => "=0",
            });
        }
        line
    }
}

/// An act of the visitor's.
#[derive(Clone, Copy, Debug)]
pub struct Act<'a> {
    /// By what.
    pub by: By,
    /// Whether Global Privacy Control was on at that moment.
    pub signal: bool,
    /// When, in milliseconds since 1970.
    pub time_ms: u64,
    /// The consent ID: that of the record before, or a new random one; hexadecimal digits.
    pub id: &'a str,
    /// The language of the text that was shown, as a locale's name.
    pub language: &'a str,
}
