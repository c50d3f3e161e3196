//! `lifeboat_fuzz::desktop_document` under a fuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lifeboat_fuzz::desktop_document(bytes));
