//! Where on the device a key lies: SLIP-10 paths, every component of which the app hardens itself.
//!
//! Sources: the Desktop Wallet for `m/1105'/…`, the seed-phrase wallets for `m/44'/…`, and the recorded app for both.

use crate::model::{IdentityIndex, LedgerPath};

const LEGACY: u32 = 1105;
const BIP44: u32 = 44;
/// Leaf of an identity's PRF key below a legacy path.
const LEGACY_PRF_LEAF: u32 = 1;
/// The same below a newer one.
const BIP44_PRF_LEAF: u32 = 3;
/// Branch of the keys that sign for credentials, below a legacy path.
const LEGACY_SIGNING: u32 = 2;
/// The same below a newer one.
const BIP44_SIGNING: u32 = 0;

/// A path as a request writes it: the number of components, then each as four bytes. The app takes at most eight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeyPath(Vec<u32>);

impl KeyPath {
    /// `m/1105'/0'`: the key that names the device.
    pub(super) fn pairing() -> Self {
        Self(vec![LEGACY, 0])
    }

    /// The leaf whose private key is the seed of an identity's PRF key.
    pub(super) fn prf_leaf(path: LedgerPath, index: IdentityIndex) -> Self {
        let leaf = match path {
            LedgerPath::Legacy => LEGACY_PRF_LEAF,
            LedgerPath::Bip44 { .. } => BIP44_PRF_LEAF,
        };
        Self::identity(path, index).then(&[leaf])
    }

    /// A key that signs for a credential. `None` for a key number a newer path has no room for: a credential of a seed
    /// phrase has one key.
    pub(super) fn signing(path: LedgerPath, index: IdentityIndex, credential: u8, key: u8) -> Option<Self> {
        let (credential, key) = (credential.into(), key.into());
        let identity = Self::identity(path, index);
        match path {
            LedgerPath::Legacy => Some(identity.then(&[LEGACY_SIGNING, credential, key])),
            LedgerPath::Bip44 { .. } => (key == 0).then(|| identity.then(&[BIP44_SIGNING, credential])),
        }
    }

    fn identity(path: LedgerPath, index: IdentityIndex) -> Self {
        Self(match path {
            LedgerPath::Legacy => vec![LEGACY, 0, 0, 0, index.get()],
            LedgerPath::Bip44 { coin, provider } => vec![BIP44, coin.number(), provider.get(), index.get()],
        })
    }

    fn then(self, below: &[u32]) -> Self {
        Self([self.0.as_slice(), below].concat())
    }

    /// As a request writes it.
    pub(super) fn bytes(&self) -> Vec<u8> {
        // At most eight components.
        let count = u8::try_from(self.0.len()).unwrap_or(u8::MAX);
        std::iter::once(count).chain(self.0.iter().flat_map(|component| component.to_be_bytes())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Coin, ProviderNumber};

    fn shown(path: &KeyPath) -> String {
        path.0.iter().fold("m".to_owned(), |text, component| format!("{text}/{component}'"))
    }

    #[test]
    fn every_key_lies_where_the_wallets_put_it() {
        let index = IdentityIndex::new(5).unwrap();
        let bip44 = |coin| LedgerPath::Bip44 { coin, provider: ProviderNumber::new(3).unwrap() };
        assert_eq!(shown(&KeyPath::pairing()), "m/1105'/0'");
        assert_eq!(shown(&KeyPath::prf_leaf(LedgerPath::Legacy, index)), "m/1105'/0'/0'/0'/5'/1'");
        assert_eq!(shown(&KeyPath::prf_leaf(bip44(Coin::Concordium), index)), "m/44'/919'/3'/5'/3'");
        assert_eq!(shown(&KeyPath::prf_leaf(bip44(Coin::Test), index)), "m/44'/1'/3'/5'/3'");
        let signing = |path, key| KeyPath::signing(path, index, 7, key).as_ref().map(shown);
        assert_eq!(signing(LedgerPath::Legacy, 1).as_deref(), Some("m/1105'/0'/0'/0'/5'/2'/7'/1'"));
        assert_eq!(signing(bip44(Coin::Concordium), 0).as_deref(), Some("m/44'/919'/3'/5'/0'/7'"));
        assert_eq!(signing(bip44(Coin::Concordium), 1), None);
    }

    #[test]
    fn a_path_is_counted_and_written_big_endian() {
        assert_eq!(hex::encode(KeyPath::pairing().bytes()), "020000045100000000");
    }
}
