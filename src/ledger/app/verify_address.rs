//! `E0 00`: shows the address of an account on the device, for the person to compare.
//!
//! The device makes its PRF key in the standard way only. For an identity of key version 0 it would show an address, and
//! not the one on the chain: a frightening answer to a harmless question. An [`AddressCheck`] for one cannot be made.

use super::ask::{Instruction, ask, check_served};
use super::running::ConcordiumApp;
use super::witness;
use crate::ledger::error::LedgerError;
use crate::ledger::screens::Question;
use crate::ledger::transport::{Patience, Transport};
use crate::model::{Coin, IdentityIndex, KeyVersion, LedgerPath};

const INSTRUCTION: u8 = 0x00;
const LEGACY: u8 = 0x00;
const BIP44: u8 = 0x01;
const MAINNET: u8 = 0x00;
const TESTNET: u8 = 0x01;

/// Which address to show: that of the account which this credential opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressCheck {
    path: LedgerPath,
    index: IdentityIndex,
    credential: u8,
}

impl AddressCheck {
    /// `None` when no device would show the address that is on the chain: never offer it then.
    #[must_use]
    pub const fn of(path: LedgerPath, version: KeyVersion, index: IdentityIndex, credential: u8) -> Option<Self> {
        match version {
            KeyVersion::V1 => Some(Self { path, index, credential }),
            KeyVersion::V0 => None,
        }
    }

    /// What the device asks about it, given the address it must show.
    #[must_use]
    pub const fn question(&self, address: String) -> Question {
        Question::Address { path: self.path, index: self.index, credential: self.credential, address }
    }

    fn request(&self) -> (Instruction, Vec<u8>) {
        let credential = u32::from(self.credential).to_be_bytes();
        let below = [self.index.get().to_be_bytes(), credential].concat();
        match self.path {
            LedgerPath::Legacy => (Instruction(INSTRUCTION, LEGACY, MAINNET), below),
            LedgerPath::Bip44 { coin, provider } => {
                let network = match coin {
                    Coin::Concordium => MAINNET,
                    Coin::Test => TESTNET,
                };
                let data = [provider.get().to_be_bytes().as_slice(), &below].concat();
                (Instruction(INSTRUCTION, BIP44, network), data)
            }
        }
    }
}

/// What the person said to the address on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// It is the same.
    Agreed,
    /// It is not, or they did not want to say.
    Refused,
}

/// Shows an address on the device and waits for the person's word. Opens a prompt; nothing else may be sent until this
/// answers.
///
/// # Errors
/// As for an export, without the refusal, which is an answer here.
pub async fn show_address<T: Transport>(
    transport: &mut T,
    app: &ConcordiumApp,
    check: &AddressCheck,
) -> Result<Compared, LedgerError> {
    check_served(app, check.path)?;
    // Learns what is wrong before a prompt opens, and whether the build knows the coin: one that does not would show the
    // address of another account.
    if witness::read(transport, app, check.path, check.index).await?.is_none() && !app.abilities().known {
        return Err(LedgerError::AppTooNew { found: app.version() });
    }
    let (command, data) = check.request();
    match ask(transport, app, command, &data, Patience::Person).await {
        Ok(response) if response.data().is_empty() => Ok(Compared::Agreed),
        Ok(_) => Err(LedgerError::BadAnswer { command: "verify-address" }),
        Err(LedgerError::Refused) => Ok(Compared::Refused),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ProviderNumber;

    fn request(path: LedgerPath) -> String {
        let index = IdentityIndex::new(5).unwrap();
        let (Instruction(instruction, p1, p2), data) =
            AddressCheck::of(path, KeyVersion::V1, index, 24).unwrap().request();
        format!("{instruction:02x}{p1:02x}{p2:02x} {}", hex::encode(data))
    }

    #[test]
    fn no_identity_of_key_version_0_is_ever_shown() {
        let provider = ProviderNumber::new(0).unwrap();
        let bip44 = |coin| LedgerPath::Bip44 { coin, provider };
        for path in [LedgerPath::Legacy, bip44(Coin::Concordium), bip44(Coin::Test)] {
            assert_eq!(AddressCheck::of(path, KeyVersion::V0, IdentityIndex::FIRST, 0), None);
            assert!(AddressCheck::of(path, KeyVersion::V1, IdentityIndex::FIRST, 0).is_some());
        }
    }

    #[test]
    fn the_request_is_the_recorded_one() {
        let bip44 = |coin| LedgerPath::Bip44 { coin, provider: ProviderNumber::new(3).unwrap() };
        assert_eq!(request(LedgerPath::Legacy), "000000 0000000500000018");
        assert_eq!(request(bip44(Coin::Concordium)), "000100 000000030000000500000018");
        assert_eq!(request(bip44(Coin::Test)), "000101 000000030000000500000018");
    }
}
