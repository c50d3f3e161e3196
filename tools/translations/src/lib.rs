//! The texts of every language: which of them a language lacks, which were made from English that has changed since, and what each has to keep.
//! This crate knows `extension/_locales` and `extension/languages.json`; how a text is found and filled in, the extension knows.
//!
//! A translation stands beside the mark of the English it was made from, so that English that changes shows at once:
//! `"cancel": { "message": "Abbrechen", "english": "19766ed6" }`.

mod catalogue;
mod family;
mod judge;
mod ordered;
mod words;

pub use catalogue::{Catalogue, Entry, Language, Merged, Open, Text};
pub use judge::{braces, is_sentence};
pub use ordered::Ordered;
