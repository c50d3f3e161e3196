//! One IndexedDB database with one table of byte strings, written with strict durability.
//!
//! Only `durability: "strict"` ends in an fdatasync (measured in Chromium 156); everything else may lose
//! acknowledged writes when the power goes. Bytes are stored as `Uint8Array`, never as `Blob`: after damage
//! a Blob's record can survive without its content.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionDurability,
    IdbTransactionMode, IdbTransactionOptions,
};

use super::promise::{from_events, once, settle};
use super::scope;

const NAME: &str = "lifeboat";
const VERSION: u32 = 1;
const TABLE: &str = "records";

/// An open database.
pub(crate) struct Database(IdbDatabase);

impl Database {
    /// Opens it, making it when it is not there.
    pub(crate) async fn open() -> Result<Self, JsValue> {
        let factory: IdbFactory = js_sys::Reflect::get(&scope::global(), &"indexedDB".into())?.dyn_into()?;
        let request = factory.open_with_u32(NAME, VERSION)?;
        request.set_onupgradeneeded(Some(&once({
            let request = request.clone();
            move || {
                if let Ok(database) = opened(&request) {
                    // Fails only when the table is already there.
                    let _ = database.create_object_store(TABLE);
                }
            }
        })));
        settle(answered(request.unchecked_ref::<IdbRequest>())).await?;
        let database = opened(&request)?;
        // A newer Lifeboat in another tab wants to upgrade: let it.
        database.set_onversionchange(Some(&once({
            let database = database.clone();
            move || database.close()
        })));
        Ok(Self(database))
    }

    /// Reads one record.
    pub(crate) async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, JsValue> {
        let (_, table) = self.table(IdbTransactionMode::Readonly)?;
        let found = settle(answered(&table.get(&key.into())?)).await?;
        if found.is_undefined() {
            return Ok(None);
        }
        Ok(Some(found.dyn_into::<Uint8Array>()?.to_vec()))
    }

    /// Replaces one record if `agrees` with what is stored now; `false` when it does not. One transaction.
    pub(crate) async fn replace_if(
        &self,
        key: &str,
        bytes: &[u8],
        agrees: impl FnOnce(Option<Uint8Array>) -> bool,
    ) -> Result<bool, JsValue> {
        let (transaction, table) = self.table(IdbTransactionMode::Readwrite)?;
        let done = settle(completed(&transaction));
        let stored = settle(answered(&table.get(&key.into())?)).await?;
        if !agrees(stored.dyn_into::<Uint8Array>().ok()) {
            transaction.abort()?;
            // The abort is what it rejects with.
            let _ = done.await;
            return Ok(false);
        }
        table.put_with_key(&Uint8Array::from(bytes), &key.into())?;
        done.await?;
        Ok(true)
    }

    /// Removes one record, if it is there.
    pub(crate) async fn delete(&self, key: &str) -> Result<(), JsValue> {
        let (transaction, table) = self.table(IdbTransactionMode::Readwrite)?;
        let done = settle(completed(&transaction));
        table.delete(&key.into())?;
        done.await?;
        Ok(())
    }

    fn table(&self, mode: IdbTransactionMode) -> Result<(IdbTransaction, IdbObjectStore), JsValue> {
        let options = IdbTransactionOptions::new();
        options.set_durability(IdbTransactionDurability::Strict);
        let transaction = self.0.transaction_with_str_and_mode_and_options(TABLE, mode, &options)?;
        let table = transaction.object_store(TABLE)?;
        Ok((transaction, table))
    }
}

fn opened(request: &IdbOpenDbRequest) -> Result<IdbDatabase, JsValue> {
    request.result()?.dyn_into()
}

/// Settles with the request's result.
fn answered(request: &IdbRequest) -> Promise {
    let request = request.clone();
    from_events(move |resolve, reject| {
        request.set_onsuccess(Some(&once({
            let request = request.clone();
            move || {
                let result = request.result().unwrap_or(JsValue::UNDEFINED);
                let _ = resolve.call1(&JsValue::NULL, &result);
            }
        })));
        request.set_onerror(Some(&once({
            let request = request.clone();
            move || {
                let error = request.error().ok().flatten().map_or(JsValue::NULL, JsValue::from);
                let _ = reject.call1(&JsValue::NULL, &error);
            }
        })));
    })
}

/// Settles when the transaction is on the disk.
fn completed(transaction: &IdbTransaction) -> Promise {
    let transaction = transaction.clone();
    from_events(move |resolve, reject| {
        transaction.set_oncomplete(Some(&once(move || {
            let _ = resolve.call0(&JsValue::NULL);
        })));
        let failed = {
            let transaction = transaction.clone();
            once(move || {
                let error = transaction.error().map_or(JsValue::NULL, JsValue::from);
                let _ = reject.call1(&JsValue::NULL, &error);
            })
        };
        transaction.set_onabort(Some(&failed));
    })
}
