//! Where random bytes come from: the only randomness in the engine. Somebody outside fills the bytes.

/// A source of random bytes, good enough for keys. The browser edge implements it; tests bring their own.
pub trait Entropy {
    /// Fills all of `bytes`.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// `N` fresh random bytes: a salt, a nonce, an initialisation vector.
pub fn generate_bytes<const N: usize>(entropy: &mut dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}
