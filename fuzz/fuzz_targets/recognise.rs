//! Any file: the envelope, before any password.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = lifeboat::backup::recognise(bytes);
});
