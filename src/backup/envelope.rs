//! The envelope that the Concordium Desktop Wallet and the file-based phone wallets share
//! (`docs/formats/desktop-wallet.md`). What is inside is not known here.

mod error;
mod marker;
mod members;
mod parts;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::BackupError;
use super::json::Members;
use super::lock::{Lock, LockKind, Outer, Tried};
use super::part::Part;
use super::salvage::salvage;
use super::writes::{NewLock, Occasion};
use crate::crypto::cbc;
use crate::crypto::entropy::{Entropy, generate_bytes};
use crate::crypto::kdf::{Pbkdf2Hash, Pbkdf2Rounds, Recipe, pbkdf2};
use crate::fault::Notice;
use crate::model::Format;
use crate::secret::{Password, Plaintext, SealingKey};
pub use error::{EnvelopeError, Member};
use marker::Marker;
pub use parts::MAX_SALT;
use parts::{CIPHER, DERIVATION, LockParts, hash_name};

/// Length of the salt that is written for the Desktop Wallet.
const SALT_LEN: usize = 16;
/// Length of the salt that phones write.
const PHONE_SALT_LEN: usize = 32;

/// An envelope whose header is in order.
#[derive(Debug)]
struct SharedLock {
    locked: LockParts,
    marker: Option<Marker>,
}

/// An envelope that will be written.
pub(super) struct NewEnvelope {
    rounds: Pbkdf2Rounds,
    salt: Vec<u8>,
    reader: Reader,
}

/// Whose program reads it.
#[derive(Clone, Copy)]
enum Reader {
    Desktop,
    Phone,
}

/// The hash that is written: every reader knows it.
const HASH: Pbkdf2Hash = Pbkdf2Hash::Sha256;

/// Locks `document` under `password`: the bytes of a file which the Desktop Wallet opens, with our marker.
#[must_use]
pub fn seal(
    document: &Plaintext,
    password: &Password,
    rounds: Pbkdf2Rounds,
    part: Part,
    entropy: &mut dyn Entropy,
) -> Vec<u8> {
    let envelope = NewEnvelope::for_desktop(rounds, entropy);
    let key = pbkdf2(password, &envelope.salt, rounds, HASH);
    envelope.seal(document, &key, Occasion { part, now_ms: 0 }, entropy)
}

impl NewEnvelope {
    /// As the Desktop Wallet reads it.
    pub(super) fn for_desktop(rounds: Pbkdf2Rounds, entropy: &mut dyn Entropy) -> Self {
        Self { rounds, salt: generate_bytes::<SALT_LEN>(entropy).to_vec(), reader: Reader::Desktop }
    }

    /// As phones write and read it: one file, always.
    pub(super) fn for_phones(rounds: Pbkdf2Rounds, entropy: &mut dyn Entropy) -> Self {
        Self { rounds, salt: generate_bytes::<PHONE_SALT_LEN>(entropy).to_vec(), reader: Reader::Phone }
    }
}

impl NewLock for NewEnvelope {
    fn recipe(&self) -> Recipe {
        Recipe::Pbkdf2 { rounds: self.rounds, hash: HASH, salt: self.salt.clone() }
    }

    /// With our marker.
    fn seal(&self, document: &Plaintext, key: &SealingKey, occasion: Occasion, entropy: &mut dyn Entropy) -> Vec<u8> {
        let iv = generate_bytes(entropy);
        // EXPOSE: to encrypt it.
        let ciphertext = cbc::seal(key, &iv, document.expose());
        let locked = LockParts { rounds: self.rounds, hash: HASH, salt: self.salt.clone(), iv, ciphertext };
        let mut file = locked.file(&Marker::make(&locked, occasion.part, key));
        match (self.reader, file.get_mut("metadata").and_then(Value::as_object_mut)) {
            (Reader::Desktop, Some(metadata)) => {
                metadata.insert("keyLen".into(), SealingKey::LEN.into());
                metadata.insert("hashAlgorithm".into(), hash_name(HASH).into());
            }
            (Reader::Desktop | Reader::Phone, _) => {}
        }
        file.to_string().into_bytes()
    }
}

/// How it is recognised: by what is locked, or by how, under its old name as well. Other programs have a `metadata`, too.
pub(super) const LOCK: LockKind = LockKind { is: is_locked, read };

fn is_locked(members: &Members) -> bool {
    let says_how = |metadata: &Value| Member::OF_METADATA.iter().any(|member| metadata.get(member.name()).is_some());
    members.contains_key(Member::CipherText.name())
        || ["metadata", "metaData"].iter().filter_map(|name| members.get(*name)).any(says_how)
}

/// Reads the header from the outer members.
///
/// # Errors
/// [`EnvelopeError`] by member; [`BackupError::Damaged`] if our marker is there and says so.
fn read(outer: Outer<'_>, notices: &mut Vec<Notice>) -> Result<Box<dyn Lock>, BackupError> {
    let Outer { text, members: mut outer } = outer;
    let marker = outer.remove(marker::MEMBER);
    let locked = members::read(text, outer, notices)?;
    let marker = match marker {
        None => None,
        Some(value) => Marker::read(&value, &locked, notices)?,
    };
    Ok(Box::new(SharedLock { locked, marker }))
}

impl Lock for SharedLock {
    fn format(&self) -> Option<Format> {
        None
    }

    fn created_at_ms(&self) -> Option<u64> {
        None
    }

    fn part(&self) -> Part {
        self.marker.as_ref().map_or(Part::WHOLE, |marker| marker.part)
    }

    fn recipe(&self) -> Recipe {
        Recipe::Pbkdf2 { rounds: self.locked.rounds, hash: self.locked.hash, salt: self.locked.salt.clone() }
    }

    fn try_key(&self, key: &SealingKey) -> Result<Tried, BackupError> {
        Ok(match &self.marker {
            Some(marker) if marker.fits(&self.locked, key) => Tried::Opened(self.locked.open_marked(key)?),
            Some(_) => Tried::Closed,
            None => self.locked.open_unmarked(key),
        })
    }

    /// With our marker: [`BackupError::WrongPassword`]. Without: [`EnvelopeError::WrongPasswordOrDamaged`], because the two look alike;
    /// [`BackupError::Damaged`] only where the beginning showed that the password was right.
    fn refusal(&self, began_well: bool) -> BackupError {
        match &self.marker {
            Some(_) => BackupError::WrongPassword,
            None if began_well => BackupError::Damaged,
            None => EnvelopeError::WrongPasswordOrDamaged.into(),
        }
    }
}

impl LockParts {
    fn open_marked(&self, key: &SealingKey) -> Result<Plaintext, BackupError> {
        cbc::open(key, &self.iv, &self.ciphertext).map_err(|_| BackupError::Damaged)
    }

    /// A fitting padding proves nothing: one wrong password in 256 has it. JSON all the way through does; and so do blocks of plain text
    /// around those that are damaged.
    fn open_unmarked(&self, key: &SealingKey) -> Tried {
        if let Some(document) = cbc::open(key, &self.iv, &self.ciphertext).ok().filter(is_json) {
            return Tried::Opened(document);
        }
        let blocks = cbc::open_blocks(key, &self.iv, &self.ciphertext).ok();
        match blocks.and_then(|blocks| salvage(&blocks)) {
            Some(salvaged) => Tried::Damaged(salvaged),
            None if self.begins_legibly(key) => Tried::BeginsWell,
            None => Tried::Closed,
        }
    }

    /// Whether the first block is the beginning of an object with a plainly named member. By chance: below 1 in 10^9.
    fn begins_legibly(&self, key: &SealingKey) -> bool {
        cbc::open_first_block(key, &self.iv, &self.ciphertext).is_ok_and(|block| {
            // EXPOSE: to look at it.
            block.expose().strip_prefix(b"{\"").is_some_and(|rest| rest.iter().all(|byte| matches!(byte, b' '..=b'~')))
        })
    }

    /// The members that every reader needs.
    fn file(&self, marker: &Marker) -> Value {
        json!({
            "cipherText": STANDARD.encode(&self.ciphertext),
            "metadata": {
                "iterations": self.rounds.get(),
                "salt": STANDARD.encode(&self.salt),
                "initializationVector": STANDARD.encode(self.iv),
                "encryptionMethod": CIPHER,
                "keyDerivationMethod": DERIVATION,
            },
            (marker::MEMBER): marker.value(),
        })
    }
}

fn is_json(document: &Plaintext) -> bool {
    // EXPOSE: to see whether it is text in JSON.
    let text = std::str::from_utf8(document.expose());
    text.is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok())
}
