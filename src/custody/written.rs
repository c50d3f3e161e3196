//! The keys of an identity as phones write them (`privateIdObjectData`), borrowed from the text they stand in.

use serde::Deserialize;

/// Compared without regard to case, and without stopping at the first difference.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Hexadecimal<'a>(pub(super) &'a str);

impl PartialEq for Hexadecimal<'_> {
    fn eq(&self, other: &Self) -> bool {
        let pairs = self.0.bytes().zip(other.0.bytes());
        let differing = pairs.fold(0, |all, (one, other)| all | one.to_ascii_lowercase() ^ other.to_ascii_lowercase());
        self.0.len() == other.0.len() && differing == 0
    }
}

#[derive(PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AciText<'a> {
    #[serde(borrow)]
    pub(super) credential_holder_information: Option<InformationText<'a>>,
    pub(super) prf_key: Option<Hexadecimal<'a>>,
}

#[derive(PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InformationText<'a> {
    #[serde(borrow)]
    pub(super) id_cred_secret: Option<Hexadecimal<'a>>,
}
