//! What every flow is given: the ports, and a way to have the page drawn anew.

use std::cell::OnceCell;

use crate::asking::Pace;
use crate::crypto::entropy::Entropy as _;

use super::ports::Ports;

/// The ports and the page.
pub(super) struct Context<P> {
    pub(super) ports: P,
    draw: OnceCell<Box<dyn Fn(Redraw)>>,
}

/// What has changed, as far as the page has to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Redraw {
    /// Where things stand.
    Standing,
    /// The records, or what is known about them; and where things stand.
    Records,
}

impl<P: Ports> Context<P> {
    /// Nothing is drawn yet.
    pub(super) fn new(ports: P) -> Self {
        Self { ports, draw: OnceCell::new() }
    }

    /// From now on this draws. Whoever composes the flows says so, once.
    pub(super) fn draw_with(&self, draw: impl Fn(Redraw) + 'static) {
        // The first one stays.
        let _ = self.draw.set(Box::new(draw));
    }

    /// Shows the page where things stand. Nobody may be in the middle of changing their state.
    pub(super) fn redraw(&self) {
        self.tell(Redraw::Standing);
    }

    /// Shows the page the records as well.
    pub(super) fn redraw_records(&self) {
        self.tell(Redraw::Records);
    }

    fn tell(&self, what: Redraw) {
        if let Some(draw) = self.draw.get() {
            draw(what);
        }
    }
}

impl<P: Ports> Pace for Context<P> {
    async fn sleep(&self, milliseconds: u32) {
        self.ports.sleep(milliseconds).await;
    }

    fn jitter(&self) -> u32 {
        let mut bytes = [0; 4];
        self.ports.entropy().fill(&mut bytes);
        u32::from_le_bytes(bytes)
    }
}
