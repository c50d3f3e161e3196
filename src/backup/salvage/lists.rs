//! The lists of the wallets' documents: by their names, and by what is in them where the name was lost.

use serde_json::Value;

use crate::model::RecordKind;

/// A list of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RecordList(&'static str, RecordKind);

const LISTS: [RecordList; 7] = [
    RecordList("wallets", RecordKind::Device),
    RecordList("identities", RecordKind::Identity),
    RecordList("accounts", RecordKind::Account),
    RecordList("credentials", RecordKind::Credential),
    RecordList("externalCredentials", RecordKind::Cosigner),
    RecordList("addressBook", RecordKind::Contact),
    RecordList("recipients", RecordKind::Contact),
];

impl RecordList {
    pub(super) const fn name(self) -> &'static str {
        self.0
    }

    pub(super) const fn kind(self) -> RecordKind {
        self.1
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        LISTS.into_iter().find(|list| list.0 == name)
    }

    /// Whether its records are so long that two of them would not be taken for one, whatever is lost between them: identities with their
    /// objects, and a phone's accounts with their keys and proofs. `is_row`: it is a list of the Desktop Wallet.
    pub(super) fn has_long_records(self, is_row: bool) -> bool {
        match self.1 {
            RecordKind::Identity => true,
            RecordKind::Account => !is_row,
            RecordKind::Device | RecordKind::Credential | RecordKind::Cosigner | RecordKind::Contact => false,
        }
    }

    /// Which one has such records. `is_of_desktop`: it lies in the document itself.
    pub(super) fn of(records: &[Value], is_of_desktop: bool) -> Option<Self> {
        let have =
            |members: &[&str]| records.iter().any(|record| members.iter().any(|name| record.get(*name).is_some()));
        Self::named(if have(&["accountKeys", "encryptionSecretKey", "submissionId", "signatureThreshold"]) {
            "accounts"
        } else if have(&["identityObject", "privateIdObjectData", "nextAccountNumber", "identityNumber"]) {
            "identities"
        } else if have(&["credentialNumber", "policy"]) {
            "credentials"
        } else if have(&["identifier"]) {
            "wallets"
        } else if have(&["credId"]) {
            "externalCredentials"
        } else if !have(&["address"]) {
            return None;
        } else if is_of_desktop {
            "addressBook"
        } else {
            "recipients"
        })
    }
}
