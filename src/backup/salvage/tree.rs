//! Puts together what is left of a document: its records, each with the members that are whole.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::blocks::Parts;
use super::lists::RecordList;
use super::place::{Level, Passage, levels, passage};
use super::tokens::{Bracket, Sign, Token, beginning, tokens};
use crate::backup::json::wiped::Wiped;
use crate::backup::json::{MAX_NESTING, Members};
use crate::work::{self, Work};

/// What phones keep their lists in.
const VALUE: &str = "value";

/// How deep a record of the Desktop Wallet lies.
const ROW: usize = 2;

/// What was read.
pub(super) struct Remains {
    pub(super) members: Members,
    /// Records that lost something: their list, and what a person calls them.
    pub(super) hurt: Vec<(RecordList, String)>,
    /// Lists in which something is missing.
    pub(super) short: BTreeSet<RecordList>,
}

/// Reads the parts. `None` if there is no object, or one that nests too deeply.
pub(super) fn read(bytes: &[u8], parts: &Parts) -> Option<Remains> {
    let mut reader = TreeReader::default();
    let mut end = 0;
    for range in &parts.whole {
        let part = bytes.get(range.clone())?;
        if range.start == 0 {
            reader.read(part, 0)?;
        } else if let Some(at) = beginning(part) {
            reader.pass(&levels(part, at)?, range.start - end, range.end == parts.end)?;
            reader.read(part, at)?;
        } else {
            // What cannot be placed is lost with what is around it.
            continue;
        }
        end = range.end;
    }
    while !reader.open.is_empty() {
        reader.lose();
        reader.close();
    }
    let hurt = reader.hurt.into_iter().filter_map(|(list, label)| Some((list?, label))).collect();
    Some(Remains { members: reader.root?, hurt, short: reader.short })
}

#[derive(Default)]
struct TreeReader {
    open: Vec<Unclosed>,
    /// The list of a record is not known before that ends, where its name was lost.
    hurt: Vec<(Option<RecordList>, String)>,
    short: BTreeSet<RecordList>,
    root: Option<Members>,
}

/// A value that is not closed yet.
struct Unclosed {
    /// Which member of an object it is; `None` where that was lost, and in a list.
    name: Option<String>,
    /// Whether records are in it, or it is one. Every other value is taken as a whole or not at all.
    role: Role,
    is_hurt: bool,
    /// The member whose value comes next.
    next: Option<String>,
    /// Of a record, every member that was begun, also where its value was lost.
    begun: BTreeSet<String>,
    /// How many records had lost something when this began.
    hurt_before: usize,
    holds: Holds,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The document, and what it keeps its lists in.
    Frame,
    List,
    Record,
    Part,
}

/// Whatever it is, it may hold keys.
enum Holds {
    Members(Members),
    Elements(Vec<Value>),
}

impl Unclosed {
    fn shape(&self) -> Bracket {
        match self.holds {
            Holds::Members(_) => Bracket::Object,
            Holds::Elements(_) => Bracket::List,
        }
    }

    fn has_begun(&self, names: &BTreeSet<Vec<u8>>) -> bool {
        names.iter().any(|name| std::str::from_utf8(name).is_ok_and(|name| self.begun.contains(name)))
    }
}

impl Drop for Unclosed {
    fn drop(&mut self) {
        drop(match &mut self.holds {
            Holds::Members(members) => Wiped::new(Value::Object(std::mem::take(members))),
            Holds::Elements(elements) => Wiped::new(Value::Array(std::mem::take(elements))),
        });
    }
}

impl TreeReader {
    /// Reads a part from where its first token begins.
    fn read(&mut self, part: &[u8], at: usize) -> Option<()> {
        let mut text: Option<Token> = None;
        let mut all = tokens(part, at).peekable();
        while let Some(token) = all.next() {
            let is_named = all.peek().is_some_and(|next| next.sign == Sign::Colon);
            match token.sign {
                Sign::Open(shape) => self.begin(shape, false)?,
                Sign::Close(shape) => {
                    if self.open.last().is_some_and(|last| last.shape() != shape) {
                        self.lose();
                    }
                    self.close();
                }
                Sign::Text if is_named => text = Some(token),
                Sign::Colon => {
                    let name =
                        text.take().and_then(|text| serde_json::from_slice(part.get(text.begin..text.end)?).ok());
                    if let Some(last) = self.open.last_mut() {
                        if last.role == Role::Record {
                            last.begun.extend(name.clone());
                        }
                        last.next = name;
                    }
                }
                Sign::Text | Sign::TextWithoutEnd | Sign::Word => self.value(part, token),
                Sign::Comma => {}
            }
        }
        Some(())
    }

    /// Whole values alone: a number at an edge may be a piece of one.
    fn value(&mut self, part: &[u8], token: Token) {
        let is_piece = token.sign == Sign::Word && (token.begin == 0 || token.end == part.len());
        let text = part.get(token.begin..token.end).filter(|_| !is_piece);
        match text.and_then(|text| serde_json::from_slice(text).ok()) {
            Some(value) => self.add(value),
            None => self.lose(),
        }
    }

    fn begin(&mut self, shape: Bracket, is_hurt: bool) -> Option<()> {
        if self.open.len() >= MAX_NESTING {
            return None;
        }
        let depth = self.open.len();
        let name = self.open.last_mut().and_then(|outer| outer.next.take());
        let role = match (self.open.last().map(|outer| outer.role), shape) {
            (None, _) => Role::Frame,
            (Some(Role::Frame | Role::Record), Bracket::List)
                if name.as_deref().is_none_or(|name| RecordList::named(name).is_some()) =>
            {
                Role::List
            }
            (Some(Role::List), Bracket::Object) => Role::Record,
            (Some(Role::Frame), Bracket::Object) if depth == 1 && name.as_deref().is_none_or(|name| name == VALUE) => {
                Role::Frame
            }
            (Some(_), _) => Role::Part,
        };
        let holds = match shape {
            Bracket::Object => Holds::Members(Map::new()),
            Bracket::List => Holds::Elements(Vec::new()),
        };
        let hurt_before = self.hurt.len();
        self.open.push(Unclosed { name, role, is_hurt, next: None, begun: BTreeSet::new(), hurt_before, holds });
        Some(())
    }

    /// Adds a whole value to what is open.
    fn add(&mut self, value: Value) {
        let Some(last) = self.open.last_mut() else { return drop(Wiped::new(value)) };
        match (&mut last.holds, last.next.take()) {
            (Holds::Elements(elements), _) => elements.push(value),
            (Holds::Members(members), Some(name)) if !members.contains_key(&name) => drop(members.insert(name, value)),
            // Without its name, or the second one of that name: whose it is, is not known.
            (Holds::Members(_), _) => {
                last.is_hurt = true;
                drop(Wiped::new(value));
            }
        }
    }

    /// Something of what is open is lost here.
    fn lose(&mut self) {
        if let Some(last) = self.open.last_mut() {
            last.is_hurt = true;
            last.next = None;
        }
    }

    fn close(&mut self) {
        let Some(mut closed) = self.open.pop() else { return };
        let value = match &mut closed.holds {
            Holds::Members(members) => Value::Object(std::mem::take(members)),
            Holds::Elements(elements) => Value::Array(std::mem::take(elements)),
        };
        let depth = self.open.len();
        let Some(outer) = self.open.last_mut() else {
            if let Value::Object(members) = value {
                self.root.get_or_insert(members);
            }
            return;
        };
        let mut name = closed.name.take();
        let keeps = match closed.role {
            Role::Frame => {
                let has_lists = ["identities", "recipients"].iter().any(|list| value.get(*list).is_some());
                name = name.or_else(|| has_lists.then(|| VALUE.to_owned()));
                true
            }
            Role::List => {
                let records = value.as_array().filter(|list| list.iter().all(Value::is_object));
                let list = match &name {
                    Some(name) => RecordList::named(name),
                    None => records.and_then(|records| RecordList::of(records, depth == 1)),
                };
                name = list.map(|list| list.name().to_owned());
                for (known, _) in self.hurt.iter_mut().skip(closed.hurt_before) {
                    work::note(Work::Visit, 1);
                    *known = known.or(list);
                }
                self.short.extend(list.filter(|_| closed.is_hurt));
                !closed.is_hurt || records.is_some()
            }
            Role::Record => {
                let is_left = !closed.is_hurt || is_worth_keeping(&value, outer.name.as_deref(), depth == ROW);
                if closed.is_hurt && is_left {
                    self.hurt.push((outer.name.as_deref().and_then(RecordList::named), label(&value)));
                }
                is_left
            }
            Role::Part => !closed.is_hurt,
        };
        outer.next = name;
        if keeps {
            self.add(value);
        } else {
            drop(Wiped::new(value));
            self.lose();
        }
    }

    /// Goes on behind a damaged place of `lost` bytes.
    fn pass(&mut self, levels: &[Level], lost: usize, is_last: bool) -> Option<()> {
        self.lose();
        let shapes: Vec<Bracket> = self.open.iter().map(Unclosed::shape).collect();
        // Where nothing fits, only the document is sure.
        let most = Passage { closed: shapes.len().saturating_sub(1), opened: levels.len().saturating_sub(1).max(1) };
        let mut passage = passage(&shapes, levels, is_last).unwrap_or(most);
        if let Some(split) = self.split(levels, lost, passage) {
            passage = split;
        }
        for _ in 0..passage.closed {
            self.close();
            self.lose();
        }
        for level in levels.iter().take(passage.opened).rev() {
            let shape =
                if self.open.is_empty() || !level.names.is_empty() { Some(Bracket::Object) } else { level.closes };
            self.begin(shape.unwrap_or(Bracket::Object), true)?;
        }
        self.lose();
        Some(())
    }

    /// Whether another record may have begun in a damaged place: if so it is never joined with the one before. Of a long record that it is the
    /// same is certain where the rest of it is far longer than what was lost and repeats no name: the rest of another one would repeat what
    /// this one had. Of a short one it never is.
    fn split(&self, levels: &[Level], lost: usize, passage: Passage) -> Option<Passage> {
        let kept = self.open.len() - passage.closed;
        let pairs = levels.iter().enumerate().skip(passage.opened).zip((0..kept).rev());
        let mut splits = pairs.filter(|((_, level), at)| {
            let Some(begun) = self.open.get(*at) else { return false };
            let list = at.checked_sub(1).and_then(|list| RecordList::named(self.open.get(list)?.name.as_deref()?));
            let is_long = list.is_some_and(|list| list.has_long_records(*at == ROW));
            begun.role == Role::Record && (!is_long || begun.has_begun(&level.names) || level.reach < 2 * lost)
        });
        // The outermost one.
        let ((level, _), at) = splits.next_back()?;
        Some(Passage { closed: self.open.len() - at, opened: level + 1 })
    }
}

/// Whether what is left of a record means anything. The Desktop Wallet's rows have members whose absence would mean something else: an account
/// without an address is one that is not on the chain yet, an identity without a version is an old one.
fn is_worth_keeping(record: &Value, list: Option<&str>, is_row: bool) -> bool {
    let needed: &[&str] = match list {
        Some("accounts") if is_row => &["address"],
        Some("identities") if is_row => &["version"],
        // Nobody could tell whose the rest is.
        Some("addressBook" | "recipients") => &["address", "name"],
        Some(_) | None => &[],
    };
    record.as_object().is_some_and(|members| {
        !members.is_empty() && (needed.is_empty() || needed.iter().any(|name| members.contains_key(*name)))
    })
}

/// What a person calls a record, as far as that is left.
fn label(record: &Value) -> String {
    let names = ["name", "address", "accountAddress", "identifier", "credId", "note"];
    names.iter().find_map(|name| record.get(name)?.as_str()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::backup::salvage::blocks::Parts;
    use crate::work::{Work, count};

    #[test]
    fn ten_times_the_lists_without_a_name_are_ten_times_the_work() {
        let [some, more] = [30, 300].map(|lists| {
            let text = "?".repeat(16) + &r#"[{"":0,"":0}],"#.repeat(lists) + "}";
            let parts = Parts { whole: std::iter::once(16..text.len()).collect(), end: text.len() };
            let (visits, remains) = count(Work::Visit, || read(text.as_bytes(), &parts));
            assert!(remains.is_some_and(|remains| remains.hurt.is_empty()), "nobody knows whose they were");
            visits
        });
        assert!(some > 0 && more <= 10 * some, "{some}, then {more}");
    }
}
