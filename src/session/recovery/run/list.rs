//! The list of all accounts: read once for a place, and held beside the next ones while it is young.

use std::collections::BTreeSet;

use super::{Kept, Run};
use crate::fault::Fault;
use crate::gather::Gather;
use crate::model::CredentialId;
use crate::node::list::Wanted;
use crate::node::{BrokenScan, NodeError, Scan, query};
use crate::recovery::{Hits, Scanned};
use crate::session::ports::Ports;
use crate::session::recovery::view::{ScanState, ScanView};
use crate::session::seam::millis;

/// How long a list of all accounts is young enough to be compared with the ids of another place.
const LIST_IS_YOUNG_MS: u64 = 10 * 60_000;

impl<P: Ports + 'static> Run<P> {
    /// Compares what is wanted with the list of all accounts.
    pub(super) async fn read_list(&self, wanted: &BTreeSet<CredentialId>, hits: &Hits) -> Result<Scanned, NodeError> {
        if let Some(scanned) = self.compare_with_kept(wanted) {
            self.show_scan(ScanState::Done, scanned.accounts_read, None);
            return Ok(scanned);
        }
        let wanted = Wanted::new(wanted.iter().copied());
        let mut told = BTreeSet::new();
        let mut progress = |scan: &Scan| {
            scan.opened.keys().filter(|id| told.insert(**id)).for_each(|id| hits.tell(*id));
            self.show_scan(ScanState::Reading, scan.accounts, None);
        };
        self.show_scan(ScanState::Reading, 0, None);
        let question = async |node: &P::Node| {
            let read = query::accounts_opened_by(node, &wanted, &mut progress).await;
            read.map_err(|BrokenScan { fault, .. }| fault)
        };
        match self.nodes.ask(question).await {
            Ok((scan, by)) => {
                self.show_scan(ScanState::Done, scan.accounts, None);
                let scanned = Scanned {
                    opened: scan.opened.keys().copied().gather(),
                    accounts_read: scan.accounts,
                    by: Some(by.clone()),
                };
                *self.list.borrow_mut() = Some(Kept { list: scan.keep(), by });
                Ok(scanned)
            }
            Err(error) => {
                // What was read before it broke off stands in the view.
                self.flow.change(&self.turn, |active| {
                    if let Some(scan) = &mut active.scan {
                        scan.state = ScanState::Failed;
                        scan.fault = Some(self.nodes.fault(&error));
                    }
                });
                self.flow.context.redraw();
                Err(error)
            }
        }
    }

    /// The answer of the list that was read for an earlier place, while that is young.
    pub(super) fn compare_with_kept(&self, wanted: &BTreeSet<CredentialId>) -> Option<Scanned> {
        let kept = self.list.borrow();
        let Kept { list, by } = kept.as_ref()?;
        let is_young = self.flow.context.ports.now().saturating_sub(by.at) < LIST_IS_YOUNG_MS;
        is_young.then(|| Scanned {
            opened: wanted.iter().filter(|id| list.may_hold(id)).copied().gather(),
            accounts_read: list.accounts(),
            by: Some(by.clone()),
        })
    }

    pub(super) fn show_scan(&self, state: ScanState, accounts_read: u64, fault: Option<Fault>) {
        let scan = ScanView { state, accounts_read: millis(accounts_read), fault };
        self.flow.change(&self.turn, |active| active.scan = Some(scan));
        self.flow.context.redraw();
    }
}
