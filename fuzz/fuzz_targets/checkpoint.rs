//! `lifeboat_fuzz::checkpoint` under a fuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lifeboat_fuzz::checkpoint(bytes));
