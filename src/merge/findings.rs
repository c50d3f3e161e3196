//! What checks find about the keys that come in, record by record. Nothing is decided by what is found.

use std::collections::BTreeMap;

use super::generator;
use super::item::Subject;
use super::sides::{Both, Sides};
use crate::custody::{Examiner, Finding};
use crate::model::{Account, Common, Identity, IdentityKey, NetworkRecords};

/// The findings about the identities and accounts that come in; records without any are left out.
///
/// `is_watched`: nothing that comes in has keys, because the person wants it so. That they are missing is no finding then.
pub(super) fn of_incoming(sides: Sides<'_>, related: &Both<'_>, is_watched: bool) -> BTreeMap<Subject, Vec<Finding>> {
    let network = sides.network;
    let mut by_identity: BTreeMap<Option<IdentityKey>, Vec<&Account>> = BTreeMap::new();
    for account in sides.theirs.accounts.values().filter(|account| came_from_a_phone(account)) {
        by_identity.entry(account.identity).or_default().push(account);
    }
    for (key, identity) in &sides.theirs.identities {
        if identity.phone.is_some() {
            by_identity.entry(Some(*key)).or_default();
        }
    }
    let mut all = BTreeMap::new();
    for (key, accounts) in by_identity {
        let examiner = Examiner::new(measure(sides, key), key.and_then(|key| generator::of(sides, related, key)));
        let of_file = key.and_then(|key| sides.theirs.identities.get(&key)).filter(|it| it.phone.is_some());
        if let Some(identity) = of_file {
            let own = Examiner::new(Some(identity), generator::of(sides, related, identity.key));
            note(&mut all, Subject::Identity(network, identity.key), own.identity(), is_watched);
        }
        let accounts: Vec<_> =
            accounts.into_iter().map(|account| (account, related.theirs.credentials(&account.key))).collect();
        for ((account, _), examined) in accounts.iter().zip(examiner.accounts(&accounts)) {
            note(&mut all, Subject::Account(network, account.key.clone()), examined.findings, is_watched);
        }
    }
    all
}

/// The record of an identity that its accounts are measured by: mine, if it has keys. A file must not decide which accounts are mine.
fn measure<'a>(sides: Sides<'a>, key: Option<IdentityKey>) -> Option<&'a Identity> {
    let of = |records: &'a NetworkRecords| records.identities.get(&key?).map(Common::record);
    let (mine, theirs) = (of(sides.mine), of(sides.theirs));
    mine.filter(|identity| identity.has_keys()).or(theirs).or(mine)
}

/// A recovered account has no keys here, and none are missed.
fn came_from_a_phone(account: &Account) -> bool {
    account.keys.is_some() || account.phone.is_some()
}

fn note(all: &mut BTreeMap<Subject, Vec<Finding>>, subject: Subject, mut findings: Vec<Finding>, is_watched: bool) {
    findings.retain(|finding| !is_watched || !matches!(finding, Finding::KeysMissing | Finding::IdentityMissing));
    if !findings.is_empty() {
        all.insert(subject, findings);
    }
}
