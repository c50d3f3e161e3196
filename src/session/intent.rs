//! What the page may ask of the engine: one enum of the flows' enums, each beside its flow. Parsed once, at the door; every text has a
//! ceiling where it is used.
//!
//! On the page an intent is an object with one member, the flow; in it a text, where there is nothing more to say, or again an object with
//! one member: `{ import: 'apply' }`, `{ import: { choose: { item: 3, choice: 1 } } }`. Names of choices are in kebab-case, as everywhere
//! between page and engine; names of members in camelCase.

use serde::Deserialize;

use super::chain::intent::ChainIntent;
use super::check::intent::CheckIntent;
use super::drafts::intent::DraftsIntent;
use super::export::intent::ExportIntent;
use super::import::intent::ImportIntent;
use super::key_search::intent::KeySearchIntent;
use super::ledger::intent::LedgerIntent;
use super::recovery::intent::RecoveryIntent;
use super::seam::actor::Actor;
use super::settings::intent::SettingsIntent;
use super::vault::intent::VaultIntent;
use super::wallet::intent::WalletIntent;

/// One request of the page. Answers are `Reply` values; flows report through snapshots.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Intent {
    /// The vault: making, opening, locking and deleting it.
    Vault(VaultIntent),
    /// From a file to records.
    Import(ImportIntent),
    /// From records to a file.
    Export(ExportIntent),
    /// Whether a backup is good, and which there are.
    Check(CheckIntent),
    /// Finding accounts on the chain.
    Recovery(RecoveryIntent),
    /// The Ledger outside of a search.
    Ledger(LedgerIntent),
    /// What the chain says now.
    Chain(ChainIntent),
    /// Finding accounts by public keys.
    KeySearch(KeySearchIntent),
    /// Names, contacts and removal.
    Wallet(WalletIntent),
    /// Networks, nodes and the auto-lock time.
    Settings(SettingsIntent),
    /// What is being typed.
    Drafts(DraftsIntent),
}

impl Intent {
    /// Who sends this: the flow knows.
    #[must_use]
    pub const fn by(&self) -> Actor {
        match self {
            Self::Vault(intent) => intent.by(),
            Self::Import(intent) => intent.by(),
            Self::Export(intent) => intent.by(),
            Self::Check(intent) => intent.by(),
            Self::Recovery(intent) => intent.by(),
            Self::Ledger(intent) => intent.by(),
            Self::Chain(intent) => intent.by(),
            Self::KeySearch(intent) => intent.by(),
            Self::Wallet(intent) => intent.by(),
            Self::Settings(intent) => intent.by(),
            Self::Drafts(intent) => intent.by(),
        }
    }
}

macro_rules! of_a_flow {
    ($($flow:ident($intent:ident)),+ $(,)?) => {$(
        impl From<$intent> for Intent {
            fn from(intent: $intent) -> Self {
                Self::$flow(intent)
            }
        }
    )+};
}

of_a_flow! {
    Vault(VaultIntent),
    Import(ImportIntent),
    Export(ExportIntent),
    Check(CheckIntent),
    Recovery(RecoveryIntent),
    Ledger(LedgerIntent),
    Chain(ChainIntent),
    KeySearch(KeySearchIntent),
    Wallet(WalletIntent),
    Settings(SettingsIntent),
    Drafts(DraftsIntent),
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_intent_is_an_object_with_its_flow_and_in_it_what_is_asked() {
        let read = |text: &str| serde_json::from_str::<Intent>(text);
        assert!(matches!(read(r#"{ "import": "apply" }"#), Ok(Intent::Import(ImportIntent::Apply))));
        assert!(matches!(
            read(r#"{ "import": { "choose": { "item": 3, "choice": 1 } } }"#),
            Ok(Intent::Import(ImportIntent::Choose { item: 3, choice: 1 }))
        ));
        for wrong in [
            r#"{ "import": { "choose": { "item": 3, "choice": 1, "more": 1 } } }"#,
            r#"{ "import": { "choose": { "item": 3 } } }"#,
            r#"{ "import": "apply", "vault": "lock" }"#,
            r#"{ "import": "applied" }"#,
            r#"{ "import": { "watchOnly": { "watch": true } } }"#,
            r#"{}"#,
            r#""lock""#,
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
