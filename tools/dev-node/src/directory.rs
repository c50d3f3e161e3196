//! The wallet proxy's directory of keys beside the node: `GET /v0/keyAccounts/{key}` and `GET /v0/health`, over the same chain.
//! Knows what the real one answers, and how it is wrong without a fault of the wire: empty, behind, or endless. It sends no CORS
//! header, as the real one's source has none.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use http_body_util::{BodyExt, Full};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::Shared;
use crate::answers::Moment;
use crate::edge::Body;

/// How far behind the real one still calls itself healthy, in seconds.
const TOLERANCE: u64 = 300;
/// What an endless list repeats: more than anybody reads.
const ENDLESS: usize = 20_000;

/// What can be turned about the directory.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Knobs {
    /// It was set up anew: no key has an account.
    pub empty: bool,
    /// How far its index is behind, in seconds.
    pub lag_seconds: u64,
    /// How far behind it is without saying so.
    pub silent_lag_seconds: u64,
    /// Every list goes on and on.
    pub endless: bool,
    /// A server in front lets every page read the answers.
    pub cors: bool,
}

/// What a request is called in rules and journal; `None` for one that is no question to a directory.
#[must_use]
pub fn method(path: &str) -> Option<&'static str> {
    match path.strip_prefix("/v0/")?.split('/').next()? {
        "keyAccounts" => Some("keyAccounts"),
        "health" => Some("health"),
        _ => None,
    }
}

/// The true answer.
#[must_use]
pub fn answer(shared: &Shared, path: &str) -> Response<Body> {
    let knobs = shared.knobs().directory.clone();
    let mut response = truth(shared, &knobs, path);
    if knobs.cors {
        response.headers_mut().insert("access-control-allow-origin", HeaderValue::from_static("*"));
    }
    response
}

fn truth(shared: &Shared, knobs: &Knobs, path: &str) -> Response<Body> {
    match path.strip_prefix("/v0/keyAccounts/") {
        Some(key) => match <[u8; 32]>::try_from(hex::decode(key).unwrap_or_default()) {
            Ok(key) => said(StatusCode::OK, &Value::Array(accounts(shared, knobs, &hex::encode(key)))),
            Err(_) => said(StatusCode::BAD_REQUEST, &json!({ "errorMessage": "Malformed public key.", "error": 1 })),
        },
        None if knobs.lag_seconds > TOLERANCE => {
            let reason = "The last final block is too old.";
            said(
                StatusCode::OK,
                &json!({ "healthy": false, "reason": reason, "lastFinalTime": "2021-07-06T11:55:49.5Z" }),
            )
        }
        None => said(
            StatusCode::OK,
            &json!({ "healthy": true, "lastFinalTime": "2026-11-01T11:55:49.5Z", "version": "0.41.3" }),
        ),
    }
}

/// Every place of the key on accounts that are old enough, by the number of the credential alone, as the real one sorts them.
fn accounts(shared: &Shared, knobs: &Knobs, key: &str) -> Vec<Value> {
    let lag_seconds = knobs.lag_seconds.max(knobs.silent_lag_seconds);
    let at = Moment { genesis: shared.genesis, now_ms: crate::now_ms(), lag_ms: lag_seconds.saturating_mul(1000) };
    let mut places = Vec::new();
    for account in shared.chain.accounts.iter().filter(|account| !knobs.empty && shared.knows(at, account)) {
        let is_simple = account.credentials.values().map(|credential| credential.keys.len()).sum::<usize>() == 1;
        for (slot, credential) in &account.credentials {
            for number in
                credential.keys.iter().filter(|(_, known)| known.eq_ignore_ascii_case(key)).map(|(number, _)| number)
            {
                let entry = json!({
                    "address": account.address.to_string(),
                    "credential_index": slot,
                    "key_index": number,
                    "is_simple_account": is_simple,
                    "public_key": { "schemeId": "Ed25519", "verifyKey": key },
                });
                places.push((*slot, entry));
            }
        }
    }
    places.sort_by_key(|(slot, _)| *slot);
    let places: Vec<Value> = places.into_iter().map(|(_, entry)| entry).collect();
    if knobs.endless { places.iter().cycle().take(ENDLESS).cloned().collect() } else { places }
}

fn said(status: StatusCode, value: &Value) -> Response<Body> {
    let body = Full::new(Bytes::from(value.to_string())).map_err(|never| match never {}).boxed_unsync();
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    response
}
