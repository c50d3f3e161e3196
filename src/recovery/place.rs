//! What a run searches: places whose key makes credential ids, and the route that leads from one to the next.

use crate::model::{Coin, IdCredPub, IdentityIndex, IdentityKey, KeyVersion, LedgerPath, PairingKey, ProviderNumber};

/// A place whose key is searched: one answer of a Ledger, or one identity whose key is in the wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// An identity index of a Ledger. Its key is had for one approval on the device.
    Ledger {
        /// Which Ledger.
        device: PairingKey,
        /// Below which path.
        path: LedgerPath,
        /// Its number there.
        index: IdentityIndex,
    },
    /// An identity from a phone. Its key is had without asking anybody.
    Phone(IdCredPub),
}

impl Place {
    /// The Ledger that has the key; `None` for an identity from a phone.
    #[must_use]
    pub const fn device(self) -> Option<PairingKey> {
        match self {
            Self::Ledger { device, .. } => Some(device),
            Self::Phone(_) => None,
        }
    }

    /// The path on that Ledger.
    #[must_use]
    pub const fn path(self) -> Option<LedgerPath> {
        match self {
            Self::Ledger { path, .. } => Some(path),
            Self::Phone(_) => None,
        }
    }

    /// The number below that path.
    #[must_use]
    pub const fn index(self) -> Option<IdentityIndex> {
        match self {
            Self::Ledger { index, .. } => Some(index),
            Self::Phone(_) => None,
        }
    }

    /// The identity that has this place's key under a key version. An identity from a phone has one key, whatever the version.
    #[must_use]
    pub const fn identity(self, version: KeyVersion) -> IdentityKey {
        match self {
            Self::Ledger { device, path, index } => IdentityKey::Ledger { device, path, index, version },
            Self::Phone(identity) => IdentityKey::Phone(identity),
        }
    }

    /// Where an identity's key is.
    #[must_use]
    pub const fn of(identity: IdentityKey) -> Self {
        match identity {
            IdentityKey::Ledger { device, path, index, version: _ } => Self::Ledger { device, path, index },
            IdentityKey::Phone(identity) => Self::Phone(identity),
        }
    }
}

/// An identity from a phone, and how many accounts it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhonePlace {
    /// Which identity.
    pub identity: IdCredPub,
    /// `maxAccounts` of its identity object; `None` when the object does not say, or is lost.
    pub max_accounts: Option<u8>,
}

/// Places that are searched one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Track {
    /// The identity indices below one path of a Ledger, upwards, until the person has enough.
    Ledger {
        /// Which Ledger.
        device: PairingKey,
        /// Below which path.
        path: LedgerPath,
        /// Where to begin.
        from: IdentityIndex,
    },
    /// Identities whose keys are in the wallet: these, and no others.
    Phones(Vec<PhonePlace>),
}

impl Track {
    /// The track of a path, from its first index.
    #[must_use]
    pub const fn of(device: PairingKey, path: LedgerPath) -> Self {
        Self::Ledger { device, path, from: IdentityIndex::FIRST }
    }

    /// Whether a place lies on this track.
    #[must_use]
    pub fn holds(&self, place: Place) -> bool {
        match (self, place) {
            (Self::Ledger { device, path, .. }, Place::Ledger { device: its_device, path: its_path, .. }) => {
                *device == its_device && *path == its_path
            }
            (Self::Phones(phones), Place::Phone(identity)) => phones.iter().any(|phone| phone.identity == identity),
            (Self::Ledger { .. }, Place::Phone(_)) | (Self::Phones(_), Place::Ledger { .. }) => false,
        }
    }

    /// Whether the two have places in common.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Ledger { device, path, .. }, Self::Ledger { device: its_device, path: its_path, .. }) => {
                device == its_device && path == its_path
            }
            (Self::Phones(phones), Self::Phones(_)) => phones.iter().any(|it| other.holds(Place::Phone(it.identity))),
            (Self::Ledger { .. }, Self::Phones(_)) | (Self::Phones(_), Self::Ledger { .. }) => false,
        }
    }
}

/// What the node gets to know first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inquiry {
    /// It is asked about every credential id, one by one: everything is found, and it learns ids that nobody uses yet.
    Complete,
    /// It is asked for the list of all accounts, and then about those only that are on it. What is not on the list is *not
    /// listed*, which is not *absent*: a credential that was added to somebody else's account, or was removed, is on no list.
    ListFirst,
}

/// The way a run takes: its tracks, in their order, and how the node is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub(super) tracks: Vec<Track>,
    pub(super) inquiry: Inquiry,
}

impl Route {
    /// Most tracks of a run: every identity provider there can be, and some more.
    pub const MAX_TRACKS: usize = 512;

    /// Nowhere yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { tracks: Vec::new(), inquiry: Inquiry::Complete }
    }

    /// The path of the Desktop Wallet.
    #[must_use]
    pub fn legacy(device: PairingKey) -> Self {
        Self::new().then(Track::of(device, LedgerPath::Legacy))
    }

    /// Identities whose keys are in the wallet.
    #[must_use]
    pub fn phones(phones: Vec<PhonePlace>) -> Self {
        Self::new().then(Track::Phones(phones))
    }

    /// With one more track at the end. One that has places in common with an earlier one changes nothing: a place is searched
    /// once.
    #[must_use]
    pub fn then(mut self, track: Track) -> Self {
        if self.tracks.len() < Self::MAX_TRACKS && !self.tracks.iter().any(|earlier| earlier.overlaps(&track)) {
            self.tracks.push(track);
        }
        self
    }

    /// With the newer path of each of these identity providers, in this order.
    #[must_use]
    pub fn then_providers(
        self,
        device: PairingKey,
        coin: Coin,
        providers: impl IntoIterator<Item = ProviderNumber>,
    ) -> Self {
        let track = |provider| Track::of(device, LedgerPath::Bip44 { coin, provider });
        providers.into_iter().fold(self, |route, provider| route.then(track(provider)))
    }

    /// Asking the node as `inquiry` says.
    #[must_use]
    pub fn asking(self, inquiry: Inquiry) -> Self {
        Self { inquiry, ..self }
    }
}

impl Default for Route {
    fn default() -> Self {
        Self::new()
    }
}

/// A track, and how far the person wants to follow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leg {
    pub(super) track: Track,
    /// The person has enough of it.
    pub(super) is_left: bool,
    /// The last index when the person last said to go on; empties up to it lead to no suggestion any more.
    pub(super) continued_at: Option<IdentityIndex>,
}

impl Leg {
    pub(super) const fn new(track: Track) -> Self {
        Self { track, is_left: false, continued_at: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEVICE: PairingKey = PairingKey::new([1; 32]);

    fn provider(number: u32) -> ProviderNumber {
        ProviderNumber::new(number).unwrap()
    }

    #[test]
    fn a_place_is_on_one_track_only() {
        let phone = |byte| PhonePlace { identity: IdCredPub::new([byte; 48]), max_accounts: None };
        let route = Route::legacy(DEVICE)
            .then(Track::Ledger { device: DEVICE, path: LedgerPath::Legacy, from: IdentityIndex::new(5).unwrap() })
            .then_providers(DEVICE, Coin::Concordium, [3, 0, 3].map(provider))
            .then(Track::Phones(vec![phone(1), phone(2)]))
            .then(Track::Phones(vec![phone(2), phone(3)]));
        assert_eq!(route.tracks.len(), 4);
        let place = |path| Place::Ledger { device: DEVICE, path, index: IdentityIndex::FIRST };
        let places = [
            place(LedgerPath::Legacy),
            place(LedgerPath::Bip44 { coin: Coin::Concordium, provider: provider(3) }),
            place(LedgerPath::Bip44 { coin: Coin::Concordium, provider: provider(0) }),
            Place::Phone(IdCredPub::new([2; 48])),
        ];
        for (at, place) in places.into_iter().enumerate() {
            let holding: Vec<_> = (0..4).filter(|track| route.tracks[*track].holds(place)).collect();
            assert_eq!(holding, [at]);
            assert_eq!(Place::of(place.identity(KeyVersion::V1)), place);
        }
    }
}
