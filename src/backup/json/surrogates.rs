//! Half characters in JSON texts: JavaScript can hold and write them, UTF-8 cannot.

use zeroize::Zeroizing;

const REPLACEMENT: &[u8; 4] = b"fffd";

/// `json` with every `\uD800` to `\uDFFF` that has no other half replaced by `\ufffd`.
pub(in crate::backup) fn mend(json: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut mended = Zeroizing::new(json.to_vec());
    let mut rest = mended.as_mut_slice();
    loop {
        rest = match rest {
            [b'\\', b'u', digits @ ..] => mend_escape(digits),
            [b'\\', _, after @ ..] | [_, after @ ..] => after,
            [] => return mended,
        };
    }
}

/// Looks at the digits of an escape and, if it is a first half, at the escape behind it. Gives what is left to look at.
fn mend_escape(digits: &mut [u8]) -> &mut [u8] {
    let Some((first, after)) = digits.split_first_chunk_mut::<4>() else { return &mut [] };
    match unit(first) {
        Some(0xD800..=0xDBFF) if second_half_follows(after) => after.get_mut(6..).unwrap_or_default(),
        Some(0xD800..=0xDFFF) => {
            *first = *REPLACEMENT;
            after
        }
        Some(_) | None => after,
    }
}

fn second_half_follows(after: &[u8]) -> bool {
    match after.first_chunk::<6>() {
        Some([b'\\', b'u', digits @ ..]) => matches!(unit(digits), Some(0xDC00..=0xDFFF)),
        Some(_) | None => false,
    }
}

fn unit(digits: &[u8; 4]) -> Option<u16> {
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn only_halves_without_their_other_half_are_replaced() {
        let mended = |json: &str| String::from_utf8(mend(json.as_bytes()).to_vec()).unwrap();
        assert_eq!(mended(r#""abc\ud800def""#), r#""abc\ufffddef""#);
        assert_eq!(mended(r#""\ud83e\udd80""#), r#""\ud83e\udd80""#);
        assert_eq!(mended(r#""\udd80\ud83e\ud83e\udd80""#), r#""\ufffd\ufffd\ud83e\udd80""#);
        assert_eq!(mended(r#""\\ud800 \u00e9 \n""#), r#""\\ud800 \u00e9 \n""#);
        assert_eq!(mended(r#""\ud8"#), r#""\ud8"#);
        assert_eq!(mended(r#""\u"#), r#""\u"#);
    }
}
