//! The generator of a network, from which the keys of its shielded balances and identities are made: known for mainnet and
//! testnet, elsewhere as the keys of an identity's accounts repeat it.

use super::sides::{Both, Sides};
use crate::chain::Generator;
use crate::custody;
use crate::model::{Account, AccountAddress, GenesisHash, IdentityKey, Network, Related};
use crate::secret::SecretText;

/// Whether the key of a shielded balance is the account's: it leads to the credential, and that to the address.
pub(super) fn leads_to(network: GenesisHash, key: &SecretText, account: &Account) -> bool {
    let Some(key) = custody::read_encryption_key(key) else { return false };
    // From another generator than the network's, any secret can be made to lead anywhere.
    let from_the_right_place = match &key.generator {
        Ok(generator) => !is_known(network) || *generator == Generator::of_mainnet_and_testnet(),
        Err(_) => false,
    };
    let credential = key.credential().filter(|_| from_the_right_place);
    match account.key.address() {
        Some(address) => credential.is_some_and(|id| AccountAddress::of_first_credential(&id) == *address),
        None => credential.is_some(),
    }
}

/// The generator that an identity's keys are measured by; `None` for the known one, and where nobody says which it is.
pub(super) fn of(sides: Sides<'_>, related: &Both<'_>, identity: IdentityKey) -> Option<Generator> {
    if is_known(sides.network) {
        return None;
    }
    // Mine first: a file must not decide what my keys are measured by.
    of_identity(&related.mine, identity).or_else(|| of_identity(&related.theirs, identity))
}

fn of_identity(related: &Related<'_>, identity: IdentityKey) -> Option<Generator> {
    custody::generator_of(related.accounts(Some(identity)).iter().copied())
}

pub(super) fn is_known(network: GenesisHash) -> bool {
    match Network::of(network) {
        Some(Network::Mainnet | Network::Testnet) => true,
        Some(Network::Stagenet) | None => false,
    }
}
