//! The wallet at rest: two sealed copies and what to believe when they disagree (`docs/formats/vault-v5.md`). Where the
//! bytes are kept is not known here (`Cabinet`).
//!
//! A key is derived from the unlock password once, by [`create`] or [`unlock`]; [`open`] and [`seal`] use it again and
//! again, with a fresh nonce for every save. Nothing here asks a clock, a store or a random source by itself.

mod again;
mod amending;
mod aside;
mod contents;
mod deletion;
mod error;
mod frame;
mod keeper;
mod loaded;
mod moves;
mod passkey;
mod standing;
mod store;

pub use amending::{Amended, amend};
pub use aside::{open_aside, open_unfinished, seal_aside, seal_unfinished};
pub use contents::{
    BackupState, Contents, Deed, FileMark, KnownBackup, LastBackup, Missing, Seen, Settings, Undo, What,
};
pub use deletion::Deletion;
pub use error::VaultError;
pub use frame::{CURRENT_VERSION, End, MAX_LEN, VaultId};
pub use keeper::Keeper;
pub use loaded::{Loaded, Sighting, Slot, StorageEngine, StoredBytes, StoredCopy, VaultMarker};
pub use moves::{SavePlan, Settling, copy_of, may_replace, plan_save, settle};
pub use passkey::{INPUT_LEN, Passkey};
pub use standing::{Found, Present, Standing, reconcile};
pub use store::{Cabinet, Copies, Ends, StoreError, Trouble};

use subtle::ConstantTimeEq as _;

use crate::crypto::aead::{self, AeadError};
use crate::crypto::entropy::{Entropy, generate_bytes};
use crate::crypto::kdf::{self, Argon2Cost};
use crate::model::Counts;
use crate::secret::{Password, Plaintext, SealingKey};
use frame::{Frame, FrameHeader, KnownFrame, Version};

/// The revision of a new vault.
pub const FIRST_REVISION: u64 = 1;

/// What opens a vault and seals it again: the derived key and what it was derived with. Lives until the vault locks.
#[derive(Debug)]
pub struct Key {
    sealing: SealingKey,
    cost: Argon2Cost,
    salt: [u8; frame::SALT_LEN],
}

impl Key {
    /// Which vault this is the key of. It stays when the password changes.
    #[must_use]
    pub const fn vault(&self) -> VaultId {
        VaultId::of_salt(&self.salt)
    }

    /// What deriving it costs, and so what guessing the password costs.
    #[must_use]
    pub const fn cost(&self) -> Argon2Cost {
        self.cost
    }

    /// Whether this is the key of that password: asked again before something is done that cannot be taken back.
    ///
    /// # Errors
    /// [`VaultError::Kdf`] if the key cannot be derived here.
    pub fn is_of(&self, password: &Password) -> Result<bool, VaultError> {
        let derived = kdf::argon2id(password, &self.salt, self.cost)?;
        // EXPOSE: to be compared in constant time.
        Ok(derived.expose().ct_eq(self.sealing.expose()).into())
    }
}

/// Makes a vault of [`FIRST_REVISION`] under a new password. Answers the key and what to store.
///
/// # Errors
/// As [`change_password`].
pub fn create(
    password: &Password,
    contents: &Contents,
    entropy: &mut dyn Entropy,
) -> Result<(Key, SealedVault), VaultError> {
    fork(password, contents, FIRST_REVISION, entropy)
}

/// Seals the contents of a vault under a new password: the same vault ([`VaultId`]), a new salt, a new key. The old key opens
/// nothing that is sealed from now on. `revision` as with [`seal`].
///
/// # Errors
/// [`VaultError::Kdf`] if the key cannot be derived here, else as [`seal`].
pub fn change_password(
    key: &Key,
    password: &Password,
    contents: &Contents,
    revision: u64,
    entropy: &mut dyn Entropy,
) -> Result<(Key, SealedVault), VaultError> {
    seal_under(password, key.vault().salted(entropy), contents, revision, entropy)
}

/// Seals the contents as a vault of its own. Whoever goes on from an older copy begins a line of their own, so that the newer copy,
/// should it turn up, is another vault and not an earlier or a later state of this one.
///
/// # Errors
/// As [`change_password`].
pub fn fork(
    password: &Password,
    contents: &Contents,
    revision: u64,
    entropy: &mut dyn Entropy,
) -> Result<(Key, SealedVault), VaultError> {
    let salt = generate_bytes(entropy);
    seal_under(password, salt, contents, revision, entropy)
}

/// A vault that was opened.
#[derive(Debug)]
pub struct Unlocked {
    /// What opens it, and seals it again.
    pub key: Key,
    /// What is in it.
    pub contents: Contents,
    /// Where it can be amended; `None` if an older version wrote it.
    pub end: Option<End>,
}

/// Opens a vault with its password: one Argon2id, about a fifth of a second.
///
/// # Errors
/// The codes of `docs/formats/vault-v5.md`, in its order. Whether the password was wrong or the bytes were changed on
/// purpose cannot be told apart; accidental damage is [`VaultError::Damaged`].
pub fn unlock(bytes: &[u8], password: &Password) -> Result<Unlocked, VaultError> {
    let frame = Frame::parse(bytes)?.of_known_version()?;
    let FrameHeader { cost, salt, .. } = frame.header;
    let key = Key { sealing: kdf::argon2id(password, &salt, cost)?, cost, salt };
    open_frame(key, frame)
}

/// Opens a vault with the key in hand.
///
/// # Errors
/// As [`unlock`]; a key that is not this vault's is a wrong password.
pub fn open(key: &Key, bytes: &[u8]) -> Result<Contents, VaultError> {
    contents_of(key, &Frame::parse(bytes)?.of_known_version()?)
}

fn open_frame(key: Key, frame: KnownFrame<'_>) -> Result<Unlocked, VaultError> {
    let contents = contents_of(&key, &frame)?;
    Ok(Unlocked { key, contents, end: frame.end })
}

fn contents_of(key: &Key, frame: &KnownFrame<'_>) -> Result<Contents, VaultError> {
    let plaintext = aead::open(&key.sealing, &frame.header.nonce, frame.aad, frame.sealed);
    let plaintext = plaintext.map_err(|AeadError| VaultError::WrongPassword)?;
    // EXPOSE: to be parsed into the contents.
    let mut contents = contents::decode(frame.version, plaintext.expose())?;
    drop(plaintext);
    for amendment in &frame.amendments {
        amending::open(key, amendment)?.bring(&mut contents);
    }
    Ok(contents)
}

/// Seals the contents for a save. `revision` is one more than that of the vault they were made from.
///
/// # Errors
/// [`VaultError::Record`] if a wallet is beyond the ceilings of its record, so that it could not be read again.
pub fn seal(key: &Key, contents: &Contents, revision: u64, entropy: &mut dyn Entropy) -> Result<Vec<u8>, VaultError> {
    Packed::of(contents).seal(key, revision, entropy).map(|sealed| sealed.bytes)
}

/// A vault as it is to be stored.
#[derive(Debug)]
pub struct SealedVault {
    /// All of it.
    pub bytes: Vec<u8>,
    /// Where it can be amended.
    pub end: End,
}

/// The contents as bytes, written once and where they are to be sealed.
#[derive(Debug)]
pub struct Packed {
    /// Room for the header in front of them.
    bytes: Plaintext,
    /// How many bytes the wallet's record has.
    pub wallet_bytes: usize,
}

impl Packed {
    /// About as much as one record of any kind takes.
    const MORE: usize = 4096;

    /// In the newest version.
    #[must_use]
    pub fn of(contents: &Contents) -> Self {
        Self::after(contents, 0)
    }

    /// The same where there were so many bytes before: about as many come out, and there is room for a few more.
    #[must_use]
    pub fn after(contents: &Contents, bytes: usize) -> Self {
        let (bytes, wallet_bytes) =
            contents::encode(contents, &[0; frame::HEADER_LEN], bytes + bytes / 64 + Self::MORE);
        Self { bytes, wallet_bytes }
    }

    /// Seals them for a save.
    ///
    /// # Errors
    /// As [`seal`].
    pub fn seal(self, key: &Key, revision: u64, entropy: &mut dyn Entropy) -> Result<SealedVault, VaultError> {
        // EXPOSE: read back before it is sealed, because what is stored must be readable whatever was put into it.
        let contents = self.bytes.expose().get(frame::HEADER_LEN..).unwrap_or_default();
        contents::decode(Version::CURRENT, contents)?;
        Ok(self.sealed(key, revision, entropy))
    }

    /// The same where these contents, `after`, follow others that were read back when they were sealed: only what is new of them is read
    /// back, because every record stands by itself.
    ///
    /// # Errors
    /// As [`seal`].
    pub fn seal_following(
        self,
        (before, after): (&Contents, &Contents),
        key: &Key,
        revision: u64,
        entropy: &mut dyn Entropy,
    ) -> Result<SealedVault, VaultError> {
        let new = after.since(before);
        if Counts::of(&new.wallet).total() > Counts::of(&after.wallet).total() / 2 {
            // Reading all of it back is less than writing most of it once more.
            drop(new);
            return self.seal(key, revision, entropy);
        }
        let (new, _) = contents::encode(&new, &[], Self::MORE);
        // EXPOSE: read back, as above.
        contents::decode(Version::CURRENT, new.expose())?;
        Ok(self.sealed(key, revision, entropy))
    }

    fn sealed(self, key: &Key, revision: u64, entropy: &mut dyn Entropy) -> SealedVault {
        let header = FrameHeader { revision, cost: key.cost, salt: key.salt, nonce: generate_bytes(entropy) };
        let sealed = self.bytes.len().saturating_sub(frame::HEADER_LEN) + aead::TAG_LEN;
        let bytes = aead::seal_behind(&key.sealing, &header.nonce, &header.bytes(sealed), self.bytes);
        let (bytes, end) = frame::complete(bytes);
        SealedVault { bytes, end }
    }
}

/// The revision of an intact copy, of whatever version.
///
/// # Errors
/// [`VaultError::Damaged`].
pub fn revision(bytes: &[u8]) -> Result<u64, VaultError> {
    Frame::parse(bytes).map(|frame| frame.revision)
}

fn seal_under(
    password: &Password,
    salt: [u8; frame::SALT_LEN],
    contents: &Contents,
    revision: u64,
    entropy: &mut dyn Entropy,
) -> Result<(Key, SealedVault), VaultError> {
    let cost = Argon2Cost::DEFAULT;
    let key = Key { sealing: kdf::argon2id(password, &salt, cost)?, cost, salt };
    let sealed = Packed::of(contents).seal(&key, revision, entropy)?;
    Ok((key, sealed))
}
