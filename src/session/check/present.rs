//! The check, and the backups that are known, as the page sees them.

use crate::fault::Fault;
use crate::model::{Counts, Wallet};
use crate::vault::{Contents, KnownBackup};

use super::CheckFlow;
use super::against;
use super::chain::to_ask;
use super::state::{CheckState, CheckedFile};
use super::view::{BackupFileView, ChainWordView, CheckView};
use crate::session::nodes::networks::node_url;
use crate::session::ports::Ports;
use crate::session::seam::ids::fingerprint;
use crate::session::seam::{Foreign, millis, saturated};
use crate::session::vault::view::backup_seen;

impl<P: Ports + 'static> CheckFlow<P> {
    /// The flow as the page sees it.
    pub(in crate::session) fn view(&self) -> CheckView {
        match &*self.state.borrow() {
            CheckState::Idle => CheckView::Idle,
            CheckState::Recognised { file, fault } => CheckView::Recognised {
                file_name: file.name.as_str().into(),
                size: millis(file.size as u64),
                format: file.locked.format(),
                encrypted: file.locked.is_encrypted(),
                fault: fault.clone(),
            },
            CheckState::Opening(opening) => {
                CheckView::Opening { file_name: opening.name.as_str().into(), effort: opening.effort }
            }
            CheckState::Checked(file) => match self.vault.contents() {
                Ok(contents) => checked_view(file, &contents),
                Err(_) => CheckView::Idle,
            },
        }
    }

    /// The backups that are known, the newest first.
    pub(super) fn backups(&self) -> Result<Vec<BackupFileView>, Fault> {
        let contents = self.vault.contents()?;
        Ok(contents.backup.made.iter().rev().map(|made| backup_view(made, &contents.wallet)).collect())
    }
}

fn checked_view(file: &CheckedFile, contents: &Contents) -> CheckView {
    let here = &contents.wallet;
    let compared = against(file, here);
    CheckView::Checked {
        file_name: file.name.as_str().into(),
        size: millis(file.size as u64),
        format: file.format,
        encrypted: file.is_encrypted,
        fingerprint: fingerprint(&file.mark),
        created_at: file.created_at.map(millis),
        assumed: file.assumed.map(|network| network.to_string()),
        holds: Counts::of(&file.wallet),
        comparison: compared.kind,
        lacking: compared.lacking,
        lacking_accounts: lacking_accounts(&file.wallet, here),
        differing: compared.differing,
        beyond: compared.beyond,
        notices: file.notices.clone(),
        asks: to_ask(&file.wallet).filter_map(|(network, _)| Some(node_url(contents, network)?.to_string())).collect(),
        chain: file.chain.as_ref().map(|word| {
            Box::new(ChainWordView {
                accounts: saturated(word.accounts),
                found: saturated(word.found),
                absent: saturated(word.absent),
                failed: saturated(word.failed),
                fault: word.fault.clone(),
            })
        }),
        remembered: file.is_remembered,
    }
}

/// The accounts of the wallet that the file knows nothing of, by name.
fn lacking_accounts(file: &Wallet, here: &Wallet) -> Vec<Foreign> {
    let mut names = Vec::new();
    for (network, records) in &here.networks {
        let in_file = file.networks.get(network);
        let accounts = records.accounts.values();
        names.extend(
            accounts
                .filter(|account| in_file.is_none_or(|records| !records.accounts.contains_key(&account.key)))
                .map(|account| Foreign::from(account.name.as_str())),
        );
    }
    names
}

/// One backup that is known, and what of the wallet it lacks now.
pub(super) fn backup_view(made: &KnownBackup, here: &Wallet) -> BackupFileView {
    BackupFileView {
        name: made.name.as_str().into(),
        files: saturated(made.marks.len()),
        fingerprint: made.marks.first().map(fingerprint).unwrap_or_default(),
        format: made.format,
        at: millis(made.at),
        seen: backup_seen(made.seen),
        checked: made.checked.map(millis),
        holds: made.counts,
        lacks: made.lacks(here),
    }
}
