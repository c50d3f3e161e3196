//! The lists of a document, row by row: of a wide wallet there is never a value for more than one record at a time beside its text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{COSIGNERS, LISTS};
use crate::backup::DocumentError;
use crate::backup::json::wiped::Wiped;
use crate::secret::Plaintext;

/// A document, taken apart as far as its lists.
pub(in crate::backup::format) struct DesktopLists<'t> {
    lists: Vec<(&'static str, ListRows<'t>)>,
    /// Everything else.
    pub(super) others: Map<String, Value>,
}

/// The rows of one list.
pub(super) enum ListRows<'t> {
    /// As values.
    Values(Vec<Value>),
    /// As they are written.
    Written(Vec<&'t RawValue>),
}

impl<'t> DesktopLists<'t> {
    /// Of a text, if it is such a document, and in order.
    pub(in crate::backup::format) fn of(document: &'t Plaintext) -> Option<Self> {
        // EXPOSE: to find the lists in it.
        let text = document.expose();
        // Half a character has to be mended first, in the text as a whole.
        if text.windows(HALF.len()).any(|letters| letters.eq_ignore_ascii_case(HALF)) {
            return None;
        }
        let written: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_slice(text).ok()?;
        let is_list = |name: &&'static str| written.get(*name).is_some_and(|list| list.get().starts_with('['));
        // What other documents are known by (`DOCUMENTS`) is none of its members.
        if !LISTS.iter().any(&is_list) || OF_OTHERS.iter().any(|name| written.contains_key(*name)) {
            return None;
        }
        let mut lists = Vec::new();
        for name in LISTS.into_iter().chain([COSIGNERS]).filter(is_list) {
            lists.push((name, ListRows::Written(serde_json::from_str(written.get(name)?.get()).ok()?)));
        }
        let mut others = Map::new();
        for (name, value) in
            written.into_iter().filter(|(name, _)| !lists.iter().any(|(list, _)| *list == name.as_ref()))
        {
            others.insert(name.into_owned(), serde_json::from_str(value.get()).ok()?);
        }
        Some(Self { lists, others })
    }

    /// Takes a list out; `None` where there is none, or something else in its place.
    pub(super) fn take(&mut self, name: &'static str) -> Option<ListRows<'t>> {
        self.others.remove(name);
        let at = self.lists.iter().position(|(list, _)| *list == name)?;
        Some(self.lists.swap_remove(at).1)
    }
}

/// How half a character begins, and few whole ones do.
const HALF: &[u8] = br"\ud";
/// Members of other documents, and of none of these.
const OF_OTHERS: [&str; 3] = ["type", "value", "accountKeys"];

impl DesktopLists<'static> {
    /// Of the values of such a document.
    ///
    /// # Errors
    /// [`DocumentError::NotAWallet`] for anything but an object.
    pub(super) fn of_values(document: Wiped) -> Result<Self, DocumentError> {
        let Value::Object(mut others) = document.into_value() else { return Err(DocumentError::NotAWallet) };
        let mut lists = Vec::new();
        for name in LISTS.into_iter().chain([COSIGNERS]) {
            if let Some(Value::Array(rows)) = others.get_mut(name) {
                lists.push((name, ListRows::Values(std::mem::take(rows))));
                others.remove(name);
            }
        }
        Ok(Self { lists, others })
    }
}

impl ListRows<'_> {
    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        match self {
            Self::Values(values) => values.len(),
            Self::Written(written) => written.len(),
        }
    }

    /// One after the other.
    pub(super) fn each(self, mut read: impl FnMut(Value)) {
        match self {
            Self::Values(values) => values.into_iter().for_each(read),
            // What was found to be JSON and is no value all the same, as a number beyond all numbers, is named like any other.
            Self::Written(written) => {
                written.into_iter().for_each(|row| read(serde_json::from_str(row.get()).unwrap_or_default()));
            }
        }
    }
}
