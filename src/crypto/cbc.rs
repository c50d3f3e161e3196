//! AES-256-CBC with PKCS#7 padding: what locks foreign files (NIST SP 800-38A, RFC 5652 §6.3). Nothing here is
//! authenticated: it is for nothing of our own.

use crate::secret::{Plaintext, SealingKey};

/// Length of a block, and of the initialisation vector, in bytes.
pub const BLOCK_LEN: usize = 16;

/// Not whole blocks, or the padding does not fit: another key, or changed bytes. A fitting padding proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the padding does not fit")]
pub struct CbcError;

/// Encrypts; the result is longer by 1 to 16 bytes.
#[must_use]
pub fn seal(key: &SealingKey, iv: &[u8; BLOCK_LEN], plaintext: &[u8]) -> Vec<u8> {
    // EXPOSE: the cipher's key schedule is made from it.
    lifeboat_arithmetic::cbc_seal(key.expose(), iv, plaintext)
}

/// Decrypts.
///
/// # Errors
/// [`CbcError`]; one wrong key in 256 goes unnoticed here.
pub fn open(key: &SealingKey, iv: &[u8; BLOCK_LEN], sealed: &[u8]) -> Result<Plaintext, CbcError> {
    text(SealedBlocks { iv, bytes: sealed }.open_blocks(key)?)
}

/// Takes off what fills up the last of decrypted blocks.
///
/// # Errors
/// [`CbcError`]
pub fn text(blocks: Plaintext) -> Result<Plaintext, CbcError> {
    // EXPOSE: to look at its end.
    let length = text_len(blocks.expose()).ok_or(CbcError)?;
    Ok(first(blocks, length))
}

/// So many bytes of it; the others are wiped with them.
pub(crate) fn first(blocks: Plaintext, length: usize) -> Plaintext {
    let mut bytes = blocks.into_bytes();
    bytes.truncate(length);
    Plaintext::new(bytes)
}

/// How long the text in decrypted blocks is, if what fills up the last one is in order.
#[must_use]
pub fn text_len(blocks: &[u8]) -> Option<usize> {
    let count = usize::from(*blocks.last()?);
    let at = blocks.len().checked_sub(count).filter(|_| (1..=BLOCK_LEN).contains(&count))?;
    blocks.get(at..)?.iter().all(|byte| usize::from(*byte) == count).then_some(at)
}

/// What this cipher sealed, and what stands before its first block.
#[derive(Debug, Clone, Copy)]
pub struct SealedBlocks<'b> {
    /// The initialisation vector.
    pub iv: &'b [u8; BLOCK_LEN],
    /// Whole blocks, unless somebody cut them.
    pub bytes: &'b [u8],
}

/// A part of what was sealed, for somebody whose cipher takes the padding off, and says nothing if there is none. Behind the blocks
/// stands one that is nothing but padding: whatever key it is and whatever was damaged, the blocks come out, and as they are.
#[derive(Debug)]
pub struct Piece {
    /// What stands before its first block.
    pub iv: [u8; BLOCK_LEN],
    /// The blocks, and the one that closes them.
    pub bytes: Vec<u8>,
}

impl<'b> SealedBlocks<'b> {
    /// So many blocks are opened once more, to see whether somebody else opened all of them.
    const SAMPLES: usize = 128;

    /// Decrypts every block, with what fills up the last one, whatever that is.
    ///
    /// # Errors
    /// [`CbcError`] if there are not whole blocks.
    pub fn open_blocks(self, key: &SealingKey) -> Result<Plaintext, CbcError> {
        // EXPOSE: the cipher's key schedule is made from it.
        lifeboat_arithmetic::cbc_open_blocks(key.expose(), self.iv, self.bytes).map(Plaintext::new).ok_or(CbcError)
    }

    /// The same, to be decrypted in pieces of so many blocks, at once or in any order; one after the other they are what
    /// [`Self::open_blocks`] gives.
    pub fn pieces(self, key: &SealingKey, blocks: usize) -> impl Iterator<Item = Piece> {
        self.bytes.chunks(blocks.max(1) * BLOCK_LEN).scan(*self.iv, |before, bytes| {
            let iv = *before;
            *before = *bytes.last_chunk()?;
            Some(Piece { iv, bytes: [bytes, &seal(key, before, &[])].concat() })
        })
    }

    /// Whether somebody else opened it with this key, and gave all blocks: by the last one, and some at equal distances, or by every one of
    /// a few.
    #[must_use]
    pub fn opens_to(self, key: &SealingKey, blocks: &Plaintext) -> bool {
        // EXPOSE: to compare it.
        let plain = blocks.expose();
        let is_own = |at: usize| {
            let iv = at.checked_sub(BLOCK_LEN).map_or(Some(self.iv), |before| self.bytes.get(before..)?.first_chunk());
            let block = self.bytes.get(at..).and_then(<[u8]>::first_chunk::<BLOCK_LEN>);
            let own = iv.zip(block).and_then(|(iv, bytes)| SealedBlocks { iv, bytes }.open_blocks(key).ok());
            // EXPOSE: as above.
            own.is_some_and(|own| plain.get(at..at + BLOCK_LEN) == Some(own.expose()))
        };
        let distance = (self.bytes.len() / BLOCK_LEN / Self::SAMPLES).max(1) * BLOCK_LEN;
        let last = self.bytes.len().saturating_sub(BLOCK_LEN);
        plain.len() == self.bytes.len() && (0..last).step_by(distance).all(is_own) && is_own(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_published_cipher() {
        // NIST SP 800-38A, F.2.5, first block.
        let bytes = |text: &str| hex::decode(text).unwrap();
        let key = SealingKey::new(
            bytes("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4").try_into().unwrap(),
        );
        let iv = bytes("000102030405060708090a0b0c0d0e0f").try_into().unwrap();
        let plain = bytes("6bc1bee22e409f96e93d7e117393172a");
        let sealed = seal(&key, &iv, &plain);
        assert_eq!(hex::encode(&sealed[..BLOCK_LEN]), "f58c4c04d6e5f1ba779eabfb5f7bfbd6");
        // EXPOSE: a published test vector.
        assert_eq!(open(&key, &iv, &sealed).unwrap().expose(), plain);
        assert_eq!(open(&key, &iv, &sealed[..BLOCK_LEN + 1]).unwrap_err(), CbcError);
        assert_eq!(open(&key, &iv, &[]).unwrap_err(), CbcError);
    }

    /// As WebCrypto opens it: the padding is taken off, or there is nothing.
    fn in_pieces(key: &SealingKey, sealed: SealedBlocks<'_>, blocks: usize) -> Plaintext {
        let pieces = sealed.pieces(key, blocks).map(|piece| open(key, &piece.iv, &piece.bytes).unwrap());
        // EXPOSE: made up.
        Plaintext::new(pieces.flat_map(|piece| piece.expose().to_vec()).collect())
    }

    #[test]
    fn pieces_give_every_block_whatever_the_key_and_the_damage() {
        let (key, other, iv) = (SealingKey::new([3; 32]), SealingKey::new([4; 32]), [9; BLOCK_LEN]);
        for length in [0, 15, 16, 17, 100, 1000] {
            let mut sealed = seal(&key, &iv, &vec![b'a'; length]);
            for _ in 0..3 {
                for (key, size) in [(&key, 1), (&key, 4), (&other, 4), (&key, 1000)] {
                    let sealed = SealedBlocks { iv: &iv, bytes: &sealed };
                    let (own, pieces) = (sealed.open_blocks(key).unwrap(), in_pieces(key, sealed, size));
                    // EXPOSE: made up.
                    assert_eq!(own.expose(), pieces.expose(), "{length} bytes, {size} blocks a piece");
                    assert!(sealed.opens_to(key, &own));
                }
                let middle = sealed.len() / 2;
                sealed[middle] ^= 1;
            }
        }
    }

    #[test]
    fn what_somebody_else_opened_is_told_from_anything_else() {
        let (key, other, iv) = (SealingKey::new([3; 32]), SealingKey::new([4; 32]), [9; BLOCK_LEN]);
        let bytes = seal(&key, &iv, &vec![b'a'; 3 * SealedBlocks::SAMPLES * BLOCK_LEN]);
        let sealed = SealedBlocks { iv: &iv, bytes: &bytes };
        // EXPOSE: made up.
        let right = sealed.open_blocks(&key).unwrap().expose().to_vec();
        assert!(sealed.opens_to(&key, &Plaintext::new(right.clone())));
        let without_padding = right[..right.len() - BLOCK_LEN].to_vec();
        let changed = |at: usize| {
            let mut changed = right.clone();
            changed[at] ^= 1;
            changed
        };
        let (beginning, middle, end) = (changed(0), changed(6 * BLOCK_LEN), changed(right.len() - 1));
        let longer = [right.as_slice(), b"a"].concat();
        for wrong in [Vec::new(), without_padding, beginning, middle, end, longer, vec![0; right.len()]] {
            assert!(!sealed.opens_to(&key, &Plaintext::new(wrong)));
        }
        assert!(!sealed.opens_to(&other, &Plaintext::new(right)));
    }
}
