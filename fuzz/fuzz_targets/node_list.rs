//! Any list of a node, cut anywhere: the pieces say what the whole says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lifeboat::node::{HttpHead, ListMethod, ListReader, NodeError};

fuzz_target!(|bytes: &[u8]| {
    let Some((cut, body)) = bytes.split_first() else { return };
    let (first, second) = body.split_at(usize::from(*cut).min(body.len()));
    assert_eq!(read(&[first, second]), read(&[body]));
});

fn read(pieces: &[&[u8]]) -> (Vec<Vec<u8>>, Result<u64, NodeError>) {
    let content_type = Some("application/grpc-web".to_owned());
    let head = HttpHead { status: 200, content_type, ..HttpHead::default() };
    let mut messages = Vec::new();
    let end = ListReader::begin(ListMethod::GetAccountList, &head).and_then(|mut reader| {
        for piece in pieces {
            reader = reader.feed(piece, &mut |message| {
                messages.push(message.to_vec());
                Ok(())
            })?;
        }
        reader.finish()
    });
    (messages, end)
}
