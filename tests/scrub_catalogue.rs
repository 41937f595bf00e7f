//! Everything that the field is known to take out, line by line: the tables under `tests/scrub_catalogue/` follow the
//! sections of the survey that the catalogue is held against, so that what is missing can be seen.
//!
//! A table's lines are `word value | more`; a line that begins with a space goes on with the one before it:
//! - `== title` begins a section;
//! - `gone value | names`: under each name, in every spelling and container, the value goes and its neighbours stay;
//! - `click value | names`: the same where nothing is granted to advertising;
//! - `stay value | names`: under each name and in every container nothing is touched;
//! - `token shapes` and `plain shapes`: each goes from, or stays in, every place a text has for it;
//! - `row container@vendor | input | what must go | what must stay`, with `¦` between parts.

#[path = "corpora/expand.rs"]
mod expand;
#[path = "corpora/forms.rs"]
mod forms;
mod scrub_support;

use expand::Maker;
use hushgate::catalogue::vendor;
use hushgate::scrub::{Kind, Scrubber};
use scrub_support::{KEY, percent};
use std::cell::RefCell;

/// One line of a table, with those that go on with it.
struct Line {
    section: String,
    word: String,
    rest: String,
}

fn lines(table: &str) -> Vec<Line> {
    let mut all: Vec<Line> = Vec::new();
    let mut section = String::new();
    for line in table.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        if let Some(title) = line.strip_prefix("== ") {
            section = title.to_owned();
        } else if let (true, Some(last)) = (line.starts_with(' '), all.last_mut()) {
            last.rest += " ";
            last.rest += line.trim();
        } else {
            let (word, rest) = line.split_once(' ').expect("a word and what it is about");
            all.push(Line { section: section.clone(), word: word.into(), rest: rest.into() });
        }
    }
    all
}

fn made(template: &str) -> String {
    String::from_utf8(Maker::new("catalogue", 0).expand(template)).expect("text")
}

fn kind(name: &str) -> Kind {
    let names = ["auto", "url", "form", "json", "lines", "envelope", "text", "multipart", "protobuf"];
    Kind::ALL[names.iter().position(|known| *known == name).unwrap_or_else(|| panic!("container {name}"))]
}

thread_local! {
    // Its tables take longer to unpack than a row to read.
    static SCRUBBER: RefCell<Scrubber> = const { RefCell::new(Scrubber::new(KEY)) };
}

/// What is left of an input, and still is when it is scrubbed again.
fn left(input: &str, place: &str) -> Result<String, String> {
    let (container, owner) = place.split_once('@').unwrap_or((place, ""));
    let owner = (!owner.is_empty()).then(|| vendor(owner).unwrap_or_else(|| panic!("vendor {owner}")));
    let clicks = container == "advert";
    let kind = if clicks { Kind::Auto } else { kind(container) };
    let once = |input: &[u8]| {
        SCRUBBER.with_borrow_mut(|scrubber| {
            scrubber.clicks = clicks;
            let done = scrubber.scrub(input, kind, owner);
            done.map_err(|refusal| format!("{refusal:?}"))?;
            let mut out = Vec::new();
            scrubber.edits.apply(0, 0, input, &mut out);
            Ok::<_, String>(out)
        })
    };
    let out = once(input.as_bytes())?;
    if once(&out)? != out {
        return Err("another time gives something else".into());
    }
    String::from_utf8(out).map_err(|_| "no longer text".into())
}

/// Faults of one input: what is still there in any encoding, and what is gone.
fn faults(input: &str, place: &str, gone: &[&str], kept: &[&str]) -> Option<String> {
    let out = match left(input, place) {
        Ok(out) => out,
        Err(why) => return Some(format!("{why}: {input}")),
    };
    let readings = forms::forms(out.as_bytes());
    let still = gone.iter().find(|part| forms::holds(&readings, part.as_bytes()));
    let lost = kept.iter().find(|part| !forms::holds(&readings, part.as_bytes()));
    match (still, lost) {
        (Some(part), _) => Some(format!("{part} is still there: {place} {input}\n      → {out}")),
        (_, Some(part)) => Some(format!("{part} is gone: {place} {input}\n      → {out}")),
        _ => None,
    }
}

/// The ways to write a name of several words.
fn spellings(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut before = '_';
    for c in name.chars() {
        let hump = c.is_ascii_uppercase() && before.is_ascii_lowercase();
        if (matches!(c, '_' | '-') && before != '_') || hump {
            words.push(String::new());
        }
        if hump || !matches!(c, '_' | '-') || words.len() == 1 && words[0].is_empty() {
            words.last_mut().expect("one at least").push(c.to_ascii_lowercase());
        }
        before = c;
    }
    let mut all = vec![name.to_owned(), name.to_lowercase(), name.to_uppercase()];
    if words.len() > 1 && !name.starts_with(['_', '$']) {
        let humps = words.iter().skip(1).map(|w| w[..1].to_uppercase() + &w[1..]);
        all.push(words[0].clone() + &humps.collect::<String>());
        all.extend([words.join("_"), words.join("-"), words.join(".")]);
        // Nobody runs the words of a header together.
        if words[0] != "x" {
            all.push(words.concat());
        }
    }
    all.dedup();
    all
}

/// Every place in which a client was seen to send a name and its value; what stands beside them stays.
fn containers(name: &str, value: &str) -> Vec<(&'static str, String)> {
    let (in_url, in_json) = (percent(value), made(&format!("⟦js|{value}⟧")));
    let url = format!("https://a.example/p?page=2&{name}={in_url}&view=week");
    vec![
        ("url", url.clone()),
        ("url", format!("https://a.example/p?page=2#{name}={in_url}&view=week")),
        ("url", format!("https://a.example/p#!/r?page=2&{name}={in_url}&view=week")),
        ("url", format!("https://a.example/p?page=2&form%5B{name}%5D={in_url}&view=week")),
        ("url", format!("https://b.example/?page=2&view=week&to={}", percent(&url))),
        ("form", format!("page=2&{name}={}&view=week", in_url.replace("%20", "+"))),
        ("json", format!(r#"{{"page":2,"{name}":"{in_json}","v":["view","week"]}}"#)),
        ("json", format!(r#"{{"page":2,"view":"week","sub":{{"list":[{{"{name}":"{in_json}"}}]}}}}"#)),
        (
            "json",
            format!(
                r#"{{"page":2,"view":"week","body":"{{\"{name}\":\"{}\"}}"}}"#,
                in_json.replace('\\', "\\\\")
            ),
        ),
        (
            "json",
            format!(
                r#"{{"page":2,"view":"week","attributes":[{{"key":"{name}","value":{{"stringValue":"{in_json}"}}}}]}}"#
            ),
        ),
        (
            "json",
            format!(
                r#"{{"page":2,"view":"week","attributes":{{"{name}":{{"value":"{in_json}","type":"string"}}}}}}"#
            ),
        ),
        ("lines", format!("{{\"page\":2}}\n{{\"view\":\"week\",\"{name}\":\"{in_json}\"}}\n")),
    ]
}

/// Where a token may stand in a text, with what stands around it.
fn texts(token: &str) -> Vec<(&'static str, String)> {
    vec![
        ("text", token.to_owned()),
        ("text", format!("got {token} from the page")),
        ("text", format!("got ({token}), page")),
        ("json", format!(r#"{{"page":1,"message":"{}"}}"#, made(&format!("⟦js|{token}⟧")))),
        ("url", format!("https://a.example/?page=1&q={}&x=2", percent(token))),
        ("url", format!("https://a.example/p?page=1#q={}", percent(token))),
    ]
}

/// A cell's parts; `-` is none.
fn parts(cell: &str) -> Vec<String> {
    let parts = cell.split('¦').map(|part| made(part.trim()));
    parts.filter(|part| !part.is_empty() && part != "-").collect()
}

fn untouched(place: &str, input: &str) -> Option<String> {
    match left(input, place) {
        Ok(out) if out == input => None,
        Ok(out) => Some(format!("touched: {place} {input}\n      → {out}")),
        Err(why) => Some(format!("{why}: {place} {input}")),
    }
}

/// The first fault of each name, shape or row of a line.
fn check(line: &Line) -> Vec<String> {
    let (value, rest) = line.rest.split_once(" | ").unwrap_or((&line.rest, ""));
    // In a list of shapes spaces stand between them.
    let shapes = || line.rest.split_whitespace().map(|shape| made(&shape.replace('␣', " ")));
    let value_made = made(value);
    match line.word.as_str() {
        word @ ("gone" | "click") => {
            let gone = [value_made.as_str()];
            let places = rest.split_whitespace().map(|name| {
                spellings(name).iter().flat_map(|name| containers(name, &value_made)).collect::<Vec<_>>()
            });
            let wrong = |(place, input): &(&str, String)| {
                let place = match word {
                    // They are no form's fields.
                    "click" if input.contains("%5B") => return None,
                    "click" => "advert",
                    _ => *place,
                };
                faults(input, place, &gone, &["page", "week", "view"])
            };
            places.filter_map(|all| all.iter().find_map(wrong)).collect()
        }
        "stay" => {
            let places = rest.split_whitespace().map(|name| containers(name, &value_made));
            places.filter_map(|all| all.iter().find_map(|(place, input)| untouched(place, input))).collect()
        }
        "token" => {
            let wrong = |token: String| {
                texts(&token).iter().find_map(|(place, input)| faults(input, place, &[&token], &[]))
            };
            shapes().filter_map(wrong).collect()
        }
        "plain" => {
            let wrong = |text: String| texts(&text).iter().find_map(|(place, input)| untouched(place, input));
            shapes().filter_map(wrong).collect()
        }
        "row" => {
            let mut cells = rest.split(" | ");
            let mut next = || cells.next().unwrap_or_default();
            let (input, gone, kept) =
                (made(next()).replace('␍', "\r").replace('␤', "\n"), parts(next()), parts(next()));
            let readings = forms::forms(input.as_bytes());
            let absent = gone.iter().find(|part| !forms::holds(&readings, part.as_bytes()));
            let [gone, kept] = [&gone, &kept].map(|list| list.iter().map(String::as_str).collect::<Vec<_>>());
            let absent = absent.map(|part| format!("{part} is not in {input}"));
            let same = gone.is_empty().then(|| untouched(value, &input)).flatten();
            absent.or(same).or_else(|| faults(&input, value, &gone, &kept)).into_iter().collect()
        }
        other => panic!("{}: a line cannot begin with {other:?}", line.section),
    }
}

#[track_caller]
fn holds(table: &str) {
    let all = lines(table);
    assert!(all.len() > 3, "an empty table proves nothing");
    let wrong: Vec<String> = all
        .iter()
        .flat_map(|line| check(line).into_iter().map(|fault| format!("{}: {fault}", line.section)))
        .collect();
    assert!(wrong.is_empty(), "{} faults\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn names_of_credentials() {
    holds(include_str!("scrub_catalogue/credentials.txt"));
}

#[test]
fn identities_and_personal_data() {
    holds(include_str!("scrub_catalogue/identity.txt"));
}

#[test]
fn headers_and_cookies() {
    holds(include_str!("scrub_catalogue/headers.txt"));
}

#[test]
fn token_formats() {
    holds(include_str!("scrub_catalogue/tokens.txt"));
}

#[test]
fn links() {
    holds(include_str!("scrub_catalogue/links.txt"));
}

#[test]
fn personal_formats() {
    holds(include_str!("scrub_catalogue/personal.txt"));
}

#[test]
fn what_vendors_need() {
    holds(include_str!("scrub_catalogue/vendors.txt"));
}

#[test]
fn wire_formats() {
    holds(include_str!("scrub_catalogue/wire.txt"));
}
