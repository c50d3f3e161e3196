//! `lifeboat_fuzz::merge_plan` under a fuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lifeboat_fuzz::merge_plan(bytes));
