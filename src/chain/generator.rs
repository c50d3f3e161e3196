//! The chain's generator, checked once, with a table that makes its multiples cheap. Every encoding that is not exactly one
//! point of the group is refused.

use std::fmt;
use std::sync::{Arc, LazyLock, OnceLock};

use ark_bls12_381::{Fr, G1Affine};
use ark_ec::AffineRepr;
use ark_serialize::CanonicalDeserialize;

use super::{COMMITMENT_KEY_LEN, ChainError};
use crate::model::CredentialId;
use crate::work::{self, Work};

/// Multiples for which building the table costs less than doing without.
const WORTH_A_TABLE: usize = 8;

/// Mainnet's and testnet's generator, which every key of a phone wallet repeats (first half of `onChainCommitmentKey` in both
/// networks' cryptographic parameters).
const OF_MAINNET_AND_TESTNET: [u8; CredentialId::LEN] = [
    0xb1, 0x4c, 0xbf, 0xe4, 0x4a, 0x02, 0xc6, 0xb1, 0xf7, 0x87, 0x11, 0x17, 0x6d, 0x5f, 0x43, 0x72, 0x95, 0x36, 0x7a,
    0xa4, 0xf2, 0xa8, 0xc2, 0x55, 0x1e, 0xe1, 0x0d, 0x25, 0xa0, 0x3a, 0xdc, 0x69, 0xd6, 0x1a, 0x33, 0x2a, 0x05, 0x89,
    0x71, 0x91, 0x9d, 0xad, 0x73, 0x12, 0xe1, 0xfc, 0x94, 0xc5,
];

static MAINNET_AND_TESTNET: LazyLock<Option<Generator>> =
    LazyLock::new(|| Generator::parse_point(&OF_MAINNET_AND_TESTNET).ok());

/// The point credential ids are multiples of. Cloning shares the table.
#[derive(Clone)]
pub struct Generator {
    point: G1Affine,
    /// Made when it is first needed: one multiple costs less without.
    table: Arc<OnceLock<Vec<G1Affine>>>,
}

impl PartialEq for Generator {
    fn eq(&self, other: &Self) -> bool {
        self.point == other.point
    }
}

impl Eq for Generator {}

impl Generator {
    /// The generator that mainnet and testnet share.
    #[must_use]
    pub fn of_mainnet_and_testnet() -> Self {
        #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
        MAINNET_AND_TESTNET.clone().expect("these bytes are a point of the group: a test parses them")
    }

    /// Reads the first point of the on-chain commitment key (96 bytes; the second point is not used and not read).
    ///
    /// # Errors
    /// [`ChainError`], when the bytes are not exactly one point of the prime-order group other than the neutral one.
    pub fn parse(commitment_key: &[u8]) -> Result<Self, ChainError> {
        let found = commitment_key.len();
        if found != COMMITMENT_KEY_LEN {
            return Err(ChainError::Length { found });
        }
        let (first, _) =
            commitment_key.split_first_chunk::<{ CredentialId::LEN }>().ok_or(ChainError::Length { found })?;
        Self::parse_point(first)
    }

    /// Reads the point alone, as it stands in the keys of a phone wallet.
    ///
    /// # Errors
    /// As [`Self::parse`], apart from the length.
    pub fn parse_point(bytes: &[u8; CredentialId::LEN]) -> Result<Self, ChainError> {
        let point = G1Affine::deserialize_compressed_unchecked(bytes.as_slice()).map_err(|_| ChainError::NotAPoint)?;
        if point.is_zero() {
            return Err(ChainError::Neutral);
        }
        if !point.is_on_curve() {
            return Err(ChainError::NotAPoint);
        }
        if !point.is_in_correct_subgroup_assuming_on_curve() {
            return Err(ChainError::OutsideGroup);
        }
        Ok(Self::of_point(point))
    }

    /// The point, compressed.
    #[must_use]
    pub fn bytes(&self) -> [u8; CredentialId::LEN] {
        super::compressed(&self.point)
    }

    /// For a point of the group.
    pub(super) fn of_point(point: G1Affine) -> Self {
        Self { point, table: Arc::default() }
    }

    fn table(&self) -> &[G1Affine] {
        self.table.get_or_init(|| lifeboat_arithmetic::table(&self.point))
    }

    /// These multiples of the generator.
    pub(super) fn multiply(&self, scalars: &[Fr]) -> Vec<G1Affine> {
        work::note(Work::Multiple, scalars.len());
        lifeboat_arithmetic::multiples(self.table(), scalars)
    }

    /// As many multiples as there are scalars: with the table where it is there, or where there are enough to pay for it.
    pub(super) fn multiply_each(&self, scalars: &[Fr]) -> Vec<G1Affine> {
        if scalars.len() < WORTH_A_TABLE && self.table.get().is_none() {
            return scalars.iter().map(|scalar| self.multiply_once(scalar)).collect();
        }
        self.multiply(scalars)
    }

    /// One multiple: with the table where there is one, because building it costs more than a single multiple.
    pub(super) fn multiply_once(&self, scalar: &Fr) -> G1Affine {
        match self.table.get() {
            Some(_) => self.multiply(std::slice::from_ref(scalar)).first().copied().unwrap_or_default(),
            None => {
                work::note(Work::Multiple, 1);
                lifeboat_arithmetic::multiple(&self.point, scalar)
            }
        }
    }
}

impl fmt::Debug for Generator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Generator").field(&self.point).finish()
    }
}

#[cfg(test)]
mod tests {
    use ark_ec::CurveGroup;
    use ark_ff::Field;
    use proptest::prelude::*;

    use super::*;

    fn generator() -> Generator {
        // Any point of the group will do; a multiple, so that it is not the curve's own base point.
        Generator::of_point((G1Affine::generator() * Fr::from(0xC0FFEE_u64)).into_affine())
    }

    #[test]
    fn the_generator_of_mainnet_and_testnet_is_a_point_of_the_group() {
        let known = Generator::of_mainnet_and_testnet();
        let mut key = [0; COMMITMENT_KEY_LEN];
        key[..48].copy_from_slice(&OF_MAINNET_AND_TESTNET);
        assert_eq!(Generator::parse(&key).unwrap(), known);
        assert_ne!(known, generator());
    }

    #[test]
    fn one_multiple_is_the_same_with_and_without_the_table() {
        let scalar = Fr::from(0xFACE_u64).pow([9]);
        let without = generator().multiply_once(&scalar);
        let with = generator();
        with.table();
        assert_eq!(with.multiply_once(&scalar), without);
    }

    #[test]
    fn a_point_outside_the_group_is_told_apart() {
        // Small x-coordinates give points on the curve; nearly all of them are outside the group.
        let outside = (0_u8..=255).find_map(|x| {
            let mut key = [0; COMMITMENT_KEY_LEN];
            key[0] = 0x80;
            key[47] = x;
            Generator::parse(&key).err().filter(|error| *error == ChainError::OutsideGroup)
        });
        assert_eq!(outside, Some(ChainError::OutsideGroup));
    }

    #[test]
    fn what_is_no_generator_is_refused_with_its_reason() {
        assert_eq!(Generator::parse(&[0; 48]).unwrap_err(), ChainError::Length { found: 48 });
        let mut key = [0; COMMITMENT_KEY_LEN];
        assert_eq!(Generator::parse(&key).unwrap_err(), ChainError::NotAPoint, "not marked as compressed");
        key[0] = 0xc0;
        assert_eq!(Generator::parse(&key).unwrap_err(), ChainError::Neutral);
        key[1] = 1;
        assert_eq!(Generator::parse(&key).unwrap_err(), ChainError::NotAPoint, "a neutral point with a coordinate");
        assert_eq!(Generator::parse(&[0xff; COMMITMENT_KEY_LEN]).unwrap_err(), ChainError::NotAPoint, "above p");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn foreign_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..128), flags in any::<u8>()) {
            let mut key = bytes;
            drop(Generator::parse(&key));
            key.resize(COMMITMENT_KEY_LEN, 0);
            key[0] = flags;
            drop(Generator::parse(&key));
        }
    }
}
