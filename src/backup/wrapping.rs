//! What other programs put around a file, or do to it on its way, and how that is taken off again without loss.
//! One file a kind. None of them decides: each gives what the file may have been, and the door looks whether that is a backup.

mod around;
mod encoded;
mod json_text;
mod mail;
mod packed;
mod page;
mod rich_text;
mod typing;

pub(super) use packed::{is_locked_zip, is_packed, is_zip};
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
}

/// What an object may be taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Accept {
    /// Every kind of file.
    Anything,
    /// Locked files alone: outside of their texts nothing can be meant in two ways, and a part of one is never taken for a whole.
    Locked,
}

/// One kind of wrapping: everything that a file may have been.
pub(super) type Unwrap = fn(&[u8]) -> Vec<Unwrapped>;

/// In the order in which they are tried: those that say what they are first.
pub(super) const WRAPPINGS: &[Unwrap] = &[
    packed::unzip,
    packed::gunzip,
    rich_text::unwrap,
    mail::unwrap,
    json_text::unwrap,
    encoded::unwrap,
    around::unwrap,
    page::unwrap,
    typing::unwrap,
];

impl Unwrapped {
    fn new(bytes: impl Into<Vec<u8>>, notice: Noticed) -> Self {
        Self { bytes: Zeroizing::new(bytes.into()), name: None, notice, accept: Accept::Anything }
    }

    fn named(self, name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..self }
    }

    fn locked_only(self) -> Self {
        Self { accept: Accept::Locked, ..self }
    }
}
