//! The form every rule answers in: what is known, and what each choice ends in.
//! Plan and apply read the same rulings; that is why they cannot disagree.

use super::item::{Choice, Item, Subject, Verdict};
use super::reason::Reason;
use crate::model::Common;

/// What the rules say about one incoming record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ruling<R> {
    pub(super) verdict: Verdict,
    /// Never empty; the default first.
    pub(super) ways: Vec<Way<R>>,
    pub(super) reason: Option<Reason>,
    /// What is worth knowing besides.
    pub(super) remarks: Vec<Reason>,
}

/// One choice and what it ends in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way<R> {
    pub(super) choice: Choice,
    /// The record to write; `None` writes nothing.
    pub(super) record: Option<Common<R>>,
    /// What the person is shown of it.
    pub(super) outcome: Option<String>,
}

impl<R> Way<R> {
    pub(super) fn write(choice: Choice, record: impl Into<Common<R>>, outcome: Option<String>) -> Self {
        Self { choice, record: Some(record.into()), outcome: outcome.filter(|text| !text.is_empty()) }
    }

    pub(super) fn leave(choice: Choice, outcome: Option<String>) -> Self {
        Self { choice, record: None, outcome: outcome.filter(|text| !text.is_empty()) }
    }
}

impl<R> Ruling<R> {
    /// Not here yet: take it in or not.
    pub(super) fn new_record(theirs: &Common<R>, outcome: Option<String>) -> Self {
        Self {
            verdict: Verdict::New,
            ways: vec![Way::write(Choice::Add, theirs.clone(), outcome), Way::leave(Choice::LeaveOut, None)],
            reason: None,
            remarks: Vec::new(),
        }
    }

    /// A ruling with its reason.
    pub(super) fn new(verdict: Verdict, ways: Vec<Way<R>>, why: Reason) -> Self {
        Self { verdict, ways, reason: Some(why), remarks: Vec::new() }
    }

    /// Here already; nothing to do.
    pub(super) fn same() -> Self {
        Self {
            verdict: Verdict::Same,
            ways: vec![Way::leave(Choice::KeepMine, None)],
            reason: None,
            remarks: Vec::new(),
        }
    }

    /// Not possible.
    pub(super) fn cannot_import(why: Reason) -> Self {
        Self::new(Verdict::CannotImport, vec![Way::leave(Choice::LeaveOut, None)], why)
    }

    /// The same ruling, with a word on why. What was the reason until now is worth knowing besides.
    pub(super) fn because(mut self, why: Reason) -> Self {
        self.remarks.extend(self.reason.replace(why));
        self
    }

    /// The same ruling, with something more that is worth knowing.
    pub(super) fn remarking(mut self, remark: Reason) -> Self {
        match &self.reason {
            None => self.reason = Some(remark),
            Some(_) => self.remarks.push(remark),
        }
        self
    }

    /// The same ruling where somebody says otherwise: what would be written by itself is left out by itself, and still offered.
    pub(super) fn doubted(mut self, why: Reason) -> Self {
        if self.ways.first().is_none_or(|way| way.record.is_none()) {
            return self.remarking(why);
        }
        let leaves = self.ways.iter().position(|way| way.record.is_none());
        let leave = leaves.map_or_else(|| Way::leave(Choice::LeaveOut, None), |at| self.ways.remove(at));
        self.ways.insert(0, leave);
        let verdict = if self.verdict == Verdict::Conflict { Verdict::Conflict } else { Verdict::Doubted };
        Self { verdict, ..self.because(why) }
    }

    /// What was chosen; the default where nothing was.
    pub(super) fn chosen(&self, choice: Option<Choice>) -> Option<&Way<R>> {
        choice.and_then(|choice| self.ways.iter().find(|way| way.choice == choice)).or_else(|| self.ways.first())
    }

    /// How the plan shows it.
    pub(super) fn item(&self, subject: Subject) -> Item {
        Item {
            subject,
            verdict: self.verdict,
            choices: self.ways.iter().map(|way| way.choice).collect(),
            reason: self.reason.clone(),
            remarks: self.remarks.clone(),
            keys: None,
            findings: Vec::new(),
            outcomes: self.ways.iter().map(|way| way.outcome.clone()).collect(),
        }
    }
}

/// Mine or theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Mine,
    Theirs,
}

/// What to do about two texts a person may have written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wording {
    /// Equal, or nobody would want the other one: what is here stays, and nobody is asked.
    Settled,
    /// Both are possible; this side stands unless the person says otherwise.
    Differs(Side),
}

/// A text, and whether a person wrote it or it stands there for want of a better one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) is_default: bool,
}

/// The one rule for names: a name the person gave here stays, a default name gives way, the other one is offered.
/// A default name is never offered in place of a given one.
pub(super) fn compare_names(mine: Text<'_>, theirs: Text<'_>) -> Wording {
    if mine.text == theirs.text {
        return Wording::Settled;
    }
    match (mine.is_default, theirs.is_default) {
        (true, true) if mine.text.is_empty() => Wording::Differs(Side::Theirs),
        (_, true) => Wording::Settled,
        (true, false) => Wording::Differs(Side::Theirs),
        (false, false) => Wording::Differs(Side::Mine),
    }
}

/// The one rule for notes: an empty note gives way, a written one stays, the other one is offered.
pub(super) fn compare_notes(mine: &str, theirs: &str) -> Wording {
    if theirs.is_empty() || mine == theirs {
        Wording::Settled
    } else if mine.is_empty() {
        Wording::Differs(Side::Theirs)
    } else {
        Wording::Differs(Side::Mine)
    }
}

/// A record with a name.
pub(super) trait Named: Clone + PartialEq {
    fn name(&self) -> &str;
    fn set_name(&mut self, name: &str);

    fn named(mut self, name: &str) -> Self {
        self.set_name(name);
        self
    }
}

/// The ways of a record that is here: `completed` is mine with everything filled in that was missing, under my name.
pub(super) fn settle<R: Named>(mine: &R, theirs: &R, completed: R, names: Wording) -> Ruling<R> {
    let completes = completed != *mine;
    let kept = completed.clone();
    let keep = if completes {
        Way::write(Choice::KeepMine, kept, Some(mine.name().to_owned()))
    } else {
        Way::leave(Choice::KeepMine, Some(mine.name().to_owned()))
    };
    let take = Way::write(Choice::TakeTheirs, completed.clone().named(theirs.name()), Some(theirs.name().to_owned()));
    let differs = || Reason::NameDiffers { mine: mine.name().to_owned(), theirs: theirs.name().to_owned() };
    let (verdict, mut ways, reason) = match names {
        Wording::Settled if !completes => return Ruling::same(),
        Wording::Settled => {
            (Verdict::Completes, vec![Way::write(Choice::TakeTheirs, completed, Some(mine.name().to_owned()))], None)
        }
        Wording::Differs(Side::Mine) => (Verdict::NameDiffers, vec![keep, take], Some(differs())),
        Wording::Differs(Side::Theirs) => (Verdict::NameDiffers, vec![take, keep], Some(differs())),
    };
    if completes {
        ways.push(Way::leave(Choice::LeaveOut, None));
    }
    let verdict = if completes { Verdict::Completes } else { verdict };
    Ruling { verdict, ways, reason, remarks: Vec::new() }
}

/// Whether a text that may be JSON says the same: key order and spacing do not count.
pub(super) fn same_json(mine: &str, theirs: &str) -> bool {
    let parse = |text: &str| serde_json::from_str::<serde_json::Value>(text);
    mine == theirs || matches!((parse(mine), parse(theirs)), (Ok(a), Ok(b)) if a == b)
}

/// Whether a JSON member or a text says nothing.
pub(super) fn is_blank(text: &str) -> bool {
    matches!(text.trim(), "" | "{}" | "null")
}
