//! `lifeboat_fuzz::replies` under a fuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lifeboat_fuzz::replies(bytes));
