//! Keys that are here beside those the chain has for their account: the one comparison that ties a key to an account.
//! Whoever asked the node is believed.

use super::keys::{KeyPairs, read_account_keys};
use crate::model::{AccountKeys, AccountSlot, VerifyKey};
use crate::node::{AccountOnChain, CredentialOnChain};

/// What the chain makes of the keys of an account that are here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeysOnChain {
    /// They are the account's, and sign for it.
    Sign,
    /// They are the account's, and further signers must sign, too.
    NeedMore {
        /// How many.
        signers: u32,
    },
    /// The account has other keys: these cannot sign for it.
    Differ,
    /// There is no such account.
    NoAccount,
}

impl KeysOnChain {
    /// Whether these are keys of the account; `None` where there is no account yet that could have any.
    #[must_use]
    pub const fn are_its_own(self) -> Option<bool> {
        match self {
            Self::Sign | Self::NeedMore { .. } => Some(true),
            Self::Differ => Some(false),
            Self::NoAccount => None,
        }
    }
}

/// Compares the keys that are here with those that the account has on the chain. What is compared is what the signing keys
/// stand for, never the public keys that are written beside them.
#[must_use]
pub fn compare_with_chain(keys: &AccountKeys, account: &AccountOnChain) -> KeysOnChain {
    let Ok(keys) = read_account_keys(keys) else { return KeysOnChain::Differ };
    let fits: Vec<Fit> = keys
        .credentials
        .iter()
        .map(|(place, held)| Fit::of(held, account.credentials.get(&AccountSlot(*place))))
        .collect();
    let signing = u32::try_from(fits.iter().filter(|fit| **fit == Fit::Signs).count()).unwrap_or(u32::MAX);
    if signing >= account.threshold {
        KeysOnChain::Sign
    } else if signing > 0 || fits.contains(&Fit::InPart) {
        KeysOnChain::NeedMore { signers: account.threshold - signing }
    } else {
        KeysOnChain::Differ
    }
}

/// What the keys of one credential are beside those on the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Signs,
    /// Some of them fit, and not enough to sign for the credential.
    InPart,
    Not,
}

impl Fit {
    fn of(held: &KeyPairs, on_chain: Option<&CredentialOnChain>) -> Self {
        let Some(on_chain) = on_chain else { return Self::Not };
        let is_held = |(place, key): &(&u8, &VerifyKey)| {
            let derived = held.keys.get(&u32::from(**place)).and_then(super::KeyPair::derived);
            derived.as_ref() == Some(*key)
        };
        match on_chain.keys.keys.iter().filter(is_held).count() {
            0 => Self::Not,
            fitting if fitting >= usize::from(on_chain.keys.threshold) => Self::Signs,
            _ => Self::InPart,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ed25519_dalek::SigningKey;
    use serde_json::json;

    use super::*;
    use crate::model::{AccountAddress, CredentialId, YearMonth};
    use crate::node::{Balance, CredentialKeys, Policy};
    use crate::secret::SecretText;

    /// The keys of these credentials, with whatever public key is written beside them.
    fn here(keys: &[(u32, u32, u8)]) -> AccountKeys {
        let mut text = json!({ "keys": {}, "threshold": 1 });
        for (credential, place, seed) in keys {
            let held = &mut text["keys"][credential.to_string()];
            held["threshold"] = 1.into();
            held["keys"][place.to_string()] =
                json!({ "signKey": hex::encode([*seed; 32]), "verifyKey": "00".repeat(32) });
        }
        AccountKeys { signing: SecretText::new(text.to_string()), encryption: None, commitments: None }
    }

    /// Slots with the keys of these seeds, by number, and how many of them must sign.
    fn on_chain(threshold: u32, credentials: &[(u32, &[u8], u8)]) -> AccountOnChain {
        let month = YearMonth::new(2026, 1).unwrap();
        let credential = |(slot, seeds, threshold): &(u32, &[u8], u8)| {
            let keys = (0..).zip(*seeds).map(|(number, seed)| {
                (number, VerifyKey::new(SigningKey::from_bytes(&[*seed; 32]).verifying_key().to_bytes()))
            });
            let credential = CredentialOnChain {
                id: CredentialId::new([u8::try_from(*slot).unwrap(); 48]),
                initial: false,
                provider: 0,
                policy: Policy { created_at: month, valid_to: month, revealed: BTreeMap::new() },
                keys: CredentialKeys { keys: keys.collect(), threshold: *threshold },
            };
            (AccountSlot(*slot), credential)
        };
        AccountOnChain {
            address: AccountAddress::new([0; 32]),
            threshold,
            credentials: credentials.iter().map(credential).collect(),
            balance: Balance::default(),
        }
    }

    #[test]
    fn keys_are_an_accounts_if_they_stand_for_those_on_the_chain() {
        let account = on_chain(1, &[(0, &[7], 1)]);
        assert_eq!(compare_with_chain(&here(&[(0, 0, 7)]), &account), KeysOnChain::Sign);
        assert_eq!(compare_with_chain(&here(&[(0, 0, 8)]), &account), KeysOnChain::Differ);
        // The right key in another place is not the key of that place.
        assert_eq!(compare_with_chain(&here(&[(0, 1, 7)]), &account), KeysOnChain::Differ);
        assert_eq!(compare_with_chain(&here(&[(1, 0, 7)]), &account), KeysOnChain::Differ);
        let unreadable = AccountKeys { signing: SecretText::new("{}".into()), ..here(&[]) };
        assert_eq!(compare_with_chain(&unreadable, &account), KeysOnChain::Differ);
    }

    #[test]
    fn whoever_has_a_part_of_the_keys_needs_others() {
        let shared = on_chain(2, &[(0, &[7], 1), (1, &[8], 1)]);
        assert_eq!(compare_with_chain(&here(&[(0, 0, 7)]), &shared), KeysOnChain::NeedMore { signers: 1 });
        assert_eq!(compare_with_chain(&here(&[(0, 0, 7), (1, 0, 8)]), &shared), KeysOnChain::Sign);
        let two_keys = on_chain(1, &[(0, &[7, 8], 2)]);
        assert_eq!(compare_with_chain(&here(&[(0, 0, 7)]), &two_keys), KeysOnChain::NeedMore { signers: 1 });
        assert_eq!(compare_with_chain(&here(&[(0, 0, 7), (0, 1, 8)]), &two_keys), KeysOnChain::Sign);
    }
}
