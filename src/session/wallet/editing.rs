//! Small edits: names and the address book.

use crate::fault::Fault;
use crate::gather::Rest as _;
use crate::model::{AccountAddress, Contact, ContactAddress, Device, NetworkRecords, PairingKey};
use crate::{merge, text};

use super::WalletFlow;
use super::view::{NameCheck, NamesakeView};
use crate::session::error::{SessionError, fault};
use crate::session::ports::Ports;
use crate::session::seam::{Foreign, ids};

/// Most characters of an account's or identity's name (what the Desktop Wallet's screens accept).
pub(in crate::session) const NAME_CEILING: usize = 25;
/// Most characters of a contact's name.
pub(in crate::session) const CONTACT_NAME_CEILING: usize = 40;
/// Most characters of a note.
pub(in crate::session) const NOTE_CEILING: usize = 100;

impl<P: Ports + 'static> WalletFlow<P> {
    pub(super) async fn rename_account(&self, network: &str, id: &str, name: &str) -> Result<(), Fault> {
        let name = bounded(name, NAME_CEILING)?;
        self.edit(network, |records| {
            let account = records
                .accounts
                .values_mut()
                .find(|account| ids::account_id(&account.key) == id)
                .ok_or(SessionError::UnknownRecord)?;
            account.name.clone_from(&name);
            // The account and its contact never drift apart.
            if let Some(address) = account.key.address()
                && let Some(contact) = records.contacts.get_mut(&ContactAddress::Account(*address))
            {
                contact.name = name;
            }
            Ok(())
        })
        .await
    }

    pub(super) async fn rename_identity(&self, network: &str, id: &str, name: &str) -> Result<(), Fault> {
        let name = bounded(name, NAME_CEILING)?;
        self.edit(network, |records| {
            let identity = records
                .identities
                .values_mut()
                .find(|identity| ids::identity_id(&identity.key) == id)
                .ok_or(SessionError::UnknownRecord)?;
            identity.name = name;
            Ok(())
        })
        .await
    }

    /// Names a Ledger; an empty name takes its name away.
    pub(super) async fn rename_ledger(&self, id: &str, name: &str) -> Result<(), Fault> {
        let key: PairingKey = id.parse().map_err(|_| fault(SessionError::UnknownRecord))?;
        let name = at_most(name, NAME_CEILING)?;
        self.vault
            .commit_wallet(|wallet| {
                let is_known = |records: &NetworkRecords| records.identities.keys().any(|it| it.device() == Some(key));
                if !wallet.devices.contains_key(&key) && !wallet.networks.values().any(is_known) {
                    return Err(SessionError::UnknownRecord);
                }
                wallet.devices.entry(key).or_insert_with(|| Device::ledger(key).into()).name = name;
                Ok(())
            })
            .await
    }

    pub(super) async fn save_contact(
        &self,
        network: &str,
        previous: Option<&str>,
        address: &str,
        name: &str,
        note: &str,
    ) -> Result<(), Fault> {
        let name = bounded(name, CONTACT_NAME_CEILING)?;
        let note = at_most(note, NOTE_CEILING)?;
        let previous = previous.map(ContactAddress::read);
        // A contact that came with an invalid address may keep it; a new address must be valid.
        let typed = ContactAddress::read(address.trim());
        let address = if Some(&typed) == previous.as_ref() {
            typed
        } else {
            let address: AccountAddress = address.trim().parse().map_err(|_| fault(SessionError::AddressInvalid))?;
            ContactAddress::Account(address)
        };
        self.edit(network, |records| {
            if previous.as_ref() != Some(&address)
                && let Some(other) = records.contacts.get(&address)
            {
                return Err(SessionError::ContactExists { name: other.name.clone() });
            }
            let before = match &previous {
                Some(previous) => Some(records.contacts.get(previous).cloned().ok_or(SessionError::UnknownRecord)?),
                None => None,
            };
            let moved_away = before.as_ref().is_some_and(|it| it.address != address && records.owns(&it.address));
            let own_name = records.account_at(&address).map(|account| account.name.as_str());
            let called = before.as_ref().map(|before| before.name.as_str());
            let name = match own_name {
                // An own account is renamed where the accounts are. An entry whose name drifted apart elsewhere keeps it.
                Some(own) => [called, Some(own)]
                    .into_iter()
                    .flatten()
                    .find(|kept| same_as_drawn(kept, &name))
                    .ok_or(SessionError::ContactIsOwnAccount)?
                    .to_owned(),
                // A name that is kept as it was drawn loses what was only spelled out.
                None => {
                    called.filter(|called| same_as_drawn(called, &name)).map_or(name, |kept| text::clean(kept).into())
                }
            };
            if moved_away {
                return Err(SessionError::ContactIsOwnAccount);
            }
            let note = (!note.is_empty()).then_some(note);
            if let Some(previous) = previous.filter(|previous| *previous != address) {
                records.contacts.take_out(&previous);
            }
            records.contacts.insert(address.clone(), Contact { address, name, note }.into());
            Ok(())
        })
        .await
    }

    pub(super) fn check_name(&self, network: &str, address: &str, name: &str) -> Result<NameCheck, Fault> {
        let network = network.parse().map_err(|_| fault(SessionError::UnknownNetwork))?;
        let contents = self.vault.contents()?;
        let nothing = NetworkRecords::default();
        let records = contents.wallet.networks.get(&network).unwrap_or(&nothing);
        let kept = text::clean(name);
        let alike = merge::namesake(records, &kept, &ContactAddress::read(address.trim()));
        Ok(NameCheck {
            kept: (kept != name.trim()).then(|| Foreign::from(kept.as_ref())),
            alike: alike.map(|(name, address)| NamesakeView { name: name.into(), at: address.into() }),
        })
    }

    pub(super) async fn delete_contact(&self, network: &str, address: &str) -> Result<(), Fault> {
        self.edit(network, |records| {
            let address = ContactAddress::read(address);
            let contact = records.contacts.get(&address).ok_or(SessionError::UnknownRecord)?;
            if records.owns(&contact.address) {
                return Err(SessionError::ContactIsOwnAccount);
            }
            records.contacts.take_out(&address);
            Ok(())
        })
        .await
    }

    async fn edit(
        &self,
        network: &str,
        change: impl FnOnce(&mut NetworkRecords) -> Result<(), SessionError>,
    ) -> Result<(), Fault> {
        let genesis = network.parse().map_err(|_| fault(SessionError::UnknownNetwork))?;
        self.vault
            .commit_wallet(|wallet| {
                let records = wallet.networks.entry(genesis).or_default();
                change(records)
            })
            .await
    }
}

/// Whether a name is what a person got to see of one that is here.
fn same_as_drawn(here: &str, typed: &str) -> bool {
    here == typed || text::clean(&text::shown(here)) == typed
}

/// A name as it is kept: without what nobody sees, and not too long.
fn bounded(text: &str, ceiling: usize) -> Result<String, Fault> {
    let text = at_most(text, ceiling)?;
    if text.is_empty() { Err(fault(SessionError::NameEmpty)) } else { Ok(text) }
}

/// The same of a text that may be empty.
fn at_most(text: &str, ceiling: usize) -> Result<String, Fault> {
    let text = text::clean(text);
    if text.chars().count() > ceiling {
        return Err(fault(SessionError::TextTooLong { ceiling }));
    }
    Ok(text.into_owned())
}
