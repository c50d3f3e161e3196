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

/// Where the keys of the accounts here are, all networks together: each account is in one of the numbers.
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
}

fn rows<Row>(splices: &[Splice<Row>]) -> usize {
    splices.iter().map(|splice| splice.put.len()).sum()
}

/// Rows of a list make place for others. The splices of a change are in the order of the list, and do not touch.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Splice<Row> {
    /// Where, in the list as it was before the whole change.
    pub at: u32,
    /// How many rows go.
    pub gone: u32,
    /// What comes in their place.
    pub put: Vec<Row>,
}

impl<Row> Splice<Row> {
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
        let WalletChange { revision: _, has_ledger, keys, orders, totals, undo, .. } = change;
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
