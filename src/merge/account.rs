//! Accounts: the same address is the same account, under whichever identity a file lists it.
//! A record that got further brings its state along; the name is settled together with the account's own contact.

use super::item::{Choice, Verdict};
use super::ruling::{Named, Ruling, Side, Text, Way, Wording, compare_names, settle};
use super::rulings::Sides;
use crate::fault::Notice;
use crate::model::{Account, AccountState, Contact, ContactAddress, NetworkRecords};

/// The rule for one incoming account.
pub(super) fn rule(sides: Sides<'_>, theirs: &Account) -> Ruling<Account> {
    let is_known = |key| sides.mine.identities.contains_key(&key) || sides.theirs.identities.contains_key(&key);
    if !theirs.identity.is_none_or(is_known) {
        return Ruling::cannot_import(Notice::new("account-without-identity").with("name", &theirs.name));
    }
    let Some(mine) = sides.mine.accounts.get(&theirs.key) else {
        return new_account(sides, theirs);
    };
    let names = compare_names(text(mine), text(theirs));
    let completed = complete(mine, theirs);
    if progress(mine.state) == progress(theirs.state) && mine.signature_threshold != theirs.signature_threshold {
        return thresholds(mine, theirs, completed, names);
    }
    let completes = completed != *mine;
    let ruling = settle(mine, theirs, completed, names);
    if completes && ruling.reason.is_none() { ruling.because(Notice::new("account-completed")) } else { ruling }
}

impl Named for Account {
    fn name(&self) -> &str {
        &self.name
    }

    fn set_name(&mut self, name: &str) {
        name.clone_into(&mut self.name);
    }
}

fn text(account: &Account) -> Text<'_> {
    Text { text: &account.name, is_default: account.has_default_name() }
}

/// A new account may already be known as a contact, under a name the person gave it. The two will share one name.
fn new_account(sides: Sides<'_>, theirs: &Account) -> Ruling<Account> {
    let contact_in = |records: &'_ NetworkRecords| {
        let address = ContactAddress::Account(*theirs.key.address()?);
        records.contacts.get(&address).cloned()
    };
    let incoming = contact_in(sides.theirs).filter(|contact| contact.own_account);
    let known = contact_in(sides.mine).filter(|contact| contact.own_account || incoming.is_some());
    // Two names that drifted apart in another program: the one a person gave is the one to keep.
    let theirs = &incoming
        .map(|contact| contact.name)
        .filter(|name| theirs.has_default_name() && *name != theirs.default_name() && !name.is_empty())
        .map_or_else(|| theirs.clone(), |name| theirs.clone().named(&name));
    let new = || Ruling::new_record(theirs, Some(theirs.name.clone()));
    let Some(contact) = known else { return new() };
    let add = |name: &str| Way::write(Choice::Add, theirs.clone().named(name), Some(name.to_owned()));
    let leave = Way::leave(Choice::LeaveOut, None);
    let ways = match compare_names(contact_text(&contact, theirs), text(theirs)) {
        Wording::Settled if contact.name == theirs.name => return new(),
        Wording::Settled => vec![add(&contact.name), leave],
        Wording::Differs(Side::Theirs) => return new(),
        // The Desktop Wallet's rule: what is an account from now on is called what the account is called.
        Wording::Differs(Side::Mine) => {
            let keep = Way::write(Choice::KeepMine, theirs.clone().named(&contact.name), Some(contact.name.clone()));
            vec![add(&theirs.name), keep, leave]
        }
    };
    let why = Notice::new("known-as-contact").with("mine", &contact.name).with("theirs", &theirs.name);
    Ruling { verdict: Verdict::New, ways, reason: Some(why) }
}

fn contact_text<'a>(contact: &'a Contact, account: &Account) -> Text<'a> {
    Text { text: &contact.name, is_default: contact.name.is_empty() || contact.name == account.default_name() }
}

/// How far the making of the account got. Of two records the one that got further is the younger one.
const fn progress(state: AccountState) -> u8 {
    match state {
        AccountState::Pending => 0,
        AccountState::Rejected => 1,
        AccountState::Confirmed | AccountState::Genesis => 2,
    }
}

/// Mine, brought to the state of theirs if theirs got further. The identity it is listed under stays: other identities
/// hold their credentials on it all the same.
fn complete(mine: &Account, theirs: &Account) -> Account {
    let mut done = mine.clone();
    if progress(theirs.state) > progress(mine.state) {
        done.state = theirs.state;
        done.signature_threshold = theirs.signature_threshold;
        done.deployment.clone_from(&theirs.deployment);
        done.shielded.clone_from(&theirs.shielded);
    } else if theirs.state == mine.state && mine.deployment.is_none() {
        done.deployment.clone_from(&theirs.deployment);
    }
    done
}

/// Two finished records with different thresholds: nothing in them says which one is younger.
fn thresholds(mine: &Account, theirs: &Account, completed: Account, names: Wording) -> Ruling<Account> {
    let by_rule = match names {
        Wording::Settled | Wording::Differs(Side::Mine) => &mine.name,
        Wording::Differs(Side::Theirs) => &theirs.name,
    };
    let take_name = match names {
        Wording::Settled => &mine.name,
        Wording::Differs(_) => &theirs.name,
    };
    let kept = completed.clone().named(by_rule);
    let taken = Account { signature_threshold: theirs.signature_threshold, ..completed }.named(take_name);
    let why = Notice::new("threshold-differs")
        .with("mine", mine.signature_threshold)
        .with("theirs", theirs.signature_threshold);
    let shown = |account: &Account| match names {
        Wording::Settled => account.signature_threshold.to_string(),
        Wording::Differs(_) => format!("{} · {}", account.name, account.signature_threshold),
    };
    let keep = if kept == *mine {
        Way::leave(Choice::KeepMine, Some(shown(mine)))
    } else {
        let shown = shown(&kept);
        Way::write(Choice::KeepMine, kept, Some(shown))
    };
    let take_shown = shown(&taken);
    let take = Way::write(Choice::TakeTheirs, taken, Some(take_shown));
    Ruling { verdict: Verdict::Conflict, ways: vec![keep, take], reason: Some(why) }
}
