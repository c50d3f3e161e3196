//! A store in memory that can be slow, full, silent or broken, and whose power can go at any byte.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::Poll;

use lifeboat::vault::{Cabinet, Ends, Trouble};

/// How a store is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Health {
    #[default]
    Good,
    /// Reads; a write begins and finds no room.
    Full,
    /// Never answers; what it was asked to write is not written.
    Silent,
    /// Fails at once, at everything.
    Broken,
}

/// Steps until the power goes, for both stores together.
#[derive(Debug, Clone)]
pub(crate) struct Power(Rc<Cell<usize>>);

impl Default for Power {
    fn default() -> Self {
        Self(Rc::new(Cell::new(usize::MAX)))
    }
}

impl Power {
    pub(crate) fn lasts(&self, steps: usize) {
        self.0.set(steps);
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.0.get() == 0
    }

    /// One step; `false` when it is too late for it.
    fn step(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }
}

/// What lies in it, and how it is.
#[derive(Debug, Default)]
pub(crate) struct Drawer {
    pub(crate) entries: Rc<RefCell<BTreeMap<String, Vec<u8>>>>,
    pub(crate) health: Cell<Health>,
    /// Writes wait for this to end.
    pub(crate) is_slow: Cell<bool>,
    /// Writes all or nothing, as a database does; else byte by byte.
    is_atomic: bool,
    power: Power,
    /// Every write that was begun.
    pub(crate) writes: Cell<u32>,
    /// Every time that all of what lies somewhere was handed out.
    pub(crate) read_whole: Cell<u32>,
}

impl Drawer {
    pub(crate) fn database(power: &Power) -> Self {
        Self { is_atomic: true, power: power.clone(), ..Self::default() }
    }

    pub(crate) fn files(power: &Power) -> Self {
        Self { power: power.clone(), ..Self::default() }
    }

    /// The same disk after the power came back.
    pub(crate) fn again(&self, power: &Power) -> Self {
        Self { entries: Rc::clone(&self.entries), is_atomic: self.is_atomic, power: power.clone(), ..Self::default() }
    }

    fn is_answering(&self) -> Result<(), Trouble> {
        match self.health.get() {
            _ if self.power.is_gone() => Err(Trouble::Silent),
            Health::Good | Health::Full => Ok(()),
            Health::Silent => Err(Trouble::Silent),
            Health::Broken => Err(Trouble::Failed("UnknownError".to_owned())),
        }
    }

    fn lying(&self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        self.is_answering()?;
        Ok(self.entries.borrow().get(name).filter(|bytes| !bytes.is_empty()).cloned())
    }

    async fn write_if(
        &self,
        name: &str,
        bytes: &[u8],
        agrees: impl FnOnce(Option<&[u8]>) -> bool,
    ) -> Result<bool, Trouble> {
        while self.is_slow.get() {
            turn().await;
        }
        if !agrees(self.lying(name)?.as_deref()) {
            return Ok(false);
        }
        turn().await;
        self.write(name, bytes).map(|()| true)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
        self.writes.set(self.writes.get() + 1);
        let is_full = self.health.get() == Health::Full;
        if self.is_atomic {
            if is_full {
                return Err(Trouble::Full);
            }
            if !self.power.step() {
                return Err(Trouble::Silent);
            }
            self.entries.borrow_mut().insert(name.to_owned(), bytes.to_vec());
            return Ok(());
        }
        if !self.power.step() {
            return Err(Trouble::Silent);
        }
        self.entries.borrow_mut().insert(name.to_owned(), Vec::new());
        self.write_on(name, bytes)
    }

    fn append(&self, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
        self.writes.set(self.writes.get() + 1);
        if !self.is_atomic {
            let before = self.entries.borrow().get(name).map_or(0, Vec::len);
            let written = self.write_on(name, bytes);
            // What is there after a write that failed is taken back; after one that was cut off nobody is there to do it.
            if written.is_err() && !self.power.is_gone() {
                self.entries.borrow_mut().entry(name.to_owned()).or_default().truncate(before);
            }
            return written;
        }
        if self.health.get() == Health::Full {
            return Err(Trouble::Full);
        }
        if !self.power.step() {
            return Err(Trouble::Silent);
        }
        self.entries.borrow_mut().entry(name.to_owned()).or_default().extend_from_slice(bytes);
        Ok(())
    }

    fn write_on(&self, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
        let is_full = self.health.get() == Health::Full;
        for (written, byte) in bytes.iter().enumerate() {
            if is_full && written > 10 {
                return Err(Trouble::Full);
            }
            if !self.power.step() {
                return Err(Trouble::Silent);
            }
            self.entries.borrow_mut().entry(name.to_owned()).or_default().push(*byte);
        }
        Ok(())
    }
}

impl Cabinet for Drawer {
    async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let lying = self.lying(name)?;
        self.read_whole.set(self.read_whole.get() + u32::from(lying.is_some()));
        Ok(lying)
    }

    async fn replace(
        &self,
        name: &str,
        bytes: &[u8],
        agrees: impl FnOnce(Option<&[u8]>) -> bool,
    ) -> Result<bool, Trouble> {
        self.write_if(name, bytes, |stored| {
            self.read_whole.set(self.read_whole.get() + u32::from(stored.is_some()));
            agrees(stored)
        })
        .await
    }

    async fn ends(&self, name: &str) -> Result<Option<Ends>, Trouble> {
        Ok(self.lying(name)?.as_deref().map(Ends::of))
    }

    async fn replace_known(&self, name: &str, bytes: &[u8], known: Option<Ends>) -> Result<bool, Trouble> {
        self.write_if(name, bytes, |stored| stored.map(Ends::of) == known).await
    }

    async fn append_known(&self, name: &str, bytes: &[u8], known: Ends) -> Result<bool, Trouble> {
        while self.is_slow.get() {
            turn().await;
        }
        if self.lying(name)?.as_deref().map(Ends::of) != Some(known) {
            return Ok(false);
        }
        turn().await;
        self.append(name, bytes).map(|()| true)
    }

    async fn remove(&self, name: &str) -> Result<(), Trouble> {
        self.is_answering()?;
        if !self.power.step() {
            return Err(Trouble::Silent);
        }
        self.entries.borrow_mut().remove(name);
        Ok(())
    }
}

/// Lets everybody else go first, once.
pub(crate) fn turn() -> impl Future<Output = ()> {
    let mut is_over = false;
    poll_fn(move |context| {
        if is_over {
            return Poll::Ready(());
        }
        is_over = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
}
