//! The catalogue's lists that JavaScript reads: vendors for the boot script, words for the banner.

use crate::rows::{self, Catalogue};
use crate::workspace;
use anyhow::{Context, Result, anyhow};
use std::path::Path;

/// Writes `vendors.json` and `locales/<lang>.json`; returns the boot script's list of vendors as a JSON string.
pub fn write(dist: &Path) -> Result<String> {
    let folder = workspace::root().join("src/catalogue");
    let all = Catalogue::load(&folder)
        .map_err(|error| anyhow!(error))
        .context("the catalogue cannot be read; mend the row that is named here")?;
    let vendors = rows::vendors_json(&all.vendors);
    super::write(&dist.join("vendors.json"), &vendors)?;
    for (lang, words) in rows::locales_json(&all) {
        super::write(&dist.join(format!("locales/{lang}.json")), words)?;
    }
    Ok(serde_json::to_string(&rows::vendors_text(&all.vendors))?)
}
