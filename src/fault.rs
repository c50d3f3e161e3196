//! What every error can say about itself: a stable code, who can act, and the facts for a sentence.
//! The sentences themselves live in `extension/_locales`; nobody matches on text.

use std::collections::BTreeMap;

use serde::Serialize;

pub(crate) mod legible;

/// Who can do something about a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// The person at the screen: type again, choose again.
    User,
    /// The file that was offered.
    File,
    /// The Ledger, or the program that holds it.
    Device,
    /// The node, or the way to it.
    Network,
    /// This computer: its storage, its browser.
    Computer,
    /// Lifeboat itself: a defect to report.
    Us,
}

/// A fault as it travels to the page: no secret, no foreign text longer than a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// Stable kebab-case code, unique in the whole engine. `_locales` holds `fault_<code>` and `fault_<code>_advice`.
    pub code: &'static str,
    /// Who can act.
    pub party: Party,
    /// Numbers and names for the sentence.
    pub fields: BTreeMap<&'static str, String>,
    /// What a button beside the sentence can do about it; absent when that is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub remedy: Option<Remedy>,
}

/// What helps with a fault, at the press of a button. Whoever shows the fault shows the button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Remedy {
    /// The browser shows the replies of this node once the person allows it.
    AllowNode {
        /// The node's origin.
        url: String,
    },
}

impl Fault {
    /// The same, with what helps.
    #[must_use]
    pub fn with_remedy(self, remedy: Remedy) -> Self {
        Self { remedy: Some(remedy), ..self }
    }
}

/// An error that can be told to a person.
pub trait Explain: std::error::Error {
    /// Every code this type can answer, for the tests of uniqueness and of the texts.
    const CODES: &'static [&'static str];

    /// The stable code of this error.
    fn code(&self) -> &'static str;

    /// Who can act.
    fn party(&self) -> Party;

    /// Facts for the sentence, by placeholder name.
    fn fields(&self) -> BTreeMap<&'static str, String> {
        BTreeMap::new()
    }

    /// The error in the form that travels to the page.
    fn fault(&self) -> Fault {
        let fields = self.fields().into_iter().map(|(name, text)| (name, crate::text::shown(&text).into_owned()));
        Fault { code: self.code(), party: self.party(), fields: fields.collect(), remedy: None }
    }
}

/// Something worth knowing that stops nothing; the page has the words (`notice_<code>`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Stable kebab-case code.
    pub code: &'static str,
    /// Numbers and names for the sentence.
    pub fields: BTreeMap<&'static str, String>,
}

impl Notice {
    /// A notice without facts.
    #[must_use]
    pub fn new(code: &'static str) -> Self {
        Self { code, fields: BTreeMap::new() }
    }

    /// The same with one more fact.
    #[must_use]
    pub fn with(mut self, field: &'static str, value: impl ToString) -> Self {
        self.fields.insert(field, value.to_string());
        self
    }
}
