//! The checks themselves, over one identity and its accounts. What to do when they do not agree is decided elsewhere.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::credential::{CredentialUnreadable, Deployed, read_credential};
use super::encryption::{EncryptionKey, read_encryption_key};
use super::finding::{Finding, Severity};
use super::holder::{HolderKeys, first_credential, read_holder_keys};
use super::keys::{SigningKeys, read_account_keys};
use super::{derive_encryption_key, id_cred_pub_of};
use crate::chain::{self, Generator};
use crate::gather::Gather;
use crate::model::{
    Account, AccountAddress, AccountKey, AccountSlot, Credential, CredentialId, CredentialIndex, Identity, IdentityKey,
};
use crate::secret::SecretText;

/// What the keys of one identity say about its accounts. Derives the ids of its credentials at most once.
#[derive(Debug)]
pub struct Examiner<'i> {
    identity: Option<&'i Identity>,
    holder: Option<HolderKeys>,
    generator: Generator,
    derived: OnceCell<BTreeMap<CredentialId, CredentialIndex>>,
    /// The same ids by the account that each of them opens.
    opened: OnceCell<BTreeMap<AccountAddress, CredentialId>>,
}

/// What is known about an account after its keys were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// What was found, the worst first.
    pub findings: Vec<Finding>,
    /// The credential that opened the account.
    pub credential: Option<CredentialId>,
    /// Its number under the identity: exact, from the keys.
    pub number: Option<CredentialIndex>,
    /// What the credential says, where the phone kept it.
    pub deployed: Option<Deployed>,
}

impl<'i> Examiner<'i> {
    /// `generator` is the network's; without one that of mainnet and testnet is taken.
    #[must_use]
    pub fn new(identity: Option<&'i Identity>, generator: Option<Generator>) -> Self {
        let keys = identity.and_then(|identity| identity.phone.as_ref()?.keys.as_ref());
        Self {
            identity,
            holder: keys.and_then(read_holder_keys),
            generator: generator.unwrap_or_else(Generator::of_mainnet_and_testnet),
            derived: OnceCell::new(),
            opened: OnceCell::new(),
        }
    }

    /// The key of the identity.
    #[must_use]
    pub fn identity_key(&self) -> Option<IdentityKey> {
        self.identity.map(|identity| identity.key)
    }

    /// The identity.
    #[must_use]
    pub fn identity_record(&self) -> Option<&'i Identity> {
        self.identity
    }

    /// The number of a credential of this identity, if its keys are here. Derives all that it can ever have.
    #[must_use]
    pub fn number_of(&self, id: CredentialId) -> Option<CredentialIndex> {
        self.derived().get(&id).copied()
    }

    /// The key of the shielded balance of account `number`, if the identity's keys are here.
    #[must_use]
    pub fn encryption_key(&self, number: CredentialIndex) -> Option<SecretText> {
        derive_encryption_key(self.holder.as_ref()?.prf.as_ref()?, number, &self.generator)
    }

    /// Checks the identity itself.
    #[must_use]
    pub fn identity(&self) -> Vec<Finding> {
        let Some(identity) = self.identity else { return Vec::new() };
        let IdentityKey::Phone(public) = identity.key else { return Vec::new() };
        let Some(holder) = &self.holder else {
            return vec![if identity.has_keys() { Finding::IdentityUnreadable } else { Finding::IdentityMissing }];
        };
        let mut findings = Vec::new();
        match &holder.id_cred_sec {
            None => findings.push(Finding::IdentityUnreadable),
            Some(secret) if id_cred_pub_of(secret, &self.generator) != Some(public) => {
                findings.push(Finding::IdentityOther);
            }
            Some(_) => {}
        }
        match (&holder.prf, first_credential(identity)) {
            (None, _) => findings.push(Finding::IdentityPrfUnreadable),
            (Some(prf), Some(first)) => {
                let derived = chain::derive_credential_ids(&self.generator, prf, 0..=0);
                if derived.iter().all(|(_, id)| *id != first) {
                    findings.push(Finding::IdentityPrfOther);
                }
            }
            (Some(_), None) => {}
        }
        findings
    }

    /// Checks one account of the identity, or one that belongs to none.
    #[must_use]
    pub fn account(&self, account: &Account, credentials: &[&Credential]) -> Examined {
        let parts = OwnWords::of(account, credentials);
        let led_to = parts.encryption.as_ref().and_then(|key| self.lead([key]).pop().flatten());
        self.judge(account, parts, led_to)
    }

    /// Checks many accounts, each with its credentials, in their order: the curve has far less to do than for one after the other.
    #[must_use]
    pub fn accounts(&self, accounts: &[(&Account, &[&Credential])]) -> Vec<Examined> {
        let parts: Vec<OwnWords> =
            accounts.iter().map(|(account, credentials)| OwnWords::of(account, credentials)).collect();
        let keys: Vec<&EncryptionKey> = parts.iter().filter_map(|parts| parts.encryption.as_ref()).collect();
        let mut led_to = self.lead(keys).into_iter();
        let judged = accounts.iter().zip(parts).map(|((account, _), parts)| {
            let led_to = if parts.encryption.is_some() { led_to.next().flatten() } else { None };
            self.judge(account, parts, led_to)
        });
        judged.collect()
    }

    /// Whether an account's keys pass every check on which signing depends.
    pub(super) fn signs(&self, account: &Account, credentials: &[&Credential]) -> bool {
        let parts = OwnWords::of(account, credentials);
        // What its encryption key leads to only matters where nothing else names the credential.
        let led_to = match (parts.named, &parts.encryption) {
            (None, Some(key)) => self.lead([key]).pop().flatten(),
            (Some(_), _) | (None, None) => None,
        };
        let findings = self.judge(account, parts, led_to).findings;
        account.keys.is_some() && findings.iter().all(|finding| finding.severity() != Severity::BreaksSigning)
    }

    /// The credential each of these keys leads to: from the network's generator, or that of mainnet and testnet. From any other,
    /// a secret can be made to lead anywhere.
    fn lead<'k>(&self, keys: impl IntoIterator<Item = &'k EncryptionKey>) -> Vec<Option<CredentialId>> {
        let known = Generator::of_mainnet_and_testnet();
        let keys: Vec<&EncryptionKey> = keys.into_iter().collect();
        let mut all = vec![None; keys.len()];
        let other = (self.generator != known).then_some(&known);
        for generator in [Some(&self.generator), other].into_iter().flatten() {
            // A generator that is none is taken for that of mainnet and testnet.
            let fits = |key: &EncryptionKey| key.generator.as_ref().unwrap_or(&known) == generator;
            let own: Vec<_> = keys.iter().enumerate().filter(|(_, key)| fits(key)).collect();
            // EXPOSE: to multiply the generator by them.
            let multiples = chain::multiples_of(generator, own.iter().map(|(_, key)| key.scalar.expose()));
            for ((at, _), multiple) in own.into_iter().zip(multiples) {
                if let Some(place) = all.get_mut(at) {
                    *place = multiple;
                }
            }
        }
        all
    }

    /// What there is to say about an account whose encryption key leads to this credential.
    fn judge(&self, account: &Account, parts: OwnWords, led_to: Option<CredentialId>) -> Examined {
        let OwnWords { mut found, deployed, encryption, named } = parts;
        let address = account.key.address();
        let credential = named.or_else(|| self.credential_of(address?, led_to));
        match (credential, &account.key) {
            (Some(id), AccountKey::Address(address)) if AccountAddress::of_first_credential(&id) != *address => {
                found.insert(Finding::AddressOther);
            }
            (None, _) if holds_keys_here(account) => {
                found.insert(Finding::CredentialUnknown);
            }
            (Some(_) | None, _) => {}
        }
        if encryption.is_some() && credential.is_some() && led_to != credential {
            found.insert(Finding::EncryptionOther);
        }
        let number = credential.and_then(|id| {
            let encryption = encryption.as_ref().filter(|_| led_to == Some(id));
            self.number(id, encryption)
        });
        if credential.is_some() && number.is_none() && self.holder.as_ref().is_some_and(|holder| holder.prf.is_some()) {
            found.insert(Finding::PrfOther);
        }
        signing(account, deployed.as_ref(), &mut found);
        Examined { findings: found.into_iter().collect(), credential, number, deployed }
    }

    /// The credential that opened the account at an address, where the file does not name it: the one its encryption key leads to,
    /// or one of those the identity's key leads to.
    fn credential_of(&self, address: &AccountAddress, led_to: Option<CredentialId>) -> Option<CredentialId> {
        let opens = |id: &CredentialId| AccountAddress::of_first_credential(id) == *address;
        led_to.filter(opens).or_else(|| self.opened().get(address).copied())
    }

    fn number(&self, id: CredentialId, encryption: Option<&EncryptionKey>) -> Option<CredentialIndex> {
        let prf = self.holder.as_ref()?.prf.as_ref()?;
        match encryption {
            Some(encryption) => chain::credential_number(prf, &encryption.scalar).map(|n| CredentialIndex(n.into())),
            None => self.derived().get(&id).copied(),
        }
    }

    fn opened(&self) -> &BTreeMap<AccountAddress, CredentialId> {
        self.opened
            .get_or_init(|| self.derived().keys().map(|id| (AccountAddress::of_first_credential(id), *id)).gather())
    }

    /// The ids of all credentials the identity can ever have.
    fn derived(&self) -> &BTreeMap<CredentialId, CredentialIndex> {
        self.derived.get_or_init(|| {
            let Some(prf) = self.holder.as_ref().and_then(|holder| holder.prf.as_ref()) else {
                return BTreeMap::new();
            };
            let all = chain::derive_credential_ids(&self.generator, prf, 0..=CredentialIndex::MAX_ON_CHAIN);
            all.into_iter().map(|(number, id)| (id, number)).gather()
        })
    }
}

/// What an account says of itself, read once.
struct OwnWords {
    found: BTreeSet<Finding>,
    deployed: Option<Deployed>,
    encryption: Option<EncryptionKey>,
    /// The credential it names.
    named: Option<CredentialId>,
}

impl OwnWords {
    fn of(account: &Account, credentials: &[&Credential]) -> Self {
        let mut found = BTreeSet::new();
        let deployed = deployed(account, &mut found);
        let encryption = encryption(account, &mut found);
        let recorded = credentials.iter().find(|one| one.slot == Some(AccountSlot(0))).map(|one| one.id);
        let named = deployed.as_ref().map(|deployed| deployed.id).or(recorded).or_else(|| key_file_credential(account));
        Self { found, deployed, encryption, named }
    }
}

/// An account of a Ledger has no keys here, and none are missed.
fn holds_keys_here(account: &Account) -> bool {
    account.keys.is_some() || !matches!(account.identity, Some(IdentityKey::Ledger { .. }))
}

fn deployed(account: &Account, found: &mut BTreeSet<Finding>) -> Option<Deployed> {
    let phone = account.phone.as_ref()?;
    // An account that came as its keys never had one.
    account.identity?;
    match phone.credential.as_deref().map_or(Ok(None), read_credential) {
        Ok(Some(deployed)) => return Some(deployed),
        Ok(None) => found.insert(Finding::CredentialMissing),
        Err(CredentialUnreadable) => found.insert(Finding::CredentialUnreadable),
    };
    None
}

/// The credential that stood beside the keys of an account that came alone: it is among what was kept of the file.
fn key_file_credential(account: &Account) -> Option<CredentialId> {
    let phone = account.phone.as_ref().filter(|_| account.identity.is_none())?;
    // EXPOSE: to find the credential in it, which is public.
    let members: KeyFileText<'_> = serde_json::from_str(phone.other_members.expose()).ok()?;
    members.credentials.first.parse().ok()
}

#[derive(Deserialize)]
struct KeyFileText<'a> {
    #[serde(borrow)]
    credentials: FirstText<'a>,
}

/// Only the one that made the address; what stands beside it is nobody's business here.
#[derive(Deserialize)]
struct FirstText<'a> {
    #[serde(rename = "0", borrow)]
    first: &'a str,
}

fn encryption(account: &Account, found: &mut BTreeSet<Finding>) -> Option<EncryptionKey> {
    let Some(text) = &account.keys.as_ref()?.encryption else {
        // Phones keep this key; files with a single account's keys never have it.
        if account.phone.is_some() && account.identity.is_some() {
            found.insert(Finding::EncryptionMissing);
        }
        return None;
    };
    let Some(key) = read_encryption_key(text) else {
        found.insert(Finding::EncryptionUnreadable);
        return None;
    };
    match &key.generator {
        Err(_) => found.insert(Finding::GeneratorNotAPoint),
        Ok(generator) if *generator != Generator::of_mainnet_and_testnet() => found.insert(Finding::GeneratorOther),
        Ok(_) => false,
    };
    Some(key)
}

fn signing(account: &Account, deployed: Option<&Deployed>, found: &mut BTreeSet<Finding>) {
    let Some(keys) = &account.keys else {
        if holds_keys_here(account) {
            found.insert(Finding::KeysMissing);
        }
        return;
    };
    let Ok(keys) = read_account_keys(keys) else {
        found.insert(Finding::KeysUnreadable);
        return;
    };
    for (credential, place, pair) in keys.pairs() {
        if (credential, place) != (0, 0) {
            found.insert(Finding::UnusualPlace);
        }
        match pair.derived() {
            None => found.insert(Finding::SignKeyUnreadable),
            Some(derived) if pair.verify != Some(derived) => found.insert(Finding::SignKeyOther),
            Some(_) => false,
        };
        // The credential that opened the account stands at 0; of others nothing is known here.
        if let Some(deployed) = deployed.filter(|_| credential == 0)
            && deployed.keys.get(&place) != Some(&pair.verify)
        {
            found.insert(Finding::VerifyKeyOther);
        }
    }
    if !suffice(&keys, deployed) {
        found.insert(Finding::MoreSigners);
    }
}

fn suffice(keys: &SigningKeys, deployed: Option<&Deployed>) -> bool {
    let first = keys.credentials.get(&0).map_or(0, |held| held.keys.len());
    let wanted = deployed.and_then(|deployed| deployed.threshold).unwrap_or(1);
    keys.suffice() && usize::try_from(wanted).is_ok_and(|wanted| first >= wanted || !keys.credentials.contains_key(&0))
}
