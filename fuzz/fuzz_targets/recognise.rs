//! `lifeboat_fuzz::recognise` under a fuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lifeboat_fuzz::recognise(bytes));
