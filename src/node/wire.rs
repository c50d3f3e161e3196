//! Message types as generated from `proto/concordium/v2.proto`. Whether a value is a sensible one is checked where it is
//! read.

#![expect(unreachable_pub, reason = "generated code is public in a private module")]

include!(concat!(env!("OUT_DIR"), "/concordium.v2.rs"));
