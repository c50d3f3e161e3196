//! Writes the TypeScript side of what passes between page and engine, from the intents and views of every flow. A stale
//! `extension/engine.types.ts` fails the test; `LIFEBOAT_BLESS=1 cargo test -p lifeboat typescript` writes it anew.

use std::fmt::Write as _;
use std::path::Path;

use ts_rs::{Config, TS};

use crate::backup::Separator;
use crate::crypto::kdf::{Argon2Cost, Effort, Pbkdf2Hash, Recipe};
use crate::fault::{Code, Fault, Notice, Party, Remedy};
use crate::ledger::{DeviceRequest, Gesture, LedgerModel, Picture, Remark, ScreenPage, Screens};
use crate::merge::{Choice, Comparison, Fate, ReportOutcome, Verdict};
use crate::model::{AccountState, AddressProof, Counts, Format, IdentityState, Network, RecordKind, Validity};
use crate::node::balance::TokenStanding;
use crate::recovery::{Agreement, Certainty, Emptiness, Outlook, SecondTotals, WayOn};

use super::{Foreign, codes};
use crate::session::balances::view::*;
use crate::session::chain::intent::*;
use crate::session::chain::view::*;
use crate::session::check::intent::*;
use crate::session::check::view::*;
use crate::session::drafts::intent::*;
use crate::session::export::intent::*;
use crate::session::export::view::*;
use crate::session::headline::*;
use crate::session::import::intent::*;
use crate::session::import::rows::RowFilter;
use crate::session::import::view::*;
use crate::session::intent::Intent;
use crate::session::key_search::intent::*;
use crate::session::key_search::view::*;
use crate::session::keys::view::*;
use crate::session::ledger::intent::*;
use crate::session::ledger::view::*;
use crate::session::nodes::view::*;
use crate::session::recovery::intent::*;
use crate::session::recovery::view::*;
use crate::session::settings::intent::*;
use crate::session::settings::view::*;
use crate::session::vault::intent::*;
use crate::session::vault::view::*;
use crate::session::view::{KeysTally, Snapshot, Splice, SummaryView, WalletChange, WalletView};
use crate::session::wallet::intent::*;
use crate::session::wallet::order::*;
use crate::session::wallet::view::*;

/// Its type says of what.
type AnySplice = Splice<ContactView>;

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
    ($($($name:ident),+;)+) => {{
        let mut text = String::from(HEADER);
        $($(declare::<$name>(&mut text);)+)+
        text
    }};
}

/// A closed list of codes.
fn union(name: &str, docs: &str, codes: impl Iterator<Item = Code>) -> String {
    let codes: Vec<_> = codes.map(|code| format!("  | '{}'", code.name)).collect();
    format!("\n/** {docs} */\nexport type {name} =\n{};\n", codes.join("\n"))
}

fn text() -> String {
    let types = declarations! {
        Intent;
        Fault, Notice, Party, Remedy;
        Verdict, Choice, Fate, ReportOutcome;
        Network, IdentityState, AccountState, Counts, RecordKind, AddressProof, Format;
        Effort, Recipe, Argon2Cost, Pbkdf2Hash;
        DeviceRequest, Picture, LedgerModel, Screens, ScreenPage, Gesture, Remark;
        Outlook, Certainty, WayOn, Emptiness, Agreement, SecondTotals;
        Foreign;
        Snapshot, SummaryView, Headline, Foremost, Waiting, WalletView, KeysTally, WalletChange, AnySplice;
        VaultIntent, VaultView, Loss, LockCause, PasskeyView, KeepingView, CopyTrouble, VaultChoiceView, MissingView, SightingView, BackupView, Cover;
        LastBackupView, BackupSeen, UndoView, DeedView;
        NetworkView, NodeView, NodeState, NodeStateView;
        LedgerIntent, LeftAskingView, LedgerCall, DeviceStateView, DeviceTaskView, AccessState, AccessView, KeysHeldView;
        AddressOnLedger;
        KeysPlace, KeysCheck, KeysCheckView, AccountKeysCheck, CompareView;
        WalletIntent, RemovalTarget, Removable, LedgerView, OrdersView, AccountOrdersView, IdentityOrdersView, Validity, IdentityView, IdentityKeysView, AccountView, CredentialView;
        CredentialStanding, CosignerView, ReceivingView, ContactView, NameCheck, NamesakeView, RemovalView, BackupCover, Separator, TableFile;
        ChainIntent, ChainState, ChainFactView, TotalsView, SumView;
        BalanceView, StakeView, LaterView, PartView, TokenView, TokenStanding;
        ImportIntent, ImportView, OriginView, PlacedView, Upshot, AnswerView, GroupView, RowFilter, ItemView, OutlookView, ChoiceView, ReportView;
        ExportIntent, ExportView, ExportPreview, SealedFile, KeyFile, KeysInFile;
        CheckIntent, CheckView, Comparison, ChainWordView, BackupFileView;
        SheetView, SheetLedgerView, SheetNetworkView, SheetIdentityView, SheetAccountView;
        SettingsIntent, SettingsView;
        DraftsIntent, Draft, DraftPlace;
        KeySearchIntent, KeysOf, KeySearchView, KeySearchStep, Sought, PowerView, KeyAccountView, KeySeriesView;
        RecoveryIntent, RecoveryRoute, RecoveryView, ResumableView, RunView, SearchFrom, RelationView, SecondView;
        ScanState, ScanView, PlaceView, RowState, CoverageView, CoveredKeys, RangeView, FindingsView, NothingView, FoundView, SuggestionView, ProviderView, SearchReport, BlockView;
        SearchSummary, SearchState;
    };
    let faults =
        union("FaultCode", "What can go wrong: `fault_<code>` and `fault_<code>_advice` in _locales.", codes::faults());
    let notices = union("NoticeCode", "What is worth knowing: `notice_<code>` in _locales.", codes::notices());
    types + &faults + &notices
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
