//! What a file for another wallet leaves behind, writes differently, or is only safe for on a condition: a closed list.
//! This module knows the names of these facts; it refuses to know their sentences (`notice_<code>` in `extension/_locales`).

use std::collections::BTreeMap;

use serde::Serialize;

macro_rules! omissions {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal,)+) => {
        /// One such fact.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        pub enum Omission {
            $($(#[doc = $doc])+ #[serde(rename = $code)] $name,)+
        }

        impl Omission {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }
        }
    };
}

omissions! {
    /// Both key versions of one index: for an empty Desktop Wallet only.
    DesktopBothKeyVersions = "desktop-both-key-versions",
    /// Placeholders: a Desktop Wallet that has the real identity refuses the whole file.
    DesktopPlaceholder = "desktop-placeholder",
    /// Placeholders of one index on several Ledgers: for the Desktop Wallet they came from, or an empty one.
    DesktopTwinPlaceholders = "desktop-twin-placeholders",
    /// Identities whose issuing was not finished: a Desktop Wallet that has seen the end of it refuses the whole file.
    DesktopUnfinishedIdentity = "desktop-unfinished-identity",
    /// Records of another network.
    DesktopOmitsNetwork = "desktop-omits-network",
    /// Identities and accounts below a newer path of the Ledger.
    DesktopOmitsNewerPath = "desktop-omits-newer-path",
    /// Identities that came from a phone.
    DesktopOmitsPhoneIdentity = "desktop-omits-phone-identity",
    /// Accounts that came from a phone.
    DesktopOmitsPhoneAccount = "desktop-omits-phone-account",
    /// Accounts that came as their keys alone.
    DesktopOmitsKeyAccount = "desktop-omits-key-account",
    /// Accounts that were found by a key of a Ledger, and are under no identity of it.
    DesktopOmitsLedgerKeyAccount = "desktop-omits-ledger-key-account",
    /// Accounts of which the file does not say at which path of a Ledger a further key lies.
    DesktopCarriesWithoutSigners = "desktop-carries-without-signers",
    /// Accounts of a Ledger whose keys stay behind.
    DesktopCarriesWithoutKeys = "desktop-carries-without-keys",
    /// Accounts whose identity is not on record.
    DesktopOmitsAccountWithoutIdentity = "desktop-omits-account-without-identity",
    /// A second account without an address.
    DesktopOmitsAccountWithoutAddress = "desktop-omits-account-without-address",
    /// Credentials whose identity is not on record.
    DesktopOmitsCredentialWithoutIdentity = "desktop-omits-credential-without-identity",
    /// A second credential in one place.
    DesktopOmitsRepeatedCredential = "desktop-omits-repeated-credential",
    /// Notes on other signers of accounts that are not in the file.
    DesktopOmitsCosignerWithoutAccount = "desktop-omits-cosigner-without-account",
    /// Records of another network.
    PhoneOmitsNetwork = "phone-omits-network",
    /// Identities on a Ledger.
    PhoneOmitsLedgerIdentity = "phone-omits-ledger-identity",
    /// Identities whose keys are not here.
    PhoneOmitsWatchedIdentity = "phone-omits-watched-identity",
    /// Identities without something that nothing can stand in for.
    PhoneOmitsIncompleteIdentity = "phone-omits-incomplete-identity",
    /// Accounts of a Ledger.
    PhoneOmitsLedgerAccount = "phone-omits-ledger-account",
    /// Accounts that came as their keys alone.
    PhoneOmitsKeyAccount = "phone-omits-key-account",
    /// Accounts whose keys are not here.
    PhoneOmitsWatchedAccount = "phone-omits-watched-account",
    /// Accounts without something that nothing can stand in for.
    PhoneOmitsIncompleteAccount = "phone-omits-incomplete-account",
    /// Accounts whose identity is not in the file.
    PhoneOmitsAccountOfIdentity = "phone-omits-account-of-identity",
    /// Credentials of accounts that are not on record.
    PhoneOmitsCredential = "phone-omits-credential",
    /// Notes on other signers.
    PhoneOmitsCosigner = "phone-omits-cosigner",
    /// Notes in the address book.
    PhoneOmitsContactNote = "phone-omits-contact-note",
    /// Attributes an account reveals whose value is no text, nor can be made one.
    PhoneDropsRevealedAttribute = "phone-drops-revealed-attribute",
    /// The randomness of an account's commitments, where a part of it is missing: only proofs about attributes need it.
    PhoneDropsCommitments = "phone-drops-commitments",
    /// Accounts of which the file does not say at which path of a Ledger a further key lies.
    PhoneDropsSigners = "phone-drops-signers",
    /// Accounts whose keys do not fit.
    PhoneCarriesUnsoundKeys = "phone-carries-unsound-keys",
    /// Accounts with a part made again from what is known.
    PhoneMakesAgain = "phone-makes-again",
    /// Identities with an empty value where a part was missing: no new account can be made with them.
    PhoneFillsIdentity = "phone-fills-identity",
    /// Accounts with an empty value where a part was missing that no phone looks at any more.
    PhoneFillsAccount = "phone-fills-account",
    /// Records with numbers as texts, or texts as numbers: written the way an iPhone reads them.
    PhoneMendsTypes = "phone-mends-types",
}

impl Omission {
    /// Whether something of the wallet is in no file, so that the files are no backup of it.
    #[must_use]
    pub const fn leaves_behind(self) -> bool {
        match self {
            Self::DesktopBothKeyVersions
            | Self::DesktopPlaceholder
            | Self::DesktopTwinPlaceholders
            | Self::DesktopUnfinishedIdentity
            | Self::PhoneCarriesUnsoundKeys
            | Self::PhoneMakesAgain
            | Self::PhoneFillsIdentity
            | Self::PhoneFillsAccount
            | Self::PhoneMendsTypes => false,
            Self::DesktopOmitsNetwork
            | Self::DesktopOmitsNewerPath
            | Self::DesktopOmitsPhoneIdentity
            | Self::DesktopOmitsPhoneAccount
            | Self::DesktopOmitsKeyAccount
            | Self::DesktopOmitsLedgerKeyAccount
            | Self::DesktopCarriesWithoutSigners
            | Self::DesktopCarriesWithoutKeys
            | Self::DesktopOmitsAccountWithoutIdentity
            | Self::DesktopOmitsAccountWithoutAddress
            | Self::DesktopOmitsCredentialWithoutIdentity
            | Self::DesktopOmitsRepeatedCredential
            | Self::DesktopOmitsCosignerWithoutAccount
            | Self::PhoneOmitsNetwork
            | Self::PhoneOmitsLedgerIdentity
            | Self::PhoneOmitsWatchedIdentity
            | Self::PhoneOmitsIncompleteIdentity
            | Self::PhoneOmitsLedgerAccount
            | Self::PhoneOmitsKeyAccount
            | Self::PhoneOmitsWatchedAccount
            | Self::PhoneOmitsIncompleteAccount
            | Self::PhoneOmitsAccountOfIdentity
            | Self::PhoneOmitsCredential
            | Self::PhoneOmitsCosigner
            | Self::PhoneOmitsContactNote
            | Self::PhoneDropsRevealedAttribute
            | Self::PhoneDropsCommitments
            | Self::PhoneDropsSigners => true,
        }
    }
}

/// One such fact about some records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "OmissionView"))]
pub struct Omitted {
    /// Which.
    pub code: Omission,
    /// Numbers and names for the sentence: `count`, `names`, `kind`, `field`.
    pub fields: BTreeMap<&'static str, String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_what_the_page_gets() {
        for omission in Omission::ALL {
            assert_eq!(serde_json::to_value(omission).unwrap(), omission.code());
        }
    }
}
