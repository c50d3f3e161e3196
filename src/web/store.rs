//! Where the vault rests in the browser: IndexedDB first, a flushed file second.
//! This module knows two stores and their order; it refuses to know what a record means.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::vault::{Loaded, Standing, StoreError, StoredCopy, VaultStore, WhichCopy, check_expected, reconcile};

use super::idb::Database;
use super::opfs;
use super::promise::{describe, exception_name};

/// The vault, in both stores.
const VAULT: &str = "vault";
/// The checkpoint of an interrupted recovery, in IndexedDB only: losing it costs approvals on the Ledger, nothing else.
const ASIDE: &str = "aside";

/// Both stores of this origin.
pub(crate) struct Store {
    /// The third witness: a vault was here. At first what the extension's plain storage says, then what this store did.
    marker: Cell<bool>,
    /// Opened once, used by everything.
    database: RefCell<Option<Rc<Database>>>,
}

impl Store {
    pub(crate) const fn new(marker: bool) -> Self {
        Self { marker: Cell::new(marker), database: RefCell::new(None) }
    }

    async fn database(&self) -> Result<Rc<Database>, JsValue> {
        let open = self.database.borrow().clone();
        if let Some(open) = open {
            return Ok(open);
        }
        let open = Rc::new(Database::open().await?);
        *self.database.borrow_mut() = Some(Rc::clone(&open));
        Ok(open)
    }

    /// A connection that failed may be closed for good: the next question opens another one.
    fn or_reopen<T>(&self, answer: Result<T, JsValue>) -> Result<T, JsValue> {
        answer.inspect_err(|_| *self.database.borrow_mut() = None)
    }
}

impl VaultStore for Store {
    async fn load(&self) -> Result<Loaded, StoreError> {
        let primary = async { self.database().await?.get(VAULT).await };
        let primary = self.or_reopen(primary.await);
        let loaded =
            Loaded { primary: copy(primary), secondary: copy(opfs::read(VAULT).await), marker: self.marker.get() };
        if matches!(reconcile(&loaded), Standing::Present { .. }) {
            self.marker.set(true);
        }
        Ok(loaded)
    }

    async fn save(&self, record: &[u8], expected: Option<u64>) -> Result<(), StoreError> {
        let secondary = copy(opfs::read(VAULT).await);
        // A damaged database is no reason to lose the record: the file takes it then.
        let mut asked = false;
        let mut refused = Ok(());
        let first = async {
            let agrees = |stored: Option<&[u8]>| {
                let primary = stored.map_or(StoredCopy::Missing, |bytes| StoredCopy::Present(bytes.to_vec()));
                let loaded = Loaded { primary, secondary: secondary.clone(), marker: self.marker.get() };
                asked = true;
                refused = check_expected(&loaded, expected);
                refused.is_ok()
            };
            self.database().await?.replace_if(VAULT, record, agrees).await
        };
        let first = self.or_reopen(first.await);
        refused?;
        if !asked {
            refuse_newer(&secondary, expected)?;
        }
        let second = opfs::write(VAULT, record).await;
        if first.is_ok() || second.is_ok() {
            self.marker.set(true);
        }
        match (first, second) {
            (Ok(_), Ok(())) => Ok(()),
            (Err(thrown), Err(_)) => Err(failed(&thrown)),
            (Err(thrown), Ok(())) | (Ok(_), Err(thrown)) => Err(StoreError::HalfSaved { reason: describe(&thrown) }),
        }
    }

    async fn mend(&self, record: &[u8], which: WhichCopy) -> Result<(), StoreError> {
        let mended = async {
            match which {
                WhichCopy::Primary => self.database().await?.replace_if(VAULT, record, |_| true).await.map(|_| ()),
                WhichCopy::Secondary => opfs::write(VAULT, record).await,
            }
        };
        mended.await.map_err(|thrown| failed(&thrown))
    }

    async fn load_aside(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let read = async { self.database().await?.get(ASIDE).await };
        read.await.map_err(|thrown| failed(&thrown))
    }

    async fn save_aside(&self, record: Option<&[u8]>) -> Result<(), StoreError> {
        let written = async {
            let database = self.database().await?;
            match record {
                Some(record) => database.replace_if(ASIDE, record, |_| true).await.map(|_| ()),
                None => database.delete(&[ASIDE]).await,
            }
        };
        written.await.map_err(|thrown| failed(&thrown))
    }

    async fn clear(&self) -> Result<(), StoreError> {
        let both = async {
            opfs::delete(VAULT).await?;
            self.database().await?.delete(&[VAULT, ASIDE]).await
        };
        both.await.map_err(|thrown| failed(&thrown))?;
        self.marker.set(false);
        Ok(())
    }
}

/// While the database is silent, its place is the file's: what is newer there than the session is never overwritten.
fn refuse_newer(secondary: &StoredCopy, expected: Option<u64>) -> Result<(), StoreError> {
    let alone = Loaded { primary: StoredCopy::Missing, secondary: secondary.clone(), marker: true };
    match reconcile(&alone) {
        Standing::Present { revision, .. } if expected.is_none_or(|expected| revision > expected) => {
            Err(StoreError::ChangedElsewhere { expected, found: Some(revision) })
        }
        Standing::Present { .. } | Standing::Absent | Standing::Lost(_) => Ok(()),
    }
}

fn copy(read: Result<Option<Vec<u8>>, JsValue>) -> StoredCopy {
    match read {
        Ok(Some(bytes)) => StoredCopy::Present(bytes),
        Ok(None) => StoredCopy::Missing,
        Err(thrown) => StoredCopy::Unreadable(describe(&thrown)),
    }
}

fn failed(thrown: &JsValue) -> StoreError {
    if exception_name(thrown).as_deref() == Some("QuotaExceededError") {
        return StoreError::Full;
    }
    StoreError::Failed { reason: describe(thrown) }
}
