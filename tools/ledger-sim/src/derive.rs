//! What the recovery phrase determines: seeds, public keys, BLS keys, credential ids, addresses.
//!
//! Written apart from the engine's own derivations on purpose: in tests the two are each other's oracle.

use ark_bls12_381::{Fr, G1Affine};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{BigInteger, Field, PrimeField, Zero};
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256, Sha512};

/// The hardened bit of a path component. Every component of every Concordium path is hardened.
pub const HARDENED: u32 = 1 << 31;

/// Purpose of the legacy paths, `m/1105'/0'/…`.
pub(crate) const LEGACY_PURPOSE: u32 = 1105;
/// Purpose of the newer paths, `m/44'/coin'/provider'/identity'/…`.
pub(crate) const NEW_PURPOSE: u32 = 44;
/// The coin of Concordium's mainnet on a newer path.
pub const MAINNET_COIN: u32 = 919;
/// The coin of all test networks.
pub const TEST_COIN: u32 = 1;

/// What lies below an identity on a newer path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewLeaf {
    /// A key that signs for the credential of this number.
    Signing(u32),
    /// Seed of idCredSec.
    IdCredSec,
    /// Seed of the PRF key.
    PrfKey,
    /// Seed of the blinding randomness of the identity's signature.
    Blinding,
    /// Root of the commitment randomness of the credential of this number.
    Randomness(u32),
}

/// First generator of the on-chain commitment key, which the app has built in (`src/verifyAddress.c` of the app).
const GENERATOR: [u8; 48] = [
    0xb1, 0x4c, 0xbf, 0xe4, 0x4a, 0x02, 0xc6, 0xb1, 0xf7, 0x87, 0x11, 0x17, 0x6d, 0x5f, 0x43, 0x72, 0x95, 0x36, 0x7a,
    0xa4, 0xf2, 0xa8, 0xc2, 0x55, 0x1e, 0xe1, 0x0d, 0x25, 0xa0, 0x3a, 0xdc, 0x69, 0xd6, 0x1a, 0x33, 0x2a, 0x05, 0x89,
    0x71, 0x91, 0x9d, 0xad, 0x73, 0x12, 0xe1, 0xfc, 0x94, 0xc5,
];

/// The words are not a recovery phrase: unknown word, wrong number of words, or wrong checksum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAMnemonic;

impl std::fmt::Display for NotAMnemonic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a BIP-39 recovery phrase")
    }
}

impl std::error::Error for NotAMnemonic {}

/// The 64-byte BIP-39 seed of a recovery phrase.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed([u8; 64]);

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(…)")
    }
}

impl Seed {
    /// From English words, separated by blanks.
    ///
    /// # Errors
    /// When the words are not a recovery phrase.
    pub fn from_mnemonic(words: &str) -> Result<Self, NotAMnemonic> {
        Self::with_passphrase(words, "")
    }

    /// The same under a passphrase, which is a wallet of its own.
    ///
    /// # Errors
    /// When the words are not a recovery phrase.
    pub fn with_passphrase(words: &str, passphrase: &str) -> Result<Self, NotAMnemonic> {
        let mnemonic = bip39::Mnemonic::parse(words).map_err(|_| NotAMnemonic)?;
        Ok(Self(mnemonic.to_seed(passphrase)))
    }

    /// The seed itself.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 64] {
        &self.0
    }

    /// SLIP-10 ed25519 private key at a path. Every component is hardened, whether it says so or not.
    #[must_use]
    pub fn private_key(&self, path: &[u32]) -> [u8; 32] {
        let mut node = halves(hmac_sha512(b"ed25519 seed", &[&self.0]));
        for component in path {
            let (key, chain_code) = node;
            node = halves(hmac_sha512(&chain_code, &[&[0], &key, &(component | HARDENED).to_be_bytes()]));
        }
        node.0
    }

    /// Ed25519 public key at a path.
    #[must_use]
    pub fn public_key(&self, path: &[u32]) -> [u8; 32] {
        SigningKey::from_bytes(&self.private_key(path)).verifying_key().to_bytes()
    }

    /// What the app appends to a "signed" public key: an Ed25519 signature over the public key itself.
    #[must_use]
    pub fn signed_public_key(&self, path: &[u32]) -> [u8; 64] {
        let key = SigningKey::from_bytes(&self.private_key(path));
        key.sign(&key.verifying_key().to_bytes()).to_bytes()
    }

    /// The key that names the device: `m/1105'/0'`.
    #[must_use]
    pub fn pairing_public_key(&self) -> [u8; 32] {
        self.public_key(&[LEGACY_PURPOSE, 0])
    }

    /// Public key that signs for a credential of the legacy path.
    #[must_use]
    pub fn signing_public_key(&self, identity: u32, credential: u32, key: u32) -> [u8; 32] {
        self.public_key(&[LEGACY_PURPOSE, 0, 0, 0, identity, 2, credential, key])
    }

    /// Seed of an identity's PRF key, legacy path.
    #[must_use]
    pub fn prf_key_seed(&self, identity: u32) -> [u8; 32] {
        self.private_key(&[LEGACY_PURPOSE, 0, 0, 0, identity, 1])
    }

    /// Seed of an identity's idCredSec, legacy path.
    #[must_use]
    pub fn id_cred_sec_seed(&self, identity: u32) -> [u8; 32] {
        self.private_key(&[LEGACY_PURPOSE, 0, 0, 0, identity, 0])
    }

    /// Private key below an identity on a newer path, which also names the coin and the identity provider.
    #[must_use]
    pub fn new_path_key(&self, coin: u32, provider: u32, identity: u32, leaf: NewLeaf) -> [u8; 32] {
        self.private_key(&leaf.path(coin, provider, identity))
    }

    /// Public key below an identity on a newer path.
    #[must_use]
    pub fn new_path_public_key(&self, coin: u32, provider: u32, identity: u32, leaf: NewLeaf) -> [u8; 32] {
        self.public_key(&leaf.path(coin, provider, identity))
    }

    /// Seed of an identity's PRF key on the newer path of mainnet.
    #[must_use]
    pub fn new_path_prf_key_seed(&self, provider: u32, identity: u32) -> [u8; 32] {
        self.new_path_key(MAINNET_COIN, provider, identity, NewLeaf::PrfKey)
    }
}

impl NewLeaf {
    fn path(self, coin: u32, provider: u32, identity: u32) -> Vec<u32> {
        let leaf: &[u32] = match self {
            Self::Signing(credential) => &[0, credential],
            Self::IdCredSec => &[2],
            Self::PrfKey => &[3],
            Self::Blinding => &[4],
            Self::Randomness(account) => &[5, account],
        };
        [&[NEW_PURPOSE, coin, provider, identity], leaf].concat()
    }
}

/// BLS key generation as the device does it (key version 1): draft-irtf-cfrg-bls-signature-04 §2.3. 32 bytes big endian.
#[must_use]
pub fn bls_key_v1(seed: &[u8; 32]) -> [u8; 32] {
    scalar_bytes(key_generation(seed, [0, 48], Fr::from_be_bytes_mod_order))
}

/// The deprecated BLS key generation (key version 0), which no device does: hexadecimal text as input, two numbers
/// little endian. 32 bytes big endian.
#[must_use]
pub fn bls_key_v0(seed: &[u8; 32]) -> [u8; 32] {
    scalar_bytes(key_generation(hex::encode(seed).as_bytes(), [48, 0], Fr::from_le_bytes_mod_order))
}

/// Credential id: `g · (1 / (prf + counter))`, compressed.
/// The zero denominator, which no honest key gives, answers the point at infinity.
#[must_use]
pub fn credential_id(prf_key: &[u8; 32], counter: u32) -> [u8; 48] {
    let denominator = Fr::from_be_bytes_mod_order(prf_key) + Fr::from(counter);
    let exponent = denominator.inverse().unwrap_or_else(Fr::zero);
    let mut bytes = [0; 48];
    #[expect(clippy::expect_used, reason = "a compressed point has exactly 48 bytes")]
    (generator() * exponent)
        .into_affine()
        .serialize_compressed(bytes.as_mut_slice())
        .expect("a compressed point has exactly 48 bytes");
    bytes
}

/// Account address of the account whose first credential has this id: base58check, version 1, of its SHA-256.
#[must_use]
pub fn address(credential_id: &[u8; 48]) -> String {
    let mut bytes = vec![1];
    bytes.extend_from_slice(&Sha256::digest(credential_id));
    let checksum = Sha256::digest(Sha256::digest(&bytes));
    bytes.extend(checksum.iter().take(4));
    bs58::encode(bytes).into_string()
}

fn generator() -> G1Affine {
    // Unchecked is enough: the bytes are the constant above, and a test compares what comes of them.
    G1Affine::deserialize_compressed_unchecked(GENERATOR.as_slice()).unwrap_or_else(|_| G1Affine::generator())
}

fn key_generation(input: &[u8], info: [u8; 2], reduce: fn(&[u8]) -> Fr) -> Fr {
    let mut salt = Sha256::digest(b"BLS-SIG-KEYGEN-SALT-");
    loop {
        let extracted = hmac_sha256(&salt, &[input, &[0]]);
        let first = hmac_sha256(&extracted, &[&info, &[1]]);
        let second = hmac_sha256(&extracted, &[&first, &info, &[2]]);
        let output: Vec<u8> = first.into_iter().chain(second).take(48).collect();
        let key = reduce(&output);
        if !key.is_zero() {
            return key;
        }
        salt = Sha256::digest(salt);
    }
}

fn scalar_bytes(scalar: Fr) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(scalar.into_bigint().to_bytes_be()).for_each(|(to, from)| *to = from);
    bytes
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length");
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
fn hmac_sha512(key: &[u8], parts: &[&[u8]]) -> [u8; 64] {
    let mut mac = Hmac::<Sha512>::new_from_slice(key).expect("HMAC takes keys of every length");
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

fn halves(bytes: [u8; 64]) -> ([u8; 32], [u8; 32]) {
    let mut left = [0; 32];
    let mut right = [0; 32];
    left.iter_mut().chain(right.iter_mut()).zip(bytes).for_each(|(to, from)| *to = from);
    (left, right)
}
