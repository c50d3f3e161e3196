//! Something stands before or behind the file: zeros that a recovery tool filled in, the end of an older and longer file, a mail's footer, a
//! page. The file's own authentication decides what it is worth; where it has none, this is said.

use serde::de::IgnoredAny;

use super::{Accept, Unwrapped};
use crate::backup::noticed::Noticed;

/// Most beginnings that are looked at.
const MAX_BEGINNINGS: usize = 64;
/// How often a byte is looked at, at most: once to find beginnings, and this often less one to see whether an object is one. Whoever opens many
/// brackets and closes none of them gets no more.
pub(super) const PASSES: usize = 4;

/// Every object that stands in the bytes. Only the first may be taken for anything: a later one may be a part of a damaged whole, and counts
/// only if there is another one.
pub(super) fn unwrap(bytes: &[u8]) -> Vec<Unwrapped> {
    objects(bytes).0
}

/// The objects, and how many bytes were looked at to see where they end.
fn objects(bytes: &[u8]) -> (Vec<Unwrapped>, usize) {
    let mut found: Vec<Unwrapped> = Vec::new();
    let (mut at, mut looked_at) = (0, 0);
    // Whether there was a bracket that no object before ends: what follows may be a part of what it began.
    let mut is_inside = false;
    for _ in 0..MAX_BEGINNINGS {
        let Some(rest) = bytes.get(at..) else { break };
        let Some(begin) = beginning(rest) else { break };
        let Some(object) = rest.get(begin..) else { break };
        let allowed = bytes.len() * (PASSES - 1) - looked_at;
        let Some(object) = object.get(..object.len().min(allowed)).filter(|object| !object.is_empty()) else { break };
        is_inside |= rest.get(..begin).is_some_and(|before| before.contains(&b'{'));
        let mut objects = serde_json::Deserializer::from_slice(object).into_iter::<IgnoredAny>();
        let length = match objects.next() {
            Some(Ok(_)) => objects.byte_offset(),
            // It ends in the middle.
            Some(Err(error)) if error.is_eof() => {
                looked_at += object.len();
                break;
            }
            Some(Err(error)) => {
                looked_at += offset_of(&error, object);
                at += begin + 1;
                is_inside = true;
                continue;
            }
            None => break,
        };
        looked_at += length;
        let (before, end) = (at + begin, at + begin + length);
        let (ahead, after) = (bytes.get(..before).unwrap_or_default(), bytes.get(end..).unwrap_or_default());
        let is_whole = found.is_empty() && is_blank(ahead) && is_blank(after);
        if let Some(object) = bytes.get(before..end).filter(|_| !is_whole) {
            let unwrapped = Unwrapped::copied(object, Noticed::PassedOver { before, behind: after.len() });
            // With a bracket before it, it may be a part of what is damaged; and the bracket may be what was lost.
            let accept = match is_inside || is_part(ahead, after) {
                true => Accept::Locked,
                false if found.is_empty() => Accept::Anything,
                false => Accept::Beside,
            };
            found.push(unwrapped.accept(accept));
        }
        at = end;
    }
    (found, looked_at)
}

/// How far a reader came that found this fault.
fn offset_of(error: &serde_json::Error, bytes: &[u8]) -> usize {
    let lines = error.line().saturating_sub(1);
    let before: usize = bytes.split_inclusive(|byte| *byte == b'\n').take(lines).map(<[u8]>::len).sum();
    (before + error.column()).clamp(1, bytes.len())
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
        use super::super::Accept::{Anything, Beside, Locked};
        assert_eq!(found(r#"{"a":1}"#), []);
        assert_eq!(found("\0\0{\"a\":1}\0"), [(r#"{"a":1}"#.into(), Anything)]);
        assert_eq!(found(r#"Hi {"a":{"b":2}} -- me"#), [(r#"{"a":{"b":2}}"#.into(), Anything)]);
        assert_eq!(found(r#"p { x: 1 } {"a":2}"#), [(r#"{"a":2}"#.into(), Locked)]);
        assert_eq!(found(r#"{"a":1}x{"b":1}"#), [(r#"{"a":1}"#.into(), Anything), (r#"{"b":1}"#.into(), Beside)]);
        assert_eq!(found(r#"{"a":bad,"b":{"c":1}}"#), [(r#"{"c":1}"#.into(), Locked)], "a part of what is damaged");
        assert_eq!(found(r#"x{"a":{"b":1}"#), [], "cut short");
        for part in [r#"v":1,"value":{"a":1}}"#, r#"\0\0{"a":1},{"a":2}]}"#, r#"[{"a":1},{"a":2}]"#, r#"\0{"a":1}]}"#] {
            assert_eq!(found(part).first(), Some(&(r#"{"a":1}"#.into(), Locked)), "its beginning was lost: {part}");
        }
        assert_eq!(found(r#"Here: {"a":1}, bye"#), [(r#"{"a":1}"#.into(), Anything)]);
    }

    #[test]
    fn brackets_by_the_thousand_cost_no_more_than_is_charged_for() {
        let long = "x".repeat(1000);
        for text in [
            r#"{"a":"#.repeat(1000),
            format!(r#"{{"a":["{long}"],}}"#).repeat(200),
            format!(r#"{{"a":{{"b":"{long}"#).repeat(200),
            format!("{}{}", r#"{"a":["#.repeat(60), format!(r#""{long}","#).repeat(100)),
            format!("{}\u{1}", r#"{"a":[0,"#.repeat(60) + &"0,".repeat(20_000)),
        ] {
            let (_, looked_at) = objects(text.as_bytes());
            assert!(looked_at <= text.len() * (PASSES - 1), "{looked_at} of {}", text.len());
        }
    }
}
