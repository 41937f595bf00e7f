//! A server in front of the demo's consent endpoint that fails as servers do.

use anyhow::{Context as _, Result};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// It is passed on and answered.
    None,
    /// Nobody listens.
    Refuses,
    /// It is taken, and never answered.
    Hangs,
    /// It is answered with this status.
    Answers(u16),
    /// It is asked to come again in five minutes.
    Busy,
    /// The server dies while it reads it.
    DiesReading,
    /// The server has stored it, and dies while it answers.
    DiesAnswering,
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// request line and headers
    pub head: String,
    pub body: String,
}

struct Shared {
    fault: Fault,
    arrivals: Vec<Arrival>,
    ended: bool,
}

/// A running one; dropping it ends it.
pub struct Faulty {
    /// its origin, which is another than the site's
    pub origin: String,
    shared: Arc<Mutex<Shared>>,
}

impl Faulty {
    /// Starts it before a site.
    pub fn start(site: &str, fault: Fault) -> Result<Faulty> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Mutex::new(Shared { fault, arrivals: Vec::new(), ended: false }));
        let (state, site) = (shared.clone(), site.trim_start_matches("http://").to_owned());
        std::thread::spawn(move || {
            let mut listener = Some(listener);
            while !lock(&state).ended {
                if lock(&state).fault == Fault::Refuses {
                    listener = None;
                } else if listener.is_none() {
                    listener = TcpListener::bind(("127.0.0.1", port)).ok();
                }
                let Some(open) = &listener else {
                    std::thread::sleep(Duration::from_millis(10));
                    continue;
                };
                // So that a change of mind is noticed.
                let _ = open.set_nonblocking(true);
                match open.accept() {
                    Ok((stream, _)) => {
                        let (state, site) = (state.clone(), site.clone());
                        // A browser that goes away is no error of ours.
                        std::thread::spawn(move || serve(stream, &state, &site).ok());
                    }
                    Err(_) => std::thread::sleep(Duration::from_millis(5)),
                }
            }
        });
        Ok(Faulty { origin: format!("http://127.0.0.1:{port}"), shared })
    }

    /// Changes what becomes of requests.
    pub fn set(&self, fault: Fault) {
        lock(&self.shared).fault = fault;
        // The listener goes within its next turn.
        std::thread::sleep(Duration::from_millis(60));
    }

    /// What arrived, preflights left out.
    pub fn arrivals(&self) -> Vec<Arrival> {
        lock(&self.shared).arrivals.clone()
    }
}

impl Drop for Faulty {
    fn drop(&mut self) {
        lock(&self.shared).ended = true;
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

fn serve(mut stream: TcpStream, shared: &Mutex<Shared>, site: &str) -> Result<()> {
    stream.set_nonblocking(false)?;
    let request = read(&mut stream)?;
    let is_question = request.head.starts_with("OPTIONS");
    let fault = if is_question { Fault::None } else { lock(shared).fault };
    if !is_question {
        lock(shared).arrivals.push(request.clone());
    }
    match fault {
        Fault::Refuses | Fault::DiesReading => stream.shutdown(Shutdown::Both)?,
        Fault::Hangs => {
            while lock(shared).fault == Fault::Hangs && !lock(shared).ended {
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        Fault::Answers(status) => {
            // Readable for the page: what fails is the server, not the leave.
            let allow = "access-control-allow-origin: *\r\nconnection: close\r\ncontent-length: 0";
            write!(stream, "HTTP/1.1 {status} Fault\r\n{allow}\r\n\r\n")?;
        }
        Fault::Busy => {
            let allow = "access-control-allow-origin: *\r\naccess-control-expose-headers: retry-after";
            let rest = "retry-after: 300\r\nconnection: close\r\ncontent-length: 0";
            write!(stream, "HTTP/1.1 503 Busy\r\n{allow}\r\n{rest}\r\n\r\n")?;
        }
        Fault::None => stream.write_all(&passed_on(&request, site)?)?,
        Fault::DiesAnswering => {
            passed_on(&request, site)?;
            stream.write_all(b"HTTP/1.1 20")?;
            stream.shutdown(Shutdown::Both)?;
        }
    }
    Ok(())
}

fn read(stream: &mut TcpStream) -> Result<Arrival> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let count = stream.read(&mut chunk)?;
        anyhow::ensure!(count > 0, "the browser went away");
        bytes.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.to_ascii_lowercase();
        let length =
            length.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
        if body.len() >= length.unwrap_or(0) {
            return Ok(Arrival { head: head.to_owned(), body: body.to_owned() });
        }
    }
}

/// The demo's answer.
fn passed_on(request: &Arrival, site: &str) -> Result<Vec<u8>> {
    let mut server = TcpStream::connect(site).context("the demo listens")?;
    let keep = |line: &&str| !line.to_ascii_lowercase().starts_with("connection:");
    let head: Vec<&str> = request.head.lines().filter(keep).collect();
    write!(server, "{}\r\nconnection: close\r\n\r\n{}", head.join("\r\n"), request.body)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    Ok(answer)
}
