//! From a file to what is in it: recognised, opened with its password, put on its network, and shown.

use std::rc::Rc;

use crate::fault::Fault;
use crate::record::fingerprint;
use crate::secret::Password;

use super::ImportFlow;
use super::state::{Early, ImportState, Placeless};
use crate::session::chosen::ChosenFile;
use crate::session::error::{SessionError, fault};
use crate::session::ports::Ports;

/// How many records are looked at beforehand at a time: a hundredth of a second, where each has much to it.
const AT_ONCE: usize = 1_000;

impl<P: Ports + 'static> ImportFlow<P> {
    pub(super) fn recognise(&self, name: String, bytes: Vec<u8>) -> Result<(), Fault> {
        let file = ChosenFile::read(&self.vault, name, bytes)?;
        *self.state.borrow_mut() = ImportState::Recognised { file, fault: None };
        self.context.redraw();
        Ok(())
    }

    /// Opens the recognised file with its password, or without one if it is not encrypted. Leaving this step ends the work.
    pub(super) async fn open_file(self: &Rc<Self>, password: Option<Password>) -> Result<(), Fault> {
        let file = self.state.borrow_mut().take_recognised().ok_or_else(|| fault(SessionError::OutOfStep))?;
        let (opening, work) = file.open(&self.vault, &self.context.ports, password.as_ref());
        *self.state.borrow_mut() = ImportState::Opening(opening);
        // Shown before anything keeps this thread busy.
        self.context.redraw();
        match work.await? {
            Ok(opened) => {
                // What was read of the file is not needed beside its records.
                let ChosenFile { name, mark, locked, .. } = file;
                drop(locked);
                let next = ImportState::opened(name, mark, opened, &self.vault.contents()?.wallet);
                self.show(next);
                Ok(())
            }
            Err(fault) => {
                *self.state.borrow_mut() = ImportState::Recognised { file, fault: Some(fault.clone()) };
                Err(fault)
            }
        }
    }

    pub(super) fn place(self: &Rc<Self>, genesis: &str) -> Result<(), Fault> {
        let genesis = genesis.parse().map_err(|_| fault(SessionError::UnknownNetwork))?;
        let placeless = self.state.borrow_mut().take_placeless().ok_or_else(|| fault(SessionError::OutOfStep))?;
        let Placeless { file, unplaced, notices, .. } = placeless;
        let next = ImportState::file(file, unplaced.place(genesis), notices, &self.vault.contents()?.wallet);
        self.show(next);
        Ok(())
    }

    /// Goes on with a later file of an export although the first was not opened.
    pub(super) fn go_on_early(self: &Rc<Self>) -> Result<(), Fault> {
        let early = self.state.borrow_mut().take_early().ok_or_else(|| fault(SessionError::OutOfStep))?;
        let Early { file, incoming, notices, .. } = early;
        let next = ImportState::file(file, incoming, notices, &self.vault.contents()?.wallet);
        self.show(next);
        Ok(())
    }

    /// Shows what a file comes to. Whichever way its preview was reached, its keys are held against the chain where the node is the person's
    /// own, and what bringing it in asks is made beforehand.
    pub(super) fn show(self: &Rc<Self>, next: ImportState) {
        *self.state.borrow_mut() = next;
        self.compare_at_own_node();
        self.context.redraw();
        self.look_ahead();
    }

    /// Makes what bringing the file in will ask of every record, while the person reads the preview: a few at a time, so that whatever is pressed
    /// meanwhile is answered. It is over when nobody has the file's records any more.
    fn look_ahead(&self) {
        let Some(records) = self.state.borrow().preview().map(|preview| Rc::downgrade(&preview.full)) else { return };
        let context = Rc::clone(&self.context);
        self.context.ports.spawn(async move {
            for begin in (0..).step_by(AT_ONCE) {
                context.ports.sleep(0).await;
                let more = records.upgrade().is_some_and(|it| fingerprint::make_ready(&it, &(begin..begin + AT_ONCE)));
                if !more {
                    return;
                }
            }
        });
    }
}
