//! The outer members, read as kindly as is safe. Work factors and algorithms that cannot be vouched for are refused.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::error::{EnvelopeError, Member};
use super::parts::{CIPHER, DERIVATION, LockParts, MAX_SALT};
use crate::backup::noticed::Noticed;
use crate::crypto::cbc::BLOCK_LEN;
use crate::crypto::kdf::{Pbkdf2Hash, Pbkdf2Rounds};
use crate::fault::Notice;
use crate::fault::legible::legible;
use crate::secret::SealingKey;

/// Base64 as other programs leave it: with or without padding. White space and the URL alphabet are dealt with before.
const KIND_BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

pub(super) fn read(
    text_of_file: &str,
    mut outer: Map<String, Value>,
    notices: &mut Vec<Notice>,
) -> Result<LockParts, EnvelopeError> {
    let ciphertext = text(&mut outer, Member::CipherText)?;
    let mut metadata = metadata(outer, notices)?;
    let rounds = rounds(text_of_file, &metadata, notices)?;
    let salt = text(&mut metadata, Member::Salt)?;
    let iv = text(&mut metadata, Member::InitializationVector)?;
    known(text(&mut metadata, Member::EncryptionMethod)?, CIPHER, |name| EnvelopeError::UnknownCipher { name })?;
    known(text(&mut metadata, Member::KeyDerivationMethod)?, DERIVATION, |name| EnvelopeError::UnknownDerivation {
        name,
    })?;
    key_length(&metadata)?;
    let hash = hash(&metadata)?;

    let salt = base64(salt, Member::Salt)?;
    if salt.len() > MAX_SALT {
        return Err(EnvelopeError::SaltLength { bytes: salt.len() });
    }
    let iv = base64(iv, Member::InitializationVector)?;
    let iv = <[u8; BLOCK_LEN]>::try_from(iv).map_err(|iv| EnvelopeError::VectorLength { bytes: iv.len() })?;
    let ciphertext = base64(ciphertext, Member::CipherText)?;
    if ciphertext.len() % BLOCK_LEN != 0 {
        return Err(EnvelopeError::NotWholeBlocks { bytes: ciphertext.len() });
    }
    Ok(LockParts { rounds, hash, salt, iv, ciphertext })
}

/// Before 0.4.0 the Desktop Wallet wrote `metaData`; so does the only written specification.
fn metadata(mut outer: Map<String, Value>, notices: &mut Vec<Notice>) -> Result<Map<String, Value>, EnvelopeError> {
    let value = match (outer.remove("metadata"), outer.remove("metaData")) {
        (Some(today), _) => today,
        (None, Some(old)) => {
            notices.push(Notice::of(&Noticed::OldMemberName));
            old
        }
        (None, None) => return Err(EnvelopeError::Missing(Member::Metadata)),
    };
    let Value::Object(metadata) = value else { return Err(EnvelopeError::Missing(Member::Metadata)) };
    Ok(metadata)
}

fn text(members: &mut Map<String, Value>, member: Member) -> Result<String, EnvelopeError> {
    match members.remove(member.name()) {
        Some(Value::String(text)) if !text.is_empty() => Ok(text),
        Some(_) | None => Err(EnvelopeError::Missing(member)),
    }
}

fn rounds(
    text_of_file: &str,
    metadata: &Map<String, Value>,
    notices: &mut Vec<Notice>,
) -> Result<Pbkdf2Rounds, EnvelopeError> {
    let digits = match metadata.get("iterations") {
        None | Some(Value::Null) => return Err(EnvelopeError::Missing(Member::Iterations)),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::String(text)) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            notices.push(Notice::of(&Noticed::RoundsAsText));
            text.clone()
        }
        Some(_) => return Err(EnvelopeError::RoundsUnreadable),
    };
    // JavaScript writes and takes 10000.0 for 10000.
    let Some(whole) = digits.strip_suffix(".0") else { return taken(&digits, &digits) };
    if has_exponent(text_of_file) {
        return Err(EnvelopeError::RoundsUnreadable);
    }
    taken(whole, &digits)
}

fn taken(whole: &str, written: &str) -> Result<Pbkdf2Rounds, EnvelopeError> {
    let rounds = whole.parse().ok().and_then(Pbkdf2Rounds::new);
    rounds.ok_or_else(|| EnvelopeError::RoundsRefused { rounds: legible(written), max: Pbkdf2Rounds::MAX })
}

/// Whether the rounds are written like `1e0`: no program counts so, and the parsed number no longer shows it.
fn has_exponent(text_of_file: &str) -> bool {
    #[derive(Deserialize)]
    struct Written<'t> {
        #[serde(borrow, alias = "metaData")]
        metadata: Option<RoundsWritten<'t>>,
    }
    #[derive(Deserialize)]
    struct RoundsWritten<'t> {
        #[serde(borrow)]
        iterations: Option<&'t RawValue>,
    }
    let written: Option<Written<'_>> = serde_json::from_str(text_of_file).ok();
    let rounds = written.and_then(|written| written.metadata?.iterations);
    rounds.is_some_and(|rounds| rounds.get().contains(['e', 'E']))
}

fn key_length(metadata: &Map<String, Value>) -> Result<(), EnvelopeError> {
    match metadata.get("keyLen") {
        // The Desktop Wallet takes 0 and absence for 32.
        None | Some(Value::Null) => Ok(()),
        Some(value) if value.as_u64() == Some(0) || value.as_u64() == Some(SealingKey::LEN as u64) => Ok(()),
        Some(other) => Err(EnvelopeError::KeyLength { found: legible(&other.to_string()) }),
    }
}

fn hash(metadata: &Map<String, Value>) -> Result<Pbkdf2Hash, EnvelopeError> {
    let name = match metadata.get("hashAlgorithm") {
        None | Some(Value::Null) => return Ok(Pbkdf2Hash::Sha256),
        Some(Value::String(name)) => name,
        Some(other) => return Err(EnvelopeError::UnknownHash { name: legible(&other.to_string()) }),
    };
    // OpenSSL, which reads these names in the Desktop Wallet, takes them in any case and with a hyphen.
    match name.to_ascii_lowercase().as_str() {
        "" | "sha256" | "sha-256" => Ok(Pbkdf2Hash::Sha256),
        "sha512" | "sha-512" => Ok(Pbkdf2Hash::Sha512),
        _ => Err(EnvelopeError::UnknownHash { name: legible(name) }),
    }
}

fn known(found: String, expected: &str, refuse: impl Fn(String) -> EnvelopeError) -> Result<(), EnvelopeError> {
    if found == expected { Ok(()) } else { Err(refuse(legible(&found))) }
}

/// Decodes where the text lies: the longest member of a file is never held twice.
fn base64(text: String, member: Member) -> Result<Vec<u8>, EnvelopeError> {
    /// Letters that are decoded at a time: four make three bytes.
    const PIECE: usize = 4096;
    let mut bytes = text.into_bytes();
    bytes.retain_mut(|byte| {
        *byte = match *byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        };
        !byte.is_ascii_whitespace()
    });
    let (mut from, mut to) = (0, 0);
    let mut decoded = [0; PIECE / 4 * 3];
    while let Some(rest) = bytes.get(from..).filter(|rest| !rest.is_empty()) {
        let letters = rest.get(..rest.len().min(PIECE)).unwrap_or_default();
        // An equals sign ends a text; before the last piece there is none.
        let is_last = letters.len() == rest.len();
        let taken = letters.len();
        let length = KIND_BASE64.decode_slice(letters, &mut decoded).map_err(|_| EnvelopeError::NotBase64(member))?;
        if !is_last && length != decoded.len() {
            return Err(EnvelopeError::NotBase64(member));
        }
        let place = bytes.get_mut(to..to + length).unwrap_or_default();
        place.iter_mut().zip(&decoded).for_each(|(to, from)| *to = *from);
        from += taken;
        to += length;
    }
    bytes.truncate(to);
    bytes.shrink_to_fit();
    if bytes.is_empty() { Err(EnvelopeError::Missing(member)) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};

    use super::*;

    #[test]
    fn what_is_decoded_in_its_place_is_what_was_encoded() {
        for length in [1, 2, 3, 3071, 3072, 3073, 3074, 6144, 10_000] {
            let bytes: Vec<u8> = (0..length).map(|at: usize| at.wrapping_mul(31).to_le_bytes()[0]).collect();
            let whole = STANDARD.encode(&bytes);
            let lines: Vec<_> = whole.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
            for text in [whole.clone(), STANDARD_NO_PAD.encode(&bytes), URL_SAFE.encode(&bytes), lines.join("\r\n")] {
                assert_eq!(base64(text, Member::CipherText).as_ref(), Ok(&bytes), "{length}");
            }
        }
        let none = Err(EnvelopeError::NotBase64(Member::Salt));
        let padded_inside = "A".repeat(4094) + "==" + &"A".repeat(8);
        for text in ["A".repeat(4097), "A=AA".into(), "\u{e9}AAA".into(), padded_inside] {
            assert_eq!(base64(text, Member::Salt), none);
        }
    }
}
