//! The keys of one account as a file of their own: made, read back and compared.

use super::format::{browser_key, phone};
use super::{BackupError, locked};
use crate::backup::noticed::Noticed;
use crate::custody;
use crate::fault::Notice;
use crate::fault::legible::legible;
use crate::model::{AccountAddress, AccountKey, AccountSlot, Common, GenesisHash, Wallet};
use crate::secret::Plaintext;

/// The keys of one account, ready to be saved: not encrypted.
#[derive(Debug, Clone)]
pub struct PlainKeyFile {
    /// Suggested name.
    pub file_name: String,
    /// Its content. Whoever reads it can spend what is on the account.
    pub bytes: Plaintext,
    /// What is worth knowing about it: above all keys that do not fit.
    pub notices: Vec<Notice>,
}

/// The keys of one account as a file of their own, in the format that browser and phone wallets share. It is not encrypted.
///
/// # Errors
/// [`BackupError::NoKeys`]; [`BackupError::CheckFailed`] if the file does not read as what went in.
pub fn account_key_file(
    wallet: &Wallet,
    network: GenesisHash,
    address: AccountAddress,
) -> Result<PlainKeyFile, BackupError> {
    let records = wallet.networks.get(&network).ok_or(BackupError::NoKeys)?;
    let account = records.accounts.get(&AccountKey::Address(address)).map(Common::record).ok_or(BackupError::NoKeys)?;
    let keys = account.keys.as_ref().ok_or(BackupError::NoKeys)?;
    let identity = account.identity.and_then(|identity| records.identities.get(&identity)).map(Common::record);
    let credentials = records.credentials.values().filter(|one| one.account == account.key);
    let credentials: Vec<_> = credentials.map(Common::record).collect();
    let examined = custody::Examiner::new(identity, custody::generator_of([account])).account(account, &credentials);
    let on_chain = credentials.iter().find(|one| one.slot == Some(AccountSlot(0))).map(|one| one.id);
    let credential = on_chain.or(examined.credential);
    let said = identity.and_then(|identity| identity.phone.as_ref()?.environment.as_deref());
    let environment = phone::name_of(network).or(said).unwrap_or(phone::NO_NETWORK);
    let bytes = browser_key::encode(address, keys, credential, environment).ok_or(BackupError::NoKeys)?;

    // EXPOSE: to read it back.
    let opened = locked::open_plain(bytes.expose()).map_err(|_| BackupError::CheckFailed)?;
    let read_back = opened.contents.on(network);
    let kept = read_back.networks.get(&network).and_then(|records| records.accounts.get(&account.key));
    if !kept.and_then(|kept| kept.keys.as_ref()).is_some_and(|kept| custody::sign_the_same(kept, keys)) {
        return Err(BackupError::CheckFailed);
    }
    let mut notices: Vec<Notice> =
        examined.findings.iter().map(|finding| finding.notice(&legible(&account.name))).collect();
    if credential.is_none() {
        notices.push(Notice::of(&Noticed::KeyFileWithoutCredential));
    }
    Ok(PlainKeyFile { file_name: format!("{address}.export"), bytes, notices })
}
