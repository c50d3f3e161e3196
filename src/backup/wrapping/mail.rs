//! A whole mail saved as a file, with the backup attached or in its text (RFC 2045 and 2046, as far as that needs).

use super::Unwrapped;
use super::encoded::{base64, quoted_printable};
use crate::backup::noticed::Noticed;

/// Most parts of one mail that are looked at.
const MAX_PARTS: usize = 32;

/// Every part that says how it is encoded. What is not encoded is found as it stands.
pub(super) fn unwrap(bytes: &[u8]) -> Vec<Unwrapped> {
    let mut found = Vec::new();
    let mut rest = bytes;
    // Counted whether it can be decoded or not: each is searched for to the end of the file.
    for _ in 0..MAX_PARTS {
        let Some((encoding, after)) = next_part(rest) else { break };
        let (body, behind) = body_of(after);
        let decoded = match encoding {
            Encoding::Base64 => base64(body),
            Encoding::QuotedPrintable => Some(quoted_printable(body)),
        };
        found.extend(decoded.map(|decoded| Unwrapped::new(decoded, Noticed::WasInMail)));
        rest = behind;
    }
    found
}

#[derive(Clone, Copy)]
enum Encoding {
    Base64,
    QuotedPrintable,
}

/// The next header that says how a part is encoded, and what follows that line.
fn next_part(bytes: &[u8]) -> Option<(Encoding, &[u8])> {
    const NAME: &[u8] = b"content-transfer-encoding:";
    let mut rest = bytes;
    loop {
        let at = rest.windows(NAME.len()).position(|name| name.eq_ignore_ascii_case(NAME))?;
        let after = rest.get(at + NAME.len()..)?;
        let (line, behind) = after.split_at_checked(after.iter().position(|byte| *byte == b'\n')? + 1)?;
        match line.trim_ascii().to_ascii_lowercase().as_slice() {
            b"base64" => return Some((Encoding::Base64, behind)),
            b"quoted-printable" => return Some((Encoding::QuotedPrintable, behind)),
            _ => rest = behind,
        }
    }
}

/// What stands between the end of the headers and the next boundary; and what is behind.
fn body_of(bytes: &[u8]) -> (&[u8], &[u8]) {
    // In one pass: a file that has one of the two only is not searched to its end for the other.
    let begin = (0..bytes.len()).find_map(|at| match bytes.get(at..)? {
        [b'\r', b'\n', b'\r', b'\n', ..] => Some(at + 4),
        [b'\n', b'\n', ..] => Some(at + 2),
        _ => None,
    });
    // The header that was found may be the last one.
    let is_last = bytes.starts_with(b"\r\n") || bytes.starts_with(b"\n");
    let begin = if is_last { 0 } else { begin.unwrap_or(bytes.len()) };
    let rest = bytes.get(begin..).unwrap_or_default();
    let end = find(rest, b"\n--").unwrap_or(rest.len());
    rest.split_at_checked(end).unwrap_or((rest, &[]))
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
