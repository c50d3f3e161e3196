//! `E0 05`: the seed of an identity's PRF key, after the person agreed on the device.
//! This module knows the two forms of the request and which version takes which; it refuses to know what the seed opens.
//!
//! The wrong form is worse than an error: an app that expects four bytes takes the five-byte form for identity 0, shows
//! that number, and answers its key. The answer itself does not say which identity it belongs to.

use super::version::{AppVersion, ConcordiumApp};
use super::{APP_CLASS, Apdu, LedgerError, Patience, Transport, ask};
use crate::model::IdentityIndex;
use crate::secret::PrfKeySeed;

const INSTRUCTION: u8 = 0x05;
/// The prompt says "recover credentials", and only the PRF key is given out.
const RECOVER: u8 = 0x01;
/// The seed itself, so that one prompt serves both key versions.
const AS_SEED: u8 = 0x01;
/// In the form with a flag: the legacy path.
const LEGACY_PATH: u8 = 0x00;

/// How the identity is written in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Four bytes.
    Bare,
    /// A byte that chooses the path, then four bytes.
    Flagged,
}

/// The one table: from which version on which form. Observed on 4.1.2, 5.1.3, 5.3.0, 5.3.2, 5.4.0 and later builds.
/// Versions after those are taken to keep the last form; `recovery` notices if one did not.
const FORMS: [(AppVersion, Form); 3] = [
    (AppVersion::OLDEST, Form::Bare),
    (AppVersion::new(5, 0, 0), Form::Flagged),
    (AppVersion::new(5, 2, 0), Form::Bare),
];

fn form_of(version: AppVersion) -> Form {
    FORMS.iter().rev().find(|(from, _)| version >= *from).map_or(Form::Bare, |(_, form)| *form)
}

fn request(version: AppVersion, index: IdentityIndex) -> Apdu {
    let [a, b, c, d] = index.get().to_be_bytes();
    match form_of(version) {
        Form::Bare => Apdu::new(APP_CLASS, INSTRUCTION, RECOVER, AS_SEED, [a, b, c, d]),
        Form::Flagged => Apdu::new(APP_CLASS, INSTRUCTION, RECOVER, AS_SEED, [LEGACY_PATH, a, b, c, d]),
    }
}

/// Asks for the seed of an identity's PRF key. Opens a prompt; nothing else may be sent until this answers.
///
/// A wrong form of the request silently answers with the key of identity 0: `recovery` refuses a key that comes twice.
///
/// # Errors
/// Everything that can go wrong on the way, the person's refusal, and an answer that is not 32 bytes.
pub async fn export_prf_key_seed<T: Transport>(
    transport: &mut T,
    app: &ConcordiumApp,
    index: IdentityIndex,
) -> Result<PrfKeySeed, LedgerError> {
    let response = ask(transport, &request(app.version(), index), Patience::Person).await?;
    let seed = response.data().try_into().map_err(|_| LedgerError::BadAnswer { command: "export-key" })?;
    Ok(PrfKeySeed::new(seed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(number: u32) -> IdentityIndex {
        IdentityIndex::new(number).unwrap()
    }

    #[test]
    fn every_known_version_gets_its_form() {
        let bare = ["3.0.0", "4.1.2", "4.9.9", "5.2.0", "5.3.0", "5.3.2", "5.4.0", "5.5.3", "5.7.0", "6.0.0", "10.0.0"];
        for version in bare {
            let apdu = request(version.parse().unwrap(), index(0x0102_0304));
            assert_eq!(hex::encode(apdu.bytes()), "e00501010401020304", "{version}");
        }
        for version in ["5.0.0", "5.0.7", "5.1.0", "5.1.3", "5.1.9"] {
            let apdu = request(version.parse().unwrap(), index(0x0102_0304));
            assert_eq!(hex::encode(apdu.bytes()), "e0050101050001020304", "{version}");
        }
    }
}
