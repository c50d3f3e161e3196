//! Message types as generated from `proto/concordium/v2.proto`. Knows field numbers; refuses to know what is a sensible value.

#![expect(unreachable_pub, reason = "generated code is public in a private module")]

include!(concat!(env!("OUT_DIR"), "/concordium.v2.rs"));
