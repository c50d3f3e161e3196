//! The address book. A contact that is one of the person's own accounts shares its name with the account.
//! This file decides about names and notes; what the account is called, `account.rs` decides first.

use super::item::{Choice, Verdict};
use super::ruling::{Ruling, Side, Text, Way, Wording, compare_names, compare_notes};
use super::rulings::Sides;
use crate::fault::Notice;
use crate::model::{AccountKey, Contact, ContactAddress};

/// How a contact and an account at the same address share a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// There is no such account, or the contact is not marked as the person's own.
    Free,
    /// The contact is called what the account is called.
    Follows,
    /// Only this wallet has the account: a new name of the contact goes to both.
    Leads,
}

/// The tie of an incoming contact.
pub(super) fn tie(sides: Sides<'_>, theirs: &Contact) -> Tie {
    let ContactAddress::Account(address) = &theirs.address else { return Tie::Free };
    let account = AccountKey::Address(*address);
    let mine_is_own = sides.mine.contacts.get(&theirs.address).is_some_and(|mine| mine.own_account);
    let comes_in = sides.theirs.accounts.contains_key(&account);
    let is_here = sides.mine.accounts.contains_key(&account);
    if !(theirs.own_account || mine_is_own) || !(comes_in || is_here) {
        Tie::Free
    } else if comes_in {
        Tie::Follows
    } else {
        Tie::Leads
    }
}

/// The rule for one incoming contact. `account_names` are the names its account can end up with, by every choice
/// about it.
///
/// For [`Tie::Follows`] the name in the ways is provisional: `apply` writes the account's.
pub(super) fn rule(sides: Sides<'_>, theirs: &Contact, account_names: &[&str]) -> Ruling<Contact> {
    let mine = sides.mine.contacts.get(&theirs.address);
    let before = account_name(sides, theirs);
    match (tie(sides, theirs), mine) {
        (Tie::Free, None) => Ruling::new_record(theirs, Some(theirs.name.clone())),
        (Tie::Follows, None) => Ruling::new_record(theirs, None),
        (Tie::Leads, Some(mine)) if mine.own_account => choose(mine, theirs),
        (Tie::Leads, mine) => lead(mine, theirs, before.unwrap_or_default()),
        (Tie::Free, Some(mine)) => choose(mine, theirs),
        (Tie::Follows, Some(mine)) => {
            let renamed =
                account_names.iter().any(|after| followed_name(Some(mine), theirs, before, after) != mine.name);
            follow(mine, theirs, renamed)
        }
    }
}

/// What an own contact ends up being called beside its account: like the account, unless nothing about either was to
/// change (two names that drifted apart in another program are not touched by importing them again).
pub(super) fn followed_name<'a>(
    mine: Option<&'a Contact>,
    theirs: &Contact,
    account_before: Option<&str>,
    account_after: &'a str,
) -> &'a str {
    match mine {
        Some(mine) if mine.own_account && mine.name == theirs.name && account_before == Some(account_after) => {
            &mine.name
        }
        Some(_) | None => account_after,
    }
}

/// What the account at this contact's address is called here.
pub(super) fn account_name<'a>(sides: Sides<'a>, contact: &Contact) -> Option<&'a str> {
    let ContactAddress::Account(address) = &contact.address else { return None };
    sides.mine.accounts.get(&AccountKey::Address(*address)).map(|account| account.name.as_str())
}

/// Names by the Desktop Wallet's rules: who is an account from now on is called what the account is called; an own
/// account's name is not overwritten by an entry; else what is here stays. A default name always gives way.
fn names(mine: &Contact, theirs: &Contact) -> Wording {
    match compare_names(text(mine), text(theirs)) {
        Wording::Differs(_) if theirs.own_account && !mine.own_account => Wording::Differs(Side::Theirs),
        wording @ (Wording::Settled | Wording::Differs(_)) => wording,
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
    Contact {
        address: mine.address.clone(),
        name: of(name).name.clone(),
        note: of(noted).note.clone(),
        own_account: mine.own_account || theirs.own_account,
    }
}

fn way(mine: &Contact, choice: Choice, record: Contact, outcome: String) -> Way<Contact> {
    if record == *mine { Way::leave(choice, Some(outcome)) } else { Way::write(choice, record, Some(outcome)) }
}

fn choose(mine: &Contact, theirs: &Contact) -> Ruling<Contact> {
    let (mine_text, their_text) = (note(mine), note(theirs));
    let (names, notes) = (names(mine, theirs), compare_notes(mine_text, their_text));
    match (names, notes) {
        (Wording::Settled, Wording::Settled) => {
            let record = blend(mine, theirs, Side::Mine, Side::Mine);
            if record == *mine {
                return Ruling::same();
            }
            let ways = vec![
                Way::write(Choice::TakeTheirs, record, Some(mine.name.clone())),
                Way::leave(Choice::LeaveOut, None),
            ];
            Ruling::new(Verdict::Completes, ways, Notice::new("contact-becomes-own"))
        }
        (Wording::Differs(default), Wording::Settled) => {
            let keep = way(mine, Choice::KeepMine, blend(mine, theirs, Side::Mine, Side::Mine), mine.name.clone());
            let take =
                way(mine, Choice::TakeTheirs, blend(mine, theirs, Side::Theirs, Side::Mine), theirs.name.clone());
            let why = Notice::new("name-differs").with("mine", &mine.name).with("theirs", &theirs.name);
            Ruling::new(Verdict::NameDiffers, ordered(default, keep, take), why)
        }
        (Wording::Settled, Wording::Differs(default)) => {
            let keep = way(mine, Choice::KeepMine, blend(mine, theirs, Side::Mine, Side::Mine), mine_text.to_owned());
            let take =
                way(mine, Choice::TakeTheirs, blend(mine, theirs, Side::Mine, Side::Theirs), their_text.to_owned());
            let why = Notice::new("note-differs").with("mine", mine_text).with("theirs", their_text);
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
            ways.sort_by_key(|(after_default, _)| *after_default);
            let why = Notice::new("name-and-note-differ")
                .with("mine", &mine.name)
                .with("theirs", &theirs.name)
                .with("my_note", mine_text)
                .with("their_note", their_text);
            let ways = ways.into_iter().map(|(_, way)| way).collect();
            Ruling::new(Verdict::NameDiffers, ways, why)
        }
    }
}

/// An account here, and only now an entry that says it is the person's own: the entry is called like the account, and
/// what it says besides is compared as if it had been there all along.
fn lead(mine: Option<&Contact>, theirs: &Contact, account: &str) -> Ruling<Contact> {
    let base = Contact {
        name: account.to_owned(),
        note: mine.map_or_else(|| theirs.note.clone(), |mine| mine.note.clone()),
        own_account: true,
        address: theirs.address.clone(),
    };
    let compared = choose(&base, theirs);
    let is_asked = compared.verdict != Verdict::Same;
    let adopt = if mine.is_some() { Choice::TakeTheirs } else { Choice::Add };
    let mut ways: Vec<_> = compared
        .ways
        .into_iter()
        .map(|way| Way {
            choice: if is_asked { way.choice } else { adopt },
            record: way.record.or_else(|| Some(base.clone())),
            outcome: way.outcome.or_else(|| Some(base.name.clone())),
        })
        .collect();
    ways.push(Way::leave(Choice::LeaveOut, None));
    let verdict = match (mine, is_asked) {
        (None, _) => Verdict::New,
        (Some(_), true) => compared.verdict,
        (Some(_), false) => Verdict::Completes,
    };
    Ruling::new(verdict, ways, compared.reason.unwrap_or_else(|| Notice::new("contact-becomes-own")))
}

/// The name is the account's affair: only the note is asked about here.
fn follow(mine: &Contact, theirs: &Contact, renamed: bool) -> Ruling<Contact> {
    let notes = compare_notes(note(mine), note(theirs));
    let becomes_own = theirs.own_account && !mine.own_account;
    let keep = Way::write(Choice::KeepMine, blend(mine, theirs, Side::Mine, Side::Mine), note_shown(mine));
    let take = Way::write(Choice::TakeTheirs, blend(mine, theirs, Side::Mine, Side::Theirs), note_shown(theirs));
    let follows = || Notice::new("contact-follows-account").with("mine", &mine.name);
    let (verdict, mut ways, reason) = match notes {
        Wording::Settled if !renamed && !becomes_own => return Ruling::same(),
        Wording::Settled if renamed => (Verdict::NameDiffers, vec![keep], follows()),
        Wording::Settled => (Verdict::Completes, vec![keep], Notice::new("contact-becomes-own")),
        Wording::Differs(default) => {
            let why = Notice::new("note-differs").with("mine", note(mine)).with("theirs", note(theirs));
            (Verdict::NoteDiffers, ordered(default, keep, take), why)
        }
    };
    if becomes_own {
        // Until now it was an entry like any other: the person may leave it so.
        ways.push(Way::leave(Choice::LeaveOut, None));
    }
    Ruling::new(verdict, ways, reason)
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
