//! The demo site and the collector on loopback, run in a thread of their own so that both the
//! `serve` command and plain synchronous tests can use them.

mod collector;
mod hit;
mod report;
mod site;
#[cfg(test)]
mod tests;

pub use hit::Hit;
pub use report::{Removed, Report};

use crate::workspace;
use anyhow::{Context, Result};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// How a demo differs from the plain one.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// port of the site; any free one if not given
    pub port: Option<u16>,
    /// port of the collector; any free one if not given
    pub collector_port: Option<u16>,
    /// JavaScript that runs before every other script of every page
    pub prelude: Option<String>,
    /// `Content-Security-Policy` of every page
    pub csp: Option<String>,
    /// paths of the site that answer 404
    pub missing: Vec<String>,
    /// files of the site by path, besides those on disk
    pub extra: Vec<(String, Vec<u8>)>,
    /// a `Set-Cookie` header on every page
    pub cookie: Option<String>,
    /// pages may be kept by the browser, so that going back does not load them again
    pub kept: bool,
    /// isolates every page from other sites: browsers then give it a finer clock
    pub isolated: bool,
    /// print a line for every hit
    pub log: bool,
}

/// A running site and collector; dropping it stops both.
pub struct Demo {
    /// origin of the site, such as `http://127.0.0.1:8080`
    pub site: String,
    /// origin of the collector
    pub collector: String,
    state: Arc<State>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// What the two servers share.
pub(crate) struct State {
    pub options: Options,
    pub collector: String,
    pub www: PathBuf,
    pub dist: PathBuf,
    hits: Mutex<Vec<Hit>>,
    reports: Mutex<Vec<Report>>,
    requests: Mutex<Vec<String>>,
    cookies: Mutex<String>,
}

impl State {
    // A panic elsewhere must not hide what had arrived before it.
    fn locked<T>(list: &Mutex<T>) -> MutexGuard<'_, T> {
        list.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
    fn hits(&self) -> MutexGuard<'_, Vec<Hit>> {
        Self::locked(&self.hits)
    }
    fn reports(&self) -> MutexGuard<'_, Vec<Report>> {
        Self::locked(&self.reports)
    }
    fn requests(&self) -> MutexGuard<'_, Vec<String>> {
        Self::locked(&self.requests)
    }
    fn cookies(&self) -> MutexGuard<'_, String> {
        Self::locked(&self.cookies)
    }
}

impl Demo {
    /// Starts both servers; they answer from the moment this returns.
    pub fn start(options: Options) -> Result<Demo> {
        let site = bind(options.port)?;
        let collector = bind(options.collector_port)?;
        let origin = |listener: &TcpListener| -> Result<String> {
            Ok(format!("http://127.0.0.1:{}", listener.local_addr()?.port()))
        };
        let (site_origin, collector_origin) = (origin(&site)?, origin(&collector)?);
        let state = Arc::new(State {
            options,
            collector: collector_origin.clone(),
            www: workspace::root().join("www"),
            dist: workspace::dist(),
            hits: Mutex::default(),
            reports: Mutex::default(),
            requests: Mutex::default(),
            cookies: Mutex::default(),
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let shared = state.clone();
        let thread = std::thread::Builder::new().name("demo".into()).spawn(move || {
            runtime.block_on(async {
                // Either error means that a listener is gone: nothing is left to serve.
                let serve = async {
                    tokio::try_join!(
                        listen(site, site::router(shared.clone())),
                        listen(collector, collector::router(shared))
                    )
                };
                tokio::select! {
                    _ = serve => {}
                    _ = stopped => {}
                }
            });
        })?;
        Ok(Demo {
            site: site_origin,
            collector: collector_origin,
            state,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Everything that reached the collector so far, CORS preflights included.
    pub fn hits(&self) -> Vec<Hit> {
        self.state.hits().clone()
    }

    /// The reports that the page posted so far.
    pub fn reports(&self) -> Vec<Report> {
        self.state.reports().clone()
    }

    /// Paths that were asked of the site so far.
    pub fn requests(&self) -> Vec<String> {
        self.state.requests().clone()
    }

    /// The `Cookie` header of the last request for a page, as a server sees it.
    pub fn cookies(&self) -> String {
        self.state.cookies().clone()
    }

    /// Forgets hits, reports and requests.
    pub fn clear(&self) {
        self.state.hits().clear();
        self.state.reports().clear();
        self.state.requests().clear();
    }

    /// Waits until `enough` holds for the hits; what arrived is returned either way.
    pub fn wait(&self, limit: Duration, enough: impl Fn(&[Hit]) -> bool) -> Vec<Hit> {
        let start = Instant::now();
        loop {
            let hits = self.hits();
            if enough(&hits) || start.elapsed() > limit {
                return hits;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
    }

    /// Runs until the servers end, which by themselves they do not.
    pub fn join(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn bind(port: Option<u16>) -> Result<TcpListener> {
    let port = port.unwrap_or(0);
    let listener = TcpListener::bind(("127.0.0.1", port)).with_context(|| {
        format!("cannot listen on 127.0.0.1:{port}: is it taken? Choose another with --port N")
    })?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

async fn listen(listener: TcpListener, router: axum::Router) -> std::io::Result<()> {
    axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await
}
