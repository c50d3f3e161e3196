//! What each app version and each firmware generation does differently: one table, measured on the real app.
//! This module knows the differences; it refuses to know how a command is carried out.

use std::fmt;
use std::str::FromStr;

/// A version of the Concordium app that the simulator can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// The old app (2023); the last one for the original Nano S.
    V4_1_2,
    /// The rewrite as first shipped (2025): the export request has a leading byte.
    V5_1_3,
    /// The maintained line (2026): the export request as in the old app again.
    V5_4_0,
}

/// How the operating system underneath treats what arrives while a prompt is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Firmware {
    /// API level 22 and lower: everything that arrives during a prompt is dropped.
    OldIo,
    /// API level 24 and higher: everything is taken at once, and can cost the first request its answer.
    NewIo,
}

/// There is no such version in the simulator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownVersion;

impl fmt::Display for UnknownVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the simulator knows 4.1.2, 5.1.3 and 5.4.0")
    }
}

impl std::error::Error for UnknownVersion {}

/// The request of `INS 05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExportForm {
    /// Four bytes: the identity.
    Bare,
    /// A byte that chooses the path, then the identity, or identity provider and identity.
    Flagged,
}

/// What an error inside a command leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// A status word.
    StatusWord,
    /// Nobody catches it: the app ends without an answer.
    Exit,
}

/// How the app reads a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// From a buffer that still holds the bytes of earlier requests and answers; lengths are not looked at.
    StaleBuffer,
    /// Lengths are checked.
    Checked,
}

/// What happens to a class byte that is not `E0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WrongClass {
    /// `6E00`.
    Refused,
    /// Not looked at.
    Ignored,
    /// `6E00`, and the command is carried out all the same: its prompt opens, its answer is lost.
    RefusedAndRun,
}

/// How the prompts are worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wording {
    /// `Recover credentials`, `ID #0`.
    Old,
    /// `Recover credentials`, ` ID#0`.
    Rewrite,
    /// `Review operation to recover credentials`, then `Credentials ID`.
    Review,
}

/// Everything that differs between versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Behaviour {
    pub(crate) number: [u8; 3],
    pub(crate) export: ExportForm,
    pub(crate) failure: Failure,
    pub(crate) reading: Reading,
    pub(crate) wrong_class: WrongClass,
    pub(crate) wording: Wording,
    /// Knows the newer paths `m/44'/919'/…`.
    pub(crate) new_path: bool,
    /// `INS 37`: export on the newer path.
    pub(crate) new_path_export: bool,
    /// `INS 21`: the app's name.
    pub(crate) name_command: bool,
    /// `INS 40`: the app's version.
    pub(crate) version_command: bool,
}

impl Version {
    /// All of them, oldest first.
    pub const ALL: [Self; 3] = [Self::V4_1_2, Self::V5_1_3, Self::V5_4_0];

    /// The generation of firmware this version was recorded on.
    #[must_use]
    pub const fn usual_firmware(self) -> Firmware {
        match self {
            Self::V4_1_2 | Self::V5_1_3 => Firmware::OldIo,
            Self::V5_4_0 => Firmware::NewIo,
        }
    }

    /// The table.
    pub(crate) const fn behaviour(self) -> Behaviour {
        match self {
            Self::V4_1_2 => Behaviour {
                number: [4, 1, 2],
                export: ExportForm::Bare,
                failure: Failure::StatusWord,
                reading: Reading::StaleBuffer,
                wrong_class: WrongClass::Refused,
                wording: Wording::Old,
                new_path: false,
                new_path_export: false,
                name_command: false,
                version_command: false,
            },
            Self::V5_1_3 => Behaviour {
                number: [5, 1, 3],
                export: ExportForm::Flagged,
                failure: Failure::Exit,
                reading: Reading::Checked,
                wrong_class: WrongClass::Ignored,
                wording: Wording::Rewrite,
                new_path: true,
                new_path_export: false,
                name_command: true,
                version_command: false,
            },
            Self::V5_4_0 => Behaviour {
                number: [5, 4, 0],
                export: ExportForm::Bare,
                failure: Failure::Exit,
                reading: Reading::Checked,
                wrong_class: WrongClass::RefusedAndRun,
                wording: Wording::Review,
                new_path: true,
                new_path_export: true,
                name_command: true,
                version_command: true,
            },
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.behaviour().number;
        write!(f, "{major}.{minor}.{patch}")
    }
}

impl FromStr for Version {
    type Err = UnknownVersion;

    fn from_str(text: &str) -> Result<Self, UnknownVersion> {
        Self::ALL.into_iter().find(|version| version.to_string() == text).ok_or(UnknownVersion)
    }
}
