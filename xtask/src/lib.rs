//! Developer commands of Hushgate. The demo server and the WebDriver sessions are also what the
//! browser tests stand on, so everything lives in this library and the binary only reads arguments.
#![forbid(unsafe_code)]

pub mod bench;
pub mod build;
pub mod demo;
pub mod fuzz;
pub mod install;
pub mod run;
pub mod serve;
pub mod size;
pub mod test;
pub mod webdriver;
pub mod workspace;

/// The catalogue's row types, shared with the crate's build script so that both read one format.
#[path = "../../src/catalogue/rows.rs"]
pub mod rows;

/// Token shapes as text and as regular expressions, with the sets of characters that they are made of.
#[path = "../../src/catalogue/regex.rs"]
pub mod regex;
#[path = "../../src/scan/mod.rs"]
pub mod scan;
#[path = "../../src/catalogue/template.rs"]
pub mod template;
