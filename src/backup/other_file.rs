//! Files that are no backup, and that people hold all the same: each has its name, and its advice says what it is good for.
//! Nothing of them is kept. Recovery words and seeds are looked at where they lie, and never copied.

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
    if begins(&[b"%PDF", &[0xd0, 0xcf, 0x11, 0xe0]])
        || (wrapping::is_zip(bytes) && ends(&[".docx", ".odt", ".xlsx", ".ods", ".pages"]))
    {
        return Some(OtherFile::PrintedDocument);
    }
    // The Desktop Wallet's is encrypted from the first byte: its name and its whole pages are all that shows.
    let is_named = ends(&[".sqlite3", ".sqlite", ".db", ".sqlite3-wal"]) && std::str::from_utf8(bytes).is_err();
    if begins(&[b"SQLite format 3\0"]) || (is_named && bytes.len().is_multiple_of(512) && !bytes.is_empty()) {
        return Some(OtherFile::Database);
    }
    secret_of(std::str::from_utf8(bytes).ok()?)
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

/// Whether a short text is nothing but a secret. Looked at word by word; nothing is copied.
fn secret_of(text: &str) -> Option<OtherFile> {
    /// Longer texts are no list of words.
    const LONGEST: usize = 1024;
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}' || letter == '"');
    if text.len() > LONGEST {
        return None;
    }
    let digits = text.strip_prefix("0x").unwrap_or(text);
    if digits.len() == 128 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(OtherFile::Seed);
    }
    // Numbers before the words, and what stands between them.
    let words = text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    let is_word = |word: &str| (3..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let mut count = 0;
    for word in words {
        if !is_word(word) {
            return None;
        }
        count += 1;
    }
    matches!(count, 12 | 15 | 18 | 21 | 24 | 25).then_some(OtherFile::RecoveryWords)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_seeds_are_known_in_every_dress() {
        let words = ["abandon"; 24].join(" ");
        let numbered: String = (1..=24).map(|at| format!("{at}. abandon\r\n")).collect();
        for text in [words.clone(), numbered, words.to_uppercase(), words.replace(' ', ", ")] {
            assert_eq!(of_bytes("a.txt", text.as_bytes()), Some(OtherFile::RecoveryWords), "{text}");
        }
        for at in [0, 11, 23] {
            assert_eq!(of_bytes("", ["abandon"; 26].get(..at).unwrap().join(" ").as_bytes()), None);
        }
        assert_eq!(of_bytes("", "0f".repeat(64).as_bytes()), Some(OtherFile::Seed));
        assert_eq!(of_bytes("", "0f".repeat(32).as_bytes()), None, "a hash");
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
            ("x", b"SQLite format 3\0...", OtherFile::Database),
            ("concordium-desktop-wallet-database.sqlite3", &[0xc1; 1024], OtherFile::Database),
        ] {
            assert_eq!(of_bytes(name, bytes), Some(expected), "{name}");
        }
        assert_eq!(of_bytes("wallet-export.json", b"{"), None);
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
        ] {
            assert_eq!(of_members(&serde_json::from_str(text).unwrap()), Some(expected), "{text}");
        }
        assert_eq!(of_members(&serde_json::from_str(r#"{"name":"x","version":"1"}"#).unwrap()), None);
    }
}
