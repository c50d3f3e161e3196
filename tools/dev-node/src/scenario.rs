//! What a synthetic chain should hold, as JSON.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

/// Scenarios that come with the tool, by name.
pub const BUILT_IN: [(&str, &str); 4] = [
    ("story", include_str!("../scenarios/story.json")),
    ("wallets", include_str!("../scenarios/wallets.json")),
    ("holdings", include_str!("../scenarios/holdings.json")),
    ("empty", r#"{ "accounts": [], "others": 1 }"#),
];

/// Concordium's coin number in paths.
pub const CONCORDIUM: u32 = 919;

/// A chain in words.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scenario {
    /// What it is for.
    #[serde(default)]
    pub about: String,
    /// Recovery phrases by name, beside those of `ledger_sim::MNEMONICS`.
    #[serde(default)]
    pub mnemonics: BTreeMap<String, String>,
    /// Accounts somebody in the story cares about.
    pub accounts: Vec<Account>,
    /// Identity providers; one with the number 0, if not said.
    #[serde(default = "one_provider")]
    pub providers: Vec<Provider>,
    /// How many further accounts of strangers there are.
    #[serde(default)]
    pub others: u32,
    /// Protocol-level tokens.
    #[serde(default)]
    pub tokens: Vec<Token>,
}

/// One protocol-level token.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// What its issuer calls it.
    pub name: String,
    /// Its decimals.
    pub decimals: u32,
    /// Whether nobody can send it.
    #[serde(default)]
    pub paused: bool,
    /// Whether only those on a list can have it.
    #[serde(default)]
    pub allow_list: bool,
}

/// Some of a token, on an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TokenHeld {
    /// Which.
    pub id: String,
    /// Digits; how many of them stand behind the point, the token says.
    pub value: u64,
    /// Whether the account is on the list of those who may have it, where that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<bool>,
    /// Whether the account is on the list of those who may not, where that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denied: Option<bool>,
    /// A rule that nobody knows yet.
    #[serde(default)]
    pub newer_rule: bool,
}

/// What the stake of an account is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum StakeKind {
    /// Delegated to nobody in particular.
    #[default]
    Passive,
    /// Delegated to this validator.
    Delegated(u64),
    /// A validator's.
    Validator,
    /// A suspended validator's.
    Suspended,
    /// Of a kind that nobody knows yet.
    Newer,
}

/// An amount and its time.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Later {
    /// In so many days.
    pub days: u64,
    /// MicroCCD.
    pub amount: u64,
    /// Of a stake on its way back: it has not begun.
    #[serde(default)]
    pub forecast: bool,
}

/// One identity provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Provider {
    /// Its number.
    pub number: u32,
    /// What it calls itself.
    pub name: String,
}

/// One account.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Account {
    /// What is special about it.
    #[serde(default)]
    pub about: String,
    /// Its credentials; the one in slot 0 opened it.
    pub credentials: Vec<Credential>,
    /// Credentials it had once.
    #[serde(default)]
    pub removed: Vec<Owner>,
    /// How many credentials must sign.
    #[serde(default = "one")]
    pub threshold: u8,
    /// MicroCCD, all of it.
    #[serde(default)]
    pub amount: u64,
    /// MicroCCD delegated, out of `amount`.
    #[serde(default)]
    pub staked: u64,
    /// What the stake is.
    #[serde(default)]
    pub stake: StakeKind,
    /// MicroCCD released in a year, out of `amount`.
    #[serde(default)]
    pub scheduled: u64,
    /// Released at these times instead; together as much as `scheduled`.
    #[serde(default)]
    pub releases: Vec<Later>,
    /// Stake on its way back, out of `amount`.
    #[serde(default)]
    pub cooldowns: Vec<Later>,
    /// Whether something is shielded.
    #[serde(default)]
    pub shielded: bool,
    /// Protocol-level tokens.
    #[serde(default)]
    pub tokens: Vec<TokenHeld>,
    /// Whether the node says something of it that nobody knows yet.
    #[serde(default)]
    pub newer: bool,
    /// How old it is when the node starts, in seconds; as old as the chain, if not said. A node that is further behind does not
    /// know it yet.
    #[serde(default)]
    pub age_seconds: Option<u64>,
}

/// One credential.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Credential {
    /// Whose it is.
    pub owner: Owner,
    /// Its slot; its position in the list, if not said.
    #[serde(default)]
    pub slot: Option<u8>,
    /// Made by the identity provider.
    #[serde(default)]
    pub initial: bool,
    /// Ed25519 keys that sign for it, hexadecimal, by their numbers. If not said: the one its phrase gives, or one nobody has.
    #[serde(default)]
    pub keys: BTreeMap<u8, String>,
    /// How many of its keys must sign.
    #[serde(default = "one")]
    pub key_threshold: u8,
    /// Number of its identity provider; the one in the path of its key or 0, if not said.
    #[serde(default)]
    pub provider: Option<u32>,
}

/// Where a credential comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Owner {
    /// Made from a recovery phrase.
    Phrase(Derivation),
    /// Just an id, 96 hexadecimal characters: of a phone wallet, or of anybody.
    Id {
        /// The id.
        id: String,
    },
}

/// How a credential is made from a recovery phrase.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Derivation {
    /// Name of the phrase.
    pub mnemonic: String,
    /// On the newer path, which seed-phrase wallets use: the identity provider in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<u32>,
    /// On the newer path: the coin in it. 919, or 1 on test networks.
    #[serde(default = "concordium", skip_serializing_if = "is_concordium")]
    pub coin: u32,
    /// Index of the identity.
    pub identity: u32,
    /// 0 or 1.
    #[serde(default = "one")]
    pub key_version: u8,
    /// Number of the credential under the identity.
    pub number: u8,
}

impl Scenario {
    /// A built-in scenario by name, or else a file.
    ///
    /// # Errors
    /// When the file cannot be read, or is not a scenario.
    pub fn load(name: &str) -> anyhow::Result<Self> {
        if let Some((_, text)) = BUILT_IN.iter().find(|(known, _)| *known == name) {
            return Self::parse(text);
        }
        let text = std::fs::read_to_string(Path::new(name)).with_context(|| format!("scenario {name}"))?;
        Self::parse(&text).with_context(|| format!("scenario {name}"))
    }

    /// From JSON.
    ///
    /// # Errors
    /// When it is not a scenario.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        Ok(serde_json::from_str(text)?)
    }

    /// Where all its credentials come from, present and removed ones.
    pub fn owners(&self) -> impl Iterator<Item = &Owner> {
        self.accounts
            .iter()
            .flat_map(|account| account.credentials.iter().map(|credential| &credential.owner).chain(&account.removed))
    }

    /// The words of a recovery phrase.
    ///
    /// # Errors
    /// When no phrase has that name.
    pub fn words(&self, mnemonic: &str) -> anyhow::Result<&str> {
        let own = self.mnemonics.get(mnemonic).map(String::as_str);
        own.or_else(|| ledger_sim::mnemonic(mnemonic))
            .with_context(|| format!("no recovery phrase is named {mnemonic}"))
    }
}

const fn one() -> u8 {
    1
}

const fn concordium() -> u32 {
    CONCORDIUM
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_concordium(coin: &u32) -> bool {
    *coin == CONCORDIUM
}

fn one_provider() -> Vec<Provider> {
    vec![Provider { number: 0, name: "Synthetic identity provider".into() }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_scenarios_can_be_read() {
        for (name, _) in BUILT_IN {
            Scenario::load(name).unwrap();
        }
    }

    #[test]
    fn a_misspelt_word_is_refused() {
        assert!(Scenario::parse(r#"{ "accounts": [{ "credentials": [], "treshold": 2 }] }"#).is_err());
    }
}
