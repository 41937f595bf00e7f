//! What a catalogue row may say: the shapes of the TOML files, and the JSON lists made from them.
//!
//! Shared by `build.rs` and `xtask` with `#[path]`, so it may know only serde, toml and std.
#![allow(missing_docs, dead_code)] // field names are the TOML's own; each includer uses a part

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Everything under `src/catalogue/`, each list in a stable order.
#[derive(Default)]
pub struct Catalogue {
    pub vendors: Vec<Vendor>,
    pub cookies: Vec<Cookie>,
    pub storage: Vec<Storage>,
    pub optouts: Vec<OptOut>,
    /// language → key → words
    pub locales: BTreeMap<String, BTreeMap<String, String>>,
    pub families: Vec<Family>,
    pub keys: Vec<Key>,
    pub routes: Vec<Route>,
    pub share_hosts: Vec<ShareHost>,
    pub words: Vec<Words>,
    /// every file read, for `cargo:rerun-if-changed`
    pub files: Vec<PathBuf>,
    /// day and mark of the rows, as `edition.toml` says them; empty without that file
    pub edition: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vendor {
    pub id: String,
    pub name: String,
    pub company: String,
    /// `functional`, `analytics` or `marketing`
    pub category: String,
    pub policy: String,
    #[serde(default)]
    pub hosts: Vec<String>,
    #[serde(default)]
    pub shapes: Vec<String>,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub counter: Vec<String>,
    #[serde(default)]
    pub scrub: Profile,
}

/// How a vendor's payloads are read, on top of the general rules. Keys are compared as key rows are.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// container of a body whose content type says nothing (`text/plain`): `json`, `form`, `lines`, `envelope`
    #[serde(default)]
    pub body: Option<String>,
    /// wraps its own queries in other bodies
    #[serde(default)]
    pub queries: bool,
    /// base64 without a telling character is base64url
    #[serde(default)]
    pub base64url: bool,
    /// keys the vendor cannot work without and the general rules would take; what they leave alone needs no row
    #[serde(default)]
    pub keep: Vec<String>,
    /// required identities: a keyed pseudonym
    #[serde(default)]
    pub pseudonym: Vec<String>,
    /// identities required only where the named key is absent: removed, or else a pseudonym
    #[serde(default)]
    pub pseudonym_unless: BTreeMap<String, String>,
    /// not an identity beside a key that ends so, in the same object; elsewhere removed
    #[serde(default)]
    pub own_beside: BTreeMap<String, String>,
    /// members removed whole, objects too; what the general rules remove needs no row
    #[serde(default)]
    pub remove: Vec<String>,
    /// secret on this vendor though not in general
    #[serde(default)]
    pub secret: Vec<String>,
    /// identity on this vendor though not in general
    #[serde(default)]
    pub identity: Vec<String>,
    /// key → value it must have, where it is present (`ip` → `0`); none (`""`) empties it and keeps the key
    #[serde(default)]
    pub set: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cookie {
    /// exact, or with one `*` (`_ga_*`)
    pub name: String,
    /// id of a vendor row, or empty for the site's own
    #[serde(default)]
    pub vendor: String,
    /// `necessary`, `functional`, `analytics` or `marketing`
    pub category: String,
    pub purpose: String,
    /// 0 = until the browser closes
    #[serde(default)]
    pub lifetime_days: u32,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub counter: Vec<String>,
}

/// What a vendor stores under names that no cookie row covers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    pub vendor: String,
    /// each exact, or with one `*`
    pub names: Vec<String>,
    pub examples: Vec<String>,
    #[serde(default)]
    pub counter: Vec<String>,
}

/// How a vendor's client in the page is told of a withdrawal.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptOut {
    pub vendor: String,
    /// `path.of.function(JSON, …)` or `path=JSON`, without spaces
    pub out: Vec<String>,
    /// the same for consent that is given again
    #[serde(default)]
    pub back: Vec<String>,
    /// a global that must be there
    #[serde(default)]
    pub known: String,
    /// regular expression of the ids that `{id}` stands for
    #[serde(default)]
    pub ids: String,
    /// names that the client remembers the opt-out by
    #[serde(default)]
    pub flags: Vec<String>,
    pub source: String,
}

/// A token family; a shape such as `ghp_{b62:36}` is its pattern and its example.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    pub rule: String,
    pub shapes: Vec<String>,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub counter: Vec<String>,
}

/// Sensitive keys of one class.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    pub class: String,
    /// also as the last words of a longer key (`x-auth-token`)
    #[serde(default)]
    pub suffix: bool,
    /// a name with a dot also matches across parent and key (`user.id` in `{"user":{"id":…}}`)
    pub names: Vec<String>,
    #[serde(default)]
    pub counter: Vec<String>,
}

/// Words of a path segment after which an opaque segment is a share or one-time link.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// `strong`: tells by itself; `weak`: the segment must be long; `person`: a number will do
    pub strength: String,
    pub words: Vec<String>,
    /// path templates whose last segment is the token
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub counter: Vec<String>,
}

/// Hosts on which every opaque path segment is a document link.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareHost {
    pub hosts: Vec<String>,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub counter: Vec<String>,
}

/// A list of words that the scrubber asks for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub list: String,
    pub words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edition {
    date: String,
    rows: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    family: Vec<Family>,
    #[serde(default)]
    key: Vec<Key>,
    #[serde(default)]
    route: Vec<Route>,
    #[serde(default)]
    host: Vec<ShareHost>,
    #[serde(default)]
    cookie: Vec<Cookie>,
    #[serde(default)]
    storage: Vec<Storage>,
    #[serde(default)]
    optout: Vec<OptOut>,
    #[serde(default)]
    words: Vec<Words>,
}

impl Catalogue {
    /// Reads all rows under `dir`; the error names the file and what is wrong with it.
    pub fn load(dir: &Path) -> Result<Catalogue, String> {
        let mut all = Catalogue::default();
        for path in list(&dir.join("vendors"))? {
            all.vendors.push(read(&path, &mut all.files)?);
        }
        all.vendors.sort_by(|a, b| a.id.cmp(&b.id));
        for path in list(&dir.join("locales"))? {
            let words: BTreeMap<String, String> = read(&path, &mut all.files)?;
            let lang = path.file_stem().map(|s| s.to_string_lossy().into_owned());
            all.locales.insert(lang.unwrap_or_default(), words);
        }
        let mut paths = list(&dir.join("detectors"))?;
        paths.extend(list(&dir.join("keys"))?);
        let single = ["links.toml", "cookies.toml", "storage.toml", "optouts.toml", "words.toml"]
            .map(|name| dir.join(name));
        paths.extend(single.into_iter().filter(|p| p.exists()));
        for path in paths {
            let file: File = read(&path, &mut all.files)?;
            all.families.extend(file.family);
            all.keys.extend(file.key);
            all.routes.extend(file.route);
            all.share_hosts.extend(file.host);
            all.cookies.extend(file.cookie);
            all.storage.extend(file.storage);
            all.optouts.extend(file.optout);
            all.words.extend(file.words);
        }
        let edition = dir.join("edition.toml");
        if edition.exists() {
            let Edition { date, rows } = read(&edition, &mut Vec::new())?;
            all.edition = format!("{date}.{rows}");
        }
        // What begins alike stands together: so it is packed better.
        all.families.sort_by(|a, b| a.shapes.cmp(&b.shapes));
        Ok(all)
    }
}

impl Catalogue {
    /// The mark of all rows that say what is found: 32 bits of FNV-1a over their files, in hexadecimal digits.
    pub fn mark(&self) -> Result<String, String> {
        let mut hash = 0x811c_9dc5u32;
        // What is shown, and what is deleted or told at a withdrawal, is not what is found.
        let beside = ["locales", "cookies.toml", "storage.toml", "optouts.toml"];
        for path in
            self.files.iter().filter(|path| !beside.iter().any(|name| path.iter().any(|part| part == *name)))
        {
            let text = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
            // A checkout may end its lines otherwise.
            for byte in text.iter().filter(|byte| **byte != b'\r') {
                hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
            }
        }
        Ok(format!("{hash:08x}"))
    }

    /// The names of the token rules by number, without their `token.`.
    pub fn rules(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for rule in self.families.iter().map(|row| &row.rule) {
            let name = rule.strip_prefix("token.").unwrap_or(rule);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

fn list(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return Ok(Vec::new());
    };
    let mut out: Vec<PathBuf> = entries
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|x| x == "toml"))
        .collect();
    out.sort();
    Ok(out)
}

fn read<T: serde::de::DeserializeOwned>(path: &Path, files: &mut Vec<PathBuf>) -> Result<T, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    files.push(path.to_path_buf());
    toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
}

/// The boot script's list: a line a vendor, `id. host… /shape…`, in id order. An id that is the first label
/// of one of its hosts is not written twice: that host stands first instead, where the id would.
pub fn vendors_text(vendors: &[Vendor]) -> String {
    let mut lines = Vec::new();
    for v in vendors {
        let named = |host: &&String| host.split('.').next() == Some(v.id.as_str());
        let first = match v.hosts.iter().find(named) {
            Some(host) => host.clone(),
            None => [v.id.as_str(), "."].concat(),
        };
        let rest = v.hosts.iter().chain(&v.shapes).filter(|mark| **mark != first);
        let line: Vec<&str> = std::iter::once(&first).chain(rest).map(String::as_str).collect();
        lines.push(line.join(" "));
    }
    lines.join("\n")
}

/// `[[id, [hosts…], [shapes…]], …]` in id order: the public `vendors.json`.
pub fn vendors_json(vendors: &[Vendor]) -> String {
    let mut out = String::from("[");
    for (i, v) in vendors.iter().enumerate() {
        out.push_str(if i == 0 { "[" } else { ",[" });
        quote(&v.id, &mut out);
        for list in [&v.hosts, &v.shapes] {
            out.push_str(",[");
            for (j, item) in list.iter().enumerate() {
                if j > 0 {
                    out.push(',');
                }
                quote(item, &mut out);
            }
            out.push(']');
        }
        out.push(']');
    }
    out.push(']');
    out
}

/// Language → the text of its `locales/<lang>.json`, English included.
pub fn locales_json(all: &Catalogue) -> BTreeMap<String, String> {
    let one = |words: &BTreeMap<String, String>| {
        let mut out = String::from("{");
        for (i, (key, text)) in words.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            quote(key, &mut out);
            out.push(':');
            quote(text, &mut out);
        }
        out.push('}');
        out
    };
    all.locales.iter().map(|(lang, words)| (lang.clone(), one(words))).collect()
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Whether a cookie row (exact, or with one `*`) covers a cookie's name.
pub fn is_like(row: &str, name: &str) -> bool {
    match row.split_once('*') {
        None => row == name,
        Some((head, tail)) => {
            name.len() > head.len() + tail.len() && name.starts_with(head) && name.ends_with(tail)
        }
    }
}
