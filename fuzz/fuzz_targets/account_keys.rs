//! `lifeboat_fuzz::account_keys` under a fuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lifeboat_fuzz::account_keys(bytes));
