//! The two stores in which the vault rests, as the browser has them: a database and a folder of files, each with a time
//! limit.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsValue;

use crate::vault::{Cabinet, Ends, Trouble};

use super::idb::{Database, Stored};
use super::opfs::{self, OpenFile};
use super::promise::{describe, exception_name, settle};
use super::scope;

/// How long a store may take for one thing. The largest vault on a slow disk takes a fraction of it.
const LIMIT_MS: u32 = 10_000;
/// How long it may take once it has not answered at all.
const SILENT_LIMIT_MS: u32 = 1_000;
/// How long the browser may take to say how much room there is.
const ESTIMATE_LIMIT_MS: u32 = 2_000;
/// Less room than this, beyond what is to be written, is a full disk: engines need some for themselves.
const ROOM: f64 = 4.0 * 1024.0 * 1024.0;

/// Ends every wait.
#[derive(Default)]
struct Deadline {
    is_silent: Cell<bool>,
}

impl Deadline {
    async fn wait<T>(&self, len: usize, work: impl Future<Output = Result<T, JsValue>>) -> Result<T, Trouble> {
        let limit = if self.is_silent.get() { SILENT_LIMIT_MS } else { LIMIT_MS };
        match select(pin!(work), TimeoutFuture::new(limit)).await {
            Either::Left((answer, _)) => {
                self.is_silent.set(false);
                match answer {
                    Ok(value) => Ok(value),
                    Err(thrown) => Err(trouble(&thrown, len).await),
                }
            }
            Either::Right(((), _)) => {
                self.is_silent.set(true);
                Err(Trouble::Silent)
            }
        }
    }
}

/// One table of the database of this origin.
#[derive(Default)]
pub(crate) struct Records {
    /// Opened once, used by everything.
    database: RefCell<Option<Rc<Database>>>,
    patience: Deadline,
}

impl Records {
    async fn database(&self) -> Result<Rc<Database>, JsValue> {
        let open = self.database.borrow().clone();
        if let Some(open) = open {
            return Ok(open);
        }
        let open = Rc::new(Database::open().await?);
        *self.database.borrow_mut() = Some(Rc::clone(&open));
        Ok(open)
    }

    async fn wait<T>(&self, len: usize, work: impl Future<Output = Result<T, JsValue>>) -> Result<T, Trouble> {
        // A connection that failed may be closed for good: the next question opens another one.
        self.patience.wait(len, work).await.inspect_err(|_| *self.database.borrow_mut() = None)
    }
}

impl Cabinet for Records {
    async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let read = async { Ok(self.database().await?.get(name).await?.map(|stored| stored.bytes())) };
        self.wait(0, read).await
    }

    async fn replace(
        &self,
        name: &str,
        bytes: &[u8],
        agrees: impl FnOnce(Option<&[u8]>) -> bool,
    ) -> Result<bool, Trouble> {
        let agrees = |stored: Option<&Stored>| agrees(stored.map(Stored::bytes).as_deref());
        self.wait(bytes.len(), async { self.database().await?.replace_if(name, bytes, agrees).await }).await
    }

    async fn ends(&self, name: &str) -> Result<Option<Ends>, Trouble> {
        let ends = async { Ok(self.database().await?.get(name).await?.map(|stored| stored.ends())) };
        self.wait(0, ends).await
    }

    async fn replace_known(&self, name: &str, bytes: &[u8], known: Option<Ends>) -> Result<bool, Trouble> {
        let agrees = |stored: Option<&Stored>| stored.map(Stored::ends) == known;
        self.wait(bytes.len(), async { self.database().await?.replace_if(name, bytes, agrees).await }).await
    }

    async fn append_known(&self, name: &str, bytes: &[u8], known: Ends) -> Result<bool, Trouble> {
        self.wait(bytes.len(), async { self.database().await?.append_if(name, bytes, known).await }).await
    }

    async fn remove(&self, name: &str) -> Result<(), Trouble> {
        self.wait(0, async { self.database().await?.delete(name).await }).await
    }
}

/// The files of this origin.
#[derive(Default)]
pub(crate) struct Files {
    patience: Deadline,
}

impl Cabinet for Files {
    async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        self.patience.wait(0, opfs::read(name)).await
    }

    async fn replace(
        &self,
        name: &str,
        bytes: &[u8],
        agrees: impl FnOnce(Option<&[u8]>) -> bool,
    ) -> Result<bool, Trouble> {
        let agrees = |open: &OpenFile| Ok(agrees(open.read()?.as_deref()));
        self.patience.wait(bytes.len(), opfs::replace_if(name, bytes, agrees)).await
    }

    async fn ends(&self, name: &str) -> Result<Option<Ends>, Trouble> {
        self.patience.wait(0, opfs::ends(name)).await
    }

    async fn replace_known(&self, name: &str, bytes: &[u8], known: Option<Ends>) -> Result<bool, Trouble> {
        let agrees = |open: &OpenFile| Ok(open.ends()? == known);
        self.patience.wait(bytes.len(), opfs::replace_if(name, bytes, agrees)).await
    }

    async fn append_known(&self, name: &str, bytes: &[u8], known: Ends) -> Result<bool, Trouble> {
        self.patience.wait(bytes.len(), opfs::append_if(name, bytes, known)).await
    }

    async fn remove(&self, name: &str) -> Result<(), Trouble> {
        self.patience.wait(0, opfs::delete(name)).await
    }
}

/// Why a store failed. A full disk has many names; only one of them says so, and else the room that is left tells.
async fn trouble(thrown: &JsValue, len: usize) -> Trouble {
    if exception_name(thrown).as_deref() == Some("QuotaExceededError") {
        return Trouble::Full;
    }
    let room = match select(pin!(room()), TimeoutFuture::new(ESTIMATE_LIMIT_MS)).await {
        Either::Left((room, _)) => room.ok(),
        Either::Right(((), _)) => None,
    };
    #[expect(clippy::cast_precision_loss, reason = "files are far below 2^53 bytes")]
    let wanted = len as f64 + ROOM;
    if room.is_some_and(|room| room < wanted) { Trouble::Full } else { Trouble::Failed(describe(thrown)) }
}

/// Bytes that the browser says this origin may still write: no more than the disk has.
async fn room() -> Result<f64, JsValue> {
    let estimate = settle(scope::storage()?.estimate()?).await?;
    let number = |name: &str| {
        let value = js_sys::Reflect::get(&estimate, &JsValue::from_str(name))?;
        value.as_f64().ok_or_else(|| JsValue::from_str(name))
    };
    Ok(number("quota")? - number("usage")?)
}
