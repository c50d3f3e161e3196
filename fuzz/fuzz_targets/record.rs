//! `lifeboat_fuzz::any_record` under a fuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lifeboat_fuzz::any_record(bytes));
