//! A passkey beside the unlock password: it opens the vault, never in its place.

use lifeboat::secret::PasskeySecret;
use lifeboat::session::vault::intent::VaultIntent;
use lifeboat::session::vault::view::{PasskeyView, VaultView};

use crate::bench::cabinet::Health;
use crate::bench::{Bench, UNLOCK, password};

const INPUT: [u8; 32] = [7; 32];

/// What the passkey of the tests makes of [`INPUT`].
fn secret() -> PasskeySecret {
    PasskeySecret::new([42; 32])
}

fn add(typed: &str) -> VaultIntent {
    VaultIntent::AddPasskey {
        password: password(typed),
        credential: b"a credential".to_vec(),
        input: INPUT.to_vec(),
        secret: secret(),
    }
}

fn with_passkey() -> Bench {
    let mut bench = Bench::open();
    bench.ask(add(UNLOCK)).unwrap();
    bench
}

/// What the page is told to ask, while it is locked.
fn offered(bench: &Bench) -> Option<PasskeyView> {
    let vault = bench.snapshot().vault;
    let VaultView::Locked { passkey, .. } = vault else { panic!("not locked: {vault:?}") };
    passkey
}

fn is_added(bench: &Bench) -> bool {
    bench.snapshot().settings.unwrap().passkey.is_some()
}

#[test]
fn a_passkey_opens_the_vault_and_so_does_the_password() {
    let mut bench = with_passkey();
    bench.preview("typical.json", "correct horse battery");
    bench.ask(lifeboat::session::import::intent::ImportIntent::Apply).unwrap();
    let accounts = bench.accounts();
    bench.ask(VaultIntent::Lock).unwrap();
    let asked = PasskeyView { credential: hex::encode("a credential"), input: hex::encode(INPUT) };
    assert_eq!(offered(&bench), Some(asked));
    bench.renew();
    bench.ask(VaultIntent::UnlockWithPasskey { secret: secret() }).unwrap();
    assert_eq!((bench.accounts(), is_added(&bench)), (accounts, true));
    // What is saved from here is opened by either.
    bench.rename_an_account("Savings").unwrap();
    bench.relock();
    assert!(is_added(&bench));
    bench.ask(VaultIntent::Lock).unwrap();
    bench.ask(VaultIntent::UnlockWithPasskey { secret: secret() }).unwrap();
    assert!(bench.world.records.borrow().accounts.iter().any(|account| account.name == "Savings"));
}

#[test]
fn whoever_adds_a_passkey_knows_the_password() {
    let mut bench = Bench::open();
    assert_eq!(bench.refused(add("not the password")), "not-the-unlock-password");
    assert!(!is_added(&bench));
    bench.ask(VaultIntent::Lock).unwrap();
    assert_eq!(offered(&bench), None);
    assert_eq!(bench.refused(VaultIntent::UnlockWithPasskey { secret: secret() }), "out-of-step");
    assert_eq!(bench.refused(add(UNLOCK)), "vault-locked");
}

#[test]
fn another_passkey_opens_nothing_and_the_password_still_does() {
    let mut bench = with_passkey();
    bench.ask(VaultIntent::Lock).unwrap();
    let other = VaultIntent::UnlockWithPasskey { secret: PasskeySecret::new([43; 32]) };
    assert_eq!(bench.refused(other), "vault-wrong-passkey");
    assert!(offered(&bench).is_some(), "it can be tried again");
    bench.ask(VaultIntent::Unlock { password: password(UNLOCK) }).unwrap();
    assert_eq!(bench.snapshot().vault, VaultView::Unlocked);
}

#[test]
fn a_passkey_that_was_removed_opens_nothing() {
    let mut bench = with_passkey();
    bench.ask(VaultIntent::RemovePasskey).unwrap();
    assert!(!is_added(&bench));
    bench.ask(VaultIntent::Lock).unwrap();
    assert_eq!(offered(&bench), None);
    bench.renew();
    assert_eq!(offered(&bench), None);
    assert_eq!(bench.refused(VaultIntent::UnlockWithPasskey { secret: secret() }), "out-of-step");
}

#[test]
#[ignore = "a dozen keys of an unlock password: two seconds"]
fn a_new_password_keeps_the_passkey_that_is_at_hand_and_drops_the_one_that_is_not() {
    for (at_hand, stays) in [(Some(secret()), true), (Some(PasskeySecret::new([43; 32])), false), (None, false)] {
        let mut bench = with_passkey();
        let change = VaultIntent::ChangePassword {
            current: password(UNLOCK),
            new: password("another at sea"),
            passkey: at_hand,
        };
        bench.ask(change).unwrap();
        assert_eq!(is_added(&bench), stays);
        bench.ask(VaultIntent::Lock).unwrap();
        assert_eq!(offered(&bench).is_some(), stays);
        if stays {
            bench.ask(VaultIntent::UnlockWithPasskey { secret: secret() }).unwrap();
            bench.ask(VaultIntent::Lock).unwrap();
        }
        bench.ask(VaultIntent::Unlock { password: password("another at sea") }).unwrap();
    }
}

#[test]
fn a_passkey_that_could_not_be_stored_is_not_said_to_open() {
    let mut bench = with_passkey();
    // The vault itself has another store; the passkey has not.
    bench.world.store.database().health.set(Health::Full);
    let (current, new) = (password(UNLOCK), password("another at sea"));
    bench.ask(VaultIntent::ChangePassword { current, new, passkey: Some(secret()) }).unwrap();
    assert!(!is_added(&bench));
    bench.ask(VaultIntent::Lock).unwrap();
    bench.ask(VaultIntent::Unlock { password: password("another at sea") }).unwrap();
}

#[test]
fn the_end_of_everything_ends_the_passkey_as_well() {
    let mut bench = with_passkey();
    bench.ask(VaultIntent::Reset).unwrap();
    bench.ask(VaultIntent::Create { password: password(UNLOCK) }).unwrap();
    assert!(!is_added(&bench));
    bench.ask(VaultIntent::Lock).unwrap();
    assert_eq!(offered(&bench), None, "it was of another vault");
    assert!(!bench.world.store.database().entries.borrow().contains_key("passkey"), "and is gone from the disk");
}

#[test]
#[ignore = "a dozen keys of an unlock password: three seconds"]
fn what_is_no_passkey_is_refused() {
    let mut bench = Bench::open();
    for (credential, input) in [(Vec::new(), vec![7; 32]), (vec![1; 1024], vec![7; 32]), (vec![1; 16], vec![7; 31])] {
        let add = VaultIntent::AddPasskey { password: password(UNLOCK), credential, input, secret: secret() };
        assert_eq!(bench.refused(add), "vault-passkey-unusable");
    }
    // What lies on the disk and is no such record is as if there were none.
    bench.ask(add(UNLOCK)).unwrap();
    let whole = bench.world.store.database().entries.borrow()["passkey"].clone();
    for at in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        bench.world.store.database().entries.borrow_mut().insert("passkey".into(), damaged);
        bench.ask(VaultIntent::Lock).unwrap();
        if offered(&bench).is_some() {
            let open = VaultIntent::UnlockWithPasskey { secret: secret() };
            assert_eq!(bench.refused(open), "vault-wrong-passkey", "byte {at}");
        }
        bench.ask(VaultIntent::Unlock { password: password(UNLOCK) }).unwrap();
    }
}
