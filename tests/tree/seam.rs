//! What crosses between engine and page: a text is free text, and what is one of a few things is a closed type.

use std::collections::BTreeSet;
use std::path::Path;

/// Every member that is a text, by what it holds. A list of words that the page has a table for is no text: it is an enum in Rust, a union
/// in TypeScript, and a `Record` on the page, so that a word without its row does not compile.
const FREE_TEXT: &[(&str, &[&str])] = &[
    (
        "what a person typed",
        &[
            "Draft.address",
            "Draft.name",
            "Draft.note",
            "Draft.text",
            "ExportIntent.password",
            "CheckIntent.fileName",
            "CheckIntent.password",
            "KeySearchIntent.address",
            "ExportIntent.unlockPassword",
            "ImportIntent.password",
            "SettingsIntent.url",
            "VaultIntent.current",
            "VaultIntent.new",
            "VaultIntent.password",
            "WalletIntent.address",
            "WalletIntent.name",
            "WalletIntent.note",
        ],
    ),
    ("text that somebody else wrote", &["Foreign", "ImportIntent.fileName"]),
    (
        "the hash of a network's genesis",
        &[
            "AccessView.network",
            "AccountKeysCheck.network",
            "AccountView.network",
            "ChainFactView.network",
            "ContactView.network",
            "DeviceTaskView.network",
            "ExportIntent.network",
            "IdentityView.network",
            "ImportIntent.genesis",
            "ItemView.network",
            "LedgerIntent.network",
            "NetworkView.genesis",
            "PlacedView.network",
            "CheckView.assumed",
            "SheetNetworkView.network",
            "RemovalTarget.network",
            "ResumableView.network",
            "RunView.network",
            "SettingsIntent.genesis",
            "SettingsIntent.network",
            "SettingsView.network",
            "TotalsView.network",
            "WalletIntent.network",
        ],
    ),
    (
        "what names a record: an address, a key, a credential id",
        &[
            "AccessView.account",
            "AccountKeysCheck.account",
            "AccountView.address",
            "SheetAccountView.address",
            "SheetIdentityView.ledger",
            "SheetLedgerView.id",
            "SheetLedgerView.model",
            "AccountView.id",
            "AccountView.identity",
            "ChainFactView.address",
            "ContactView.address",
            "CosignerView.id",
            "CredentialView.id",
            "DeviceTaskView.account",
            "Draft.id",
            "Draft.page",
            "Draft.previousAddress",
            "DeviceTaskView.address",
            "ExportIntent.id",
            "FoundView.address",
            "IdentityKeysView.ledger",
            "IdentityView.id",
            "ItemView.at",
            "KeyAccountView.address",
            "KeyAccountView.paths",
            "LedgerIntent.id",
            "LedgerView.id",
            "LedgerView.mark",
            "PlaceView.id",
            "RecoveryIntent.place",
            "RemovalTarget.id",
            "SightingView.vault",
            "Sought.address",
            "WalletIntent.id",
            "WalletIntent.previousAddress",
        ],
    ),
    (
        "another hash",
        &["BlockView.hash", "SealedFile.fingerprint", "BackupFileView.fingerprint", "CheckView.fingerprint"],
    ),
    (
        "the address of a node, of what can be downloaded, or of a public site",
        &[
            "CheckView.asks",
            "CompareView.nodeUrl",
            "KeyFile.url",
            "KeySearchIntent.directory",
            "KeySearchStep.directory",
            "KeySearchView.directory",
            "NetworkView.explorer",
            "NetworkView.nodeUrl",
            "NodeStateView.url",
            "NodeView.url",
            "RecoveryIntent.url",
            "Remedy.url",
            "RunView.otherNodes",
            "SearchReport.nodes",
            "SecondView.url",
        ],
    ),
    ("what a browser asks a passkey by", &["PasskeyView.credential", "PasskeyView.input"]),
    ("the name of a file that is made here", &["KeyFile.fileName", "SealedFile.fileName", "TableFile.fileName"]),
    (
        "a number too large for JavaScript",
        &[
            "BalanceView.atDisposal",
            "BalanceView.total",
            "FindingsView.total",
            "LaterView.total",
            "PartView.amount",
            "StakeView.amount",
            "StakeView.validator",
            "SumView.total",
            "TokenView.amount",
        ],
    ),
    (
        "a month, and a version",
        &["CredentialView.createdAt", "CredentialView.validTo", "DeviceStateView.appVersion", "IdentityView.validTo"],
    ),
    ("the words on the screen of a Ledger, letter for letter", &["Gesture.words", "ScreenPage.lines", "Screens.label"]),
    ("facts for a sentence", &["Fault.fields", "Notice.fields"]),
];

#[test]
fn every_text_that_crosses_is_free_text() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("extension/engine.types.ts");
    let crossing = texts_in(&std::fs::read_to_string(path).unwrap());
    let free: BTreeSet<String> = FREE_TEXT.iter().flat_map(|(_, all)| *all).map(|one| (*one).to_owned()).collect();
    assert!(crossing.len() > 50, "only {} were found: this test reads them wrongly", crossing.len());
    let closed: Vec<_> = crossing.difference(&free).collect();
    assert!(closed.is_empty(), "texts that nobody called free: is one of them a closed list? {closed:?}");
    let gone: Vec<_> = free.difference(&crossing).collect();
    assert!(gone.is_empty(), "no such text crosses any more: {gone:?}");
}

#[test]
fn a_text_is_found_wherever_a_type_has_it() {
    let types = "export type A = { \n/**\n * A string: not a member.\n */\nplain: string, deep: { list: Array<string>, }, word: \"string\" | null, };\n\
                 export type B = \"x\" | { \"y\": { maybe: string | null, map?: { [key in string]: number }, } };\n\
                 export type C = string & { readonly mark?: never };\n";
    let found: Vec<_> = texts_in(types).into_iter().collect();
    assert_eq!(found, ["A.list", "A.plain", "B.map", "B.maybe", "C"]);
}

/// The members of exported types that are texts, lists of texts or maps of texts; a type that is a text by itself, by its name alone.
fn texts_in(types: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for declared in without_comments(types).split("export type ").skip(1) {
        let (name, body) = declared.split_once('=').unwrap();
        let name = name.split(['<', ' ']).next().unwrap();
        let words = words_of(body);
        let mut member = None;
        for (at, word) in words.iter().enumerate() {
            match word.as_str() {
                "string" => {
                    let _ = found.insert(member.map_or(name.to_owned(), |member: &str| format!("{name}.{member}")));
                }
                _ if words.get(at + 1).is_some_and(|next| next == ":") => member = Some(word.trim_matches('"')),
                _ => {}
            }
        }
    }
    found
}

fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut code = String::new();
    while let Some((before, after)) = rest.split_once("/**") {
        code.push_str(before);
        rest = after.split_once("*/").unwrap().1;
    }
    code + rest
}

/// Names, literals with their quotes, and colons (an optional member's, too); nothing else matters here.
fn words_of(body: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = body.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
            letter if letter.is_alphanumeric() || letter == '_' => {
                rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len())
            }
            _ => first.len_utf8(),
        };
        let word = &rest[..end];
        if word == ":" || first == '"' || first.is_alphanumeric() {
            words.push(word.to_owned());
        }
        rest = rest[end..].trim_start();
    }
    words
}
