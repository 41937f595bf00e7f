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

use super::dom::{Element, Event, get, json, now};
use super::event::{listen, work_after_paint};
use super::tabs::Tabs;
use super::{cookies, key, signal, storage, words};
use crate::banner::markup::{self, Notice, Seen};
use crate::banner::text::{Words, is_text_key};
use crate::banner::view::View;
use crate::catalogue;
use crate::config::{Config, ConfigError, Json, Known, Source, read};
use crate::consent::{By, Category, Choices, Decision, Question, Record, decide};
use crate::egress::{Verdict, category_of, decide_verdict, is_unwanted};
use std::cell::Cell;
use wasm_bindgen::prelude::*;

const KNOWN: Known = Known {
    vendor: |id| catalogue::vendor(id).is_some(),
    text: is_text_key,
};

#[wasm_bindgen]
extern "C" {
    /// What the boot script hands over: the config and the calls it wants to get.
    pub type Host;
    #[wasm_bindgen(method, structural, catch)]
    fn changed(this: &Host, snapshot: &JsValue) -> Result<(), JsValue>;
    /// Why the gate stays closed.
    #[wasm_bindgen(method, structural, catch)]
    pub fn fail(this: &Host, detail: &JsValue) -> Result<(), JsValue>;
}

/// Everything that is clicked to some effect: our buttons, and the page's links to the preferences.
const CLICKED: &str = "[data-action],[data-hushgate=preferences]";

thread_local! {
    static LIVE: Cell<Option<Live>> = const { Cell::new(None) };
}

/// All that changes while the page lives.
#[derive(Clone, Copy)]
pub struct Live {
    host: &'static Host,
    /// What the site said.
    pub config: &'static Config,
    tabs: Option<&'static Tabs>,
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

/// Starts the gate for the boot script's object; the error is what is wrong with the config.
pub fn start(host: &'static Host) -> Result<(), ConfigError> {
    if live().is_some() {
        return Ok(());
    }
    let config = match read(&Json(&json(&get(host, "config"))), &KNOWN) {
        Ok(config) => keep(config),
        Err(errors) => return errors.into_iter().next().map_or(Ok(()), Err),
    };
    LIVE.set(Some(Live {
        host,
        config,
        tabs: None,
        line: None,
        record: None,
        signal: true,
        decision: decide(&question(config), None, true),
        seen: Seen::default(),
        words: keep(Words::of(config, Vec::new())),
        speech: Speech::Silent,
        view: None,
        wants_preferences: false,
        untold: false,
    }));
    let tabs = keep(Tabs::open(&config.storage_key));
    change(|live| live.tabs = Some(tabs));
    listen("click", "on_click");
    listen("input", "on_click");
    observe(None);
    render();
    change(|live| live.untold = true);
    tell();
    work_after_paint();
    Ok(())
}

fn question(config: &Config) -> Question<'_> {
    Question {
        policy_version: &config.policy_version,
        categories: config.categories,
    }
}

/// Reads record and signal again and decides anew; whether anything changed.
fn observe(heard: Option<String>) -> bool {
    let Some(mut live) = live() else { return false };
    let before = live.decision;
    let stored = storage::read(&live.config.storage_key).or(heard);
    let mut changed = false;
    if let Some(line) = stored
        && live.line != Some(&line)
    {
        let line: &'static str = line.leak();
        live.line = Some(line);
        live.record = Record::parse(line, now() as u64).map(|record| &*keep(record));
        changed = true;
    }
    let signal = signal::is_on();
    changed |= signal != live.signal;
    live.signal = signal;
    live.decision = decide(&question(live.config), live.record, signal);
    LIVE.set(Some(live));
    // A withdrawal ends the pseudonym, so that what comes after a new grant is not joined to what was before.
    if !live.decision.granted.covers(before.granted) || live.decision.granted.is_empty() {
        storage::remove(&key_name(live.config));
    }
    changed
}

fn key_name(config: &Config) -> String {
    let mut name = config.storage_key.clone();
    name.push_str(".k");
    name
}

/// Something outside may have changed the answer.
pub fn look(heard: Option<String>) {
    if observe(heard) {
        render();
        change(|live| live.untold = true);
        settle();
    }
}

/// Records a choice. It holds from here on; the page learns of it after the screen has closed.
pub fn choose(wanted: Choices, by: By) {
    let Some(live) = live() else { return };
    let record = question(live.config).answer(wanted, by, signal::is_on(), now() as u64);
    let line = record.write();
    storage::write(&live.config.storage_key, &line);
    if let Some(tabs) = live.tabs {
        tabs.tell(&line);
    }
    observe(Some(line));
    render();
    if let Some(view) = live.view {
        view.close();
        view.say(live.words.get("saved"));
    }
    change(|live| live.untold = true);
    work_after_paint();
}

/// The work that nobody waits for: cookies, and telling the page.
pub fn settle() {
    if let Some(live) = live() {
        cookies::sweep(|name| is_unwanted(name, live.config, &live.decision));
        tell();
    }
}

fn tell() {
    if let Some(live) = live()
        && live.untold
    {
        change(|live| live.untold = false);
        let _ = live.host.changed(&crate::api::snapshot());
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
            let lang = words::wanted(live.config.locale.as_deref());
            match get(live.host, "base").as_string() {
                Some(base) if lang != "en" => words::load(&base, lang),
                _ => speak(""),
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
        let mut given = Vec::new();
        for (key, words) in Json(text).fields() {
            given.push((key, words.text().unwrap_or_default()));
        }
        let words = keep(Words::of(live.config, given));
        change(|live| {
            live.speech = Speech::Ready;
            live.words = words;
        });
        render();
    }
}

/// Opens the preferences.
pub fn show() {
    observe(None);
    change(|live| live.wants_preferences = true);
    render();
}

/// A click or a switch anywhere in the page.
pub fn clicked(event: Event) {
    let target: Element = get(&event.path(), "0").unchecked_into();
    // The innermost target may be a document or a window: then nothing of ours was clicked.
    let Ok(Some(button)) = target.closest(CLICKED) else {
        return;
    };
    let action = button.attribute("data-action");
    if action.is_none() {
        event.prevent();
    }
    let Some(live) = live() else { return };
    match (action.as_deref().unwrap_or("preferences"), live.view) {
        ("preferences", _) => show(),
        (action, Some(view)) if view.holds(&button) => act(action, &live, view),
        _ => {}
    }
}

fn act(action: &str, live: &Live, view: &View) {
    match action {
        "accept" => choose(Choices::all(), By::Banner),
        "decline" => choose(Choices::none(), By::Banner),
        "save" => choose(view.wanted(), By::Preferences),
        "accept-all" => choose(Choices::all(), By::Preferences),
        "reject-all" => choose(Choices::none(), By::Preferences),
        "switch" => {
            let overrides = live.signal && !view.wanted().is_empty();
            view.warn(if overrides {
                live.words.get("gpc_warn")
            } else {
                ""
            });
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

/// The key of this browser's pseudonyms; none without a grant.
pub fn pseudonym_key() -> Option<[u8; key::LENGTH]> {
    let live = live()?;
    if live.decision.granted.is_empty() {
        return None;
    }
    key::obtain(&key_name(live.config))
}
