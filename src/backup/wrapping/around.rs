//! Something stands before or behind the file: zeros that a recovery tool filled in, the end of an older and longer file, a mail's footer, a
//! page. The file's own authentication decides what it is worth; where it has none, this is said.

use serde::de::IgnoredAny;

use super::Unwrapped;
use crate::backup::noticed::Noticed;

/// Most beginnings that are looked at.
const MAX_BEGINNINGS: usize = 64;

/// Every object that stands in the bytes. Only the first may be taken for anything: a later one may be a part of a damaged whole.
pub(super) fn unwrap(bytes: &[u8]) -> Vec<Unwrapped> {
    let mut found = Vec::new();
    let mut at = 0;
    for _ in 0..MAX_BEGINNINGS {
        let Some(rest) = bytes.get(at..) else { break };
        let Some(begin) = beginning(rest) else { break };
        let Some(object) = rest.get(begin..) else { break };
        let mut objects = serde_json::Deserializer::from_slice(object).into_iter::<IgnoredAny>();
        let length = match objects.next() {
            Some(Ok(_)) => objects.byte_offset(),
            // It ends in the middle.
            Some(Err(error)) if error.is_eof() => break,
            Some(Err(_)) | None => {
                at += begin + 1;
                continue;
            }
        };
        let (before, end) = (at + begin, at + begin + length);
        let behind = bytes.len() - end;
        let is_whole = bytes.get(..before).is_some_and(is_blank) && bytes.get(end..).is_some_and(is_blank);
        if let Some(object) = bytes.get(before..end).filter(|_| !is_whole) {
            let notice = Noticed::PassedOver { before, behind };
            let unwrapped = Unwrapped::new(object, notice);
            // With a bracket before it, it may be a part of what is damaged; and the bracket may be what was lost.
            let is_first = bytes.get(..before).is_some_and(|before| !before.contains(&b'{'));
            let is_part = is_part(bytes.get(..before).unwrap_or_default(), bytes.get(end..).unwrap_or_default());
            found.push(if is_first && !is_part { unwrapped } else { unwrapped.locked_only() });
        }
        at = end;
    }
    found
}

/// Where the next object with a member begins.
fn beginning(bytes: &[u8]) -> Option<usize> {
    let begins = |at: usize| {
        let inside = bytes.get(at + 1..).unwrap_or_default();
        inside.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'"')
    };
    bytes.iter().enumerate().filter(|(_, byte)| **byte == b'{').map(|(at, _)| at).find(|at| begins(*at))
}

/// Whether what stands beside an object says that it was inside of another one, or in a list.
fn is_part(before: &[u8], behind: &[u8]) -> bool {
    let (before, behind) = (before.trim_ascii_end(), behind.trim_ascii_start());
    let is_value = before.strip_suffix(b":").is_some_and(|name| name.trim_ascii_end().ends_with(b"\""));
    let next = behind.strip_prefix(b",").map(<[u8]>::trim_ascii_start);
    let has_next = next.is_some_and(|next| matches!(next.first(), Some(b'"' | b'{' | b'[')));
    is_value || has_next || before.ends_with(b"[") || matches!(behind.first(), Some(b'}' | b']'))
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, super::super::Accept)> {
        let all = unwrap(text.as_bytes()).into_iter();
        all.map(|one| (String::from_utf8(one.bytes.to_vec()).unwrap(), one.accept)).collect()
    }

    #[test]
    fn an_object_is_found_between_anything() {
        use super::super::Accept::{Anything, Locked};
        assert_eq!(found(r#"{"a":1}"#), []);
        assert_eq!(found("\0\0{\"a\":1}\0"), [(r#"{"a":1}"#.into(), Anything)]);
        assert_eq!(found(r#"Hi {"a":{"b":2}} -- me"#), [(r#"{"a":{"b":2}}"#.into(), Anything)]);
        assert_eq!(found(r#"p { x: 1 } {"a":2}"#), [(r#"{"a":2}"#.into(), Locked)]);
        assert_eq!(found(r#"{"a":1}x{"b":1}"#), [(r#"{"a":1}"#.into(), Anything), (r#"{"b":1}"#.into(), Locked)]);
        assert_eq!(found(r#"{"a":bad,"b":{"c":1}}"#), [(r#"{"c":1}"#.into(), Locked)], "a part of what is damaged");
        assert_eq!(found(r#"x{"a":{"b":1}"#), [], "cut short");
        for part in [r#"v":1,"value":{"a":1}}"#, r#"\0\0{"a":1},{"a":2}]}"#, r#"[{"a":1},{"a":2}]"#, r#"\0{"a":1}]}"#] {
            assert_eq!(found(part).first(), Some(&(r#"{"a":1}"#.into(), Locked)), "its beginning was lost: {part}");
        }
        assert_eq!(found(r#"Here: {"a":1}, bye"#), [(r#"{"a":1}"#.into(), Anything)]);
    }
}
