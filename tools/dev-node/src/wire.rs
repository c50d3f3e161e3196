//! Messages and server as generated from the engine's `proto/`.

#![expect(unreachable_pub, reason = "generated code is public in a private module")]
#![expect(clippy::allow_attributes, reason = "the generator's own")]

include!(concat!(env!("OUT_DIR"), "/concordium.v2.rs"));
