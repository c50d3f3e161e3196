//! The control endpoint: knobs, journal and chain as JSON, on a port of its own.
//!
//! | request | does |
//! |---|---|
//! | `GET /state` | knobs, ports' state and size of the chain |
//! | `POST /knobs` | changes the members that are given; `faults` replaces all rules |
//! | `POST /reset` | all knobs back, port open, journal empty |
//! | `GET /log` | the journal |
//! | `DELETE /log` | empties it |
//! | `GET /chain` | the accounts of the scenario: what recovery must find |

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use lifeboat::model::GenesisHash;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::fault::{Knobs, Rule};
use crate::journal::Journal;
use crate::{Shared, directory, read_genesis};

/// Serves until the task is dropped.
pub async fn run(listener: TcpListener, shared: Arc<Shared>) {
    let router = Router::new()
        .route("/state", get(state))
        .route("/knobs", post(turn))
        .route("/reset", post(reset))
        .route("/log", get(journal).delete(forget))
        .route("/chain", get(chain))
        .with_state(shared);
    let _ = axum::serve(listener, router).await;
}

/// A change of the knobs; what is not given stays.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Change {
    round_trip_ms: Option<u64>,
    latency_ms: Option<u64>,
    /// 0: as many as there are.
    at_a_time: Option<usize>,
    slow_lists: Option<bool>,
    lag_seconds: Option<u64>,
    /// `dev`, `mainnet`, `testnet`, hexadecimal, or `own`.
    genesis: Option<String>,
    listening: Option<bool>,
    directory: Option<directory::Knobs>,
    faults: Option<Vec<Rule>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Standing {
    round_trip_ms: u64,
    latency_ms: u64,
    at_a_time: Option<usize>,
    slow_lists: bool,
    lag_seconds: u64,
    genesis: GenesisHash,
    listening: bool,
    directory: directory::Knobs,
    faults: Vec<Rule>,
    accounts: usize,
}

type Answer<T> = Result<Json<T>, (StatusCode, Json<Value>)>;

async fn state(State(shared): State<Arc<Shared>>) -> Json<Standing> {
    Json(standing(&shared))
}

async fn turn(State(shared): State<Arc<Shared>>, Json(change): Json<Change>) -> Answer<Standing> {
    let genesis = match change.genesis.as_deref() {
        None => None,
        Some("own") => Some(None),
        Some(other) => Some(Some(read_genesis(other).map_err(refused)?)),
    };
    {
        let mut knobs = shared.knobs();
        knobs.round_trip_ms = change.round_trip_ms.unwrap_or(knobs.round_trip_ms);
        knobs.latency_ms = change.latency_ms.unwrap_or(knobs.latency_ms);
        if let Some(at_a_time) = change.at_a_time {
            knobs.at_a_time = (at_a_time > 0).then_some(at_a_time);
        }
        knobs.slow_lists = change.slow_lists.unwrap_or(knobs.slow_lists);
        knobs.lag_seconds = change.lag_seconds.unwrap_or(knobs.lag_seconds);
        knobs.genesis = genesis.unwrap_or(knobs.genesis);
        if let Some(directory) = change.directory {
            knobs.directory = directory;
        }
        if let Some(faults) = change.faults {
            knobs.faults = faults;
        }
    }
    if let Some(listening) = change.listening {
        shared.listen(listening);
    }
    Ok(Json(standing(&shared)))
}

async fn reset(State(shared): State<Arc<Shared>>) -> Json<Standing> {
    *shared.knobs() = Knobs::default();
    *shared.journal() = Journal::default();
    shared.listen(true);
    Json(standing(&shared))
}

async fn journal(State(shared): State<Arc<Shared>>) -> Json<Journal> {
    Json(shared.journal().clone())
}

async fn forget(State(shared): State<Arc<Shared>>) -> Json<Journal> {
    Json(std::mem::take(&mut *shared.journal()))
}

async fn chain(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let accounts: Vec<_> = shared.chain.accounts.iter().filter(|account| !account.other).collect();
    Json(json!({ "accounts": accounts }))
}

fn standing(shared: &Shared) -> Standing {
    let knobs = shared.knobs();
    Standing {
        round_trip_ms: knobs.round_trip_ms,
        latency_ms: knobs.latency_ms,
        at_a_time: knobs.at_a_time,
        slow_lists: knobs.slow_lists,
        lag_seconds: knobs.lag_seconds,
        genesis: knobs.genesis.unwrap_or(shared.genesis),
        listening: shared.is_listening(),
        directory: knobs.directory.clone(),
        faults: knobs.faults.clone(),
        accounts: shared.chain.accounts.len(),
    }
}

fn refused(error: anyhow::Error) -> (StatusCode, Json<Value>) {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": format!("{error:#}") })))
}
