//! The `check` artefact's exports.
