//! Real browsers over W3C WebDriver: an engine, its driver's processes, and a session in it.

mod engine;
mod process;
mod session;

pub use engine::{Engine, geckodriver, mini_browser};
pub use session::{Browser, Setup};
