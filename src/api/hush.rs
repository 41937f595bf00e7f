//! The `hush` artefact's exports.
