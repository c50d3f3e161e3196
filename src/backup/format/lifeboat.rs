//! Our own envelope: `docs/formats/backup-v1.md` is its contract.
//! Inside is the very record that the vault holds.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::backup::BackupError;
use crate::backup::carried::Carried;
use crate::backup::contents::FileContents;
use crate::backup::json::says;
use crate::backup::lock::{Lock, LockKind, Outer, Tried, prefixed};
use crate::backup::part::Part;
use crate::backup::writes::{NewLock, Occasion, Writes};
use crate::crypto::aead::{self, NONCE_LEN};
use crate::crypto::entropy::{Entropy, generate_bytes};
use crate::crypto::kdf::{Argon2Cost, KdfError, Recipe, argon2id};
use crate::crypto::mac::{TAG_LEN, checksum};
use crate::fault::Notice;
use crate::model::month::civil;
use crate::model::{Format, GenesisHash, Wallet};
use crate::record;
use crate::secret::{Password, Plaintext, SealingKey};

/// What the `format` member says.
pub const FORMAT: &str = "lifeboat-backup";
/// The version [`seal`] writes, and the newest that is read.
pub const VERSION: u32 = 1;
/// Length of the salt in bytes.
pub const SALT_LEN: usize = 16;

const KDF: &str = "argon2id";
const CIPHER: &str = "aes-256-gcm";
/// Beyond this a JSON number is not exact everywhere.
const MAX_CREATED_AT: u64 = (1 << 53) - 1;

/// A backup whose header is in order and whose checksum fits.
#[derive(Debug)]
struct OwnLock {
    header: LockHeader,
    ciphertext: Vec<u8>,
}

/// What is authenticated beside the ciphertext.
#[derive(Debug)]
struct LockHeader {
    created_at_ms: u64,
    cost: Argon2Cost,
    salt: [u8; SALT_LEN],
    nonce: [u8; NONCE_LEN],
}

/// Locks `plaintext` under `password`: the bytes of a file.
///
/// # Errors
/// [`KdfError`] for a cost outside the limits.
pub fn seal(
    plaintext: &Plaintext,
    password: &Password,
    cost: Argon2Cost,
    created_at_ms: u64,
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, KdfError> {
    let lock = NewBackup { cost, salt: generate_bytes(entropy) };
    let key = argon2id(password, &lock.salt, cost)?;
    Ok(lock.seal(plaintext, &key, Occasion { part: Part::WHOLE, now_ms: created_at_ms }, entropy))
}

/// A backup that will be written.
struct NewBackup {
    cost: Argon2Cost,
    salt: [u8; SALT_LEN],
}

impl NewLock for NewBackup {
    fn recipe(&self) -> Recipe {
        Recipe::Argon2id { cost: self.cost, salt: self.salt.to_vec() }
    }

    fn seal(&self, document: &Plaintext, key: &SealingKey, occasion: Occasion, entropy: &mut dyn Entropy) -> Vec<u8> {
        let header = LockHeader {
            created_at_ms: occasion.now_ms.min(MAX_CREATED_AT),
            cost: self.cost,
            salt: self.salt,
            nonce: generate_bytes(entropy),
        };
        // EXPOSE: to encrypt it.
        let ciphertext = aead::seal(key, &header.nonce, &header.bytes(), document.expose());
        OwnLock { header, ciphertext }.bytes()
    }
}

/// How it is recognised.
pub(in crate::backup) const LOCK: LockKind = LockKind { is: |members| says(members, "format", FORMAT), read };

/// Reads the header and compares the checksum.
///
/// # Errors
/// [`BackupError::NewerVersion`], [`BackupError::HeaderUnreadable`], [`BackupError::Damaged`], or a refused cost.
fn read(outer: Outer<'_>, _: &mut Vec<Notice>) -> Result<Box<dyn Lock>, BackupError> {
    match outer.members.get("version").and_then(Value::as_u64) {
        Some(found) if found > u64::from(VERSION) => {
            return Err(BackupError::NewerVersion { found, supported: VERSION });
        }
        Some(_) | None => {}
    }
    let file: FileText = serde_json::from_str(outer.text).map_err(|_| BackupError::HeaderUnreadable)?;
    let lock = file.lock().ok_or(BackupError::HeaderUnreadable)?;
    if lock.checksum() != bytes(&file.checksum).ok_or(BackupError::HeaderUnreadable)? {
        return Err(BackupError::Damaged);
    }
    lock.header.cost.check()?;
    Ok(Box::new(lock))
}

/// Reads what was inside: the wallet as the vault has it.
///
/// # Errors
/// [`BackupError::Record`].
pub(in crate::backup) fn decode(plaintext: &Plaintext) -> Result<FileContents, BackupError> {
    // EXPOSE: to decode it.
    Ok(FileContents::Placed(record::decode(plaintext.expose())?))
}

/// How whole wallets are written: everything, in one file.
pub(in crate::backup) struct LifeboatFile;

impl Writes for LifeboatFile {
    fn carry(&self, wallet: &Wallet, _: GenesisHash) -> Carried {
        Carried { wallet: wallet.clone(), omissions: Vec::new() }
    }

    fn documents(&self, carried: &Wallet, _: GenesisHash) -> Result<Vec<Plaintext>, BackupError> {
        Ok(vec![record::encode(carried)])
    }

    fn lock(&self, entropy: &mut dyn Entropy) -> Box<dyn NewLock> {
        Box::new(NewBackup { cost: Argon2Cost::DEFAULT, salt: generate_bytes(entropy) })
    }

    fn file_name(&self, occasion: Occasion) -> String {
        let (year, month, day) = civil(occasion.now_ms);
        format!("lifeboat-backup-{year:04}-{month:02}-{day:02}.json")
    }
}

impl Lock for OwnLock {
    fn format(&self) -> Option<Format> {
        Some(Format::LifeboatBackup)
    }

    fn created_at_ms(&self) -> Option<u64> {
        Some(self.header.created_at_ms)
    }

    fn part(&self) -> Part {
        Part::WHOLE
    }

    fn recipe(&self) -> Recipe {
        Recipe::Argon2id { cost: self.header.cost, salt: self.header.salt.to_vec() }
    }

    fn try_key(&self, key: &SealingKey, _: Option<Plaintext>) -> Result<Tried, BackupError> {
        let opened = aead::open(key, &self.header.nonce, &self.header.bytes(), &self.ciphertext);
        Ok(opened.map_or(Tried::Closed, Tried::Opened))
    }

    /// The file is whole, and the password is another, or somebody forged the checksum.
    fn refusal(&self, _: bool) -> BackupError {
        BackupError::WrongPassword
    }
}

impl OwnLock {
    fn checksum(&self) -> [u8; TAG_LEN] {
        let mut message = self.header.bytes();
        message.extend_from_slice(&self.ciphertext);
        checksum(&message)
    }

    fn bytes(&self) -> Vec<u8> {
        let LockHeader { created_at_ms, cost, salt, nonce } = &self.header;
        let file = FileText {
            format: FORMAT.into(),
            version: VERSION,
            created_at: *created_at_ms,
            kdf: Kdf {
                name: KDF.into(),
                memory_kib: cost.memory_kib,
                passes: cost.passes,
                lanes: cost.lanes,
                salt: STANDARD.encode(salt),
            },
            cipher: Cipher { name: CIPHER.into(), nonce: STANDARD.encode(nonce) },
            ciphertext: STANDARD.encode(&self.ciphertext),
            checksum: STANDARD.encode(self.checksum()),
        };
        #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
        let mut bytes = serde_json::to_vec(&file).expect("texts and numbers serialise into memory");
        bytes.push(b'\n');
        bytes
    }
}

impl LockHeader {
    /// The associated data, byte for byte as the specification says.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = [FORMAT.as_bytes(), &[0]].concat();
        bytes.extend_from_slice(&VERSION.to_be_bytes());
        bytes.extend_from_slice(&self.created_at_ms.to_be_bytes());
        prefixed(&mut bytes, KDF.as_bytes());
        for number in [self.cost.memory_kib, self.cost.passes, self.cost.lanes] {
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        prefixed(&mut bytes, &self.salt);
        prefixed(&mut bytes, CIPHER.as_bytes());
        prefixed(&mut bytes, &self.nonce);
        bytes
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FileText {
    format: String,
    version: u32,
    created_at: u64,
    kdf: Kdf,
    cipher: Cipher,
    ciphertext: String,
    checksum: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Kdf {
    name: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Cipher {
    name: String,
    nonce: String,
}

impl FileText {
    fn lock(&self) -> Option<OwnLock> {
        let known =
            self.format == FORMAT && self.version == VERSION && self.kdf.name == KDF && self.cipher.name == CIPHER;
        if !known || self.created_at > MAX_CREATED_AT {
            return None;
        }
        let Kdf { memory_kib, passes, lanes, .. } = self.kdf;
        Some(OwnLock {
            header: LockHeader {
                created_at_ms: self.created_at,
                cost: Argon2Cost { memory_kib, passes, lanes },
                salt: bytes(&self.kdf.salt)?,
                nonce: bytes(&self.cipher.nonce)?,
            },
            ciphertext: STANDARD.decode(&self.ciphertext).ok()?,
        })
    }
}

/// Canonical base64 of exactly `N` bytes.
fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    STANDARD.decode(text).ok()?.try_into().ok()
}
