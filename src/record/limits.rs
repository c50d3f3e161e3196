//! Ceilings on JSON before and after it is parsed.

use super::RecordError;

/// What parsing a JSON text would lead to, without parsing it. Right for JSON; for anything else merely numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct TreeSize {
    /// How deeply arrays and objects nest.
    pub(crate) nesting: usize,
    /// Bytes of memory that a tree of its values takes: a few for each byte of what wallets write, a hundred for each of `{"":0},`.
    pub(crate) tree: usize,
}

/// Most memory that a tree of values may take, in bytes, and where a smaller text is refused: what wallets write needs less than ten times
/// its length.
const MAX_TREE: usize = 512 * 1024 * 1024;
const TREE_A_BYTE: usize = 16;
const FREE_TREE: usize = 32 * 1024 * 1024;

/// What one value takes in a tree, its place in a list or an object included; the text of a string comes on top.
const VALUE: usize = 48;
/// What an object takes that has members: the tree's nodes are made for eleven of them.
const OBJECT: usize = 640;

impl TreeSize {
    /// One pass over the bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let (mut depth, mut shape) = (0_usize, Self::default());
        let (mut in_text, mut escaped) = (false, false);
        for byte in bytes {
            match (in_text, byte) {
                (true, _) if escaped => escaped = false,
                (true, b'\\') => escaped = true,
                (_, b'"') => in_text = !in_text,
                (false, b'[' | b'{') => {
                    depth += 1;
                    shape.nesting = shape.nesting.max(depth);
                    shape.tree += if *byte == b'{' { OBJECT } else { 2 * VALUE };
                }
                (false, b']' | b'}') => depth = depth.saturating_sub(1),
                (false, b',') => shape.tree += VALUE,
                (true, _) => shape.tree += 1,
                (false, _) => {}
            }
        }
        shape
    }

    /// Whether a tree of this text, which is so long, may be made.
    pub(crate) fn is_bearable(self, length: usize) -> bool {
        self.tree <= MAX_TREE.min(FREE_TREE + TREE_A_BYTE * length)
    }
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
    }

    #[test]
    fn the_smallest_values_weigh_far_more_than_their_text() {
        let tree = |text: &str| TreeSize::of(text.as_bytes()).tree;
        let row = r#"{"address":"3kBx2h5Y2veb4hZgAJWPrr8RyQESKm5TjzF3ti1QQ4VSYLwK1G","name":"Contact 17","note":""},"#;
        assert!(tree(row) < 10 * row.len(), "{}", tree(row));
        let small = r#"{"":0},"#;
        assert!(tree(small) > 90 * small.len());
        assert_eq!(tree(r#""[{,""#), 3, "a text is as long as it is");
    }
}
