//! Keys that are in the wallet itself: accounts and identities that came from a phone, and accounts that came as their
//! keys. The texts they are kept in are read here, and checked as no phone ever checks them; nothing is signed, and no file
//! is known.
//!
//! Everything here works without a network. What a check leads to is a [`Finding`]: some keep an account from signing, the
//! others are worth knowing. None is ever a reason to refuse a record.

mod checked;
mod credential;
mod encryption;
mod examine;
mod finding;
mod holder;
mod keys;
mod on_chain;
mod same;
mod written;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::chain::{self, Generator};
use crate::model::{Account, AccountKeys, Credential, CredentialId, CredentialIndex, IdCredPub, Identity};
use crate::secret::{EncryptionScalar, IdCredSec, PrfKey, SecretText};

pub use checked::Checked;
pub use credential::{CredentialUnreadable, Deployed, read_credential};
pub use encryption::{EncryptionKey, read_encryption_key};
pub use examine::{Examined, Examiner};
pub use finding::{Finding, Severity};
pub use holder::{HolderKeys, max_accounts, read_holder_keys};
pub use keys::{KeyPair, KeyPairs, KeysError, MAX_KEYS, SigningKeys, read_account_keys};
pub use on_chain::{KeysOnChain, compare_with_chain};
pub use same::{decrypt_the_same, hold_the_same, open_the_same};

/// What is wrong with an account's keys, or worth knowing about them; nothing for an account whose keys are on a Ledger.
///
/// `credentials` are those recorded on this account. Whoever checks many accounts of one identity keeps an [`Examiner`].
#[must_use]
pub fn check_account(identity: Option<&Identity>, account: &Account, credentials: &[&Credential]) -> Vec<Finding> {
    Examiner::new(identity, encryption_generator(account)).account(account, credentials).findings
}

/// What is worth knowing about an identity's keys; nothing for an identity on a Ledger.
///
/// `generator` is the network's, as the keys of its accounts repeat it ([`generator_of`]); without one that of mainnet and testnet.
#[must_use]
pub fn check_identity(identity: &Identity, generator: Option<Generator>) -> Vec<Finding> {
    Examiner::new(Some(identity), generator).identity()
}

/// Whether an account has keys that pass every check on which signing depends.
#[must_use]
pub fn are_sound(account: &Account, credentials: &[&Credential]) -> bool {
    Examiner::new(None, encryption_generator(account)).signs(account, credentials)
}

/// Whether both sign the same: the same keys in the same places under the same thresholds, however their texts are written.
/// Texts that cannot be read are the same only if they are equal.
#[must_use]
pub fn sign_the_same(one: &AccountKeys, other: &AccountKeys) -> bool {
    match (read_account_keys(one), read_account_keys(other)) {
        (Ok(one), Ok(other)) => one == other,
        // EXPOSE: to compare them.
        (Err(_), Err(_)) => one.signing.expose().as_bytes().ct_eq(other.signing.expose().as_bytes()).into(),
        (Ok(_), Err(_)) | (Err(_), Ok(_)) => false,
    }
}

/// The PRF key of an identity whose keys are here: with it, missing accounts are looked for.
#[must_use]
pub fn prf_key(identity: &Identity) -> Option<PrfKey> {
    read_holder_keys(identity.phone.as_ref()?.keys.as_ref()?)?.prf
}

/// The public key this secret stands for.
#[must_use]
pub fn id_cred_pub_of(secret: &IdCredSec, generator: &Generator) -> Option<IdCredPub> {
    // EXPOSE: to multiply the generator by it.
    chain::multiple_of(generator, secret.expose()).map(|point| IdCredPub::new(*point.bytes()))
}

/// Most different generators that are looked at to find a network's: each costs a check of the curve's group.
const MAX_GENERATORS: usize = 8;

/// The network's generator, as the encryption keys of these accounts repeat it: that of mainnet and testnet if any of them has it,
/// or else the first of the first few that can be read.
pub fn generator_of<'a>(accounts: impl IntoIterator<Item = &'a Account>) -> Option<Generator> {
    let known = Generator::of_mainnet_and_testnet();
    let mut others: Vec<[u8; CredentialId::LEN]> = Vec::new();
    for generator in accounts.into_iter().filter_map(generator_bytes) {
        if generator == known.bytes() {
            return Some(known);
        }
        if others.len() < MAX_GENERATORS && !others.contains(&generator) {
            others.push(generator);
        }
    }
    others.iter().find_map(|bytes| Generator::parse_point(bytes).ok())
}

/// What stands in front of an account's encryption key, where the generator belongs.
fn generator_bytes(account: &Account) -> Option<[u8; CredentialId::LEN]> {
    let text = account.keys.as_ref()?.encryption.as_ref()?;
    let mut bytes = [0; CredentialId::LEN];
    // EXPOSE: to read what is public of it; the secret behind is not touched.
    hex::decode_to_slice(text.expose().get(..2 * CredentialId::LEN)?, &mut bytes).ok()?;
    Some(bytes)
}

/// The key of the shielded balance of account `number`, which follows from the identity's PRF key.
#[must_use]
fn derive_encryption_key(key: &PrfKey, number: CredentialIndex, generator: &Generator) -> Option<SecretText> {
    let scalar = chain::encryption_scalar(key, u8::try_from(number.0).ok()?)?;
    let mut bytes = Zeroizing::new([0; CredentialId::LEN + EncryptionScalar::LEN]);
    // EXPOSE: to write it behind the generator, as phones do.
    let parts = generator.bytes().into_iter().chain(*scalar.expose());
    bytes.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
    Some(SecretText::new(hex::encode(bytes.as_slice())))
}

fn encryption_generator(account: &Account) -> Option<Generator> {
    read_encryption_key(account.keys.as_ref()?.encryption.as_ref()?)?.generator.ok()
}
