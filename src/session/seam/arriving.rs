//! How secrets and bytes of the page arrive.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

use crate::secret::{PasskeySecret, Password};

/// A password is one from its first moment: whatever becomes of the intent, it is wiped.
pub(in crate::session) fn password<'de, D: Deserializer<'de>>(from: D) -> Result<Password, D::Error> {
    String::deserialize(from).map(Password::new)
}

/// The same, where there may be none.
pub(in crate::session) fn password_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Password>, D::Error> {
    Option::<String>::deserialize(from).map(|text| text.map(Password::new))
}

/// What a passkey made; of any other length it is none.
pub(in crate::session) fn passkey<'de, D: Deserializer<'de>>(from: D) -> Result<PasskeySecret, D::Error> {
    let bytes = Zeroizing::new(bytes::deserialize(from)?);
    let bytes = <[u8; PasskeySecret::LEN]>::try_from(bytes.as_slice());
    bytes.map(PasskeySecret::new).map_err(|_| D::Error::custom("no secret of a passkey"))
}

/// The same, where there may be none.
pub(in crate::session) fn passkey_if_any<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<PasskeySecret>, D::Error> {
    #[derive(Deserialize)]
    struct Secret(#[serde(deserialize_with = "passkey")] PasskeySecret);

    Option::<Secret>::deserialize(from).map(|secret| secret.map(|Secret(secret)| secret))
}

/// Bytes arrive as a `Uint8Array`.
pub(in crate::session) mod bytes {
    use serde::de::{Deserializer, Error, Visitor};

    pub(in crate::session) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        struct Bytes;

        impl Visitor<'_> for Bytes {
            type Value = Vec<u8>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a Uint8Array")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
                Ok(bytes.to_vec())
            }

            fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
                Ok(bytes)
            }
        }

        from.deserialize_byte_buf(Bytes)
    }
}

/// Several files' bytes.
pub(in crate::session) mod bytes_list {
    use serde::Deserialize;
    use serde::de::Deserializer;

    #[derive(Deserialize)]
    struct Item(#[serde(with = "super::bytes")] Vec<u8>);

    pub(in crate::session) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Vec<u8>>, D::Error> {
        Ok(Vec::<Item>::deserialize(from)?.into_iter().map(|item| item.0).collect())
    }
}
