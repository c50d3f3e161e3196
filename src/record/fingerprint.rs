//! What one record is, in 16 bytes: to tell, much later, whether a backup holds it as it is now
//! (`docs/formats/vault-v3.md`). It covers the parts of a record that a person would miss.
//!
//! What a format makes anew by itself is no part of it: the date in a placeholder, the environment and the next number in a phone's
//! file, and the rows of a Desktop Wallet's file. Frozen: vaults keep these bytes.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::gather::{Gather, otherwise};
use crate::model::{
    Account, AccountKey, AccountState, Common, Contact, ContactAddress, Cosigner, Credential, Device, GenesisHash,
    Identity, IdentityKey, IdentityState, LedgerPath, NetworkRecords, RecordKind, Wallet,
};
use crate::order::InOrder as _;
use crate::secret::SecretText;
use crate::work::{self, Work};

/// What one record is: the start of a SHA-256 over its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fingerprint([u8; Self::LEN]);

impl Fingerprint {
    /// Length in bytes.
    pub const LEN: usize = 16;

    /// From its bytes.
    #[must_use]
    pub const fn new(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}

/// Every record of a wallet, once.
pub fn each(wallet: &Wallet, mut told: impl FnMut(RecordKind, Fingerprint)) {
    for device in wallet.devices.values() {
        told(RecordKind::Device, known_device(device));
    }
    for (genesis, records) in &wallet.networks {
        records.identities.values().for_each(|it| told(RecordKind::Identity, known(genesis, it, of_identity)));
        records.accounts.values().for_each(|it| told(RecordKind::Account, known(genesis, it, of_account)));
        records.credentials.values().for_each(|it| told(RecordKind::Credential, known(genesis, it, of_credential)));
        records.cosigners.values().for_each(|it| told(RecordKind::Cosigner, known(genesis, it, of_cosigner)));
        records.contacts.values().for_each(|it| told(RecordKind::Contact, known(genesis, it, of_contact)));
    }
}

/// Makes the fingerprints of some records, by their places among all: whoever asks for them later finds them made. Answers whether there are
/// more behind these.
pub fn make_ready(wallet: &Wallet, places: &Range<usize>) -> bool {
    let mut count = 0;
    let mut is_one = || {
        count += 1;
        places.contains(&(count - 1))
    };
    for device in wallet.devices.values().filter(|_| is_one()) {
        known_device(device);
    }
    for (genesis, records) in &wallet.networks {
        for identity in records.identities.values().filter(|_| is_one()) {
            known(genesis, identity, of_identity);
        }
        for account in records.accounts.values().filter(|_| is_one()) {
            known(genesis, account, of_account);
        }
        for credential in records.credentials.values().filter(|_| is_one()) {
            known(genesis, credential, of_credential);
        }
        for cosigner in records.cosigners.values().filter(|_| is_one()) {
            known(genesis, cosigner, of_cosigner);
        }
        for contact in records.contacts.values().filter(|_| is_one()) {
            known(genesis, contact, of_contact);
        }
    }
    count > places.end
}

/// Every record that is another one in the second wallet, or is in one of the two alone: as it was (`true`), and as it is (`false`).
pub fn each_changed(before: &Wallet, after: &Wallet, mut told: impl FnMut(bool, RecordKind, Fingerprint)) {
    let mut side = |was_there: bool, here: &Wallet, there: &Wallet| {
        let mut told = |kind, fingerprint| told(was_there, kind, fingerprint);
        otherwise(&here.devices, &there.devices).for_each(|(_, it)| told(RecordKind::Device, known_device(it)));
        for (genesis, here) in &here.networks {
            let nothing = NetworkRecords::default();
            let there = there.networks.get(genesis).unwrap_or(&nothing);
            otherwise(&here.identities, &there.identities)
                .for_each(|(_, it)| told(RecordKind::Identity, known(genesis, it, of_identity)));
            otherwise(&here.accounts, &there.accounts)
                .for_each(|(_, it)| told(RecordKind::Account, known(genesis, it, of_account)));
            otherwise(&here.credentials, &there.credentials)
                .for_each(|(_, it)| told(RecordKind::Credential, known(genesis, it, of_credential)));
            otherwise(&here.cosigners, &there.cosigners)
                .for_each(|(_, it)| told(RecordKind::Cosigner, known(genesis, it, of_cosigner)));
            otherwise(&here.contacts, &there.contacts)
                .for_each(|(_, it)| told(RecordKind::Contact, known(genesis, it, of_contact)));
        }
    };
    side(true, before, after);
    side(false, after, before);
}

/// The fingerprints of a whole wallet.
#[must_use]
pub fn all(wallet: &Wallet) -> BTreeSet<Fingerprint> {
    sorted([wallet]).into_iter().gather()
}

/// The fingerprints of these wallets, in their order and each once: a list is sorted in less time than a set takes to find its places.
#[must_use]
pub fn sorted<'w>(wallets: impl IntoIterator<Item = &'w Wallet>) -> Vec<Fingerprint> {
    let mut sorted = Vec::new();
    for wallet in wallets {
        each(wallet, |_, fingerprint| sorted.push(fingerprint));
    }
    sorted.order();
    sorted.dedup();
    sorted
}

/// The fingerprint of a record of a network: made once, as long as the record stays what it is.
fn known<Record>(
    genesis: &GenesisHash,
    record: &Common<Record>,
    make: fn(&GenesisHash, &Record) -> Fingerprint,
) -> Fingerprint {
    Fingerprint(record.fingerprint(Some(*genesis), |record| make(genesis, record).0))
}

/// The same of a device, which has no network.
fn known_device(device: &Common<Device>) -> Fingerprint {
    Fingerprint(device.fingerprint(None, |device| of_device(device).0))
}

fn of_device(device: &Device) -> Fingerprint {
    let parts = MarkedParts::new("device").bytes(device.pairing_key.bytes());
    // One without a name is marked as before Ledgers had names.
    if device.name.is_empty() { parts.end() } else { parts.text(&device.name).end() }
}

fn of_identity(genesis: &GenesisHash, identity: &Identity) -> Fingerprint {
    let parts = MarkedParts::new("identity").bytes(genesis.bytes()).identity(&identity.key).text(&identity.name);
    let state = match identity.state {
        IdentityState::Confirmed => "confirmed",
        IdentityState::Pending => "pending",
        IdentityState::Rejected | IdentityState::RejectedAndWarned => "rejected",
        IdentityState::Placeholder => return parts.text("placeholder").end(),
        IdentityState::Genesis => "genesis",
    };
    let phone = identity.phone.as_ref();
    parts
        .text(state)
        .optional(identity.detail.as_deref())
        .optional(identity.issuer_url.as_deref())
        .optional(identity.provider.as_deref())
        .optional(identity.object.as_deref())
        .text(&identity.randomness)
        .secret(phone.and_then(|phone| phone.keys.as_ref()))
        .secret(phone.map(|phone| &phone.other_members))
        .end()
}

fn of_account(genesis: &GenesisHash, account: &Account) -> Fingerprint {
    let parts = MarkedParts::new("account").bytes(genesis.bytes()).account(&account.key);
    let parts = match &account.identity {
        Some(identity) => parts.text("of").identity(identity),
        None => parts.text("alone"),
    };
    let state = match account.state {
        AccountState::Confirmed => "confirmed",
        AccountState::Pending => "pending",
        AccountState::Rejected => "rejected",
        AccountState::Genesis => "genesis",
    };
    let keys = account.keys.as_ref();
    let phone = account.phone.as_ref();
    let parts = parts
        .text(&account.name)
        .text(state)
        .number(account.signature_threshold)
        .number(u32::from(account.is_initial))
        .optional(account.deployment.as_deref())
        .text(&account.transaction_filter)
        .text(&account.shielded.self_amounts)
        .text(&account.shielded.incoming_amounts)
        .text(&account.shielded.total_decrypted)
        .number(u32::from(account.shielded.all_decrypted))
        .secret(keys.map(|keys| &keys.signing))
        .secret(keys.and_then(|keys| keys.encryption.as_ref()))
        .secret(keys.and_then(|keys| keys.commitments.as_ref()))
        .optional(phone.map(|phone| phone.submission_id.as_str()))
        .optional(phone.and_then(|phone| phone.credential.as_deref()))
        .optional(phone.map(|phone| phone.revealed_attributes.as_str()))
        .secret(phone.map(|phone| &phone.other_members));
    // Nothing where there are none: so it was before there could be any.
    let signers = account.signers.iter().fold(parts, |parts, signer| {
        let parts = parts.text("signer").bytes(signer.device.bytes()).path(signer.at.path);
        parts.number(signer.at.identity.get()).number(signer.at.credential.into()).bytes(signer.key.bytes())
    });
    signers.end()
}

fn of_credential(genesis: &GenesisHash, credential: &Credential) -> Fingerprint {
    let parts = MarkedParts::new("credential")
        .bytes(genesis.bytes())
        .bytes(credential.id.bytes())
        .identity(&credential.identity)
        .number(credential.index.0)
        .account(&credential.account);
    let parts = match credential.slot {
        Some(slot) => parts.text("on").number(slot.0),
        None => parts.text("off"),
    };
    parts.text(&credential.policy).optional(credential.randomness.as_deref()).end()
}

fn of_cosigner(genesis: &GenesisHash, cosigner: &Cosigner) -> Fingerprint {
    MarkedParts::new("cosigner")
        .bytes(genesis.bytes())
        .bytes(cosigner.account.bytes())
        .bytes(cosigner.credential.bytes())
        .text(&cosigner.note)
        .end()
}

fn of_contact(genesis: &GenesisHash, contact: &Contact) -> Fingerprint {
    let parts = MarkedParts::new("contact").bytes(genesis.bytes());
    let parts = match &contact.address {
        ContactAddress::Account(address) => parts.text("at").bytes(address.bytes()),
        ContactAddress::Invalid(text) => parts.text("instead").text(text),
    };
    // No note and an empty one are the same to a person.
    parts.text(&contact.name).text(contact.note.as_deref().unwrap_or_default()).end()
}

/// Takes parts one after the other, each behind its length: no two lists of parts are the same bytes.
struct MarkedParts(Sha256);

impl MarkedParts {
    fn new(kind: &str) -> Self {
        Self(Sha256::new()).text(kind)
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    fn number(self, number: u32) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    fn optional(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.number(1).text(text),
            None => self.number(0),
        }
    }

    fn secret(self, text: Option<&SecretText>) -> Self {
        // EXPOSE: into a hash, sixteen bytes of which are kept inside the vault.
        self.optional(text.map(SecretText::expose))
    }

    fn identity(self, key: &IdentityKey) -> Self {
        match key {
            IdentityKey::Ledger { device, path, index, version } => {
                let parts = self.text("ledger").bytes(device.bytes()).path(*path);
                parts.number(index.get()).number(version.number().into())
            }
            IdentityKey::Phone(id) => self.text("phone").bytes(id.bytes()),
        }
    }

    fn path(self, path: LedgerPath) -> Self {
        match path {
            LedgerPath::Legacy => self.text("legacy"),
            LedgerPath::Bip44 { coin, provider } => self.text("bip44").number(coin.number()).number(provider.get()),
        }
    }

    fn account(self, key: &AccountKey) -> Self {
        match key {
            AccountKey::Address(address) => self.text("address").bytes(address.bytes()),
            AccountKey::Unaddressed { identity, text } => self.text("unaddressed").identity(identity).text(text),
        }
    }

    fn end(self) -> Fingerprint {
        work::note(Work::Marked, 1);
        let mut start = [0; Fingerprint::LEN];
        start.iter_mut().zip(self.0.finalize()).for_each(|(to, from)| *to = from);
        Fingerprint(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        AccountAddress, Coin, IdentityIndex, LedgerSigner, Network, PairingKey, ProviderNumber, Shielded, SigningPath,
        VerifyKey,
    };

    /// Computed by a few lines of Python (hashlib): vaults keep these bytes.
    #[test]
    fn fingerprints_are_what_they_always_were() {
        let contact = Contact {
            address: ContactAddress::Account(AccountAddress::new([2; 32])),
            name: "Größte Ersparnisse 🦀".into(),
            note: None,
        };
        let genesis = Network::Mainnet.genesis();
        let hex = |fingerprint: Fingerprint| hex::encode(fingerprint.bytes());
        assert_eq!(hex(of_contact(&genesis, &contact)), "d4f463cd898553c6a731a9bd234b9b24");
        let device = Device::ledger(PairingKey::new([1; 32]));
        assert_eq!(hex(of_device(&device)), "17fa04cba7488e1355b23885d94b5f21");
        let account = Account {
            key: AccountAddress::new([2; 32]).into(),
            identity: None,
            name: "Ledger Wallet 1".into(),
            state: AccountState::Confirmed,
            signature_threshold: 1,
            is_initial: false,
            deployment: None,
            transaction_filter: "{}".into(),
            shielded: Shielded::none(),
            keys: None,
            phone: None,
            signers: BTreeSet::new(),
        };
        assert_eq!(hex(of_account(&genesis, &account)), "315e96d0ab7b669007a6e0c44378b498");
        let path = LedgerPath::Bip44 { coin: Coin::Concordium, provider: ProviderNumber::new(0).unwrap() };
        let signer = LedgerSigner {
            device: device.pairing_key,
            at: SigningPath { path, identity: IdentityIndex::FIRST, credential: 3 },
            key: VerifyKey::new([7; 32]),
        };
        let found = Account { signers: [signer].into(), ..account };
        assert_eq!(hex(of_account(&genesis, &found)), "df83c22e2fd77e17ecacbf0d6ad0730e");
        let noted = Contact { note: Some(String::new()), ..contact.clone() };
        assert_eq!(of_contact(&genesis, &noted), of_contact(&genesis, &contact));
        let renamed = Contact { name: "Ersparnisse".into(), ..contact.clone() };
        assert_ne!(of_contact(&genesis, &renamed), of_contact(&genesis, &contact));
        assert_ne!(of_contact(&Network::Testnet.genesis(), &contact), of_contact(&genesis, &contact));
    }
}
