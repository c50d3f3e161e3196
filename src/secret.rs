//! Values that must not outlive their use: wiped on drop, silent in `Debug`, opened only through `expose`. What a secret is
//! for is not known here.

use std::hash::{Hash, Hasher};
use std::{fmt, io};

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

macro_rules! secret_bytes {
    ($(#[$doc:meta])* $name:ident, $len:expr) => {
        $(#[$doc])*
        #[derive(Clone, Zeroize, ZeroizeOnDrop)]
        pub struct $name([u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;

            /// Takes ownership of the bytes. The caller's own copy is the caller's to wipe.
            #[must_use]
            pub fn new(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }

            /// The bytes themselves. Every call site says why with a comment that begins `EXPOSE:`.
            #[must_use]
            pub fn expose(&self) -> &[u8; $len] {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

secret_bytes!(
    /// 32-byte SLIP-10 seed of an identity's PRF key, as the Ledger exports it (`P1 = 1, P2 = 1`).
    PrfKeySeed,
    32
);
secret_bytes!(
    /// PRF key of an identity: a BLS12-381 scalar, 32 bytes big endian.
    PrfKey,
    32
);
secret_bytes!(
    /// Secret scalar behind the public key of an identity (`idCredSec`), 32 bytes big endian.
    IdCredSec,
    32
);
secret_bytes!(
    /// Secret scalar of an account's shielded balance, 32 bytes big endian: `1/(K + n)` where a phone made the account.
    EncryptionScalar,
    32
);
secret_bytes!(
    /// Ed25519 seed of one key of an account.
    SignKey,
    32
);
secret_bytes!(
    /// Symmetric key that seals a vault or a backup.
    SealingKey,
    32
);

secret_bytes!(
    /// What a passkey makes of a fixed input (the PRF extension of WebAuthn).
    PasskeySecret,
    32
);

/// A password exactly as it was typed, as UTF-8.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes ownership of what was typed; nothing is trimmed or normalised.
    #[must_use]
    pub fn new(typed: String) -> Self {
        Self(Zeroizing::new(typed))
    }

    /// The password's text. Every call site says why with a comment that begins `EXPOSE:`.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// A text that holds keys, as it stands in a record.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(Zeroizing<String>);

impl Hash for SecretText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.as_str().hash(state);
    }
}

impl SecretText {
    /// Takes ownership of the text.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself. Every call site says why with a comment that begins `EXPOSE:`.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(…)")
    }
}

/// Decrypted bytes: a document before it is parsed, or after it is encoded.
#[derive(Clone)]
pub struct Plaintext(Zeroizing<Vec<u8>>);

impl Plaintext {
    /// Takes ownership of the bytes.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes themselves. Every call site says why with a comment that begins `EXPOSE:`.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The bytes, to be encrypted where they lie. Nothing wipes them any more.
    pub(crate) fn into_bytes(mut self) -> Vec<u8> {
        std::mem::take(&mut *self.0)
    }
}

/// Bytes that become a [`Plaintext`]. Nobody has to know before how many there will be: what it grew out of is wiped.
#[derive(Default)]
pub(crate) struct GrowingPlaintext(Zeroizing<Vec<u8>>);

impl GrowingPlaintext {
    const FIRST: usize = 4096;

    /// With room for so many bytes: as long as there are no more, nothing is copied.
    pub(crate) fn with_room(bytes: usize) -> Self {
        Self(Zeroizing::new(Vec::with_capacity(bytes)))
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Writes over some that are there.
    pub(crate) fn set(&mut self, at: usize, bytes: &[u8]) {
        self.0.iter_mut().skip(at).zip(bytes).for_each(|(to, from)| *to = *from);
    }

    /// So many more, zeros yet: for the browser, which writes them in their place.
    #[cfg(any(test, target_arch = "wasm32"))]
    pub(crate) fn more(&mut self, count: usize) -> &mut [u8] {
        self.make_room(count);
        let at = self.0.len();
        self.0.resize(at.saturating_add(count), 0);
        self.0.get_mut(at..).unwrap_or_default()
    }

    /// They are all there.
    pub(crate) fn done(self) -> Plaintext {
        Plaintext(self.0)
    }

    fn make_room(&mut self, more: usize) {
        let needed = self.0.len().saturating_add(more);
        if needed > self.0.capacity() {
            // Half as long again, so that all growing together copies each byte a few times at most.
            let capacity = self.0.capacity().saturating_add(self.0.capacity() / 2).max(needed).max(Self::FIRST);
            let mut grown = Zeroizing::new(Vec::with_capacity(capacity));
            grown.extend_from_slice(&self.0);
            self.0 = grown;
        }
    }
}

impl io::Write for GrowingPlaintext {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.make_room(bytes.len());
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Debug for Plaintext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plaintext({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn what_is_written_in_parts_is_there_as_a_whole() {
        let parts: Vec<Vec<u8>> = (0..200_u8).map(|number| vec![number; usize::from(number)]).collect();
        let mut growing = GrowingPlaintext::default();
        for (number, part) in parts.iter().enumerate() {
            if number % 2 == 0 {
                growing.write_all(part).unwrap();
            } else {
                growing.more(part.len()).copy_from_slice(part);
            }
        }
        assert_eq!(growing.done().expose(), parts.concat());
    }

    #[test]
    fn debug_shows_no_byte_of_a_secret() {
        assert_eq!(format!("{:?}", PrfKeySeed::new([7; 32])), "PrfKeySeed(…)");
        assert_eq!(format!("{:?}", Password::new("hunter2".into())), "Password(…)");
        assert_eq!(format!("{:?}", SecretText::new("{}".into())), "SecretText(…)");
        assert_eq!(format!("{:?}", Plaintext::new(vec![1, 2, 3])), "Plaintext(3 bytes)");
    }
}
