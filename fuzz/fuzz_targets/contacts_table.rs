//! `lifeboat_fuzz::contacts_table` under a fuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lifeboat_fuzz::contacts_table(bytes));
