//! Any record; one that can be read must survive a round trip.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lifeboat::record;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(wallet) = record::decode(bytes) {
        // EXPOSE: fuzzed bytes.
        assert_eq!(record::decode(record::encode(&wallet).expose()), Ok(wallet));
    }
});
