//! What each app version and each firmware generation does differently: one table.
//!
//! Where the knowledge comes from: recorded on 4.1.2, 5.1.3 and 5.4.0; run and noted on 5.3.0, 5.3.2 and the other line's
//! 5.5.3; read in the source (LedgerHQ/app-concordium) for 5.5.1 to 5.7.0; 3.0.0, 5.0.0 and 5.2.0 are taken to be like
//! their neighbours. A version of the future is whatever a test makes it.

use std::fmt;
use std::str::FromStr;

/// A version of the Concordium app that the simulator can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    number: [u8; 3],
    behaviour: Behaviour,
}

/// How the operating system underneath treats what arrives while a prompt is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Firmware {
    /// API level 22 and lower: everything that arrives during a prompt is dropped.
    OldIo,
    /// API level 24 and higher: everything is taken at once, and can cost the first request its answer.
    NewIo,
}

impl Firmware {
    /// Both generations.
    pub const ALL: [Self; 2] = [Self::OldIo, Self::NewIo];
}

/// There is no such version in the simulator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownVersion;

impl fmt::Display for UnknownVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<String> = Version::ALL.iter().map(ToString::to_string).collect();
        write!(f, "the simulator knows {}", known.join(", "))
    }
}

impl std::error::Error for UnknownVersion {}

/// How `INS 05` reads the identity. The last four exist in no version: they are what a future one might do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportForm {
    /// Four bytes: the identity.
    Bare,
    /// A byte that chooses the path, then the identity, or identity provider and identity.
    Flagged,
    /// Four bytes, the other way round.
    LittleEndian,
    /// Two bytes.
    Short,
    /// Four bytes that are passed over, then the identity.
    Wide,
    /// Whatever the data is, the answer is for identity 0.
    Zero,
}

/// How the newer paths are exported. The last two exist in no version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewPathExport {
    /// Not by a command of its own.
    Never,
    /// `INS 37` with the parameters of `INS 05`.
    Seeds,
    /// `INS 37` with a purpose; `P2` chooses the coin.
    Purposes,
    /// The same, but `P2` is not looked at: the coin is always 919.
    PurposesWithoutCoin,
    /// The identity first, then the provider; seeds.
    SwappedSeeds,
    /// The identity first, then the provider; purposes.
    SwappedPurposes,
}

/// What an app of the future does, as far as it concerns an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Future {
    /// What it says its version is.
    pub number: [u8; 3],
    /// How it reads `INS 05`.
    pub export: ExportForm,
    /// What it does for the newer paths.
    pub new_path: NewPathExport,
    /// Whether it gives public keys without a prompt.
    pub public_keys: bool,
    /// Whether an error ends it, as in most of 5.x.
    pub exits: bool,
}

/// What an error inside a command leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// A status word.
    StatusWord,
    /// Nobody catches it: the app ends without an answer.
    Exit,
    /// Nobody catches it, in a build made for debugging: a page shows the error until both buttons are pressed, and then
    /// the app ends.
    ErrorPage,
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
    /// The same, and for the newer paths `Export private keys for`, then what they are for.
    OtherLine,
    /// `Review operation to recover credentials`, then `Credentials ID`.
    Review,
}

/// Which key paths the app may derive on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paths {
    /// `m/1105'/0'`.
    Legacy,
    /// `m/44'/919'`, too.
    New,
    /// `m/44'/1'`, too.
    NewAndTest,
}

/// Everything that differs between versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Behaviour {
    pub(crate) export: ExportForm,
    pub(crate) new_path_export: NewPathExport,
    pub(crate) failure: Failure,
    pub(crate) reading: Reading,
    pub(crate) wrong_class: WrongClass,
    pub(crate) wording: Wording,
    pub(crate) paths: Paths,
    /// Public keys without a prompt.
    pub(crate) silent_keys: bool,
    /// `INS 00` looks at `P2` and refuses more bytes than it reads; identities with the highest bit are refused everywhere.
    pub(crate) strict: bool,
    /// `INS 21`: the app's name.
    pub(crate) name_command: bool,
    /// `INS 40`: the app's version.
    pub(crate) version_command: bool,
    /// Every start shows a page that has to be left with both buttons, and answers nothing before that.
    pub(crate) start_page: bool,
    /// The firmware it was recorded on, or usually runs on.
    pub(crate) firmware: Firmware,
}

/// 3.x and 4.x.
const OLD: Behaviour = Behaviour {
    export: ExportForm::Bare,
    new_path_export: NewPathExport::Never,
    failure: Failure::StatusWord,
    reading: Reading::StaleBuffer,
    wrong_class: WrongClass::Refused,
    wording: Wording::Old,
    paths: Paths::Legacy,
    silent_keys: true,
    strict: false,
    name_command: false,
    version_command: false,
    start_page: true,
    firmware: Firmware::OldIo,
};

/// 5.0 and 5.1.
const REWRITE: Behaviour = Behaviour {
    export: ExportForm::Flagged,
    failure: Failure::Exit,
    reading: Reading::Checked,
    wrong_class: WrongClass::Ignored,
    wording: Wording::Rewrite,
    paths: Paths::New,
    name_command: true,
    start_page: false,
    ..OLD
};

/// 5.2 and 5.3.
const SPLIT: Behaviour = Behaviour { export: ExportForm::Bare, new_path_export: NewPathExport::Seeds, ..REWRITE };

/// 5.4.
const REVIEW: Behaviour = Behaviour {
    wrong_class: WrongClass::RefusedAndRun,
    wording: Wording::Review,
    version_command: true,
    firmware: Firmware::NewIo,
    ..SPLIT
};

/// 5.5 and 5.6.
const PURPOSES: Behaviour =
    Behaviour { new_path_export: NewPathExport::Purposes, wrong_class: WrongClass::Refused, strict: true, ..REVIEW };

/// 5.6.3, the first whose build may derive for test networks.
const TEST_COIN: Behaviour = Behaviour { paths: Paths::NewAndTest, ..PURPOSES };

/// 5.7, the first that catches its errors.
const CAUGHT: Behaviour = Behaviour { failure: Failure::StatusWord, ..TEST_COIN };

impl Version {
    /// The oldest one the Desktop Wallet takes.
    pub const V3_0_0: Self = Self::new([3, 0, 0], OLD);
    /// The old app (2023); the last one for the original Nano S.
    pub const V4_1_2: Self = Self::new([4, 1, 2], OLD);
    /// The rewrite as first shipped (2024): the export request has a leading byte.
    pub const V5_0_0: Self = Self::new([5, 0, 0], REWRITE);
    /// The last one like that (2025).
    pub const V5_1_3: Self = Self::new([5, 1, 3], REWRITE);
    /// The export request as in the old app again; newer paths by a command of their own.
    pub const V5_2_0: Self = Self::new([5, 2, 0], SPLIT);
    /// The same.
    pub const V5_3_0: Self = Self::new([5, 3, 0], SPLIT);
    /// The same.
    pub const V5_3_2: Self = Self::new([5, 3, 2], SPLIT);
    /// The maintained line (2026): prompts in other words.
    pub const V5_4_0: Self = Self::new([5, 4, 0], REVIEW);
    /// Newer paths by purpose; the build may not derive for test networks.
    pub const V5_5_1: Self = Self::new([5, 5, 1], PURPOSES);
    /// The other line's: newer paths by purpose, and always for mainnet. Asked for its version (`INS 40`), it ends.
    pub const V5_5_3_OTHER_LINE: Self = Self::new(
        [5, 5, 3],
        Behaviour {
            new_path_export: NewPathExport::PurposesWithoutCoin,
            wording: Wording::OtherLine,
            firmware: Firmware::NewIo,
            ..SPLIT
        },
    );
    /// Fees on the screen; otherwise as before.
    pub const V5_6_1: Self = Self::new([5, 6, 1], PURPOSES);
    /// Test networks.
    pub const V5_6_3: Self = Self::new([5, 6, 3], TEST_COIN);
    /// Errors are answered instead of ending the app.
    pub const V5_7_0: Self = Self::new([5, 7, 0], CAUGHT);

    /// All of them, oldest first.
    pub const ALL: [Self; 13] = [
        Self::V3_0_0,
        Self::V4_1_2,
        Self::V5_0_0,
        Self::V5_1_3,
        Self::V5_2_0,
        Self::V5_3_0,
        Self::V5_3_2,
        Self::V5_4_0,
        Self::V5_5_1,
        Self::V5_5_3_OTHER_LINE,
        Self::V5_6_1,
        Self::V5_6_3,
        Self::V5_7_0,
    ];

    const fn new(number: [u8; 3], behaviour: Behaviour) -> Self {
        Self { number, behaviour }
    }

    /// A version that does not exist.
    #[must_use]
    pub const fn future(future: Future) -> Self {
        let behaviour = Behaviour {
            export: future.export,
            new_path_export: future.new_path,
            silent_keys: future.public_keys,
            failure: if future.exits { Failure::Exit } else { Failure::StatusWord },
            ..CAUGHT
        };
        Self::new(future.number, behaviour)
    }

    /// The same with another number: a version in between, or one that lies.
    #[must_use]
    pub const fn numbered(self, number: [u8; 3]) -> Self {
        Self { number, ..self }
    }

    /// The same, built for debugging: an error shows a page before the app ends (the Makefile of 5.0.0 to 5.3.0 says so).
    #[must_use]
    pub const fn debug_build(self) -> Self {
        Self { behaviour: Behaviour { failure: Failure::ErrorPage, ..self.behaviour }, ..self }
    }

    /// The generation of firmware this version was recorded on, or usually runs on.
    #[must_use]
    pub const fn usual_firmware(self) -> Firmware {
        self.behaviour.firmware
    }

    /// Whether every start shows a page that has to be left with both buttons.
    #[must_use]
    pub const fn has_start_page(self) -> bool {
        self.behaviour.start_page
    }

    /// The table.
    pub(crate) const fn behaviour(self) -> Behaviour {
        self.behaviour
    }

    pub(crate) const fn number(self) -> [u8; 3] {
        self.number
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.number;
        write!(f, "{major}.{minor}.{patch}")
    }
}

impl FromStr for Version {
    type Err = UnknownVersion;

    fn from_str(text: &str) -> Result<Self, UnknownVersion> {
        Self::ALL.into_iter().find(|version| version.to_string() == text).ok_or(UnknownVersion)
    }
}
