//! The signs and texts of JSON, one after the other, wherever one begins to read. What they mean together is not known here.

/// What holds other values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bracket {
    Object,
    List,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Open(Bracket),
    Close(Bracket),
    Comma,
    Colon,
    /// A text with its quotation marks.
    Text,
    /// The beginning of one that has no end.
    TextWithoutEnd,
    /// A number, `true`, `false` or `null`; or anything else.
    Word,
}

/// One of them, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) sign: Sign,
    pub(super) begin: usize,
    pub(super) end: usize,
}

/// The tokens of `bytes`, from `at`.
pub(super) fn tokens(bytes: &[u8], mut at: usize) -> impl Iterator<Item = Token> {
    std::iter::from_fn(move || {
        at += bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let (sign, length) = match bytes.get(at)? {
            b'{' => (Sign::Open(Bracket::Object), 1),
            b'[' => (Sign::Open(Bracket::List), 1),
            b'}' => (Sign::Close(Bracket::Object), 1),
            b']' => (Sign::Close(Bracket::List), 1),
            b',' => (Sign::Comma, 1),
            b':' => (Sign::Colon, 1),
            b'"' => match end_of_text(bytes, at + 1) {
                Some(end) => (Sign::Text, end - at),
                None => (Sign::TextWithoutEnd, bytes.len() - at),
            },
            _ => (Sign::Word, bytes.get(at..)?.iter().take_while(|byte| is_of_word(**byte)).count()),
        };
        let begin = at;
        at += length;
        Some(Token { sign, begin, end: at })
    })
}

fn is_of_word(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !matches!(byte, b'{' | b'[' | b'}' | b']' | b',' | b':' | b'"')
}

/// Behind the quotation mark that ends the text in which `at` lies.
pub(super) fn end_of_text(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            b'\\' => at += 2,
            b'"' => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// Where reading of a part begins whose beginning was lost: at once, or behind the text that its beginning is in. `None` if neither makes sense.
pub(super) fn beginning(part: &[u8]) -> Option<usize> {
    let behind_text = end_of_text(part, 0);
    let next = behind_text.map(|at| part.get(at..).unwrap_or_default().trim_ascii_start().first());
    let seems_inside = matches!(next, Some(None | Some(b',' | b':' | b'}' | b']')));
    let (first, second) = if seems_inside { (behind_text, Some(0)) } else { (Some(0), behind_text) };
    [first, second].into_iter().flatten().find(|at| makes_sense(part, *at))
}

/// Whether what follows reads as JSON, up to an end that may be lost.
fn makes_sense(part: &[u8], at: usize) -> bool {
    let mut before: Option<Sign> = None;
    for token in tokens(part, at) {
        let fits = match token.sign {
            Sign::Close(_) | Sign::Comma | Sign::Colon => true,
            Sign::Open(_) | Sign::Text | Sign::TextWithoutEnd | Sign::Word => {
                !matches!(before, Some(Sign::Text | Sign::Word | Sign::Close(_)))
            }
        };
        let is_at_edge = token.begin == 0 || token.end == part.len();
        let is_word = token.sign != Sign::Word
            || part.get(token.begin..token.end).is_some_and(|word| is_literal(word, is_at_edge));
        if !fits || !is_word {
            return false;
        }
        before = Some(token.sign);
    }
    true
}

/// Whether JSON knows such a word. At an edge it may be a piece of one.
fn is_literal(word: &[u8], is_piece: bool) -> bool {
    let is_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E');
    let words: [&[u8]; 3] = [b"true", b"false", b"null"];
    word.iter().all(is_number)
        || words.iter().any(|one| *one == word || is_piece && (one.starts_with(word) || one.ends_with(word)))
}

#[cfg(test)]
mod tests {
    use super::beginning;

    #[test]
    fn reading_begins_where_it_makes_sense() {
        for (part, expected) in [
            (r#""a":1,"b":2}"#, Some(0)),
            (r#"abc","b":2}"#, Some(4)),
            (r#"abc"}"#, Some(4)),
            (r#"}],"b":["x","y"#, Some(0)),
            (r#"\",\"x\":1}","b":2}"#, Some(12)),
            (r#"e,"b":"#, Some(0)),
            (r#"12},{"a":"#, Some(0)),
            ("abc0123", None),
            (r#"a b" c" d"#, None),
        ] {
            assert_eq!(beginning(part.as_bytes()), expected, "{part}");
        }
    }
}
