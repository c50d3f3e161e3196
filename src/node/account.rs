//! An account as the chain shows it, checked once. Lengths, ranges, and the rule that ties an address to its first
//! credential.

use std::collections::{BTreeMap, BTreeSet};

use prost::Message;
use prost::encoding::{DecodeContext, decode_key, skip_field};

use super::balance::Balance;
use super::error::BadReply;
use super::wire;
use crate::model::{AccountAddress, AccountSlot, CredentialId, VerifyKey, YearMonth};

/// Most credentials an account can show: slots are one byte on chain.
pub const MAX_CREDENTIALS: usize = 256;
/// Most keys of a credential: key numbers are one byte on chain.
pub const MAX_KEYS: usize = 256;
/// Longest revealed attribute in bytes.
pub const MAX_ATTRIBUTE: usize = 31;

/// The highest field of an account that is known here; those below it are all taken (`proto/`, `AccountInfo`).
const LAST_FIELD: u32 = 13;

/// An account at the last finalised block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountOnChain {
    /// Canonical address, the one that follows from the credential in slot 0.
    pub address: AccountAddress,
    /// How many credentials must sign, 1 to 255.
    pub threshold: u32,
    /// By slot; slot 0 is always there. A credential that was removed still leads to its account but is not in here.
    pub credentials: BTreeMap<AccountSlot, CredentialOnChain>,
    /// What it holds.
    pub balance: Balance,
}

impl AccountOnChain {
    /// The account that a node's message is about.
    ///
    /// # Errors
    /// [`BadReply`]: it is no such message, or it breaks the chain's rules. What a newer chain adds to an account breaks nothing; that
    /// there is something is in its [`Balance`].
    pub(super) fn read(message: &[u8]) -> Result<Self, BadReply> {
        let info = wire::AccountInfo::decode(message).map_err(|_| BadReply::Protobuf)?;
        let mut account = Self::try_from(info)?;
        account.balance.has_unknown |= holds_other_fields(message);
        Ok(account)
    }

    /// Where this credential stands on the account; `None` when it was removed.
    #[must_use]
    pub fn slot_of(&self, id: &CredentialId) -> Option<(AccountSlot, &CredentialOnChain)> {
        self.credentials
            .iter()
            .find(|(_, credential)| credential.id == *id)
            .map(|(slot, credential)| (*slot, credential))
    }

    /// The credential that opened the account. It cannot be removed.
    #[must_use]
    pub fn opened_by(&self) -> Option<&CredentialOnChain> {
        self.credentials.get(&AccountSlot(0))
    }
}

/// One credential on an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialOnChain {
    /// Its id.
    pub id: CredentialId,
    /// Made by the identity provider together with the identity.
    pub initial: bool,
    /// Number of the identity provider.
    pub provider: u32,
    /// Validity and revealed attributes.
    pub policy: Policy,
    /// Keys that sign for it.
    pub keys: CredentialKeys,
}

/// Validity and revealed attributes of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Month its identity was issued.
    pub created_at: YearMonth,
    /// Last month in which its identity can make accounts.
    pub valid_to: YearMonth,
    /// Attributes the person chose to reveal, by tag; at most 31 bytes each, UTF-8 by convention only.
    pub revealed: BTreeMap<u8, Vec<u8>>,
}

/// Keys that sign for a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialKeys {
    /// By key number.
    pub keys: BTreeMap<u8, VerifyKey>,
    /// How many must sign, 1 to 255.
    pub threshold: u8,
}

impl TryFrom<wire::AccountInfo> for AccountOnChain {
    type Error = BadReply;

    fn try_from(info: wire::AccountInfo) -> Result<Self, BadReply> {
        if info.creds.len() > MAX_CREDENTIALS {
            return Err(BadReply::Range("creds"));
        }
        let balance = Balance::read(&info)?;
        let threshold = info.threshold.ok_or(BadReply::Missing("threshold"))?.value;
        let mut ids = BTreeSet::new();
        let mut credentials = BTreeMap::new();
        for (slot, credential) in info.creds {
            let slot = u8::try_from(slot).map_err(|_| BadReply::Range("creds"))?;
            let credential = CredentialOnChain::try_from(credential)?;
            if !ids.insert(credential.id) {
                return Err(BadReply::CredentialTwice);
            }
            credentials.insert(AccountSlot(slot.into()), credential);
        }
        let address =
            AccountAddress::new(exactly(&info.address.ok_or(BadReply::Missing("address"))?.value, "address")?);
        let first = credentials.get(&AccountSlot(0)).ok_or(BadReply::Missing("creds[0]"))?;
        if AccountAddress::of_first_credential(&first.id) != address {
            return Err(BadReply::Address);
        }
        Ok(Self { address, threshold: one_byte_threshold(threshold)?.into(), credentials, balance })
    }
}

impl TryFrom<wire::AccountCredential> for CredentialOnChain {
    type Error = BadReply;

    fn try_from(credential: wire::AccountCredential) -> Result<Self, BadReply> {
        use wire::account_credential::CredentialValues;

        let (initial, keys, id, provider, policy) =
            match credential.credential_values.ok_or(BadReply::Missing("credential_values"))? {
                CredentialValues::Initial(values) => (true, values.keys, values.cred_id, values.ip_id, values.policy),
                CredentialValues::Normal(values) => (false, values.keys, values.cred_id, values.ip_id, values.policy),
            };
        Ok(Self {
            id: CredentialId::new(exactly(&id.ok_or(BadReply::Missing("cred_id"))?.value, "cred_id")?),
            initial,
            provider: provider.ok_or(BadReply::Missing("ip_id"))?.value,
            policy: policy.ok_or(BadReply::Missing("policy"))?.try_into()?,
            keys: keys.ok_or(BadReply::Missing("keys"))?.try_into()?,
        })
    }
}

impl TryFrom<wire::Policy> for Policy {
    type Error = BadReply;

    fn try_from(policy: wire::Policy) -> Result<Self, BadReply> {
        let mut revealed = BTreeMap::new();
        for (tag, value) in policy.attributes {
            let tag = u8::try_from(tag).map_err(|_| BadReply::Range("attributes"))?;
            if value.len() > MAX_ATTRIBUTE {
                return Err(BadReply::Length("attributes"));
            }
            revealed.insert(tag, value);
        }
        Ok(Self {
            created_at: month(policy.created_at, "created_at")?,
            valid_to: month(policy.valid_to, "valid_to")?,
            revealed,
        })
    }
}

fn month(month: Option<wire::YearMonth>, field: &'static str) -> Result<YearMonth, BadReply> {
    let wire::YearMonth { year, month } = month.ok_or(BadReply::Missing(field))?;
    let (year, month) = (u16::try_from(year).ok(), u8::try_from(month).ok());
    year.zip(month).and_then(|(year, month)| YearMonth::new(year, month)).ok_or(BadReply::Range(field))
}

impl TryFrom<wire::CredentialPublicKeys> for CredentialKeys {
    type Error = BadReply;

    fn try_from(public: wire::CredentialPublicKeys) -> Result<Self, BadReply> {
        use wire::account_verify_key::Key;

        if public.keys.len() > MAX_KEYS {
            return Err(BadReply::Range("keys"));
        }
        let mut keys = BTreeMap::new();
        for (number, key) in public.keys {
            let number = u8::try_from(number).map_err(|_| BadReply::Range("keys"))?;
            let Key::Ed25519Key(bytes) = key.key.ok_or(BadReply::Missing("key"))?;
            keys.insert(number, VerifyKey::new(exactly(&bytes, "key")?));
        }
        let threshold = public.threshold.ok_or(BadReply::Missing("threshold"))?.value;
        Ok(Self { keys, threshold: one_byte_threshold(threshold)? })
    }
}

fn one_byte_threshold(threshold: u32) -> Result<u8, BadReply> {
    u8::try_from(threshold).ok().filter(|threshold| *threshold > 0).ok_or(BadReply::Range("threshold"))
}

/// Whether a message that was decoded has fields of its own that `proto/` does not name. Decoding passes them over in silence.
fn holds_other_fields(mut message: &[u8]) -> bool {
    while !message.is_empty() {
        let Ok((field, wire_type)) = decode_key(&mut message) else { return false };
        if field > LAST_FIELD || skip_field(wire_type, field, &mut message, DecodeContext::default()).is_err() {
            return true;
        }
    }
    false
}

/// The bytes of a field of fixed length.
pub(super) fn exactly<const N: usize>(bytes: &[u8], field: &'static str) -> Result<[u8; N], BadReply> {
    bytes.try_into().map_err(|_| BadReply::Length(field))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::wire;
    use super::*;

    /// Published: this credential id opened this account.
    const ID: &str = "95b29f9934384049d78c00eb7ce81f8abe28fabd4875f3c1486b1be0f48104baef5ec5d8b52769937f898db3c00f26c9";
    const ADDRESS: &str = "3FVMj8WoA13m8Ha5JhZWfChugrCqbSbkjavU47yauu7a5YKNuP";

    fn credential(id: &[u8]) -> wire::AccountCredential {
        wire::AccountCredential {
            credential_values: Some(wire::account_credential::CredentialValues::Initial(
                wire::InitialCredentialValues {
                    keys: Some(wire::CredentialPublicKeys {
                        keys: [(
                            0,
                            wire::AccountVerifyKey {
                                key: Some(wire::account_verify_key::Key::Ed25519Key(vec![7; 32])),
                            },
                        )]
                        .into(),
                        threshold: Some(wire::SignatureThreshold { value: 1 }),
                    }),
                    cred_id: Some(wire::CredentialRegistrationId { value: id.to_vec() }),
                    ip_id: Some(wire::IdentityProviderIdentity { value: 3 }),
                    policy: Some(wire::Policy {
                        created_at: Some(wire::YearMonth { year: 2022, month: 1 }),
                        valid_to: Some(wire::YearMonth { year: 2027, month: 12 }),
                        attributes: [(5, b"DK".to_vec())].into(),
                    }),
                },
            )),
        }
    }

    fn info() -> wire::AccountInfo {
        wire::AccountInfo {
            amount: Some(wire::Amount { value: 1000 }),
            threshold: Some(wire::AccountThreshold { value: 1 }),
            address: Some(wire::AccountAddress { value: ADDRESS.parse::<AccountAddress>().unwrap().bytes().to_vec() }),
            creds: [(0, credential(&hex::decode(ID).unwrap())), (3, credential(&[9; 48]))].into(),
            ..wire::AccountInfo::default()
        }
    }

    fn initial(info: &mut wire::AccountInfo, slot: u32) -> &mut wire::InitialCredentialValues {
        match info.creds.get_mut(&slot).unwrap().credential_values.as_mut().unwrap() {
            wire::account_credential::CredentialValues::Initial(values) => values,
            wire::account_credential::CredentialValues::Normal(_) => panic!("made as initial"),
        }
    }

    #[test]
    fn an_account_is_read_with_all_its_credentials() {
        let account = AccountOnChain::try_from(info()).unwrap();
        assert_eq!(account.address.to_string(), ADDRESS);
        let (slot, found) = account.slot_of(&CredentialId::new([9; 48])).unwrap();
        assert_eq!(slot, AccountSlot(3));
        assert!(found.initial);
        assert_eq!(
            (found.policy.created_at.to_string(), found.policy.valid_to.to_string()),
            ("202201".into(), "202712".into())
        );
        assert_eq!(found.policy.revealed, BTreeMap::from([(5, b"DK".to_vec())]));
        assert_eq!(found.keys.keys, BTreeMap::from([(0, VerifyKey::new([7; 32]))]));
        assert_eq!(account.opened_by().unwrap().id.to_string(), ID);
        assert!(account.slot_of(&CredentialId::new([1; 48])).is_none());
    }

    #[test]
    fn every_breach_of_the_chains_rules_has_its_reason() {
        type Breach = fn(&mut wire::AccountInfo);
        let breaches: [(Breach, BadReply); 18] = [
            (|info| info.amount = None, BadReply::Missing("amount")),
            (|info| info.threshold = None, BadReply::Missing("threshold")),
            (|info| info.threshold = Some(wire::AccountThreshold { value: 0 }), BadReply::Range("threshold")),
            (|info| info.threshold = Some(wire::AccountThreshold { value: 256 }), BadReply::Range("threshold")),
            (|info| info.address = None, BadReply::Missing("address")),
            (|info| info.address.as_mut().unwrap().value.push(0), BadReply::Length("address")),
            (|info| info.address.as_mut().unwrap().value = vec![0; 32], BadReply::Address),
            (|info| drop(info.creds.remove(&0)), BadReply::Missing("creds[0]")),
            (|info| drop(info.creds.insert(256, credential(&[1; 48]))), BadReply::Range("creds")),
            (|info| drop(info.creds.insert(1, credential(&[9; 48]))), BadReply::CredentialTwice),
            (
                |info| drop(info.creds.insert(1, wire::AccountCredential::default())),
                BadReply::Missing("credential_values"),
            ),
            (|info| initial(info, 3).cred_id.as_mut().unwrap().value.push(0), BadReply::Length("cred_id")),
            (|info| initial(info, 3).keys = None, BadReply::Missing("keys")),
            (|info| initial(info, 3).policy = None, BadReply::Missing("policy")),
            (
                |info| {
                    initial(info, 3).policy.as_mut().unwrap().valid_to = Some(wire::YearMonth { year: 2022, month: 13 })
                },
                BadReply::Range("valid_to"),
            ),
            (
                |info| {
                    initial(info, 3).policy.as_mut().unwrap().created_at = Some(wire::YearMonth { year: 999, month: 1 })
                },
                BadReply::Range("created_at"),
            ),
            (
                |info| drop(initial(info, 3).policy.as_mut().unwrap().attributes.insert(1, vec![0; 32])),
                BadReply::Length("attributes"),
            ),
            (
                |info| drop(initial(info, 3).keys.as_mut().unwrap().keys.insert(1, wire::AccountVerifyKey::default())),
                BadReply::Missing("key"),
            ),
        ];
        for (breach, reason) in breaches {
            let mut broken = info();
            breach(&mut broken);
            assert_eq!(AccountOnChain::try_from(broken), Err(reason));
        }
    }

    #[test]
    fn a_field_of_a_newer_chain_breaks_nothing_and_is_noticed() {
        let said = |more: &[u8]| AccountOnChain::read(&[info().encode_to_vec(), more.to_vec()].concat()).unwrap();
        assert!(!said(&[]).balance.has_unknown);
        // Field 14, a number; field 200, a message.
        for more in [[0x70, 0x05].as_slice(), &[0xc2, 0x0c, 0x02, 0x08, 0x01]] {
            let account = said(more);
            assert_eq!((account.address.to_string().as_str(), account.balance.has_unknown), (ADDRESS, true));
        }
        assert_eq!(AccountOnChain::read(&[0x70]), Err(BadReply::Protobuf));
    }

    proptest! {
        #[test]
        fn foreign_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = AccountOnChain::read(&bytes);
        }

        #[test]
        fn a_changed_byte_never_gives_another_address(at in any::<prop::sample::Index>(), flip in 1..=u8::MAX) {
            let mut bytes = info().encode_to_vec();
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            if let Ok(Ok(account)) = wire::AccountInfo::decode(bytes.as_slice()).map(AccountOnChain::try_from) {
                prop_assert_eq!(account.address.to_string(), ADDRESS);
            }
        }
    }
}
