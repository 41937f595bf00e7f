//! The one live state of the gate, and what each event does to it.
//!
//! | event | state | screen | page is told |
//! |---|---|---|---|
//! | start | record and signal read | banner if something is asked | at once |
//! | a choice | recorded, effective at once | closed | after the next paint |
//! | another tab, back from the cache, signal switched | read again | follows | if anything changed |
//! | preferences opened | read again | dialog | – |
//!
//! The state is `Copy`: an event takes a copy, calls JavaScript, and puts back what changed. What it points to is
//! small, made once a page or once a choice, and never freed.

use super::page;
use crate::banner::markup::{self, Notice, Seen};
use crate::banner::text::{Words, is_text_key, locale_of};
use crate::banner::view::View;
use crate::catalogue;
use crate::config::{Config, ConfigError, Known, read};
use crate::consent::{By, Category, Choices, Decision, Question, Record, cut, decide};
use crate::egress::{Verdict, category_of, decide_verdict, is_unwanted};
use std::cell::Cell;
use wasm_bindgen::JsValue;

const KNOWN: Known = Known {
    vendor: |id| catalogue::vendor(id).is_some(),
    text: is_text_key,
};

thread_local! {
    static LIVE: Cell<Option<Live>> = const { Cell::new(None) };
}

/// All that changes while the page lives.
#[derive(Clone, Copy)]
pub struct Live {
    /// What the site said.
    pub config: &'static Config,
    /// The record's line, kept here too for pages whose storage is shut.
    line: Option<&'static str>,
    /// The visitor's answer, if there is one.
    pub record: Option<&'static Record>,
    /// Whether the signal is on.
    pub signal: bool,
    /// What is allowed and asked.
    pub decision: Decision,
    seen: Seen,
    words: &'static Words<'static>,
    speech: Speech,
    view: Option<&'static View>,
    /// Whether the preferences are to be shown as soon as there are words.
    wants_preferences: bool,
    /// Whether the page is still to be told of a change.
    untold: bool,
}

/// Whether the words are there, on their way, or not asked for yet.
#[derive(Clone, Copy, PartialEq)]
enum Speech {
    Silent,
    Loading,
    Ready,
}

/// The state, once started.
pub fn live() -> Option<Live> {
    LIVE.get()
}

fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn change(change: impl FnOnce(&mut Live)) {
    if let Some(mut live) = LIVE.get() {
        change(&mut live);
        LIVE.set(Some(live));
    }
}

/// Starts the gate for a config in JSON; the error is what is wrong with it.
pub fn start(config: &str) -> Result<(), ConfigError> {
    if live().is_some() {
        return Ok(());
    }
    let config = match read(config, &KNOWN) {
        Ok(config) => keep(config),
        Err(errors) => return errors.into_iter().next().map_or(Ok(()), Err),
    };
    page::listen(&wasm_bindgen::exports(), &config.storage_key);
    LIVE.set(Some(Live {
        config,
        line: None,
        record: None,
        signal: true,
        decision: decide(&question(config), None, true),
        seen: Seen::default(),
        words: keep(Words::of(config, "")),
        speech: Speech::Silent,
        view: None,
        wants_preferences: false,
        untold: true,
    }));
    observe("");
    render();
    tell();
    page::later();
    Ok(())
}

fn question(config: &Config) -> Question<'_> {
    Question {
        policy_version: &config.policy_version,
        categories: config.categories,
    }
}

/// Reads record and signal again and decides anew; whether anything changed. What was heard from another tab counts
/// where nothing is stored.
fn observe(heard: &str) -> bool {
    let Some(mut live) = live() else { return false };
    let before = live.decision;
    let mut line = page::read(&live.config.storage_key);
    if line.is_empty() {
        line.push_str(heard);
    }
    let mut changed = false;
    if !line.is_empty() && live.line != Some(&line) {
        let line: &'static str = line.leak();
        live.line = Some(line);
        live.record = Record::parse(line, page::now() as u64).map(|record| &*keep(record));
        changed = true;
    }
    let signal = page::signal();
    changed |= signal != live.signal;
    live.signal = signal;
    live.decision = decide(&question(live.config), live.record, signal);
    LIVE.set(Some(live));
    // A withdrawal ends the pseudonym, so that what comes after a new grant is not joined to what was before.
    if !live.decision.granted.covers(before.granted) || live.decision.granted.is_empty() {
        page::remove(&key_name(live.config));
    }
    changed
}

fn key_name(config: &Config) -> String {
    let mut name = config.storage_key.clone();
    name.push_str(".k");
    name
}

/// Something outside may have changed the answer.
pub fn look(heard: &str) {
    if observe(heard) {
        render();
        change(|live| live.untold = true);
        settle();
    }
}

/// Records a choice. It holds from here on; the page learns of it after the screen has closed.
pub fn choose(wanted: Choices, by: By) {
    let Some(live) = live() else { return };
    let record = question(live.config).answer(wanted, by, page::signal(), page::now() as u64);
    let line = record.write();
    page::write(&live.config.storage_key, &line);
    page::spread(&line);
    observe(&line);
    render();
    if let Some(view) = live.view {
        view.close();
        view.say("p", &live.words.get("saved"));
    }
    change(|live| live.untold = true);
    page::later();
}

/// The work that nobody waits for: cookies, and telling the page.
pub fn settle() {
    if let Some(live) = live() {
        let names = page::cookies();
        let mut rest = names.as_str();
        while !rest.is_empty() {
            let (name, next) = cut(rest, b'\n');
            rest = next;
            if is_unwanted(name, live.config, &live.decision) {
                page::erase(name);
            }
        }
        tell();
    }
}

fn tell() {
    if let Some(live) = live()
        && live.untold
    {
        change(|live| live.untold = false);
        page::tell("changed", &crate::api::state(&live));
    }
}

/// Brings the screen in line with the state.
fn render() {
    let Some(live) = live() else { return };
    if let Some(view) = live.view
        && !live.decision.ask
    {
        view.hide_banner();
    }
    if !(live.decision.ask || live.wants_preferences) {
        return;
    }
    match live.speech {
        Speech::Loading => {}
        Speech::Silent => {
            change(|live| live.speech = Speech::Loading);
            let said = &live.config.locale;
            let lang = if said.is_empty() {
                locale_of(&page::language())
            } else {
                locale_of(said)
            };
            if lang == "en" {
                speak("");
            } else {
                page::fetch_words(lang);
            }
        }
        Speech::Ready => {
            let view = match live.view {
                Some(view) => view,
                None => keep(View::open(live.words)),
            };
            change(|live| {
                live.view = Some(view);
                live.wants_preferences = false;
            });
            if live.decision.ask {
                view.show_banner(&markup::banner(live.words, live.config));
            }
            if live.wants_preferences {
                let notice = match (live.signal, live.decision.despite) {
                    (false, _) => Notice::None,
                    (true, false) => Notice::Honoured,
                    (true, true) => Notice::Despite,
                };
                view.show_preferences(&markup::preferences(
                    live.words,
                    live.config,
                    &live.decision,
                    &live.seen,
                    notice,
                ));
            }
        }
    }
}

/// The words are there, or will not come: English then.
pub fn speak(text: &str) {
    let Some(live) = live() else { return };
    if live.speech != Speech::Ready {
        let words = keep(Words::of(live.config, text));
        change(|live| {
            live.speech = Speech::Ready;
            live.words = words;
        });
        render();
    }
}

/// Opens the preferences.
pub fn show() {
    observe("");
    change(|live| live.wants_preferences = true);
    render();
}

/// A button or a switch of the screens, or a link of the page's to the preferences.
pub fn act(action: &str) {
    let Some(live) = live() else { return };
    if action == "preferences" {
        return show();
    }
    let Some(view) = live.view else { return };
    match action {
        "accept" => choose(Choices::all(), By::Banner),
        "decline" => choose(Choices::none(), By::Banner),
        "save" => choose(view.wanted(), By::Preferences),
        "accept-all" => choose(Choices::all(), By::Preferences),
        "reject-all" => choose(Choices::none(), By::Preferences),
        "switch" => {
            let overrides = live.signal && !view.wanted().is_empty();
            {
                let warning = live.words.get("gpc_warn");
                view.say("#warn", if overrides { &warning } else { "" })
            };
        }
        "close" => view.close(),
        _ => {}
    }
}

/// The verdict on a vendor's requests; before the start everything is held.
pub fn verdict(id: &str) -> Verdict {
    let Some(live) = live() else {
        return Verdict::Hold;
    };
    change(|live| live.seen.add(id));
    decide_verdict(category_of(id, live.config), &live.decision)
}

/// Whether a category is on now.
pub fn granted(category: Category) -> bool {
    live().is_some_and(|live| live.decision.granted.has(category))
}

/// The key of this browser's pseudonyms, 32 bytes; none without a grant.
pub fn pseudonym_key() -> JsValue {
    match live() {
        Some(live) if !live.decision.granted.is_empty() => page::key(&key_name(live.config)),
        _ => JsValue::UNDEFINED,
    }
}
