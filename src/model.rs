//! The records Lifeboat keeps: devices, identities, accounts, credentials and contacts, per network. What a record is: no
//! file format, no device and no node is known here.

pub mod account;
pub mod address;
pub mod ceiling;
pub mod common;
pub mod contact;
pub mod counts;
pub mod format;
pub mod identity;
pub mod ids;
pub mod month;
pub mod network;
pub mod phone;
pub mod related;
pub mod wallet;

pub use account::{Account, AccountKey, AccountState, Cosigner, Credential, LedgerSigner, Shielded, SigningPath};
pub use address::{AccountAddress, AddressError, AddressProof};
pub use ceiling::{Load, MAX_RECORDS, MAX_WITH_KEYS, Overload};
pub use common::Common;
pub use contact::{Contact, ContactAddress};
pub use counts::{Counts, KeyCounts, RecordKind};
pub use format::Format;
pub use identity::{Identity, IdentityKey, IdentityState, KeyVersion};
pub use ids::{
    AccountSlot, Coin, CredentialId, CredentialIndex, GenesisHash, IdCredPub, IdentityIndex, LedgerPath, PairingKey,
    ParseIdError, ProviderNumber, VerifyKey,
};
pub use month::{ParseMonthError, Validity, YearMonth};
pub use network::Network;
pub use phone::{AccountKeys, PhoneAccount, PhoneIdentity};
pub use related::Related;
pub use wallet::{DesktopRows, Device, NetworkRecords, Wallet};
