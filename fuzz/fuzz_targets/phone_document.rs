//! Any decrypted document; what can be read must survive being written for phones again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lifeboat::backup::document::{self, mobile};
use lifeboat::model::Network;
use lifeboat::secret::Plaintext;

fuzz_target!(|bytes: &[u8]| {
    let network = Network::Testnet.genesis();
    let Ok(contents) = document::decode(&Plaintext::new(bytes.to_vec()), &mut Vec::new()) else { return };
    let carried = mobile::carry(&contents.on(network), network).wallet;
    let again = document::decode(&mobile::encode(&carried, network), &mut Vec::new()).expect("what we write can be read");
    let records = |wallet: &lifeboat::model::Wallet| wallet.networks.get(&network).cloned().unwrap_or_default();
    assert!(records(&again.on(network)) == records(&carried));
});
