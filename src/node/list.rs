//! What the two lists of a node say, message by message. An account's address follows from the credential that opened it;
//! nothing is said about a credential that opened none.

use std::collections::BTreeMap;

use super::account::exactly;
use super::error::{BadReply, NodeError};
use super::wire;
use crate::fault::legible::legible;
use crate::model::{AccountAddress, CredentialId, ProviderNumber};
use crate::order::InOrder as _;

/// Credential ids by the address of the account that each of them would have opened: what a list of addresses is compared with,
/// here, so that the node does not learn them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted(Vec<([u8; 32], CredentialId)>);

impl Wanted {
    /// These ids, each once.
    #[must_use]
    pub fn new(ids: impl IntoIterator<Item = CredentialId>) -> Self {
        let of = |id: CredentialId| (*AccountAddress::of_first_credential(&id).bytes(), id);
        let mut by_address: Vec<_> = ids.into_iter().map(of).collect();
        by_address.order();
        by_address.dedup();
        Self(by_address)
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Which of them opened the account with this canonical address.
    #[must_use]
    pub fn opened(&self, address: &[u8; 32]) -> Option<&CredentialId> {
        let at = self.0.binary_search_by(|(wanted, _)| wanted.cmp(address)).ok()?;
        self.0.get(at).map(|(_, id)| id)
    }
}

/// What the list of all accounts says about some credential ids.
///
/// It knows accounts that were *opened* by one of them, and nothing else. An id that is not in here may have been added to an
/// account that somebody else opened, or been removed: that is for a look-up to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    /// Accounts on the list.
    pub accounts: u64,
    /// The accounts that were opened by one of our credential ids.
    pub opened: BTreeMap<CredentialId, AccountAddress>,
    /// The beginning of every address, in the order of the list.
    beginnings: Vec<u64>,
}

/// A list that was read to its end, kept to be compared with further ids: the first eight bytes of every address, which is eight
/// megabytes for a million accounts. Two addresses that begin alike by chance cost a look-up, and no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptList(Vec<u64>);

impl KeptList {
    /// Accounts on the list.
    #[must_use]
    pub fn accounts(&self) -> u64 {
        self.0.len().try_into().unwrap_or(u64::MAX)
    }

    /// Whether an account on it begins like the one this id would have opened. A *no* says what [`Scan`] says by silence.
    #[must_use]
    pub fn may_hold(&self, id: &CredentialId) -> bool {
        self.0.binary_search(&beginning(AccountAddress::of_first_credential(id).bytes())).is_ok()
    }
}

fn beginning(address: &[u8; 32]) -> u64 {
    address.first_chunk().copied().map_or(0, u64::from_be_bytes)
}

impl Scan {
    /// Takes in one address; says whether one of our ids opened that account.
    pub(super) fn take(&mut self, message: &[u8], wanted: &Wanted) -> Result<bool, BadReply> {
        let address = address(message)?;
        self.accounts += 1;
        self.beginnings.push(beginning(&address));
        let Some(id) = wanted.opened(&address) else { return Ok(false) };
        // A list that names an account twice is made up.
        if self.opened.insert(*id, AccountAddress::new(address)).is_some() {
            return Err(BadReply::AccountTwice);
        }
        Ok(true)
    }

    /// What of a list that was read to its end is worth keeping.
    #[must_use]
    pub fn keep(self) -> KeptList {
        let mut beginnings = self.beginnings;
        beginnings.sort_unstable();
        KeptList(beginnings)
    }
}

/// The address in a message. The one form that real nodes send is read without a detour, because there are a million of them.
fn address(message: &[u8]) -> Result<[u8; 32], BadReply> {
    const ONLY_FIELD: [u8; 2] = [0x0a, 32];

    if let Some((&ONLY_FIELD, value)) = message.split_first_chunk()
        && let Ok(address) = value.try_into()
    {
        return Ok(address);
    }
    let message: wire::AccountAddress = prost::Message::decode(message).map_err(|_| BadReply::Protobuf)?;
    exactly(&message.value, "address")
}

/// A list that was not read to its end. What was found so far is there; whatever was not found is not known to be absent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the list of accounts broke off after {}: {fault}", so_far.accounts)]
pub struct BrokenScan {
    /// Why.
    pub fault: NodeError,
    /// What it had said by then.
    pub so_far: Scan,
}

/// An identity provider as registered on chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityProvider {
    /// Its number: a step in the path of every key below its identities.
    pub number: ProviderNumber,
    /// What it calls itself, fit for a sentence: one line, at most 40 characters. Can be empty.
    pub name: String,
}

impl TryFrom<wire::IpInfo> for IdentityProvider {
    type Error = BadReply;

    fn try_from(info: wire::IpInfo) -> Result<Self, BadReply> {
        let number = info.identity.ok_or(BadReply::Missing("identity"))?.value;
        Ok(Self {
            // Above this, no Ledger has a path for it.
            number: ProviderNumber::new(number).ok_or(BadReply::Range("identity"))?,
            name: legible(info.description.ok_or(BadReply::Missing("description"))?.name.trim()),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use prost::Message;

    use super::*;

    fn id(number: u16) -> CredentialId {
        let mut bytes = [0; 48];
        bytes[..2].copy_from_slice(&number.to_be_bytes());
        CredentialId::new(bytes)
    }

    fn listed(address: &AccountAddress) -> Vec<u8> {
        wire::AccountAddress { value: address.bytes().to_vec() }.encode_to_vec()
    }

    fn provider(number: u32, name: &str) -> wire::IpInfo {
        wire::IpInfo {
            identity: Some(wire::IpIdentity { value: number }),
            description: Some(wire::Description { name: name.into(), ..wire::Description::default() }),
            ..wire::IpInfo::default()
        }
    }

    #[test]
    fn a_published_credential_is_found_by_the_address_it_opened() {
        let id = "95b29f9934384049d78c00eb7ce81f8abe28fabd4875f3c1486b1be0f48104baef5ec5d8b52769937f898db3c00f26c9";
        let address: AccountAddress = "3FVMj8WoA13m8Ha5JhZWfChugrCqbSbkjavU47yauu7a5YKNuP".parse().unwrap();
        let wanted = Wanted::new([id.parse().unwrap()]);
        let mut scan = Scan::default();
        assert_eq!(scan.take(&listed(&address), &wanted), Ok(true));
        assert_eq!(scan.opened, [(id.parse().unwrap(), address)].into());
    }

    #[test]
    fn an_address_is_read_in_every_form_protobuf_has_for_it() {
        let address = AccountAddress::of_first_credential(&id(1));
        let wanted = Wanted::new([id(1)]);
        let plain = listed(&address);
        assert_eq!(plain.len(), 34);
        let with_more = [plain.clone(), vec![0x10, 1]].concat();
        let overlong = [&[0x0a, 0xa0, 0x00], &plain[2..]].concat();
        for message in [plain, with_more, overlong] {
            assert_eq!(Scan::default().take(&message, &wanted), Ok(true), "{message:?}");
        }
        let refused = |message: &[u8]| Scan::default().take(message, &wanted).unwrap_err();
        assert_eq!(refused(&[]), BadReply::Length("address"));
        assert_eq!(refused(&[0x0a, 31, 0]), BadReply::Protobuf);
        assert_eq!(refused(&listed(&address)[..33]), BadReply::Protobuf);
    }

    #[test]
    fn an_account_is_listed_once() {
        let wanted = Wanted::new([id(1)]);
        let message = listed(&AccountAddress::of_first_credential(&id(1)));
        let mut scan = Scan::default();
        assert_eq!(scan.take(&message, &wanted), Ok(true));
        assert_eq!(scan.take(&message, &wanted), Err(BadReply::AccountTwice));
    }

    #[test]
    fn a_provider_is_a_number_and_a_name_fit_for_a_sentence() {
        let read = |info| IdentityProvider::try_from(info);
        let known = read(provider(3, " Digital\u{202e} Trust\n")).unwrap();
        assert_eq!((known.number.get(), known.name.as_str()), (3, "Digital Trust"));
        assert_eq!(read(provider(0, &"x".repeat(60_000))).unwrap().name.chars().count(), 41);
        assert_eq!(read(provider(1 << 31, "")), Err(BadReply::Range("identity")));
        assert_eq!(read(wire::IpInfo::default()), Err(BadReply::Missing("identity")));
        assert_eq!(read(wire::IpInfo { description: None, ..provider(0, "") }), Err(BadReply::Missing("description")));
    }

    proptest! {
        #[test]
        fn a_scan_finds_what_a_plain_comparison_finds(
            wanted in prop::collection::vec(0_u16..200, 0..40),
            on_chain in prop::collection::btree_set(0_u16..200, 0..80),
        ) {
            let matcher = Wanted::new(wanted.iter().copied().map(id));
            let mut scan = Scan::default();
            for number in &on_chain {
                let hit = scan.take(&listed(&AccountAddress::of_first_credential(&id(*number))), &matcher).unwrap();
                prop_assert_eq!(hit, wanted.contains(number));
            }
            prop_assert_eq!(scan.accounts, u64::try_from(on_chain.len()).unwrap());
            let expected: BTreeMap<_, _> = on_chain
                .iter()
                .filter(|number| wanted.contains(number))
                .map(|number| (id(*number), AccountAddress::of_first_credential(&id(*number))))
                .collect();
            prop_assert_eq!(&scan.opened, &expected);
            let kept = scan.keep();
            prop_assert_eq!(kept.accounts(), u64::try_from(on_chain.len()).unwrap());
            for number in 0..200 {
                prop_assert_eq!(kept.may_hold(&id(number)), on_chain.contains(&number));
            }
        }

        #[test]
        fn no_message_makes_it_panic(message in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = Scan::default().take(&message, &Wanted::new([id(1)]));
            if let Ok(info) = wire::IpInfo::decode(message.as_slice()) {
                let _ = IdentityProvider::try_from(info);
            }
        }
    }
}
