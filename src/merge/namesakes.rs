//! Names of addresses that a person could take for one another: whoever is called like somebody else gets their money. It
//! only asks: the person decides. One pass over both sides, and then a look into an index for every name.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::item::Verdict;
use super::reason::Reason;
use super::ruling::{Named, Ruling};
use crate::model::{Account, AccountAddress, AccountKey, Contact, ContactAddress, NetworkRecords};
use crate::order::InOrder as _;
use crate::text;

/// What stands under a name. An account and its own contact stand under one address, and are nobody's namesakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NamePlace<'a> {
    At(&'a AccountAddress),
    /// A contact without an address, or an account without one.
    Text(&'a str),
}

/// Somebody who is called so.
#[derive(Debug, Clone, Copy)]
struct Holder<'a> {
    place: NamePlace<'a>,
    name: &'a str,
    /// On this side, not in the file.
    is_here: bool,
    /// Here, and nothing that comes in takes the name away by itself.
    stays: bool,
}

/// Who is called what: for each look of a name, at most two places that have it, those whose name stays first. Two are enough: one of
/// them is another place than the one that is asked about.
#[derive(Debug, Default)]
pub(super) struct Namesakes<'a>(BTreeMap<String, Vec<Holder<'a>>>);

const ENOUGH: usize = 2;

impl<'a> NamePlace<'a> {
    fn of_account(key: &'a AccountKey) -> Self {
        match key {
            AccountKey::Address(address) => Self::At(address),
            AccountKey::Unaddressed { text, .. } => Self::Text(text),
        }
    }

    fn of_contact(at: &'a ContactAddress) -> Self {
        match at {
            ContactAddress::Account(address) => Self::At(address),
            ContactAddress::Invalid(text) => Self::Text(text),
        }
    }

    fn text(self) -> String {
        match self {
            Self::At(address) => address.to_string(),
            Self::Text(text) => text.to_owned(),
        }
    }
}

impl<'a> Namesakes<'a> {
    /// Of both sides of a network.
    pub(super) fn of(mine: &'a NetworkRecords, theirs: &'a NetworkRecords) -> Self {
        let mut all = Self::default();
        all.note_here(mine, |at| theirs.owns(at));
        for account in theirs.accounts.values() {
            let place = NamePlace::of_account(&account.key);
            all.note(Holder { place, name: &account.name, is_here: false, stays: false });
        }
        for contact in theirs.contacts.values() {
            let place = NamePlace::of_contact(&contact.address);
            all.note(Holder { place, name: &contact.name, is_here: false, stays: false });
        }
        all
    }

    /// Of a wallet alone.
    pub(super) fn here(mine: &'a NetworkRecords) -> Self {
        let mut all = Self::default();
        all.note_here(mine, |_| false);
        all
    }

    /// A default name gives way to a given one, and an entry that is or becomes an own account is called like that.
    fn note_here(&mut self, records: &'a NetworkRecords, becomes_own: impl Fn(&ContactAddress) -> bool) {
        for account in records.accounts.values() {
            let place = NamePlace::of_account(&account.key);
            self.note(Holder { place, name: &account.name, is_here: true, stays: !account.has_default_name() });
        }
        for contact in records.contacts.values() {
            let is_default =
                matches!(&contact.address, ContactAddress::Account(at) if contact.name == at.default_name());
            let is_own = records.owns(&contact.address) || becomes_own(&contact.address);
            let stays = !is_default && !is_own;
            self.note(Holder {
                place: NamePlace::of_contact(&contact.address),
                name: &contact.name,
                is_here: true,
                stays,
            });
        }
    }

    fn note(&mut self, holder: Holder<'a>) {
        for look in text::looks(holder.name) {
            let holders = self.0.entry(look).or_default();
            match holders.iter_mut().find(|known| known.place == holder.place) {
                Some(known) if known.rank() < holder.rank() => *known = holder,
                Some(_) => {}
                None => holders.push(holder),
            }
            holders.order_by_key(|holder| Reverse(holder.rank()));
            holders.truncate(ENOUGH);
        }
    }

    /// Somebody else who is called so, or nearly so.
    fn other(&self, name: &str, place: NamePlace<'_>) -> Option<Holder<'a>> {
        let found = text::looks(name)
            .into_iter()
            .filter_map(|look| self.0.get(&look)?.iter().find(|holder| holder.place != place).copied());
        found.max_by_key(Holder::rank)
    }

    /// Who else is called like a name that is typed in for an address here.
    pub(super) fn of_typed(&self, name: &str, at: &ContactAddress) -> Option<(String, String)> {
        self.other(name, NamePlace::of_contact(at)).map(|holder| (holder.name.to_owned(), holder.place.text()))
    }

    /// A contact that would be called like somebody else. Where that one is here, nobody gets its name without being asked for.
    pub(super) fn ask_about(
        &self,
        mut ruling: Ruling<Contact>,
        at: &ContactAddress,
        mine: Option<&str>,
    ) -> Ruling<Contact> {
        let Some(holder) = self.about(&ruling, NamePlace::of_contact(at), mine) else { return ruling };
        if holder.stays {
            // Stable: among those that do and those that do not, the order stays.
            ruling.ways.order_by_key(|way| {
                let name = way.record.as_ref().map(|record| record.name.as_str()).filter(|name| Some(*name) != mine);
                name.is_some_and(|name| self.other(name, NamePlace::of_contact(at)).is_some_and(|other| other.stays))
            });
        }
        holder.said(ruling)
    }

    /// An account that would be called like somebody else. It comes in all the same: it is the person's own.
    pub(super) fn remark_on(&self, ruling: Ruling<Account>, key: &AccountKey, mine: Option<&str>) -> Ruling<Account> {
        match self.about(&ruling, NamePlace::of_account(key), mine) {
            Some(holder) => holder.said(ruling),
            None => ruling,
        }
    }

    /// Somebody whose name one of the ways would give a second time.
    fn about<R: Named>(&self, ruling: &Ruling<R>, place: NamePlace<'_>, mine: Option<&str>) -> Option<Holder<'a>> {
        let names = ruling.ways.iter().filter_map(|way| way.record.as_deref()).map(Named::name);
        let found = names.filter(|name| Some(*name) != mine).filter_map(|name| self.other(name, place));
        found.max_by_key(Holder::rank)
    }
}

impl Holder<'_> {
    fn rank(&self) -> (bool, bool) {
        (self.stays, self.is_here)
    }

    fn said<R>(self, ruling: Ruling<R>) -> Ruling<R> {
        let (name, address) = (self.name.to_owned(), self.place.text());
        let remark = match self.is_here {
            true => Reason::NameAlike { name, address },
            false => Reason::NameAlikeInFile { name, address },
        };
        if ruling.verdict == Verdict::New {
            return Ruling { verdict: Verdict::Alike, ..ruling.because(remark) };
        }
        ruling.remarking(remark)
    }
}
