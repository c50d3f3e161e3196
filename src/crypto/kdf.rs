//! Passwords to keys: Argon2id for our own files and the vault, PBKDF2 for foreign files.
//! This module knows how much work it may be asked for; it refuses to start on more, or on a joke of less.

use std::collections::BTreeMap;

use sha2::{Sha256, Sha512};
use zeroize::Zeroize;

use crate::fault::{Explain, Party};
use crate::secret::{Password, SealingKey};

/// What Argon2id costs (RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argon2Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Argon2Cost {
    /// What we write: 64 MiB, 3 passes, 1 lane (the second recommendation of RFC 9106 §4, with one lane because the engine has one thread).
    pub const DEFAULT: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
    /// The least that is taken: below it a file claims a protection that it does not have.
    pub const FLOOR: Self = Self { memory_kib: 8 * 1024, passes: 1, lanes: 1 };
    /// The most that is taken: beyond it a hostile file would freeze the computer.
    pub const CEILING: Self = Self { memory_kib: 1024 * 1024, passes: 16, lanes: 16 };

    /// Whether this may be worked on.
    ///
    /// # Errors
    /// Names the first number outside [`Self::FLOOR`] to [`Self::CEILING`].
    pub fn check(self) -> Result<(), KdfError> {
        let refuse = |what, found: u32, min: u32, max: u32| {
            if (min..=max).contains(&found) { Ok(()) } else { Err(KdfError::Cost { what, found, min, max }) }
        };
        refuse("memory", self.memory_kib, Self::FLOOR.memory_kib, Self::CEILING.memory_kib)?;
        refuse("passes", self.passes, Self::FLOOR.passes, Self::CEILING.passes)?;
        refuse("lanes", self.lanes, Self::FLOOR.lanes, Self::CEILING.lanes)
    }
}

/// The hash under PBKDF2-HMAC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pbkdf2Hash {
    /// What every wallet writes.
    Sha256,
    /// What the Desktop Wallet takes if a file says so.
    Sha512,
}

/// Number of PBKDF2 rounds, within limits by construction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pbkdf2Rounds(u32);

impl Pbkdf2Rounds {
    /// Beyond this a hostile file would freeze the engine for minutes.
    pub const MAX: u32 = 10_000_000;
    /// What we write into foreign formats (the Desktop Wallet itself: 10 000).
    pub const WRITTEN: Self = Self(600_000);

    /// What phones write, and old phones can do without keeping anybody waiting.
    pub const ON_PHONES: Self = Self(100_000);

    /// `None` for 0 and above [`Self::MAX`].
    #[must_use]
    pub const fn new(rounds: u32) -> Option<Self> {
        if rounds >= 1 && rounds <= Self::MAX { Some(Self(rounds)) } else { None }
    }

    /// As a number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// Why no key was derived.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KdfError {
    /// The file asks for more work than is safe to start, or for so little that it protects nothing.
    #[error("{what} of {found} is outside {min} to {max}")]
    Cost {
        /// `memory` (KiB), `passes` or `lanes`.
        what: &'static str,
        /// What was asked for.
        found: u32,
        /// The least that is taken.
        min: u32,
        /// The most that is taken.
        max: u32,
    },
    /// This computer would not give the memory, or the salt is too short.
    #[error("Argon2id could not run with {memory_kib} KiB")]
    Unavailable {
        /// The memory asked for.
        memory_kib: u32,
    },
}

impl Explain for KdfError {
    const CODES: &'static [&'static str] = &["kdf-cost-refused", "kdf-unavailable"];

    fn code(&self) -> &'static str {
        match self {
            Self::Cost { .. } => "kdf-cost-refused",
            Self::Unavailable { .. } => "kdf-unavailable",
        }
    }

    fn party(&self) -> Party {
        match self {
            Self::Cost { .. } => Party::File,
            Self::Unavailable { .. } => Party::Computer,
        }
    }

    fn fields(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::Cost { what, found, min, max } => BTreeMap::from([
                ("what", (*what).to_owned()),
                ("found", found.to_string()),
                ("min", min.to_string()),
                ("max", max.to_string()),
            ]),
            Self::Unavailable { memory_kib } => BTreeMap::from([("memory", memory_kib.to_string())]),
        }
    }
}

/// Argon2id, version 0x13, 32 bytes of output (RFC 9106).
///
/// # Errors
/// [`KdfError::Cost`] outside the limits, before any work; [`KdfError::Unavailable`] for a salt below 8 bytes.
pub fn argon2id(password: &Password, salt: &[u8], cost: Argon2Cost) -> Result<SealingKey, KdfError> {
    cost.check()?;
    let unavailable = |_| KdfError::Unavailable { memory_kib: cost.memory_kib };
    let params =
        argon2::Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(SealingKey::LEN)).map_err(unavailable)?;
    let argon2 = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let mut key = [0; SealingKey::LEN];
    // EXPOSE: the password is what the key is made from.
    argon2.hash_password_into(password.expose().as_bytes(), salt, &mut key).map_err(unavailable)?;
    Ok(taken(key))
}

/// PBKDF2-HMAC, 32 bytes of output (RFC 8018 §5.2).
#[must_use]
pub fn pbkdf2(password: &Password, salt: &[u8], rounds: Pbkdf2Rounds, hash: Pbkdf2Hash) -> SealingKey {
    // EXPOSE: the password is what the key is made from.
    let password = password.expose().as_bytes();
    let mut key = [0; SealingKey::LEN];
    match hash {
        Pbkdf2Hash::Sha256 => pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, rounds.get(), &mut key),
        Pbkdf2Hash::Sha512 => pbkdf2::pbkdf2_hmac::<Sha512>(password, salt, rounds.get(), &mut key),
    }
    taken(key)
}

fn taken(mut bytes: [u8; SealingKey::LEN]) -> SealingKey {
    let key = SealingKey::new(bytes);
    bytes.zeroize();
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn argon2id_is_the_reference_implementations() {
        let cost = Argon2Cost { memory_kib: 65536, passes: 2, lanes: 1 };
        let key = argon2id(&Password::new("password".into()), b"somesalt", cost).unwrap();
        // phc-winner-argon2, src/test.c: version 0x13, Argon2id, t=2, m=16, p=1.
        assert_eq!(hex::encode(key.expose()), "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }

    #[test]
    fn pbkdf2_is_the_published_one() {
        // RFC 7914 §11.
        let key = pbkdf2(&Password::new("passwd".into()), b"salt", Pbkdf2Rounds(1), Pbkdf2Hash::Sha256);
        assert_eq!(hex::encode(key.expose()), "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
    }

    #[test]
    fn work_outside_the_limits_is_refused_by_name() {
        let refused = |cost: Argon2Cost| match argon2id(&Password::new(String::new()), &[0; 16], cost) {
            Err(KdfError::Cost { what, .. }) => what,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(Argon2Cost { memory_kib: 8191, ..Argon2Cost::DEFAULT }), "memory");
        assert_eq!(refused(Argon2Cost { memory_kib: 1024 * 1024 + 1, ..Argon2Cost::DEFAULT }), "memory");
        assert_eq!(refused(Argon2Cost { passes: 0, ..Argon2Cost::DEFAULT }), "passes");
        assert_eq!(refused(Argon2Cost { passes: 17, ..Argon2Cost::DEFAULT }), "passes");
        assert_eq!(refused(Argon2Cost { lanes: u32::MAX, ..Argon2Cost::DEFAULT }), "lanes");
        assert_eq!(Pbkdf2Rounds::new(0), None);
        assert_eq!(Pbkdf2Rounds::new(10_000_001), None);
    }
}
