//! What a vault promises about its bytes. The key is derived once; the properties run on it.

use crate::cases::cases;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use lifeboat::crypto::entropy::Entropy;
use lifeboat::fault::Coded;
use lifeboat::model::{
    Account, AccountAddress, AccountKey, AccountState, Contact, ContactAddress, Counts, Device, Format, GenesisHash,
    Identity, IdentityIndex, IdentityKey, KeyVersion, LedgerPath, Network, NetworkRecords, PairingKey, Shielded,
    Wallet,
};
use lifeboat::record::fingerprint::Fingerprint;
use lifeboat::secret::{Password, Plaintext};
use lifeboat::vault::{
    self, BackupState, Contents, Deed, Key, KnownBackup, LastBackup, Loaded, Seen, Settings, Slot, Standing,
    StoredCopy, Undo, VaultError, VaultMarker, What,
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// Bytes that count upwards: no two fills are equal, and every run is.
pub(crate) struct Counter(pub(crate) u64);

impl Entropy for Counter {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.0.to_le_bytes()[0] ^ self.0.to_le_bytes()[1];
            self.0 += 7;
        }
    }
}

pub(crate) fn password() -> Password {
    Password::new("correct horse".into())
}

pub(crate) fn contents() -> Contents {
    let pairing_key = PairingKey::new([1; 32]);
    let identity = IdentityKey::Ledger {
        device: pairing_key,
        path: LedgerPath::Legacy,
        index: IdentityIndex::FIRST,
        version: KeyVersion::V1,
    };
    let address = AccountAddress::new([2; 32]);
    let account = Account {
        key: AccountKey::Address(address),
        identity: Some(identity),
        name: "Größte Ersparnisse 🦀".into(),
        state: AccountState::Confirmed,
        signature_threshold: 1,
        is_initial: true,
        deployment: None,
        transaction_filter: "{}".into(),
        shielded: Shielded::none(),
        keys: None,
        phone: None,
        signers: BTreeSet::new(),
    };
    let contact = Contact { address: ContactAddress::Account(address), name: account.name.clone(), note: None };
    let records = NetworkRecords {
        identities: [(identity, Identity::placeholder(identity).into())].into(),
        accounts: [(account.key.clone(), account.into())].into(),
        contacts: [(contact.address.clone(), contact.into())].into(),
        ..NetworkRecords::default()
    };
    let wallet = Wallet {
        devices: [(pairing_key, Device::ledger(pairing_key).into())].into(),
        networks: [(Network::Mainnet.genesis(), records)].into(),
        ..Wallet::default()
    };
    let custom = GenesisHash::new([9; 32]);
    Contents {
        undo: Some(Undo {
            before: Wallet::default(),
            of: Some(Deed { at: 1_795_418_220_000, what: What::file(Format::DesktopWallet, "my export.json") }),
        }),
        settings: Settings {
            network: custom,
            nodes: [(custom, vec!["https://node.example:20000".into(), "http://127.0.0.1:20000".into()])].into(),
            auto_lock_minutes: 3,
            lock_with_screen: false,
        },
        backup: BackupState {
            last: Some(LastBackup { at: 1_795_418_280_000, seen: Seen::Opened }),
            held: [Fingerprint::new([4; 16]), Fingerprint::new([5; 16])].into(),
            made: vec![KnownBackup {
                at: 1_795_418_280_000,
                marks: vec![[6; 32], [7; 32]],
                format: Format::DesktopWallet,
                name: "wallet-export.json".into(),
                counts: Counts { accounts: 2, ..Counts::default() },
                seen: Seen::Saved,
                checked: None,
                holds: [Fingerprint::new([8; 16])].into(),
            }],
        },
        parameters: [(custom, vec![7; 96])].into(),
        models: [(pairing_key, "Nano X".into())].into(),
        wallet,
    }
}

/// One vault and its key for every test: deriving a key takes its time.
fn vault() -> &'static (Key, Vec<u8>) {
    static VAULT: OnceLock<(Key, Vec<u8>)> = OnceLock::new();
    VAULT.get_or_init(|| {
        let (key, sealed) = vault::create(&password(), &contents(), &mut Counter(0)).unwrap();
        (key, sealed.bytes)
    })
}

pub(crate) fn with_checksum(mut body: Vec<u8>) -> Vec<u8> {
    let checksum = Sha256::digest(&body);
    body.extend(checksum);
    body
}

fn without_checksum(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len() - 32].to_vec()
}

#[test]
fn what_is_put_in_comes_out() {
    let (key, bytes) = vault();
    let vault::Unlocked { key: again, contents: opened, .. } = vault::unlock(bytes, &password()).unwrap();
    assert!(opened == contents());
    assert_eq!(vault::revision(bytes), Ok(vault::FIRST_REVISION));

    let plain = Contents::default();
    let saved = vault::seal(&again, &plain, 2, &mut Counter(1000)).unwrap();
    assert!(vault::open(key, &saved).unwrap() == plain);
    assert_eq!(vault::revision(&saved), Ok(2));
}

#[test]
fn a_new_vault_is_on_mainnet_and_locks_after_ten_minutes() {
    let settings = Contents::default().settings;
    assert_eq!(settings.network, Network::Mainnet.genesis());
    assert_eq!(settings.auto_lock_minutes, 10);
}

#[test]
fn a_wrong_password_and_a_changed_one_are_told_from_damage() {
    let (key, bytes) = vault();
    let wrong = vault::unlock(bytes, &Password::new("correct hors".into())).unwrap_err();
    assert_eq!(wrong, VaultError::WrongPassword);

    let (new_key, changed) =
        vault::change_password(key, &Password::new("new".into()), &contents(), 2, &mut Counter(500)).unwrap();
    let changed = changed.bytes;
    assert_eq!(vault::open(key, &changed).unwrap_err(), VaultError::WrongPassword);
    assert_ne!(bytes[40..48], changed[40..48], "the salt is a new one");
    assert_eq!(bytes[32..40], changed[32..40], "and it names the same vault");
    assert_eq!(key.vault(), new_key.vault());
    let (other, _) = vault::fork(&password(), &contents(), 2, &mut Counter(900)).unwrap();
    assert_ne!(other.vault(), key.vault(), "a line of its own");
    assert!(vault::open(&new_key, &changed).unwrap() == contents());
    assert_eq!(vault::unlock(&changed, &password()).unwrap_err(), VaultError::WrongPassword);
}

#[test]
fn every_save_has_its_own_nonce() {
    let (key, bytes) = vault();
    let mut entropy = Counter(200);
    let first = vault::seal(key, &contents(), 2, &mut entropy).unwrap();
    let second = vault::seal(key, &contents(), 2, &mut entropy).unwrap();
    assert_ne!(first[48..60], second[48..60]);
    assert_ne!(bytes[48..60], first[48..60]);
}

#[test]
fn a_newer_vault_is_refused_in_words_and_never_mended_away() {
    let (_, bytes) = vault();
    let mut newer = without_checksum(bytes);
    newer[8..12].copy_from_slice(&(vault::CURRENT_VERSION + 1).to_be_bytes());
    newer[12..20].copy_from_slice(&9_u64.to_be_bytes());
    let newer = with_checksum(newer);
    let refused = vault::unlock(&newer, &password()).unwrap_err();
    assert_eq!(refused, VaultError::NewerVersion { found: 6, supported: vault::CURRENT_VERSION });
    let mut loaded = Loaded::nothing(VaultMarker::default());
    loaded.database = StoredCopy::Present(bytes.clone().into());
    loaded.file_one = StoredCopy::Present(newer.clone().into());
    let Standing::Present(present) = vault::reconcile(&loaded) else { panic!("gone") };
    assert_eq!((present.vaults[0].bytes.clone(), present.mend), (newer, vec![Slot::Database]));
}

#[test]
fn a_work_factor_outside_the_limits_is_refused_before_any_work() {
    let (_, bytes) = vault();
    for (field, value) in [(20..24, u32::MAX), (20..24, 1), (24..28, 17), (28..32, 0)] {
        let mut changed = without_checksum(bytes);
        changed[field].copy_from_slice(&value.to_be_bytes());
        assert_eq!(vault::unlock(&with_checksum(changed), &password()).unwrap_err().code(), "kdf-cost-refused");
    }
}

#[test]
fn nothing_personal_is_in_a_debug_text() {
    let (key, _) = vault();
    let shown = format!("{key:?} {:?}", contents());
    assert!(shown.contains("SealingKey(…)"), "{shown}");
    assert!(!shown.contains("Ersparnisse"), "{shown}");
}

#[test]
fn what_could_not_be_read_again_is_not_sealed() {
    let (key, _) = vault();
    let mut full = contents();
    let pairing_key = PairingKey::new([3; 32]);
    let kind = "k".repeat(lifeboat::record::MAX_TEXT + 1);
    full.wallet.devices.insert(pairing_key, Device { kind, ..Device::ledger(pairing_key) }.into());
    assert_eq!(vault::seal(key, &full, 2, &mut Counter(0)).unwrap_err().code(), "record-too-long");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(64), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_flipped_bit_is_seen_by_the_checksum_and_refused_by_the_tag(place in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let (key, bytes) = vault();
        let mut flipped = bytes.clone();
        let at = place.index(flipped.len());
        flipped[at] ^= 1 << bit;
        prop_assert_eq!(vault::open(key, &flipped).unwrap_err(), VaultError::Damaged);
        let mut loaded = Loaded::nothing(VaultMarker::default());
        loaded.database = StoredCopy::Present(flipped.clone().into());
        loaded.file_one = StoredCopy::Present(bytes.clone().into());
        let Standing::Present(present) = vault::reconcile(&loaded) else { panic!("gone") };
        prop_assert_eq!((&present.vaults[0].bytes, present.mend), (bytes, vec![Slot::Database]));

        let repaired = with_checksum(without_checksum(&flipped));
        let is_in_checksum = at >= bytes.len() - 32;
        prop_assert_eq!(vault::open(key, &repaired).is_ok(), is_in_checksum);
    }

    #[test]
    fn a_cut_copy_is_damaged(len in any::<prop::sample::Index>()) {
        let (key, bytes) = vault();
        let cut = &bytes[..len.index(bytes.len())];
        prop_assert_eq!(vault::open(key, cut).unwrap_err(), VaultError::Damaged);
    }

    #[test]
    fn any_bytes_are_answered_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let (key, _) = vault();
        prop_assert!(vault::open(key, &bytes).is_err());
        let mut body = b"LBVAULT\0\0\0\0\x01".to_vec();
        body.extend(bytes);
        prop_assert!(vault::open(key, &with_checksum(body)).is_err());
    }
}

proptest! {
    #[test]
    fn what_lies_beside_the_vault_comes_back_whole_or_not_at_all(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        at in any::<prop::sample::Index>(),
        bit in 0..8_u8,
    ) {
        let key = &vault().0;
        let sealed = vault::seal_aside(key, &Plaintext::new(bytes.clone()), &mut Counter(3));
        let opened = vault::open_aside(key, &sealed).unwrap();
        // EXPOSE: bytes made up for this test.
        prop_assert_eq!(opened.expose(), bytes.as_slice());
        let mut damaged = sealed.clone();
        damaged[at.index(sealed.len())] ^= 1 << bit;
        prop_assert_eq!(vault::open_aside(key, &damaged).unwrap_err(), VaultError::Damaged);
        prop_assert_eq!(vault::open_aside(key, &sealed[..at.index(sealed.len())]).unwrap_err(), VaultError::Damaged);
    }
}
