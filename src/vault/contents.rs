//! What a vault holds, and its bytes by version.
//! This file knows the newest shape; what older versions held is brought up to date by the module of that version.

mod amendment;
mod made;
mod parts;
mod undo;
mod v1;
mod v2;
mod v3;
mod v4;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

pub(super) use amendment::Amendment;
pub use made::{FileMark, KnownBackup};
pub use undo::{Deed, Undo, What};

use super::error::VaultError;
use super::frame::Version;
use crate::gather::Gather;
use crate::model::{Counts, GenesisHash, Network, PairingKey, RecordKind, Wallet};
use crate::record::fingerprint::{self, Fingerprint};
use crate::secret::Plaintext;

/// Everything that is kept from one day to the next.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// The person's records.
    pub wallet: Wallet,
    /// How Lifeboat behaves.
    pub settings: Settings,
    /// What is known about backups.
    pub backup: BackupState,
    /// The wallet before the last import, recovery or removal, as long as that can be taken back.
    pub undo: Option<Undo>,
    /// The commitment key of each network (96 bytes), so that a node is asked for it once.
    pub parameters: BTreeMap<GenesisHash, Vec<u8>>,
    /// Which model each Ledger was when it was last seen: another one with the same pairing key is a replacement.
    pub models: BTreeMap<PairingKey, String>,
}

/// How Lifeboat behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The network in use.
    pub network: GenesisHash,
    /// The nodes to ask, the first one first, where that is not the public one.
    pub nodes: BTreeMap<GenesisHash, Vec<String>>,
    /// Minutes without a touch until the vault locks.
    pub auto_lock_minutes: u32,
    /// Whether the vault locks when the screen of the computer is locked.
    pub lock_with_screen: bool,
}

/// What is known about backups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackupState {
    /// The last file that was found to hold records of this wallet as they were then.
    pub last: Option<LastBackup>,
    /// Which records, as they were, some backup holds that was seen on a disk.
    pub held: BTreeSet<Fingerprint>,
    /// The backups that are known, the oldest first.
    pub made: Vec<KnownBackup>,
}

/// Records that no backup holds as they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Missing {
    /// No backup that was seen on a disk.
    pub seen: Counts,
    /// Not even one that nobody has seen there.
    pub any: Counts,
}

/// A file that holds records of this wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastBackup {
    /// When it was seen to: milliseconds since 1970.
    pub at: u64,
    /// How it was seen to.
    pub seen: Seen,
}

/// How a file was seen to hold records of this wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Seen {
    /// It was saved from here, and read back.
    Saved,
    /// It was opened here.
    Opened,
}

impl Contents {
    /// Changes the wallet in a way that can be taken back, until the next change.
    pub fn replace_wallet(&mut self, wallet: Wallet, deed: Deed) {
        self.undo = Some(Undo { before: std::mem::replace(&mut self.wallet, wallet), of: Some(deed) });
    }

    /// What of these is not in the contents before them, and everything that is short.
    #[must_use]
    pub fn since(&self, before: &Self) -> Self {
        let undo = self.undo.as_ref().filter(|_| self.undo != before.undo);
        Self {
            wallet: self.wallet.since(&before.wallet),
            settings: self.settings.clone(),
            backup: if self.backup == before.backup { BackupState::default() } else { self.backup.clone() },
            // What can be taken back is, most of the time, the wallet of a moment ago.
            undo: undo.map(|undo| Undo { before: undo.before.since(&before.wallet), of: undo.of.clone() }),
            parameters: self.parameters.clone(),
            models: self.models.clone(),
        }
    }

    /// Whether a record or a key that was in the contents before is not in these: removed, or no longer to come back by an undo.
    #[must_use]
    pub fn lacks_something_of(&self, before: &Self) -> bool {
        let could_come_back = before.undo.as_ref().filter(|undo| self.undo.as_ref() != Some(*undo));
        let is_kept = |wallet: &Wallet| {
            self.wallet.keeps(wallet) || self.undo.as_ref().is_some_and(|undo| undo.before.keeps(wallet))
        };
        !is_kept(&before.wallet) || could_come_back.is_some_and(|undo| !is_kept(&undo.before))
    }

    /// A backup was made, opened or checked. What nobody has seen on a disk covers nothing.
    pub fn note_made(&mut self, made: KnownBackup) {
        let here = fingerprint::sorted(std::iter::once(&self.wallet).chain(self.before()));
        if let Some(at) = made.checked {
            self.backup.note(&made.holds, &here, LastBackup { at, seen: made.seen });
        }
        made::note(&mut self.backup.made, made, &here);
    }

    /// The wallet as it would be after taking back, where that is possible.
    #[must_use]
    pub fn before(&self) -> Option<&Wallet> {
        self.undo.as_ref().map(|undo| &undo.before)
    }
}

impl BackupState {
    /// How many records of each kind no backup holds as they are.
    #[must_use]
    pub fn missing(&self, wallet: &Wallet) -> Missing {
        let mut missing = Missing::default();
        fingerprint::each(wallet, |kind, fingerprint| self.miss(&mut missing, kind, &fingerprint));
        missing
    }

    /// How many no backup would hold that was seen on a disk, once there is a file there that holds these records.
    #[must_use]
    pub fn missing_beside(&self, in_file: &BTreeSet<Fingerprint>, wallet: &Wallet) -> Counts {
        let mut missing = Counts::default();
        fingerprint::each(wallet, |kind, fingerprint| {
            if !self.held.contains(&fingerprint) && !in_file.contains(&fingerprint) {
                missing.count(kind);
            }
        });
        missing
    }

    /// How many no backup holds of one wallet, when it is known of the one before it: only what has changed is looked at.
    #[must_use]
    pub fn missing_after(&self, missing: Missing, before: &Wallet, after: &Wallet) -> Missing {
        let (mut gone, mut come) = (Missing::default(), Missing::default());
        fingerprint::each_changed(before, after, |was_there, kind, fingerprint| {
            self.miss(if was_there { &mut gone } else { &mut come }, kind, &fingerprint);
        });
        Missing { seen: missing.seen.and(come.seen).minus(gone.seen), any: missing.any.and(come.any).minus(gone.any) }
    }

    fn miss(&self, missing: &mut Missing, kind: RecordKind, fingerprint: &Fingerprint) {
        if self.held.contains(fingerprint) {
            return;
        }
        missing.seen.count(kind);
        // What was checked is held, as far as it is here.
        let mut unchecked = self.made.iter().filter(|made| made.checked.is_none());
        if !unchecked.any(|made| made.holds.contains(fingerprint)) {
            missing.any.count(kind);
        }
    }

    /// A file holds these records. What of them is neither `here`, in the wallet or in what an undo brings back, is forgotten, so that
    /// this never grows beyond the two. Nothing is noted if the file holds nothing of the wallet.
    fn note(&mut self, in_file: &BTreeSet<Fingerprint>, here: &[Fingerprint], last: LastBackup) {
        let is_held = |fingerprint: &&Fingerprint| in_file.contains(*fingerprint) || self.held.contains(*fingerprint);
        self.held = here.iter().filter(is_held).copied().gather();
        if here.iter().any(|fingerprint| in_file.contains(fingerprint)) {
            self.last = Some(last);
        }
    }

    /// What versions 1 and 2 knew: when a backup was made, and how many changes there were since. Without a change it holds
    /// everything; with one, nobody knows what.
    fn of_old(last_at: Option<u64>, changes_since: u32, wallet: &Wallet) -> Self {
        let is_whole = last_at.is_some() && changes_since == 0;
        let held = if is_whole { fingerprint::all(wallet) } else { BTreeSet::new() };
        Self { last: last_at.map(|at| LastBackup { at, seen: Seen::Saved }), held, made: Vec::new() }
    }
}

impl Settings {
    /// Minutes without a touch until a new vault locks.
    pub const AUTO_LOCK_MINUTES: u32 = 10;
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            network: Network::Mainnet.genesis(),
            nodes: BTreeMap::new(),
            auto_lock_minutes: Self::AUTO_LOCK_MINUTES,
            lock_with_screen: true,
        }
    }
}

impl fmt::Debug for Contents {
    /// Settings only: records are personal, and identity objects hold documents.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contents")
            .field("settings", &self.settings)
            .field("backup", &self.backup)
            .finish_non_exhaustive()
    }
}

/// The contents in the newest version, behind what stands in `front`; and how many of the bytes are the wallet's record. `room`: as many
/// bytes as there may well be.
pub(super) fn encode(contents: &Contents, front: &[u8], room: usize) -> (Plaintext, usize) {
    v4::encode(contents, front, room)
}

/// The contents of a vault of this version, brought up to date.
pub(super) fn decode(version: Version, bytes: &[u8]) -> Result<Contents, VaultError> {
    match version {
        Version::One => v1::decode(bytes),
        Version::Two => v2::decode(bytes),
        Version::Three => v3::decode(bytes),
        // Version 5 has otherwise what stands around them.
        Version::Four | Version::Five => v4::decode(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::entropy::Entropy;
    use crate::model::{AccountAddress, Contact, ContactAddress, Format, NetworkRecords};
    use crate::record;
    use crate::secret::Password;
    use crate::vault::{Packed, create, open};
    use crate::work::{Work, count};

    /// A wallet with `n` contacts, of which a backup holds every second one, and one that nobody has seen every third.
    fn contents_of(n: u16) -> Contents {
        let contact = |number: u16| {
            let mut bytes = [0; 32];
            bytes[..2].copy_from_slice(&number.to_be_bytes());
            let address = ContactAddress::Account(AccountAddress::new(bytes));
            Contact { address, name: format!("Contact {number}"), note: None }
        };
        let contacts = (0..n).map(contact).map(|contact| (contact.address.clone(), contact.into())).collect();
        let records = NetworkRecords { contacts, ..NetworkRecords::default() };
        let wallet = Wallet { networks: [(Network::Mainnet.genesis(), records)].into(), ..Wallet::default() };
        let mut contents = Contents { wallet, ..Contents::default() };
        let all = fingerprint::all(&contents.wallet);
        contents.backup.held = all.iter().copied().step_by(2).collect();
        contents.backup.made.push(KnownBackup {
            at: 1,
            marks: vec![[7; 32]],
            format: Format::LifeboatBackup,
            name: "unseen.json".into(),
            counts: Counts::default(),
            seen: Seen::Saved,
            checked: None,
            holds: all.into_iter().step_by(3).collect(),
        });
        contents
    }

    /// Bytes that count upwards.
    struct Filling(u8);

    impl Entropy for Filling {
        fn fill(&mut self, bytes: &mut [u8]) {
            bytes.iter_mut().for_each(|byte| {
                *byte = self.0;
                self.0 = self.0.wrapping_add(1);
            });
        }
    }

    /// The same with one contact renamed, one gone and one more.
    fn changed(wallet: &Wallet) -> Wallet {
        let mut after = wallet.clone();
        let contacts = &mut after.networks.get_mut(&Network::Mainnet.genesis()).unwrap().contacts;
        contacts.pop_first();
        contacts.first_entry().unwrap().get_mut().name = "Somebody".into();
        let added = ContactAddress::Account(AccountAddress::new([255; 32]));
        contacts.insert(added.clone(), Contact { address: added, name: "Added".into(), note: None }.into());
        after
    }

    #[test]
    fn a_save_writes_every_record_once_and_spells_every_address_once() {
        for n in [30, 300] {
            let contents = contents_of(n);
            let (spelled, (written, packed)) =
                count(Work::Spelled, || count(Work::Written, || encode(&contents, &[], 0)));
            assert_eq!((spelled, written), (usize::from(n), packed.1));
            // It is read back: each address once more.
            // EXPOSE: made up for the test.
            let (read, again) = count(Work::Spelled, || decode(Version::CURRENT, packed.0.expose()).unwrap());
            assert_eq!(read, usize::from(n));
            assert!(again == contents);
        }
    }

    #[test]
    fn a_save_that_follows_another_reads_back_what_is_new_alone() {
        for n in [30, 300] {
            let before = contents_of(n);
            let after = Contents { wallet: changed(&before.wallet), ..before.clone() };
            let (spelled, refused) = count(Work::Spelled, || {
                let new = encode(&after.since(&before), &[], 0).0;
                // EXPOSE: made up for the test.
                assert_eq!(decode(Version::CURRENT, new.expose()).unwrap().wallet, after.wallet.since(&before.wallet));
            });
            assert_eq!((spelled, refused), (4, ()), "one renamed and one added, each written and read");
            let mut unreadable = after.clone();
            let records = unreadable.wallet.networks.get_mut(&Network::Mainnet.genesis()).unwrap();
            records.contacts.first_entry().unwrap().get_mut().name = "n".repeat(crate::record::MAX_TEXT + 1);
            let new = encode(&unreadable.since(&after), &[], 0).0;
            // EXPOSE: made up for the test.
            assert!(decode(Version::CURRENT, new.expose()).is_err());
        }
    }

    #[test]
    fn a_wallet_that_is_brought_in_is_written_once_and_read_back() {
        let entropy = || Filling(0);
        let before = Contents::default();
        let (key, _) = create(&Password::new("pw".into()), &before, &mut entropy()).unwrap();
        for n in [30, 300] {
            let after = contents_of(n);
            let sealed = |before: &Contents, after: &Contents| {
                count(Work::Written, || {
                    let packed = Packed::of(after);
                    let bytes = packed.wallet_bytes;
                    (bytes, packed.seal_following((before, after), &key, 2, &mut entropy()).unwrap())
                })
            };
            let (written, (bytes, whole)) = sealed(&before, &after);
            assert_eq!(written, bytes);
            assert!(open(&key, &whole.bytes).unwrap() == after);
            let mut unreadable = after.clone();
            let records = unreadable.wallet.networks.get_mut(&Network::Mainnet.genesis()).unwrap();
            records.contacts.first_entry().unwrap().get_mut().name = "n".repeat(crate::record::MAX_TEXT + 1);
            let refused = Packed::of(&unreadable).seal_following((&before, &unreadable), &key, 2, &mut entropy());
            assert!(refused.is_err(), "what could not be read again is not sealed");
            // Of a few changes, those are written once more.
            let (written, (bytes, _)) = sealed(&after, &Contents { wallet: changed(&after.wallet), ..after.clone() });
            assert!((1..1_000).contains(&(written - bytes)), "{written} {bytes}");
        }
    }

    #[test]
    fn what_no_backup_holds_is_counted_anew_only_where_records_have_changed() {
        for n in [30, 300] {
            let Contents { wallet, backup, .. } = contents_of(n);
            // EXPOSE: made up for the test. What was read is not marked yet.
            let wallet = record::decode(record::encode(&wallet).expose()).unwrap();
            let (all, missing) = count(Work::Marked, || backup.missing(&wallet));
            assert_eq!(
                (all, missing.seen.contacts, missing.any.contacts),
                (usize::from(n), u32::from(n) / 2, u32::from(n) / 3)
            );
            let after = changed(&wallet);
            let (some, missing) = count(Work::Marked, || backup.missing_after(missing, &wallet, &after));
            assert_eq!(some, 2, "one as it is now, and one that is new");
            let (none, same) =
                count(Work::Marked, || (backup.missing(&after), backup.missing_after(missing, &after, &after)));
            assert_eq!((none, same), (0, (missing, missing)));
        }
    }
}
