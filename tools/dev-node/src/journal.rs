//! What was asked and answered, for tests that want to know that nothing was skipped.

use std::collections::BTreeMap;

use lifeboat::model::CredentialId;
use serde::Serialize;

use crate::scenario::Derivation;

/// Counts since the start or the last reset.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Journal {
    /// Connections accepted.
    pub connections: u64,
    /// CORS preflights.
    pub preflights: u64,
    /// Calls by method, faults included.
    pub calls: BTreeMap<String, u64>,
    /// Calls that met a fault, by fault.
    pub faults: BTreeMap<String, u64>,
    /// Look-ups going on now.
    pub look_ups_now: u64,
    /// Most look-ups that ever went on at the same time.
    pub look_ups_at_once: u64,
    /// Look-ups by credential id.
    pub credentials: BTreeMap<CredentialId, LookUps>,
}

/// What happened to the look-ups of one credential id.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LookUps {
    /// Who would make it, if the scenario's phrases would.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Derivation>,
    /// How often it was looked up.
    pub attempts: u64,
    /// Answered with an account.
    pub found: u64,
    /// Answered with "not found".
    pub absent: u64,
    /// Not answered.
    pub faults: u64,
}
