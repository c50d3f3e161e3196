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
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionDurability,
    IdbTransactionMode, IdbTransactionOptions,
};

use crate::vault::Ends;

use super::promise::{exception_name, from_events, once, settle};
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
        answered(request.unchecked_ref::<IdbRequest>()).await?;
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
        match Stored::of(&table, key).await {
            // Lost for good, says the browser (measured in Chromium 156): no store that may answer another time, but bytes that nobody can
            // open. Nor can anything be written while they are there.
            Err(thrown) if exception_name(&thrown).as_deref() == Some("NotReadableError") => {
                self.delete(key).await?;
                Ok(Some(Stored { whole: Uint8Array::new_with_length(0), behind: None }))
            }
            read => read,
        }
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
            table.delete(&behind_key(key))?;
            Ok(true)
        })
        .await
    }

    /// Writes behind what lies under a key if that has these ends; `false` when it has not. One transaction.
    pub(crate) async fn append_if(&self, key: &str, bytes: &[u8], known: Ends) -> Result<bool, JsValue> {
        self.change(async |table| {
            let (count, behind) =
                (answered(&table.count_with_key(&key.into())?), answered(&table.get(&behind_key(key))?));
            let is_there = count.await?.as_f64() == Some(1.0);
            let behind = Behind::read(&behind.await?);
            // It was begun behind what lies there, so that nobody has to look at that again.
            let behind = match behind.filter(|behind| is_there && behind.ends() == known) {
                Some(behind) => behind,
                None if Stored::of(table, key).await?.is_some_and(|stored| stored.ends() == known) => {
                    Behind::begin(known)
                }
                None => return Ok(false),
            };
            table.put_with_key(&behind.followed_by(bytes), &behind_key(key))?;
            Ok(true)
        })
        .await
    }

    /// Removes what lies under a key, if anything does.
    pub(crate) async fn delete(&self, key: &str) -> Result<(), JsValue> {
        self.change(async |table| {
            table.delete(&key.into())?;
            table.delete(&behind_key(key))?;
            Ok(true)
        })
        .await
        .map(drop)
    }

    /// One transaction; undone if `work` fails or says no.
    async fn change(&self, work: impl AsyncFnOnce(&IdbObjectStore) -> Result<bool, JsValue>) -> Result<bool, JsValue> {
        let (transaction, table) = self.table(IdbTransactionMode::Readwrite)?;
        let done = settle(completed(&transaction));
        let worked = work(&table).await;
        if worked == Ok(true) {
            done.await?;
        } else {
            // One that has failed already cannot be aborted any more.
            let _ = transaction.abort();
            // The abort is what it rejects with.
            let _ = done.await;
        }
        worked
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
    behind: Option<Behind>,
}

impl Stored {
    async fn of(table: &IdbObjectStore, key: &str) -> Result<Option<Self>, JsValue> {
        // Both are asked for before one is waited for.
        let (whole, behind) = (answered(&table.get(&key.into())?), answered(&table.get(&behind_key(key))?));
        let (whole, behind) = (whole.await?, behind.await?);
        if whole.is_undefined() {
            return Ok(None);
        }
        let whole: Uint8Array = whole.dyn_into()?;
        let behind = Behind::read(&behind).filter(|behind| behind.of == ends(&whole));
        Ok(Some(Self { whole, behind }))
    }

    /// All of it.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.whole.to_vec();
        if let Some(behind) = &self.behind {
            bytes.extend(behind.bytes.to_vec());
        }
        bytes
    }

    /// Its ends, without copying all of it.
    pub(crate) fn ends(&self) -> Ends {
        self.behind.as_ref().map_or_else(|| ends(&self.whole), Behind::ends)
    }
}

/// What was written behind a byte string.
struct Behind {
    /// The ends of that.
    of: Ends,
    bytes: Uint8Array,
}

impl Behind {
    /// Nothing yet.
    fn begin(of: Ends) -> Self {
        Self { of, bytes: Uint8Array::new_with_length(0) }
    }

    /// Out of its record; `None` for anything else.
    fn read(record: &JsValue) -> Option<Self> {
        let record = record.dyn_ref::<Uint8Array>()?;
        let head = record.subarray(0, ENDS_LEN).to_vec();
        let (length, last) = head.split_first_chunk()?;
        let of = Ends { length: usize::try_from(u64::from_be_bytes(*length)).ok()?, last: *last.first_chunk()? };
        let bytes = record.subarray(ENDS_LEN, record.length());
        // What is written at once is longer than what tells the end.
        (ends(&bytes).length >= Ends::LAST).then_some(Self { of, bytes })
    }

    /// Its record with so much more behind it.
    fn followed_by(&self, more: &[u8]) -> Uint8Array {
        let head = [&(self.of.length as u64).to_be_bytes()[..], &self.of.last].concat();
        let more = Uint8Array::from(more);
        let record = Uint8Array::new_with_length(ENDS_LEN + self.bytes.length() + more.length());
        record.set(&Uint8Array::from(head.as_slice()), 0);
        record.set(&self.bytes, ENDS_LEN);
        record.set(&more, ENDS_LEN + self.bytes.length());
        record
    }

    /// Of what it stands behind and itself.
    fn ends(&self) -> Ends {
        let here = ends(&self.bytes);
        Ends { length: self.of.length.saturating_add(here.length), last: here.last }
    }
}

fn behind_key(key: &str) -> JsValue {
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

/// Settles with the request's result. Listened to from now on: where one request fails, those after it in the transaction do.
fn answered(request: &IdbRequest) -> JsFuture {
    let request = request.clone();
    settle(from_events(move |resolve, reject| {
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
    }))
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
