//! What the preferences show: the categories with their switches, and who and what stands behind each.

use crate::catalogue::{self, Cookie, Vendor};
use crate::config::Config;
use crate::consent::{Category, Decision};
use crate::egress::category_of;

/// One category in the preferences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The category; `None` is what is strictly necessary, shown on and fixed.
    pub category: Option<Category>,
    /// Whether its switch is on.
    pub on: bool,
    /// Who receives data under it.
    pub services: Vec<Service>,
}

/// A recipient of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The name a visitor knows.
    pub name: String,
    /// Who is behind it, and where its policy is; empty if the site did not say.
    pub company: &'static str,
    /// Address of its privacy policy, or empty.
    pub policy: &'static str,
    /// What it keeps on the device.
    pub cookies: Vec<Kept>,
}

/// Something that is kept on the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Name of the cookie or the storage key.
    pub name: String,
    /// Key of the words that say what for.
    pub purpose: &'static str,
    /// For how long; `None` is until it is deleted.
    pub lifetime: Option<Lifetime>,
}

/// How long a cookie lives, in the largest unit that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifetime {
    /// Until the browser closes.
    Session,
    /// A number of the unit, whose name is that of `Intl.NumberFormat`.
    Span(u32, &'static str),
}

impl Lifetime {
    /// From the days of a cookie row.
    pub fn from_days(days: u32) -> Lifetime {
        match days {
            0 => Lifetime::Session,
            d if d % 365 == 0 => Lifetime::Span(d / 365, "year"),
            d if d % 30 == 0 => Lifetime::Span(d / 30, "month"),
            d => Lifetime::Span(d, "day"),
        }
    }
}

/// The rows of the preferences, necessary first. Listed are the vendors that the site names and those that were
/// seen on this page: the whole catalogue would say of every site that it uses everything.
pub fn rows(config: &Config, decision: &Decision, seen: &[Vendor]) -> Vec<Row> {
    let mut rows = vec![Row {
        category: None,
        on: true,
        services: vec![own(config)],
    }];
    for category in config.categories.iter() {
        rows.push(Row {
            category: Some(category),
            on: decision.granted.has(category),
            services: services(config, category, seen),
        });
    }
    rows
}

fn own(config: &Config) -> Service {
    let mut key = config.storage_key.clone();
    let record = key.clone();
    key.push_str(".k");
    Service {
        name: "Hushgate".into(),
        company: "",
        policy: "",
        cookies: vec![
            Kept {
                name: record,
                purpose: "use_choice",
                lifetime: None,
            },
            Kept {
                name: key,
                purpose: "use_pseudonym",
                lifetime: None,
            },
        ],
    }
}

fn services(config: &Config, category: Category, seen: &[Vendor]) -> Vec<Service> {
    let mut out = Vec::new();
    for vendor in catalogue::vendors() {
        let named = seen.contains(&vendor) || config.vendors.iter().any(|v| v.id == vendor.id());
        if named && category_of(vendor.id(), config) == Some(category) {
            out.push(Service {
                name: vendor.name().into(),
                company: vendor.company(),
                policy: vendor.policy(),
                cookies: catalogue::cookies()
                    .filter(|c| c.vendor() == Some(vendor))
                    .map(kept)
                    .collect(),
            });
        }
    }
    for vendor in &config.vendors {
        if vendor.category == Some(category) && catalogue::vendor(&vendor.id).is_none() {
            out.push(Service {
                name: vendor.id.clone(),
                company: "",
                policy: "",
                cookies: Vec::new(),
            });
        }
    }
    out
}

fn kept(cookie: Cookie) -> Kept {
    Kept {
        name: cookie.name().into(),
        purpose: cookie.purpose(),
        lifetime: Some(Lifetime::from_days(cookie.lifetime_days())),
    }
}
