//! Key derivation, sealing and the source of randomness, behind small functions. Algorithms and their limits; no file
//! format.

pub mod aead;
pub mod cbc;
pub mod entropy;
pub mod kdf;
pub mod mac;
