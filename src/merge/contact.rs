//! The address book. A contact that is one of the person's own accounts shares its name with the account; which are own, the accounts on
//! either side say, and never a flag of a file.
//! This file decides about names and notes; what the account is called, `account.rs` decides first.

use super::item::{Choice, Verdict};
use super::namesakes::Namesakes;
use super::reason::Reason;
use super::ruling::{Named, Ruling, Side, Text, Way, Wording, compare_names, compare_notes};
use super::sides::Sides;
use crate::model::{Common, Contact, ContactAddress};
use crate::order::InOrder as _;

/// How a contact and an account at the same address share a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// There is no such account.
    Free,
    /// The contact is called what the account is called.
    Follows,
    /// Only this wallet has the account: a new name of the contact goes to both.
    Leads,
}

/// The tie of an incoming contact.
pub(super) fn tie(sides: Sides<'_>, theirs: &Contact) -> Tie {
    match (sides.mine.owns(&theirs.address), sides.theirs.owns(&theirs.address)) {
        (_, true) => Tie::Follows,
        (true, false) => Tie::Leads,
        (false, false) => Tie::Free,
    }
}

/// The rule for one incoming contact. `account_names` are the names its account can end up with, by every choice
/// about it.
///
/// For [`Tie::Follows`] the ways end in no name: it is the account's, whatever that will be.
pub(super) fn rule(
    sides: Sides<'_>,
    namesakes: &Namesakes<'_>,
    theirs: &Common<Contact>,
    account_names: &[&str],
) -> Ruling<Contact> {
    let mine = sides.mine.contacts.get(&theirs.address).map(Common::record);
    let before = account_name(sides, theirs);
    let ruling = match (tie(sides, theirs), mine) {
        (Tie::Free, None) => Ruling::new_record(theirs, Some(theirs.name.clone())),
        (Tie::Leads, mine) => lead(mine, theirs, before.unwrap_or_default()),
        (Tie::Free, Some(mine)) => choose(mine, theirs, false),
        (Tie::Follows, mine) => return follow(sides, mine, theirs, account_names),
    };
    // A name that the address has here already, as an entry or as an account, is not given a second time.
    namesakes.ask_about(ruling, &theirs.address, mine.map(|mine| mine.name.as_str()).or(before))
}

/// What an own contact ends up being called beside its account: like the account, unless that keeps its name (two names that drifted
/// apart in another program are not touched by importing them again).
pub(super) fn followed_name<'a>(
    mine: Option<&'a Contact>,
    account_before: Option<&str>,
    account_after: &'a str,
) -> &'a str {
    mine.filter(|_| account_before == Some(account_after)).map_or(account_after, |mine| &mine.name)
}

/// What the account at this contact's address is called here.
pub(super) fn account_name<'a>(sides: Sides<'a>, contact: &Contact) -> Option<&'a str> {
    sides.mine.account_at(&contact.address).map(|account| account.name.as_str())
}

impl Named for Contact {
    fn name(&self) -> &str {
        &self.name
    }

    fn set_name(&mut self, name: &str) {
        name.clone_into(&mut self.name);
    }
}

fn text(contact: &Contact) -> Text<'_> {
    let is_default = contact.name.is_empty()
        || match &contact.address {
            ContactAddress::Account(address) => contact.name == address.default_name(),
            ContactAddress::Invalid(_) => false,
        };
    Text { text: &contact.name, is_default }
}

fn note(contact: &Contact) -> &str {
    contact.note.as_deref().unwrap_or_default()
}

fn blend(mine: &Contact, theirs: &Contact, name: Side, noted: Side) -> Contact {
    let of = |side| match side {
        Side::Mine => mine,
        Side::Theirs => theirs,
    };
    Contact { address: mine.address.clone(), name: of(name).name.clone(), note: of(noted).note.clone() }
}

fn way(mine: &Contact, choice: Choice, record: Contact, outcome: String) -> Way<Contact> {
    if record == *mine { Way::leave(choice, Some(outcome)) } else { Way::write(choice, record, Some(outcome)) }
}

/// Both have the address. Where the contact leads, another name goes to the account, too, and that is said.
fn choose(mine: &Contact, theirs: &Contact, leads: bool) -> Ruling<Contact> {
    let (mine_text, their_text) = (note(mine), note(theirs));
    let (names, notes) = (compare_names(text(mine), text(theirs)), compare_notes(mine_text, their_text));
    let ruling = match (names, notes) {
        (Wording::Settled, Wording::Settled) => return Ruling::same(),
        (Wording::Differs(default), Wording::Settled) => {
            let keep = way(mine, Choice::KeepMine, blend(mine, theirs, Side::Mine, Side::Mine), mine.name.clone());
            let take =
                way(mine, Choice::TakeTheirs, blend(mine, theirs, Side::Theirs, Side::Mine), theirs.name.clone());
            let why = Reason::NameDiffers { mine: mine.name.clone(), theirs: theirs.name.clone() };
            Ruling::new(Verdict::NameDiffers, ordered(default, keep, take), why)
        }
        (Wording::Settled, Wording::Differs(default)) => {
            let keep = way(mine, Choice::KeepMine, blend(mine, theirs, Side::Mine, Side::Mine), mine_text.to_owned());
            let take =
                way(mine, Choice::TakeTheirs, blend(mine, theirs, Side::Mine, Side::Theirs), their_text.to_owned());
            let why = Reason::NoteDiffers { mine: mine_text.to_owned(), theirs: their_text.to_owned() };
            Ruling::new(Verdict::NoteDiffers, ordered(default, keep, take), why)
        }
        (Wording::Differs(default_name), Wording::Differs(default_note)) => {
            let all = [
                (Choice::KeepMine, Side::Mine, Side::Mine),
                (Choice::TakeTheirs, Side::Theirs, Side::Theirs),
                (Choice::TakeTheirName, Side::Theirs, Side::Mine),
                (Choice::TakeTheirNote, Side::Mine, Side::Theirs),
            ];
            let mut ways: Vec<_> = all
                .into_iter()
                .map(|(choice, names, notes)| {
                    let record = blend(mine, theirs, names, notes);
                    let outcome = match note(&record) {
                        "" => record.name.clone(),
                        text => format!("{} · {text}", record.name),
                    };
                    ((names, notes) != (default_name, default_note), way(mine, choice, record, outcome))
                })
                .collect();
            // Stable: the default goes first, the others keep their order.
            ways.order_by_key(|(after_default, _)| *after_default);
            let why = Reason::NameAndNoteDiffer {
                mine: mine.name.clone(),
                theirs: theirs.name.clone(),
                my_note: mine_text.to_owned(),
                their_note: their_text.to_owned(),
            };
            let ways = ways.into_iter().map(|(_, way)| way).collect();
            Ruling::new(Verdict::NameDiffers, ways, why)
        }
    };
    let renames = leads && names != Wording::Settled;
    if renames { ruling.remarking(Reason::ContactNamesAccount) } else { ruling }
}

/// Only this side has the account, and so the name that counts: the entry is called like the account, and another name is offered for
/// both. A name that drifted apart elsewhere is nothing to be kept, unless the file has it so, too.
fn lead(mine: Option<&Contact>, theirs: &Contact, account: &str) -> Ruling<Contact> {
    if let Some(mine) = mine.filter(|mine| mine.name == account || mine.name == theirs.name) {
        return choose(mine, theirs, true);
    }
    let base = Contact { name: account.to_owned(), ..mine.unwrap_or(theirs).clone() };
    let compared = choose(&base, theirs, true);
    let is_asked = compared.verdict != Verdict::Same;
    if mine.is_some() && !is_asked {
        return compared;
    }
    let mut ways: Vec<_> = compared
        .ways
        .into_iter()
        .map(|way| Way {
            choice: if is_asked { way.choice } else { Choice::Add },
            record: way.record.or_else(|| Some(base.clone().into())),
            outcome: way.outcome.or_else(|| Some(base.name.clone())),
        })
        .collect();
    let verdict = match mine {
        Some(_) => compared.verdict,
        None => Verdict::New,
    };
    if mine.is_none() {
        ways.push(Way::leave(Choice::LeaveOut, None));
    }
    let why = compared.reason.unwrap_or(Reason::ContactBecomesOwn);
    Ruling { remarks: compared.remarks, ..Ruling::new(verdict, ways, why) }
}

/// The name is the account's affair: only the note is asked about here. What the file calls the entry is said where it is another name.
fn follow(
    sides: Sides<'_>,
    mine: Option<&Contact>,
    theirs: &Common<Contact>,
    account_names: &[&str],
) -> Ruling<Contact> {
    let drifted = sides.theirs.account_at(&theirs.address).is_some_and(|account| account.name != theirs.name);
    let follows = |name: &str| Reason::ContactFollowsAccount { name: name.to_owned() };
    let Some(mine) = mine else {
        let ruling = Ruling::new_record(theirs, None);
        return if drifted { ruling.because(follows(&theirs.name)) } else { ruling };
    };
    let before = account_name(sides, theirs);
    let renamed = account_names.iter().any(|after| followed_name(Some(mine), before, after) != mine.name);
    let keep = |choice| Way::write(choice, blend(mine, theirs, Side::Mine, Side::Mine), note_shown(mine));
    match compare_notes(note(mine), note(theirs)) {
        Wording::Settled if renamed => {
            let alone = Way { outcome: None, ..keep(Choice::FollowAccount) };
            Ruling::new(Verdict::NameDiffers, vec![alone], follows(&mine.name))
        }
        Wording::Settled if before.is_none() => {
            let alone = Way { outcome: None, ..keep(Choice::FollowAccount) };
            Ruling::new(Verdict::Completes, vec![alone], Reason::ContactBecomesOwn)
        }
        Wording::Settled => Ruling::same(),
        Wording::Differs(default) => {
            let take =
                Way::write(Choice::TakeTheirs, blend(mine, theirs, Side::Mine, Side::Theirs), note_shown(theirs));
            let why = Reason::NoteDiffers { mine: note(mine).to_owned(), theirs: note(theirs).to_owned() };
            let ruling = Ruling::new(Verdict::NoteDiffers, ordered(default, keep(Choice::KeepMine), take), why);
            if renamed { ruling.remarking(follows(&mine.name)) } else { ruling }
        }
    }
}

fn note_shown(contact: &Contact) -> Option<String> {
    contact.note.clone().filter(|note| !note.is_empty())
}

fn ordered(default: Side, keep: Way<Contact>, take: Way<Contact>) -> Vec<Way<Contact>> {
    match default {
        Side::Mine => vec![keep, take],
        Side::Theirs => vec![take, keep],
    }
}
