//! Any decrypted document; what can be read must survive being written for the Desktop Wallet again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lifeboat::backup::Contents;
use lifeboat::backup::document::{self, desktop};
use lifeboat::model::Network;
use lifeboat::secret::Plaintext;

fuzz_target!(|bytes: &[u8]| {
    let network = Network::Mainnet.genesis();
    let wallet = match document::decode(&Plaintext::new(bytes.to_vec()), &mut Vec::new()) {
        Ok(Contents::Placed(wallet)) => wallet,
        Ok(Contents::NetworkUnknown(unplaced)) => unplaced.place(network),
        Err(_) => return,
    };
    let carried = desktop::carry(&wallet, network, "202611").wallet;
    for document in desktop::encode(&carried, network) {
        assert!(document::decode(&document, &mut Vec::new()).is_ok());
    }
});
