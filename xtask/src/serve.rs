//! `cargo xtask serve`: the demo for a person, with a line for every analytics hit that arrives.

use crate::demo::{Demo, Options};
use crate::{build, run, workspace};
use anyhow::{Result, bail};
use clap::Args;

/// Arguments of `cargo xtask serve`.
#[derive(Args)]
pub struct Serve {
    /// Port of the demo site
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Accepted out of habit: the demo always runs the one optimised build that is published
    #[arg(long)]
    release: bool,
    /// Open the site in your browser
    #[arg(long)]
    open: bool,
}

/// Builds, starts the demo and runs until interrupted.
pub fn serve(args: &Serve) -> Result<()> {
    // Before the build: a taken port should not take a minute to find out.
    drop(std::net::TcpListener::bind(("127.0.0.1", args.port)).or_else(|error| {
        bail!("port {} of 127.0.0.1 cannot be used ({error}); choose another with --port N", args.port)
    })?);
    build::build(&build::Build { release: args.release })?;
    let ledger = workspace::scratch().join("consent.sqlite");
    let options =
        Options { port: Some(args.port), log: true, ledger: Some(ledger.clone()), ..Options::default() };
    let demo = Demo::start(options)?;
    println!("demo site   {}/", demo.site);
    println!("collector   {}   (stands in for GA4, Sentry and Mixpanel)", demo.collector);
    println!("consent log {}/consent.html   (kept in {})", demo.site, ledger.display());
    println!("Every analytics hit that leaves the page shows here; end with Ctrl-C.");
    if args.open
        && let Err(error) = open(&demo.site)
    {
        eprintln!("{error:#}");
    }
    demo.join();
    Ok(())
}

fn open(site: &str) -> Result<()> {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    run::run(run::command(opener).arg(site), "open the address above in a browser yourself")
}
