//! A web page around the file, its quotation marks written as entities: a browser or a web mail saved it so.

use zeroize::Zeroizing;

use super::Unwrapped;
use crate::backup::noticed::Noticed;

pub(super) fn unwrap(bytes: &[u8]) -> Vec<Unwrapped> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let has_entities = ["&quot;", "&#34;", "&#x22;", "&#034;"].iter().any(|entity| text.contains(entity));
    let has_tags = ["<br", "<wbr", "<p", "<span", "<div"].iter().any(|tag| text.contains(tag));
    if !has_entities && !has_tags {
        return Vec::new();
    }
    let plain = Zeroizing::new(without_entities(&Zeroizing::new(without_tags(text))));
    // Without an object it may still be something to be named.
    let inner = match (plain.find('{'), plain.rfind('}')) {
        (Some(begin), Some(end)) => plain.get(begin..=end).unwrap_or_default(),
        (None, _) | (_, None) => &plain,
    };
    vec![Unwrapped::copied(inner.as_bytes(), Noticed::WasWebPage)]
}

fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    // Behind the last one no tag ends: whoever looked for its end each time would read the rest again and again.
    let last = text.rfind('>').unwrap_or(0);
    while let Some((before, tag)) = rest.split_once('<') {
        plain.push_str(before);
        let is_tag = tag.starts_with(|letter: char| letter.is_ascii_alphabetic() || matches!(letter, '/' | '!'));
        let ends = is_tag && text.len() - tag.len() <= last;
        rest = match ends.then(|| tag.split_once('>')).flatten() {
            Some((_, after)) => after,
            None => {
                plain.push('<');
                tag
            }
        };
    }
    plain.push_str(rest);
    plain
}

/// Those that stand for a letter that a backup can have.
fn without_entities(text: &str) -> String {
    const NAMED: [(&str, &str); 7] =
        [("quot", "\""), ("lt", "<"), ("gt", ">"), ("apos", "'"), ("nbsp", " "), ("equals", "="), ("amp", "&")];
    /// Longer ones are none: their end is not looked for.
    const LONGEST: usize = 10;
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once('&') {
        plain.push_str(before);
        let end = entity.bytes().take(LONGEST + 1).position(|byte| byte == b';');
        let known = end.and_then(|end| Some((entity.get(..end)?, entity.get(end + 1..)?))).and_then(|(name, after)| {
            let number = match name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")) {
                Some(digits) => u32::from_str_radix(digits, 16).ok(),
                None => name.strip_prefix('#').and_then(|digits| digits.parse().ok()),
            };
            let named = NAMED.iter().find(|(known, _)| *known == name).map(|(_, letter)| (*letter).to_owned());
            Some((named.or_else(|| Some(char::from_u32(number?)?.to_string()))?, after))
        });
        rest = match known {
            Some((letter, after)) => {
                plain.push_str(&letter);
                after
            }
            None => {
                plain.push('&');
                entity
            }
        };
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_taken_off() {
        let page = "<!doctype html><p>Hi &amp; bye</p><pre>{&quot;a&quot;:&#34;b+/&#61;<wbr>c&quot;}</pre>";
        let found = unwrap(page.as_bytes());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].bytes.as_slice(), br#"{"a":"b+/=c"}"#);
        assert_eq!(without_entities("a &b; &#x110000; &"), "a &b; &#x110000; &");
        assert_eq!(without_tags("1 < 2 <b>x</b> <"), "1 < 2 x <");
    }
}
