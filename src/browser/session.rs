//! The one live state of the gate, and what each event does to it.
//!
//! | event | state | screen | page is told |
//! |---|---|---|---|
//! | start | record and signal read | banner if something is asked | at once |
//! | a choice | recorded, effective at once | closed | after the next paint |
//! | another tab, back from the cache, signal switched | read again | follows | if anything changed |
//! | preferences opened | read again | dialog | – |
//!
//! The state is made once a page and lives as long; its cells are never held across a call into JavaScript. A record or
//! a locale that is replaced is not freed: that is one line of text a choice.

use super::page;
use crate::banner::markup;
use crate::banner::style::STYLE;
use crate::banner::text::{BANNER_ENGLISH, Words, locale_of};
use crate::catalogue::brief;
use crate::config::{Config, Known};
use crate::consent::{Act, Ask, By, Choices, Decision, Question, Stored, decide};
use crate::egress::{Verdict, decide_verdict, place_of};
use std::cell::Cell;

const KNOWN: Known =
    Known { vendor: |id| brief::vendor_category(id).map(|category| category.name()), text: |_| true };

thread_local! {
    static LIVE: Cell<Option<&'static Live>> = const { Cell::new(None) };
}

/// All that changes while the page lives.
pub struct Live {
    /// What the site said.
    pub config: Config,
    /// The record's line, kept here too for pages whose storage is shut.
    line: Cell<&'static str>,
    /// What that line is.
    pub stored: Cell<Stored<'static>>,
    /// Whether the signal is on.
    pub signal: Cell<bool>,
    /// What is allowed and asked.
    pub decision: Cell<Decision>,
    words: Cell<Option<&'static Words<'static>>>,
    /// Whether the words have been sent for.
    sent: Cell<bool>,
    /// Whether the preferences are to be shown as soon as there are words.
    wants_preferences: Cell<bool>,
    /// Whether [`Live::settle`] has something to do.
    due: Cell<bool>,
    /// The act of this page whose consequences are still to come.
    acted: Cell<Option<By>>,
}

/// The state, once started.
pub fn live() -> Option<&'static Live> {
    LIVE.get()
}

fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// Starts the gate for a config in JSON and its plan; the error is the field that is wrong.
pub fn start(config: String, plan: &str) -> Result<(), String> {
    if live().is_some() {
        return Ok(());
    }
    let config = Config::planned(config, plan, &KNOWN)?;
    let live = keep(Live {
        line: Cell::default(),
        stored: Cell::new(Stored::Nothing),
        signal: Cell::new(true),
        decision: Cell::new(decide(&config.question(), &Stored::Nothing, true)),
        words: Cell::default(),
        sent: Cell::default(),
        wants_preferences: Cell::default(),
        due: Cell::new(true),
        acted: Cell::default(),
        config,
    });
    LIVE.set(Some(live));
    live.observe();
    live.render();
    page::tell(&crate::api::state(live));
    page::later();
    Ok(())
}

impl Live {
    /// What this visitor is asked today.
    pub fn question(&self) -> Question<'_> {
        self.config.question()
    }

    /// Reads record and signal again and decides anew; whether anything changed.
    fn observe(&self) -> bool {
        let line = page::read();
        let mut changed = line != self.line.get();
        if changed {
            self.line.set(line.leak());
        }
        // Anew each time: a record that was good may have lived its time.
        let question = self.question();
        self.stored.set(Stored::parse(self.line.get(), &question, page::now() as u64));
        let signal = page::signal();
        if self.signal.replace(signal) != signal {
            changed = true;
            // Preferences that say otherwise of the signal.
            page::close();
        }
        let decision = decide(&question, &self.stored.get(), signal);
        let before = self.decision.replace(decision);
        let lost = !decision.granted.covers(before.granted);
        // A withdrawal ends the pseudonym, so that what comes after a new grant is not joined to what was before.
        if lost || decision.granted.is_empty() {
            page::forget();
        }
        changed || lost
    }

    /// Something outside may have changed the answer.
    pub fn look(&'static self) {
        if !self.follow() {
            self.settle_act();
        }
    }

    /// Reads again, and follows what changed at once; whether anything did.
    fn follow(&'static self) -> bool {
        let changed = self.observe();
        if changed {
            self.render();
            self.due.set(true);
            self.settle();
        }
        changed
    }

    /// Records a choice. It holds from here on; the page learns of it after the screen has closed.
    pub fn choose(&'static self, wanted: Choices, by: By) {
        // As the screen showed it: one that came since outranks the act.
        let signal = self.signal.get();
        let question = self.question();
        if question.counts(wanted, self.decision.get().granted, by, signal) {
            // Who chooses before the first paint was granted something, too: what follows is told of the difference.
            self.settle();
            let lang = self.words.get().map(|words| words.get("lang")).unwrap_or_default();
            let id = match self.stored.get().choice() {
                Some(record) if !record.id.is_empty() => record.id.into(),
                _ => page::id(),
            };
            let act = Act { by, signal, time_ms: page::now() as u64, id: &id, language: &lang };
            self.acted.set(Some(by));
            self.keep(&question.answer(wanted, &act));
        } else {
            // The banner goes all the same: with the signal on there is nothing to ask.
            self.look();
        }
    }

    fn keep(&'static self, line: &str) {
        let stored = page::write(line);
        self.observe();
        self.render();
        page::close();
        if let Some(words) = self.words.get() {
            // What holds for this page only is not saved.
            page::say(&if stored { words.get("saved") } else { String::new() });
        }
        self.due.set(true);
        page::later();
    }

    /// The work that nobody waits for: telling the page, and what follows from a choice.
    pub fn settle(&self) {
        if self.due.replace(false) {
            page::tell(&crate::api::state(self));
            page::after(self.line.get(), self.acted.take().map(By::name).unwrap_or_default());
        }
    }

    /// What follows from an act comes before the next act, and before the page is left, which may not paint again.
    fn settle_act(&self) {
        if self.acted.get().is_some() {
            self.settle();
        }
    }

    /// Brings the screen in line with the state.
    fn render(&'static self) {
        let ask = self.decision.get().ask;
        if ask < Ask::Banner {
            page::banner("");
        }
        if ask == Ask::No && !self.wants_preferences.get() {
            return;
        }
        let Some(words) = self.words.get() else {
            if !self.sent.replace(true) {
                let said = self.config.locale();
                let lang = locale_of(&if said.is_empty() { page::language() } else { said });
                if lang == "en" {
                    self.speak("");
                } else {
                    page::fetch(lang);
                }
            }
            return;
        };
        page::open(STYLE, &words.get("lang"), &words.get("dir"));
        // An answer that would still hold if nothing had changed since.
        let changed = self.stored.get().choice().is_some_and(|record| !record.expired);
        if ask == Ask::Banner {
            page::banner(&markup::banner(words, &self.config, changed));
        }
        if ask == Ask::Notice {
            page::preferences(if changed { "changed" } else { "notice" }, words.locale.0);
        }
        if self.wants_preferences.replace(false) {
            page::preferences(&crate::api::state(self), words.locale.0);
        }
    }

    /// The words are there, or will not come: English then.
    pub fn speak(&'static self, text: &str) {
        if self.words.get().is_none() {
            let text = String::from(text).leak();
            self.words.set(Some(keep(Words::of(&self.config, text, BANNER_ENGLISH))));
            self.render();
        }
    }

    /// Opens the preferences.
    pub fn show(&'static self) {
        self.follow();
        self.wants_preferences.set(true);
        self.render();
    }

    /// A button of the screens, or a link of the page's to the preferences.
    pub fn act(&'static self, action: &str) {
        match action {
            "preferences" => self.show(),
            // Closing is no answer: what the notice tells of goes on, and nothing is granted by it; what was refused
            // stays refused. A notice that stands there although there is an answer by now replaces none.
            "told" => match self.decision.get() {
                Decision { ask: Ask::Notice, granted, .. } => self.choose(granted, By::Notice),
                _ => page::banner(""),
            },
            "accept" => self.choose(Choices::all(), By::Banner),
            "decline" => self.choose(Choices::none(), By::Banner),
            "accept-all" => self.choose(Choices::all(), By::Preferences),
            "reject-all" => self.choose(Choices::none(), By::Preferences),
            "save" => {
                let mut wanted = Choices::none();
                for (place, item) in self.config.items().enumerate() {
                    wanted = wanted.with(place, page::checked(item.key));
                }
                self.choose(wanted, By::Preferences);
            }
            _ => page::close(),
        }
    }

    /// The verdict on a vendor's requests.
    pub fn verdict(&'static self, id: &str) -> Verdict {
        // No event tells of a signal that was switched on, of a record that was cleared or whose time is over.
        self.follow();
        decide_verdict(place_of(id, &self.config), &self.decision.get())
    }
}
