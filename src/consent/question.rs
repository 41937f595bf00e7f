//! The site's question of today, and what a record says to it.

use super::decision::{Ask, Cell, Class, Reason, Regime, Stale, Standing, decide_cell};
use super::line::push_number;
use super::record::{Record, Stored, encode};
use super::{By, Choices, Items};

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
    for (place, _) in question.items.enumerate() {
        let cell = question.cell(stored, place, signal);
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
    /// The table's cell for the item at a place.
    pub fn cell(&self, stored: &Stored<'_>, place: usize, signal: bool) -> Cell {
        decide_cell(Class::Asked, self.regime, self.standing(stored, place), signal)
    }

    /// What is stored about the item at a place, seen from today.
    pub fn standing(&self, stored: &Stored<'_>, place: usize) -> Standing {
        let record = match stored {
            Stored::Nothing => return Standing::Nothing,
            Stored::Unreadable => return Standing::Unreadable,
            Stored::Future => return Standing::Future,
            Stored::Choice(record) => record,
        };
        let (known, granted) = self.said(record, place);
        if !known && record.by != By::Notice {
            return Standing::New;
        }
        let stale = if record.expired {
            Stale::Expired
        } else if record.is_other_version {
            Stale::OtherVersion
        } else if record.repurposed.has(place) {
            Stale::OtherPurpose
        } else {
            // A notice that was closed is the answer to nothing.
            return match record.by {
                By::Notice if known => Standing::Told,
                By::Notice => Standing::Nothing,
                _ if !granted => Standing::Refused,
                By::Preferences if record.signal => Standing::GrantedDespite,
                _ => Standing::Granted,
            };
        };
        match record.by {
            By::Notice => Standing::Nothing,
            _ if granted => Standing::StaleGrant(stale),
            _ => Standing::StaleRefusal(stale),
        }
    }

    /// Whether the record knows an item, and grants it. A service that it does not know is as its category if that was
    /// refused, or if services were not recorded yet.
    fn said(&self, record: &Record<'_>, place: usize) -> (bool, bool) {
        let mut known = record.known.has(place);
        let mut granted = record.granted.has(place);
        let mut items = self.items;
        if !known
            && let Some(item) = items.nth(place)
            && let Some(category) = self.items.place(item.category())
            && record.known.has(category)
            && (record.is_first_form || !record.granted.has(category))
        {
            (known, granted) = (true, record.granted.has(category));
        }
        (known, granted)
    }

    /// Whether an act counts. While the signal is on, only the preferences show it: any other act that would switch
    /// something on, and nothing off, was made without knowing and changes nothing.
    pub fn counts(&self, wanted: Choices, granted: Choices, by: By, signal: bool) -> bool {
        let wanted = wanted.and(Choices::first(self.items.count()));
        !signal || by == By::Preferences || wanted == granted || !wanted.covers(granted)
    }

    /// The record of an act, as a line to store: what is wanted is granted, all else that is asked for refused. Of a
    /// closed notice nothing is either.
    pub fn answer(&self, wanted: Choices, act: &Act<'_>) -> String {
        let wanted = wanted.and(Choices::first(self.items.count()));
        let mut line = String::from("v=1&p=");
        line.push_str(&encode(self.policy_version));
        let number = |name, number, line: &mut String| {
            line.push_str(name);
            push_number(number, line);
        };
        let days = if wanted.is_empty() { self.refuse_days } else { self.accept_days };
        number("&t=", act.time_ms, &mut line);
        number("&x=", act.time_ms + days * DAY_MS, &mut line);
        number("&gpc=", act.signal.into(), &mut line);
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
                for text in ["&f.", item.key, "=", item.purposes] {
                    line.push_str(text);
                }
            }
            line.push('&');
            line.push_str(item.key);
            line.push_str(match (act.by, wanted.has(place)) {
                (By::Notice, _) => "=n",
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
