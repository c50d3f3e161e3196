//! What each version of the Concordium app can do and how it wants to be asked: the one table.
//!
//! Recorded on 4.1.2, 5.1.3 and 5.4.0; run on 5.3.0, 5.3.2 and three builds of 5.5 and 5.6; read in the source of 5.5.0 to
//! 5.7.0 (LedgerHQ/app-concordium, doc/export_private_key.md and src/handler). Two lines of the app carry the same numbers
//! from 5.2 on; what the table says holds for both, and where it does not, the device is asked first (see
//! `app::witness`).

use super::version::AppVersion;
use crate::model::{Coin, LedgerPath};

/// How the seed on a legacy path is asked for (`E0 05`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegacyExport {
    /// The identity, four bytes. Too short for an app that expects the other form: it refuses, loudly.
    Bare,
    /// A byte that chooses the path, then the identity. An app that expects the bare form takes it for identity 0, and
    /// says nothing.
    Flagged,
}

/// How the key on a newer path is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bip44Export {
    /// Not at all.
    Never,
    /// The flagged form of `E0 05`, with identity provider and identity: a seed.
    Flagged,
    /// `E0 37` with the parameters of `E0 05`: a seed.
    Seed,
    /// `E0 37` with a purpose and a coin: the PRF key of key version 1, made on the device.
    Purpose,
}

/// What one version can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abilities {
    /// Whether this version, or one of the same kind, was seen. `false` for those that came later: they are asked in the
    /// form that cannot be misread silently, and nothing of theirs is used that the device did not prove.
    pub known: bool,
    /// Export on the Desktop Wallet's path. Every version can.
    pub legacy_export: LegacyExport,
    /// Export on the newer paths.
    pub bip44_export: Bip44Export,
    /// Whether it has keys for test networks. The commands know the coin from 5.5.0 on, but the system only lets an app use the
    /// paths it was installed with, and those of test networks are among them from 5.6.3 on (the Makefiles of 5.6.1, commit b9fad7d,
    /// and 5.6.3). A build that says such a version and has none all the same is noticed at the first silent question.
    pub test_coin: bool,
    /// Whether `6B0C` can mean a trusted name that does not match. Before, it only meant a locked device.
    pub trusted_names: bool,
}

/// From which version on what holds, oldest first.
const TABLE: [(AppVersion, Abilities); 7] = [
    (
        AppVersion::OLDEST,
        Abilities {
            known: true,
            legacy_export: LegacyExport::Bare,
            bip44_export: Bip44Export::Never,
            test_coin: false,
            trusted_names: false,
        },
    ),
    (FIRST_BIP44, REWRITE),
    (
        AppVersion::new(5, 2, 0),
        Abilities { legacy_export: LegacyExport::Bare, bip44_export: Bip44Export::Seed, ..REWRITE },
    ),
    (AppVersion::new(5, 5, 0), Abilities { test_coin: false, trusted_names: false, ..LATEST }),
    (AppVersion::new(5, 5, 1), Abilities { test_coin: false, ..LATEST }),
    (FIRST_TEST_COIN, LATEST),
    // Newer than anything that was seen. Taken to be like the latest, and believed only with proof.
    (AppVersion::new(5, 8, 0), Abilities { known: false, ..LATEST }),
];

/// The first one with newer paths.
const FIRST_BIP44: AppVersion = AppVersion::new(5, 0, 0);
/// The first one that is installed with the path of test networks.
const FIRST_TEST_COIN: AppVersion = AppVersion::new(5, 6, 3);

/// 5.0 and 5.1.
const REWRITE: Abilities = Abilities {
    known: true,
    legacy_export: LegacyExport::Flagged,
    bip44_export: Bip44Export::Flagged,
    test_coin: false,
    trusted_names: false,
};

/// 5.6.3 to 5.7.
const LATEST: Abilities = Abilities {
    known: true,
    legacy_export: LegacyExport::Bare,
    bip44_export: Bip44Export::Purpose,
    test_coin: true,
    trusted_names: true,
};

impl Abilities {
    /// What this version can do.
    #[must_use]
    pub fn of(version: AppVersion) -> Self {
        let [(_, oldest), ..] = TABLE;
        TABLE.iter().rev().find(|(from, _)| version >= *from).map_or(oldest, |(_, abilities)| *abilities)
    }

    /// The first version that has keys below this path.
    #[must_use]
    pub const fn first_with(path: LedgerPath) -> AppVersion {
        match path {
            LedgerPath::Legacy => AppVersion::OLDEST,
            LedgerPath::Bip44 { coin: Coin::Concordium, .. } => FIRST_BIP44,
            LedgerPath::Bip44 { coin: Coin::Test, .. } => FIRST_TEST_COIN,
        }
    }

    /// Whether it has keys below this path: to export, to sign with, to show an address of.
    #[must_use]
    pub const fn serves(&self, path: LedgerPath) -> bool {
        match path {
            LedgerPath::Legacy => true,
            LedgerPath::Bip44 { coin: Coin::Concordium, .. } => !matches!(self.bip44_export, Bip44Export::Never),
            LedgerPath::Bip44 { coin: Coin::Test, .. } => self.test_coin,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ProviderNumber;

    fn of(version: &str) -> Abilities {
        Abilities::of(version.parse().unwrap())
    }

    #[test]
    fn the_table_goes_upwards_from_the_oldest() {
        assert!(TABLE.is_sorted_by(|(earlier, _), (later, _)| earlier < later));
        assert_eq!(TABLE[0].0, AppVersion::OLDEST);
    }

    #[test]
    fn the_legacy_form_changes_twice() {
        let flagged = ["5.0.0", "5.0.2", "5.1.0", "5.1.3", "5.1.9"];
        let bare = ["3.0.0", "4.1.2", "4.9.9", "5.2.0", "5.3.2", "5.4.1", "5.5.0", "5.6.3", "5.7.0", "5.8.0", "10.0.0"];
        assert!(flagged.iter().all(|version| of(version).legacy_export == LegacyExport::Flagged));
        assert!(bare.iter().all(|version| of(version).legacy_export == LegacyExport::Bare));
    }

    #[test]
    fn the_newer_path_is_asked_for_in_four_ways() {
        for (versions, form) in [
            (["3.0.0", "4.1.2", "4.9.9"], Bip44Export::Never),
            (["5.0.0", "5.1.3", "5.1.9"], Bip44Export::Flagged),
            (["5.2.0", "5.3.0", "5.4.1"], Bip44Export::Seed),
            (["5.5.0", "5.7.0", "6.0.0"], Bip44Export::Purpose),
        ] {
            assert!(versions.iter().all(|version| of(version).bip44_export == form), "{versions:?}");
        }
    }

    #[test]
    fn what_came_later_is_not_known() {
        assert!(["3.0.0", "5.7.0", "5.7.9"].iter().all(|version| of(version).known));
        assert!(["5.8.0", "6.0.0", "5.10.0"].iter().all(|version| !of(version).known));
    }

    #[test]
    fn keys_of_test_networks_are_there_from_the_first_build_that_is_installed_with_their_path() {
        let serves =
            |version: &str| of(version).serves(LedgerPath::Bip44 { coin: Coin::Test, provider: ProviderNumber::FIRST });
        for version in ["3.0.0", "4.1.2", "5.1.3", "5.4.1", "5.5.0", "5.5.3", "5.6.0", "5.6.1", "5.6.2"] {
            assert!(!serves(version), "{version}");
        }
        assert!(["5.6.3", "5.6.9", "5.7.0", "5.8.0", "6.0.0"].iter().all(|version| serves(version)));
    }

    #[test]
    fn every_path_begins_with_the_version_the_table_says() {
        let bip44 = |coin| LedgerPath::Bip44 { coin, provider: ProviderNumber::new(0).unwrap() };
        for path in [LedgerPath::Legacy, bip44(Coin::Concordium), bip44(Coin::Test)] {
            let first = Abilities::first_with(path);
            let before = TABLE.iter().filter(|(from, _)| *from < first);
            assert!(Abilities::of(first).serves(path));
            assert!(before.clone().all(|(_, abilities)| !abilities.serves(path)), "{path:?}");
        }
    }
}
