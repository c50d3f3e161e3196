//! What we add to the shared envelope, so that damage shows: the outer member `lifeboat`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::parts::{CIPHER, DERIVATION, LockParts, hash_name};
use crate::backup::BackupError;
use crate::backup::lock::prefixed;
use crate::backup::noticed::Noticed;
use crate::backup::part::Part;
use crate::crypto::mac::{self, TAG_LEN};
use crate::fault::Notice;
use crate::secret::SealingKey;

/// The outer member. The Desktop Wallet ignores it.
pub(super) const MEMBER: &str = "lifeboat";

const VERSION: u16 = 1;
const DOMAIN: &[u8] = b"lifeboat-desktop-wallet\0";
const PURPOSE: &[u8] = b"lifeboat-desktop-wallet mac v1";

/// Tags over everything that matters in the envelope.
#[derive(Debug)]
pub(super) struct Marker {
    pub(super) part: Part,
    checksum: [u8; TAG_LEN],
    mac: [u8; TAG_LEN],
}

impl Marker {
    pub(super) fn make(locked: &LockParts, part: Part, key: &SealingKey) -> Self {
        let message = message(locked, part);
        Self { part, checksum: mac::checksum(&message), mac: mac::tag(key, PURPOSE, &message) }
    }

    /// Reads the member and compares the checksum. `None` for a version that is not known here.
    pub(super) fn read(
        value: &Value,
        locked: &LockParts,
        notices: &mut Vec<Notice>,
    ) -> Result<Option<Self>, BackupError> {
        let version = value.get("version").and_then(Value::as_u64).ok_or(BackupError::Damaged)?;
        if version > u64::from(VERSION) {
            notices.push(Notice::of(&Noticed::NewerSeal { found: version }));
            return Ok(None);
        }
        let marker = Self::fields(value).ok_or(BackupError::Damaged)?;
        if version != u64::from(VERSION) || marker.checksum != mac::checksum(&message(locked, marker.part)) {
            return Err(BackupError::Damaged);
        }
        Ok(Some(marker))
    }

    pub(super) fn fits(&self, locked: &LockParts, key: &SealingKey) -> bool {
        mac::fits(key, PURPOSE, &message(locked, self.part), &self.mac)
    }

    pub(super) fn value(&self) -> Value {
        json!({
            "version": VERSION,
            "part": self.part.number,
            "of": self.part.of,
            "checksum": STANDARD.encode(self.checksum),
            "mac": STANDARD.encode(self.mac),
        })
    }

    fn fields(value: &Value) -> Option<Self> {
        let number = |member| u16::try_from(value.get(member)?.as_u64()?).ok();
        let tag = |member| STANDARD.decode(value.get(member)?.as_str()?).ok()?.try_into().ok();
        Some(Self {
            part: Part { number: number("part")?, of: number("of")? },
            checksum: tag("checksum")?,
            mac: tag("mac")?,
        })
    }
}

/// What both tags are over, byte for byte as the specification says.
fn message(locked: &LockParts, part: Part) -> Vec<u8> {
    let mut message = DOMAIN.to_vec();
    let key_length = 32;
    for number in [VERSION.into(), part.number.into(), part.of.into(), locked.rounds.get(), key_length] {
        message.extend_from_slice(&number.to_be_bytes());
    }
    for text in [CIPHER, DERIVATION, hash_name(locked.hash)] {
        prefixed(&mut message, text.as_bytes());
    }
    for bytes in [locked.salt.as_slice(), locked.iv.as_slice(), locked.ciphertext.as_slice()] {
        prefixed(&mut message, bytes);
    }
    message
}
