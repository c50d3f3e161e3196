//! What a search came to, as a person wants to know it: the accounts, the fullest first, each once; what they hold together; and of
//! which identities the node said that there is nothing.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{AccountAddress, AddressProof, IdentityIndex, LedgerPath};
use crate::order::InOrder as _;
use crate::recovery::{AccountProgress, PlaceProgress, PlaceState};

use super::covered::{RangeView, ranges};
use super::view::FoundView;
use crate::session::seam::saturated;

/// What a search came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FindingsView {
    /// Every account once: those that the person's credential was removed from last, and before that the fullest first.
    pub accounts: Vec<FoundView>,
    /// What they hold together, in microCCD, decimal; without those that the person's credential was removed from. `None` where nobody said
    /// of any of them.
    pub total: Option<String>,
    /// Of how many of these accounts nobody said what they hold: the total is without them.
    pub without_balance: u32,
    /// Identities of which the node said, number by number, that there is nothing.
    pub nothing: Vec<NothingView>,
}

/// Identities without an account, on one path of a Ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NothingView {
    /// The identity provider's number, below the newer path.
    pub provider: Option<u32>,
    /// The identities' numbers.
    pub numbers: Vec<RangeView>,
}

/// Whether the node said of everything in this place that there is nothing.
pub(super) fn is_nothing(place: &PlaceProgress) -> bool {
    place.state == PlaceState::Done && place.accounts.is_empty()
}

/// What these places came to. `total` is what an account holds, in microCCD, where a node said so.
pub(super) fn findings(
    places: &[PlaceProgress],
    total: impl Fn(&AccountAddress) -> Option<u64>,
    view: impl Fn(&AccountProgress) -> FoundView,
) -> FindingsView {
    let mut accounts: Vec<_> = each_once(places).into_values().collect();
    accounts.order_by_key(|found| (found.removed, Reverse(total(&found.address)), found.address));
    let theirs = accounts.iter().filter(|found| !found.removed).map(|found| total(&found.address));
    let (mut sum, mut without_balance) = (None, 0_usize);
    for total in theirs {
        match total {
            Some(total) => sum = Some(sum.unwrap_or(0_u128) + u128::from(total)),
            None => without_balance += 1,
        }
    }
    FindingsView {
        accounts: accounts.iter().map(view).collect(),
        total: sum.map(|sum| sum.to_string()),
        without_balance: saturated(without_balance),
        nothing: nothing(places),
    }
}

/// An account that several places lead to is said of the one whose credential is still on it.
fn each_once(places: &[PlaceProgress]) -> BTreeMap<AccountAddress, AccountProgress> {
    let mut accounts: BTreeMap<AccountAddress, AccountProgress> = BTreeMap::new();
    for found in places.iter().flat_map(|place| &place.accounts) {
        let Some(earlier) = accounts.get_mut(&found.address) else {
            accounts.insert(found.address, found.clone());
            continue;
        };
        let is_derived = [earlier.proof, found.proof].contains(&AddressProof::Derived);
        if earlier.removed && !found.removed {
            *earlier = found.clone();
        }
        if is_derived {
            earlier.proof = AddressProof::Derived;
        }
    }
    accounts
}

fn nothing(places: &[PlaceProgress]) -> Vec<NothingView> {
    let mut numbers: BTreeMap<Option<u32>, Vec<u32>> = BTreeMap::new();
    for place in places.iter().filter(|place| is_nothing(place)) {
        let Some(index) = place.place.index().map(IdentityIndex::get) else { continue };
        let provider = match place.place.path() {
            Some(LedgerPath::Bip44 { provider, .. }) => Some(provider.get()),
            Some(LedgerPath::Legacy) | None => None,
        };
        numbers.entry(provider).or_default().push(index);
    }
    let view = |(provider, mut numbers): (_, Vec<u32>)| {
        numbers.order();
        numbers.dedup();
        NothingView { provider, numbers: ranges(numbers.into_iter()) }
    };
    numbers.into_iter().map(view).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Coin, CredentialId, CredentialIndex, KeyVersion, PairingKey, ProviderNumber};
    use crate::recovery::Place;

    fn address(byte: u8) -> AccountAddress {
        AccountAddress::of_first_credential(&CredentialId::new([byte; 48]))
    }

    fn ledger(path: LedgerPath, index: u32) -> Place {
        Place::Ledger { device: PairingKey::new([1; 32]), path, index: IdentityIndex::new(index).unwrap() }
    }

    fn found(place: Place, byte: u8, removed: bool) -> AccountProgress {
        AccountProgress {
            address: address(byte),
            identity: place.identity(KeyVersion::V1),
            number: CredentialIndex(byte.into()),
            removed,
            shared: false,
            missing: 0,
            proof: if byte == 3 { AddressProof::Word } else { AddressProof::Derived },
        }
    }

    fn place(at: Place, state: PlaceState, accounts: Vec<AccountProgress>) -> PlaceProgress {
        PlaceProgress { place: at, state, checked: 25, total: 25, not_checked: 0, unlisted: 0, accounts }
    }

    fn view(found: &AccountProgress) -> FoundView {
        FoundView {
            address: found.address.to_string(),
            name: found.address.default_name().into(),
            known_as: None,
            credential_index: found.number.0,
            key_version: 1,
            removed: found.removed,
            shared: found.shared,
            missing: found.missing,
            proof: found.proof,
            second: None,
            balance: None,
        }
    }

    fn holds(of: &AccountAddress) -> Option<u64> {
        [(1, 10), (2, 3_000), (4, u64::MAX)].into_iter().find(|(byte, _)| address(*byte) == *of).map(|(_, total)| total)
    }

    #[test]
    fn accounts_come_once_the_fullest_first_and_what_is_not_theirs_any_more_last() {
        let (first, second) = (ledger(LedgerPath::Legacy, 0), ledger(LedgerPath::Legacy, 1));
        let places = [
            place(first, PlaceState::Done, vec![found(first, 1, false), found(first, 3, false), found(first, 4, true)]),
            // 1 is found twice; of 5 the removed credential was found first.
            place(second, PlaceState::Done, vec![found(second, 1, false), found(second, 2, false)]),
        ];
        let findings = findings(&places, holds, view);
        let order: Vec<_> = findings.accounts.iter().map(|found| found.address.clone()).collect();
        assert_eq!(order, [2, 1, 3, 4].map(|byte| address(byte).to_string()));
        assert_eq!(
            (findings.total.as_deref(), findings.without_balance),
            (Some("3010"), 1),
            "4 is somebody else's by now"
        );
        assert!(findings.nothing.is_empty());
    }

    #[test]
    fn where_nobody_said_what_they_hold_there_is_no_sum() {
        let at = ledger(LedgerPath::Legacy, 0);
        let of = |byte, removed| findings(&[place(at, PlaceState::Done, vec![found(at, byte, removed)])], holds, view);
        assert_eq!((of(3, false).total, of(3, false).without_balance), (None, 1));
        assert_eq!((of(1, true).total, of(1, true).without_balance), (None, 0), "it is nobody's of ours");
    }

    #[test]
    fn an_account_of_two_places_is_said_of_the_credential_that_is_still_on_it() {
        let (first, second) = (ledger(LedgerPath::Legacy, 0), ledger(LedgerPath::Legacy, 1));
        let word = AccountProgress { proof: AddressProof::Word, ..found(second, 1, false) };
        let places =
            [place(first, PlaceState::Done, vec![found(first, 1, true)]), place(second, PlaceState::Done, vec![word])];
        let findings = findings(&places, holds, view);
        let [account] = findings.accounts.as_slice() else { panic!("{findings:?}") };
        assert_eq!((account.removed, account.proof), (false, AddressProof::Derived));
        assert_eq!(findings.total.as_deref(), Some("10"));
    }

    #[test]
    fn nothing_is_said_as_ranges_and_only_of_what_the_node_answered_whole() {
        let newer = LedgerPath::Bip44 { coin: Coin::Concordium, provider: ProviderNumber::new(3).unwrap() };
        let mut places: Vec<_> =
            [1, 4, 5, 6, 9].map(|index| place(ledger(LedgerPath::Legacy, index), PlaceState::Done, vec![])).into();
        places.push(place(ledger(newer, 0), PlaceState::Done, vec![]));
        let there = ledger(LedgerPath::Legacy, 0);
        places.push(place(there, PlaceState::Done, vec![found(there, 1, false)]));
        for (index, state) in [PlaceState::Incomplete, PlaceState::Listed, PlaceState::Skipped, PlaceState::LookingUp]
            .into_iter()
            .enumerate()
        {
            places.push(place(ledger(LedgerPath::Legacy, 20 + u32::try_from(index).unwrap()), state, vec![]));
        }
        let range = |first, last| RangeView { first, last };
        assert_eq!(
            findings(&places, holds, view).nothing,
            [
                NothingView { provider: None, numbers: vec![range(1, 1), range(4, 6), range(9, 9)] },
                NothingView { provider: Some(3), numbers: vec![range(0, 0)] },
            ]
        );
    }
}
