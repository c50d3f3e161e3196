//! Base58 with Bitcoin's alphabet: what account addresses are spelled in.

/// Spells.
#[must_use]
pub fn base58_encode(bytes: &[u8]) -> String {
    bs58::encode(bytes).into_string()
}

/// Reads. `None` if a character is not of the alphabet.
#[must_use]
pub fn base58_decode(text: &str) -> Option<Vec<u8>> {
    bs58::decode(text).into_vec().ok()
}
