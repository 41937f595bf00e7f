//! Child processes that never outlive us: each leads a process group that is killed on drop and on
//! an interrupt, so that no browser is left behind.

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, Once};
use std::time::{Duration, Instant};

/// Groups that are alive now, until an interrupt takes the list away: then no more may start.
static GROUPS: Mutex<Option<Vec<Pid>>> = Mutex::new(Some(Vec::new()));

/// A child and all that it starts.
pub struct Group {
    child: Child,
    id: Pid,
}

impl Group {
    /// Starts the command as the leader of a new process group.
    pub fn start(command: &mut Command) -> Result<Group> {
        watch_interrupt();
        let program = command.get_program().to_string_lossy().into_owned();
        // Held while starting, so that no child slips past an interrupt.
        let mut groups = groups();
        let Some(alive) = groups.as_mut() else { bail!("interrupted") };
        let child = command.process_group(0).stdin(Stdio::null()).spawn().with_context(|| {
            format!("cannot start `{program}`; `cargo xtask test` installs what is missing")
        })?;
        let id = Pid::from_child(&child);
        alive.push(id);
        Ok(Group { child, id })
    }

    /// Whether the leader has ended.
    pub fn ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// The leader's piped standard output, once.
    pub fn stdout(&mut self) -> Option<std::process::ChildStdout> {
        self.child.stdout.take()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // Politely first: a display server then removes its lock file and socket.
        let _ = kill_process_group(self.id, Signal::TERM);
        let start = Instant::now();
        while !self.ended() && start.elapsed() < Duration::from_secs(2) {
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = kill_process_group(self.id, Signal::KILL);
        let _ = self.child.wait();
        if let Some(alive) = groups().as_mut() {
            alive.retain(|id| *id != self.id);
        }
    }
}

fn groups() -> std::sync::MutexGuard<'static, Option<Vec<Pid>>> {
    GROUPS.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// A terminal's Ctrl-C reaches only our own group: pass it on.
fn watch_interrupt() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let Ok(runtime) = runtime else { return };
            let interrupt = runtime.block_on(async {
                use tokio::signal::unix::{SignalKind, signal};
                let mut terminate = signal(SignalKind::terminate()).ok()?;
                tokio::select! {
                    _ = tokio::signal::ctrl_c() => Some(130),
                    _ = terminate.recv() => Some(143),
                }
            });
            if let Some(code) = interrupt {
                let alive = groups().take().unwrap_or_default();
                for signal in [Signal::TERM, Signal::KILL] {
                    for id in &alive {
                        let _ = kill_process_group(*id, signal);
                    }
                    // Time to tidy up, as in `drop`.
                    std::thread::sleep(Duration::from_millis(400));
                }
                std::process::exit(code);
            }
        });
    });
}

/// A port that was free a moment ago.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// Waits until something accepts connections on the port.
pub fn wait_for_port(group: &mut Group, port: u16, limit: Duration) -> Result<()> {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let start = Instant::now();
    while TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_err() {
        if group.ended() {
            bail!("the WebDriver ended before it listened on port {port}");
        }
        if start.elapsed() > limit {
            bail!("the WebDriver did not listen on port {port} within {} s", limit.as_secs());
        }
        std::thread::sleep(Duration::from_millis(30));
    }
    Ok(())
}
