//! The synthetic chain: accounts with real credential ids and addresses.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, bail, ensure};
use ledger_sim::derive::Seed;
use lifeboat::chain::{Generator, derive_credential_ids, derive_prf_key};
use lifeboat::model::{AccountAddress, CredentialId, KeyVersion};
use lifeboat::secret::{PrfKey, PrfKeySeed};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::scenario::{self, CONCORDIUM, Derivation, Later, Owner, Provider, Scenario, StakeKind, Token, TokenHeld};

/// The public testnet's commitment key: two compressed G1 points. Mainnet's is the same, derived from the digits of pi.
pub const COMMITMENT_KEY: &str = "b14cbfe44a02c6b1f78711176d5f437295367aa4f2a8c2551ee10d25a03adc69d61a332a058971919dad7312e1fc94c5\
                                  a8d45e64b6f917c540eee16c970c3d4b7f3caf48a7746284878e2ace21c82ea44bf84609834625be1f309988ac523fac";

/// Numbers that are known by name in the journal, per identity: as many as recovery asks for.
const NAMED_NUMBERS: std::ops::RangeInclusive<u8> = 0..=24;
/// Identities behind the last used one that are known by name in the journal.
const NAMED_BEYOND: u32 = 8;

/// Purpose of the newer paths, `m/44'/coin'/provider'/identity'/…`, and the steps below an identity.
const NEWER_PURPOSE: u32 = 44;
const NEWER_SIGNING: u32 = 0;
const NEWER_PRF: u32 = 3;
/// The coin of test networks.
const TEST_COIN: u32 = 1;

/// A synthetic chain.
pub struct Chain {
    /// Accounts by their index.
    pub accounts: Vec<Account>,
    /// Identity providers.
    pub providers: Vec<Provider>,
    /// Protocol-level tokens.
    pub tokens: Vec<Token>,
    /// The commitment key, 96 bytes.
    pub commitment_key: Vec<u8>,
    by_credential: BTreeMap<CredentialId, usize>,
    by_address: BTreeMap<[u8; 29], usize>,
    names: BTreeMap<CredentialId, Derivation>,
}

/// One account.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Its address.
    pub address: AccountAddress,
    /// Its credentials by slot.
    pub credentials: BTreeMap<u8, Credential>,
    /// Credentials it had once.
    pub removed: Vec<Credential>,
    /// How many credentials must sign.
    pub threshold: u8,
    /// MicroCCD.
    pub amount: u64,
    /// MicroCCD staked.
    pub staked: u64,
    /// What the stake is.
    pub stake: StakeKind,
    /// MicroCCD released later.
    pub scheduled: u64,
    /// When; in a year, if not said.
    pub releases: Vec<Later>,
    /// Stake on its way back.
    pub cooldowns: Vec<Later>,
    /// Something is shielded.
    pub shielded: bool,
    /// Protocol-level tokens.
    pub tokens: Vec<TokenHeld>,
    /// The node says something of it that nobody knows yet.
    pub newer: bool,
    /// How old it is when the node starts; `None`: as old as the chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_seconds: Option<u64>,
    /// A stranger's.
    pub other: bool,
}

/// One credential.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Credential {
    /// Its id.
    pub id: CredentialId,
    /// Who made it, if the scenario says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Derivation>,
    /// Made by the identity provider.
    pub initial: bool,
    /// Ed25519 keys that sign for it, hexadecimal, by their numbers.
    pub keys: BTreeMap<u8, String>,
    /// How many of them must sign.
    pub key_threshold: u8,
    /// Number of its identity provider.
    pub provider: u32,
}

impl Chain {
    /// Makes the chain a scenario describes.
    ///
    /// # Errors
    /// When the scenario contradicts itself: an unknown phrase or provider, a credential used twice, an account nobody opened.
    pub fn build(scenario: &Scenario) -> anyhow::Result<Self> {
        let commitment_key = hex::decode(COMMITMENT_KEY)?;
        let generator = Generator::parse(&commitment_key)?;
        let keyring = Keyring { scenario, generator, seeds: seeds(scenario)? };
        let mut chain = Self {
            accounts: Vec::new(),
            providers: scenario.providers.clone(),
            tokens: scenario.tokens.clone(),
            commitment_key,
            by_credential: BTreeMap::new(),
            by_address: BTreeMap::new(),
            names: keyring.names()?,
        };
        for account in &scenario.accounts {
            let known = |held: &TokenHeld| scenario.tokens.iter().any(|token| token.id == held.id);
            ensure!(account.tokens.iter().all(known), "an account holds a token that there is not");
            chain.add(keyring.account(account)?)?;
        }
        for id in keyring.strangers(scenario.others) {
            let credential = Credential {
                id,
                owner: None,
                initial: false,
                keys: nobodys_key(&id),
                key_threshold: 1,
                provider: scenario.providers.first().map_or(0, |provider| provider.number),
            };
            chain.add(Account {
                address: AccountAddress::of_first_credential(&id),
                credentials: [(0, credential)].into(),
                removed: Vec::new(),
                threshold: 1,
                amount: 1_000_000,
                staked: 0,
                stake: StakeKind::default(),
                scheduled: 0,
                releases: Vec::new(),
                cooldowns: Vec::new(),
                shielded: false,
                tokens: Vec::new(),
                newer: false,
                age_seconds: None,
                other: true,
            })?;
        }
        Ok(chain)
    }

    /// The account a credential was ever deployed on.
    #[must_use]
    pub fn by_credential(&self, id: &CredentialId) -> Option<(usize, &Account)> {
        self.at(*self.by_credential.get(id)?)
    }

    /// The account with this address or one of its aliases.
    #[must_use]
    pub fn by_address(&self, address: &[u8; 32]) -> Option<(usize, &Account)> {
        self.at(*self.by_address.get(&stem(address))?)
    }

    /// The account at this position.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<(usize, &Account)> {
        Some((index, self.accounts.get(index)?))
    }

    /// The token of this id.
    #[must_use]
    pub fn token(&self, id: &str) -> Option<&Token> {
        self.tokens.iter().find(|token| token.id.eq_ignore_ascii_case(id))
    }

    /// Who would make this credential id, whether it is deployed or not.
    #[must_use]
    pub fn name_of(&self, id: &CredentialId) -> Option<&Derivation> {
        self.names.get(id)
    }

    fn add(&mut self, account: Account) -> anyhow::Result<()> {
        let index = self.accounts.len();
        for credential in account.credentials.values().chain(&account.removed) {
            let twice = self.by_credential.insert(credential.id, index);
            ensure!(twice.is_none(), "credential {} is used twice", credential.id);
        }
        self.by_address.insert(stem(account.address.bytes()), index);
        self.accounts.push(account);
        Ok(())
    }
}

/// What an address and its aliases have in common.
fn stem(address: &[u8; 32]) -> [u8; 29] {
    let mut stem = [0; 29];
    stem.iter_mut().zip(address).for_each(|(to, from)| *to = *from);
    stem
}

/// Credential ids of a recovery phrase: the simulated Ledger's seed, the engine's curve. Numbers from `first`'s to `last`.
///
/// # Errors
/// When the key version is neither 0 nor 1.
pub fn credential_ids(
    generator: &Generator,
    seed: &Seed,
    first: &Derivation,
    last: u8,
) -> anyhow::Result<Vec<(u8, CredentialId)>> {
    ensure!(matches!(first.coin, CONCORDIUM | TEST_COIN), "there is no coin {}", first.coin);
    let newer = |provider| seed.private_key(&[NEWER_PURPOSE, first.coin, provider, first.identity, NEWER_PRF]);
    let prf_seed = first.provider.map_or_else(|| seed.prf_key_seed(first.identity), newer);
    let version = match first.key_version {
        0 => KeyVersion::V0,
        1 => KeyVersion::V1,
        other => bail!("there is no key version {other}"),
    };
    let key = derive_prf_key(&PrfKeySeed::new(prf_seed), version);
    derive_credential_ids(generator, &key, first.number..=last)
        .into_iter()
        .map(|(number, id)| Ok((u8::try_from(number.0)?, id)))
        .collect()
}

/// The key that signs for a credential, as its recovery phrase gives it; hexadecimal.
#[must_use]
pub fn signing_key(seed: &Seed, of: &Derivation) -> String {
    let number = of.number.into();
    hex::encode(match of.provider {
        None => seed.signing_public_key(of.identity, number, 0),
        Some(provider) => seed.public_key(&[NEWER_PURPOSE, of.coin, provider, of.identity, NEWER_SIGNING, number]),
    })
}

/// A key that looks like one.
fn nobodys_key(id: &CredentialId) -> BTreeMap<u8, String> {
    [(0, hex::encode(Sha256::digest(id.bytes())))].into()
}

/// Seeds of the recovery phrases a scenario uses; made once, because that is 2048 rounds each.
fn seeds(scenario: &Scenario) -> anyhow::Result<BTreeMap<String, Seed>> {
    let mut seeds = BTreeMap::new();
    for owner in scenario.owners() {
        let Owner::Phrase(Derivation { mnemonic, .. }) = owner else { continue };
        if !seeds.contains_key(mnemonic) {
            seeds.insert(mnemonic.clone(), Seed::from_mnemonic(scenario.words(mnemonic)?)?);
        }
    }
    Ok(seeds)
}

struct Keyring<'a> {
    scenario: &'a Scenario,
    generator: Generator,
    seeds: BTreeMap<String, Seed>,
}

impl Keyring<'_> {
    fn seed(&self, mnemonic: &str) -> anyhow::Result<&Seed> {
        self.seeds.get(mnemonic).with_context(|| format!("no recovery phrase is named {mnemonic}"))
    }

    fn account(&self, account: &scenario::Account) -> anyhow::Result<Account> {
        let mut credentials = BTreeMap::new();
        for (position, credential) in account.credentials.iter().enumerate() {
            let slot = credential.slot.map_or_else(|| u8::try_from(position), Ok)?;
            let mut made = self.credential(&credential.owner, credential.initial)?;
            if !credential.keys.is_empty() {
                made.keys.clone_from(&credential.keys);
            }
            made.key_threshold = credential.key_threshold;
            made.provider = credential.provider.unwrap_or(made.provider);
            let known = |provider: &Provider| provider.number == made.provider;
            ensure!(self.scenario.providers.iter().any(known), "no identity provider has the number {}", made.provider);
            ensure!(credentials.insert(slot, made).is_none(), "two credentials in slot {slot}");
        }
        let first = credentials.get(&0).context("an account without a credential in slot 0")?;
        Ok(Account {
            address: AccountAddress::of_first_credential(&first.id),
            credentials,
            removed: account
                .removed
                .iter()
                .map(|owner| self.credential(owner, false))
                .collect::<anyhow::Result<_>>()?,
            threshold: account.threshold,
            amount: account.amount,
            staked: account.staked,
            stake: account.stake,
            scheduled: account.scheduled,
            releases: account.releases.clone(),
            cooldowns: account.cooldowns.clone(),
            shielded: account.shielded,
            tokens: account.tokens.clone(),
            newer: account.newer,
            age_seconds: account.age_seconds,
            other: false,
        })
    }

    fn credential(&self, owner: &Owner, initial: bool) -> anyhow::Result<Credential> {
        match owner {
            Owner::Id { id } => {
                let id: CredentialId = id.parse()?;
                let keys = nobodys_key(&id);
                Ok(Credential { id, owner: None, initial, keys, key_threshold: 1, provider: 0 })
            }
            Owner::Phrase(derivation) => {
                let seed = self.seed(&derivation.mnemonic)?;
                let ids = credential_ids(&self.generator, seed, derivation, derivation.number)?;
                let (_, id) = *ids.first().context("a key with no credential id")?;
                Ok(Credential {
                    id,
                    owner: Some(derivation.clone()),
                    initial,
                    keys: [(0, signing_key(seed, derivation))].into(),
                    key_threshold: 1,
                    provider: derivation.provider.unwrap_or(0),
                })
            }
        }
    }

    /// The ids that recovery may ask for, so that the journal can name them.
    fn names(&self) -> anyhow::Result<BTreeMap<CredentialId, Derivation>> {
        let used: Vec<_> = self
            .scenario
            .owners()
            .filter_map(|owner| match owner {
                Owner::Phrase(derivation) => Some(derivation),
                Owner::Id { .. } => None,
            })
            .collect();
        let last = used.iter().map(|used| used.identity).filter(|identity| *identity < 1000).max().unwrap_or(0);
        let roots: BTreeSet<_> = used.iter().map(|used| (&used.mnemonic, used.provider, used.coin)).collect();
        let mut names = BTreeMap::new();
        for (mnemonic, provider, coin) in roots {
            for identity in 0..=last + NAMED_BEYOND {
                for key_version in [0, 1] {
                    let first = Derivation {
                        mnemonic: mnemonic.clone(),
                        provider,
                        coin,
                        identity,
                        key_version,
                        number: *NAMED_NUMBERS.start(),
                    };
                    for (number, id) in
                        credential_ids(&self.generator, self.seed(mnemonic)?, &first, *NAMED_NUMBERS.end())?
                    {
                        names.insert(id, Derivation { number, ..first.clone() });
                    }
                }
            }
        }
        Ok(names)
    }

    /// Ids nobody in the story can make.
    fn strangers(&self, count: u32) -> impl Iterator<Item = CredentialId> {
        let keys = (0_u32..).map(|number| {
            let mut key: [u8; 32] = Sha256::digest([b"stranger".as_slice(), &number.to_be_bytes()].concat()).into();
            // Below the group order.
            key[0] = 0;
            PrfKey::new(key)
        });
        keys.flat_map(|key| derive_credential_ids(&self.generator, &key, 0..=u8::MAX))
            .map(|(_, id)| id)
            .take(usize::try_from(count).unwrap_or(usize::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_story_has_what_it_says() {
        let chain = Chain::build(&Scenario::load("story").unwrap()).unwrap();
        assert_eq!(chain.accounts.iter().filter(|account| account.other).count(), 200);

        // Shown by the device itself for identity 0, number 0.
        let first = chain.at(0).unwrap().1;
        assert_eq!(first.address.to_string(), "45M6WdUkewuKn9ySKU1MZcXUDHP2F4CJCxcYMhh2BXnr6QMEau");
        let shared = chain.at(3).unwrap().1;
        let (ours, theirs) = (&shared.credentials[&1], &shared.credentials[&0]);
        assert_eq!(shared.address, AccountAddress::of_first_credential(&theirs.id));
        assert_eq!(chain.by_credential(&ours.id).unwrap().0, 3);
        let removed = &chain.at(4).unwrap().1.removed[0];
        assert_eq!(chain.by_credential(&removed.id).unwrap().0, 4);
        assert_eq!(chain.name_of(&removed.id).unwrap().number, 6);
    }

    #[test]
    fn wallets_of_every_kind_have_their_keys() {
        let chain = Chain::build(&Scenario::load("wallets").unwrap()).unwrap();
        let own = chain.accounts.iter().filter(|account| !account.other);
        let providers: Vec<_> = own.map(|account| account.credentials[&0].provider).collect();
        assert_eq!(providers, [0, 3, 3, 1, 0]);
        let keys = |at: usize| &chain.accounts[at].credentials[&0].keys;
        assert!(keys(0)[&0] != keys(1)[&0] && keys(1)[&0] != keys(2)[&0]);
        let phone = &chain.accounts[3].credentials[&0];
        assert_eq!((phone.keys.keys().copied().collect::<Vec<_>>(), phone.key_threshold), (vec![0, 1, 2], 2));
        assert_eq!(chain.name_of(&chain.accounts[1].credentials[&0].id).unwrap().provider, Some(3));
    }

    #[test]
    fn an_alias_leads_to_the_same_account() {
        let chain = Chain::build(&Scenario::load("story").unwrap()).unwrap();
        let mut alias = *chain.at(2).unwrap().1.address.bytes();
        alias[31] ^= 1;
        assert_eq!(chain.by_address(&alias).unwrap().0, 2);
        alias[0] ^= 1;
        assert!(chain.by_address(&alias).is_none());
    }

    #[test]
    fn a_scenario_that_contradicts_itself_is_refused() {
        let refused = |accounts: &str| {
            Chain::build(&Scenario::parse(&format!(r#"{{ "accounts": [{accounts}] }}"#)).unwrap()).is_err()
        };
        let credential = r#"{ "owner": { "mnemonic": "abandon-12", "identity": 0, "number": 0 } }"#;
        assert!(refused(&format!(r#"{{ "credentials": [{credential}, {credential}] }}"#)));
        assert!(refused(r#"{ "credentials": [] }"#));
        assert!(refused(&format!(
            r#"{{ "credentials": [{}] }}"#,
            credential.replace("0, \"n", "0, \"provider\": 7, \"n")
        )));
        assert!(refused(&format!(
            r#"{{ "credentials": [{}] }}"#,
            credential.replace("0, \"n", "0, \"coin\": 60, \"n")
        )));
        assert!(refused(&format!(r#"{{ "credentials": [{}] }}"#, credential.replace("abandon-12", "nobody"))));
        assert!(!refused(&format!(r#"{{ "credentials": [{credential}] }}"#)));
    }
}
