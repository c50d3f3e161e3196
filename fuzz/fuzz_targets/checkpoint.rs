//! Any saved recovery run; one that can be read must survive a round trip.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lifeboat::recovery::Checkpoint;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(checkpoint) = Checkpoint::decode(bytes) {
        assert_eq!(Checkpoint::decode(&checkpoint.encode()), Ok(checkpoint));
    }
});
