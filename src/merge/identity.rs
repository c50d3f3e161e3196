//! Identities: a real one replaces its placeholder, the one that got further completes the other, two that contradict
//! each other are the person's choice. The keys alone say what the same identity is; names and objects never do.

use super::item::{Choice, Verdict};
use super::keys::{self, Decided, KeysRuling, Worth};
use super::reason::Reason;
use super::ruling::{Named, Ruling, Side, Text, Way, Wording, compare_names, is_blank, same_json, settle};
use super::sides::{Both, Sides};
use crate::model::{Common, Identity, IdentityKey, IdentityState, KeyVersion, PhoneIdentity};

/// The rule for one incoming identity.
pub(super) fn rule(sides: Sides<'_>, related: &Both<'_>, theirs: &Common<Identity>) -> Ruling<Identity> {
    let Some(mine) = sides.mine.identities.get(&theirs.key) else {
        return match double(sides, related, theirs) {
            Some(mine) if is_placeholder(theirs) => {
                Ruling::same().because(Reason::CoveredByIdentity { name: mine.name.clone() })
            }
            Some(mine) => replace(mine, theirs),
            None => Ruling::new_record(theirs, Some(theirs.name.clone())),
        };
    };
    let (mine, theirs) = (mine.record(), theirs.record());
    let phone = keys::of_identities(sides, related, mine, theirs);
    if let KeysRuling::Claimed(_) = phone.standing {
        let record = if is_placeholder(theirs) { mine } else { theirs };
        return contradiction(mine, record, &phone);
    }
    let ruling = match (is_placeholder(mine), is_placeholder(theirs)) {
        (true, false) => return replace(mine, &Identity { phone: phone.by_choice(), ..theirs.clone() }),
        (true, true) | (false, true) => {
            let mut filled = Identity { phone: phone.by_rule(), ..mine.clone() };
            if is_placeholder(mine) {
                // What the Desktop Wallet wrote into its placeholder says nothing, but it finds it again by nothing else.
                fill(&mut filled.object, theirs.object.as_ref());
            }
            settle(mine, theirs, filled, compare(mine, theirs))
        }
        (false, false) if is_contested(phone.standing, mine, theirs) => {
            return contradiction(mine, theirs, &phone);
        }
        (false, false) => {
            let completed = Identity { phone: phone.by_rule(), ..complete(mine, theirs) };
            settle(mine, theirs, completed, compare(mine, theirs))
        }
    };
    let is_quiet =
        ruling.verdict == Verdict::Completes && ruling.reason.is_none() && phone.standing == KeysRuling::Agree;
    if is_quiet {
        return ruling.because(Reason::IdentityCompleted);
    }
    // A placeholder's keys are not worth a question.
    let word = word(phone.standing, mine, theirs).filter(|_| !phone.standing.is_contradiction());
    phone.standing.explain(ruling, word)
}

/// What becomes of an identity's keys, in a word.
fn word(standing: KeysRuling, mine: &Identity, theirs: &Identity) -> Option<Reason> {
    let name = if mine.name.is_empty() { theirs.name.clone() } else { mine.name.clone() };
    Some(match standing {
        KeysRuling::Agree => return None,
        KeysRuling::Gained(Worth::Sound) => Reason::IdentityGainsKeys { name },
        KeysRuling::Gained(Worth::Damaged) => Reason::IdentityGainsDamagedKeys { name },
        KeysRuling::Repaired => Reason::IdentityKeysRepaired { name },
        KeysRuling::Kept => Reason::IdentityKeysKept { name },
        KeysRuling::Contradict(Worth::Sound) | KeysRuling::ContradictBeside => Reason::IdentityKeysDiffer { name },
        KeysRuling::Contradict(Worth::Damaged) => Reason::IdentityKeysBothDamaged { name },
        KeysRuling::Claimed(_) => Reason::IdentityKeysClaimed { name },
    })
}

/// Whether the person has to choose. Good keys where there were none, or none that are good, bring the object along that belongs to them.
fn is_contested(standing: KeysRuling, mine: &Identity, theirs: &Identity) -> bool {
    match standing {
        KeysRuling::Contradict(_) | KeysRuling::ContradictBeside | KeysRuling::Claimed(_) => true,
        KeysRuling::Agree | KeysRuling::Kept | KeysRuling::Gained(Worth::Damaged) => contradict(mine, theirs),
        KeysRuling::Gained(Worth::Sound) | KeysRuling::Repaired => false,
    }
}

/// The local identity that stands for the same index under the other key version, where one of the two is an empty
/// placeholder and so says nothing but that the index is in use.
///
/// Both key versions of an index are two identities. But a placeholder without an account and without a credential was
/// only ever a remark about the index, and a real identity says all it says.
pub(super) fn double<'a>(sides: Sides<'a>, related: &Both<'_>, theirs: &Identity) -> Option<&'a Identity> {
    let IdentityKey::Ledger { device, path, index, version } = theirs.key else { return None };
    let other = match version {
        KeyVersion::V0 => KeyVersion::V1,
        KeyVersion::V1 => KeyVersion::V0,
    };
    let key = IdentityKey::Ledger { device, path, index, version: other };
    let mine = sides.mine.identities.get(&key)?;
    let stands_for_the_same = match (is_placeholder(mine), is_placeholder(theirs)) {
        (true, false) => {
            related.mine.is_bare(key) && related.theirs.is_bare(key) && !sides.theirs.identities.contains_key(&key)
        }
        (false, true) => related.theirs.is_bare(theirs.key),
        (true, true) | (false, false) => false,
    };
    stands_for_the_same.then_some(mine)
}

impl Named for Identity {
    fn name(&self) -> &str {
        &self.name
    }

    fn set_name(&mut self, name: &str) {
        name.clone_into(&mut self.name);
    }
}

fn is_placeholder(identity: &Identity) -> bool {
    identity.state == IdentityState::Placeholder
}

fn compare(mine: &Identity, theirs: &Identity) -> Wording {
    compare_names(text(mine), text(theirs))
}

fn text(identity: &Identity) -> Text<'_> {
    Text { text: &identity.name, is_default: identity.has_default_name() }
}

/// A real identity over a placeholder: all of it is theirs, but a name the person gave the placeholder stays by default.
fn replace(mine: &Identity, theirs: &Identity) -> Ruling<Identity> {
    let why = Reason::PlaceholderReplaced { mine: mine.name.clone(), theirs: theirs.name.clone() };
    let take = Way::write(Choice::TakeTheirs, theirs.clone(), Some(theirs.name.clone()));
    let keep = || Way::write(Choice::KeepMine, theirs.clone().named(&mine.name), Some(mine.name.clone()));
    let leave = Way::leave(Choice::LeaveOut, None);
    let ways = match compare(mine, theirs) {
        Wording::Settled if mine.name == theirs.name => vec![take, leave],
        Wording::Settled => vec![keep(), leave],
        Wording::Differs(Side::Mine) => vec![keep(), take, leave],
        Wording::Differs(Side::Theirs) => vec![take, keep(), leave],
    };
    Ruling::new(Verdict::ReplacesPlaceholder, ways, why)
}

/// How far the issuing got. Of two records of one identity the one that got further knows more.
const fn progress(state: IdentityState) -> u8 {
    match state {
        IdentityState::Placeholder => 0,
        IdentityState::Pending => 1,
        IdentityState::Rejected => 2,
        IdentityState::RejectedAndWarned => 3,
        IdentityState::Confirmed | IdentityState::Genesis => 4,
    }
}

/// Whether the two come from different issuings. Their parts must not be mixed then: an identity object is useless with
/// another one's randomness.
fn contradict(mine: &Identity, theirs: &Identity) -> bool {
    let objects = match (present(mine.object.as_ref()), present(theirs.object.as_ref())) {
        (Some(mine), Some(theirs)) => !same_json(mine, theirs),
        (None, _) | (_, None) => false,
    };
    let randomness = !mine.randomness.is_empty()
        && !theirs.randomness.is_empty()
        && !mine.randomness.eq_ignore_ascii_case(&theirs.randomness);
    objects || randomness
}

/// Mine by default, unless mine was refused by its issuer and theirs was issued. Whatever is chosen, what one lacks it gets from the
/// other: all of it where only the keys differ, and what a phone keeps beside its keys where the two come from different issuings.
fn contradiction(mine: &Identity, theirs: &Identity, phone: &Decided<Option<PhoneIdentity>>) -> Ruling<Identity> {
    let standing = phone.standing;
    let (kept, taken) = if contradict(mine, theirs) {
        (mine.clone(), theirs.clone())
    } else if is_placeholder(mine) {
        // It stays the remark about its index that it is.
        (mine.clone(), complete(theirs, mine))
    } else {
        (complete(mine, theirs), complete(theirs, mine))
    };
    let kept = Identity { phone: phone.if_mine_stays(), ..kept };
    let taken = Identity { phone: phone.by_choice(), ..taken };
    let completes = kept != *mine;
    let name = Some(mine.name.clone());
    let keep = if completes { Way::write(Choice::KeepMine, kept, name) } else { Way::leave(Choice::KeepMine, name) };
    let take = Way::write(Choice::TakeTheirs, taken, Some(theirs.name.clone()));
    let refused = match mine.state {
        IdentityState::Rejected | IdentityState::RejectedAndWarned => true,
        IdentityState::Confirmed | IdentityState::Pending | IdentityState::Placeholder | IdentityState::Genesis => {
            false
        }
    };
    let is_claimed = matches!(standing, KeysRuling::Claimed(_));
    let worthless = refused && !is_claimed && progress(theirs.state) > progress(mine.state);
    let mut ways = if worthless { vec![take, keep] } else { vec![keep, take] };
    let gains = matches!(standing, KeysRuling::Gained(_));
    if gains {
        // Keys come in with either choice: the person may not want that.
        ways.push(Way::leave(Choice::LeaveOut, None));
    }
    let objects = || Reason::IdentitiesContradict { mine: mine.name.clone(), theirs: theirs.name.clone() };
    let ruling = match (word(standing, mine, theirs), contradict(mine, theirs)) {
        (Some(keys), true) => Ruling::new(Verdict::Conflict, ways, keys).remarking(objects()),
        (Some(keys), false) => Ruling::new(Verdict::Conflict, ways, keys),
        (None, _) => Ruling::new(Verdict::Conflict, ways, objects()),
    };
    // That *keep mine* changes something is said, too; that keys come in has been.
    if completes && !gains { ruling.remarking(Reason::IdentityCompleted) } else { ruling }
}

/// The one that got further, with what it lacks from the other, under my name.
fn complete(mine: &Identity, theirs: &Identity) -> Identity {
    let (further, other) = if progress(theirs.state) > progress(mine.state) { (theirs, mine) } else { (mine, theirs) };
    let mut done = further.clone().named(&mine.name);
    fill(&mut done.object, other.object.as_ref());
    fill(&mut done.provider, other.provider.as_ref());
    fill(&mut done.issuer_url, other.issuer_url.as_ref());
    if done.state == other.state {
        fill(&mut done.detail, other.detail.as_ref());
    }
    if done.randomness.is_empty() {
        done.randomness.clone_from(&other.randomness);
    }
    if contradict(mine, theirs) {
        // Their keys come in, and so does what was issued for them.
        done.object = None;
        fill(&mut done.object, theirs.object.as_ref());
        fill(&mut done.object, mine.object.as_ref());
        done.randomness = if theirs.randomness.is_empty() { &mine.randomness } else { &theirs.randomness }.clone();
    }
    done
}

fn present(part: Option<&String>) -> Option<&String> {
    part.filter(|text| !is_blank(text))
}

fn fill(part: &mut Option<String>, other: Option<&String>) {
    if present(part.as_ref()).is_none()
        && let Some(text) = present(other)
    {
        *part = Some(text.clone());
    }
}
