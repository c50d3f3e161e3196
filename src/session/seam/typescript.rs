//! Writes the TypeScript side of what passes between page and engine, from the types in `intent` and `view`.
//! It knows their names; it refuses to know what they mean. A stale `extension/engine.types.ts` fails the test;
//! `LIFEBOAT_BLESS=1 cargo test -p lifeboat typescript` writes it anew.

use std::fmt::Write as _;
use std::path::Path;

use ts_rs::{Config, TS};

use crate::backup::omission;
use crate::crypto::kdf;
use crate::session::{intent, vault::keeping, view};
use crate::{fault, ledger, merge, model, recovery};

const HEADER: &str = "\
// What passes between the page and the engine, written from src/session by a test: do not edit.
// `LIFEBOAT_BLESS=1 cargo test -p lifeboat typescript` writes it anew.
";

/// One exported type, its documentation included.
fn declare<T: TS>(text: &mut String) {
    let config = Config::new();
    let docs = T::docs().unwrap_or_default();
    write!(text, "\n{docs}export {}\n", T::decl(&config)).expect("writing to a string");
}

macro_rules! declarations {
    ($($module:ident::{$($name:ident),+ $(,)?});+ $(;)?) => {{
        let mut text = String::from(HEADER);
        $($(declare::<$module::$name>(&mut text);)+)+
        text
    }};
}

fn text() -> String {
    declarations! {
        intent::{Intent, RecoveryRoute, RemovalTarget};
        fault::{Fault, Party, Remedy};
        merge::{Kind, Verdict, Choice, Fate, Outcome};
        model::{Network, IdentityState, AccountState, Counts, AddressProof};
        omission::{Omission, Omitted};
        keeping::{KeepingView, CopyTrouble, VaultChoiceView, MissingView, SightingView};
        ledger::{DeviceRequest, Picture, LedgerModel, Screens, ScreenPage, Gesture, Remark};
        recovery::{Outlook, Certainty, WayOn, Emptiness, PlaceState, Verdict, SecondTotals};
        kdf::{Effort};
        model::{Format};
        view::{
            Foreign, Snapshot, VaultView, SettingsView, NetworkView, NodeView,
            SummaryView, BackupView, Cover, LastBackupView, BackupSeen, SearchSummary, SearchState,
            WalletView, DeviceView, IdentityView, IdentityKeysView, AccountView, CredentialView, CosignerView, ContactView,
            ChainState, ChainFactView, BalanceView, TotalsView, SumView, CredentialStanding, PlacedView, AccessState, AccessView,
            KeysPlace, KeysCheck, KeysCheckView, AccountKeysCheck, CompareView, KeysInFile, RemovalView, BackupCover,
            ImportView, OriginView, NoticeView, ItemView, ChoiceView, OutlookView, UndoView, DeedView, NameCheck, NamesakeView, ReportView,
            ExportView, ExportPreview, SealedFile, KeyFile,
            RecoveryView, ResumableView, RunView, SearchFrom, RelationView, SecondView, ScanState, DeviceStateView, LeftAskingView,
            NodeState, NodeStateView, ScanView, PlaceView, CoverageView, FoundView,
            SuggestionView, ProviderView, SearchReport, BlockView, DeviceTaskView,
        };
    }
}

#[test]
fn typescript_types_are_those_of_the_engine() {
    assert_written("extension/engine.types.ts", &text());
}

/// Whether a file of the page says this; with `LIFEBOAT_BLESS` it is made to.
pub(super) fn assert_written(file: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("LIFEBOAT_BLESS").is_some() {
        std::fs::write(&path, expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{file} is stale: LIFEBOAT_BLESS=1 cargo test -p lifeboat typescript writes it anew");
}
