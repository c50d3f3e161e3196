//! BLS12-381 key generation from a seed, the standard way and the deprecated one. Which identity used which is not known
//! here.
//!
//! Standard: draft-irtf-cfrg-bls-signature-04 §2.3 with SHA-256 and empty key_info. Deprecated: the same with three
//! slips that live on in every account made with it (concordium-base `keygen_bls`, `keygen_bls_deprecated`): the seed's
//! hexadecimal text is the input, and the output's length and value are little endian.

use ark_bls12_381::Fr;
use ark_ff::{BigInteger, PrimeField, Zero};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::secret::{PrfKey, PrfKeySeed};

const SALT: &[u8] = b"BLS-SIG-KEYGEN-SALT-";
/// Bytes of key material per attempt: ⌈3 · ⌈log2 r⌉ / 16⌉.
const MATERIAL_LEN: u8 = 48;

type Material = Zeroizing<[u8; MATERIAL_LEN as usize]>;

/// Version 1.
pub(super) fn standard(seed: &PrfKeySeed) -> PrfKey {
    // EXPOSE: the seed is the recipe's input; the copies below are wiped.
    generate(seed.expose(), [0, MATERIAL_LEN], Fr::from_be_bytes_mod_order)
}

/// Version 0.
pub(super) fn deprecated(seed: &PrfKeySeed) -> PrfKey {
    // EXPOSE: the seed's text is the recipe's input; it is wiped with this line's end of scope.
    let text = Zeroizing::new(hex::encode(seed.expose()));
    generate(text.as_bytes(), [MATERIAL_LEN, 0], Fr::from_le_bytes_mod_order)
}

fn generate(input: &[u8], length: [u8; 2], read: fn(&[u8]) -> Fr) -> PrfKey {
    let mut salt = Sha256::digest(SALT);
    loop {
        let mut scalar = read(key_material(&salt, input, length).as_slice());
        if !scalar.is_zero() {
            let key = big_endian(&scalar);
            scalar.zeroize();
            return key;
        }
        salt = Sha256::digest(salt);
    }
}

/// HKDF-SHA256 (RFC 5869) of `input ‖ 00`: two blocks, cut to 48 bytes.
fn key_material(salt: &[u8], input: &[u8], length: [u8; 2]) -> Material {
    let pseudorandom_key = mac(salt, &[input, &[0]]);
    let first = mac(pseudorandom_key.as_slice(), &[&length, &[1]]);
    let second = mac(pseudorandom_key.as_slice(), &[first.as_slice(), &length, &[2]]);
    let mut material = Material::new([0; _]);
    material.iter_mut().zip(first.iter().chain(second.iter())).for_each(|(to, from)| *to = *from);
    material
}

fn mac(key: &[u8], message: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    #[expect(clippy::expect_used, reason = "HMAC is defined for keys of every length (RFC 2104 §3)")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    message.iter().for_each(|part| mac.update(part));
    Zeroizing::new(mac.finalize().into_bytes().into())
}

fn big_endian(scalar: &Fr) -> PrfKey {
    let bytes = Zeroizing::new(scalar.into_bigint().to_bytes_be());
    let mut key = Zeroizing::new([0; PrfKey::LEN]);
    key.iter_mut().zip(bytes.iter()).for_each(|(to, from)| *to = *from);
    PrfKey::new(*key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_recipes_differ() {
        let seed = PrfKeySeed::new([1; 32]);
        assert_ne!(standard(&seed).expose(), deprecated(&seed).expose());
    }

    #[test]
    fn hkdf_matches_rfc_5869_in_its_extract_step() {
        // RFC 5869, appendix A.1.
        let key = mac(&hex::decode("000102030405060708090a0b0c").unwrap(), &[&[0x0b; 22]]);
        assert_eq!(hex::encode(key), "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
    }
}
