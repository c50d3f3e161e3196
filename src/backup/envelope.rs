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
use crate::crypto::cbc::{self, BLOCK_LEN, SealedBlocks};
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

    fn sealed(&self) -> Option<SealedBlocks<'_>> {
        Some(self.locked.sealed())
    }

    fn try_key(&self, key: &SealingKey, blocks: Option<Plaintext>) -> Result<Tried, BackupError> {
        if self.marker.as_ref().is_some_and(|marker| !marker.fits(&self.locked, key)) {
            return Ok(Tried::Closed);
        }
        let sealed = self.locked.sealed();
        // Whoever made them, text in JSON all the way through is the document. Of anything else nothing is said that this program has not seen.
        let blocks = blocks.filter(|blocks| sealed.opens_to(key, blocks));
        // EXPOSE: to look at it.
        if let Some(document) = blocks.and_then(|blocks| cbc::text(blocks).ok()).filter(|text| is_json(text.expose())) {
            return Ok(Tried::Opened(document));
        }
        let Ok(blocks) = sealed.open_blocks(key) else { return Ok(Tried::Closed) };
        match &self.marker {
            Some(_) => cbc::text(blocks).map(Tried::Opened).map_err(|_| BackupError::Damaged),
            None => Ok(open_unmarked(blocks)),
        }
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
    fn sealed(&self) -> SealedBlocks<'_> {
        SealedBlocks { iv: &self.iv, bytes: &self.ciphertext }
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

/// A fitting padding proves nothing: one wrong password in 256 has it. JSON all the way through does; and so do blocks of plain text
/// around those that are damaged.
fn open_unmarked(blocks: Plaintext) -> Tried {
    // EXPOSE: to look at it.
    let bytes = blocks.expose();
    if let Some(length) = cbc::text_len(bytes).filter(|length| bytes.get(..*length).is_some_and(is_json)) {
        return Tried::Opened(cbc::first(blocks, length));
    }
    match salvage(&blocks) {
        Some(salvaged) => Tried::Damaged(salvaged),
        None if begins_legibly(bytes) => Tried::BeginsWell,
        None => Tried::Closed,
    }
}

/// Whether the first block is the beginning of an object with a plainly named member. By chance: below 1 in 10^9.
fn begins_legibly(bytes: &[u8]) -> bool {
    let rest = bytes.first_chunk::<BLOCK_LEN>().and_then(|block| block.strip_prefix(b"{\""));
    rest.is_some_and(|rest| rest.iter().all(|byte| matches!(byte, b' '..=b'~')))
}

fn is_json(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok())
}
