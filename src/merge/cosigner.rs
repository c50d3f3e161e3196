//! Other people's credentials on shared accounts, and the person's notes about them.
//! A credential id is on one account for ever; a file that says otherwise is the person's choice.

use super::item::{Choice, Verdict};
use super::reason::Reason;
use super::ruling::{Ruling, Side, Way, Wording, compare_notes};
use super::sides::Sides;
use crate::model::{AccountKey, Common, Cosigner};

/// The rule for one incoming co-signer.
pub(super) fn rule(sides: Sides<'_>, theirs: &Common<Cosigner>) -> Ruling<Cosigner> {
    let account = AccountKey::Address(theirs.account);
    if !sides.mine.accounts.contains_key(&account) && !sides.theirs.accounts.contains_key(&account) {
        return Ruling::cannot_import(Reason::CosignerWithoutAccount { address: theirs.account });
    }
    let Some(mine) = sides.mine.cosigners.get(&theirs.credential) else {
        return Ruling::new_record(theirs, (!theirs.note.is_empty()).then(|| theirs.note.clone()));
    };
    if mine.account != theirs.account {
        let why = Reason::CosignerOnOtherAccount { mine: mine.account, theirs: theirs.account };
        let (keep, take) = (Way::leave(Choice::KeepMine, None), Way::write(Choice::TakeTheirs, theirs.clone(), None));
        return Ruling::new(Verdict::Conflict, vec![keep, take], why);
    }
    let keep = Way::leave(Choice::KeepMine, Some(mine.note.clone()));
    let take = Way::write(Choice::TakeTheirs, theirs.clone(), Some(theirs.note.clone()));
    let ways = match compare_notes(&mine.note, &theirs.note) {
        Wording::Settled => return Ruling::same(),
        Wording::Differs(Side::Mine) => vec![keep, take],
        Wording::Differs(Side::Theirs) => vec![take, keep],
    };
    let why = Reason::NoteDiffers { mine: mine.note.clone(), theirs: theirs.note.clone() };
    Ruling::new(Verdict::NoteDiffers, ways, why)
}
