//! Files that are no backup, and that people hold all the same: each has its name, and its advice says what it is good for.
//! Nothing of them is kept. Recovery words and seeds are looked at where they lie, and never copied.

use bip39::Language;
use serde_json::Value;

use super::json::{Members, says};
use super::wrapping;
use crate::fault::Explain;

/// What a file is that is no backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = File)]
pub enum OtherFile {
    /// The words of a recovery phrase.
    #[error("a recovery phrase")]
    #[code("other-recovery-words")]
    RecoveryWords,
    /// A seed in hexadecimal digits.
    #[error("a seed")]
    #[code("other-seed")]
    Seed,
    /// The Desktop Wallet's own database, encrypted by it or not.
    #[error("a database, perhaps the Desktop Wallet's")]
    #[code("other-database")]
    Database,
    /// The secret keys of a validator.
    #[error("the keys of a validator")]
    #[code("other-validator-keys")]
    ValidatorKeys,
    /// A credential, as it is handed to those who share an account.
    #[error("a credential")]
    #[code("other-credential")]
    Credential,
    /// A transaction that waits for signatures.
    #[error("a proposal")]
    #[code("other-proposal")]
    Proposal,
    /// Verifiable credentials of a browser wallet.
    #[error("verifiable credentials")]
    #[code("other-web3id-credentials")]
    Web3IdCredentials,
    /// An identity as its provider issued it, without its keys.
    #[error("an identity object")]
    #[code("other-identity-object")]
    IdentityObject,
    /// The request for an identity.
    #[error("an identity request")]
    #[code("other-identity-request")]
    IdentityRequest,
    /// What the command-line client wrote: a backup of its settings.
    #[error("a backup of concordium-client")]
    #[code("other-client-backup")]
    ClientBackup,
    /// What the command-line client wrote: encrypted keys of an account.
    #[error("a key file of concordium-client")]
    #[code("other-client-keys")]
    ClientKeys,
    /// The name of a file that lies in a cloud.
    #[error("a placeholder of a cloud drive")]
    #[code("other-cloud-placeholder")]
    CloudPlaceholder,
    /// A download that was not finished.
    #[error("an unfinished download")]
    #[code("other-unfinished-download")]
    UnfinishedDownload,
    /// What macOS keeps beside a file.
    #[error("a companion file of macOS")]
    #[code("other-apple-double")]
    AppleDouble,
    /// A picture or a film.
    #[error("a picture")]
    #[code("other-picture")]
    Picture,
    /// Keys or a vault of a wallet for another chain, sealed or not.
    #[error("a wallet of another kind")]
    #[code("other-foreign-wallet")]
    ForeignWallet,
    /// The accounts of Ledger's own program: public.
    #[error("the accounts of Ledger's own program")]
    #[code("other-ledger-wallet")]
    LedgerWallet,
    /// Encrypted by a program that has nothing to do with Concordium: GnuPG, age, a password manager.
    #[error("encrypted by another program")]
    #[code("other-encrypted-elsewhere")]
    EncryptedElsewhere,
    /// Rows and columns, as tables and lists of transactions are exported.
    #[error("a table")]
    #[code("other-table")]
    Table,
    /// The same, with the letters of a language in an encoding that the file does not name: nobody knows which letters they are.
    #[error("a table in an encoding that it does not name")]
    #[code("other-table-old-letters")]
    TableOldLetters,
    /// A web page that holds no backup.
    #[error("a web page")]
    #[code("other-web-page")]
    WebPage,
    /// Nothing but one byte again and again: what a file becomes whose content was lost.
    #[error("nothing but filling")]
    #[code("other-blank")]
    Blank,
    /// A program.
    #[error("a program")]
    #[code("other-program")]
    Program,
    /// A document for reading.
    #[error("a document")]
    #[code("other-printed-document")]
    PrintedDocument,
}

/// What bytes are that are no JSON object, or none that is known. `name` is the file's, and empty where it has none.
pub(super) fn of_bytes(name: &str, bytes: &[u8]) -> Option<OtherFile> {
    let name = name.to_lowercase();
    let ends = |list: &[&str]| list.iter().any(|end| name.ends_with(end));
    let begins = |list: &[&[u8]]| list.iter().any(|beginning| bytes.starts_with(beginning));
    if begins(&[&[0, 5, 0x16, 7]]) || name.starts_with("._") {
        return Some(OtherFile::AppleDouble);
    }
    if ends(&[".icloud", ".gdoc", ".gsheet", ".webloc", ".url", ".cloud", ".cloudf"]) {
        return Some(OtherFile::CloudPlaceholder);
    }
    if ends(&[".crdownload", ".part", ".partial", ".download", ".opdownload"]) {
        return Some(OtherFile::UnfinishedDownload);
    }
    let in_container =
        |brand: &[u8]| bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..).is_some_and(|rest| rest.starts_with(brand));
    let is_film =
        [b"heic".as_slice(), b"heix", b"mif1", b"avif", b"qt  ", b"isom", b"mp4"].iter().any(|one| in_container(one));
    if is_film
        || begins(&[b"\x89PNG", &[0xff, 0xd8, 0xff], b"GIF8", b"BM", b"II*\0", b"MM\0*"])
        || (begins(&[b"RIFF"]) && bytes.get(8..12) == Some(b"WEBP"))
    {
        return Some(OtherFile::Picture);
    }
    let is_office = wrapping::is_zip(bytes)
        && (ends(&[".docx", ".odt", ".xlsx", ".ods", ".pages", ".pptx", ".numbers"])
            || bytes.windows(OFFICE.len()).take(4096).any(|name| name == OFFICE));
    if begins(&[b"%PDF", &[0xd0, 0xcf, 0x11, 0xe0]]) || is_office {
        return Some(OtherFile::PrintedDocument);
    }
    if begins(&[b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"])
        || ends(&[".exe", ".msi", ".dmg", ".apk", ".appimage"])
    {
        return Some(OtherFile::Program);
    }
    if begins(&[
        &[0x03, 0xd9, 0xa2, 0x9a],
        b"age-encryption.org/",
        b"-----BEGIN PGP MESSAGE",
        b"-----BEGIN AGE ENCRYPTED",
        b"Salted__",
    ]) || ends(&[".gpg", ".pgp", ".kdbx", ".age"])
    {
        return Some(OtherFile::EncryptedElsewhere);
    }
    if bytes.len() >= SECTOR && bytes.first().is_some_and(|first| bytes.iter().all(|byte| byte == first)) {
        return Some(OtherFile::Blank);
    }
    // The Desktop Wallet's is encrypted from the first byte: its name and its whole pages are all that shows.
    let is_named = ends(&[".sqlite3", ".sqlite", ".db", ".sqlite3-wal"]) && std::str::from_utf8(bytes).is_err();
    let is_paged = is_named && bytes.len().is_multiple_of(512) && !bytes.is_empty();
    (begins(&[b"SQLite format 3\0"]) || is_paged).then_some(OtherFile::Database)
}

/// As short as a file of nothing but filling may be.
const SECTOR: usize = 16;
/// What every document of an office suite has near its beginning.
const OFFICE: &[u8] = b"[Content_Types].xml";

/// What a text is in which no backup was found, by how it looks. `name` is the file's.
pub(super) fn of_looks(name: &str, bytes: &[u8]) -> Option<OtherFile> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        let is_text = !bytes.contains(&0) && [".csv", ".tsv"].iter().any(|end| name.to_lowercase().ends_with(end));
        return is_text.then_some(OtherFile::TableOldLetters);
    };
    let text = text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
    let begins = |list: &[&str]| {
        list.iter()
            .any(|beginning| text.get(..beginning.len()).is_some_and(|text| text.eq_ignore_ascii_case(beginning)))
    };
    if begins(&["<!doctype html", "<html", "<head", "<body"]) {
        return Some(OtherFile::WebPage);
    }
    let name = name.to_lowercase();
    let is_table = || {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let columns = |line: &str| [',', ';', '\t'].map(|sign| line.matches(sign).count());
        let first = lines.next().map(columns).unwrap_or_default();
        let others: Vec<_> = lines.take(8).map(columns).collect();
        !text.starts_with(['{', '[', '<', '"'])
            && (0..first.len()).any(|sign| {
                first.get(sign).is_some_and(|count| *count > 0 && !others.is_empty())
                    && others.iter().all(|other| other.get(sign) == first.get(sign))
            })
    };
    ([".csv", ".tsv"].iter().any(|end| name.ends_with(end)) || is_table()).then_some(OtherFile::Table)
}

/// What JSON is by its members.
pub(super) fn of_members(members: &Members) -> Option<OtherFile> {
    let has = |name: &str| members.contains_key(name);
    let in_version = members.get("value").and_then(Value::as_object);
    let has_in = |name: &str| has(name) || in_version.is_some_and(|value| value.contains_key(name));
    let kind = members.get("type").and_then(Value::as_str).unwrap_or_default();
    if ["aggregationSignKey", "electionPrivateKey", "signatureSignKey"].into_iter().any(has) {
        return Some(OtherFile::ValidatorKeys);
    }
    if kind.starts_with("concordium-browser-wallet-") {
        return Some(OtherFile::Web3IdCredentials);
    }
    if (says(members, "type", "encrypted") || says(members, "type", "unencrypted")) && has("contents") {
        return Some(OtherFile::ClientBackup);
    }
    if is_foreign_wallet(members) {
        return Some(OtherFile::ForeignWallet);
    }
    if members.get("data").is_some_and(|data| data.get("accounts").is_some() && data.get("settings").is_some()) {
        return Some(OtherFile::LedgerWallet);
    }
    if is_key_map(members) {
        return Some(OtherFile::ClientKeys);
    }
    if ["preIdentityObject", "attributeList", "identityObject"].into_iter().any(has_in) {
        return Some(OtherFile::IdentityObject);
    }
    if ["idObjectRequest", "pubInfoForIp", "idCredPub"].into_iter().any(has_in) {
        return Some(OtherFile::IdentityRequest);
    }
    let is_transaction = has("payload") || has("transactionKind") || has("signatures");
    if is_transaction
        && ["sender", "header", "signatures", "energyAmount", "nonce", "effectiveTime"].into_iter().any(has)
    {
        return Some(OtherFile::Proposal);
    }
    let of_credential = |value: &Value| ["credId", "credentialPublicKeys"].iter().any(|name| value.get(name).is_some());
    let parts = ["credential", "contents", "credentialInformation", "cdi"].iter().filter_map(|name| members.get(*name));
    if ["credId", "credentialPublicKeys", "cdi"].into_iter().any(has_in) || parts.into_iter().any(of_credential) {
        return Some(OtherFile::Credential);
    }
    None
}

/// Keys by their number, each encrypted; alone or below `accountKeys`.
fn is_key_map(members: &Members) -> bool {
    let is_key =
        |value: &Value| ["encryptedSignKey", "encryptedSigningKey"].iter().any(|name| value.get(name).is_some());
    !members.is_empty()
        && members
            .values()
            .any(|value| is_key(value) || value.as_object().is_some_and(|inner| inner.values().any(is_key)))
}

/// Ethereum's key files (Web3 Secret Storage), vaults of wallets in browsers (`data`, `iv`, `salt`), and those that say what they hold.
fn is_foreign_wallet(members: &Members) -> bool {
    let has = |name: &str| members.contains_key(name);
    let crypto = ["crypto", "Crypto"].iter().find_map(|name| members.get(*name));
    let is_key_file = crypto.is_some_and(|crypto| crypto.get("ciphertext").is_some() && crypto.get("kdf").is_some());
    let is_vault = has("data") && has("iv") && has("salt");
    let names = [
        "mnemonic",
        "seedPhrase",
        "seed_phrase",
        "privateKey",
        "private_key",
        "xprv",
        "keyringController",
        "KeyringController",
    ];
    is_key_file || is_vault || names.into_iter().any(has) || (has("wallet_type") && has("keystore"))
}

/// Whether a text is a secret, or has one in it: words of a recovery phrase one after the other, with numbers before them or not, below a title
/// or not; or a seed. Looked at word by word; nothing is copied.
pub(super) fn secret_of(text: &str) -> Option<OtherFile> {
    /// Longer texts are no notes.
    const LONGEST: usize = 64 * 1024;
    /// As many words as phrases have.
    const PHRASES: [usize; 6] = [12, 15, 18, 21, 24, 25];
    /// More of them, one after the other, are the list of words itself.
    const MOST: usize = 100;
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '\u{feff}' | '"' | '\0'));
    if text.len() > LONGEST {
        return None;
    }
    let digits = text.strip_prefix("0x").unwrap_or(text);
    if digits.len() == 128 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(OtherFile::Seed);
    }
    let (mut count, mut known, mut run, mut longest) = (0_usize, 0_usize, 0_usize, 0_usize);
    for word in text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()) {
        let is_known = is_word_of_phrases(word);
        count += 1;
        known += usize::from(is_known);
        run = if is_known { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    // With a word or two that somebody misspelt it is still one.
    let is_nothing_else = PHRASES.contains(&count) && known * 10 >= count * 8;
    ((12..=MOST).contains(&longest) || is_nothing_else).then_some(OtherFile::RecoveryWords)
}

/// Whether it is on the English list of BIP-39, in whatever case.
fn is_word_of_phrases(word: &str) -> bool {
    let letters = || word.bytes().map(|byte| byte.to_ascii_lowercase());
    Language::English.word_list().binary_search_by(|known| known.bytes().cmp(letters())).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_seeds_are_known_in_every_dress() {
        let words = ["abandon"; 24].join(" ");
        let numbered: String = (1..=24).map(|at| format!("{at}. abandon\r\n")).collect();
        let titled =
            format!("My recovery phrase for Concordium:\n\n{}\n\nKeep it secret!", words.replace("abandon", "Zoo"));
        let misspelt = words.replacen("abandon", "abandonn", 2);
        for text in [words.clone(), numbered, words.to_uppercase(), words.replace(' ', ", "), titled, misspelt] {
            assert_eq!(secret_of(&text), Some(OtherFile::RecoveryWords), "{text}");
        }
        for count in [12, 15, 18, 21, 24] {
            assert_eq!(secret_of(&vec!["ability"; count].join("\n")), Some(OtherFile::RecoveryWords), "{count}");
        }
        for count in [0, 5, 11] {
            assert_eq!(secret_of(&vec!["abandon"; count].join(" ")), None, "{count}");
        }
        let prose =
            "Dear all of you, we went to the lake with nine friends, saw many birds, and were home again before dark. ";
        assert_eq!(secret_of(&prose.repeat(20)), None, "no phrase");
        assert_eq!(
            secret_of("lorem ipsum dolor amet elit sed eiusmod tempor labore magna aliqua enim"),
            None,
            "twelve words"
        );
        assert_eq!(secret_of(&Language::English.word_list().join("\n")), None, "the list itself");
        assert_eq!(secret_of(&"0f".repeat(64)), Some(OtherFile::Seed));
        assert_eq!(secret_of(&"0f".repeat(32)), None, "a hash");
    }

    #[test]
    fn files_are_known_by_how_they_begin_or_are_called() {
        for (name, bytes, expected) in [
            ("._wallet-export.json", b"\0\x05\x16\x07\0".as_slice(), OtherFile::AppleDouble),
            (".wallet-export.json.icloud", b"bplist00", OtherFile::CloudPlaceholder),
            ("wallet-export.json.crdownload", b"{\"cipher", OtherFile::UnfinishedDownload),
            ("screen.png", b"\x89PNG\r\n", OtherFile::Picture),
            ("IMG_1.HEIC", b"\0\0\0\x18ftypheic", OtherFile::Picture),
            ("key.pdf", b"%PDF-1.4", OtherFile::PrintedDocument),
            ("words.docx", b"PK\x03\x04", OtherFile::PrintedDocument),
            ("report", b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml", OtherFile::PrintedDocument),
            ("lifeboat.exe", b"MZ\x90\0", OtherFile::Program),
            ("backup.gpg", b"\x85\x01", OtherFile::EncryptedElsewhere),
            ("passwords.kdbx", &[0x03, 0xd9, 0xa2, 0x9a], OtherFile::EncryptedElsewhere),
            ("wallet-export.json", &[0; 4096], OtherFile::Blank),
            ("wallet-export.json", &[0xff; 512], OtherFile::Blank),
            ("x", b"SQLite format 3\0...", OtherFile::Database),
            (
                "concordium-desktop-wallet-database.sqlite3",
                &[[0xc1, 0x80].as_slice(); 512].concat(),
                OtherFile::Database,
            ),
        ] {
            assert_eq!(of_bytes(name, bytes), Some(expected), "{name}");
        }
        assert_eq!(of_bytes("wallet-export.json", b"{"), None);
        for (name, text, expected) in [
            ("contacts.csv", "name,address\nBob,4abc\n", Some(OtherFile::Table)),
            ("history.txt", "Date;Amount;To\n1;2;3\n4;5;6\n", Some(OtherFile::Table)),
            ("page.html", "\n<!DOCTYPE html><html><body>Hello</body></html>", Some(OtherFile::WebPage)),
            ("notes.txt", "Hello, this is it.\nBye", None),
        ] {
            assert_eq!(of_looks(name, text.as_bytes()), expected, "{name}");
        }
        assert_eq!(of_looks("Contacts.CSV", b"Name;Address\nS\xf8ren;4abc\n"), Some(OtherFile::TableOldLetters));
        assert_eq!(of_looks("notes.bin", b"Name;Address\nS\xf8ren;4abc\n"), None);
    }

    #[test]
    fn json_is_known_by_its_members() {
        for (text, expected) in [
            (r#"{"bakerId":1,"electionPrivateKey":""}"#, OtherFile::ValidatorKeys),
            (r#"{"type":"concordium-browser-wallet-web3id-credentials","v":0}"#, OtherFile::Web3IdCredentials),
            (r#"{"type":"encrypted","contents":{"cipherText":""}}"#, OtherFile::ClientBackup),
            (r#"{"0":{"encryptedSignKey":{},"verifyKey":""}}"#, OtherFile::ClientKeys),
            (r#"{"v":0,"value":{"preIdentityObject":{},"attributeList":{}}}"#, OtherFile::IdentityObject),
            (r#"{"idObjectRequest":{"v":0,"value":{}}}"#, OtherFile::IdentityRequest),
            (r#"{"sender":"","nonce":"1","payload":{},"signatures":{}}"#, OtherFile::Proposal),
            (r#"{"type":"normal","contents":{"credId":""}}"#, OtherFile::Credential),
            (
                r#"{"crypto":{"cipher":"aes-128-ctr","ciphertext":"","kdf":"scrypt"},"id":"","version":3}"#,
                OtherFile::ForeignWallet,
            ),
            (r#"{"data":"","iv":"","salt":""}"#, OtherFile::ForeignWallet),
            (r#"{"mnemonic":"abandon"}"#, OtherFile::ForeignWallet),
            (r#"{"data":{"settings":{},"accounts":[{"data":{}}]}}"#, OtherFile::LedgerWallet),
        ] {
            assert_eq!(of_members(&serde_json::from_str(text).unwrap()), Some(expected), "{text}");
        }
        assert_eq!(of_members(&serde_json::from_str(r#"{"name":"x","version":"1"}"#).unwrap()), None);
    }
}
