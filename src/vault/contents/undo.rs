//! What can be taken back: the wallet as it was, and which deed that undoes.

use crate::model::{Format, Wallet};
use crate::text;

/// The wallet before the last deed that can be taken back.
#[derive(Clone, PartialEq, Eq)]
pub struct Undo {
    /// What comes back.
    pub before: Wallet,
    /// What is taken back; `None` where an older version of the vault kept it, which did not know.
    pub of: Option<Deed>,
}

/// One deed that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// When it was done: milliseconds since 1970.
    pub at: u64,
    /// What was done.
    pub what: What,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Records of a file came in.
    File {
        /// What it was.
        format: Format,
        /// Its name, as [`What::file`] keeps it.
        name: String,
    },
    /// What a search had found came in.
    Recovery,
    /// Keys or records were removed.
    Removal,
}

impl What {
    /// Most characters of a file's name that are kept. No common disk takes longer ones.
    pub const MAX_FILE_NAME: usize = 255;

    /// A file of this name came in. Kept of the name is what can be seen, up to [`Self::MAX_FILE_NAME`] characters.
    #[must_use]
    pub fn file(format: Format, name: &str) -> Self {
        Self::File { format, name: text::clean(name).chars().take(Self::MAX_FILE_NAME).collect() }
    }
}
