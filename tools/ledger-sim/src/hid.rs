//! The device's end of the USB packets: 64-byte reports in and out, per firmware generation.

use std::collections::VecDeque;

use crate::screen::Gesture;
use crate::simulator::{Reaction, Simulator};
use crate::version::Firmware;

/// Size of a report, both ways.
pub const REPORT: usize = 64;
/// Longest request a device takes: header, 255 bytes of data, and the length byte.
const MAX_APDU: usize = 260;
/// Reports waiting to be read. More than any answer here needs.
const MAX_WAITING: usize = 64;

const TAG_VERSION: u8 = 0x00;
const TAG_ALLOCATE: u8 = 0x01;
const TAG_PING: u8 = 0x02;
const TAG_APDU: u8 = 0x05;
/// What a channel allocation answers here; a real device makes one up.
const ALLOCATED: [u8; 4] = [0xD3, 0x4F, 0x21, 0x2F];

/// One report.
pub type Report = [u8; REPORT];

/// A simulated Ledger on the bus.
#[derive(Debug, Clone)]
pub struct HidDevice {
    /// The device behind the packets.
    pub simulator: Simulator,
    partial: Option<Partial>,
    waiting: VecDeque<Report>,
    /// Where the next answer goes.
    channel: [u8; 2],
    /// An announced length of zero silences older firmware until the app starts again.
    deaf: bool,
}

#[derive(Debug, Clone)]
struct Partial {
    channel: [u8; 2],
    next: u16,
    total: usize,
    data: Vec<u8>,
}

/// A complete request and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The request.
    pub apdu: Vec<u8>,
    /// What the device did.
    pub reaction: Reaction,
}

impl HidDevice {
    /// Plugs a device in.
    #[must_use]
    pub const fn new(simulator: Simulator) -> Self {
        Self { simulator, partial: None, waiting: VecDeque::new(), channel: [0, 0], deaf: false }
    }

    /// A report from the host. Answers the request it completed, if it did; reports back are there to [`Self::read`].
    pub fn write(&mut self, report: &[u8]) -> Option<Exchange> {
        let (channel, tag, rest) = match report {
            [a, b, tag, rest @ ..] => ([*a, *b], *tag, rest),
            _ => return None,
        };
        if self.deaf {
            return None;
        }
        if tag != TAG_APDU {
            self.control(channel, tag, report);
            return None;
        }
        let [high, low, data @ ..] = rest else { return None };
        let apdu = self.assemble(channel, u16::from_be_bytes([*high, *low]), data)?;
        if !self.waiting.is_empty() {
            // Two requests without a pause: only the first is answered.
            return None;
        }
        let asked_before = self.simulator.prompting();
        let dropped = asked_before && self.simulator.firmware() == Firmware::OldIo && !self.simulator.locked();
        if !dropped {
            self.channel = apdu.channel;
        }
        let reaction = self.simulator.apdu(&apdu.data);
        self.send(&reaction);
        Some(Exchange { apdu: apdu.data, reaction })
    }

    /// The next report for the host.
    pub fn read(&mut self) -> Option<Report> {
        self.waiting.pop_front()
    }

    /// A hand does something; an answer it releases is there to [`Self::read`].
    pub fn press(&mut self, gesture: &Gesture) -> Option<Reaction> {
        let reaction = self.simulator.press(gesture);
        self.release(reaction)
    }

    /// The person agrees; the answer is there to [`Self::read`].
    pub fn approve(&mut self) -> Option<Reaction> {
        let reaction = self.simulator.approve();
        self.release(reaction)
    }

    /// The person refuses; the answer is there to [`Self::read`].
    pub fn reject(&mut self) -> Option<Reaction> {
        let reaction = self.simulator.reject();
        self.release(reaction)
    }

    /// Forgets half-sent requests and unread answers, as a new connection does.
    pub fn reset(&mut self) {
        self.partial = None;
        self.waiting.clear();
        self.deaf = false;
    }

    fn release(&mut self, reaction: Option<Reaction>) -> Option<Reaction> {
        let reaction = reaction?;
        self.send(&reaction);
        Some(reaction)
    }

    fn send(&mut self, reaction: &Reaction) {
        match reaction {
            Reaction::Answer(bytes) | Reaction::Exit { answer: Some(bytes) } => {
                for report in packets(self.channel, bytes) {
                    self.enqueue(report);
                }
            }
            Reaction::Prompt | Reaction::Silence | Reaction::Exit { answer: None } => {}
        }
    }

    fn enqueue(&mut self, report: Report) {
        if self.waiting.len() < MAX_WAITING {
            self.waiting.push_back(report);
        }
    }

    /// Everything that is no APDU: answered by older firmware, unless a prompt is open.
    fn control(&mut self, channel: [u8; 2], tag: u8, report: &[u8]) {
        if self.simulator.firmware() == Firmware::NewIo || self.simulator.prompting() {
            return;
        }
        match tag {
            TAG_VERSION => self.enqueue(padded(&[channel.as_slice(), &[TAG_VERSION]])),
            TAG_ALLOCATE => self.enqueue(padded(&[&[0, 0, TAG_ALLOCATE], &ALLOCATED])),
            TAG_PING => self.enqueue(padded(&[report])),
            _ => packets([0, 0], &[0x6A, 0x87]).into_iter().for_each(|report| self.enqueue(report)),
        }
    }

    fn assemble(&mut self, channel: [u8; 2], sequence: u16, data: &[u8]) -> Option<Apdu> {
        let firmware = self.simulator.firmware();
        match self.partial.take() {
            None => {
                let [high, low, data @ ..] = data else { return None };
                let total = usize::from(u16::from_be_bytes([*high, *low]));
                if sequence != 0 || total > MAX_APDU {
                    return None;
                }
                if total == 0 {
                    self.deaf = firmware == Firmware::OldIo;
                    return None;
                }
                self.grow(Partial { channel, next: 0, total, data: Vec::new() }, channel, data)
            }
            Some(partial) if partial.next == sequence => self.grow(partial, channel, data),
            Some(partial) => {
                // An abandoned request eats the next one (older), or stays and eats all that do not continue it (newer).
                self.partial = match firmware {
                    Firmware::OldIo => None,
                    Firmware::NewIo => Some(partial),
                };
                None
            }
        }
    }

    fn grow(&mut self, mut partial: Partial, channel: [u8; 2], data: &[u8]) -> Option<Apdu> {
        let missing = partial.total - partial.data.len();
        partial.data.extend(data.iter().take(missing));
        partial.next += 1;
        if self.simulator.firmware() == Firmware::NewIo {
            partial.channel = channel;
        }
        if partial.data.len() < partial.total {
            self.partial = Some(partial);
            return None;
        }
        Some(Apdu { channel: partial.channel, data: partial.data })
    }
}

struct Apdu {
    channel: [u8; 2],
    data: Vec<u8>,
}

/// An answer in reports: its length stands in the first.
fn packets(channel: [u8; 2], answer: &[u8]) -> Vec<Report> {
    let length = u16::try_from(answer.len()).unwrap_or(u16::MAX);
    let mut payload = length.to_be_bytes().to_vec();
    payload.extend(answer);
    payload
        .chunks(REPORT - 5)
        .zip(0_u16..)
        .map(|(chunk, sequence)| padded(&[&channel, &[TAG_APDU], &sequence.to_be_bytes(), chunk]))
        .collect()
}

fn padded(parts: &[&[u8]]) -> Report {
    let mut report = [0; REPORT];
    report.iter_mut().zip(parts.iter().copied().flatten()).for_each(|(to, from)| *to = *from);
    report
}
