//! What a target starts from: a few rows of each family of the corpora, made into bytes, and what fuzzing once found.
//!
//! Made at run time: a template made into bytes looks like a secret to whoever scans a repository. What was found is
//! kept in `fuzz/found/<target>/`, a file each.

use crate::expand::Maker;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const OF_A_FAMILY: usize = 4;
const LONGEST: usize = 4_096;

#[derive(Deserialize)]
struct Row {
    family: String,
    container: String,
    input: String,
}

/// Stored choices as the gate writes them, and not quite.
const RECORDS: &[&str] = &[
    "v=1&p=1&t=1700000000000&by=banner&gpc=0&analytics=1&marketing=0",
    "v=1&p=1&t=1700000000000&x=1731536000000&gpc=1&by=preferences&r=opt-in&l=de&id=5f2c&analytics=1&analytics.ga4=0&f.marketing=b_c&marketing=1&marketing.own=1",
    "v=1&p=1&t=1700000000000&x=1715724800000&gpc=0&by=notice&r=notice&analytics=n&marketing=n",
    "v=1&p=2026-01&t=1700000000000&by=api&gpc=1&functional=0&analytics=0&marketing=0",
    "v=1&p=%C3%A9&t=-1&by=gpc&gpc=x",
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// The seeds of each target by its name. `root` is the repository's folder.
pub fn seeds(root: &Path) -> BTreeMap<&'static str, Vec<Vec<u8>>> {
    let mut all: BTreeMap<&str, Vec<Vec<u8>>> = BTreeMap::new();
    let mut taken: BTreeMap<(String, String), usize> = BTreeMap::new();
    let corpora = ["positives", "negatives"].map(|folder| files(&root.join("tests/corpora").join(folder)));
    for file in corpora.concat() {
        let text = std::fs::read_to_string(file).expect("a corpus can be read");
        for row in text.lines().map(|line| serde_json::from_str::<Row>(line).expect("a row")) {
            let count = taken.entry((row.family, row.container.clone())).or_default();
            *count += 1;
            let bytes = Maker::new(&row.input, 0).expand(&row.input);
            if *count > OF_A_FAMILY || bytes.len() > LONGEST {
                continue;
            }
            let target = crate::targets::TARGETS.iter().find(|target| target.name == row.container);
            all.entry(target.expect("a row names its container").name).or_default().push(bytes.clone());
            // Those below take any text: of each family one.
            if *count == 1 {
                let n = taken.len() as u8;
                all.entry("base64").or_default().push(bytes.clone());
                all.entry("nesting").or_default().push([&[n, n / 9, n / 3], &bytes[..]].concat());
            }
        }
    }
    let configs = std::fs::read(root.join("tests/data/config.json")).expect("the configurations can be read");
    for case in serde_json::from_slice::<Vec<serde_json::Value>>(&configs).expect("a list") {
        all.entry("config").or_default().push(case["config"].to_string().into_bytes());
    }
    all.entry("record").or_default().extend(RECORDS.iter().map(|line| line.as_bytes().to_vec()));
    for target in crate::targets::TARGETS {
        let found = files(&root.join("fuzz/found").join(target.name));
        let found = found.iter().map(|file| std::fs::read(file).expect("a seed can be read"));
        all.entry(target.name).or_default().extend(found);
    }
    all
}

/// Words that detectors wait for: a fuzzer puts them in where it likes.
pub fn words() -> Vec<String> {
    const WORDS: &[&str] = &[
        "https://",
        "//",
        "://u:p@",
        "/share/",
        "/reset/",
        "?token=",
        "&code=",
        "&state=",
        "#access_token=",
        ";sid=",
        "%25",
        "%40",
        "%2B",
        "%7B%22",
        "@example.com",
        "::",
        "2001:db8::1",
        "203.0.113.9",
        "1.2.3.4",
        "4242 4242 4242 4242",
        "+1 415 555 2671",
        "Bearer ",
        "Authorization: ",
        "password: ",
        "Cookie: a=",
        "user_id",
        "email",
        "token",
        "distinct_id",
        "stringValue",
        "eyJ",
        "W3s",
        "data:;base64,",
        "-----BEGIN PRIVATE KEY-----",
        "-----END PRIVATE KEY-----",
        "/Users/x/",
        "redacted",
        "hush-",
        "\\u0041",
        "\\ud83d\\ude00",
        "\r\n\r\n",
        "Content-Disposition: form-data; name=\"a\"",
        "{\"type\":\"event\",\"length\":2}\n",
        "ghp_",
        "sk_live_",
        "AKIA",
        "xoxb-",
        "GB82",
        "t.me/+",
        "drive.google.com/file/d/",
        "é",
        "漢",
        "😀",
    ];
    WORDS.iter().map(|word| (*word).to_owned()).collect()
}
