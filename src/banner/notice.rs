//! The notice: what the visitor is told where the law wants no answer. It is closed, and closing is none.

use super::markup::{CHANGED, Page};
use super::text::Words;
use crate::config::Config;

const NOTICE: &str = "\
0section\trole=region\taria-labelledby=title
1div
2h2\tid=title\t={notice_title}
";
const BODY: &str = "2p\t={notice_body} \n";
const ACTS: &str = "\
1div\tclass=acts
2button\ttype=button\tdata-action=told\t={close}
2button\ttype=button\tdata-action=preferences\t={preferences}
";

/// The notice; `changed` as for the banner.
pub fn notice(words: &Words<'_>, config: &Config, changed: bool) -> String {
    let mut page = Page::new(words);
    page.add(NOTICE, &[]);
    if changed {
        page.add(CHANGED, &[]);
    }
    page.add(BODY, &[]);
    page.policy(config);
    page.add(ACTS, &[]);
    page.out
}
