//! What other programs put around a file, or do to it on its way, and how that is taken off again without loss.
//! One file a kind. None of them decides: each gives what the file may have been, and the door looks whether that is a backup.

mod around;
mod encoded;
mod json_text;
mod mail;
mod packed;
mod page;
mod quoted;
mod rich_text;
mod typing;

pub(super) use packed::{is_archive, is_locked_zip, is_packed, is_zip};
pub(super) use rich_text::is_rich_text;

use zeroize::Zeroizing;

use super::noticed::Noticed;

/// What a file may have been before something was done to it.
pub(super) struct Unwrapped {
    /// Its bytes.
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// Its name, where it had one of its own.
    pub(super) name: Option<String>,
    /// What was undone.
    pub(super) notice: Noticed,
    /// What it may be taken for.
    pub(super) accept: Accept,
    /// Whether it was found damaged: then nothing of it is read.
    pub(super) is_damaged: bool,
}

/// What an object may be taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Accept {
    /// Every kind of file.
    Anything,
    /// The same, if there is another one beside it: by itself it may be a part of what is damaged.
    Beside,
    /// Locked files alone: outside of their texts nothing can be meant in two ways, and a part of one is never taken for a whole.
    Locked,
}

/// One kind of wrapping.
pub(super) struct Wrapping {
    /// Everything that a file may have been.
    pub(super) unwrap: fn(&[u8]) -> Vec<Unwrapped>,
    /// How often a byte of the file is looked at, at most.
    pub(super) passes: usize,
}

const fn wrapping(unwrap: fn(&[u8]) -> Vec<Unwrapped>, passes: usize) -> Wrapping {
    Wrapping { unwrap, passes }
}

/// In the order in which they are tried: those that say what they are first.
pub(super) const WRAPPINGS: &[Wrapping] = &[
    wrapping(packed::unzip, 1),
    wrapping(packed::gunzip, 1),
    wrapping(rich_text::unwrap, 2),
    wrapping(mail::unwrap, 3),
    wrapping(json_text::unwrap, 2),
    wrapping(encoded::unwrap, 3),
    wrapping(quoted::unwrap, 2),
    wrapping(around::unwrap, around::PASSES),
    wrapping(page::unwrap, 3),
    wrapping(typing::unwrap, 2),
];

impl Unwrapped {
    fn new(bytes: Zeroizing<Vec<u8>>, notice: Noticed) -> Self {
        Self { bytes, name: None, notice, accept: Accept::Anything, is_damaged: false }
    }

    /// A piece of something larger.
    fn copied(bytes: &[u8], notice: Noticed) -> Self {
        Self::new(Zeroizing::new(bytes.to_vec()), notice)
    }

    fn damaged(notice: Noticed) -> Self {
        Self { is_damaged: true, ..Self::new(Zeroizing::default(), notice) }
    }

    fn named(self, name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..self }
    }

    fn accept(self, accept: Accept) -> Self {
        Self { accept, ..self }
    }
}
