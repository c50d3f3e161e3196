//! What the page tells of what is being typed in it.

use serde::{Deserialize, Serialize};

use crate::session::seam::actor::Actor;

/// What the page tells of what is being typed.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum DraftsIntent {
    /// This is being typed, in place of what was there before.
    Keep {
        /// What.
        draft: Draft,
    },
    /// Nothing is typed there any more.
    Leave {
        /// Where.
        place: DraftPlace,
    },
}

/// What is being typed or looked at, by where: one of each. As it was typed, and not yet anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "at", rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Draft {
    /// What is searched for among the accounts.
    AccountSearch {
        /// What stands in the field.
        text: String,
    },
    /// What is searched for in the address book.
    ContactSearch {
        /// What stands in the field.
        text: String,
    },
    /// An entry of the address book.
    Contact {
        /// The entry that is changed; `None` for a new one.
        previous_address: Option<String>,
        /// What stands in the field.
        name: String,
        /// What stands in the field.
        address: String,
        /// What stands in the field.
        note: String,
    },
    /// Another name.
    Rename {
        /// The record that is renamed.
        id: String,
        /// What stands in the field.
        name: String,
    },
    /// The one record that is looked at.
    Record {
        /// The page it is on.
        page: String,
        /// Which one.
        id: String,
    },
}

/// Where something is typed, or looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum DraftPlace {
    /// Of [`Draft::AccountSearch`].
    AccountSearch,
    /// Of [`Draft::ContactSearch`].
    ContactSearch,
    /// Of [`Draft::Contact`].
    Contact,
    /// Of [`Draft::Rename`].
    Rename,
    /// Of [`Draft::Record`].
    Record,
}

impl DraftsIntent {
    /// Who sends this: whoever types is heard of by the touch of a key.
    #[must_use]
    pub const fn by(&self) -> Actor {
        match self {
            Self::Keep { .. } | Self::Leave { .. } => Actor::Machine,
        }
    }
}

impl Draft {
    pub(super) const fn place(&self) -> DraftPlace {
        match self {
            Self::AccountSearch { .. } => DraftPlace::AccountSearch,
            Self::ContactSearch { .. } => DraftPlace::ContactSearch,
            Self::Contact { .. } => DraftPlace::Contact,
            Self::Rename { .. } => DraftPlace::Rename,
            Self::Record { .. } => DraftPlace::Record,
        }
    }

    /// Bytes of all its fields.
    pub(super) fn length(&self) -> usize {
        match self {
            Self::AccountSearch { text } | Self::ContactSearch { text } => text.len(),
            Self::Contact { previous_address, name, address, note } => {
                previous_address.as_ref().map_or(0, String::len) + name.len() + address.len() + note.len()
            }
            Self::Rename { id, name } => id.len() + name.len(),
            Self::Record { page, id } => page.len() + id.len(),
        }
    }
}
