//! Passwords to keys: Argon2id for our own files and the vault, PBKDF2 for foreign files. How much work may be asked for
//! has a ceiling, and a floor.

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::fault::Explain;
use crate::secret::{Password, SealingKey};

/// Most units of work that opening one file may take, every spelling of the password together. A unit is about a millisecond of an
/// ordinary computer's browser, so this is about twenty seconds; what wallets write takes one.
pub const MAX_WORK: u64 = 20_000;
/// KiB of Argon2id's memory, times passes, in a unit.
const KIB_A_UNIT: u64 = 400;
/// Rounds of PBKDF2 in a unit, as browsers make them (WebCrypto): half of what a recent computer does in a millisecond.
const SHA256_ROUNDS_A_UNIT: u64 = 4_000;
const SHA512_ROUNDS_A_UNIT: u64 = 2_000;

/// How a key is made out of a password: all that whoever makes it has to be told, also in another worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Recipe {
    /// RFC 9106.
    Argon2id {
        /// What it costs.
        cost: Argon2Cost,
        /// As it stands in the file.
        salt: Vec<u8>,
    },
    /// RFC 8018.
    Pbkdf2 {
        /// How often the hash is applied.
        #[cfg_attr(test, ts(type = "number"))]
        rounds: Pbkdf2Rounds,
        /// Which hash.
        hash: Pbkdf2Hash,
        /// As it stands in the file.
        salt: Vec<u8>,
    },
}

impl Recipe {
    /// Units of work for one key.
    #[must_use]
    pub const fn work(&self) -> u64 {
        match self {
            Self::Argon2id { cost, .. } => cost.work(),
            Self::Pbkdf2 { rounds, hash: Pbkdf2Hash::Sha256, .. } => rounds.get() as u64 / SHA256_ROUNDS_A_UNIT,
            Self::Pbkdf2 { rounds, hash: Pbkdf2Hash::Sha512, .. } => rounds.get() as u64 / SHA512_ROUNDS_A_UNIT,
        }
    }

    /// What it takes to make keys of so many passwords, if that may be worked on.
    ///
    /// # Errors
    /// [`KdfError::TooMuchWork`].
    pub fn effort(&self, passwords: usize) -> Result<Effort, KdfError> {
        let work = self.work().saturating_mul(passwords as u64);
        bounded(work)?;
        Ok(Effort::of(work))
    }

    /// Makes the key.
    ///
    /// # Errors
    /// As [`argon2id`].
    pub fn derive(&self, password: &Password) -> Result<SealingKey, KdfError> {
        match self {
            Self::Argon2id { cost, salt } => argon2id(password, salt, *cost),
            Self::Pbkdf2 { rounds, hash, salt } => Ok(pbkdf2(password, salt, *rounds, *hash)),
        }
    }
}

/// How long making a key takes, as far as that can be said before: computers differ, and nobody asks a clock here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Effort {
    /// A second or two.
    Moment,
    /// Up to a quarter of a minute.
    Seconds,
    /// Half a minute, on a slow computer more.
    Long,
}

impl Effort {
    const fn of(work: u64) -> Self {
        match work {
            0..2_000 => Self::Moment,
            2_000..8_000 => Self::Seconds,
            _ => Self::Long,
        }
    }
}

fn bounded(found: u64) -> Result<(), KdfError> {
    if found > MAX_WORK { Err(KdfError::TooMuchWork { found, max: MAX_WORK }) } else { Ok(()) }
}

/// What Argon2id costs (RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
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
    /// The most that is taken of each. All three together are bounded by [`MAX_WORK`].
    pub const CEILING: Self = Self { memory_kib: 1024 * 1024, passes: 16, lanes: 16 };

    /// Whether this may be worked on.
    ///
    /// # Errors
    /// Names the first number outside [`Self::FLOOR`] to [`Self::CEILING`]; [`KdfError::TooMuchWork`] where the numbers are too much
    /// together.
    pub fn check(self) -> Result<(), KdfError> {
        let refuse = |what, found: u32, min: u32, max: u32| {
            if (min..=max).contains(&found) { Ok(()) } else { Err(KdfError::Cost { what, found, min, max }) }
        };
        refuse("memory", self.memory_kib, Self::FLOOR.memory_kib, Self::CEILING.memory_kib)?;
        refuse("passes", self.passes, Self::FLOOR.passes, Self::CEILING.passes)?;
        refuse("lanes", self.lanes, Self::FLOOR.lanes, Self::CEILING.lanes)?;
        bounded(self.work())
    }

    /// Units of work for one key.
    #[must_use]
    pub const fn work(self) -> u64 {
        self.memory_kib as u64 * self.passes as u64 / KIB_A_UNIT
    }
}

/// The hash under PBKDF2-HMAC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Pbkdf2Hash {
    /// What every wallet writes.
    Sha256,
    /// What the Desktop Wallet takes if a file says so.
    Sha512,
}

/// Number of PBKDF2 rounds, within limits by construction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Pbkdf2Rounds(u32);

impl Pbkdf2Rounds {
    /// The most that is taken. Rounds and the passwords they are done for are bounded together by [`MAX_WORK`].
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

impl TryFrom<u32> for Pbkdf2Rounds {
    type Error = &'static str;

    fn try_from(rounds: u32) -> Result<Self, Self::Error> {
        Self::new(rounds).ok_or("rounds outside the limits")
    }
}

impl From<Pbkdf2Rounds> for u32 {
    fn from(rounds: Pbkdf2Rounds) -> Self {
        rounds.get()
    }
}

/// Why no key was derived.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = File)]
pub enum KdfError {
    /// The file asks for more work than is safe to start, or for so little that it protects nothing.
    #[error("{what} of {found} is outside {min} to {max}")]
    #[code("kdf-cost-refused", what, found, min, max)]
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
    /// Each number is within its limits, and together they are too much, or they are for this many spellings of the password.
    #[error("{found} units of work are more than {max}")]
    #[code("kdf-too-much-work", found, max)]
    TooMuchWork {
        /// Units asked for, for every spelling of the password together.
        found: u64,
        /// [`MAX_WORK`].
        max: u64,
    },
    /// This computer would not give the memory, or the salt is too short.
    #[error("Argon2id could not run with {memory_kib} KiB")]
    #[code("kdf-unavailable", party = Computer, memory = memory_kib)]
    Unavailable {
        /// The memory asked for.
        memory_kib: u32,
    },
}

/// Argon2id, version 0x13, 32 bytes of output (RFC 9106).
///
/// # Errors
/// [`KdfError::Cost`] outside the limits, before any work; [`KdfError::Unavailable`] for a salt below 8 bytes.
pub fn argon2id(password: &Password, salt: &[u8], cost: Argon2Cost) -> Result<SealingKey, KdfError> {
    cost.check()?;
    let mut memory = Zeroizing::new(room(cost.memory_kib)?);
    // EXPOSE: the password is what the key is made from.
    fill(&mut memory, password.expose().as_bytes(), salt, cost)
}

/// Before a password is typed to its end: what only the first key has to wait for. The system hands memory out as it is written to, and code is
/// compiled when it first runs. No key is made here; where there is no memory, whoever makes one is told.
pub fn make_ready(cost: Argon2Cost) {
    /// Enough for all of the code to run.
    const TRIAL: Argon2Cost = Argon2Cost { memory_kib: 1024, passes: 1, lanes: 1 };
    if let Ok(mut memory) = room(cost.memory_kib.max(TRIAL.memory_kib)) {
        // What comes out is of nobody's password.
        let _ = fill(&mut memory, &[], &[0; 16], TRIAL);
    }
}

/// Argon2's memory, empty. Asked for before it is filled: a computer that does not have it says so, and nothing breaks.
fn room(memory_kib: u32) -> Result<Vec<argon2::Block>, KdfError> {
    let blocks = memory_kib as usize;
    let mut memory = Vec::new();
    memory.try_reserve_exact(blocks).map_err(|_| KdfError::Unavailable { memory_kib })?;
    memory.resize(blocks, argon2::Block::default());
    Ok(memory)
}

fn fill(memory: &mut [argon2::Block], password: &[u8], salt: &[u8], cost: Argon2Cost) -> Result<SealingKey, KdfError> {
    let unavailable = |_| KdfError::Unavailable { memory_kib: cost.memory_kib };
    let Argon2Cost { memory_kib, passes, lanes } = cost;
    let params = argon2::Params::new(memory_kib, passes, lanes, Some(SealingKey::LEN)).map_err(unavailable)?;
    let argon2 = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let mut key = [0; SealingKey::LEN];
    argon2.hash_password_into_with_memory(password, salt, &mut key, memory).map_err(unavailable)?;
    Ok(taken(key))
}

/// PBKDF2-HMAC, 32 bytes of output (RFC 8018 §5.2).
#[must_use]
pub fn pbkdf2(password: &Password, salt: &[u8], rounds: Pbkdf2Rounds, hash: Pbkdf2Hash) -> SealingKey {
    // EXPOSE: the password is what the key is made from.
    let password = password.expose().as_bytes();
    let mut key = [0; SealingKey::LEN];
    match hash {
        Pbkdf2Hash::Sha256 => lifeboat_arithmetic::pbkdf2_sha256(password, salt, rounds.get(), &mut key),
        Pbkdf2Hash::Sha512 => lifeboat_arithmetic::pbkdf2_sha512(password, salt, rounds.get(), &mut key),
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
        let product = Argon2Cost { memory_kib: 1024 * 1024, passes: 16, lanes: 1 };
        let found = product.work();
        assert_eq!(product.check(), Err(KdfError::TooMuchWork { found, max: MAX_WORK }));
        assert_eq!(Pbkdf2Rounds::new(0), None);
        assert_eq!(Pbkdf2Rounds::new(10_000_001), None);
    }

    #[test]
    fn work_is_bounded_for_every_spelling_of_a_password_together() {
        let rounds = |rounds, hash| Recipe::Pbkdf2 { rounds: Pbkdf2Rounds(rounds), hash, salt: vec![0; 16] };
        let memory = |memory_kib, passes| Recipe::Argon2id {
            cost: Argon2Cost { memory_kib, passes, lanes: 1 },
            salt: vec![0; 16],
        };
        // What wallets write takes a moment, whatever the spelling.
        for recipe in [
            rounds(10_000, Pbkdf2Hash::Sha256),
            rounds(Pbkdf2Rounds::WRITTEN.get(), Pbkdf2Hash::Sha256),
            memory(Argon2Cost::DEFAULT.memory_kib, Argon2Cost::DEFAULT.passes),
        ] {
            assert_eq!(recipe.effort(3), Ok(Effort::Moment), "{recipe:?}");
        }
        // The most rounds there may be are seconds in a browser, and three spellings of them no more than is ever done.
        assert_eq!(rounds(Pbkdf2Rounds::MAX, Pbkdf2Hash::Sha256).effort(1), Ok(Effort::Seconds));
        assert_eq!(rounds(Pbkdf2Rounds::MAX, Pbkdf2Hash::Sha512).effort(1), Ok(Effort::Seconds));
        assert_eq!(rounds(Pbkdf2Rounds::MAX, Pbkdf2Hash::Sha512).effort(3), Ok(Effort::Long));
        for (recipe, passwords) in [
            (rounds(Pbkdf2Rounds::MAX, Pbkdf2Hash::Sha512), 5),
            (rounds(Pbkdf2Rounds::MAX, Pbkdf2Hash::Sha256), 9),
            (memory(1024 * 1024, 3), 3),
            (memory(1024 * 1024, 8), 1),
        ] {
            assert!(matches!(recipe.effort(passwords), Err(KdfError::TooMuchWork { .. })), "{recipe:?} {passwords}");
        }
    }
}
