//! One IndexedDB database with one table of byte strings, written with strict durability.
//!
//! What is written behind a byte string lies in a record of its own, so that a long one is neither read nor written for it. It begins with the
//! ends of what it belongs behind: beside anything else it is nothing.
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

use crate::vault::Ends;

use super::promise::{from_events, once, settle};
use super::scope;

const NAME: &str = "lifeboat";
const VERSION: u32 = 1;
const TABLE: &str = "records";
/// Behind the key of a byte string: what was written behind it.
const BEHIND: &str = ".behind";
/// Length of the ends that such a record begins with.
const ENDS_LEN: u32 = 8 + 32;

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

    /// What lies under a key.
    pub(crate) async fn get(&self, key: &str) -> Result<Option<Stored>, JsValue> {
        let (_, table) = self.table(IdbTransactionMode::Readonly)?;
        Stored::of(&table, key).await
    }

    /// Replaces what lies under a key if `agrees` with what is stored now; `false` when it does not. One transaction.
    pub(crate) async fn replace_if(
        &self,
        key: &str,
        bytes: &[u8],
        agrees: impl FnOnce(Option<&Stored>) -> bool,
    ) -> Result<bool, JsValue> {
        self.change(async |table| {
            if !agrees(Stored::of(table, key).await?.as_ref()) {
                return Ok(false);
            }
            table.put_with_key(&Uint8Array::from(bytes), &key.into())?;
            table.delete(&behind(key))?;
            Ok(true)
        })
        .await
    }

    /// Writes behind what lies under a key if that has these ends; `false` when it has not. One transaction.
    pub(crate) async fn append_if(&self, key: &str, bytes: &[u8], known: Ends) -> Result<bool, JsValue> {
        self.change(async |table| {
            let behind_key = behind(key);
            let so_far = match settle(answered(&table.get(&behind_key)?)).await?.dyn_into::<Uint8Array>() {
                // Written by one of these with the ends it begins with: the rest is not needed.
                Ok(record) if Behind(&record).ends() == Some(known) => record,
                _ if Stored::of(table, key).await?.is_some_and(|stored| stored.ends() == known) => Behind::begin(known),
                _ => return Ok(false),
            };
            let whole = Uint8Array::new_with_length(so_far.length() + Uint8Array::from(bytes).length());
            whole.set(&so_far, 0);
            whole.set(&Uint8Array::from(bytes), so_far.length());
            table.put_with_key(&whole, &behind_key)?;
            Ok(true)
        })
        .await
    }

    /// Removes what lies under a key, if anything does.
    pub(crate) async fn delete(&self, key: &str) -> Result<(), JsValue> {
        self.change(async |table| {
            table.delete(&key.into())?;
            table.delete(&behind(key))?;
            Ok(true)
        })
        .await
        .map(drop)
    }

    /// One transaction; undone if `work` says no.
    async fn change(&self, work: impl AsyncFnOnce(&IdbObjectStore) -> Result<bool, JsValue>) -> Result<bool, JsValue> {
        let (transaction, table) = self.table(IdbTransactionMode::Readwrite)?;
        let done = settle(completed(&transaction));
        if !work(&table).await? {
            transaction.abort()?;
            // The abort is what it rejects with.
            let _ = done.await;
            return Ok(false);
        }
        done.await?;
        Ok(true)
    }

    fn table(&self, mode: IdbTransactionMode) -> Result<(IdbTransaction, IdbObjectStore), JsValue> {
        let options = IdbTransactionOptions::new();
        options.set_durability(IdbTransactionDurability::Strict);
        let transaction = self.0.transaction_with_str_and_mode_and_options(TABLE, mode, &options)?;
        let table = transaction.object_store(TABLE)?;
        Ok((transaction, table))
    }
}

/// A byte string as it lies in the table.
pub(crate) struct Stored {
    whole: Uint8Array,
    /// What was written behind it.
    behind: Option<Uint8Array>,
}

impl Stored {
    async fn of(table: &IdbObjectStore, key: &str) -> Result<Option<Self>, JsValue> {
        // Both are asked for before one is waited for: one round trip.
        let (whole, behind) = (answered(&table.get(&key.into())?), answered(&table.get(&behind(key))?));
        let whole = settle(whole).await?;
        let behind = settle(behind).await?.dyn_into::<Uint8Array>().ok();
        if whole.is_undefined() {
            return Ok(None);
        }
        let whole: Uint8Array = whole.dyn_into()?;
        let behind = behind.filter(|record| Behind(record).is_behind(&whole));
        Ok(Some(Self { whole, behind }))
    }

    /// All of it.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.whole.to_vec();
        if let Some(behind) = &self.behind {
            bytes.extend(Behind(behind).bytes().to_vec());
        }
        bytes
    }

    /// Its ends, without copying all of it.
    pub(crate) fn ends(&self) -> Ends {
        self.behind.as_ref().and_then(|behind| Behind(behind).ends()).unwrap_or_else(|| ends(&self.whole))
    }
}

/// A record of what was written behind a byte string.
struct Behind<'a>(&'a Uint8Array);

impl Behind<'_> {
    /// One in which nothing is yet, behind what has these ends.
    fn begin(known: Ends) -> Uint8Array {
        Uint8Array::from([&(known.length as u64).to_be_bytes()[..], &known.last].concat().as_slice())
    }

    fn is_behind(&self, whole: &Uint8Array) -> bool {
        self.0.length() > ENDS_LEN && self.0.subarray(0, ENDS_LEN).to_vec() == Self::begin(ends(whole)).to_vec()
    }

    fn bytes(&self) -> Uint8Array {
        self.0.subarray(ENDS_LEN, self.0.length())
    }

    /// Of all that it is behind, and itself.
    fn ends(&self) -> Option<Ends> {
        let begin = self.0.subarray(0, ENDS_LEN).to_vec();
        let length = usize::try_from(u64::from_be_bytes(*begin.first_chunk()?)).ok()?;
        let here = ends(&self.bytes());
        // What is written at once is longer than what tells the end.
        (here.length >= Ends::LAST).then(|| Ends { length: length.saturating_add(here.length), last: here.last })
    }
}

fn behind(key: &str) -> JsValue {
    JsValue::from_str(&[key, BEHIND].concat())
}

fn ends(bytes: &Uint8Array) -> Ends {
    let length = bytes.length();
    let last = bytes.subarray(length.saturating_sub(u32::try_from(Ends::LAST).unwrap_or_default()), length);
    Ends::new(usize::try_from(length).unwrap_or_default(), &last.to_vec())
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
