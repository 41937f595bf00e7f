//! The lists as Rust statics. Each column is its own static, so that an artefact links only what it reads.

use crate::rows::Catalogue;
use std::fmt::Write;

/// Vendors, cookies, what else they store, how they are told to stop, and English.
pub fn lists(all: &Catalogue) -> String {
    let mut out = String::new();
    let v = &all.vendors;
    texts(&mut out, "VENDOR_ID", v.iter().map(|v| &v.id));
    let ids: Vec<_> = v.iter().map(|v| v.id.as_str()).collect();
    let _ = writeln!(out, "const VENDOR_IDS: &str = {:?};", ids.join(" "));
    texts(&mut out, "VENDOR_NAME", v.iter().map(|v| &v.name));
    texts(&mut out, "VENDOR_COMPANY", v.iter().map(|v| &v.company));
    texts(&mut out, "VENDOR_POLICY", v.iter().map(|v| &v.policy));
    column(&mut out, "VENDOR_CATEGORY", "Category", v.iter().map(|v| category(&v.category)));
    let list = |l: &[String]| format!("&{l:?}");
    column(&mut out, "VENDOR_HOSTS", "&[&str]", v.iter().map(|v| list(&v.hosts)));
    column(&mut out, "VENDOR_SHAPES", "&[&str]", v.iter().map(|v| list(&v.shapes)));
    let c = &all.cookies;
    texts(&mut out, "COOKIE_NAME", c.iter().map(|c| &c.name));
    texts(&mut out, "COOKIE_PURPOSE", c.iter().map(|c| &c.purpose));
    column(&mut out, "COOKIE_CATEGORY", "Category", c.iter().map(|c| category(&c.category)));
    column(&mut out, "COOKIE_DAYS", "u32", c.iter().map(|c| c.lifetime_days.to_string()));
    let index = |id: &str| match v.iter().position(|v| v.id == id) {
        Some(i) => format!("Some(Vendor({i}))"),
        None => "None".into(),
    };
    column(&mut out, "COOKIE_VENDOR", "Option<Vendor>", c.iter().map(|c| index(&c.vendor)));
    let storage = all.storage.iter().map(|s| format!("{} {}\n", s.vendor, s.names.join(" ")));
    let _ = writeln!(out, "const STORAGE: &str = {:?};", storage.collect::<String>());
    let optouts = all.optouts.iter().map(|o| {
        let fields = [&o.vendor, &o.known, &o.ids, &o.out.join(" "), &o.back.join(" "), &o.flags.join(" ")];
        format!("{}\n", fields.map(String::as_str).join("\t"))
    });
    let _ = writeln!(out, "const OPT_OUTS: &str = {:?};", optouts.collect::<String>());
    texts(&mut out, "LANGUAGES", all.locales.keys());
    let en = all.locales.get("en").cloned().unwrap_or_default();
    column(&mut out, "ENGLISH", "(&str, &str)", en.iter().map(|(k, t)| format!("({k:?}, {t:?})")));
    out
}

fn category(name: &str) -> String {
    let mut name = name.to_owned();
    name[..1].make_ascii_uppercase();
    format!("Category::{name}")
}

fn texts<'a>(out: &mut String, name: &str, items: impl ExactSizeIterator<Item = &'a String>) {
    column(out, name, "&str", items.map(|t| format!("{t:?}")));
}

/// One static array.
pub fn column(out: &mut String, name: &str, kind: &str, items: impl ExactSizeIterator<Item = String>) {
    let _ = write!(out, "static {name}: [{kind}; {}] = [", items.len());
    for item in items {
        let _ = write!(out, "{item},");
    }
    out.push_str("];\n");
}
