//! Documents of phones in tests: put together, and compared without what does not matter.

use serde_json::{Value, json};

/// A whole document.
pub(crate) fn document(environment: Option<&str>, identities: Vec<Value>, recipients: Vec<Value>) -> Value {
    let mut document = json!({
        "type": "concordium-mobile-wallet-data",
        "v": 1,
        "value": { "identities": identities, "recipients": recipients },
    });
    if let Some(environment) = environment {
        document["environment"] = environment.into();
    }
    document
}
