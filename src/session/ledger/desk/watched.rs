//! A Ledger under a person's eyes: when it asks them, when it keeps silent, and when nobody waits for its question any
//! more.

use futures_util::future::{Either, select};

use crate::fault::Explain as _;
use crate::ledger::{
    Apdu, DeviceRequest, LedgerError, Patience, Picture, Response, Retry, Transport, TransportError, start_page,
};
use crate::model::IdentityIndex;

use super::Desk;
use super::prompt::Prompt;
use crate::session::ledger::view::{DeviceStateView, LeftAskingView};
use crate::session::ports::Ports;

/// A Ledger, told about while it is asked.
pub(in crate::session) struct Watched<'d, P: Ports> {
    desk: &'d Desk<P>,
    ledger: &'d mut P::Ledger,
    prompt: Option<Prompt>,
}

impl<'d, P: Ports + 'static> Watched<'d, P> {
    pub(super) const fn asking(desk: &'d Desk<P>, ledger: &'d mut P::Ledger, prompt: Prompt) -> Self {
        Self { desk, ledger, prompt: Some(prompt) }
    }

    pub(super) const fn silent(desk: &'d Desk<P>, ledger: &'d mut P::Ledger) -> Self {
        Self { desk, ledger, prompt: None }
    }

    /// Waits until the person wants the question that is under way asked anew.
    async fn told_again(desk: &Desk<P>) {
        desk.ledger.again.next().await;
        desk.was_told_again.set(true);
    }
}

impl<P: Ports + 'static> Transport for Watched<'_, P> {
    /// The exchange under way is never repeated beside itself: what is late is waited for, until it comes, the device leaves,
    /// or the person wants it asked anew.
    async fn exchange(&mut self, apdu: &Apdu, patience: Patience) -> Result<Response, TransportError> {
        let Self { desk, ledger, prompt } = self;
        let prompt = prompt.as_ref().filter(|_| patience == Patience::Person);
        let left = Left { desk, prompt };
        if let Some(prompt) = prompt {
            desk.show(|view| view.ask(prompt));
        }
        let mut is_late = false;
        let answer = {
            let asked = std::pin::pin!(ledger.exchange(apdu, patience));
            let pause = std::pin::pin!(desk.ledger.context.ports.sleep(patience.worth_a_word_ms()));
            match select(asked, pause).await {
                Either::Left((answer, _)) => answer,
                Either::Right(((), asked)) => {
                    is_late = true;
                    match patience {
                        Patience::Person => desk.show(|view| view.is_late = true),
                        Patience::Quick | Patience::Greeting => {
                            desk.show_obstacle(&LedgerError::of_transport(TransportError::TimedOut, patience));
                        }
                    }
                    let again = std::pin::pin!(Self::told_again(desk));
                    match select(asked, again).await {
                        Either::Left((answer, _)) => answer,
                        Either::Right(((), _)) => Err(TransportError::TimedOut),
                    }
                }
            }
        };
        left.end();
        if answer.is_ok() && (is_late || prompt.is_some()) {
            desk.show(DeviceStateView::rest);
        }
        answer
    }
}

/// A question on the Ledger's screen. Dropped before it is over, it stays there, and somebody has to be told.
struct Left<'d, P: Ports + 'static> {
    desk: &'d Desk<P>,
    prompt: Option<&'d Prompt>,
}

impl<P: Ports + 'static> Left<'_, P> {
    fn end(mut self) {
        self.prompt = None;
    }
}

impl<P: Ports + 'static> Drop for Left<'_, P> {
    fn drop(&mut self) {
        if let Some(screens) = self.prompt.and_then(|prompt| prompt.screens.clone()) {
            self.desk.ledger.leave_asking(LeftAskingView { model: self.desk.model.get(), screens });
        }
    }
}

impl DeviceStateView {
    /// A Ledger nothing is known of yet.
    pub(in crate::session) const fn unknown() -> Self {
        Self {
            request: None,
            picture: Picture::Home,
            screens: None,
            start_page: None,
            index: None,
            waits_for_click: false,
            is_late: false,
            model: None,
            app_version: None,
            fault: None,
        }
    }

    /// Nothing is asked of the person.
    pub(in crate::session) fn rest(&mut self) {
        let (model, app_version) = (self.model, self.app_version.take());
        *self = Self { model, app_version, ..Self::unknown() };
    }

    /// The Ledger asks.
    fn ask(&mut self, prompt: &Prompt) {
        self.rest();
        self.request = Some(prompt.request);
        self.picture = Picture::Question;
        self.screens.clone_from(&prompt.screens);
        self.index = prompt.index.map(IdentityIndex::get);
    }

    /// Something keeps it from answering.
    pub(super) fn stop_at(&mut self, obstacle: &LedgerError) {
        self.rest();
        let row = obstacle.state().row();
        self.request = row.request;
        self.picture = row.picture;
        self.waits_for_click = row.continuation == Retry::WhenPersonSaysSo;
        self.fault = Some(obstacle.fault());
        self.start_page =
            row.request.filter(|request| may_meet_start_page(*request)).and_then(|_| start_page(self.model));
    }
}

/// Whether the old app's first page may be what keeps the Ledger from answering, or comes next.
const fn may_meet_start_page(request: DeviceRequest) -> bool {
    match request {
        DeviceRequest::GrantAccess
        | DeviceRequest::ConnectDevice
        | DeviceRequest::OpenConcordiumApp
        | DeviceRequest::TryAgain
        | DeviceRequest::ApproveAgain
        | DeviceRequest::LookAtDevice => true,
        DeviceRequest::UnlockDevice
        | DeviceRequest::InstallApp
        | DeviceRequest::UpdateApp
        | DeviceRequest::UpdateLifeboat
        | DeviceRequest::CloseOtherPrograms
        | DeviceRequest::CloseDeviceMenu
        | DeviceRequest::ConfirmOpening
        | DeviceRequest::ConfirmKeyExport
        | DeviceRequest::ConfirmAddress
        | DeviceRequest::DecideOnDevice => false,
    }
}
