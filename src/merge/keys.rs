//! Keys that both sides may have of one account or one identity: which of them stay.
//! This module knows that good keys never give way to damaged ones, and that none is ever taken away; what good keys are, `custody` knows.
//!
//! What keys are worth follows from the record they stand in and from nothing around it, so that importing a file again changes nothing.

use super::claim::{self, Claim, Owners};
use super::generator::{self, leads_to};
use super::item::Verdict;
use super::members;
use super::reason::Reason;
use super::ruling::{Ruling, is_blank};
use super::sides::{Both, Sides};
use crate::custody::{self, Finding, KeysOnChain};
use crate::model::{Account, AccountKeys, GenesisHash, Identity, IdentityKey, PhoneAccount, PhoneIdentity};
use crate::secret::SecretText;

/// How the keys of the two sides stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeysRuling {
    /// They are the same, or theirs has none.
    Agree,
    /// Mine has none, or none that are good; nothing but the file says that theirs are the account's.
    Claimed(Claim),
    /// Mine has none.
    Gained(Worth),
    /// Mine fails a check that theirs passes.
    Repaired,
    /// Theirs fails a check that mine passes.
    Kept,
    /// Both are of this worth, and they are not the same.
    Contradict(Worth),
    /// They sign the same, and contradict each other in what is kept beside the signing keys.
    ContradictBeside,
}

/// What keys are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Worth {
    /// A check fails.
    Damaged,
    /// Every check passes.
    Sound,
}

/// What both ways of deciding end in.
#[derive(Debug)]
pub(super) struct Decided<H> {
    pub(super) standing: KeysRuling,
    /// Where the two contradict each other, mine.
    kept: H,
    /// Where the two contradict each other, theirs.
    taken: H,
}

impl<H: Clone> Decided<H> {
    /// What stands if nobody is asked.
    pub(super) fn by_rule(&self) -> H {
        match self.standing {
            KeysRuling::Agree
            | KeysRuling::Kept
            | KeysRuling::Contradict(_)
            | KeysRuling::ContradictBeside
            | KeysRuling::Claimed(_) => self.kept.clone(),
            KeysRuling::Gained(_) | KeysRuling::Repaired => self.taken.clone(),
        }
    }

    /// What stands where the records around the keys contradict each other, and mine is to stay: what theirs has comes in only where mine
    /// has none.
    pub(super) fn if_mine_stays(&self) -> H {
        self.kept.clone()
    }

    /// What stands if theirs is chosen. Keys that are worth less than mine are no choice.
    pub(super) fn by_choice(&self) -> H {
        match self.standing {
            KeysRuling::Agree | KeysRuling::Kept => self.kept.clone(),
            KeysRuling::Contradict(_)
            | KeysRuling::ContradictBeside
            | KeysRuling::Claimed(_)
            | KeysRuling::Gained(_)
            | KeysRuling::Repaired => self.taken.clone(),
        }
    }
}

impl KeysRuling {
    /// Whether the person has to choose.
    pub(super) const fn is_contradiction(self) -> bool {
        match self {
            Self::Contradict(_) | Self::ContradictBeside | Self::Claimed(_) => true,
            Self::Agree | Self::Gained(_) | Self::Repaired | Self::Kept => false,
        }
    }

    /// The ruling with a word on what becomes of keys. What is lacking or damaged here is repaired by good keys only.
    pub(super) fn explain<R>(self, ruling: Ruling<R>, word: Option<Reason>) -> Ruling<R> {
        let Some(word) = word else { return ruling };
        let is_asked = ruling.verdict == Verdict::Conflict;
        match self {
            Self::Gained(_) | Self::Repaired if is_asked => ruling.remarking(word),
            Self::Gained(Worth::Sound) | Self::Repaired => Ruling { verdict: Verdict::Repairs, ..ruling.because(word) },
            Self::Gained(Worth::Damaged) => ruling.because(word),
            Self::Agree | Self::Kept | Self::Contradict(_) | Self::ContradictBeside | Self::Claimed(_) => {
                ruling.remarking(word)
            }
        }
    }
}

/// Where the account will be listed: what is checked depends on it.
#[derive(Debug, Clone, Copy)]
struct ListedUnder<'a> {
    sides: Sides<'a>,
    identity: Option<IdentityKey>,
}

/// What an account holds beside what every wallet keeps.
#[derive(Debug, Clone)]
pub(super) struct HeldKeys {
    keys: Option<AccountKeys>,
    phone: Option<PhoneAccount>,
}

impl HeldKeys {
    /// The account with this.
    pub(super) fn given_to(self, account: Account) -> Account {
        Account { keys: self.keys, phone: self.phone, ..account }
    }
}

/// Compares two records of one account.
pub(super) fn of_accounts(
    sides: Sides<'_>,
    owners: &Owners<'_>,
    mine: &Account,
    theirs: &Account,
) -> Decided<HeldKeys> {
    let place = ListedUnder { sides, identity: mine.identity.or(theirs.identity) };
    let (mut kept, mut taken) = (held(place, mine, theirs), held(place, theirs, mine));
    let mut standing = signing(place, owners, mine, theirs);
    if let KeysRuling::Claimed(_) = standing {
        // Nothing of what lays the claim gets in by the side door.
        kept = HeldKeys { keys: mine.keys.clone(), phone: mine.phone.clone() };
    }
    if standing == KeysRuling::Agree {
        standing = beside(sides.network, mine, theirs);
        if standing == KeysRuling::Repaired {
            // Theirs only brings another part in order: that is no reason to prefer the rest of theirs.
            taken = kept.clone();
        }
    }
    Decided { standing, kept, taken }
}

fn signing(place: ListedUnder<'_>, owners: &Owners<'_>, mine: &Account, theirs: &Account) -> KeysRuling {
    let claimed = |claim| match claim {
        // The keys of a Ledger never leave it: whoever speaks for others asks a question.
        Some(Claim::Ledgers) => Some(KeysRuling::Claimed(Claim::Ledgers)),
        Some(claim) => (!claim::are_vouched_for(place.sides, Some(mine), theirs)).then_some(KeysRuling::Claimed(claim)),
        None => None,
    };
    let (mine_keys, their_keys) = match (&mine.keys, &theirs.keys) {
        (_, None) => return KeysRuling::Agree,
        (None, Some(_)) => {
            let claim = owners.claim(Some(mine), theirs);
            return claimed(claim).unwrap_or_else(|| KeysRuling::Gained(their_worth(place, theirs)));
        }
        (Some(mine), Some(theirs)) => (mine, theirs),
    };
    let same = custody::sign_the_same(mine_keys, their_keys);
    if same && credential(mine) == credential(theirs) {
        return KeysRuling::Agree;
    }
    match (worth(place, mine), their_worth(place, theirs)) {
        (Worth::Sound, Worth::Damaged) => KeysRuling::Kept,
        (Worth::Damaged, Worth::Sound) => claimed(Some(Claim::Damaged)).unwrap_or(KeysRuling::Repaired),
        (Worth::Damaged, Worth::Damaged) | (Worth::Sound, Worth::Sound) if same => KeysRuling::Agree,
        (worth, _) => KeysRuling::Contradict(worth),
    }
}

/// Good keys are not those of which the chain says that they are others.
fn their_worth(place: ListedUnder<'_>, account: &Account) -> Worth {
    match claim::chain_says(place.sides, &account.key).and_then(KeysOnChain::are_its_own) {
        Some(false) => Worth::Damaged,
        Some(true) | None => worth(place, account),
    }
}

/// Good keys pass the checks where they come from, and where they will be.
fn worth(place: ListedUnder<'_>, account: &Account) -> Worth {
    let moved = || Account { identity: place.identity, ..account.clone() };
    let is_good =
        custody::are_sound(account, &[]) && (account.identity == place.identity || custody::are_sound(&moved(), &[]));
    if is_good { Worth::Sound } else { Worth::Damaged }
}

/// How the keys beside the signing keys stand to each other.
fn beside(network: GenesisHash, mine: &Account, theirs: &Account) -> KeysRuling {
    let (Some(my_keys), Some(their_keys)) = (&mine.keys, &theirs.keys) else { return KeysRuling::Agree };
    let commitments_differ = match (&my_keys.commitments, &their_keys.commitments) {
        (Some(mine), Some(theirs)) => !custody::open_the_same(mine, theirs),
        (None, _) | (_, None) => false,
    };
    let encryption = match (&my_keys.encryption, &their_keys.encryption) {
        (Some(one), Some(other)) if !custody::decrypt_the_same(one, other) => {
            match (leads_to(network, one, mine), leads_to(network, other, theirs)) {
                (true, false) => KeysRuling::Kept,
                (false, true) => KeysRuling::Repaired,
                (true, true) | (false, false) => KeysRuling::ContradictBeside,
            }
        }
        (Some(_) | None, Some(_) | None) => KeysRuling::Agree,
    };
    if commitments_differ { KeysRuling::ContradictBeside } else { encryption }
}

/// Everything `base` holds, with what it lacks from the other. Of two keys of the shielded balance the one that is the account's.
fn held(place: ListedUnder<'_>, base: &Account, other: &Account) -> HeldKeys {
    let keys = match (&base.keys, &other.keys) {
        (Some(base_keys), Some(other_keys)) => Some(AccountKeys {
            signing: base_keys.signing.clone(),
            encryption: encryption(place.sides.network, (base, base_keys), (other, other_keys)),
            commitments: base_keys.commitments.clone().or_else(|| other_keys.commitments.clone()),
        }),
        (Some(keys), None) | (None, Some(keys)) => Some(keys.clone()),
        (None, None) => None,
    };
    let phone = match (&base.phone, &other.phone) {
        (Some(of_base), Some(of_other)) => Some(PhoneAccount {
            submission_id: if of_base.submission_id.is_empty() {
                &of_other.submission_id
            } else {
                &of_base.submission_id
            }
            .clone(),
            credential: of_base.credential.clone(),
            revealed_attributes: filled(&of_base.revealed_attributes, &of_other.revealed_attributes).clone(),
            other_members: members::united(&of_base.other_members, &of_other.other_members),
        }),
        (Some(phone), None) => Some(phone.clone()),
        (None, Some(phone)) => Some(PhoneAccount { credential: None, ..phone.clone() }),
        (None, None) => None,
    };
    let mut held = HeldKeys { keys, phone };
    let lacks = credential(base).is_none() || (!has_readable_credential(base) && has_readable_credential(other));
    if let Some(deployed) = credential(other).filter(|_| lacks && held.keys.is_some())
        && let Some(phone) = &mut held.phone
    {
        let of_base = phone.credential.replace(deployed.to_owned());
        // It stands for keys of its own. Beside others it would say that these are wrong, and beside none it would speak for whoever
        // brings keys later: so it comes in with keys that it names, or with the account's own secret.
        let base = Account { identity: place.identity, ..base.clone() };
        let before = Account { keys: held.keys.clone(), ..base.clone() };
        let is_fitting = custody::are_sound(&held.clone().given_to(base), &[])
            || (!custody::are_sound(&before, &[]) && claim::brings_its_secret(place.sides, other));
        if !is_fitting && let Some(phone) = &mut held.phone {
            phone.credential = of_base;
        }
    }
    held
}

fn encryption(
    network: GenesisHash,
    (base, of_base): (&Account, &AccountKeys),
    (other, of_other): (&Account, &AccountKeys),
) -> Option<SecretText> {
    let (Some(one), Some(another)) = (&of_base.encryption, &of_other.encryption) else {
        return of_base.encryption.clone().or_else(|| of_other.encryption.clone());
    };
    let same = custody::decrypt_the_same(one, another);
    let better = !same && !leads_to(network, one, base) && leads_to(network, another, other);
    Some(if better { another } else { one }.clone())
}

/// The credential as it was deployed, unless the phone left it empty.
fn credential(account: &Account) -> Option<&str> {
    let text = account.phone.as_ref()?.credential.as_deref()?;
    (!is_blank(text) && custody::read_credential(text) != Ok(None)).then_some(text)
}

fn has_readable_credential(account: &Account) -> bool {
    credential(account).is_some_and(|text| custody::read_credential(text).is_ok())
}

fn filled<'a>(base: &'a String, other: &'a String) -> &'a String {
    if is_blank(base) && !is_blank(other) { other } else { base }
}

/// Compares what a phone keeps of one identity on both sides.
pub(super) fn of_identities(
    sides: Sides<'_>,
    related: &Both<'_>,
    mine: &Identity,
    theirs: &Identity,
) -> Decided<Option<PhoneIdentity>> {
    let keys = |identity: &'_ Identity| identity.phone.as_ref().and_then(|phone| phone.keys.clone());
    let worth =
        |identity| match custody::check_identity(identity, generator::of(sides, related, identity.key)).as_slice() {
            [] => Worth::Sound,
            [..] => Worth::Damaged,
        };
    let standing = match (keys(mine), keys(theirs)) {
        (_, None) => KeysRuling::Agree,
        (None, Some(_)) if !are_the_holders(sides, theirs) => KeysRuling::Claimed(Claim::Phones),
        (None, Some(_)) => KeysRuling::Gained(worth(theirs)),
        (Some(one), Some(other)) if custody::hold_the_same(&one, &other) => KeysRuling::Agree,
        (Some(_), Some(_)) => match (worth(mine), worth(theirs)) {
            (Worth::Sound, Worth::Damaged) => KeysRuling::Kept,
            (Worth::Damaged, Worth::Sound) => KeysRuling::Repaired,
            (worth, _) => KeysRuling::Contradict(worth),
        },
    };
    let (mine, theirs) = (mine.phone.as_ref(), theirs.phone.as_ref());
    let kept = if let KeysRuling::Claimed(_) = standing { mine.cloned() } else { phone(mine, theirs) };
    Decided { standing, kept, taken: phone(theirs, mine) }
}

/// Whether the keys of an identity stand for its public key, which nobody can invent where the network's generator is known. Elsewhere
/// accounts repeat it, and from a generator of one's own choice any keys can be made to fit: those of a file would speak for it as soon
/// as it had brought them.
fn are_the_holders(sides: Sides<'_>, identity: &Identity) -> bool {
    let findings = custody::check_identity(identity, None);
    generator::is_known(sides.network)
        && !findings.iter().any(|it| matches!(it, Finding::IdentityOther | Finding::IdentityUnreadable))
}

/// Everything `base` holds, with what it lacks from the other.
fn phone(base: Option<&PhoneIdentity>, other: Option<&PhoneIdentity>) -> Option<PhoneIdentity> {
    let (Some(base), Some(other)) = (base, other) else { return base.or(other).cloned() };
    Some(PhoneIdentity {
        // A number that was given out is never given out again.
        next_account_number: base.next_account_number.max(other.next_account_number),
        environment: base.environment.clone().or_else(|| other.environment.clone()),
        keys: base.keys.clone().or_else(|| other.keys.clone()),
        other_members: members::united(&base.other_members, &other.other_members),
    })
}
