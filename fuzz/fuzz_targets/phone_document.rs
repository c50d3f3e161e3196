//! `lifeboat_fuzz::phone_document` under a fuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lifeboat_fuzz::phone_document(bytes));
