//! How each row of a preview reads.

use std::collections::BTreeMap;

use crate::fault::Notice;
use crate::merge::{Choice, Fate, Item, Reason, Subject, Verdict};
use crate::model::{AccountAddress, GenesisHash, IdentityIndex, NetworkRecords, RecordKind, Wallet};
use crate::recovery::Agreement;
use crate::work::{self, Work};

use super::preview::Preview;
use super::rows::RowFilter;
use super::view::{ChoiceView, ItemView};
use crate::session::keys::view::{KeysCheckView, KeysPlace, findings_view};
use crate::session::seam::ids::short;
use crate::session::seam::{Foreign, saturated};

/// The rows of a kind that a filter shows, from one on; at most [`AT_ONCE`](super::rows::AT_ONCE). `second` is what another node says about the accounts that a
/// search was told of.
pub(super) fn page(
    preview: &Preview,
    current: &Wallet,
    second: &BTreeMap<AccountAddress, Agreement>,
    shown: (RecordKind, RowFilter),
    from: u32,
) -> Vec<ItemView> {
    let of_plan = |position: u32| {
        let item = preview.plan.items.get(usize::try_from(position).ok()?)?;
        let second = account_of(&item.subject).and_then(|address| second.get(address)).copied();
        Some(row(position, item, preview, current, second))
    };
    preview.rows.page(shown, from).filter_map(of_plan).collect()
}

fn account_of(subject: &Subject) -> Option<&AccountAddress> {
    match subject {
        Subject::Account(_, key) => key.address(),
        Subject::Device(_)
        | Subject::Identity(..)
        | Subject::Credential(..)
        | Subject::Cosigner(..)
        | Subject::Contact(..) => None,
    }
}

fn row(id: u32, item: &Item, preview: &Preview, current: &Wallet, second: Option<Agreement>) -> ItemView {
    work::note(Work::Row, 1);
    let Words { title, subtitle, number, at, account } = words(&item.subject, &preview.incoming, current);
    let ending = usize::try_from(id).ok().and_then(|at| preview.foresight.ending(at));
    // What it will be called; a co-signer without a note goes by its id.
    let title = ending.and_then(|ending| ending.name.clone()).filter(|name| !name.is_empty()).unwrap_or(title);
    let cleaned = preview.cleaned.contains(&item.subject).then(|| Notice::of(&Reason::NameCleaned));
    let chosen = preview.chosen(item);
    ItemView {
        parts: usize::try_from(id).map(|at| preview.parts(at)).unwrap_or_default(),
        number,
        at,
        at_name: account.and_then(|account| name_of(&account, preview, current)),
        keys: keys_place(item, chosen, preview, current),
        keys_check: keys_check(&item.subject, preview),
        proof: preview.proof(&item.subject, current),
        second,
        findings: findings_view(&item.findings, &title),
        remarks: item.remarks.iter().map(Notice::of).chain(cleaned).collect(),
        id,
        kind: item.subject.kind(),
        network: item.subject.network().map(|genesis| genesis.to_string()),
        title: title.into(),
        subtitle: subtitle.into(),
        status: item.verdict,
        reason: item.reason.as_ref().map(Notice::of),
        choices: item
            .choices
            .iter()
            .map(|choice| ChoiceView { code: *choice, outcome: item.outcome(*choice).map(Foreign::from) })
            .collect(),
        chosen: item.choices.iter().position(|choice| *choice == chosen).map_or(0, saturated),
        fate: ending.map_or(Fate::LeftOut, |ending| ending.fate),
    }
}

/// How a record is called on the page.
#[derive(Default)]
struct Words {
    title: String,
    subtitle: String,
    number: Option<u32>,
    at: Option<String>,
    /// The account it is on, which may have a name.
    account: Option<Subject>,
}

impl Words {
    fn new(title: impl Into<String>, subtitle: impl Into<String>) -> Self {
        Self { title: title.into(), subtitle: subtitle.into(), ..Self::default() }
    }
}

/// How a record is called, from whichever wallet has it.
fn words(subject: &Subject, incoming: &Wallet, current: &Wallet) -> Words {
    let find = |genesis| both(incoming, current, genesis);
    match subject {
        Subject::Device(key) => {
            let devices = [incoming, current].into_iter().filter_map(|wallet| wallet.devices.get(key));
            let name = devices.map(|device| device.name.clone()).find(|name| !name.is_empty());
            Words::new(name.unwrap_or_else(|| format!("Ledger {}", short(key))), key.to_string())
        }
        Subject::Identity(genesis, key) => Words {
            title: find(genesis)
                .find_map(|records| Some(records.identities.get(key)?.name.clone()))
                .unwrap_or_default(),
            number: key.index().map(IdentityIndex::get),
            at: key.device().as_ref().map(short),
            ..Words::default()
        },
        Subject::Account(genesis, key) => Words::new(
            find(genesis).find_map(|records| Some(records.accounts.get(key)?.name.clone())).unwrap_or_default(),
            key.text(),
        ),
        Subject::Credential(genesis, id) => {
            let credential = find(genesis).find_map(|records| records.credentials.get(id));
            Words {
                subtitle: id.to_string(),
                number: credential.map(|credential| credential.index.0),
                at: credential.map(|credential| credential.account.text()),
                account: credential.map(|credential| Subject::Account(*genesis, credential.account.clone())),
                ..Words::default()
            }
        }
        Subject::Cosigner(genesis, id) => {
            let note = find(genesis).find_map(|records| Some(records.cosigners.get(id)?.note.clone()));
            Words::new(note.filter(|note| !note.is_empty()).unwrap_or_else(|| short(id)), id.to_string())
        }
        Subject::Contact(genesis, address) => Words::new(
            find(genesis).find_map(|records| Some(records.contacts.get(address)?.name.clone())).unwrap_or_default(),
            address.to_string(),
        ),
    }
}

/// What an account of the plan, or of the wallet, is called with the choices as they stand.
fn name_of(account: &Subject, preview: &Preview, current: &Wallet) -> Option<Foreign> {
    let planned = preview.plan.items.binary_search_by(|item| item.subject.cmp(account)).ok();
    let named = planned.and_then(|at| preview.foresight.ending(at)?.name.clone());
    let name = named.unwrap_or_else(|| words(account, &preview.incoming, current).title);
    (!name.is_empty()).then(|| name.into())
}

/// Where the keys of an identity or an account will be, with the choice in force.
fn keys_place(item: &Item, choice: Choice, preview: &Preview, current: &Wallet) -> Option<KeysPlace> {
    // Keys that only a file says are somebody's come in if the person says so.
    let come_in = item.verdict != Verdict::Conflict || matches!(choice, Choice::TakeTheirs | Choice::AddWithKeys);
    let sides = [(&*preview.incoming, come_in), (current, true)];
    let held_here = match &item.subject {
        Subject::Identity(genesis, key) => sides.iter().any(|(wallet, counts)| {
            let identity = wallet.networks.get(genesis).and_then(|records| records.identities.get(key));
            *counts && identity.is_some_and(|identity| identity.has_keys())
        }),
        Subject::Account(genesis, key) => sides.iter().any(|(wallet, counts)| {
            let account = wallet.networks.get(genesis).and_then(|records| records.accounts.get(key));
            *counts && account.is_some_and(|account| account.keys.is_some())
        }),
        Subject::Device(_) | Subject::Credential(..) | Subject::Cosigner(..) | Subject::Contact(..) => return None,
    };
    Some(KeysPlace::of(held_here, item.keys.is_some_and(|keys| keys.ledger)))
}

/// What the chain makes of the keys an account comes in with.
fn keys_check(subject: &Subject, preview: &Preview) -> Option<KeysCheckView> {
    let Subject::Account(genesis, key) = subject else { return None };
    preview.incoming.networks.get(genesis)?.accounts.get(key)?.keys.as_ref()?;
    Some(match key.address() {
        Some(address) => preview.compared.check_view((*genesis, *address)),
        None => KeysCheckView::not_compared(),
    })
}

/// The records of a network in both wallets, the incoming ones first.
fn both<'w>(
    incoming: &'w Wallet,
    current: &'w Wallet,
    genesis: &GenesisHash,
) -> impl Iterator<Item = &'w NetworkRecords> + use<'w> {
    let genesis = *genesis;
    [incoming, current].into_iter().filter_map(move |wallet| wallet.networks.get(&genesis))
}

#[cfg(test)]
mod tests;
