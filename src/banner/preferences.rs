//! The preferences: every category with its switch, and who and what stands behind it.
//!
//! **Invariant:** no switch is on that the visitor did not switch on.

use super::markup::Page;
use super::text::{Words, reason_key};
use crate::catalogue;
use crate::config::{Config, Json};
use crate::consent::{Choices, Item, cut, push_number};
use crate::egress::place_of;

// The heading takes the focus: reading starts at the top, and no choice is one key away by accident.
const HEAD: &str = "\
0dialog\taria-labelledby=head
1header
2h2\tid=head\ttabindex=-1\tautofocus=\t={prefs_title}
2button\ttype=button\tdata-action=close\tclass=plain\taria-label={close}\t=✕
1div\tclass=body
2p\t={prefs_body}
";
const HONOURED: &str = "2p\tclass=note\t={gpc}\n";
const DESPITE: &str = "2p\tclass=note\t={gpc_despite}\n";
const ROW: &str = "2div\tclass=row\n3label\t={1}\n";
const FIXED: &str = "4small\t={always_on}\n4input\ttype=checkbox\trole=switch\tid={0}\taria-describedby={0}_body\tchecked=\tdisabled=\n";
const SWITCH: &str = "4input\ttype=checkbox\trole=switch\tid={0}\taria-describedby={0}_body";
const ABOUT: &str = "3p\tid={0}_body\t={2}\n";
const SERVICES: &str = "3details\n4summary\t={services}\n4ul\n";
const SERVICE: &str = "5li\n6b\tdir=auto\t={0}\n";
const CHOSEN: &str = "5li\n6label\n7b\tdir=auto\t={0}\n7input\ttype=checkbox\trole=switch\tid={1}";
const COMPANY: &str = "6span\t= · \n6span\tdir=auto\t={0}\n";
const KEPT: &str = "6ul\n";
const COOKIE: &str = "7li\n8code\tdir=ltr\t={0}\n8span\t={1}\n";
const SESSION: &str = "8span\t={kept} \n8span\t={session}\n";
const SPAN: &str = "8span\t={kept} \n8span\t+{0}={1}\n";
const EXPORT: &str = "2button\ttype=button\tid=export\tclass=plain\t={export}\n";
const FOOT: &str = "\
1footer
2p\tclass=note\tid=warn\trole=status\tdata-text={0}
2button\ttype=button\tdata-action=save\tclass=plain\t={save}
2button\ttype=button\tdata-action=reject-all\t={reject_all}
2button\ttype=button\tdata-action=accept-all\t={accept_all}
";

/// What the preferences say about the signal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Notice {
    /// Nothing: it is off.
    None,
    /// It is what keeps things off.
    Honoured,
    /// The visitor switched something on despite it.
    Despite,
}

/// The preferences. Listed are the vendors that the site names and those that were `seen` on this page (ids, one a
/// line): the whole catalogue would say of every site that it uses everything. The `state` is what the page is told, for
/// its reasons, and for whether there is a choice to download.
pub fn preferences(
    words: &Words<'_>,
    config: &Config,
    granted: Choices,
    seen: &str,
    notice: Notice,
    state: Json<'_>,
) -> String {
    let mut page = Page::new(words);
    page.add(HEAD, &[]);
    match notice {
        Notice::None => {}
        Notice::Honoured => page.add(HONOURED, &[]),
        Notice::Despite => page.add(DESPITE, &[]),
    }
    page.row(config, "necessary", FIXED, "");
    page.add(SERVICES, &[]);
    page.add(SERVICE, &["Hushgate"]);
    page.add(KEPT, &[]);
    let key = config.storage_key();
    page.add(COOKIE, &[&key, &words.get("use_choice")]);
    // As `browser/store.js` sets it.
    page.lifetime(400);
    for (ends, purpose) in [(&[".t", ".q.*", ".o"][..], "use_proof"), (&[".k"][..], "use_pseudonym")] {
        let mut names = String::new();
        for end in ends {
            names.push_str(if names.is_empty() { "" } else { ", " });
            names.push_str(&key);
            names.push_str(end);
        }
        page.add(COOKIE, &[&names, &words.get(purpose)]);
    }
    for (place, item) in config.items().enumerate() {
        if item.is_category() {
            // No switch is on that the visitor did not switch on.
            let on = if granted.has(place) { "\tchecked=\n" } else { "\n" };
            page.row(config, item.key, SWITCH, on);
            let why = words.get(reason_key(state.field("reasons").field(item.key).name()));
            if !why.is_empty() {
                page.add("3p\n4small\t={0}\n", &[&why]);
            }
            page.services(config, item.key, granted, seen);
        }
    }
    page.add("2p\t={version} {0} \n", &[&config.policy_version]);
    page.policy(config);
    if state.field("decided").0 == "true" {
        page.add(EXPORT, &[]);
    }
    let warning = words.get("gpc_warn");
    let warning = if notice == Notice::None { "" } else { &warning };
    page.add(FOOT, &[warning]);
    page.out
}

/// Whether a list of lines has this one.
fn has_line(list: &str, line: &str) -> bool {
    let mut rest = list;
    while !rest.is_empty() {
        let (each, next) = cut(rest, b'\n');
        if each == line {
            return true;
        }
        rest = next;
    }
    false
}

impl Page<'_> {
    fn row(&mut self, config: &Config, name: &str, switch: &str, on: &str) {
        let mut about = String::from(name);
        about.push_str("_body");
        let said = |field, key| config.category_text(name, field).unwrap_or_else(|| self.words.get(key));
        let (title, text) = (said("title", name), said("description", &about));
        let values = [name, title.as_str(), text.as_str()];
        self.add(ROW, &values);
        self.add(switch, &values);
        self.add(on, &[]);
        self.add(ABOUT, &values);
    }

    fn services(&mut self, config: &Config, category: &str, granted: Choices, seen: &str) {
        let mut first = true;
        for vendor in catalogue::vendors() {
            let named = has_line(seen, vendor.id()) || config.vendors().any(|v| v.id == vendor.id());
            let place = place_of(vendor.id(), config);
            let item = place.and_then(|place| config.items().nth(place));
            if named
                && let (Some(place), Some(item)) = (place, item)
                && item.category() == category
            {
                self.service(&mut first, vendor.name(), item, granted.has(place));
                if vendor.company() != vendor.name() {
                    self.add(COMPANY, &[vendor.company()]);
                }
                self.add("6a\trel=noreferrer\thref={0}\t={policy}\n", &[vendor.policy()]);
                self.add(KEPT, &[]);
                for cookie in catalogue::cookies() {
                    if cookie.vendor() == Some(vendor) {
                        self.add(COOKIE, &[cookie.name(), &self.words.get(cookie.purpose())]);
                        self.lifetime(cookie.lifetime_days());
                    }
                }
            }
        }
        for (place, item) in config.items().enumerate() {
            if item.category() == category
                && !item.is_category()
                && catalogue::vendor(item.service()).is_none()
            {
                self.service(&mut first, item.service(), item, granted.has(place));
            }
        }
    }

    /// A service; with a switch of its own if it is asked for by name.
    fn service(&mut self, first: &mut bool, name: &str, item: Item<'_>, on: bool) {
        if *first {
            self.add(SERVICES, &[]);
            *first = false;
        }
        if item.is_category() {
            return self.add(SERVICE, &[name]);
        }
        self.add(CHOSEN, &[name, item.key]);
        self.add(if on { "\tchecked=\n" } else { "\n" }, &[]);
    }

    /// In the largest unit that fits; the units are those of `Intl.NumberFormat`.
    fn lifetime(&mut self, days: u32) {
        let (count, unit) = match days {
            0 => return self.add(SESSION, &[]),
            d if d % 365 == 0 => (d / 365, "year"),
            d if d % 30 == 0 => (d / 30, "month"),
            d => (d, "day"),
        };
        let mut number = String::new();
        push_number(count.into(), &mut number);
        self.add(SPAN, &[unit, &number]);
    }
}
