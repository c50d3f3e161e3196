//! Key derivation, sealing and the source of randomness, behind small functions.
