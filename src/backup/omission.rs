//! What a file for another wallet leaves behind, writes differently, or is only safe for on a condition: a closed list.

use crate::fault::{Coded, Fields, Notice};

/// One such fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Coded)]
#[code(with("count", "names", "kind", "field", "network", "accounts", "identities", "contacts"))]
pub enum Omission {
    /// Both key versions of one index: for an empty Desktop Wallet only.
    #[code("desktop-both-key-versions")]
    DesktopBothKeyVersions,
    /// Placeholders: a Desktop Wallet that has the real identity refuses the whole file.
    #[code("desktop-placeholder")]
    DesktopPlaceholder,
    /// Placeholders of one index on several Ledgers: for the Desktop Wallet they came from, or an empty one.
    #[code("desktop-twin-placeholders")]
    DesktopTwinPlaceholders,
    /// Identities whose issuing was not finished: a Desktop Wallet that has seen the end of it refuses the whole file.
    #[code("desktop-unfinished-identity")]
    DesktopUnfinishedIdentity,
    /// Records of another network.
    #[code("desktop-omits-network")]
    DesktopOmitsNetwork,
    /// Identities and accounts below a newer path of the Ledger.
    #[code("desktop-omits-newer-path")]
    DesktopOmitsNewerPath,
    /// The names of Ledgers.
    #[code("desktop-omits-ledger-name")]
    DesktopOmitsLedgerName,
    /// Identities that came from a phone.
    #[code("desktop-omits-phone-identity")]
    DesktopOmitsPhoneIdentity,
    /// Accounts that came from a phone.
    #[code("desktop-omits-phone-account")]
    DesktopOmitsPhoneAccount,
    /// Accounts that came as their keys alone.
    #[code("desktop-omits-key-account")]
    DesktopOmitsKeyAccount,
    /// Accounts that were found by a key of a Ledger, and are under no identity of it.
    #[code("desktop-omits-ledger-key-account")]
    DesktopOmitsLedgerKeyAccount,
    /// Accounts of which the file does not say at which path of a Ledger a further key lies.
    #[code("desktop-carries-without-signers")]
    DesktopCarriesWithoutSigners,
    /// Accounts of a Ledger whose keys stay behind.
    #[code("desktop-carries-without-keys")]
    DesktopCarriesWithoutKeys,
    /// Accounts whose identity is not on record.
    #[code("desktop-omits-account-without-identity")]
    DesktopOmitsAccountWithoutIdentity,
    /// A second account without an address.
    #[code("desktop-omits-account-without-address")]
    DesktopOmitsAccountWithoutAddress,
    /// Credentials whose identity is not on record.
    #[code("desktop-omits-credential-without-identity")]
    DesktopOmitsCredentialWithoutIdentity,
    /// A second credential in one place.
    #[code("desktop-omits-repeated-credential")]
    DesktopOmitsRepeatedCredential,
    /// Notes on co-signers of accounts that are not in the file.
    #[code("desktop-omits-cosigner-without-account")]
    DesktopOmitsCosignerWithoutAccount,
    /// Records of another network.
    #[code("phone-omits-network")]
    PhoneOmitsNetwork,
    /// Identities on a Ledger.
    #[code("phone-omits-ledger-identity")]
    PhoneOmitsLedgerIdentity,
    /// Identities whose keys are not here.
    #[code("phone-omits-watched-identity")]
    PhoneOmitsWatchedIdentity,
    /// Identities without something that nothing can stand in for.
    #[code("phone-omits-incomplete-identity")]
    PhoneOmitsIncompleteIdentity,
    /// Accounts of a Ledger.
    #[code("phone-omits-ledger-account")]
    PhoneOmitsLedgerAccount,
    /// Accounts that came as their keys alone.
    #[code("phone-omits-key-account")]
    PhoneOmitsKeyAccount,
    /// Accounts whose keys are not here.
    #[code("phone-omits-watched-account")]
    PhoneOmitsWatchedAccount,
    /// Accounts without something that nothing can stand in for.
    #[code("phone-omits-incomplete-account")]
    PhoneOmitsIncompleteAccount,
    /// Accounts whose identity is not in the file.
    #[code("phone-omits-account-of-identity")]
    PhoneOmitsAccountOfIdentity,
    /// Credentials of accounts that are not on record.
    #[code("phone-omits-credential")]
    PhoneOmitsCredential,
    /// Notes on co-signers.
    #[code("phone-omits-cosigner")]
    PhoneOmitsCosigner,
    /// Notes in the address book.
    #[code("phone-omits-contact-note")]
    PhoneOmitsContactNote,
    /// Attributes an account reveals whose value is no text, nor can be made one.
    #[code("phone-drops-revealed-attribute")]
    PhoneDropsRevealedAttribute,
    /// The randomness of an account's commitments, where a part of it is missing: only proofs about attributes need it.
    #[code("phone-drops-commitments")]
    PhoneDropsCommitments,
    /// Accounts of which the file does not say at which path of a Ledger a further key lies.
    #[code("phone-drops-signers")]
    PhoneDropsSigners,
    /// Accounts whose keys do not fit.
    #[code("phone-carries-unsound-keys")]
    PhoneCarriesUnsoundKeys,
    /// Accounts with a part made again from what is known.
    #[code("phone-makes-again")]
    PhoneMakesAgain,
    /// Identities with an empty value where a part was missing: no new account can be made with them.
    #[code("phone-fills-identity")]
    PhoneFillsIdentity,
    /// Accounts with an empty value where a part was missing that no phone looks at any more.
    #[code("phone-fills-account")]
    PhoneFillsAccount,
    /// Records with numbers as texts, or texts as numbers: written the way an iPhone reads them.
    #[code("phone-mends-types")]
    PhoneMendsTypes,
    /// Records of another network.
    #[code("table-omits-network")]
    TableOmitsNetwork,
    /// Entries of the address book that are own accounts.
    #[code("table-omits-own-account")]
    TableOmitsOwnAccount,
    /// Contacts without a valid address.
    #[code("table-omits-not-valid")]
    TableOmitsNotValid,
    /// Contacts with a text that no cell of a spreadsheet holds.
    #[code("table-omits-long-text")]
    TableOmitsLongText,
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
            | Self::DesktopOmitsLedgerName
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
            | Self::PhoneDropsSigners
            | Self::TableOmitsNetwork
            | Self::TableOmitsOwnAccount
            | Self::TableOmitsNotValid
            | Self::TableOmitsLongText => true,
        }
    }
}

/// One such fact about some records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Omitted {
    /// Which.
    pub code: Omission,
    /// Which records, and how many.
    pub fields: Fields,
}

impl Omitted {
    /// In the form that travels to the page.
    #[must_use]
    pub fn notice(self) -> Notice {
        Notice { code: self.code.code(), fields: self.fields }
    }
}
