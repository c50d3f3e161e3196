//! The file in the text of an answered mail: each line begins with an angle bracket, or more than one.

use zeroize::Zeroizing;

use super::Unwrapped;
use crate::backup::noticed::Noticed;

pub(super) fn unwrap(bytes: &[u8]) -> Vec<Unwrapped> {
    let is_quoted = |line: &[u8]| line.trim_ascii_start().starts_with(b">");
    if !bytes.split(|byte| *byte == b'\n').any(|line| is_quoted(line) && line.contains(&b'{')) {
        return Vec::new();
    }
    let mut plain = Zeroizing::new(Vec::with_capacity(bytes.len()));
    for line in bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| is_quoted(line)) {
        let marks = line.iter().take_while(|byte| matches!(byte, b'>' | b' ' | b'\t')).count();
        plain.extend_from_slice(line.get(marks..).unwrap_or_default());
    }
    vec![Unwrapped::new(plain, Noticed::WasInMail)]
}

#[cfg(test)]
mod tests {
    use super::unwrap;

    #[test]
    fn what_an_answer_quotes_is_found() {
        let found = unwrap(b"Hello,\r\n> > Here it is:\r\n> > {\"a\":\r\n> > 1}\r\nBye");
        assert_eq!(found[0].bytes.as_slice(), b"Here it is:\r\n{\"a\":\r\n1}\r\n");
        assert!(unwrap(b"{\"a\":\">\"}").is_empty());
    }
}
