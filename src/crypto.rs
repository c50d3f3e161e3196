//! Key derivation, sealing and the source of randomness, behind small functions.
//! This module knows algorithms and their limits; it refuses to know any file format.

pub mod aead;
pub mod cbc;
pub mod entropy;
pub mod kdf;
pub mod mac;
