//! Multiples of a point of BLS12-381's first group, and inverses of its scalars.

use ark_bls12_381::{Fq, Fr, G1Affine, G1Projective};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{AdditiveGroup, BigInt, Field, PrimeField};
use zeroize::Zeroize;

/// Bits of a scalar that one window of the table covers. Six is where building the table and using it balance:
/// 132 KB, built once per network (measured against 4 to 8).
const WINDOW_BITS: u32 = 6;
/// Windows that cover every scalar (255 bits) and the last carry.
const WINDOWS: usize = 43;
/// Multiples per window: signed digits need only half of them.
const MULTIPLES: usize = 1 << (WINDOW_BITS - 1);

/// `1/scalar`; `None` for zero.
#[must_use]
pub fn inverse(scalar: &Fr) -> Option<Fr> {
    scalar.inverse()
}

/// Puts `1/scalar` in the place of each; zeros stay zeros.
pub fn batch_inverse(scalars: &mut [Fr]) {
    ark_ff::batch_inversion(scalars);
}

/// One multiple of a point, without a table.
pub fn multiple(point: &G1Affine, scalar: &Fr) -> G1Affine {
    (*point * scalar).into_affine()
}

/// What [`multiples`] of a point are made from. For each window `w`: the multiples `1 ..= 32` of `2^(6w) · point`.
#[must_use]
pub fn table(point: &G1Affine) -> Vec<G1Affine> {
    let mut multiples = Vec::with_capacity(WINDOWS * MULTIPLES);
    let mut base = G1Projective::from(*point);
    for _ in 0..WINDOWS {
        let mut multiple = base;
        for _ in 0..MULTIPLES {
            multiples.push(multiple);
            multiple += base;
        }
        // `multiple` is 33 · base now; the next window starts at 64 · base.
        base = (multiple - base).double();
    }
    G1Projective::normalize_batch(&multiples)
}

/// These multiples of the point of a [`table`]. All sums grow side by side in affine form, so that one inversion per window
/// serves all of them.
#[must_use]
pub fn multiples(table: &[G1Affine], scalars: &[Fr]) -> Vec<G1Affine> {
    let mut digits: Vec<Digits> = scalars.iter().map(Digits::new).collect();
    let mut sums = vec![G1Affine::zero(); scalars.len()];
    for multiples in table.chunks_exact(MULTIPLES) {
        let addends: Vec<G1Affine> = digits.iter_mut().map(|digits| digits.next_multiple(multiples)).collect();
        add_each(&mut sums, &addends);
    }
    sums
}

/// A scalar as signed digits of one window each, least significant first.
struct Digits {
    rest: BigInt<4>,
    carry: u8,
}

impl Digits {
    fn new(scalar: &Fr) -> Self {
        Self { rest: scalar.into_bigint(), carry: 0 }
    }

    /// The table entry of the next digit (-31 to 32); the neutral point for digit 0.
    fn next_multiple(&mut self, multiples: &[G1Affine]) -> G1Affine {
        const FULL: u8 = 1 << WINDOW_BITS;
        let [limb, ..] = self.rest.0;
        let [low, ..] = limb.to_le_bytes();
        self.rest >>= WINDOW_BITS;

        let digit = (low & (FULL - 1)) + self.carry;
        let negative = usize::from(digit) > MULTIPLES;
        self.carry = u8::from(negative);
        let magnitude = if negative { FULL - digit } else { digit };
        let multiple =
            magnitude.checked_sub(1).and_then(|at| multiples.get(usize::from(at))).copied().unwrap_or_default();
        if negative { -multiple } else { multiple }
    }
}

impl Drop for Digits {
    fn drop(&mut self) {
        self.rest.0.zeroize();
    }
}

/// Adds each addend to its sum, with one field inversion for all of them.
fn add_each(sums: &mut [G1Affine], addends: &[G1Affine]) {
    let mut slopes: Vec<Fq> = sums.iter().zip(addends).map(|(a, b)| denominator(a, b)).collect();
    // Zeros (nothing to divide by) stay zeros.
    ark_ff::batch_inversion(&mut slopes);
    for ((sum, addend), inverse) in sums.iter_mut().zip(addends).zip(slopes) {
        *sum = add(sum, addend, inverse);
    }
}

/// What the slope of the line through both points is divided by; zero where no slope is needed.
fn denominator(a: &G1Affine, b: &G1Affine) -> Fq {
    if a.is_zero() || b.is_zero() {
        Fq::ZERO
    } else if a == b {
        a.y.double()
    } else {
        b.x - a.x
    }
}

/// Affine addition with the denominator's inverse at hand. Complete: neutral points, doubling and opposite points too.
fn add(a: &G1Affine, b: &G1Affine, inverse: Fq) -> G1Affine {
    if a.is_zero() {
        return *b;
    }
    if b.is_zero() {
        return *a;
    }
    let slope = if a == b {
        let square = a.x.square();
        (square.double() + square) * inverse
    } else if a.x == b.x {
        return G1Affine::zero();
    } else {
        (b.y - a.y) * inverse
    };
    let x = slope.square() - a.x - b.x;
    G1Affine::new_unchecked(x, slope * (a.x - x) - a.y)
}

#[cfg(test)]
mod tests {
    use ark_ff::{One, Zero};
    use proptest::prelude::*;

    use super::*;

    fn assert_table_equals_plain(scalars: &[Fr]) {
        // Any point of the group will do; a multiple, so that it is not the curve's own base point.
        let point = multiple(&G1Affine::generator(), &Fr::from(0xC0FFEE_u64));
        let plain: Vec<G1Affine> = scalars.iter().map(|scalar| multiple(&point, scalar)).collect();
        assert_eq!(multiples(&table(&point), scalars), plain);
    }

    #[test]
    fn the_table_is_right_at_the_edges_of_the_scalars() {
        let top_bit = Fr::from(2_u8).pow([254]);
        let mut scalars = vec![Fr::zero(), Fr::one(), -Fr::one(), -Fr::from(2_u8), top_bit, top_bit - Fr::one()];
        // Every digit of the first window, and the carries out of it.
        scalars.extend((0..=130_u64).map(Fr::from));
        assert_table_equals_plain(&scalars);
    }

    #[test]
    fn every_number_of_one_key_agrees_with_the_plain_formula() {
        let key = Fr::from(0x1234_5678_9abc_def0_u64).pow([5]);
        let scalars: Vec<Fr> = (0..=u8::MAX)
            .map(|number| (key + Fr::from(number)).inverse().expect("the key is no small number"))
            .collect();
        assert_table_equals_plain(&scalars);
    }

    #[test]
    fn affine_addition_is_complete() {
        let (one, zero) = (G1Affine::generator(), G1Affine::zero());
        let two = (one + one).into_affine();
        let three = (one + two).into_affine();
        let mut sums = [zero, one, zero, one, one, one];
        add_each(&mut sums, &[zero, zero, one, one, -one, two]);
        assert_eq!(sums, [zero, one, one, two, zero, three]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn the_table_agrees_with_plain_multiplication(seeds in prop::collection::vec(any::<[u8; 48]>(), 1..8)) {
            let scalars: Vec<Fr> = seeds.iter().map(|seed| Fr::from_be_bytes_mod_order(seed)).collect();
            assert_table_equals_plain(&scalars);
        }
    }
}
