//! What is shown, as lines that the view turns into elements: pure, so that a screen can be read and tested as text.
//!
//! A line is a depth digit and a tag, then fields after tabs: `name=value` is an attribute, `=text` the text, and
//! `+unit=count` a time span in the language of the screen. In a template `|` stands for the tab and `{key}` for the
//! words of that key, `{0}` for a given value.
//!
//! **Invariant:** a word or value is never more than a word or value: control characters in it become spaces.

use super::text::Words;
use crate::config::Config;
use crate::consent::cut;

// Refusing is as easy as accepting: same class, same width, and it stands first.
const BANNER: &str = "\
0section|role=region|aria-labelledby=title
1div
2h2|id=title|={title}
";
pub(super) const CHANGED: &str = "2p|={changed}\n";
const BODY: &str = "2p|={body} \n";
const BANNER_ACTS: &str = "\
1div|class=acts
2button|type=button|data-action=decline|={decline}
2button|type=button|data-action=accept|={accept}
2button|type=button|data-action=preferences|class=plain|={preferences}
";
const POLICY: &str = "3a|rel=noreferrer|href={0}|={policy}\n";

/// The banner. `changed` is whether there was an answer that would still hold if nothing had changed since.
pub fn banner(words: &Words<'_>, config: &Config, changed: bool) -> String {
    let mut page = Page::new(words);
    page.add(BANNER, &[]);
    if changed {
        page.add(CHANGED, &[]);
    }
    page.add(BODY, &[]);
    page.policy(config);
    page.add(BANNER_ACTS, &[]);
    page.out
}

/// Lines in the making.
pub(super) struct Page<'a> {
    pub(super) words: &'a Words<'a>,
    pub(super) out: String,
}

impl<'a> Page<'a> {
    pub(super) fn new(words: &'a Words<'a>) -> Page<'a> {
        Page { words, out: String::new() }
    }

    pub(super) fn add(&mut self, template: &str, values: &[&str]) {
        let mut rest = template;
        while !rest.is_empty() {
            let (fixed, next) = cut(rest, b'{');
            for c in fixed.chars() {
                self.out.push(if c == '|' { '\t' } else { c });
            }
            let (key, next) = cut(next, b'}');
            match key.as_bytes() {
                [] => {}
                [digit @ b'0'..=b'9'] => {
                    let value = values.get(usize::from(digit - b'0'));
                    self.value(value.copied().unwrap_or(""));
                }
                _ => {
                    let words = self.words.get(key);
                    self.value(&words);
                }
            }
            rest = next;
        }
    }

    fn value(&mut self, text: &str) {
        for c in text.chars() {
            self.out.push(if c < ' ' { ' ' } else { c });
        }
    }

    pub(super) fn policy(&mut self, config: &Config) {
        let url = config.policy_url();
        if !url.is_empty() {
            self.add(POLICY, &[&url]);
        }
    }
}
