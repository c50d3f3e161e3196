//! Base58 with Bitcoin's alphabet: what account addresses are spelled in.

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// As many digits as fit into 32 bits are divided off at once.
const DIGITS: usize = 5;
const GROUP: u64 = 58_u64.pow(5);

/// Spells. A save spells every address of a wallet, and `bs58`, which divides off one digit at a time, was a fifth of it; the two are compared
/// in a test.
#[must_use]
pub fn base58_encode(bytes: &[u8]) -> String {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    // One number, the highest limb first.
    let number = bytes.get(zeros..).unwrap_or_default();
    let limb = |bytes: &[u8]| bytes.iter().fold(0, |limb: u32, byte| limb << 8 | u32::from(*byte));
    let mut limbs: Vec<u32> = number.rchunks(4).rev().map(limb).collect();
    let mut left = limbs.as_mut_slice();
    // The lowest digit first.
    let mut digits = Vec::with_capacity(bytes.len() * 3 / 2 + DIGITS);
    while let Some((highest, _)) = left.split_first() {
        if *highest == 0 {
            left = left.split_first_mut().map(|(_, rest)| rest).unwrap_or_default();
            continue;
        }
        let mut group = divide(left);
        for _ in 0..DIGITS {
            digits.push(group % 58);
            group /= 58;
        }
    }
    while digits.last() == Some(&0) {
        digits.pop();
    }
    digits.extend(std::iter::repeat_n(0, zeros));
    let letter = |digit: &u32| usize::try_from(*digit).ok().and_then(|digit| ALPHABET.get(digit)).copied();
    digits.iter().rev().filter_map(letter).map(char::from).collect()
}

/// Divides a number by [`GROUP`] in place. Answers what is left over.
#[expect(
    clippy::cast_possible_truncation,
    reason = "what is carried is below the divisor, so both results have 32 bits"
)]
fn divide(limbs: &mut [u32]) -> u32 {
    let mut carried = 0;
    for limb in limbs {
        let value = carried << 32 | u64::from(*limb);
        *limb = (value / GROUP) as u32;
        carried = value % GROUP;
    }
    carried as u32
}

/// Reads. `None` if a character is not of the alphabet.
#[must_use]
pub fn base58_decode(text: &str) -> Option<Vec<u8>> {
    bs58::decode(text).into_vec().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_spells_the_published_vectors() {
        // draft-msporny-base58-03, section 5.
        assert_eq!(base58_encode(b"Hello World!"), "2NEpo7TZRRrLZSi2U");
        assert_eq!(base58_encode(&[0, 0, 0x28, 0x7f, 0xb4, 0xcd]), "11233QC4");
        assert_eq!((base58_encode(&[]), base58_encode(&[0; 3])), (String::new(), "111".to_owned()));
    }

    proptest! {
        #[test]
        fn it_spells_like_bs58(zeros in 0..6_usize, bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let bytes = [vec![0; zeros], bytes].concat();
            prop_assert_eq!(base58_encode(&bytes), bs58::encode(&bytes).into_string());
        }
    }
}
