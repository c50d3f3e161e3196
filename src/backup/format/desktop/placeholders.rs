//! Placeholders of a Ledger's identities, as the Desktop Wallet's importer has to find them.
//! This module knows what it compares: the row, the number, the object and the name, and never the Ledger. So two placeholders of one
//! number must have two objects, or the rows they have in its database already.

use std::collections::BTreeMap;

use crate::backup::omission::Omission;
use crate::backup::tally::Tally;
use crate::model::{Common, DesktopRows, Identity, IdentityKey, IdentityState, RecordKind};

/// The month of a placeholder that was made here. The Desktop Wallet takes that of its recovery; here it is the same in every file, or
/// the next file would bring another identity.
const MONTH: &str = "202106";

/// Gives each placeholder the form the Desktop Wallet gives it; it could not show it otherwise. One that the Desktop Wallet made keeps its
/// object, so that it is found again; of several with one object only those whose row is known.
pub(super) fn tell_apart(identities: &mut BTreeMap<IdentityKey, Common<Identity>>, rows: &DesktopRows) {
    let mut twins: BTreeMap<(u32, String), usize> = BTreeMap::new();
    for identity in identities.values().filter(|identity| is_placeholder(identity)) {
        *twins.entry(shown_as(identity)).or_default() += 1;
    }
    for identity in identities.values_mut().filter(|identity| is_placeholder(identity)) {
        let has_twin = twins.get(&shown_as(identity)).is_some_and(|count| *count > 1);
        let object = identity.object.take().filter(|_| !has_twin || rows.identities.contains_key(&identity.key));
        identity.object = Some(object.unwrap_or_else(|| blank_object(&identity.key)));
        identity.detail.get_or_insert_default();
        identity.issuer_url.get_or_insert_default();
        identity.provider.get_or_insert_with(|| "{}".into());
    }
}

/// Names the placeholders, and those of one number on several Ledgers.
pub(super) fn warn(identities: &BTreeMap<IdentityKey, Common<Identity>>, tally: &mut Tally<Omission>) {
    let placeholders = || identities.values().filter(|identity| is_placeholder(identity));
    for identity in placeholders() {
        tally.note(Omission::DesktopPlaceholder, RecordKind::Identity, &identity.name);
        let is_twin = |other: &Common<Identity>| {
            other.key.index() == identity.key.index() && other.key.device() != identity.key.device()
        };
        if placeholders().any(is_twin) {
            tally.note(Omission::DesktopTwinPlaceholders, RecordKind::Identity, &identity.name);
        }
    }
}

fn is_placeholder(identity: &Identity) -> bool {
    identity.state == IdentityState::Placeholder
}

/// What the Desktop Wallet compares, if the rows say nothing.
fn shown_as(identity: &Identity) -> (u32, String) {
    let index = identity.key.index().map_or(u32::MAX, |index| index.get());
    (index, identity.object.clone().unwrap_or_else(|| blank_object(&identity.key)))
}

/// The identity object of a placeholder (concordium-desktop-wallet, `app/pages/Recovery`), and beside its attributes whose it is.
fn blank_object(key: &IdentityKey) -> String {
    const TAGS: [&str; 13] = [
        "firstName",
        "lastName",
        "sex",
        "dob",
        "countryOfResidence",
        "nationality",
        "idDocType",
        "idDocNo",
        "idDocIssuer",
        "idDocIssuedAt",
        "idDocExpiresAt",
        "nationalIdNo",
        "taxIdNo",
    ];
    let attributes = TAGS.map(|tag| format!(r#""{tag}":"""#)).join(",");
    let whose = match key {
        IdentityKey::Ledger { device, index, version, .. } => format!("{device}/{index}/{}", version.number()),
        IdentityKey::Phone(id) => id.to_string(),
    };
    format!(
        r#"{{"v":0,"value":{{"attributeList":{{"chosenAttributes":{{{attributes}}},"maxAccounts":0,"createdAt":"{MONTH}","validTo":"{MONTH}"}},"lifeboat":"{whose}"}}}}"#
    )
}
