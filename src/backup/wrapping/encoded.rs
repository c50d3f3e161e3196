//! The file as base64 or quoted-printable, as it stands in a mail's source.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use zeroize::Zeroizing;

use super::Unwrapped;
use crate::backup::noticed::Noticed;

/// As mail programs write it, and as what they leave of it.
const MAILED: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);
/// Shorter texts are no file.
const SHORTEST: usize = 64;

pub(super) fn unwrap(bytes: &[u8]) -> Vec<Unwrapped> {
    let decoded = base64(bytes).or_else(|| is_quoted_printable(bytes).then(|| quoted_printable(bytes)));
    decoded.map(|decoded| Unwrapped::new(decoded, Noticed::WasEncoded)).into_iter().collect()
}

/// All of it, line ends apart; `None` for anything else.
pub(super) fn base64(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    if bytes.len() < SHORTEST || !bytes.iter().all(|byte| is_base64(byte) || byte.is_ascii_whitespace()) {
        return None;
    }
    // It may be the keys of an account: never in a buffer that grows, or stays.
    let mut text = Zeroizing::new(Vec::with_capacity(bytes.len()));
    text.extend(bytes.iter().copied().filter(is_base64));
    MAILED.decode(text.as_slice()).ok().map(Zeroizing::new)
}

/// Whether a text is: it breaks its lines with an equals sign, or writes one as `=3D`.
fn is_quoted_printable(bytes: &[u8]) -> bool {
    bytes.is_ascii()
        && (bytes.windows(3).any(|three| three.eq_ignore_ascii_case(b"=3D"))
            || bytes.windows(2).any(|two| two == b"=\n")
            || bytes.windows(3).any(|three| three == b"=\r\n"))
}

/// RFC 2045, section 6.7. What is no escape stays as it is.
pub(super) fn quoted_printable(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut decoded = Zeroizing::new(Vec::with_capacity(bytes.len()));
    let mut rest = bytes;
    loop {
        rest = match rest {
            [b'=', b'\r', b'\n', rest @ ..] | [b'=', b'\n', rest @ ..] => rest,
            [b'=', high, low, after @ ..] => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    decoded.push(high * 16 + low);
                    after
                }
                (None, _) | (_, None) => {
                    decoded.push(b'=');
                    rest.get(1..).unwrap_or_default()
                }
            },
            [byte, rest @ ..] => {
                decoded.push(*byte);
                rest
            }
            [] => return decoded,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mail_did_is_undone() {
        assert_eq!(quoted_printable(b"a=3D=3Db=\r\nc=zz=\nd=").as_slice(), b"a==bc=zzd=");
        let text = [b"{\"cipherText\":\"".as_slice(), &[b'A'; 60], b"\"}"].concat();
        let mailed = base64::engine::general_purpose::STANDARD.encode(&text);
        let (first, second) = mailed.split_at(60);
        assert_eq!(base64(format!("{first}\r\n{second}\r\n").as_bytes()), Some(Zeroizing::new(text)));
        assert_eq!(base64(b"short"), None);
    }
}
