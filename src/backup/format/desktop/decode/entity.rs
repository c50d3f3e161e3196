//! One entity at a time: from the fields of a row to a record.

use std::collections::BTreeSet;

use super::super::row::{LeftOut, Row};
use super::super::{BLANK_POLICY, filter_text};
use crate::backup::noticed::Noticed;
use crate::model::{
    Account, AccountKey, AccountSlot, AccountState, Contact, ContactAddress, Cosigner, Credential, CredentialIndex,
    Identity, IdentityIndex, IdentityKey, IdentityState, KeyVersion, LedgerPath, PairingKey, Shielded,
};

pub(super) fn identity(row: &mut Row<'_>, device: PairingKey) -> Result<Identity, LeftOut> {
    let index = IdentityIndex::new(row.index("identityNumber")?).ok_or(LeftOut::Unreadable("identityNumber"))?;
    let key = IdentityKey::Ledger { device, path: LedgerPath::Legacy, index, version: key_version(row)? };
    let object = row.optional_text("identityObject")?;
    let state = match row.text_or("status", "")?.as_str() {
        "confirmed" => IdentityState::Confirmed,
        "pending" => IdentityState::Pending,
        "rejected" => IdentityState::Rejected,
        "rejectedAndWarned" => IdentityState::RejectedAndWarned,
        "recovered" => IdentityState::Placeholder,
        "genesis" => IdentityState::Genesis,
        _ => {
            row.put_right("status");
            if object.is_some() { IdentityState::Confirmed } else { IdentityState::Pending }
        }
    };
    let mut provider = row.optional_text("identityProvider")?;
    // The Desktop Wallet cannot show its identities any more if this one text is empty.
    if provider.as_deref() == Some("") {
        row.put_right("identityProvider");
        provider = Some("{}".into());
    }
    Ok(Identity {
        key,
        name: row.text_or("name", "")?,
        state,
        detail: row.optional_text("detail")?,
        issuer_url: row.optional_text("codeUri")?,
        provider,
        object,
        randomness: row.text_or("randomness", "")?,
        phone: None,
    })
}

/// Identities from before 1.3.0 do not say; they were made the old way.
fn key_version(row: &mut Row<'_>) -> Result<KeyVersion, LeftOut> {
    if !row.has("version") {
        row.note(Noticed::DesktopKeyVersionAssumed);
    } else if row.is_null("version") {
        row.put_right("version");
    }
    match row.optional_number("version")? {
        None | Some(0) => Ok(KeyVersion::V0),
        Some(1) => Ok(KeyVersion::V1),
        Some(_) => Err(LeftOut::Unreadable("version")),
    }
}

pub(super) fn account(row: &mut Row<'_>, identity: IdentityKey) -> Result<Account, LeftOut> {
    let blank = Shielded::none();
    let address = row.text_or("address", "")?;
    let state = match row.text_or("status", "")?.as_str() {
        "confirmed" => AccountState::Confirmed,
        "pending" => AccountState::Pending,
        "rejected" => AccountState::Rejected,
        "genesis" => AccountState::Genesis,
        _ => {
            row.put_right("status");
            AccountState::Pending
        }
    };
    let account = Account {
        key: account_key(address, identity),
        identity: Some(identity),
        name: row.text_or("name", "")?,
        state,
        signature_threshold: threshold(row),
        is_initial: row.boolean_or("isInitial", false),
        deployment: row.optional_text("deploymentTransactionId")?,
        transaction_filter: transaction_filter(row)?,
        shielded: Shielded {
            self_amounts: row.text_or("selfAmounts", "")?,
            incoming_amounts: row.text_or("incomingAmounts", &blank.incoming_amounts)?,
            total_decrypted: row.text_or("totalDecrypted", &blank.total_decrypted)?,
            all_decrypted: row.boolean_or("allDecrypted", blank.all_decrypted),
        },
        keys: None,
        phone: None,
        signers: BTreeSet::new(),
    };
    row.drop_old(&["rewardFilter", "maxTransactionId", "identityName", "identityNumber"]);
    Ok(account)
}

fn account_key(text: String, identity: IdentityKey) -> AccountKey {
    text.parse().map_or_else(|_| AccountKey::Unaddressed { identity, text }, AccountKey::Address)
}

fn threshold(row: &mut Row<'_>) -> u32 {
    let given = row.has("signatureThreshold");
    match row.optional_index("signatureThreshold") {
        Ok(Some(threshold)) => threshold,
        Ok(None) | Err(_) => {
            if given {
                row.put_right("signatureThreshold");
            }
            1
        }
    }
}

/// An object in today's files, a text in some. An empty text would keep the Desktop Wallet from showing any account.
fn transaction_filter(row: &mut Row<'_>) -> Result<String, LeftOut> {
    let Some(text) = row.object_text("transactionFilter")? else { return Ok("{}".into()) };
    Ok(filter_text(&text).unwrap_or_else(|| {
        row.put_right("transactionFilter");
        "{}".into()
    }))
}

pub(super) fn credential(row: &mut Row<'_>, identity: IdentityKey) -> Result<Credential, LeftOut> {
    let id = row.text("credId")?.parse().map_err(|_| LeftOut::Unreadable("credId"))?;
    let credential = Credential {
        id,
        identity,
        index: CredentialIndex(row.index("credentialNumber")?),
        account: account_key(row.text_or("accountAddress", "")?, identity),
        slot: row.optional_index("credentialIndex")?.map(AccountSlot),
        policy: row.text_or("policy", BLANK_POLICY)?,
        randomness: row.optional_text("randomness")?,
    };
    if row.drop_old(&["external", "identityNumber"]) {
        row.note(Noticed::DesktopOldColumns);
    }
    Ok(credential)
}

/// Which of two records of one identity is worth more.
pub(super) fn standing(state: IdentityState) -> u8 {
    match state {
        IdentityState::Confirmed => 5,
        IdentityState::Genesis => 4,
        IdentityState::Pending => 3,
        IdentityState::Placeholder => 2,
        IdentityState::RejectedAndWarned => 1,
        IdentityState::Rejected => 0,
    }
}

/// Which of two records of one account is further.
pub(super) fn progress(account: &Account) -> u8 {
    match account.state {
        AccountState::Confirmed => 3,
        AccountState::Genesis => 2,
        AccountState::Pending => 1,
        AccountState::Rejected => 0,
    }
}

pub(super) fn cosigner(row: &mut Row<'_>) -> Result<Cosigner, LeftOut> {
    Ok(Cosigner {
        account: row.text("accountAddress")?.parse().map_err(|_| LeftOut::Unreadable("accountAddress"))?,
        credential: row.text("credId")?.parse().map_err(|_| LeftOut::Unreadable("credId"))?,
        note: row.text_or("note", "")?,
    })
}

pub(super) fn contact(row: &mut Row<'_>) -> Result<Contact, LeftOut> {
    // Whose account it is, the accounts say.
    row.boolean_or("readOnly", false);
    let contact = Contact {
        address: ContactAddress::read(&row.text("address")?),
        name: row.text_or("name", "")?,
        note: row.optional_text("note")?,
    };
    match contact.address {
        ContactAddress::Account(_) => {}
        ContactAddress::Invalid(_) => row.note(Noticed::DesktopContactNotValid),
    }
    Ok(contact)
}
