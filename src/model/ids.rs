//! Newtypes for every index, key and hash, so that none can stand in for another.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a text is not the id it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} hexadecimal characters")]
pub struct ParseIdError {
    /// How many hexadecimal characters there should be.
    pub expected: usize,
}

macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident, $len:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name([u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;

            /// From its bytes.
            #[must_use]
            pub const fn new(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }

            /// Its bytes.
            #[must_use]
            pub const fn bytes(&self) -> &[u8; $len] {
                &self.0
            }
        }

        impl Ord for $name {
            /// By the bytes. Records of one network or one Ledger stand side by side, so that most of what is compared begins alike or is the
            /// same: that is passed over eight bytes at a time, where WebAssembly compares each.
            fn cmp(&self, other: &Self) -> Ordering {
                let (one, another) = (self.0.as_chunks::<8>().0, other.0.as_chunks::<8>().0);
                one.iter().zip(another).find(|(one, another)| one != another).map_or(Ordering::Equal, |(one, another)| one.cmp(another))
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        // Whole eights: none of the bytes is left out above.
        const _: () = assert!($len % 8 == 0);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            /// Reads hexadecimal in either case.
            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                let mut bytes = [0; $len];
                hex::decode_to_slice(text, &mut bytes).map_err(|_| ParseIdError { expected: 2 * $len })?;
                Ok(Self(bytes))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

hex_id!(
    /// Hash of a network's genesis block: what a network *is*.
    GenesisHash,
    32
);
hex_id!(
    /// Ed25519 public key at m/1105'/0': what a Ledger (with its recovery phrase) *is*. The Desktop Wallet calls it the wallet identifier.
    PairingKey,
    32
);
hex_id!(
    /// Credential registration id: a compressed G1 point. Only its length is checked here; `chain` makes and compares them.
    CredentialId,
    48
);

hex_id!(
    /// Public key of an identity (`idCredPub`): a compressed G1 point. What an identity from a phone *is*.
    IdCredPub,
    48
);

hex_id!(
    /// Ed25519 public key: what the chain checks an account's signatures with.
    VerifyKey,
    32
);

/// Number of an identity provider on its network: a hardened path component, so below 2^31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProviderNumber(u32);

impl ProviderNumber {
    /// The lowest number; what Ledger's own program has in its path, whoever issued the identity.
    pub const FIRST: Self = Self(0);
    /// The highest number a Ledger can address.
    pub const MAX: u32 = (1 << 31) - 1;

    /// `None` above [`Self::MAX`]: the device would silently answer for another provider.
    #[must_use]
    pub const fn new(number: u32) -> Option<Self> {
        if number <= Self::MAX { Some(Self(number)) } else { None }
    }

    /// As a number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for ProviderNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The coin of a BIP-44 path (SLIP-44).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coin {
    /// 919.
    Concordium,
    /// 1: every coin's test networks.
    Test,
}

impl Coin {
    /// Its number in a path.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::Concordium => 919,
            Self::Test => 1,
        }
    }
}

/// Below which path a Ledger keeps the keys of identities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LedgerPath {
    /// `m/1105'/0'/0'/0'/identity'`: what the Desktop Wallet uses. Names neither a network nor a provider.
    Legacy,
    /// `m/44'/coin'/provider'/identity'`: what seed-phrase wallets use.
    Bip44 {
        /// Which coin.
        coin: Coin,
        /// Which identity provider.
        provider: ProviderNumber,
    },
}

impl LedgerPath {
    /// Whether it lies below the coin of test networks.
    #[must_use]
    pub const fn is_of_test_networks(self) -> bool {
        matches!(self, Self::Bip44 { coin: Coin::Test, .. })
    }
}

/// Number of an identity on a Ledger: a hardened path component, so below 2^31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentityIndex(u32);

impl IdentityIndex {
    /// The highest index a Ledger can address.
    pub const MAX: u32 = (1 << 31) - 1;
    /// The first index.
    pub const FIRST: Self = Self(0);

    /// `None` above [`Self::MAX`]: the device would silently answer for another identity.
    #[must_use]
    pub const fn new(index: u32) -> Option<Self> {
        if index <= Self::MAX { Some(Self(index)) } else { None }
    }

    /// As a number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The following index, if there is one.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        Self::new(self.0 + 1)
    }
}

impl fmt::Display for IdentityIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Number of a credential under its identity (the counter in the credential id). The chain uses 0 to 255; foreign files may hold more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CredentialIndex(pub u32);

impl CredentialIndex {
    /// The highest number the chain knows: the counter is one byte.
    pub const MAX_ON_CHAIN: u8 = u8::MAX;
}

impl fmt::Display for CredentialIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Place of a credential on its account (the key of `creds` in the node's answer). Other signers refer to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountSlot(pub u32);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ids_are_in_the_order_of_their_bytes(one in any::<[u8; 32]>(), at in 0..32_usize, byte in any::<u8>()) {
            let mut other = one;
            other[at] = byte;
            prop_assert_eq!(VerifyKey::new(one).cmp(&VerifyKey::new(other)), one.cmp(&other));
            prop_assert_eq!(VerifyKey::new(one) == VerifyKey::new(other), one == other);
        }
    }
}
