//! Why an item of the plan is as it is, and what else is worth knowing of it.
//! This file knows the facts of each sentence; the words are in `_locales`.

use crate::fault::Coded;
use crate::model::{AccountAddress, CredentialIndex};

/// Why, or what differs. The fields are the facts of the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Coded)]
#[code(with("count"))]
#[expect(missing_docs, reason = "each is a sentence of _locales, and its fields are what the sentence names")]
pub enum Reason {
    #[code("name-differs", mine, theirs)]
    NameDiffers { mine: String, theirs: String },
    #[code("note-differs", mine, theirs)]
    NoteDiffers { mine: String, theirs: String },
    #[code("name-and-note-differ", mine, theirs, my_note, their_note)]
    NameAndNoteDiffer { mine: String, theirs: String, my_note: String, their_note: String },
    #[code("name-cleaned")]
    NameCleaned,
    #[code("names-cleaned")]
    NamesCleaned,
    #[code("added-unasked")]
    AddedUnasked,
    #[code("identity-signature-unchecked")]
    IdentitySignatureUnchecked,
    #[code("name-alike", name, address)]
    NameAlike { name: String, address: String },
    #[code("name-alike-in-file", name, address)]
    NameAlikeInFile { name: String, address: String },

    #[code("covered-by-identity", name)]
    CoveredByIdentity { name: String },
    #[code("placeholder-replaced", mine, theirs)]
    PlaceholderReplaced { mine: String, theirs: String },
    #[code("identity-completed")]
    IdentityCompleted,
    #[code("identities-contradict", mine, theirs)]
    IdentitiesContradict { mine: String, theirs: String },
    #[code("identity-gains-keys", name)]
    IdentityGainsKeys { name: String },
    #[code("identity-gains-damaged-keys", name)]
    IdentityGainsDamagedKeys { name: String },
    #[code("identity-keys-repaired", name)]
    IdentityKeysRepaired { name: String },
    #[code("identity-keys-kept", name)]
    IdentityKeysKept { name: String },
    #[code("identity-keys-differ", name)]
    IdentityKeysDiffer { name: String },
    #[code("identity-keys-both-damaged", name)]
    IdentityKeysBothDamaged { name: String },
    #[code("identity-keys-claimed", name)]
    IdentityKeysClaimed { name: String },

    #[code("account-without-identity", name)]
    AccountWithoutIdentity { name: String },
    #[code("account-completed")]
    AccountCompleted,
    #[code("account-listed", identity)]
    AccountListed { identity: String },
    #[code("account-said-to-belong", identity)]
    AccountSaidToBelong { identity: String },
    #[code("account-file-claims-ledger", name)]
    AccountFileClaimsLedger { name: String },
    #[code("account-claimed-for-ledger", name)]
    AccountClaimedForLedger { name: String },
    #[code("account-denied", name)]
    AccountDenied { name: String },
    #[code("account-hidden", name)]
    AccountHidden { name: String },
    #[code("account-keys-denied", name)]
    AccountKeysDenied { name: String },
    #[code("account-signers-said", name)]
    AccountSignersSaid { name: String },
    #[code("account-others-too", name)]
    AccountOthersToo { name: String },
    #[code("account-others-rule", name, signatures)]
    AccountOthersRule { name: String, signatures: u32 },
    #[code("account-needs-others", name, signatures)]
    AccountNeedsOthers { name: String, signatures: u32 },
    #[code("account-others-beside", name)]
    AccountOthersBeside { name: String },
    #[code("threshold-differs", mine, theirs)]
    ThresholdDiffers { mine: u32, theirs: u32 },
    #[code("account-gains-keys", name)]
    AccountGainsKeys { name: String },
    #[code("account-gains-damaged-keys", name)]
    AccountGainsDamagedKeys { name: String },
    #[code("account-keys-repaired", name)]
    AccountKeysRepaired { name: String },
    #[code("account-keys-kept", name)]
    AccountKeysKept { name: String },
    #[code("account-keys-differ", name, mine, theirs)]
    AccountKeysDiffer { name: String, mine: String, theirs: String },
    #[code("account-keys-both-damaged", name)]
    AccountKeysBothDamaged { name: String },
    #[code("account-keys-beside-differ", name)]
    AccountKeysBesideDiffer { name: String },
    #[code("account-keys-claimed-ledger", name)]
    AccountKeysClaimedLedger { name: String },
    #[code("account-keys-claimed-phone", name)]
    AccountKeysClaimedPhone { name: String },
    #[code("account-keys-claimed-damaged", name)]
    AccountKeysClaimedDamaged { name: String },

    #[code("credential-without-identity", credential)]
    CredentialWithoutIdentity { credential: String },
    #[code("credential-place-twice", credential)]
    CredentialPlaceTwice { credential: String },
    #[code("credential-claims-account", credential)]
    CredentialClaimsAccount { credential: String },
    #[code("credential-elsewhere", credential)]
    CredentialElsewhere { credential: String },
    #[code("credential-denied")]
    CredentialDenied,
    #[code("credential-differs", credential)]
    CredentialDiffers { credential: String },
    #[code("credential-completed")]
    CredentialCompleted,
    #[code("credential-number-taken", credential, number, mine)]
    CredentialNumberTaken { credential: String, number: CredentialIndex, mine: String },
    #[code("credential-slot-taken", credential, mine)]
    CredentialSlotTaken { credential: String, mine: String },

    #[code("cosigner-without-account", address)]
    CosignerWithoutAccount { address: AccountAddress },
    #[code("cosigner-on-other-account", mine, theirs)]
    CosignerOnOtherAccount { mine: AccountAddress, theirs: AccountAddress },

    #[code("known-as-contact", mine, theirs)]
    KnownAsContact { mine: String, theirs: String },
    #[code("names-drifted", account, contact)]
    NamesDrifted { account: String, contact: String },
    #[code("contact-becomes-own")]
    ContactBecomesOwn,
    #[code("contact-names-account")]
    ContactNamesAccount,
    #[code("contact-follows-account", name)]
    ContactFollowsAccount { name: String },
}
