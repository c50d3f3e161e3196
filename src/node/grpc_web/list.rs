//! A reply that is a list: its messages are handed on as they arrive, and nobody holds the whole.

use super::super::ListMethod;
use super::super::error::{BadReply, NodeError};
use super::frames::{Each, Frames, Trailer};
use super::{HttpHead, OK, read_head, refusal};

/// The reading of one list: [`Self::begin`] with the head, [`Self::feed`] with every piece of the body, [`Self::finish`].
/// An error takes it away; messages that were handed on before it are true as far as they go, but they are not the list.
#[derive(Debug, Clone)]
pub struct ListReader {
    method: ListMethod,
    /// Whether the headers already said that all is well.
    status_in_header: bool,
    frames: Frames,
    messages: u64,
    is_empty: bool,
}

impl ListReader {
    /// Whether a body is worth reading at all.
    ///
    /// # Errors
    /// Whatever the head already says: HTTP status, content type, a refusal in the headers.
    pub fn begin(method: ListMethod, head: &HttpHead) -> Result<Self, NodeError> {
        let status_in_header = match read_head(head)? {
            None => false,
            Some(OK) => true,
            Some(refused) => return Err(refusal(refused, head.grpc_message.as_deref().unwrap_or_default())),
        };
        let frames = Frames::new(method.limits().max_message);
        Ok(Self { method, status_in_header, frames, messages: 0, is_empty: true })
    }

    /// Takes in the next bytes, in pieces of any size, and hands every message they complete to `each`.
    ///
    /// # Errors
    /// A frame that cannot be, too long a message, too many of them; and whatever `each` answers.
    pub fn feed(
        mut self,
        bytes: &[u8],
        each: &mut dyn FnMut(&[u8]) -> Result<(), NodeError>,
    ) -> Result<Self, NodeError> {
        self.is_empty &= bytes.is_empty();
        let (messages, most) = (&mut self.messages, self.method.limits().max_messages);
        let count: Each<'_> = &mut |message| {
            if *messages == most {
                return Err(BadReply::TooMany.into());
            }
            *messages += 1;
            each(message)
        };
        self.frames = self.frames.feed(bytes, count)?;
        Ok(self)
    }

    /// The body has ended: how many messages the list has. The only good end is a trailer with status 0.
    ///
    /// # Errors
    /// [`NodeError::Truncated`] without a trailer, even when the headers said that all is well; the refusal in the trailer;
    /// [`BadReply::Status`] when headers and trailer contradict each other.
    pub fn finish(self) -> Result<u64, NodeError> {
        match self.frames.finish()? {
            Some(Trailer { status: Some(OK), .. }) => Ok(self.messages),
            Some(_) if self.status_in_header => Err(BadReply::Status.into()),
            Some(Trailer { status: Some(status), words }) => Err(refusal(status, &words)),
            Some(Trailer { status: None, .. }) => Err(NodeError::StatusHidden),
            None if self.is_empty && !self.status_in_header => Err(NodeError::StatusHidden),
            None => Err(NodeError::Truncated),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::encode_request;
    use super::super::frames::TRAILER;
    use super::*;

    fn head() -> HttpHead {
        HttpHead { status: 200, content_type: Some("application/grpc-web+proto".into()), ..HttpHead::default() }
    }

    fn trailer(text: &str) -> Vec<u8> {
        let mut frame = encode_request(text.as_bytes());
        frame[0] = TRAILER;
        frame
    }

    fn read(head: &HttpHead, body: &[u8]) -> (u64, Result<u64, NodeError>) {
        let mut handed_on = 0;
        let end = ListReader::begin(ListMethod::GetIdentityProviders, head)
            .and_then(|reader| {
                reader.feed(body, &mut |_| {
                    handed_on += 1;
                    Ok(())
                })
            })
            .and_then(ListReader::finish);
        (handed_on, end)
    }

    #[test]
    fn a_list_ends_with_a_trailer_and_with_nothing_else() {
        let two = encode_request(b"x").repeat(2);
        let ok = trailer("grpc-status:0\r\n");
        assert_eq!(read(&head(), &[two.clone(), ok.clone()].concat()), (2, Ok(2)));
        assert_eq!(read(&head(), &ok), (0, Ok(0)));
        assert_eq!(read(&head(), &two), (2, Err(NodeError::Truncated)));
        assert_eq!(read(&head(), &[two.clone(), ok[..9].to_vec()].concat()), (2, Err(NodeError::Truncated)));
        assert_eq!(read(&head(), &[]), (0, Err(NodeError::StatusHidden)));

        // A status 0 in the headers was said before the list was: it proves nothing about its end.
        let said = HttpHead { grpc_status: Some("0".into()), ..head() };
        assert_eq!(read(&said, &two), (2, Err(NodeError::Truncated)));
        assert_eq!(read(&said, &[]), (0, Err(NodeError::Truncated)));
        assert_eq!(read(&said, &[two.clone(), ok].concat()), (2, Ok(2)));
        assert_eq!(read(&said, &trailer("grpc-status:14\r\n")), (0, Err(BadReply::Status.into())));
    }

    #[test]
    fn a_refusal_in_the_middle_is_one_whatever_came_before() {
        let two = encode_request(b"x").repeat(2);
        let end = |status| read(&head(), &[two.clone(), trailer(&format!("grpc-status:{status}\r\n"))].concat());
        assert_eq!(end(14), (2, Err(NodeError::Unavailable)));
        assert_eq!(end(8), (2, Err(NodeError::Overloaded)));
        assert_eq!(end(5), (2, Err(NodeError::NotFound)));
        assert_eq!(end(1), (2, Err(NodeError::TimedOut)));
        // An end without a word is none: a list is sent before anybody knows how it ends.
        let wordless = [two.clone(), trailer("")].concat();
        assert_eq!(read(&head(), &wordless), (2, Err(NodeError::StatusHidden)));
        let promised = HttpHead { grpc_status: Some("0".into()), ..head() };
        assert_eq!(read(&promised, &wordless), (2, Err(BadReply::Status.into())));
    }

    #[test]
    fn a_refusal_in_the_headers_is_not_waited_out() {
        let body = [encode_request(b"x"), trailer("grpc-status:0\r\n")].concat();
        let refused = |status: &str| read(&HttpHead { grpc_status: Some(status.into()), ..head() }, &body);
        assert_eq!(refused("12"), (0, Err(NodeError::NotOffered)));
        assert_eq!(refused("5"), (0, Err(NodeError::NotFound)));
        assert_eq!(refused("x"), (0, Err(BadReply::Status.into())));
        assert_eq!(read(&HttpHead { status: 404, ..head() }, &body), (0, Err(NodeError::Http { status: 404 })));
        let page = HttpHead { content_type: Some("text/html".into()), ..head() };
        assert_eq!(read(&page, &body), (0, Err(NodeError::WebPage)));
    }

    #[test]
    fn a_list_has_ceilings() {
        let limits = ListMethod::GetIdentityProviders.limits();
        let most = usize::try_from(limits.max_messages).unwrap();
        let ok = trailer("grpc-status:0\r\n");
        assert_eq!(read(&head(), &[encode_request(b"").repeat(most), ok].concat()).1, Ok(limits.max_messages));
        let over = encode_request(b"").repeat(most + 1);
        assert_eq!(read(&head(), &over), (limits.max_messages, Err(BadReply::TooMany.into())));
        let long = encode_request(&vec![0; limits.max_message + 1]);
        assert_eq!(read(&head(), &long), (0, Err(NodeError::TooLarge { limit: limits.max_message })));
    }
}
