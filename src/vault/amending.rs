//! What has changed since a vault was sealed, sealed by itself and written behind it: a save of one record writes one record, and not all of
//! them, twice. This file knows what may be written so, and how; where it lands is `keeper`'s.
//!
//! An amendment brings records and changes them. Where anything goes, above all a key, the vault is sealed whole, so that what a person removed
//! is in no part of it.

use super::contents::{self, Amendment};
use super::error::VaultError;
use super::frame::{self, AmendmentFrame, AmendmentHeader, End};
use super::store::Ends;
use super::{Contents, Key};
use crate::crypto::aead::{self, AeadError};
use crate::crypto::entropy::{Entropy, generate_bytes};
use crate::record::MAX_WRITTEN;

/// What amendments may take together: so much at least, and a part of what they stand behind. Beyond it the vault is sealed whole.
const ROOM: (usize, usize) = (64 * 1024, 32);

/// An amendment as it is to be stored.
#[derive(Debug)]
pub struct Amended {
    /// What the vault ends with before it.
    pub behind: Ends,
    /// Nothing but the amendment.
    pub bytes: Vec<u8>,
    /// Where the vault ends with it.
    pub end: End,
}

/// Seals what of these contents, `after`, is not in those `before`, which the vault holds that ends so. `None` where the vault is to be
/// sealed whole.
///
/// # Errors
/// As [`seal`](super::seal).
pub fn amend(
    key: &Key,
    end: &End,
    (before, after): (&Contents, &Contents),
    revision: u64,
    entropy: &mut dyn Entropy,
) -> Result<Option<Amended>, VaultError> {
    let Some(amendment) = Amendment::between(before, after) else { return Ok(None) };
    let plain = amendment.encode();
    // EXPOSE: read back before it is sealed, because what is stored must be readable whatever was put into it.
    if Amendment::decode(plain.expose())? != amendment {
        return Ok(None);
    }
    let header = AmendmentHeader { revision, nonce: generate_bytes(entropy) };
    let aad = header.aad(end, plain.len() + aead::TAG_LEN);
    // EXPOSE: to be sealed.
    let sealed = aead::seal(&key.sealing, &header.nonce, &aad, plain.expose());
    let (bytes, after) = frame::complete_amendment(end, &header, &sealed);
    let (least, part) = ROOM;
    let is_small = after.length - after.whole <= least + after.whole / part;
    // A vault is never shorter than its wallet's record: below this, that is below its ceiling.
    let is_below = after.length <= MAX_WRITTEN;
    Ok((is_small && is_below).then_some(Amended { behind: end.ends(), bytes, end: after }))
}

/// Opens one.
pub(super) fn open(key: &Key, amendment: &AmendmentFrame<'_>) -> Result<Amendment, VaultError> {
    let AmendmentFrame { header, aad, sealed } = amendment;
    let plain = aead::open(&key.sealing, &header.nonce, aad, sealed).map_err(|AeadError| VaultError::WrongPassword)?;
    // EXPOSE: to be parsed into what it brings.
    contents::Amendment::decode(plain.expose())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gather::Gather;
    use crate::model::{AccountAddress, Common, Contact, ContactAddress, DesktopRows, Network, PairingKey, Wallet};
    use crate::secret::Password;
    use crate::vault::{create, open};
    use crate::work::{Work, count};

    struct Counting(u8);

    impl Entropy for Counting {
        fn fill(&mut self, bytes: &mut [u8]) {
            bytes.iter_mut().for_each(|byte| {
                *byte = self.0;
                self.0 = self.0.wrapping_add(1);
            });
        }
    }

    fn contact(number: u16, name: &str) -> (ContactAddress, Common<Contact>) {
        let mut bytes = [0; 32];
        bytes[..2].copy_from_slice(&number.to_be_bytes());
        let address = ContactAddress::Account(AccountAddress::new(bytes));
        (address.clone(), Contact { address, name: name.to_owned(), note: None }.into())
    }

    fn with(contents: &Contents, changed: impl IntoIterator<Item = (ContactAddress, Common<Contact>)>) -> Contents {
        let mut after = contents.clone();
        after.wallet.networks.entry(Network::Mainnet.genesis()).or_default().contacts.extend(changed);
        after
    }

    /// With what a Desktop Wallet numbers its Ledgers by.
    fn numbered(contents: Contents, n: u8) -> Contents {
        let rows = (0..n).map(|number| (PairingKey::new([number; 32]), u32::from(number) + 1));
        let rows = DesktopRows { devices: rows.gather(), ..DesktopRows::default() };
        let wallet = Wallet { desktop_rows: [(Network::Mainnet.genesis(), rows)].into(), ..contents.wallet };
        Contents { wallet, ..contents }
    }

    #[test]
    fn one_record_that_changes_costs_the_same_in_a_wallet_of_any_size() {
        let costs = [25_u8, 250].map(|n| {
            let contacts = (0..u16::from(n)).map(|number| contact(number, "As it was"));
            let before = numbered(with(&Contents::default(), contacts), n);
            let after = with(&before, [contact(7, "As it is")]);
            let (key, sealed) = create(&Password::new("pw".into()), &before, &mut Counting(0)).unwrap();
            let amend = || amend(&key, &sealed.end, (&before, &after), 2, &mut Counting(9)).unwrap().unwrap();
            let all = || count(Work::Written, || count(Work::Spelled, || count(Work::Summed, amend)));
            let (written, (spelled, (summed, amended))) = all();
            let bytes = [sealed.bytes, amended.bytes.clone()].concat();
            assert!(open(&key, &bytes).unwrap() == after);
            (written, spelled, summed, amended.bytes.len())
        });
        assert_eq!(costs[0], costs[1]);
        let (written, spelled, summed, bytes) = costs[0];
        assert!(written < 500 && summed < 1_500 && bytes < 1_500, "{costs:?}");
        assert_eq!(spelled, 2, "written, and read back");
    }
}
