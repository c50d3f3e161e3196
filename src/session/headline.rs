//! What a person should know first: one word for the start page, the popup and the toolbar. It weighs what the flows say; it knows nothing of its own.

use serde::Serialize;

use super::import::view::Waiting;
use super::recovery::view::{SearchState, SearchSummary};
use super::vault::view::{BackupView, Cover};

/// What is nearest to its end, or to being lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Foremost {
    /// A file was chosen and is not open yet.
    ChosenFile,
    /// A file was read, and nothing of it is in the wallet.
    ReadFile,
    /// What a search found was looked at, and is not in the wallet.
    Findings,
    /// A search was interrupted and can go on.
    SearchWaiting,
    /// A search is under way.
    SearchRunning,
    /// A search has come to rest.
    SearchResting,
    /// A backup was made and is not on a disk yet.
    UnsavedBackup,
    /// There is no backup.
    NoBackup,
    /// A backup does not hold everything as it is now.
    BackupBehind,
    /// Every record is in a backup, and of some of them nobody has seen that backup on a disk.
    BackupUnchecked,
    /// Every record is in a backup.
    Covered,
    /// There is nothing here.
    Empty,
}

/// That, and whether it is worth a mark on the toolbar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Headline {
    /// In one word.
    pub foremost: Foremost,
    /// Something would be lost, or waits for a word of the person.
    pub calls: bool,
}

impl Headline {
    /// With everything as it stands. `waiting`: the most pressing first.
    pub(super) fn now(backup: &BackupView, search: Option<SearchSummary>, waiting: &[Waiting]) -> Self {
        let of_search = |search: SearchSummary| match search.state {
            SearchState::Waiting => Foremost::SearchWaiting,
            SearchState::Running => Foremost::SearchRunning,
            SearchState::Resting => Foremost::SearchResting,
        };
        let of_waiting = |waiting: &Waiting| match waiting {
            Waiting::UnsavedBackup => Foremost::UnsavedBackup,
            Waiting::ChosenFile => Foremost::ChosenFile,
            Waiting::ReadFile => Foremost::ReadFile,
            Waiting::Findings => Foremost::Findings,
        };
        let of_backup = match backup.cover {
            Cover::Empty => Foremost::Empty,
            Cover::Never => Foremost::NoBackup,
            Cover::Behind => Foremost::BackupBehind,
            Cover::Unchecked => Foremost::BackupUnchecked,
            Cover::Covered => Foremost::Covered,
        };
        let foremost = waiting.first().map(of_waiting).or_else(|| search.map(of_search)).unwrap_or(of_backup);
        let has_found = search.is_some_and(|search| search.found > 0);
        Self { foremost, calls: !waiting.is_empty() || has_found || backup.missing.total() > 0 }
    }

    /// Once the page is closed: a search can go on from its checkpoint, and what was only read, or made and not saved, is gone.
    pub(super) fn once_closed(backup: &BackupView, search: Option<SearchSummary>) -> Self {
        let search = search.map(|search| SearchSummary { state: SearchState::Waiting, ..search });
        Self::now(backup, search, &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Counts;

    fn backup(cover: Cover, contacts: u32) -> BackupView {
        BackupView { cover, last: None, missing: Counts { contacts, ..Counts::default() } }
    }

    #[test]
    fn what_is_nearest_to_being_lost_comes_first() {
        let resting = Some(SearchSummary { state: SearchState::Resting, found: 2 });
        let behind = backup(Cover::Behind, 1);
        let foremost = |search, waiting: &[Waiting]| Headline::now(&behind, search, waiting).foremost;
        let both = [Waiting::UnsavedBackup, Waiting::Findings];
        assert_eq!(foremost(resting, &both), Foremost::UnsavedBackup);
        assert_eq!(foremost(resting, &[Waiting::Findings]), Foremost::Findings);
        assert_eq!(foremost(resting, &[]), Foremost::SearchResting);
        assert_eq!(foremost(None, &[]), Foremost::BackupBehind);
    }

    #[test]
    fn the_toolbar_calls_for_what_would_be_lost_and_for_nothing_else() {
        let covered = backup(Cover::Covered, 0);
        let search = |state, found| Some(SearchSummary { state, found });
        let calls = |search, waiting: &[Waiting]| Headline::now(&covered, search, waiting).calls;
        assert!(!calls(None, &[]));
        assert!(!calls(search(SearchState::Running, 0), &[]), "it is at work, and nobody has to come");
        assert!(calls(search(SearchState::Running, 1), &[]));
        assert!(calls(None, &[Waiting::ChosenFile]));
        assert!(calls(None, &[Waiting::UnsavedBackup]));
        assert!(Headline::now(&backup(Cover::Never, 1), None, &[]).calls);
    }

    #[test]
    fn what_ends_with_the_page_is_not_said_once_it_is_closed() {
        let covered = backup(Cover::Covered, 0);
        let resting = Some(SearchSummary { state: SearchState::Resting, found: 0 });
        let closed = Headline::once_closed(&covered, resting);
        assert_eq!(closed, Headline { foremost: Foremost::SearchWaiting, calls: false });
        assert_eq!(Headline::once_closed(&covered, None), Headline { foremost: Foremost::Covered, calls: false });
    }
}
