//! Frames out of bytes that arrive in pieces of any size: messages first, one trailer last.

use super::super::error::{BadReply, NodeError};

/// Longest trailer worth reading, in bytes; a real one has about 50.
pub const MAX_TRAILER: usize = 8 << 10;

pub(super) const FRAME_HEAD: usize = 5;
pub(super) const DATA: u8 = 0x00;
pub(super) const TRAILER: u8 = 0x80;

/// What takes in the messages of a reply, one by one. Its error ends the reading.
pub(super) type Each<'a> = &'a mut dyn FnMut(&[u8]) -> Result<(), NodeError>;

/// The end of a reply, in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trailer {
    /// `None` when it has none: then the headers have it, or nobody.
    pub(super) status: Option<u8>,
    /// Percent-encoded.
    pub(super) words: String,
}

/// The reading of a body. An error takes it away: half a reply cannot be read on.
#[derive(Debug, Clone)]
pub(super) struct Frames {
    /// Longest message, in bytes.
    ceiling: usize,
    /// The beginning of a frame that is not whole yet.
    part: Vec<u8>,
    trailer: Option<Trailer>,
}

impl Frames {
    pub(super) const fn new(ceiling: usize) -> Self {
        Self { ceiling, part: Vec::new(), trailer: None }
    }

    /// Takes in the next bytes of the body and hands on every message they complete.
    pub(super) fn feed(mut self, mut bytes: &[u8], each: Each<'_>) -> Result<Self, NodeError> {
        while !bytes.is_empty() {
            if self.trailer.is_some() {
                return Err(BadReply::Frames.into());
            }
            if self.part.is_empty() {
                // Whole frames are read where they lie.
                match self.split(bytes)? {
                    Split::Whole(frame, rest) => {
                        self.trailer = open(&frame, each)?;
                        bytes = rest;
                    }
                    Split::Wants(_) => {
                        self.part.extend_from_slice(bytes);
                        return Ok(self);
                    }
                }
            } else {
                let wanted = match self.split(&self.part)? {
                    Split::Wants(wanted) => wanted.min(bytes.len()),
                    Split::Whole(..) => 0,
                };
                let (now, later) = bytes.split_at_checked(wanted).unwrap_or((bytes, &[]));
                self.part.extend_from_slice(now);
                bytes = later;
                if let Split::Whole(frame, _) = self.split(&self.part)? {
                    self.trailer = open(&frame, each)?;
                    self.part.clear();
                }
            }
        }
        Ok(self)
    }

    /// The trailer, if there was one.
    pub(super) fn finish(self) -> Result<Option<Trailer>, NodeError> {
        if self.part.is_empty() { Ok(self.trailer) } else { Err(NodeError::Truncated) }
    }

    /// The first frame of some bytes. What it announces is refused before a byte of it is waited for.
    fn split<'a>(&self, bytes: &'a [u8]) -> Result<Split<'a>, NodeError> {
        let Some((&[flag, a, b, c, d], rest)) = bytes.split_first_chunk::<FRAME_HEAD>() else {
            return Ok(Split::Wants(FRAME_HEAD - bytes.len()));
        };
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        match flag {
            DATA if length > self.ceiling => return Err(NodeError::TooLarge { limit: self.ceiling }),
            TRAILER if length > MAX_TRAILER => return Err(BadReply::Trailer.into()),
            DATA | TRAILER => {}
            _ => return Err(BadReply::Frames.into()),
        }
        Ok(match rest.split_at_checked(length) {
            Some((content, rest)) => Split::Whole(GrpcFrame { is_trailer: flag == TRAILER, content }, rest),
            None => Split::Wants(length - rest.len()),
        })
    }
}

struct GrpcFrame<'a> {
    is_trailer: bool,
    content: &'a [u8],
}

enum Split<'a> {
    /// A frame, and what follows it.
    Whole(GrpcFrame<'a>, &'a [u8]),
    /// So many bytes more, before there is anything new to know.
    Wants(usize),
}

fn open(frame: &GrpcFrame<'_>, each: Each<'_>) -> Result<Option<Trailer>, NodeError> {
    if frame.is_trailer {
        return Ok(Some(read_trailer(frame.content)?));
    }
    each(frame.content).map(|()| None)
}

fn read_trailer(content: &[u8]) -> Result<Trailer, BadReply> {
    let text = std::str::from_utf8(content).map_err(|_| BadReply::Trailer)?;
    let (mut status, mut words) = (None, String::new());
    for line in text.split("\r\n").filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').ok_or(BadReply::Trailer)?;
        if name.eq_ignore_ascii_case("grpc-status") {
            let this = read_status(value)?;
            if status.is_some_and(|other| other != this) {
                return Err(BadReply::Status);
            }
            status = Some(this);
        } else if name.eq_ignore_ascii_case("grpc-message") {
            value.trim().clone_into(&mut words);
        }
    }
    Ok(Trailer { status, words })
}

/// One or two digits; anything else is not a status.
pub(super) fn read_status(text: &str) -> Result<u8, BadReply> {
    match text.trim().as_bytes() {
        [one @ b'0'..=b'9'] => Ok(one - b'0'),
        [ten @ b'0'..=b'9', one @ b'0'..=b'9'] => Ok((ten - b'0') * 10 + (one - b'0')),
        _ => Err(BadReply::Status),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CEILING: usize = 40;

    fn frame(flag: u8, content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&[flag], length.as_slice(), content].concat()
    }

    /// Everything a body says, when it arrives in these pieces; and the most that was ever held back.
    fn read(pieces: &[&[u8]]) -> (Vec<Vec<u8>>, Result<Option<Trailer>, NodeError>, usize) {
        let (mut messages, mut most) = (Vec::new(), 0);
        let mut frames = Frames::new(CEILING);
        for piece in pieces {
            let fed = frames.feed(piece, &mut |message| {
                messages.push(message.to_vec());
                Ok(())
            });
            match fed {
                Ok(fed) => frames = fed,
                Err(error) => return (messages, Err(error), most),
            }
            most = most.max(frames.part.len());
        }
        (messages, frames.finish(), most)
    }

    /// Bytes cut at these places.
    fn cut<'a>(bytes: &'a [u8], places: &[prop::sample::Index]) -> Vec<&'a [u8]> {
        let mut places: Vec<_> = places.iter().map(|place| place.index(bytes.len() + 1)).collect();
        places.sort_unstable();
        let mut pieces = Vec::new();
        let mut from = 0;
        for place in places.into_iter().chain([bytes.len()]) {
            pieces.push(&bytes[from..place]);
            from = place;
        }
        pieces
    }

    fn places() -> impl Strategy<Value = Vec<prop::sample::Index>> {
        prop::collection::vec(any::<prop::sample::Index>(), 0..30)
    }

    /// Bodies as they should be, and not quite.
    fn body() -> impl Strategy<Value = Vec<u8>> {
        let content = prop::collection::vec(any::<u8>(), 0..=CEILING + 1);
        let flag = prop_oneof![40 => Just(DATA), 1 => Just(TRAILER), 1 => any::<u8>()];
        let frames = prop::collection::vec((flag, content).prop_map(|(flag, content)| frame(flag, &content)), 0..8);
        let trailer =
            prop_oneof![Just(frame(TRAILER, b"grpc-status:0\r\n")), Just(Vec::new()), Just(b"\x80\0\0".into())];
        (frames, trailer).prop_map(|(frames, trailer)| [frames.concat(), trailer].concat())
    }

    #[test]
    fn what_a_frame_announces_is_refused_before_it_is_read() {
        let announced = |flag, length: u32| {
            let head = [&[flag], length.to_be_bytes().as_slice()].concat();
            read(&[&head]).1.unwrap_err()
        };
        assert_eq!(announced(DATA, u32::MAX), NodeError::TooLarge { limit: CEILING });
        assert_eq!(announced(DATA, 41), NodeError::TooLarge { limit: CEILING });
        assert_eq!(announced(DATA, 40), NodeError::Truncated);
        assert_eq!(announced(TRAILER, u32::MAX), BadReply::Trailer.into());
        assert_eq!(announced(0x01, 0), BadReply::Frames.into());
    }

    #[test]
    fn nothing_follows_a_trailer() {
        let trailer = frame(TRAILER, b"grpc-status:0\r\n");
        assert!(read(&[&trailer, b""]).1.is_ok());
        assert_eq!(read(&[&trailer, b"\0"]).1, Err(BadReply::Frames.into()));
        assert_eq!(read(&[&[trailer.clone(), trailer].concat()]).1, Err(BadReply::Frames.into()));
    }

    #[test]
    fn whoever_takes_the_messages_can_end_the_reading() {
        let body = frame(DATA, b"x").repeat(3);
        let mut seen = 0;
        let ended = Frames::new(CEILING).feed(&body, &mut |_| {
            seen += 1;
            Err(BadReply::Messages.into())
        });
        assert_eq!((ended.unwrap_err(), seen), (BadReply::Messages.into(), 1));
    }

    proptest! {
        #[test]
        fn any_pieces_of_the_same_bytes_say_the_same(body in body(), places in places()) {
            let (messages, end, _) = read(&[&body]);
            let pieces = cut(&body, &places);
            let (in_pieces, end_in_pieces, held) = read(&pieces);
            prop_assert_eq!(in_pieces, messages);
            prop_assert_eq!(end_in_pieces, end);
            prop_assert!(held <= FRAME_HEAD + MAX_TRAILER);
        }

        #[test]
        fn what_was_framed_comes_out(
            messages in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..=CEILING), 0..20),
            places in places(),
        ) {
            let frames: Vec<u8> = messages.iter().flat_map(|message| frame(DATA, message)).collect();
            let body = [frames, frame(TRAILER, b"grpc-status:14\r\ngrpc-message: a%20b\r\n")].concat();
            let (read, end, _) = read(&cut(&body, &places));
            prop_assert_eq!(read, messages);
            prop_assert_eq!(end, Ok(Some(Trailer { status: Some(14), words: "a%20b".into() })));
        }

        #[test]
        fn no_bytes_make_it_panic(body in prop::collection::vec(any::<u8>(), 0..100), places in places()) {
            let _ = read(&cut(&body, &places));
        }

        #[test]
        fn a_body_that_ends_early_has_no_trailer(
            messages in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..=CEILING), 0..20),
            end in any::<prop::sample::Index>(),
        ) {
            let frames: Vec<u8> = messages.iter().flat_map(|message| frame(DATA, message)).collect();
            let whole = [frames, frame(TRAILER, b"grpc-status:0\r\n")].concat();
            let (read, end, _) = read(&[&whole[..end.index(whole.len())]]);
            prop_assert!(matches!(end, Ok(None) | Err(NodeError::Truncated)), "{:?}", end);
            prop_assert!(messages.starts_with(&read));
        }
    }
}
