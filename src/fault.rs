//! What every error and every notice can say about itself: a stable code, the facts for a sentence and, of an error, who can act.
//! The sentences themselves live in `extension/_locales`; nobody matches on text.

use std::collections::BTreeMap;

use serde::Serialize;

pub(crate) mod legible;

pub(crate) use lifeboat_derive::{Coded, Explain};

/// Who can do something about a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
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

/// Numbers and names for a sentence, by placeholder name.
pub type Fields = BTreeMap<&'static str, String>;

/// Something the page has words for. Derived: code and facts stand beside each variant (`lifeboat_derive`).
pub trait Coded: Listed {
    /// Every code of this type. What wraps another type leaves that one its own.
    const CODES: &'static [Code];

    /// Stable kebab-case code, unique in the whole engine.
    fn code(&self) -> &'static str;

    /// Tells the facts of the sentence.
    fn tell(&self, facts: &mut Facts);

    /// The facts of the sentence, on one line each.
    fn fields(&self) -> Fields {
        let mut facts = Facts::default();
        self.tell(&mut facts);
        facts.0
    }
}

/// Of a type whose codes are in the one list of the engine, in `session::codes`: what is not listed there does not compile.
pub trait Listed {}

/// A code, and the facts its sentence may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Stable kebab-case code.
    pub name: &'static str,
    /// Placeholder names.
    pub fields: &'static [&'static str],
}

/// The facts of a sentence, as they are told.
#[derive(Debug, Default)]
pub struct Facts(Fields);

impl Facts {
    /// All of them.
    #[must_use]
    pub fn into_fields(self) -> Fields {
        self.0
    }

    /// One more. Foreign text is kept on one line and without what nobody sees.
    pub fn add(&mut self, name: &'static str, value: impl ToString) {
        self.0.insert(name, crate::text::shown(&value.to_string()).into_owned());
    }
}

/// An error that can be told to a person.
pub trait Explain: Coded {
    /// Who can act.
    fn party(&self) -> Party;

    /// The error in the form that travels to the page.
    fn fault(&self) -> Fault {
        Fault { code: self.code(), party: self.party(), fields: self.fields(), remedy: None }
    }
}

/// A fault as it travels to the page: no secret, no foreign text longer than a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// `_locales` holds `fault_<code>` and `fault_<code>_advice`.
    #[cfg_attr(test, ts(type = "FaultCode"))]
    pub code: &'static str,
    /// Who can act.
    pub party: Party,
    /// Numbers and names for the sentence.
    pub fields: Fields,
    /// What a button beside the sentence can do about it; absent when that is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub remedy: Option<Remedy>,
}

/// What helps with a fault, at the press of a button. Whoever shows the fault shows the button.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Remedy {
    /// The browser shows the replies of this node once the person allows it.
    AllowNode {
        /// The node's origin.
        url: String,
    },
    /// A search stops, and what was refused because of it is asked for again. What it found is kept.
    StopSearch,
}

impl Fault {
    /// The same, with what helps.
    #[must_use]
    pub fn with_remedy(self, remedy: Remedy) -> Self {
        Self { remedy: Some(remedy), ..self }
    }
}

/// Something worth knowing that stops nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Notice {
    /// `_locales` holds `notice_<code>`.
    #[cfg_attr(test, ts(type = "NoticeCode"))]
    pub code: &'static str,
    /// Numbers and names for the sentence.
    pub fields: Fields,
}

impl Notice {
    /// In the form that travels to the page.
    #[must_use]
    pub fn of(what: &impl Coded) -> Self {
        Self { code: what.code(), fields: what.fields() }
    }

    /// The same with one more fact.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl ToString) -> Self {
        let mut facts = Facts(self.fields);
        facts.add(name, value);
        Self { fields: facts.0, ..self }
    }
}
