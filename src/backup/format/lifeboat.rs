//! Our own envelope: `docs/formats/backup-v1.md` is its contract.
//! This module knows how a backup is locked; it refuses to know what is inside.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::backup::BackupError;
use crate::backup::door::{Tried, prefixed};
use crate::crypto::aead::{self, NONCE_LEN};
use crate::crypto::entropy::{Entropy, generate_bytes};
use crate::crypto::kdf::{Argon2Cost, KdfError, Recipe, argon2id};
use crate::crypto::mac::{TAG_LEN, checksum};
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
pub struct Envelope {
    header: Header,
    ciphertext: Vec<u8>,
}

/// What is authenticated beside the ciphertext.
#[derive(Debug)]
struct Header {
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
    let header = Header {
        created_at_ms: created_at_ms.min(MAX_CREATED_AT),
        cost,
        salt: generate_bytes(entropy),
        nonce: generate_bytes(entropy),
    };
    let key = argon2id(password, &header.salt, cost)?;
    // EXPOSE: to encrypt it.
    let ciphertext = aead::seal(&key, &header.nonce, &header.bytes(), plaintext.expose());
    Ok(Envelope { header, ciphertext }.bytes())
}

impl Envelope {
    /// Milliseconds since 1970, as the header says; authentic only after [`Self::open`].
    #[must_use]
    pub fn created_at_ms(&self) -> u64 {
        self.header.created_at_ms
    }

    /// Reads the header and compares the checksum. `members` is `text`, parsed.
    ///
    /// # Errors
    /// [`BackupError::NewerVersion`], [`BackupError::HeaderUnreadable`], [`BackupError::Damaged`], or a refused cost.
    pub(in crate::backup) fn read(text: &str, members: &Map<String, Value>) -> Result<Self, BackupError> {
        match members.get("version").and_then(Value::as_u64) {
            Some(found) if found > u64::from(VERSION) => {
                return Err(BackupError::NewerVersion { found, supported: VERSION });
            }
            Some(_) | None => {}
        }
        let file: File = serde_json::from_str(text).map_err(|_| BackupError::HeaderUnreadable)?;
        let envelope = file.envelope().ok_or(BackupError::HeaderUnreadable)?;
        if envelope.checksum() != bytes(&file.checksum).ok_or(BackupError::HeaderUnreadable)? {
            return Err(BackupError::Damaged);
        }
        envelope.header.cost.check()?;
        Ok(envelope)
    }

    /// How its key is made.
    #[must_use]
    pub fn recipe(&self) -> Recipe {
        Recipe::Argon2id { cost: self.header.cost, salt: self.header.salt.to_vec() }
    }

    /// Tries a key. If no spelling of a password gives one that opens, the file is whole, and the password is another, or somebody forged
    /// the checksum.
    #[must_use]
    pub(in crate::backup) fn try_key(&self, key: &SealingKey) -> Tried {
        let opened = aead::open(key, &self.header.nonce, &self.header.bytes(), &self.ciphertext);
        opened.map_or(Tried::Closed, Tried::Opened)
    }

    fn checksum(&self) -> [u8; TAG_LEN] {
        let mut message = self.header.bytes();
        message.extend_from_slice(&self.ciphertext);
        checksum(&message)
    }

    fn bytes(&self) -> Vec<u8> {
        let Header { created_at_ms, cost, salt, nonce } = &self.header;
        let file = File {
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

impl Header {
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
struct File {
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

impl File {
    fn envelope(&self) -> Option<Envelope> {
        let known =
            self.format == FORMAT && self.version == VERSION && self.kdf.name == KDF && self.cipher.name == CIPHER;
        if !known || self.created_at > MAX_CREATED_AT {
            return None;
        }
        let Kdf { memory_kib, passes, lanes, .. } = self.kdf;
        Some(Envelope {
            header: Header {
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
