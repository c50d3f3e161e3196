//! Backup files: how they are locked (envelope) and what is inside (document).
//! This module is the door — recognise, open, preview, seal; it refuses to write anything anywhere, or to merge.

mod contents;
mod date;
mod door;
pub mod envelope;
mod error;
pub mod format;
mod json;
mod locked;
pub mod omission;
mod part;
mod password;
mod preview;
mod sealing;
mod spelling;
mod tally;

use crate::crypto::entropy::Entropy;
use crate::crypto::kdf::{Argon2Cost, Pbkdf2Rounds};
use crate::custody;
use crate::fault::Notice;
use crate::fault::legible::legible;
use crate::model::{AccountAddress, AccountKey, AccountSlot, Counts, GenesisHash, Wallet};
use crate::record;
use crate::secret::{Password, Plaintext};

pub use contents::{Contents, Unplaced};
pub use door::MAX_FILE;
pub use envelope::{EnvelopeError, Part};
pub use error::BackupError;
pub use format::DocumentError;
pub use locked::{Attempt, LockedFile};
pub use omission::{Omission, Omitted};
pub use part::{TooEarly, too_early};
pub use preview::{Preview, preview};
pub use sealing::Sealing;

use format::{browser_key, desktop, lifeboat, phone};

/// Shortest password a backup may have, in UTF-16 units: the Desktop Wallet asks for as much before it tries to open a file.
pub const MIN_PASSWORD: usize = 6;

/// Every notice code this module answers, for the tests of the texts.
pub const NOTICES: &[&str] = &[
    "backup-was-utf16",
    "envelope-old-member-name",
    "envelope-rounds-as-text",
    "envelope-newer-seal",
    "document-text-mended",
    "desktop-part",
    "desktop-list-missing",
    "desktop-network-unreadable",
    "desktop-unknown-members",
    "desktop-unknown-fields",
    "desktop-old-columns",
    "desktop-put-right",
    "desktop-key-version-assumed",
    "desktop-contact-not-valid",
    "desktop-cosigner-without-account",
    "desktop-left-out-orphan",
    "desktop-left-out-repeated",
    "desktop-left-out-unreadable",
    "phone-network-build",
    "phone-network-other",
    "phone-network-missing",
    "phone-network-renamed",
    "phone-list-missing",
    "phone-no-identities",
    "phone-unknown-members",
    "phone-name-missing",
    "phone-number-missing",
    "phone-part-missing",
    "phone-address-mended",
    "phone-identity-mended",
    "phone-account-without-identity",
    "phone-contact-not-valid",
    "phone-contact-other-name",
    "phone-left-out-repeated",
    "phone-left-out-unreadable",
    "key-file-without-credential",
];

/// What a file is, as far as that can be known without its password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recognised {
    /// A Lifeboat backup.
    LifeboatBackup {
        /// When it says it was made, in milliseconds since 1970.
        created_at: Option<u64>,
    },
    /// An export of the Desktop Wallet or of a phone wallet; which of them is known after decryption.
    ConcordiumEnvelope,
    /// The keys of a single account, not encrypted: [`open_plain`] opens it.
    AccountKey {
        /// The account's address.
        address: Option<AccountAddress>,
        /// Its network, if the file names one that is known.
        network: Option<GenesisHash>,
    },
}

/// Who made a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Lifeboat, in its own format.
    LifeboatBackup,
    /// The Desktop Wallet, or Lifeboat in the Desktop Wallet's format.
    DesktopWallet,
    /// A phone wallet, or Lifeboat in the phones' format.
    PhoneWallet,
    /// Any wallet that writes the keys of a single account.
    AccountKey,
}

/// What came out of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Who made it.
    pub source: Source,
    /// The records.
    pub contents: Contents,
    /// Which file of an export it is; the only one, where it does not say.
    pub part: Part,
    /// What is worth knowing about it: put right, left out, unusual.
    pub notices: Vec<Notice>,
}

/// What a backup can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Our own: authenticated, every network, nothing left out.
    Lifeboat,
    /// For the Concordium Desktop Wallet: one network, what its format can carry.
    DesktopWallet,
    /// For phone wallets: one network, identities and accounts that came from a phone, with their keys.
    PhoneWallet,
}

/// A file, ready to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Suggested name.
    pub file_name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// What is in it, as read back from the sealed bytes.
    pub counts: Counts,
}

/// The keys of one account, ready to be saved: not encrypted.
#[derive(Debug, Clone)]
pub struct KeyFile {
    /// Suggested name.
    pub file_name: String,
    /// Its content. Whoever reads it can spend what is on the account.
    pub bytes: Plaintext,
    /// What is worth knowing about it: above all keys that do not fit.
    pub notices: Vec<Notice>,
}

/// Says what a file is and whether its header is in order. Takes no password and does no costly work.
///
/// # Errors
/// Everything that is wrong with a file on the outside, the refused kinds included.
pub fn recognise(bytes: &[u8]) -> Result<Recognised, BackupError> {
    LockedFile::read(bytes).map(|locked| locked.recognised())
}

/// Opens a file that is not encrypted. Nothing is written anywhere.
///
/// # Errors
/// As [`recognise`]; [`BackupError::PasswordNeeded`] for every other file.
pub fn open_plain(bytes: &[u8]) -> Result<Opened, BackupError> {
    LockedFile::read(bytes)?.open_plain()
}

/// Opens a file, all the work on its password at once; one that is not encrypted opens with any password. Nothing is written anywhere.
///
/// # Errors
/// As [`recognise`], then what the password and the content lead to; never a part of the records in silence.
pub fn open(bytes: &[u8], password: &Password) -> Result<Opened, BackupError> {
    let locked = LockedFile::read(bytes)?;
    let Some(mut attempt) = locked.attempt(password)? else { return locked.open_plain() };
    while let Some(spelling) = attempt.next_spelling() {
        let key = attempt.recipe().derive(&spelling)?;
        if let Some(opened) = attempt.try_key(&key)? {
            return Ok(opened);
        }
    }
    Err(attempt.refusal())
}

/// Seals a wallet, then opens the result with the same password and compares: what is handed out can be read.
///
/// A Lifeboat backup is one file. A Desktop Wallet export may be several, to be imported in their order.
///
/// # Errors
/// [`BackupError::PasswordTooShort`]; [`BackupError::NothingForPhone`]; [`BackupError::CheckFailed`] if the comparison fails, which is a defect of ours.
pub fn seal(
    wallet: &Wallet,
    format: Format,
    network: GenesisHash,
    password: &Password,
    now_ms: u64,
    entropy: &mut dyn Entropy,
) -> Result<Vec<Sealed>, BackupError> {
    let mut sealing = Sealing::begin(wallet, format, network, password, now_ms)?;
    let mut files = Vec::new();
    while let Some(file) = sealing.next(password, entropy)? {
        files.push(file);
    }
    Ok(files)
}

/// The keys of one account as a file of their own, in the format that browser and phone wallets share. It is not encrypted.
///
/// # Errors
/// [`BackupError::NoKeys`]; [`BackupError::CheckFailed`] if the file does not read as what went in.
pub fn account_key_file(
    wallet: &Wallet,
    network: GenesisHash,
    address: AccountAddress,
) -> Result<KeyFile, BackupError> {
    let records = wallet.networks.get(&network).ok_or(BackupError::NoKeys)?;
    let account = records.accounts.get(&AccountKey::Address(address)).ok_or(BackupError::NoKeys)?;
    let keys = account.keys.as_ref().ok_or(BackupError::NoKeys)?;
    let identity = account.identity.and_then(|identity| records.identities.get(&identity));
    let credentials: Vec<_> = records.credentials.values().filter(|one| one.account == account.key).collect();
    let examined = custody::Examiner::new(identity, custody::generator_of([account])).account(account, &credentials);
    let on_chain = credentials.iter().find(|one| one.slot == Some(AccountSlot(0))).map(|one| one.id);
    let credential = on_chain.or(examined.credential);
    let said = identity.and_then(|identity| identity.phone.as_ref()?.environment.as_deref());
    let environment = phone::name_of(network).or(said).unwrap_or(phone::NO_NETWORK);
    let bytes = browser_key::encode(address, keys, credential, environment).ok_or(BackupError::NoKeys)?;

    // EXPOSE: to read it back.
    let opened = open_plain(bytes.expose()).map_err(|_| BackupError::CheckFailed)?;
    let read_back = opened.contents.on(network);
    let kept = read_back.networks.get(&network).and_then(|records| records.accounts.get(&account.key));
    if !kept.and_then(|kept| kept.keys.as_ref()).is_some_and(|kept| custody::sign_the_same(kept, keys)) {
        return Err(BackupError::CheckFailed);
    }
    let mut notices: Vec<Notice> =
        examined.findings.iter().map(|finding| finding.notice(&legible(&account.name))).collect();
    if credential.is_none() {
        notices.push(Notice::new("key-file-without-credential"));
    }
    Ok(KeyFile { file_name: format!("{address}.export"), bytes, notices })
}

fn seal_native(
    wallet: &Wallet,
    password: &Password,
    now_ms: u64,
    entropy: &mut dyn Entropy,
) -> Result<Sealed, BackupError> {
    let bytes = lifeboat::seal(&record::encode(wallet), password, Argon2Cost::DEFAULT, now_ms, entropy)?;
    let read_back = read_back(&bytes, password)?;
    if read_back != *wallet {
        return Err(BackupError::CheckFailed);
    }
    let (year, month, day) = date::civil(now_ms);
    let file_name = format!("lifeboat-backup-{year:04}-{month:02}-{day:02}.json");
    Ok(Sealed { file_name, bytes, counts: Counts::of(&read_back) })
}

fn seal_phone(
    carried: &Wallet,
    network: GenesisHash,
    password: &Password,
    entropy: &mut dyn Entropy,
) -> Result<Sealed, BackupError> {
    if carried.networks.get(&network).is_none_or(|records| records.identities.is_empty()) {
        return Err(BackupError::NothingForPhone);
    }
    let document = phone::encode(carried, network);
    let bytes = envelope::seal_for_phone(&document, password, Pbkdf2Rounds::ON_PHONES, entropy);
    // On a network of no name the file says none that is known, and the person would be asked.
    let read_back = open(&bytes, password).map_err(|_| BackupError::CheckFailed)?.contents.on(network);
    if read_back != *carried {
        return Err(BackupError::CheckFailed);
    }
    Ok(Sealed { file_name: "concordium-backup.concordiumwallet".into(), bytes, counts: Counts::of(&read_back) })
}

fn read_back(bytes: &[u8], password: &Password) -> Result<Wallet, BackupError> {
    match open(bytes, password) {
        Ok(Opened { contents: Contents::Placed(wallet), .. }) => Ok(wallet),
        Ok(Opened { contents: Contents::NetworkUnknown(_), .. }) | Err(_) => Err(BackupError::CheckFailed),
    }
}

/// Adds the records of the next file. Files of one export repeat nothing.
fn gather(together: &mut Wallet, next: Wallet) {
    together.devices.extend(next.devices);
    for (genesis, rows) in next.desktop_rows {
        together.desktop_rows.entry(genesis).or_default().follow(rows);
    }
    for (genesis, records) in next.networks {
        let all = together.networks.entry(genesis).or_default();
        all.identities.extend(records.identities);
        all.accounts.extend(records.accounts);
        all.credentials.extend(records.credentials);
        all.cosigners.extend(records.cosigners);
        all.contacts.extend(records.contacts);
    }
}
