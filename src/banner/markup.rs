//! What is shown, as lines that the view turns into elements: pure, so that a screen can be read and tested as text.
//!
//! A line is a depth digit and a tag, then fields after tabs: `name=value` is an attribute, `=text` the text, and
//! `+unit=count` a time span in the language of the screen. In a template `{key}` stands for the
//! words of that key, `{0}` for a given value.
//!
//! **Invariant:** a word or value is never more than a word or value: [`crate::config::Json::text`] leaves no control
//! characters in it.

use super::text::Words;
use crate::config::Config;
use crate::consent::cut;

// Refusing is as easy as accepting: same class, same width, and it stands first.
const BANNER: &str = "\
0section\trole=region\taria-labelledby=title
1div
2h2\tid=title\t={title}
";
pub(super) const CHANGED: &str = "2p\t={changed}\n";
const BODY: &str = "2p\t={body} \n";
const BANNER_ACTS: &str = "\
1div\tclass=acts
2button\ttype=button\tdata-action=decline\t={decline}
2button\ttype=button\tdata-action=accept\t={accept}
2button\ttype=button\tdata-action=preferences\tclass=plain\t={preferences}
";
const POLICY: &str = "3a\trel=noreferrer\thref={0}\t={policy}\n";

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
            self.out.push_str(fixed);
            let (key, next) = cut(next, b'}');
            match key.as_bytes() {
                [] => {}
                [digit @ b'0'..=b'9'] => {
                    let value = values.get(usize::from(digit - b'0'));
                    self.out.push_str(value.copied().unwrap_or(""));
                }
                _ => {
                    self.out.push_str(&self.words.get(key));
                }
            }
            rest = next;
        }
    }

    pub(super) fn policy(&mut self, config: &Config) {
        let url = config.policy_url();
        if !url.is_empty() {
            self.add(POLICY, &[&url]);
        }
    }
}
