//! What the page sees. Plain values, derived anew for every snapshot; the page never edits a record.
//! No key, password, Ledger answer or decrypted document is ever in here.

use serde::Serialize;

use crate::model::Counts;

use super::chain::view::{ChainFactView, TotalsView};
use super::check::view::CheckView;
use super::drafts::intent::Draft;
use super::export::view::ExportView;
use super::headline::Headline;
use super::import::view::{ImportView, Waiting};
use super::key_search::view::KeySearchView;
use super::keys::view::AccountKeysCheck;
use super::ledger::view::{AccessView, DeviceTaskView, LedgerCall, LeftAskingView};
use super::recovery::view::{RecoveryView, SearchSummary};
use super::seam::saturated;
use super::settings::view::SettingsView;
use super::vault::view::{BackupView, KeepingView, UndoView, VaultView};
use super::wallet::order::OrdersView;
use super::wallet::view::{AccountView, ContactView, IdentityView, LedgerView};

/// Small, and sent on every change.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Grows by one with every snapshot.
    pub revision: u32,
    /// Whether the vault is open.
    pub vault: VaultView,
    /// When the vault locks unless a person does something until then, in milliseconds since 1970; `None` while it is not open.
    pub locks_at: Option<f64>,
    /// From when on that is said, in milliseconds since 1970; `None` while it is not open.
    pub warns_at: Option<f64>,
    /// How safely it is kept.
    pub keeping: KeepingView,
    /// `None` while the vault is not open.
    pub settings: Option<SettingsView>,
    /// `None` while the vault is not open.
    pub summary: Option<SummaryView>,
    /// The import flow.
    pub import: ImportView,
    /// The export flow.
    pub export: ExportView,
    /// The check of a backup.
    pub check: CheckView,
    /// The recovery flow.
    pub recovery: RecoveryView,
    /// Finding accounts by public keys.
    pub key_search: KeySearchView,
    /// The Ledger outside of a recovery.
    pub device: DeviceTaskView,
    /// Whether the Ledger waits for the person, whichever flow it is for.
    pub ledger_call: Option<LedgerCall>,
    /// A question that may still be on a Ledger's screen, although nobody waits for it.
    pub left_asking: Option<LeftAskingView>,
    /// What was being typed or looked at when the vault locked, until that place is left.
    pub drafts: Vec<Draft>,
}

/// What the popup and the start page show.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SummaryView {
    /// Records on all networks.
    pub counts: Counts,
    /// What backups hold of them.
    pub backup: BackupView,
    /// A search that waits, runs or has come to rest, and whose findings are not in the wallet.
    pub search: Option<SearchSummary>,
    /// What was read or made and waits for a word of the person, the most pressing first.
    pub waiting: Vec<Waiting>,
    /// What to know first.
    pub headline: Headline,
    /// What it is once the page is closed.
    pub once_closed: Headline,
}

/// Where the keys of the accounts here are, all networks together: each account is in one of the first numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KeysTally {
    /// Ledgers on record.
    pub ledgers: u32,
    /// Accounts that a Ledger signs for, also where further keys are here.
    pub on_ledger: u32,
    /// Accounts whose keys are in this wallet.
    pub here: u32,
    /// Accounts that can be watched only.
    pub watched: u32,
    /// Accounts with keys in this wallet, also where a Ledger signs.
    pub with_keys: u32,
}

/// All records, as the page has them: it starts without any and follows every [`WalletChange`].
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct WalletView {
    /// Whether a Ledger is among them, or signs for one of the accounts.
    pub has_ledger: bool,
    /// Where the keys of the accounts are.
    pub keys: KeysTally,
    /// The Ledgers on record; they have no network.
    pub ledgers: Vec<LedgerView>,
    /// On every network; each says on which.
    pub identities: Vec<IdentityView>,
    /// On every network; each says on which.
    pub accounts: Vec<AccountView>,
    /// On every network; each says on which.
    pub contacts: Vec<ContactView>,
    /// In which order they can be listed.
    pub orders: OrdersView,
    /// What the chain said about addresses here, since the vault was opened.
    pub chain: Vec<ChainFactView>,
    /// What the accounts here hold together, by the same answers.
    pub totals: Vec<TotalsView>,
    /// What the Ledger at hand can sign for, since the vault was opened.
    pub access: Vec<AccessView>,
    /// What the chain makes of the keys that are here, account by account.
    pub keys_checks: Vec<AccountKeysCheck>,
    /// What taking the last import, recovery or removal back would do; `None` when there is nothing to take back any more.
    pub undo: Option<UndoView>,
}

/// What has changed of the records, and of what is known about them, since the change before. What is short comes as a whole.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct WalletChange {
    /// 1 for the first one, which is to be put onto empty lists; then always one more.
    pub revision: u32,
    /// The next one belongs to it: until that came, no list is whole, and none is to be shown.
    pub more: bool,
    /// As in [`WalletView`], and so are all that follow.
    pub has_ledger: bool,
    /// Where the keys of the accounts are.
    pub keys: KeysTally,
    /// Of the Ledgers on record.
    pub ledgers: Vec<Splice<LedgerView>>,
    /// In which order the lists can be listed; `None` where that has not changed.
    pub orders: Option<OrdersView>,
    /// Of the identities.
    pub identities: Vec<Splice<IdentityView>>,
    /// Of the accounts.
    pub accounts: Vec<Splice<AccountView>>,
    /// Of the contacts.
    pub contacts: Vec<Splice<ContactView>>,
    /// Of what the chain said.
    pub chain: Vec<Splice<ChainFactView>>,
    /// What the accounts hold together.
    pub totals: Vec<TotalsView>,
    /// Of what the Ledger can sign for.
    pub access: Vec<Splice<AccessView>>,
    /// Of what the chain makes of the keys that are here.
    pub keys_checks: Vec<Splice<AccountKeysCheck>>,
    /// What can be taken back.
    pub undo: Option<UndoView>,
}

impl WalletChange {
    /// How many rows come along.
    #[must_use]
    pub fn rows(&self) -> usize {
        rows(&self.ledgers)
            + rows(&self.identities)
            + rows(&self.accounts)
            + rows(&self.contacts)
            + rows(&self.chain)
            + rows(&self.access)
            + rows(&self.keys_checks)
    }

    /// Most rows of a part.
    pub(super) const MOST_ROWS: usize = 2_000;

    /// The same as several, of which none has more than `most` rows, numbered by `next` after the first: a wallet that is brought in or
    /// opened comes with all of its rows, and the page should not stand still for them.
    pub(super) fn parts(self, most: usize, next: impl Fn() -> u32) -> impl Iterator<Item = Self> {
        let mut left = Some(self);
        std::iter::from_fn(move || {
            let mut change = left.take()?;
            if change.rows() <= most {
                return Some(change);
            }
            let mut room = most;
            let part = Self {
                more: true,
                ledgers: Splice::first(&mut change.ledgers, &mut room),
                identities: Splice::first(&mut change.identities, &mut room),
                accounts: Splice::first(&mut change.accounts, &mut room),
                contacts: Splice::first(&mut change.contacts, &mut room),
                chain: Splice::first(&mut change.chain, &mut room),
                access: Splice::first(&mut change.access, &mut room),
                keys_checks: Splice::first(&mut change.keys_checks, &mut room),
                orders: None,
                totals: change.totals.clone(),
                undo: change.undo.clone(),
                ..change
            };
            change.revision = next();
            left = Some(change);
            Some(part)
        })
    }
}

fn rows<Row>(splices: &[Splice<Row>]) -> usize {
    splices.iter().map(|splice| splice.put.len()).sum()
}

/// Rows of a list make place for others. The splices of a change are in the order of the list, and do not touch.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Splice<Row> {
    /// Where, in the list as it was before this part of the change.
    pub at: u32,
    /// How many rows go.
    pub gone: u32,
    /// What comes in their place.
    pub put: Vec<Row>,
}

impl<Row> Splice<Row> {
    /// Takes the first splices out, with no more rows than there is `room` for; what is left is for the list as it is after them.
    fn first(splices: &mut Vec<Self>, room: &mut usize) -> Vec<Self> {
        let (mut taken, mut grown) = (Vec::new(), 0_i32);
        let mut left = std::mem::take(splices).into_iter().peekable();
        // Whatever is behind a splice that was cut waits with its rest.
        while splices.is_empty()
            && let Some(mut splice) = left.next_if(|splice| *room > 0 || splice.put.is_empty())
        {
            let rest = splice.put.split_off(splice.put.len().min(*room));
            *room -= splice.put.len();
            grown = grown.saturating_add_unsigned(saturated(splice.put.len())).saturating_sub_unsigned(splice.gone);
            if !rest.is_empty() {
                splices.push(Self { at: splice.at.saturating_add(splice.gone), gone: 0, put: rest });
            }
            taken.push(splice);
        }
        splices.extend(left);
        splices.iter_mut().for_each(|splice| splice.at = splice.at.saturating_add_signed(grown));
        taken
    }

    /// The list after a change.
    pub fn follow(list: &mut Vec<Row>, splices: Vec<Self>) {
        // From behind: what is in front stays where it is.
        for Self { at, gone, put } in splices.into_iter().rev() {
            let begin = (at as usize).min(list.len());
            let end = begin.saturating_add(gone as usize).min(list.len());
            list.splice(begin..end, put);
        }
    }
}

impl WalletView {
    /// The records after a change, as the page works them out (`extension/engine.lists.ts`).
    pub fn follow(&mut self, change: WalletChange) {
        let WalletChange { revision: _, more: _, has_ledger, keys, orders, totals, undo, .. } = change;
        (self.has_ledger, self.keys, self.totals, self.undo) = (has_ledger, keys, totals, undo);
        if let Some(orders) = orders {
            self.orders = orders;
        }
        Splice::follow(&mut self.ledgers, change.ledgers);
        Splice::follow(&mut self.identities, change.identities);
        Splice::follow(&mut self.accounts, change.accounts);
        Splice::follow(&mut self.contacts, change.contacts);
        Splice::follow(&mut self.chain, change.chain);
        Splice::follow(&mut self.access, change.access);
        Splice::follow(&mut self.keys_checks, change.keys_checks);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::session::seam::Foreign;
    use crate::session::wallet::view::ReceivingView;

    fn nothing() -> WalletChange {
        WalletChange {
            revision: 1,
            more: false,
            has_ledger: true,
            keys: KeysTally::default(),
            ledgers: Vec::new(),
            orders: Some(OrdersView { contacts: vec![1, 0], ..OrdersView::default() }),
            identities: Vec::new(),
            accounts: Vec::new(),
            contacts: Vec::new(),
            chain: Vec::new(),
            totals: Vec::new(),
            access: Vec::new(),
            keys_checks: Vec::new(),
            undo: None,
        }
    }

    fn ledger(number: u8) -> LedgerView {
        let name = number.to_string();
        LedgerView { id: name.clone(), name: name.into(), mark: String::new(), model: None, identities: 0 }
    }

    fn contact(number: u8) -> ContactView {
        ContactView {
            network: String::new(),
            address: number.to_string(),
            shown_address: Foreign::default(),
            valid: true,
            name: Foreign::default(),
            note: Foreign::default(),
            own_account: false,
            receiving: ReceivingView::Open,
        }
    }

    /// Splices for a list of `length` rows, made of how many rows stay before each, how many go, and how many come.
    fn splices<Row>(length: u32, steps: &[(u8, u8, u8)], row: impl Fn(u8) -> Row) -> Vec<Splice<Row>> {
        let (mut at, mut splices) = (0, Vec::new());
        for (number, (stay, gone, put)) in (0..).zip(steps) {
            at += u32::from(*stay) + 1;
            let gone = u32::from(*gone).min(length.saturating_sub(at));
            let put = (0..*put).map(|place| row(100 + 10 * number + place)).collect();
            splices.push(Splice { at: at.min(length), gone, put });
            at += gone;
        }
        splices
    }

    proptest! {
        #[test]
        fn parts_one_after_the_other_come_to_the_whole_change(
            length in 0_u8..12,
            ledgers in prop::collection::vec((0_u8..3, 0_u8..4, 0_u8..9), 0..4),
            contacts in prop::collection::vec((0_u8..3, 0_u8..4, 0_u8..9), 0..4),
            most in 1_usize..12,
        ) {
            let before = WalletView {
                ledgers: (0..length).map(ledger).collect(),
                contacts: (0..length).map(contact).collect(),
                ..WalletView::default()
            };
            let change = WalletChange {
                ledgers: splices(length.into(), &ledgers, ledger),
                contacts: splices(length.into(), &contacts, contact),
                ..nothing()
            };
            let (mut whole, mut in_parts) = (before.clone(), before);
            whole.follow(change.clone());
            let last = std::cell::Cell::new(1);
            let parts: Vec<_> = change.clone().parts(most, || { last.set(last.get() + 1); last.get() }).collect();
            prop_assert_eq!(parts.len(), change.rows().div_ceil(most).max(1));
            for (number, part) in (1..).zip(&parts) {
                prop_assert!(part.rows() <= most);
                prop_assert_eq!((part.revision, part.more), (number, number < saturated(parts.len())));
                in_parts.follow(part.clone());
            }
            prop_assert_eq!(in_parts, whole);
        }
    }
}
