//! The members of a phone's file: of which JSON type each one is, and what becomes of one that is missing or of another
//! type. One table, for everything that is written. No key and no id is made up.
//!
//! | reader | a member of another type | a member that is missing |
//! |---|---|---|
//! | iPhones (the old wallet and CryptoX) | the whole file is refused | the whole file is refused, unless [`Lack::Optional`] |
//! | Android (the old wallet and CryptoX) | numbers and texts pass for each other, anything else costs the whole file | does without all but [`Lack::Needed`] |
//!
//! So every member of the table is written, and in its type: what stands in for a missing one says as little as nothing, and no phone
//! looks at it for an account that exists.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::backup::json::wiped::Wiped;

/// One member of an object.
pub(super) struct ObjectMember {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) lack: Lack,
}

/// A JSON type, as phones declare it.
pub(super) enum Shape {
    Text,
    /// Not negative, and at most so large: 2^31 − 1, or 2^53 − 1 for times.
    Whole(u64),
    /// An object of texts, by any names.
    Texts,
    TextList,
    WholeList,
    Object(&'static [ObjectMember]),
    /// An object of objects, by any names. One that cannot be mended is left out.
    Spare(&'static [ObjectMember]),
    /// The same, of which each is needed.
    Every(&'static [ObjectMember]),
}

/// What becomes of a member that is missing.
pub(super) enum Lack {
    /// No phone can use the record: nothing stands in for it.
    Needed,
    /// CryptoX on Android does without; for iPhones an empty value is written.
    Empty,
    /// The same with a number that changes nothing.
    Number(u32),
    /// The same with a word that it always is.
    Word(&'static str),
    /// No phone minds.
    Optional,
}

/// What was done to a record.
#[derive(Debug, Default)]
pub(super) struct Mends {
    /// Members whose type was changed: a number that stood there as a text, and the like.
    pub(super) retyped: BTreeSet<&'static str>,
    /// Members that were missing, and that have an empty value now.
    pub(super) filled: BTreeSet<&'static str>,
    /// Members that hold something less: an attribute that is no text.
    pub(super) dropped: BTreeSet<&'static str>,
}

impl Mends {
    /// With what was done to a part of the record.
    pub(super) fn add(&mut self, part: Self) {
        self.retyped.extend(part.retyped);
        self.filled.extend(part.filled);
        self.dropped.extend(part.dropped);
    }
}

const INT: Shape = Shape::Whole(i32::MAX as u64);
const TIME: Shape = Shape::Whole((1 << 53) - 1);

const fn member(name: &'static str, shape: Shape, lack: Lack) -> ObjectMember {
    ObjectMember { name, shape, lack }
}

const fn text(name: &'static str) -> ObjectMember {
    member(name, Shape::Text, Lack::Empty)
}

const fn needed(name: &'static str) -> ObjectMember {
    member(name, Shape::Text, Lack::Needed)
}

const fn optional(name: &'static str) -> ObjectMember {
    member(name, Shape::Text, Lack::Optional)
}

const DESCRIPTION: &[ObjectMember] = &[text("name"), text("url"), text("description")];

/// `identityProvider`.
pub(super) const PROVIDER: &[ObjectMember] = &[
    member(
        "ipInfo",
        Shape::Object(&[
            member("ipIdentity", INT, Lack::Needed),
            member("ipDescription", Shape::Object(DESCRIPTION), Lack::Empty),
            text("ipVerifyKey"),
            text("ipCdiVerifyKey"),
        ]),
        Lack::Empty,
    ),
    member(
        "arsInfos",
        Shape::Spare(&[
            member("arIdentity", INT, Lack::Needed),
            member("arDescription", Shape::Object(DESCRIPTION), Lack::Empty),
            text("arPublicKey"),
        ]),
        Lack::Empty,
    ),
    member(
        "metadata",
        Shape::Object(&[
            text("icon"),
            text("issuanceStart"),
            optional("support"),
            optional("recoveryStart"),
            optional("display"),
        ]),
        Lack::Empty,
    ),
];

const PUBLIC_KEYS: &[ObjectMember] = &[
    member(
        "keys",
        Shape::Every(&[member("schemeId", Shape::Text, Lack::Word("Ed25519")), needed("verifyKey")]),
        Lack::Empty,
    ),
    member("threshold", INT, Lack::Number(1)),
];

/// `identityObject`.
pub(super) const OBJECT: &[ObjectMember] = &[
    member(
        "preIdentityObject",
        Shape::Object(&[
            member(
                "pubInfoForIp",
                Shape::Object(&[
                    needed("idCredPub"),
                    text("regId"),
                    member("publicKeys", Shape::Object(PUBLIC_KEYS), Lack::Empty),
                ]),
                Lack::Empty,
            ),
            member(
                "choiceArData",
                Shape::Object(&[
                    member("arIdentities", Shape::WholeList, Lack::Empty),
                    member("threshold", INT, Lack::Number(1)),
                ]),
                Lack::Empty,
            ),
            text("idCredSecCommitment"),
            member("ipArData", Shape::Spare(&[text("encPrfKeyShare"), text("proofComEncEq")]), Lack::Empty),
            text("prfKeyCommitmentWithIP"),
            member("prfKeySharingCoeffCommitments", Shape::TextList, Lack::Empty),
            text("proofsOfKnowledge"),
            optional("idCredPub"),
        ]),
        Lack::Empty,
    ),
    member(
        "attributeList",
        Shape::Object(&[
            needed("validTo"),
            needed("createdAt"),
            // How many every identity provider allows; phones look that far for accounts.
            member("maxAccounts", INT, Lack::Number(200)),
            member("chosenAttributes", Shape::Texts, Lack::Empty),
        ]),
        Lack::Empty,
    ),
    text("signature"),
];

/// `privateIdObjectData`.
pub(super) const HOLDER: &[ObjectMember] = &[
    member(
        "aci",
        Shape::Object(&[
            member("credentialHolderInformation", Shape::Object(&[needed("idCredSecret")]), Lack::Needed),
            needed("prfKey"),
        ]),
        Lack::Needed,
    ),
    text("randomness"),
];

/// `accountKeys`.
pub(super) const KEYS: &[ObjectMember] = &[
    member(
        "keys",
        Shape::Every(&[
            member("keys", Shape::Every(&[needed("signKey"), needed("verifyKey")]), Lack::Needed),
            member("threshold", INT, Lack::Number(1)),
        ]),
        Lack::Needed,
    ),
    member("threshold", INT, Lack::Number(1)),
];

/// `commitmentsRandomness`, which an account need not have; but what it has is whole.
pub(super) const COMMITMENTS: &[ObjectMember] = &[
    member("attributesRand", Shape::Texts, Lack::Needed),
    needed("credCounterRand"),
    needed("idCredSecRand"),
    needed("maxAccountsRand"),
    needed("prfRand"),
];

/// What stands under `revealedAttributes` of an account.
pub(super) const REVEALED: &[ObjectMember] = &[member("revealedAttributes", Shape::Texts, Lack::Empty)];

macro_rules! credential {
    ($($own:expr),+ $(,)?) => {
        &[
            member("v", INT, Lack::Number(0)),
            member(
                "value",
                Shape::Object(&[
                    member(
                        "credential",
                        Shape::Object(&[
                            needed("type"),
                            member(
                                "contents",
                                Shape::Object(&[
                                    member("credentialPublicKeys", Shape::Object(PUBLIC_KEYS), Lack::Needed),
                                    member("ipIdentity", INT, Lack::Needed),
                                    member(
                                        "policy",
                                        Shape::Object(&[
                                            needed("createdAt"),
                                            needed("validTo"),
                                            member("revealedAttributes", Shape::Texts, Lack::Empty),
                                        ]),
                                        Lack::Needed,
                                    ),
                                    $($own,)+
                                ]),
                                Lack::Needed,
                            ),
                        ]),
                        Lack::Needed,
                    ),
                    member("messageExpiry", TIME, Lack::Number(0)),
                ]),
                Lack::Needed,
            ),
        ]
    };
}

/// `credential` of the account that the identity provider made.
pub(super) const INITIAL: &[ObjectMember] = credential![needed("regId"), text("sig")];

/// `credential` of any other account.
pub(super) const NORMAL: &[ObjectMember] = credential![
    needed("credId"),
    member("arData", Shape::Spare(&[text("encIdCredPubShare")]), Lack::Empty),
    text("proofs"),
    member("revocationThreshold", INT, Lack::Number(1)),
];

/// Mends an object. `None` if it is none, or lacks what nothing can stand in for.
pub(super) fn mend(value: &mut Wiped, table: &'static [ObjectMember], mends: &mut Mends) -> Option<()> {
    value.change(|value| members(value.as_object_mut()?, table, mends))
}

fn members(object: &mut Map<String, Value>, table: &'static [ObjectMember], mends: &mut Mends) -> Option<()> {
    for ObjectMember { name, shape, lack } in table {
        if object.get_mut(*name).is_some_and(|value| fits(value, shape, name, mends)) {
            continue;
        }
        let mut stand_in = match lack {
            Lack::Needed => return None,
            Lack::Optional => {
                drop(object.remove(*name).map(Wiped::new));
                continue;
            }
            Lack::Empty => shape.empty(),
            Lack::Number(number) => (*number).into(),
            Lack::Word(word) => (*word).into(),
        };
        // An object is empty if everything in it is.
        if !fits(&mut stand_in, shape, name, &mut Mends::default()) {
            return None;
        }
        drop(object.insert((*name).to_owned(), stand_in).map(Wiped::new));
        mends.filled.insert(name);
    }
    Some(())
}

/// Whether a value is of a type, or has been made so.
fn fits(value: &mut Value, shape: &Shape, name: &'static str, mends: &mut Mends) -> bool {
    match (shape, value) {
        (Shape::Text, Value::String(_)) => true,
        (Shape::Text, value @ (Value::Number(_) | Value::Bool(_))) => {
            *value = value.to_string().into();
            mends.retyped.insert(name);
            true
        }
        (Shape::Whole(max), value) => whole(value, *max, name, mends),
        (Shape::Texts, Value::Object(texts)) => {
            let before = texts.len();
            texts.retain(|_, one| fits(one, &Shape::Text, name, mends));
            note_loss(before, texts.len(), name, mends);
            true
        }
        (Shape::TextList, Value::Array(list)) => {
            let before = list.len();
            list.retain_mut(|one| fits(one, &Shape::Text, name, mends));
            note_loss(before, list.len(), name, mends);
            true
        }
        (Shape::WholeList, Value::Array(list)) => {
            let before = list.len();
            list.retain_mut(|one| fits(one, &INT, name, mends));
            note_loss(before, list.len(), name, mends);
            true
        }
        (Shape::Object(table), Value::Object(object)) => members(object, table, mends).is_some(),
        (Shape::Spare(table), Value::Object(objects)) => {
            let before = objects.len();
            objects.retain(|_, one| fits(one, &Shape::Object(table), name, mends));
            note_loss(before, objects.len(), name, mends);
            true
        }
        (Shape::Every(table), Value::Object(objects)) => {
            objects.values_mut().all(|one| fits(one, &Shape::Object(table), name, mends))
        }
        (
            Shape::Text
            | Shape::Texts
            | Shape::TextList
            | Shape::WholeList
            | Shape::Object(_)
            | Shape::Spare(_)
            | Shape::Every(_),
            _,
        ) => false,
    }
}

/// A number, also one that stands there as a text, or with a fraction of nothing.
fn whole(value: &mut Value, max: u64, name: &'static str, mends: &mut Mends) -> bool {
    let number = match value {
        Value::Number(number) if number.as_u64().is_some_and(|number| number <= max) => return true,
        Value::Number(number) => number.to_string().strip_suffix(".0").and_then(|digits| digits.parse().ok()),
        Value::String(text) => text.trim().parse::<u64>().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let Some(number) = number.filter(|number| *number <= max) else { return false };
    *value = number.into();
    mends.retyped.insert(name);
    true
}

fn note_loss(before: usize, after: usize, name: &'static str, mends: &mut Mends) {
    if after < before {
        mends.dropped.insert(name);
    }
}

impl Shape {
    fn empty(&self) -> Value {
        match self {
            Self::Text => "".into(),
            Self::Whole(_) => 0.into(),
            Self::TextList | Self::WholeList => Value::Array(Vec::new()),
            Self::Texts | Self::Object(_) | Self::Spare(_) | Self::Every(_) => Value::Object(Map::new()),
        }
    }
}
