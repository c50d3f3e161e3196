//! What the chain derives from a key: credential ids, and the addresses of the accounts they open. Where a key comes from,
//! and who asks the chain about an id, is not known here.
//!
//! A credential id is `g · 1/(K + n)` on BLS12-381 G1, compressed to 48 bytes: `g` is the first half of the chain's
//! commitment key, `K` the identity's PRF key, `n` the credential's number. The blinding is zero, so the second half of
//! the commitment key never matters (concordium-base, `id/src/types.rs` and `id/src/account_holder.rs`).
//!
//! The arithmetic is not constant in time: it runs on the person's own computer, once per identity, and what it could
//! tell another process of that computer is which accounts belong together, never how to sign for them.

mod error;
mod generator;
mod keygen;
mod scalar;

use std::ops::RangeInclusive;

use ark_bls12_381::{Fr, G1Affine};
use ark_ec::AffineRepr;
use ark_ff::PrimeField;
use ark_serialize::CanonicalSerialize;
use zeroize::{Zeroize, Zeroizing};

pub use error::ChainError;
pub use generator::Generator;
pub use scalar::{credential_number, encryption_scalar, is_scalar, multiple_of, multiples_of};

use crate::model::{CredentialId, CredentialIndex, KeyVersion};
use crate::secret::{PrfKey, PrfKeySeed};

/// Length of the on-chain commitment key: two compressed G1 points.
pub const COMMITMENT_KEY_LEN: usize = 96;

/// The PRF key of an identity, made the way its version says.
#[must_use]
pub fn derive_prf_key(seed: &PrfKeySeed, version: KeyVersion) -> PrfKey {
    match version {
        KeyVersion::V1 => keygen::standard(seed),
        KeyVersion::V0 => keygen::deprecated(seed),
    }
}

/// The credential ids of these numbers, in their order.
///
/// A number with `K + n = 0` has no credential id on the chain either and is left out; a key meets that case with a
/// chance of 2^-247, so callers need no word for it, only no assumption about the count.
#[must_use]
pub fn derive_credential_ids(
    generator: &Generator,
    key: &PrfKey,
    numbers: RangeInclusive<u8>,
) -> Vec<(CredentialIndex, CredentialId)> {
    let mut exponents = Zeroizing::new(exponents(key, numbers.clone()));
    lifeboat_arithmetic::batch_inverse(&mut exponents);
    let points = generator.multiply(&exponents);
    numbers
        .zip(points)
        .filter_map(|(number, point)| Some((CredentialIndex(number.into()), credential_id(&point)?)))
        .collect()
}

/// `K + n` for every number; zero where there is no credential id.
fn exponents(key: &PrfKey, numbers: RangeInclusive<u8>) -> Vec<Fr> {
    // EXPOSE: the key becomes a scalar; the scalars are wiped by the caller.
    let mut scalar = Fr::from_be_bytes_mod_order(key.expose());
    let exponents = numbers.map(|number| scalar + Fr::from(number)).collect();
    scalar.zeroize();
    exponents
}

/// As a credential id; `None` for the point at infinity, which is none.
fn credential_id(point: &G1Affine) -> Option<CredentialId> {
    (!point.is_zero()).then(|| CredentialId::new(compressed(point)))
}

fn compressed(point: &G1Affine) -> [u8; CredentialId::LEN] {
    let mut bytes = [0; CredentialId::LEN];
    #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
    point.serialize_compressed(bytes.as_mut_slice()).expect("a compressed point of this curve has 48 bytes");
    bytes
}

#[cfg(test)]
mod tests {
    use ark_ff::{BigInteger, Zero};

    use super::*;

    #[test]
    fn a_key_that_cancels_a_number_leaves_out_that_number_only() {
        let generator = Generator::of_point(G1Affine::generator());
        let key = (-Fr::from(3_u8)).into_bigint().to_bytes_be();
        let key = PrfKey::new(key.try_into().unwrap());
        assert!(exponents(&key, 3..=3).iter().all(Zero::is_zero));

        let numbers: Vec<u32> =
            derive_credential_ids(&generator, &key, 0..=5).into_iter().map(|(number, _)| number.0).collect();
        assert_eq!(numbers, [0, 1, 2, 4, 5]);
    }
}
