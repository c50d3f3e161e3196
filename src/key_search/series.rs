//! Keys that one program makes one after the other.

use std::ops::Range;

use crate::model::{Coin, IdentityIndex, LedgerPath, ProviderNumber, SigningPath};

/// The numbers 0, 1, 2 … below one identity of one path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Series {
    path: LedgerPath,
    identity: IdentityIndex,
    /// How many numbers are looked at beyond the last one that is on an account.
    beyond: u8,
}

impl Series {
    /// Beyond the last account of Ledger's own program, which itself looks no further than the first gap.
    pub const BEYOND: u8 = 20;
    /// Beyond the last account of an identity of the Desktop Wallet.
    pub const DESKTOP_BEYOND: u8 = 5;
    /// Whatever is found: somebody may put keys of a person into accounts to make a search long.
    const MOST: u16 = 120;

    /// Accounts of Ledger's own program: `m/44'/919'/0'/0'/0'/number'`, on test networks with coin 1.
    #[must_use]
    pub fn ledger_program(coin: Coin) -> Self {
        let path = LedgerPath::Bip44 { coin, provider: ProviderNumber::FIRST };
        Self { path, identity: IdentityIndex::FIRST, beyond: Self::BEYOND }
    }

    /// Keys that the Desktop Wallet signs with: `m/1105'/0'/0'/0'/identity'/2'/number'/0'`.
    #[must_use]
    pub const fn desktop(identity: IdentityIndex) -> Self {
        Self { path: LedgerPath::Legacy, identity, beyond: Self::DESKTOP_BEYOND }
    }

    /// Below which path.
    #[must_use]
    pub const fn path(&self) -> LedgerPath {
        self.path
    }

    /// Below which number of an identity.
    #[must_use]
    pub const fn identity(&self) -> IdentityIndex {
        self.identity
    }

    pub(super) fn numbers(&self, numbers: Range<u16>) -> impl Iterator<Item = SigningPath> {
        let at = |number| SigningPath { path: self.path, identity: self.identity, credential: number };
        numbers.filter_map(|number| u8::try_from(number).ok()).map(at)
    }

    #[expect(clippy::unused_self, reason = "a series says how far it goes")]
    pub(super) const fn most(&self) -> u16 {
        Self::MOST
    }

    /// How many numbers are looked at when this is the last one on an account.
    pub(super) fn reach(&self, last: Option<u8>) -> u16 {
        (last.map_or(0, |last| u16::from(last) + 1) + u16::from(self.beyond)).min(Self::MOST)
    }
}
