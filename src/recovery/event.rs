//! What a run asks for, and what it is told.

use super::evidence::Witness;
use super::place::{Place, Track};
use crate::model::{CredentialId, CredentialIndex, IdentityKey, PairingKey};
use crate::node::AccountOnChain;
use crate::secret::{PrfKey, PrfKeySeed};

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Get the key of this place: from the Ledger for an approval, or from the wallet.
    AskKey {
        /// Which place.
        place: Place,
        /// The key was here before; it is needed once more to look deeper than the ids at hand reach.
        is_again: bool,
    },
    /// Compare the list of all accounts with these credential ids. Never empty.
    Scan {
        /// Everything that was not compared yet.
        wanted: Vec<CredentialId>,
    },
    /// Ask the node about these credential ids, all at once, in any order. Never empty.
    LookUp {
        /// Everything without an answer.
        batch: Vec<Query>,
    },
    /// Ask the person whether to go on.
    Suggest {
        /// The track on which nothing comes any more.
        track: Track,
        /// Indices of it without an account, in a row.
        empty_in_a_row: u32,
        /// Whether some of these were only compared with the list of accounts.
        is_by_list: bool,
        /// Accounts found in total.
        found: u32,
        /// The track that follows, if there is one: see [`Event::NextTrack`].
        next: Option<Track>,
    },
    /// Nothing to do, until the person wants more: [`Event::Continue`], [`Event::CheckAgain`], [`Event::LookDeeper`],
    /// [`Event::AskOneByOne`], [`Event::Revisit`].
    Finished,
}

/// One question to the node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What to ask about.
    pub credential_id: CredentialId,
    /// The identity whose key made it.
    pub identity: IdentityKey,
    /// Its number under that identity.
    pub number: CredentialIndex,
    /// How often asking has failed.
    pub failures: u32,
}

/// The key of a place, as it was given.
#[derive(Debug)]
pub enum Given {
    /// By a Ledger.
    Ledger {
        /// Which Ledger gave it: its pairing key, read from the device after its answer. A key of another Ledger than the
        /// place's is refused.
        device: PairingKey,
        /// What it gave.
        key: LedgerKey,
        /// Whether the device's own public key at the asked path showed that the key belongs there.
        is_proven: bool,
    },
    /// By the wallet, for an identity from a phone.
    Wallet(PrfKey),
}

/// What a Ledger gives out.
#[derive(Debug)]
pub enum LedgerKey {
    /// The seed: the keys of both versions follow from it.
    Seed(PrfKeySeed),
    /// The key of version 1, made on the device. There is no way from it to that of version 0.
    Key(PrfKey),
}

/// What happened. Late, repeated and unknown events change nothing.
#[derive(Debug)]
pub enum Event {
    /// The key of a place. Ignored unless it is due; the key is used and wiped at once.
    Key {
        /// Which place was asked for.
        place: Place,
        /// The answer.
        given: Given,
    },
    /// The person refused on the Ledger, or another Ledger was there: the same place stays due.
    Declined {
        /// Which place was asked for.
        place: Place,
    },
    /// Leave this place out; it is reported as not searched. One that was only to be looked into deeper stays as it was.
    /// Ignored unless it is due.
    Skip {
        /// Which place.
        place: Place,
    },
    /// Search a place that was left out.
    Revisit {
        /// Which place.
        place: Place,
    },

    /// The node knows the credential id. Also counts for one that was given up.
    Found {
        /// What was asked about.
        credential_id: CredentialId,
        /// The account it leads to.
        account: Box<AccountOnChain>,
    },
    /// The node said explicitly that nothing was ever made with this credential id. Also counts for one that was given up.
    /// One that the chain was seen to know does not become absent by that.
    Absent {
        /// What was asked about.
        credential_id: CredentialId,
    },
    /// Asking failed; the credential id stays open.
    Failed {
        /// What was asked about.
        credential_id: CredentialId,
        /// Code of the fault.
        code: &'static str,
    },

    /// The list of accounts has an account that this credential id opened. It is to be asked about now.
    ScanHit {
        /// Which one.
        credential_id: CredentialId,
    },
    /// The list of accounts was read to its end.
    ScanFinished {
        /// What was compared with it, and is not on it.
        unlisted: Vec<CredentialId>,
    },
    /// The list could not be read to its end: nothing is known about what was not on it so far.
    ScanFailed {
        /// Code of the fault.
        code: &'static str,
    },
    /// From now on every credential id is asked about, one by one; those that are not on the list, too.
    AskOneByOne,

    /// Everything open is *not checked* from now on, and the run goes on.
    GiveUp,
    /// Everything *not checked* is open again. The Ledger is not needed for that.
    CheckAgain,
    /// Go on to this number, at one place or at all that were searched. Needs the key again where the run was taken up anew.
    LookDeeper {
        /// Which place; `None` for all.
        place: Option<Place>,
        /// The last number.
        to: u8,
    },
    /// Go on after a suggestion, or look for more after a stop, or after the end.
    Continue,
    /// Leave the rest of this track, and go on with the next one.
    NextTrack,
    /// End the search. What was found stays; what is open becomes *not checked*.
    Stop,

    /// Who says what is said from now on. For the report.
    Heard(Witness),
    /// What time it is, in milliseconds since 1970. For the report.
    Clock {
        /// Now.
        now: u64,
    },
}
