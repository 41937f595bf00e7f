//! The `gate` artefact's exports.
