//! Single secret scalars: what point they stand for, and which number lies between two of them. A scalar has one encoding,
//! 32 bytes big endian below the group's order; every other is refused.

use ark_bls12_381::Fr;
use ark_ff::{AdditiveGroup, BigInt, BigInteger, PrimeField};
use zeroize::{Zeroize, Zeroizing};

use super::{Generator, credential_id};
use crate::model::CredentialId;
use crate::secret::{EncryptionScalar, PrfKey};

/// Whether these bytes are a scalar: big endian and below the group's order.
#[must_use]
pub fn is_scalar(bytes: &[u8; 32]) -> bool {
    read(bytes).is_some()
}

/// `generator · scalar`, compressed; `None` for zero and for bytes that are no scalar.
#[must_use]
pub fn multiple_of(generator: &Generator, scalar: &[u8; 32]) -> Option<CredentialId> {
    let scalar = read(scalar)?;
    credential_id(&generator.multiply_once(&scalar))
}

/// [`multiple_of`] for many scalars, in their order: side by side they cost a fraction of one after the other.
#[must_use]
pub fn multiples_of<'s>(
    generator: &Generator,
    scalars: impl ExactSizeIterator<Item = &'s [u8; 32]>,
) -> Vec<Option<CredentialId>> {
    // All of them fit in from the start: a growing list would leave pieces behind.
    let mut all = Zeroizing::new(Vec::with_capacity(scalars.len()));
    all.extend(scalars.map(|bytes| read(bytes).map_or(Fr::ZERO, |scalar| *scalar)));
    generator.multiply_each(&all).iter().map(credential_id).collect()
}

/// The number of the credential whose encryption scalar this is: `n = 1/scalar - K`, if it is a number the chain knows.
///
/// The scalar of an account made by a phone is `1/(K + n)`, the very one its credential id is a multiple by.
#[must_use]
pub fn credential_number(key: &PrfKey, scalar: &EncryptionScalar) -> Option<u8> {
    // EXPOSE: both become scalars, which are wiped below.
    let (key, scalar) = (read(key.expose())?, read(scalar.expose())?);
    let number = Zeroizing::new(lifeboat_arithmetic::inverse(&scalar)? - *key);
    match number.into_bigint().0 {
        [number, 0, 0, 0] => u8::try_from(number).ok(),
        [..] => None,
    }
}

/// The encryption scalar of the account with this number, `1/(K + n)`; `None` where there is none.
#[must_use]
pub fn encryption_scalar(key: &PrfKey, number: u8) -> Option<EncryptionScalar> {
    // EXPOSE: the key becomes a scalar, which is wiped with this function's end.
    let key = read(key.expose())?;
    let scalar = Zeroizing::new(lifeboat_arithmetic::inverse(&(*key + Fr::from(number)))?);
    let bytes = Zeroizing::new(scalar.into_bigint().to_bytes_be());
    <[u8; EncryptionScalar::LEN]>::try_from(bytes.as_slice()).ok().map(EncryptionScalar::new)
}

/// The scalar these bytes are.
fn read(bytes: &[u8; 32]) -> Option<Zeroizing<Fr>> {
    let mut limbs = [0; 4];
    let (chunks, _) = bytes.as_chunks::<8>();
    // The most significant limb comes first in the bytes and last in the integer.
    limbs.iter_mut().zip(chunks.iter().rev()).for_each(|(limb, chunk)| *limb = u64::from_be_bytes(*chunk));
    let scalar = Fr::from_bigint(BigInt::new(limbs));
    limbs.zeroize();
    scalar.map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use ark_ff::Field;
    use proptest::prelude::*;

    use super::*;

    fn bytes(scalar: Fr) -> [u8; 32] {
        scalar.into_bigint().to_bytes_be().try_into().unwrap()
    }

    #[test]
    fn only_what_is_below_the_order_is_a_scalar() {
        let largest = bytes(-Fr::from(1_u8));
        assert_eq!(read(&largest).as_deref(), Some(&-Fr::from(1_u8)));
        let mut order = largest;
        order[31] += 1;
        assert!(read(&order).is_none());
        assert!(read(&[0xff; 32]).is_none());
        let generator = Generator::of_mainnet_and_testnet();
        assert!(multiple_of(&generator, &[0; 32]).is_none(), "zero stands for no id");
        assert!(multiple_of(&generator, &order).is_none());
        assert_eq!(credential_number(&PrfKey::new([1; 32]), &EncryptionScalar::new([0; 32])), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_number_that_was_added_is_found(seed in any::<[u8; 48]>(), number in any::<u8>()) {
            let key = Fr::from_be_bytes_mod_order(&seed);
            let scalar = (key + Fr::from(number)).inverse().expect("a random key cancels no number");
            let (prf, scalar) = (PrfKey::new(bytes(key)), EncryptionScalar::new(bytes(scalar)));
            prop_assert_eq!(credential_number(&prf, &scalar), Some(number));
            let again = encryption_scalar(&prf, number).unwrap();
            prop_assert_eq!(again.expose(), scalar.expose());
            let other = PrfKey::new(bytes(key - Fr::from(256_u32 - u32::from(number))));
            prop_assert_eq!(credential_number(&other, &scalar), None);

            let generator = Generator::of_mainnet_and_testnet();
            let derived = super::super::derive_credential_ids(&generator, &prf, number..=number);
            prop_assert_eq!(multiple_of(&generator, scalar.expose()), Some(derived[0].1));
        }

        #[test]
        fn other_scalars_have_no_number(key in any::<[u8; 48]>(), scalar in any::<[u8; 48]>()) {
            let [key, scalar] = [key, scalar].map(|seed| bytes(Fr::from_be_bytes_mod_order(&seed)));
            prop_assert_eq!(credential_number(&PrfKey::new(key), &EncryptionScalar::new(scalar)), None);
        }
    }
}
