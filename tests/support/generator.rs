//! Shared by the recovery tests: what the test network's credential ids are made of.

use std::sync::LazyLock;

use lifeboat::chain::Generator;

/// The test network's commitment key (`credential-ids.json`).
pub(crate) const COMMITMENT_KEY: &str = "b14cbfe44a02c6b1f78711176d5f437295367aa4f2a8c2551ee10d25a03adc69d61a332a058971919dad7312e1fc94c5a8d45e64b6f917c540eee16c970c3d4b7f3caf48a7746284878e2ace21c82ea44bf84609834625be1f309988ac523fac";

/// Parsed once: that it is a point of the right group takes its time.
pub(crate) static GENERATOR: LazyLock<Generator> =
    LazyLock::new(|| Generator::parse(&hex::decode(COMMITMENT_KEY).unwrap()).unwrap());
