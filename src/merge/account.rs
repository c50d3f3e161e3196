//! Accounts: the same address is the same account, under whichever identity a file lists it.
//! A record that got further brings its state along; the name is settled together with the account's own contact.

use super::claim::{self, Claim, Owners};
use super::doubt::Doubts;
use super::item::{Choice, Verdict};
use super::keys::{self, KeysRuling, Worth};
use super::namesakes::Namesakes;
use super::reason::Reason;
use super::ruling::{Named, Ruling, Side, Text, Way, Wording, compare_names, settle};
use super::sides::Sides;
use crate::custody;
use crate::model::{Account, AccountState, Common, Contact, ContactAddress, IdentityKey, NetworkRecords, PhoneAccount};

/// What an account is weighed by beside its two records.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) owners: &'a Owners<'a>,
    pub(super) namesakes: &'a Namesakes<'a>,
    pub(super) doubts: &'a Doubts,
}

/// The rule for one incoming account, what its names remind of, and whether somebody says otherwise.
pub(super) fn rule(sides: Sides<'_>, around: Around<'_>, theirs: &Common<Account>) -> Ruling<Account> {
    let mine = sides.mine.accounts.get(&theirs.key).map(|mine| mine.name.as_str());
    let ruling = around.namesakes.remark_on(rule_alone(sides, around.owners, theirs), &theirs.key, mine);
    around.doubts.about_account(sides, theirs, ruling)
}

fn rule_alone(sides: Sides<'_>, owners: &Owners<'_>, theirs: &Common<Account>) -> Ruling<Account> {
    let is_known = |key| sides.mine.identities.contains_key(&key) || sides.theirs.identities.contains_key(&key);
    if !theirs.identity.is_none_or(is_known) {
        return Ruling::cannot_import(Reason::AccountWithoutIdentity { name: theirs.name.clone() });
    }
    let Some(mine) = sides.mine.accounts.get(&theirs.key) else {
        return new_account(sides, owners, theirs);
    };
    let (mine, theirs) = (mine.record(), theirs.record());
    let names = compare_names(text(mine), text(theirs));
    let keys = keys::of_accounts(sides, owners, mine, theirs);
    let completed = complete(mine, theirs);
    let claims = claims_for_a_ledger(sides, mine, theirs);
    let thresholds =
        progress(mine.state) == progress(theirs.state) && mine.signature_threshold != theirs.signature_threshold;
    let word = word(keys.standing, mine, theirs);
    if !thresholds && !claims && !keys.standing.is_contradiction() {
        let completed = keys.by_rule().given_to(completed);
        let completes = completed != *mine;
        let ruling = settle(mine, theirs, completed, names);
        let is_quiet = completes && ruling.reason.is_none() && word.is_none();
        let ruling = if is_quiet { ruling.because(Reason::AccountCompleted) } else { ruling };
        let ruling = match listed(sides, mine, theirs) {
            Some(listed) => ruling.remarking(listed),
            None => ruling,
        };
        return keys.standing.explain(ruling, word);
    }
    let kept = Account { identity: if claims { None } else { completed.identity }, ..completed.clone() };
    let kept = keys.by_rule().given_to(kept);
    let taken = keys.by_choice().given_to(completed);
    let taken = if thresholds { Account { signature_threshold: theirs.signature_threshold, ..taken } } else { taken };
    contradiction(Contested { mine, theirs, kept, taken, names, thresholds, claims, standing: keys.standing, word })
}

/// What becomes of an account's keys, in a word.
fn word(standing: KeysRuling, mine: &Account, theirs: &Account) -> Option<Reason> {
    let name = mine.name.clone();
    Some(match standing {
        KeysRuling::Agree => return None,
        KeysRuling::Gained(Worth::Sound) => Reason::AccountGainsKeys { name },
        KeysRuling::Gained(Worth::Damaged) => Reason::AccountGainsDamagedKeys { name },
        KeysRuling::Repaired => Reason::AccountKeysRepaired { name },
        KeysRuling::Kept => Reason::AccountKeysKept { name },
        KeysRuling::Contradict(Worth::Sound) => {
            Reason::AccountKeysDiffer { name, mine: signing_key(mine), theirs: signing_key(theirs) }
        }
        KeysRuling::Contradict(Worth::Damaged) => Reason::AccountKeysBothDamaged { name },
        KeysRuling::ContradictBeside => Reason::AccountKeysBesideDiffer { name },
        KeysRuling::Claimed(Claim::Ledgers) => Reason::AccountKeysClaimedLedger { name },
        KeysRuling::Claimed(Claim::Phones) => Reason::AccountKeysClaimedPhone { name },
        KeysRuling::Claimed(Claim::Damaged) => Reason::AccountKeysClaimedDamaged { name },
    })
}

/// The start of the public key an account signs with, to tell it from another; empty if it cannot be read.
fn signing_key(account: &Account) -> String {
    let keys = account.keys.as_ref().and_then(|keys| custody::read_account_keys(keys).ok());
    let first = keys.and_then(|keys| keys.pairs().find_map(|(_, _, pair)| pair.derived()));
    first.map(|key| key.to_string().chars().take(8).collect()).unwrap_or_default()
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

/// The identity that an account gets which was listed under none.
fn listed(sides: Sides<'_>, mine: &Account, theirs: &Account) -> Option<Reason> {
    let identity = theirs.identity.filter(|_| mine.identity.is_none())?;
    Some(Reason::AccountListed { identity: name_of(sides, &identity) })
}

fn name_of(sides: Sides<'_>, identity: &IdentityKey) -> String {
    let identity = sides.mine.identities.get(identity).or_else(|| sides.theirs.identities.get(identity));
    identity.map(|identity| identity.name.clone()).unwrap_or_default()
}

/// Whether a file says that a Ledger owns an account whose keys are here. Whoever has the Ledger finds it with a search, too.
fn claims_for_a_ledger(sides: Sides<'_>, mine: &Account, theirs: &Account) -> bool {
    let is_of_ledger = theirs.identity.is_some_and(|identity| identity.device().is_some());
    mine.keys.is_some() && mine.identity.is_none() && is_of_ledger && !sides.evidence.found_with_keys
}

/// A new account comes without keys of which only the file says that they are its: those of a Ledger's account. And where an identity
/// is here already that it is said to belong to, nothing but the file says that, too.
fn new_account(sides: Sides<'_>, owners: &Owners<'_>, theirs: &Common<Account>) -> Ruling<Account> {
    let claim = owners.claim(None, theirs).filter(|_| !claim::are_vouched_for(sides, None, theirs));
    let ruling = match claim {
        None => named_account(sides, theirs),
        Some(_) => {
            let phone = theirs.phone.clone().map(PhoneAccount::watched);
            let bare = Account { keys: None, phone, ..theirs.record().clone() }.into();
            let mut ruling = named_account(sides, &bare);
            let with_keys = Way::write(Choice::AddWithKeys, theirs.clone(), Some(theirs.name.clone()));
            ruling.ways.insert(ruling.ways.len() - 1, with_keys);
            Ruling { verdict: Verdict::Conflict, ..ruling }
                .because(Reason::AccountFileClaimsLedger { name: theirs.name.clone() })
        }
    };
    let is_said_only = !sides.evidence.found_with_keys && !can_be_checked(sides, theirs);
    match theirs.identity.filter(|identity| is_said_only && sides.mine.identities.contains_key(identity)) {
        Some(identity) => ruling.remarking(Reason::AccountSaidToBelong { identity: name_of(sides, &identity) }),
        None => ruling,
    }
}

/// Accounts of an identity whose keys are here are measured by them: what does not fit is a finding.
fn can_be_checked(sides: Sides<'_>, theirs: &Account) -> bool {
    let identity = theirs.identity.and_then(|identity| sides.mine.identities.get(&identity));
    identity.is_some_and(|identity| identity.has_keys()) && (theirs.keys.is_some() || theirs.phone.is_some())
}

/// A new account may already be known as a contact, under a name the person gave it. The two will share one name.
fn named_account(sides: Sides<'_>, theirs: &Common<Account>) -> Ruling<Account> {
    let contact_in = |records: &'_ NetworkRecords| {
        let address = ContactAddress::Account(*theirs.key.address()?);
        records.contacts.get(&address).cloned()
    };
    let known = contact_in(sides.mine);
    // What the file's own address book calls it, where a person gave that name.
    let noted = contact_in(sides.theirs).map(|contact| contact.name.clone());
    let noted = noted.filter(|name| *name != theirs.name && *name != theirs.default_name() && !name.is_empty());
    // Two names that drifted apart in another program: the one a person gave is the one to keep.
    let theirs = &match &noted {
        Some(name) if theirs.has_default_name() => renamed(theirs, name),
        Some(_) | None => theirs.clone(),
    };
    let ruling = among_contacts(known.as_deref(), theirs);
    let is_offered = |name: &str| ruling.ways.iter().any(|way| way.outcome.as_deref() == Some(name));
    match noted.filter(|name| !is_offered(name)) {
        Some(name) => also_called(ruling, theirs, &name),
        None => ruling,
    }
}

fn renamed(account: &Account, name: &str) -> Common<Account> {
    account.clone().named(name).into()
}

/// The names of a new account: its own, and the one its address is known by here.
fn among_contacts(known: Option<&Contact>, theirs: &Common<Account>) -> Ruling<Account> {
    let new = || Ruling::new_record(theirs, Some(theirs.name.clone()));
    let Some(contact) = known else { return new() };
    let add = |name: &str| Way::write(Choice::Add, renamed(theirs, name), Some(name.to_owned()));
    let leave = Way::leave(Choice::LeaveOut, None);
    let ways = match compare_names(contact_text(contact, theirs), text(theirs)) {
        Wording::Settled if contact.name == theirs.name => return new(),
        Wording::Settled => vec![add(&contact.name), leave],
        Wording::Differs(Side::Theirs) => return new(),
        // The Desktop Wallet's rule: what is an account from now on is called what the account is called.
        Wording::Differs(Side::Mine) => {
            let keep = Way::write(Choice::KeepMine, renamed(theirs, &contact.name), Some(contact.name.clone()));
            vec![add(&theirs.name), keep, leave]
        }
    };
    let why = Reason::KnownAsContact { mine: contact.name.clone(), theirs: theirs.name.clone() };
    Ruling::new(Verdict::New, ways, why)
}

/// The same ruling, with the name from the file's own address book offered, too.
fn also_called(mut ruling: Ruling<Account>, theirs: &Account, name: &str) -> Ruling<Account> {
    let way = Way::write(Choice::AddAsContact, renamed(theirs, name), Some(name.to_owned()));
    let leaves = |way: &Way<Account>| way.choice == Choice::LeaveOut;
    let last = ruling.ways.iter().position(leaves).unwrap_or(ruling.ways.len());
    ruling.ways.insert(last, way);
    ruling.remarking(Reason::NamesDrifted { account: theirs.name.clone(), contact: name.to_owned() })
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
/// hold their credentials on it all the same. One that is listed under none gets theirs.
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
    done.identity = mine.identity.or(theirs.identity);
    // Where a key is said to lie is looked at on the Ledger before it counts for anything. At one place lies one key: a record that has
    // two there cannot be read again.
    for theirs in &theirs.signers {
        if !done.signers.iter().any(|known| (known.device, known.at) == (theirs.device, theirs.at)) {
            done.signers.insert(*theirs);
        }
    }
    done
}

/// What the person has to choose between.
struct Contested<'a> {
    mine: &'a Account,
    theirs: &'a Account,
    /// What mine would be, and what it would be with what is theirs, both under my name.
    kept: Account,
    taken: Account,
    names: Wording,
    thresholds: bool,
    /// A file says that it is a Ledger's.
    claims: bool,
    standing: KeysRuling,
    /// On the keys.
    word: Option<Reason>,
}

/// Two finished records with different thresholds, or with different keys that are equally good: nothing in them says which one is younger.
fn contradiction(contested: Contested<'_>) -> Ruling<Account> {
    let Contested { mine, theirs, kept, taken, names, thresholds, claims, standing, word } = contested;
    let (by_rule, by_choice) = match names {
        Wording::Settled => (&mine.name, &mine.name),
        Wording::Differs(Side::Mine) => (&mine.name, &theirs.name),
        Wording::Differs(Side::Theirs) => (&theirs.name, &theirs.name),
    };
    let by_keys = matches!(standing, KeysRuling::Contradict(_) | KeysRuling::Claimed(_)) && mine.keys.is_some();
    let shown = |account: &Account| {
        let name = (names != Wording::Settled).then(|| account.name.clone());
        let threshold = thresholds.then(|| account.signature_threshold.to_string());
        let key = by_keys.then(|| signing_key(account)).filter(|key| !key.is_empty());
        let parts: Vec<String> = [name, threshold, key].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    };
    let (kept, taken) = (kept.named(by_rule), taken.named(by_choice));
    let keep = if kept == *mine {
        Way::leave(Choice::KeepMine, shown(mine))
    } else {
        let shown = shown(&kept);
        Way::write(Choice::KeepMine, kept, shown)
    };
    let take_shown = shown(&taken);
    let mut ways = vec![keep, Way::write(Choice::TakeTheirs, taken, take_shown)];
    if matches!(standing, KeysRuling::Gained(_) | KeysRuling::Repaired) {
        // Keys come in with either choice: the person may not want that.
        ways.push(Way::leave(Choice::LeaveOut, None));
    }
    let on_thresholds = Reason::ThresholdDiffers { mine: mine.signature_threshold, theirs: theirs.signature_threshold };
    let mut reasons = Vec::new();
    let is_about_keys = standing.is_contradiction();
    reasons.extend(word.clone().filter(|_| is_about_keys));
    reasons.extend(claims.then(|| Reason::AccountClaimedForLedger { name: mine.name.clone() }));
    reasons.extend(thresholds.then_some(on_thresholds));
    reasons.extend(word.filter(|_| !is_about_keys));
    let ruling = Ruling { verdict: Verdict::Conflict, ways, reason: None, remarks: Vec::new() };
    reasons.into_iter().fold(ruling, Ruling::remarking)
}
