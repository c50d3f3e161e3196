//! What a set of public keys can do on an account, and what everybody else can do there without them.
//!
//! That a key stands on an account proves nothing: an owner may put anybody's key there, for one fee (concordium-node
//! `Scheduler.hs`, `handleUpdateCredentialKeys`: only the old keys sign). So an account is a person's own only when nobody
//! else's key can sign for it.

use std::collections::BTreeSet;

use crate::model::VerifyKey;
use crate::node::AccountOnChain;
use crate::order::InOrder as _;

/// What some keys can do on an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Power {
    /// Every key that can sign is one of these.
    Alone,
    /// They sign alone. Others have keys there, too few to sign without these.
    AloneBeforeOthers,
    /// They sign alone, and others can as well, without these: they can take everything.
    OthersToo,
    /// Others must sign with them, and cannot without them.
    NeedsMore {
        /// How many signatures are missing, at least 1.
        signatures: u32,
    },
    /// Others can take everything without these keys, and these alone can do nothing.
    OthersRule {
        /// How many signatures are missing, at least 1.
        signatures: u32,
    },
    /// None of these keys is on it.
    None,
}

impl Power {
    /// Decides, from the account as the node has it.
    #[must_use]
    pub fn of(account: &AccountOnChain, keys: &BTreeSet<VerifyKey>) -> Self {
        let counted: Vec<Counted> = account
            .credentials
            .values()
            .map(|credential| {
                let all = &credential.keys.keys;
                let ours = all.values().filter(|key| keys.contains(*key)).count();
                Counted { ours, theirs: all.len() - ours, threshold: credential.keys.threshold.into() }
            })
            .collect();
        if counted.iter().all(|credential| credential.ours == 0) {
            return Self::None;
        }
        let threshold = usize::try_from(account.threshold).unwrap_or(usize::MAX);
        let missing = missing(threshold, counted.iter().map(|credential| (credential.threshold, credential.ours)));
        let others_can =
            missing_is_none(threshold, counted.iter().map(|credential| (credential.threshold, credential.theirs)));
        match (missing, others_can) {
            (0, _) if counted.iter().all(|credential| credential.theirs == 0) => Self::Alone,
            (0, false) => Self::AloneBeforeOthers,
            (0, true) => Self::OthersToo,
            (signatures, false) => Self::NeedsMore { signatures },
            (signatures, true) => Self::OthersRule { signatures },
        }
    }

    /// Whether its address may be given to somebody who wants to send money: only when nobody else can take it.
    #[must_use]
    pub const fn may_receive(self) -> bool {
        matches!(self, Self::Alone)
    }

    /// Whether it may be a stranger's: others can take everything without these keys, and anybody may have put one of them there.
    #[must_use]
    pub const fn may_be_a_strangers(self) -> bool {
        matches!(self, Self::OthersToo | Self::OthersRule { .. })
    }

    /// Whether any of the keys is on it.
    #[must_use]
    pub const fn is_some(self) -> bool {
        !matches!(self, Self::None)
    }
}

/// The keys of one credential.
struct Counted {
    ours: usize,
    theirs: usize,
    threshold: usize,
}

/// How many signatures are missing when so many credentials must sign, each by so many keys, of which so many are held.
fn missing(threshold: usize, credentials: impl Iterator<Item = (usize, usize)>) -> u32 {
    let mut lacking: Vec<usize> = credentials.map(|(needed, held)| needed.saturating_sub(held)).collect();
    lacking.order();
    // An account that asks for more credentials than it has cannot be; nobody signs for one.
    let beyond = threshold.saturating_sub(lacking.len());
    let sum: usize = lacking.into_iter().take(threshold).sum();
    u32::try_from(sum + beyond).unwrap_or(u32::MAX)
}

fn missing_is_none(threshold: usize, credentials: impl Iterator<Item = (usize, usize)>) -> bool {
    missing(threshold, credentials) == 0
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::model::{AccountAddress, AccountSlot, CredentialId, YearMonth};
    use crate::node::{Balance, CredentialKeys, CredentialOnChain, Policy};

    /// Keys by their bytes and how many of them must sign, by slot.
    fn account(threshold: u32, credentials: &[(&[u8], u8)]) -> AccountOnChain {
        let month = YearMonth::new(2022, 1).unwrap();
        let credential = |(slot, (keys, threshold)): (u32, &(&[u8], u8))| {
            let keys = (0..).zip(*keys).map(|(number, byte)| (number, VerifyKey::new([*byte; 32]))).collect();
            let credential = CredentialOnChain {
                id: CredentialId::new([u8::try_from(slot).unwrap(); 48]),
                initial: false,
                provider: 0,
                policy: Policy { created_at: month, valid_to: month, revealed: BTreeMap::new() },
                keys: CredentialKeys { keys, threshold: *threshold },
            };
            (AccountSlot(slot), credential)
        };
        AccountOnChain {
            address: AccountAddress::new([0; 32]),
            threshold,
            credentials: (0..).zip(credentials).map(credential).collect(),
            balance: Balance::default(),
        }
    }

    /// The keys of the person are 1 to 9.
    fn power(threshold: u32, credentials: &[(&[u8], u8)]) -> Power {
        Power::of(&account(threshold, credentials), &(1..=9).map(|byte| VerifyKey::new([byte; 32])).collect())
    }

    #[test]
    fn an_account_is_ones_own_only_when_nobody_else_can_sign() {
        assert_eq!(power(1, &[(&[1], 1)]), Power::Alone);
        assert_eq!(power(2, &[(&[1], 1), (&[2, 3], 2)]), Power::Alone, "all keys are ours");
        assert_eq!(power(1, &[(&[77], 1)]), Power::None);
        // A stranger put our key beside his own.
        assert_eq!(power(1, &[(&[77, 1], 1)]), Power::OthersToo);
        assert_eq!(power(1, &[(&[77], 1), (&[1], 1)]), Power::OthersToo);
        // He needs only himself; we would need him.
        assert_eq!(power(1, &[(&[77, 78, 1], 2)]), Power::OthersRule { signatures: 1 });
        assert_eq!(power(1, &[(&[77, 78], 2), (&[79, 80, 1], 2)]), Power::OthersRule { signatures: 1 });
        assert_eq!(power(3, &[(&[77], 1), (&[78], 1), (&[79], 1), (&[1], 1)]), Power::OthersRule { signatures: 2 });
    }

    #[test]
    fn who_must_sign_with_one_is_counted_in_signatures() {
        assert_eq!(power(2, &[(&[1], 1), (&[77], 1)]), Power::NeedsMore { signatures: 1 });
        assert_eq!(power(1, &[(&[1, 77], 2)]), Power::NeedsMore { signatures: 1 });
        assert_eq!(power(2, &[(&[1], 1), (&[77, 78, 79], 3)]), Power::NeedsMore { signatures: 3 });
        assert_eq!(power(2, &[(&[1], 1), (&[2], 1), (&[77], 1)]), Power::AloneBeforeOthers);
        assert_eq!(power(3, &[(&[1], 1)]), Power::NeedsMore { signatures: 2 }, "no such account can be");
    }

    #[test]
    fn only_what_nobody_else_can_take_may_receive() {
        let all = [
            Power::Alone,
            Power::AloneBeforeOthers,
            Power::OthersToo,
            Power::NeedsMore { signatures: 1 },
            Power::OthersRule { signatures: 1 },
            Power::None,
        ];
        assert_eq!(all.map(Power::may_receive), [true, false, false, false, false, false]);
    }

    proptest! {
        /// Against every choice of signers there is: who can sign is who has enough keys of enough credentials.
        #[test]
        fn power_is_what_a_choice_of_signatures_can_do(
            threshold in 1_u32..4,
            credentials in prop::collection::vec((prop::collection::vec(prop_oneof![Just(1_u8), Just(77_u8)], 1..4), 1_u8..4), 1..4),
        ) {
            let credentials: Vec<(Vec<u8>, u8)> = credentials
                .into_iter()
                .map(|(keys, of)| { let most = u8::try_from(keys.len()).unwrap(); (keys, of.min(most)) })
                .collect();
            prop_assume!(threshold as usize <= credentials.len());
            let listed: Vec<(&[u8], u8)> = credentials.iter().map(|(keys, of)| (keys.as_slice(), *of)).collect();
            let enough = |signs: &dyn Fn(u8) -> bool| {
                let full = |(keys, of): &&(&[u8], u8)| keys.iter().filter(|key| signs(**key)).count() >= usize::from(*of);
                listed.iter().filter(full).count() >= threshold as usize
            };
            let (we, they) = (enough(&|key| key == 1), enough(&|key| key == 77));
            let (some, all) = (
                listed.iter().any(|(keys, _)| keys.contains(&1)),
                listed.iter().all(|(keys, _)| keys.iter().all(|key| *key == 1)),
            );
            let fits = match power(threshold, &listed) {
                Power::Alone => we && all,
                Power::AloneBeforeOthers => we && !they && !all,
                Power::OthersToo => we && they,
                Power::NeedsMore { signatures } => !we && !they && some && signatures > 0,
                Power::OthersRule { signatures } => !we && they && some && signatures > 0,
                Power::None => !some,
            };
            prop_assert!(fits, "{:?} of {listed:?}", power(threshold, &listed));
        }
    }
}
