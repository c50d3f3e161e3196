//! The two sides that are brought together: mine are the records here, theirs those that come in.

use std::collections::BTreeMap;

use super::evidence::Evidence;
use crate::model::{GenesisHash, NetworkRecords, Related, Wallet};

/// The records of one network on both sides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) network: GenesisHash,
    pub(super) mine: &'a NetworkRecords,
    pub(super) theirs: &'a NetworkRecords,
    /// What is known of theirs beside what they say.
    pub(super) evidence: &'a Evidence,
}

impl<'a> Sides<'a> {
    /// Of a network that comes in.
    pub(super) fn on(
        network: GenesisHash,
        current: &'a Wallet,
        theirs: &'a NetworkRecords,
        evidence: &'a Evidence,
    ) -> Self {
        Self { network, mine: current.networks.get(&network).unwrap_or(&NOTHING), theirs, evidence }
    }
}

/// What stands for a network of which nothing is recorded here.
static NOTHING: NetworkRecords = NetworkRecords {
    identities: BTreeMap::new(),
    accounts: BTreeMap::new(),
    credentials: BTreeMap::new(),
    cosigners: BTreeMap::new(),
    contacts: BTreeMap::new(),
};

/// What belongs to what on both sides.
#[derive(Debug)]
pub(super) struct Both<'a> {
    pub(super) mine: Related<'a>,
    pub(super) theirs: Related<'a>,
}

impl<'a> Both<'a> {
    pub(super) fn of(sides: Sides<'a>) -> Self {
        Self { mine: Related::of(sides.mine), theirs: Related::of(sides.theirs) }
    }
}
