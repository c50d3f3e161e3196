//! The Concordium Ledger app at APDU level, per app version, from a recovery phrase.
//!
//! A deterministic stand-in for a Ledger: bytes in, bytes or a prompt out, and a screen that is worked by hand, page after
//! page, with two buttons or with a finger. What it does was recorded from the real app; the records are its tests. It holds
//! no real money's keys: only public test phrases.

mod app;
pub mod derive;
mod hand;
pub mod hid;
mod model;
mod screen;
mod simulator;
mod version;

pub use model::{Body, Model, UnknownModel};
pub use screen::Gesture;
pub use simulator::{Place, Reaction, Simulator, Start};
pub use version::{ExportForm, Firmware, Future, NewPathExport, UnknownVersion, Version};

/// Public test phrases, by name. Everybody knows their keys: never use one for anything of value.
pub const MNEMONICS: [(&str, &str); 3] = [
    (
        "speculos-default-24",
        "glory promote mansion idle axis finger extra february uncover one trip resource lawn turtle enact monster \
         seven myth punch hobby comfort wild raise skin",
    ),
    ("abandon-12", "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"),
    ("legal-12", "legal winner thank year wave sausage worth useful legal winner thank yellow"),
];

/// The public test phrase of that name.
#[must_use]
pub fn mnemonic(name: &str) -> Option<&'static str> {
    MNEMONICS.iter().find(|(known, _)| *known == name).map(|(_, words)| *words)
}
