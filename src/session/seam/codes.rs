//! Every code that can reach the page, in one list: what has a code and is not in it does not compile (`fault::Listed`).
//! It knows the types; each code stands beside its variant.

use crate::backup::envelope::Member;
use crate::backup::{BackupError, DocumentError, EnvelopeError, Noticed, Omission, OtherFile};
use crate::chain::ChainError;
use crate::crypto::kdf::KdfError;
use crate::custody::Finding;
use crate::directory::DirectoryError;
use crate::fault::{Code, Coded, Explain, Listed};
use crate::key_search::KeySearchError;
use crate::ledger::{LedgerError, TransportError};
use crate::merge::{MergeError, Reason};
use crate::model::Overload;
use crate::node::{NodeError, NodeUrlError};
use crate::record::RecordError;
use crate::recovery::RecoveryError;
use crate::vault::{StoreError, Trouble, VaultError};

use crate::session::error::SessionError;

macro_rules! listed {
    ($(#[$doc:meta])* $name:ident: $kind:ident = $($type:ty),+ $(,)?) => {
        $(impl Listed for $type {})+

        $(#[$doc])*
        pub const $name: &[&[Code]] = {
            const fn codes<T: $kind>() -> &'static [Code] {
                T::CODES
            }
            &[$(codes::<$type>()),+]
        };
    };
}

listed! {
    /// Of faults.
    FAULTS: Explain =
        BackupError, ChainError, DirectoryError, DocumentError, EnvelopeError, KdfError, KeySearchError, LedgerError, Member, MergeError, NodeError, NodeUrlError, OtherFile,
        Overload, RecordError, RecoveryError, SessionError, StoreError, TransportError, Trouble, VaultError,
}

listed! {
    /// Of notices.
    NOTICES: Coded = Finding, Noticed, Omission, Reason,
}

/// Of faults that the page's own client says, when there is no engine to say anything (`extension/engine.ts`).
pub const OF_THE_CLIENT: &[Code] = &[
    Code { name: "engine-elsewhere", fields: &[] },
    Code { name: "engine-failed", fields: &["detail"] },
    Code { name: "engine-broke", fields: &["detail"] },
    Code { name: "engine-out-of-memory", fields: &["detail"] },
];

/// Every fault code, with the facts its sentence may name.
pub fn faults() -> impl Iterator<Item = Code> {
    FAULTS.iter().copied().flatten().chain(OF_THE_CLIENT).copied()
}

/// Every notice code, with the facts its sentence may name.
pub fn notices() -> impl Iterator<Item = Code> {
    NOTICES.iter().copied().flatten().copied()
}
