//! One request to the app and one answer from it (ISO 7816-4 short form).

use std::fmt;

use zeroize::Zeroizing;

/// Longest answer worth taking; the longest of any Concordium app has 101 bytes.
pub const MAX_ANSWER: usize = 512;

const STATUS_LEN: usize = 2;

/// A request. It holds no secret: the device is asked with numbers and paths only.
///
/// Only the commands of this module make one, so that nothing else can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apdu(Vec<u8>);

impl Apdu {
    pub(super) fn new(class: u8, instruction: u8, p1: u8, p2: u8, data: &[u8]) -> Self {
        // Requests are made by this crate and have at most 33 bytes of data; a longer one would be refused by the device.
        let length = u8::try_from(data.len()).unwrap_or(u8::MAX);
        Self([&[class, instruction, p1, p2, length], data].concat())
    }

    /// As it is sent: class, instruction, two parameters, length, data.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// An answer: data and a status word. The data can be a key, so it is wiped when dropped and never shown.
pub struct Response {
    bytes: Zeroizing<Vec<u8>>,
    status: u16,
}

impl Response {
    /// Splits the status word from the data. `None` below two bytes or above [`MAX_ANSWER`]: that is no answer.
    #[must_use]
    pub fn parse(bytes: Zeroizing<Vec<u8>>) -> Option<Self> {
        let status = *bytes.last_chunk::<STATUS_LEN>()?;
        (bytes.len() <= MAX_ANSWER).then_some(Self { bytes, status: u16::from_be_bytes(status) })
    }

    /// The status word; `9000` is success.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// What stands before the status word.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        self.bytes.split_last_chunk::<STATUS_LEN>().map_or(&[], |(data, _)| data)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({} bytes, {:04X})", self.data().len(), self.status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_data_and_status_word() {
        let answer = Response::parse(Zeroizing::new(vec![7, 8, 0x90, 0])).unwrap();
        assert_eq!((answer.data(), answer.status()), ([7, 8].as_slice(), 0x9000));
        assert_eq!(format!("{answer:?}"), "Response(2 bytes, 9000)");
        let bare = Response::parse(Zeroizing::new(vec![0x69, 0x85])).unwrap();
        assert_eq!((bare.data(), bare.status()), ([].as_slice(), 0x6985));
    }

    #[test]
    fn an_answer_without_status_word_or_without_end_is_refused() {
        assert!(Response::parse(Zeroizing::new(vec![0x90])).is_none());
        assert!(Response::parse(Zeroizing::new(vec![0; MAX_ANSWER + 1])).is_none());
    }

    #[test]
    fn a_request_counts_its_data() {
        assert_eq!(Apdu::new(0xE0, 5, 1, 1, &[0, 0, 0, 7]).bytes(), [0xE0, 5, 1, 1, 4, 0, 0, 0, 7]);
    }
}
