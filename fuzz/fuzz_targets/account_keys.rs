//! Any file with the keys of one account; what opens must be checked without a panic, and leave as the same keys.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lifeboat::backup;
use lifeboat::custody;
use lifeboat::model::Network;

fuzz_target!(|bytes: &[u8]| {
    let Ok(opened) = backup::open_plain(bytes) else { return };
    let wallet = opened.contents.on(Network::Testnet.genesis());
    for (network, records) in &wallet.networks {
        for (key, account) in &records.accounts {
            let _ = custody::check_account(None, account, &[]);
            let address = key.address().expect("such a file names its account");
            assert!(backup::account_key_file(&wallet, *network, *address).is_ok());
        }
    }
});
