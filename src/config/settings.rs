//! The scrubber's part of a config: `scrub`. Visitors' browsers check it where it is used (`pkg/src/site.js`, in the same
//! words); here it is checked for developers, natively and in the check build.

use super::error::{ConfigError, Expected};
use super::json::Json;
use super::read::push_shown;
use super::rule::is_vendor_id;
use crate::consent::push_number;

/// What only others know, as questions.
pub struct Rules {
    /// Is this the id of a catalogue vendor?
    pub vendor: fn(&str) -> bool,
    /// May this stand where a secret stood?
    pub placeholder: fn(&str) -> bool,
    /// Does this name say who somebody is?
    pub identity: fn(&str) -> bool,
    /// Is this, without a `/` before it, a path?
    pub path: fn(&str) -> bool,
    /// Is this the source of a regular expression?
    pub pattern: fn(&str) -> bool,
}

/// Names of one site.
const NAMES: usize = 1000;

/// Every mistake in the config's `scrub`, in the order of its fields. What is wrong elsewhere is not looked at.
pub fn check(config: &str, rules: &Rules) -> Vec<ConfigError> {
    let config = Json(config);
    let scrub = config.field("scrub");
    let mut check = Check { config, rules, faults: Vec::new() };
    if !scrub.0.is_empty() {
        check.members("scrub", scrub, Check::field);
    }
    check.faults
}

struct Check<'a> {
    config: Json<'a>,
    rules: &'a Rules,
    faults: Vec<ConfigError>,
}

impl<'a> Check<'a> {
    fn wrong(&mut self, field: &str, value: Json<'_>, expected: Expected) {
        let mut given = String::new();
        push_shown(value.0, &mut given);
        self.faults.push(ConfigError { field: field.into(), given, expected });
    }

    /// Each member, by its path, its name and its value.
    fn members(&mut self, path: &str, value: Json<'a>, each: fn(&mut Self, &str, &str, Json<'a>)) {
        if value.kind() != b'{' {
            return self.wrong(path, value, Expected::Object);
        }
        for (key, value) in value.fields() {
            let name = key.text().unwrap_or_default();
            let mut inner = [path, "."].concat();
            push_shown(&name, &mut inner);
            each(self, &inner, &name, value);
        }
    }

    fn field(&mut self, path: &str, name: &str, value: Json<'a>) {
        match name {
            "placeholder" if value.text().is_some_and(|text| (self.rules.placeholder)(&text)) => {}
            "placeholder" => self.wrong(path, value, Expected::Placeholder),
            "keys" => {
                if value.fields().count() > NAMES {
                    self.wrong(path, value, Expected::KeyName);
                }
                self.members(path, value, Check::key);
            }
            "patterns" => self.members(path, value, Check::pattern),
            "only" => self.members(path, value, Check::list),
            "dryRun" if matches!(value.0, "true" | "false") => {}
            "dryRun" => self.wrong(path, value, Expected::Flag),
            _ => self.wrong(path, value, Expected::ScrubField),
        }
    }

    fn key(&mut self, path: &str, name: &str, value: Json<'a>) {
        let named = |b: u8| b.is_ascii_alphanumeric() || b == b'$' || b >= 0x80;
        if !name.bytes().any(named) {
            return self.wrong(path, value, Expected::KeyName);
        }
        match value.name() {
            "remove" | "truncate" | "pseudonym" => {}
            "empty" | "placeholder" if (self.rules.identity)(name) => {
                self.wrong(path, value, Expected::IdentityAction);
            }
            "empty" | "placeholder" => {}
            _ => self.wrong(path, value, Expected::Action),
        }
    }

    fn pattern(&mut self, path: &str, name: &str, value: Json<'a>) {
        if !is_vendor_id(name) {
            self.wrong(path, value, Expected::PatternName);
        } else if !value.text().is_some_and(|text| !text.is_empty() && (self.rules.pattern)(&text)) {
            self.wrong(path, value, Expected::Pattern);
        }
    }

    fn list(&mut self, path: &str, id: &str, value: Json<'a>) {
        let own = self.config.field("vendors").fields().any(|(key, _)| key.name() == id);
        if !is_vendor_id(id) || !(own || (self.rules.vendor)(id)) {
            return self.wrong(path, value, Expected::ListedVendor);
        }
        if value.kind() != b'[' {
            return self.wrong(path, value, Expected::PathList);
        }
        for (i, item) in value.parts().enumerate() {
            let good = |text: String| (self.rules.path)(text.strip_prefix('/').unwrap_or(&text));
            if !item.text().is_some_and(good) {
                let mut inner = [path, "["].concat();
                push_number(i as u64, &mut inner);
                inner.push(']');
                self.wrong(&inner, item, Expected::Path);
            }
        }
    }
}
