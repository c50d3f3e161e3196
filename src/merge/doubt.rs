//! What comes in and somebody contradicts: it does not come in by itself, and the plan says who says otherwise. A
//! contradiction is no proof: whoever knows better may still choose.

use std::collections::BTreeSet;

use super::claim;
use super::reason::Reason;
use super::ruling::Ruling;
use super::sides::Sides;
use crate::access::Power;
use crate::custody::KeysOnChain;
use crate::gather::Gather;
use crate::model::{Account, AccountAddress, AccountKey, Credential};

/// The addresses in doubt. Gathered once: there may be many credentials.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    /// A second node denies them, and nothing but the first one's word ties them to the person.
    words: BTreeSet<AccountAddress>,
    /// A second node denies them, though they follow from a credential of the person's: nobody could have planted them.
    hidden: BTreeSet<AccountAddress>,
}

impl Doubts {
    pub(super) fn of(sides: Sides<'_>) -> Self {
        let on_network = sides.evidence.denied.iter().filter(|(network, _)| *network == sides.network);
        let denied: BTreeSet<AccountAddress> = on_network.map(|(_, address)| *address).gather();
        if denied.is_empty() {
            return Self::default();
        }
        let own = [sides.mine, sides.theirs].into_iter().flat_map(|records| records.credentials.keys());
        let derived: BTreeSet<AccountAddress> = own.map(AccountAddress::of_first_credential).gather();
        let (hidden, words) = denied.into_iter().partition(|address| derived.contains(address));
        Self { words, hidden }
    }

    /// What is doubted about an account that comes in. One with keys of which the chain says that they are others' is in doubt, too,
    /// unless there is a record of it here: then the keys are weighed against those.
    pub(super) fn about_account(&self, sides: Sides<'_>, theirs: &Account, ruling: Ruling<Account>) -> Ruling<Account> {
        let ruling = said_signers(sides, theirs, shared(sides, theirs, ruling));
        let is_new = !sides.mine.accounts.contains_key(&theirs.key);
        let brings_others = theirs.keys.is_some() && claim::chain_says(sides, &theirs.key) == Some(KeysOnChain::Differ);
        match theirs.key.address() {
            Some(address) if self.words.contains(address) => {
                ruling.doubted(Reason::AccountDenied { name: theirs.name.clone() })
            }
            Some(address) if self.hidden.contains(address) => {
                ruling.remarking(Reason::AccountHidden { name: theirs.name.clone() })
            }
            Some(_) if is_new && brings_others => {
                ruling.doubted(Reason::AccountKeysDenied { name: theirs.name.clone() })
            }
            Some(_) | None => ruling,
        }
    }

    /// What is doubted about a credential on an account that is here. On one that comes in it is left out with that.
    pub(super) fn about_credential(
        &self,
        sides: Sides<'_>,
        theirs: &Credential,
        ruling: Ruling<Credential>,
    ) -> Ruling<Credential> {
        match &theirs.account {
            AccountKey::Address(address)
                if self.words.contains(address) && sides.mine.accounts.contains_key(&theirs.account) =>
            {
                ruling.doubted(Reason::CredentialDenied)
            }
            AccountKey::Address(_) | AccountKey::Unaddressed { .. } => ruling,
        }
    }
}

/// Of an account that was found by a key: who else can sign. Anybody can put a key into an account of theirs, so one that others can empty
/// comes in only by choice.
fn shared(sides: Sides<'_>, theirs: &Account, ruling: Ruling<Account>) -> Ruling<Account> {
    let address = theirs.key.address();
    let power = address.and_then(|address| sides.evidence.shared.get(&(sides.network, *address)));
    let name = theirs.name.clone();
    match power {
        Some(Power::OthersToo) => ruling.doubted(Reason::AccountOthersToo { name }),
        Some(Power::OthersRule { signatures }) => {
            ruling.doubted(Reason::AccountOthersRule { name, signatures: *signatures })
        }
        Some(Power::NeedsMore { signatures }) => {
            ruling.remarking(Reason::AccountNeedsOthers { name, signatures: *signatures })
        }
        Some(Power::AloneBeforeOthers) => ruling.remarking(Reason::AccountOthersBeside { name }),
        Some(Power::Alone | Power::None) | None => ruling,
    }
}

/// Of an account that is here: that further keys on it are a Ledger's, a file only says. Whoever writes a file could so pass off their own keys as the
/// person's, and then nobody else would seem to be on it.
fn said_signers(sides: Sides<'_>, theirs: &Account, ruling: Ruling<Account>) -> Ruling<Account> {
    let Some(mine) = sides.mine.accounts.get(&theirs.key) else { return ruling };
    let is_here = |signer| mine.signers.contains(signer);
    if sides.evidence.found_by_keys || theirs.signers.iter().all(is_here) {
        return ruling;
    }
    ruling.doubted(Reason::AccountSignersSaid { name: mine.name.clone() })
}
