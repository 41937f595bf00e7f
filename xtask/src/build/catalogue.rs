//! The catalogue's lists that JavaScript reads: vendors for the boot script, words for the banner.

use crate::rows::{self, Catalogue};
use crate::workspace;
use anyhow::{Context, Result, anyhow};
use std::path::Path;

/// Texts for the bundles, as JSON strings.
pub struct Texts {
    /// The boot script's list of vendors.
    pub vendors: String,
    /// The names of the token rules by number.
    pub rules: String,
}

/// Writes `vendors.json` and `locales/<lang>.json`; returns what the bundles have of it.
pub fn write(dist: &Path) -> Result<Texts> {
    let folder = workspace::root().join("src/catalogue");
    let all = Catalogue::load(&folder)
        .map_err(|error| anyhow!(error))
        .context("the catalogue cannot be read; mend the row that is named here")?;
    let vendors = rows::vendors_json(&all.vendors);
    super::write(&dist.join("vendors.json"), &vendors)?;
    for (lang, words) in rows::locales_json(&all) {
        super::write(&dist.join(format!("locales/{lang}.json")), words)?;
    }
    Ok(Texts {
        vendors: serde_json::to_string(&rows::vendors_text(&all.vendors))?,
        rules: serde_json::to_string(&all.rules().join(" "))?,
    })
}
