//! Runs other programs: every failure names the command and what to do; every step tells its time.

use crate::workspace;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

/// A command that starts in the workspace's root.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root());
    command
}

/// The cargo that runs us, so that a `+toolchain` is kept.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The command as a person would type it; long arguments are cut.
pub fn shown(command: &Command) -> String {
    let name = std::path::Path::new(command.get_program());
    let mut text = name.file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    for arg in command.get_args() {
        let arg = arg.to_string_lossy();
        text.push(' ');
        text.extend(arg.chars().take(60));
        if arg.chars().count() > 60 {
            text.push('…');
        }
    }
    text
}

/// Runs to the end with the terminal's streams; `hint` says what to do when it fails.
pub fn run(command: &mut Command, hint: &str) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start `{}`; {hint}", shown(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status}); {hint}", shown(command));
    }
    Ok(())
}

/// Runs to the end and returns standard output; standard error stays on the terminal.
pub fn output(command: &mut Command, hint: &str) -> Result<Vec<u8>> {
    let out = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{}`; {hint}", shown(command)))?;
    if !out.status.success() {
        bail!("`{}` failed ({}); {hint}", shown(command), out.status);
    }
    Ok(out.stdout)
}

/// Runs to the end, hands each line of standard output to `line` as it comes, and tells success.
pub fn lines(command: &mut Command, mut line: impl FnMut(&str)) -> Result<bool> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    if let Some(out) = child.stdout.take() {
        let mut reader = BufReader::new(out);
        let mut bytes = Vec::new();
        // Not `lines()`: a test may print what is no UTF-8.
        while reader.read_until(b'\n', &mut bytes)? > 0 {
            line(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']));
            bytes.clear();
        }
    }
    Ok(child.wait()?.success())
}

/// Does one step and prints its name and time. A noisy one is announced first.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let result = work();
    let mark = if result.is_ok() { "✓" } else { "✗" };
    eprintln!("{mark} {name} ({:.1} s)", start.elapsed().as_secs_f32());
    result
}

/// As [`step`], for work that prints lines of its own meanwhile.
pub fn noisy_step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("→ {name}");
    step(name, work)
}

/// Whether a program of this name is on the search path.
pub fn on_path(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}
