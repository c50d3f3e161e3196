//! USB packets: requests cut into 64-byte reports, answers put together again.
//!
//! Source: `hw-transport` and `device-sdk-ts` of Ledger, and recordings of the device. Report: channel (2), tag `05`,
//! sequence (2), in the first one the length of the whole (2), data, zeros. All numbers big endian.

use std::collections::VecDeque;

use zeroize::Zeroizing;

use super::apdu::{MAX_ANSWER, Response};
use super::transport::TransportError;

/// USB vendor of every Ledger.
pub const VENDOR_ID: u16 = 0x2C97;
/// HID usage page of the interface that takes APDUs; a device can have others.
pub const USAGE_PAGE: u16 = 0xFFA0;
/// Report id of both directions.
pub const REPORT_ID: u8 = 0;
/// Size of a report without its id.
pub const REPORT_LEN: usize = 64;

const TAG: u8 = 0x05;
const HEADER_LEN: usize = 5;
const CHUNK_LEN: usize = REPORT_LEN - HEADER_LEN;
/// Status word only.
const MIN_ANSWER: usize = 2;
/// A device has one prompt at a time; the rest were dropped.
const MAX_ABANDONED: usize = 16;

/// Which exchange a report belongs to: the device repeats the channel of the request in its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Channel([u8; 2]);

impl Channel {
    /// Any number does.
    #[must_use]
    pub const fn new(number: u16) -> Self {
        Self(number.to_be_bytes())
    }

    /// The channel for the next exchange.
    #[must_use]
    pub const fn next(self) -> Self {
        Self::new(u16::from_be_bytes(self.0).wrapping_add(1))
    }
}

/// The channels of one program: each exchange gets a fresh one, and those left without an answer are remembered.
///
/// An exchange that nobody waits for any more leaves its prompt on the device. On older firmware that prompt's answer comes
/// on the old channel as soon as somebody presses a button, and whatever was asked meanwhile was dropped.
#[derive(Debug)]
pub struct Channels {
    last: Channel,
    /// Oldest first.
    abandoned: VecDeque<Channel>,
}

impl Channels {
    /// Begins after any number. A random one keeps apart the programs that share a device.
    #[must_use]
    pub const fn new(first: u16) -> Self {
        Self { last: Channel::new(first), abandoned: VecDeque::new() }
    }

    /// The channel of a new exchange.
    pub fn open(&mut self) -> Channel {
        self.last = self.last.next();
        // Should the numbers have come round, this one is in use again.
        self.abandoned.retain(|channel| *channel != self.last);
        self.last
    }

    /// Nobody waits for the answer on this channel any more.
    pub fn abandon(&mut self, channel: Channel) {
        if self.abandoned.len() >= MAX_ABANDONED {
            self.abandoned.pop_front();
        }
        self.abandoned.push_back(channel);
    }

    /// The device began anew: what it was at is gone, and no old answer will come.
    pub fn forget(&mut self) {
        self.abandoned.clear();
    }

    /// Whether a report begins the answer to an abandoned exchange. It is true once for each.
    pub fn is_stale(&mut self, report: &[u8]) -> bool {
        let [a, b, TAG, 0, 0, ..] = report else { return false };
        let channel = Channel([*a, *b]);
        let before = self.abandoned.len();
        self.abandoned.retain(|abandoned| *abandoned != channel);
        self.abandoned.len() < before
    }
}

/// The reports of one request. All of them have to be sent: an abandoned request eats the next one.
#[derive(Debug, Clone)]
pub struct Packets {
    channel: Channel,
    payload: Vec<u8>,
    sequence: u16,
}

impl Packets {
    /// Cuts a request (at most 260 bytes) into reports.
    #[must_use]
    pub fn new(channel: Channel, request: &[u8]) -> Self {
        // Requests are made by this crate and have at most 260 bytes; a longer one would be refused by the device.
        let length = u16::try_from(request.len()).unwrap_or(u16::MAX);
        Self { channel, payload: [length.to_be_bytes().as_slice(), request].concat(), sequence: 0 }
    }
}

impl Iterator for Packets {
    type Item = [u8; REPORT_LEN];

    fn next(&mut self) -> Option<Self::Item> {
        let chunk = self.payload.chunks(CHUNK_LEN).nth(usize::from(self.sequence))?;
        let [high, low] = self.sequence.to_be_bytes();
        let header = [self.channel.0.as_slice(), &[TAG, high, low]].concat();
        let mut report = [0; REPORT_LEN];
        report.iter_mut().zip(header.iter().chain(chunk)).for_each(|(to, from)| *to = *from);
        self.sequence = self.sequence.checked_add(1)?;
        Some(report)
    }
}

/// The answer to one request, as its reports arrive.
pub struct Reassembly {
    channel: Channel,
    expected: u16,
    total: usize,
    data: Zeroizing<Vec<u8>>,
}

impl Reassembly {
    /// Waits for an answer on this channel.
    #[must_use]
    pub fn new(channel: Channel) -> Self {
        // The room is made at once: a growing vector would leave copies of a key behind.
        Self { channel, expected: 0, total: 0, data: Zeroizing::new(Vec::with_capacity(MAX_ANSWER)) }
    }

    /// Whether a report begins the answer to somebody else: the device is done with what it was at.
    #[must_use]
    pub fn is_foreign(&self, report: &[u8]) -> bool {
        matches!(report, [a, b, TAG, 0, 0, ..] if self.channel != Channel([*a, *b]))
    }

    /// Takes a report (without its id). `None` while more are needed, and for reports that belong elsewhere: other
    /// channels (other tabs and programs see the same device), other tags, repeated reports.
    ///
    /// # Errors
    /// [`TransportError::BadFrame`] when a report on this channel announces an impossible length or when one is missing.
    pub fn feed(&mut self, report: &[u8]) -> Result<Option<Response>, TransportError> {
        let [a, b, TAG, high, low, rest @ ..] = report else { return Ok(None) };
        if self.channel != Channel([*a, *b]) {
            return Ok(None);
        }
        let sequence = u16::from_be_bytes([*high, *low]);
        if sequence != self.expected {
            // Before the first report: the tail of something else. Behind: a repetition. Ahead: one was lost.
            let lost = self.expected > 0 && sequence > self.expected;
            return if lost { Err(TransportError::BadFrame) } else { Ok(None) };
        }
        let mut chunk = rest;
        if sequence == 0 {
            let [high, low, data @ ..] = rest else { return Err(TransportError::BadFrame) };
            self.total = usize::from(u16::from_be_bytes([*high, *low]));
            if !(MIN_ANSWER..=MAX_ANSWER).contains(&self.total) {
                return Err(TransportError::BadFrame);
            }
            chunk = data;
        }
        if chunk.is_empty() {
            return Err(TransportError::BadFrame);
        }
        let missing = self.total.saturating_sub(self.data.len());
        self.data.extend(chunk.iter().take(missing));
        self.expected = self.expected.saturating_add(1);
        if self.data.len() < self.total {
            return Ok(None);
        }
        let answer = std::mem::replace(&mut self.data, Zeroizing::new(Vec::new()));
        Response::parse(answer).map(Some).ok_or(TransportError::BadFrame)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    const CHANNEL: Channel = Channel::new(0xBEEF);

    fn reassembled(reports: impl IntoIterator<Item = Vec<u8>>) -> Result<Option<Vec<u8>>, TransportError> {
        let mut reassembly = Reassembly::new(CHANNEL);
        for report in reports {
            if let Some(answer) = reassembly.feed(&report)? {
                return Ok(Some([answer.data(), &answer.status().to_be_bytes()].concat()));
            }
        }
        Ok(None)
    }

    #[test]
    fn the_largest_single_report_and_the_smallest_pair() {
        assert_eq!(Packets::new(CHANNEL, &[7; 57]).count(), 1);
        assert_eq!(Packets::new(CHANNEL, &[7; 58]).count(), 2);
        assert_eq!(Packets::new(CHANNEL, &[7; 58 + 58]).count(), 2);
        assert_eq!(Packets::new(CHANNEL, &[7; 58 + 59]).count(), 3);
    }

    #[test]
    fn an_impossible_length_is_refused() {
        for length in [0_u16, 1, 513, 0xFFFF] {
            let [high, low] = length.to_be_bytes();
            assert_eq!(reassembled([vec![0xBE, 0xEF, 5, 0, 0, high, low, 1]]), Err(TransportError::BadFrame));
        }
    }

    #[test]
    fn a_lost_report_is_noticed_at_once() {
        let reports: Vec<_> = Packets::new(CHANNEL, &[7; 200]).map(Vec::from).collect();
        assert_eq!(reassembled([reports[0].clone(), reports[2].clone()]), Err(TransportError::BadFrame));
    }

    #[test]
    fn what_belongs_to_others_is_passed_over() {
        let ours: Vec<_> = Packets::new(CHANNEL, &[7; 100]).map(Vec::from).collect();
        let theirs = Packets::new(CHANNEL.next(), &[9; 100]).map(Vec::from);
        let ping = vec![0xBE, 0xEF, 2, 0, 0, 0, 2, 0x90, 0];
        let tail = ours[1].clone();
        let mixed = [tail, ping].into_iter().chain(theirs).chain([ours[0].clone(), ours[0].clone(), ours[1].clone()]);
        assert_eq!(reassembled(mixed), Ok(Some(vec![7; 100])));
    }

    #[test]
    fn an_answer_to_somebody_else_is_told_by_its_beginning() {
        let reassembly = Reassembly::new(CHANNEL);
        let theirs: Vec<_> = Packets::new(CHANNEL.next(), &[9; 100]).map(Vec::from).collect();
        assert!(reassembly.is_foreign(&theirs[0]) && !reassembly.is_foreign(&theirs[1]));
        assert!(Packets::new(CHANNEL, &[9; 100]).all(|report| !reassembly.is_foreign(&report)));
        assert!(!reassembly.is_foreign(&[0, 1, 2, 0, 0, 0, 2]), "no request of anybody's");
    }

    #[test]
    fn an_abandoned_answer_is_known_when_it_comes() {
        let mut channels = Channels::new(0xFFFE);
        let [first, second] = [channels.open(), channels.open()];
        assert_eq!((first, second), (Channel::new(0xFFFF), Channel::new(0)));
        let answer = |channel| Packets::new(channel, &[7; 100]).map(Vec::from).collect::<Vec<_>>();
        assert!(!channels.is_stale(&answer(first)[0]), "somebody waits for it");
        channels.abandon(first);
        assert!(!channels.is_stale(&answer(second)[0]));
        assert!(!channels.is_stale(&answer(first)[1]), "the tail alone is no answer");
        assert!(channels.is_stale(&answer(first)[0]));
        assert!(!channels.is_stale(&answer(first)[0]), "once");
        channels.abandon(second);
        channels.forget();
        assert!(!channels.is_stale(&answer(second)[0]));
    }

    #[test]
    fn a_channel_in_use_again_is_not_abandoned() {
        let mut channels = Channels::new(0);
        let first = channels.open();
        channels.abandon(first);
        let again = (0..0x1_0000).map(|_| channels.open()).last().unwrap();
        assert_eq!(again, first);
        assert!(!channels.is_stale(&Packets::new(again, &[7; 2]).next().unwrap()));
        (0..1000).for_each(|number| channels.abandon(Channel::new(number)));
        assert_eq!(channels.abandoned.len(), MAX_ABANDONED);
    }

    proptest! {
        #[test]
        fn every_answer_survives_its_packets(answer in vec(any::<u8>(), MIN_ANSWER..=MAX_ANSWER)) {
            let reports = Packets::new(CHANNEL, &answer).map(Vec::from);
            prop_assert_eq!(reassembled(reports), Ok(Some(answer)));
        }

        #[test]
        fn no_report_is_a_panic_and_no_answer_is_too_long(
            reports in vec(vec(any::<u8>(), 0..80), 0..20),
            ours in any::<bool>(),
        ) {
            let reports = reports.into_iter().enumerate().map(|(index, mut report)| {
                if ours {
                    report.splice(..report.len().min(5), [0xBE, 0xEF, 5, 0, u8::try_from(index).unwrap()]);
                }
                report
            });
            if let Ok(Some(answer)) = reassembled(reports) {
                prop_assert!((MIN_ANSWER..=MAX_ANSWER).contains(&answer.len()));
            }
        }
    }
}
