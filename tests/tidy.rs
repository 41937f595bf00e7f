//! Keeps the house in order: rooms know only what they may, files stay small and say what they are for.

use std::fs;
use std::path::{Path, PathBuf};

const LONGEST_FILE: usize = 400;

/// A room and the rooms it may name, all of them further up: so there is no circle. Platform rooms are checked by the
/// compiler's target fence too.
const EDGES: &[(&str, &[&str])] = &[
    ("heap", &[]),
    ("scan", &[]),
    ("consent", &[]),
    // Its tables are of the types that read them, and the build holds each row against those readers.
    ("catalogue", &["scan"]),
    // A category is consent's word.
    ("config", &["consent"]),
    ("scrub", &["scan", "catalogue"]),
    ("egress", &["consent", "catalogue", "config"]),
    // A service is listed under the category that egress asks for.
    ("banner", &["consent", "catalogue", "config", "egress"]),
    // A proof names the text that was shown, and who receives what.
    ("keep", &["consent", "catalogue", "config", "egress", "banner"]),
];

/// The only places that may name the browser.
const PLATFORM: &[&str] = &["src/browser/", "src/banner/view", "src/api"];

fn files(root: &str, ending: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(root) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            if !["node_modules", "dist", "target", "corpora", "corpus", "seeds", "artifacts", "found"]
                .iter()
                .any(|skip| name.ends_with(skip))
            {
                files(&name, ending, found);
            }
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
}

fn all(roots: &[&str], ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for root in roots {
        files(root, ending, &mut found);
    }
    assert!(!found.is_empty(), "no {ending} file below {roots:?}: is the working folder the repository?");
    found.sort();
    found
        .iter()
        .map(|path| (slashes(path), fs::read_to_string(path).expect("a source file is UTF-8")))
        .collect()
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/").trim_start_matches("./").to_owned()
}

fn refuse(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_rust_file_says_what_it_is_for() {
    let faults = all(&["src", "xtask", "tests", "examples", "fuzz"], ".rs")
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(name, _)| format!("{name}: the first line is not a `//!` sentence"));
    refuse(faults.collect());
}

#[test]
fn files_stay_readable() {
    let mut sources = all(&["src", "xtask", "tests", "examples", "fuzz"], ".rs");
    sources.extend(all(&["src", "pkg", "www", "xtask"], ".js"));
    let faults = sources
        .into_iter()
        .map(|(name, text)| (name, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(name, lines)| format!("{name}: {lines} lines, the limit is {LONGEST_FILE}"));
    refuse(faults.collect());
}

#[test]
fn no_drawer_for_everything() {
    let mut found = Vec::new();
    for root in ["src", "xtask", "tests", "pkg", "www"] {
        files(root, "", &mut found);
    }
    let faults = found
        .iter()
        .map(|path| slashes(path))
        .filter(|name| ["utils.", "helpers.", "common.", "misc."].iter().any(|drawer| name.contains(drawer)));
    refuse(faults.map(|name| format!("{name}: name the file for what it does")).collect());
}

#[test]
fn only_the_edge_names_the_browser() {
    let faults = all(&["src"], ".rs")
        .into_iter()
        .filter(|(name, _)| !PLATFORM.iter().any(|place| name.starts_with(place)))
        .filter(|(_, text)| {
            ["web_sys", "js_sys", "wasm_bindgen", "JsValue"].iter().any(|word| text.contains(word))
        })
        .map(|(name, _)| format!("{name}: names the platform in a pure room"));
    refuse(faults.collect());
}

#[test]
fn rooms_know_only_what_they_may() {
    let mut faults = Vec::new();
    for (place, (room, may)) in EDGES.iter().enumerate() {
        let above = |used: &&str| EDGES.iter().take(place).any(|(known, _)| known == used);
        faults.extend(
            may.iter().filter(|used| !above(used)).map(|used| format!("{room}: {used} is not above")),
        );
    }
    for (name, text) in all(&["src"], ".rs") {
        let Some(room) =
            name.strip_prefix("src/").and_then(|rest| rest.split_once('/')).map(|(room, _)| room)
        else {
            continue;
        };
        if PLATFORM.iter().any(|place| name.starts_with(place)) {
            continue;
        }
        let Some((_, may)) = EDGES.iter().find(|(known, _)| *known == room) else {
            faults.push(format!("{name}: `{room}` is not a room of the design"));
            continue;
        };
        // The build script has no `crate::` of the rooms that it takes in by path.
        let named = ["crate::", "#[path = \"../", "#[path = \"../../"]
            .into_iter()
            .flat_map(|before| text.split(before).skip(1))
            .filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next());
        for used in named {
            if used != room && EDGES.iter().any(|(known, _)| *known == used) && !may.contains(&used) {
                faults.push(format!("{name}: `{room}` may not know `{used}`"));
            }
        }
    }
    refuse(faults);
}

/// The lines of a file that are compiled for the wasm and run there, with their numbers: what is `const` is
/// evaluated by the compiler, and the tests stand last.
fn shipped(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    // The indentation of the constant item that is being passed over.
    let mut constant: Option<usize> = None;
    for (number, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let code = line.split("//").next().unwrap_or_default().trim();
        if code == "#[cfg(test)]" {
            break;
        }
        if let Some(opened) = constant {
            // rustfmt closes an item where it opened it.
            if indent == opened && ["}", "};", "];", ");"].contains(&code) {
                constant = None;
            }
            continue;
        }
        let item = code.trim_start_matches("pub ").trim_start_matches("pub(super) ");
        if item.starts_with("const ") && !code.ends_with(';') {
            constant = Some(indent);
            continue;
        }
        lines.push((number + 1, code));
    }
    lines
}

/// Modules that their parent keeps out of the wasm, as files.
fn native_modules(sources: &[(String, String)]) -> Vec<String> {
    let fence = "#[cfg(not(target_family = \"wasm\"))]\npub mod ";
    let of = |(name, text): &(String, String)| -> Vec<String> {
        let room = name.trim_end_matches("mod.rs").to_owned();
        let names = text.split(fence).skip(1).filter_map(|rest| rest.split(';').next());
        names.map(|module| format!("{room}{module}.rs")).collect()
    };
    sources.iter().filter(|(name, _)| name.ends_with("/mod.rs")).flat_map(of).collect()
}

/// Words that pull number or debug formatting into the wasm; see the design for what they weigh.
#[test]
fn the_wasm_formats_nothing() {
    let mut faults = Vec::new();
    let sources = all(&["src"], ".rs");
    let native = native_modules(&sources);
    assert!(!native.is_empty(), "no module is fenced off: did the fence change its form?");
    // Put together, as below.
    let words = ["format!(", "println!(", ".unwrap()", ".expect(", "panic!("].map(str::to_owned);
    let words = words.into_iter().chain([["todo", "!("].concat(), ["unimple", "mented!("].concat()]);
    let words: Vec<String> = words.collect();
    for (name, text) in &sources {
        // The build script, what only it and xtask read, and the developers' check, which pays for sentences.
        if name.starts_with("src/catalogue/build")
            || name == "src/catalogue/rows.rs"
            || name == "src/api/check.rs"
            || native.contains(name)
        {
            continue;
        }
        for (number, code) in shipped(text) {
            for word in &words {
                if code.contains(word) {
                    faults.push(format!("{name}:{number}: `{word}` in code a visitor loads"));
                }
            }
        }
    }
    refuse(faults);
}

#[test]
fn nothing_is_skipped_or_unfinished() {
    let mut sources = all(&["src", "xtask", "tests", "examples", "fuzz"], ".rs");
    sources.extend(all(&["src", "pkg", "www", "xtask"], ".js"));
    // Put together here so that this file does not find itself.
    let marks = [
        ["#[ig", "nore"].concat(),
        [".sk", "ip("].concat() + "'",
        ["todo", "!("].concat(),
        ["unimple", "mented!("].concat(),
    ];
    let faults = sources.into_iter().flat_map(|(name, text)| {
        marks
            .iter()
            .filter(|mark| text.contains(mark.as_str()))
            .map(|mark| format!("{name}: {mark}"))
            .collect::<Vec<_>>()
    });
    refuse(faults.collect());
}

#[test]
fn the_readme_is_finished() {
    let text = fs::read_to_string("README.md").expect("there is a README");
    let mut faults: Vec<String> = text
        .contains("\n<!--")
        .then(|| "README.md: a comment stands for a part".into())
        .into_iter()
        .collect();
    for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        if !target.contains("://")
            && !target.starts_with('#')
            && !Path::new(target.split('#').next().unwrap_or(target)).exists()
        {
            faults.push(format!("README.md: {target} does not exist"));
        }
    }
    refuse(faults);
}
