//! Ceilings on JSON before and after it is parsed.

use memchr::memchr2;

use super::RecordError;

/// What parsing a JSON text would lead to, without parsing it. Right for JSON; for anything else merely numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct TreeSize {
    /// How deeply arrays and objects nest.
    pub(crate) nesting: usize,
    /// Bytes of memory that a tree of its values takes: a few for each byte of what wallets write, a hundred for each of `{"":0},`. More than a
    /// browser's `usize` counts: a file of 44 MB reaches that.
    pub(crate) tree: u64,
}

/// Most memory that a tree of values may take, in bytes, and where a smaller text is refused: what wallets write needs less than ten times
/// its length.
const MAX_TREE: u64 = 512 * 1024 * 1024;
const TREE_A_BYTE: u64 = 16;
const FREE_TREE: u64 = 32 * 1024 * 1024;

/// What one value takes in a tree, its place in a list or an object included; the text of a string comes on top.
const VALUE: u64 = 48;
/// What an object takes that has members: the tree's nodes are made for eleven of them.
const OBJECT: u64 = 640;

impl TreeSize {
    /// One pass over the bytes, and over those in texts in strides: they are most of what wallets write.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let (mut depth, mut shape) = (0_usize, Self::default());
        let mut left = bytes;
        while let [byte, behind @ ..] = left {
            left = behind;
            match byte {
                b'"' => {
                    let length = text_len(left);
                    shape.tree += length as u64;
                    left = left.get(length + 1..).unwrap_or_default();
                }
                b'[' | b'{' => {
                    depth += 1;
                    shape.nesting = shape.nesting.max(depth);
                    shape.tree += if *byte == b'{' { OBJECT } else { 2 * VALUE };
                }
                b']' | b'}' => depth = depth.saturating_sub(1),
                b',' => shape.tree += VALUE,
                _ => {}
            }
        }
        shape
    }

    /// Whether a tree of this text, which is so long, may be made.
    pub(crate) fn is_bearable(self, length: usize) -> bool {
        self.tree <= MAX_TREE.min(FREE_TREE + TREE_A_BYTE * length as u64)
    }
}

/// How many bytes stand before the quotation mark that ends a text, or before the end.
fn text_len(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|left| memchr2(b'"', b'\\', left)) {
        at += found;
        if text.get(at) == Some(&b'"') {
            return at;
        }
        // Whatever it is that is escaped, it ends nothing.
        at += 2;
    }
    text.len()
}

/// Refuses `found` above `max`, by name.
pub(super) fn at_most(what: &'static str, found: usize, max: usize) -> Result<(), RecordError> {
    if found > max { Err(RecordError::TooLong { what, found, max }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::TreeSize;

    #[test]
    fn brackets_count_outside_of_texts_only() {
        let nesting = |text: &[u8]| TreeSize::of(text).nesting;
        assert_eq!(nesting(b"7"), 0);
        assert_eq!(nesting(br#"{"a":[1,[2]],"b":[]}"#), 3);
        assert_eq!(nesting(br#"["[[[\"[[[", []]"#), 2);
        assert_eq!(nesting(b"]]]["), 1);
        assert_eq!(nesting(br#"["\\", []]"#), 2, "what is escaped is the stroke, not the mark behind it");
        for cut_off in [&b"[\"a"[..], b"[\"\\", b"[\"", b"[\"a\\\""] {
            assert_eq!(nesting(cut_off), 1);
        }
    }

    #[test]
    fn the_smallest_values_weigh_far_more_than_their_text() {
        let tree = |text: &str| TreeSize::of(text.as_bytes()).tree;
        let row = r#"{"address":"3kBx2h5Y2veb4hZgAJWPrr8RyQESKm5TjzF3ti1QQ4VSYLwK1G","name":"Contact 17","note":""},"#;
        assert!(tree(row) < 10 * row.len() as u64, "{}", tree(row));
        let small = r#"{"":0},"#;
        assert!(tree(small) > 90 * small.len() as u64);
        assert_eq!(tree(r#""[{,""#), 3, "a text is as long as it is");
        assert_eq!(size_of_val(&tree(small)), 8, "what 64 MB lead to is more than a browser's usize counts");
    }
}
