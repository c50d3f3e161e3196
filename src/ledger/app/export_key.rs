//! `E0 05` and `E0 37`: the secret an identity's credential ids come from, after the person agreed on the device. Which
//! version takes which form, `abilities` says.
//!
//! The wrong form is worse than an error: an app that expects four bytes takes the five-byte form for identity 0, shows
//! that number, and answers its key. The answer itself does not say which identity it belongs to. So the version's table
//! chooses the form, and a seed is used only when the device's public key at the asked path agrees with it
//! ([`super::witness`]).

use super::ask::{Instruction, ask, check_served};
use super::public_key::PublicKey;
use super::running::ConcordiumApp;
use super::witness;
use crate::ledger::abilities::{Bip44Export, LegacyExport};
use crate::ledger::error::LedgerError;
use crate::ledger::transport::{Patience, Transport};
use crate::model::{Coin, IdentityIndex, LedgerPath};
use crate::secret::{PrfKey, PrfKeySeed};

const LEGACY: u8 = 0x05;
const BIP44: u8 = 0x37;
/// The prompt says "recover credentials", and only the PRF key is given out.
const RECOVER: u8 = 0x01;
/// The seed itself, so that one prompt serves both key versions.
const AS_SEED: u8 = 0x01;
/// Flags of the flagged form.
const LEGACY_FLAG: u8 = 0x00;
const BIP44_FLAG: u8 = 0x01;
/// Purpose "discover credentials": the PRF key and nothing else. Before 5.5 this parameter has no meaning and is refused.
const DISCOVER: u8 = 0x03;
const MAINNET: u8 = 0x00;
const TESTNET: u8 = 0x01;
/// What stands before each key of an answer for a purpose.
const KEY_LENGTH: u8 = 32;

/// Order of the group that credential ids lie in (BLS12-381). A PRF key is below it.
const ORDER: [u8; 32] = [
    0x73, 0xed, 0xa7, 0x53, 0x29, 0x9d, 0x7d, 0x48, 0x33, 0x39, 0xd8, 0x08, 0x09, 0xa1, 0xd8, 0x05, 0x53, 0xbd, 0xa4,
    0x02, 0xff, 0xfe, 0x5b, 0xfe, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x01,
];

const COMMAND: &str = "export-key";

/// What the app gives out.
#[derive(Debug)]
pub enum ExportedKey {
    /// The seed: the PRF keys of both key versions follow from it.
    Seed(PrfKeySeed),
    /// The PRF key of key version 1, made on the device. There is no way from it to that of version 0.
    Key(PrfKey),
}

/// Why the key is taken for the one of the identity that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The device's public key at the asked path is the seed's own. It holds whatever the version does.
    PublicKey,
    /// The table of versions says so, and nothing else does: the app refuses the public key, or gives out no seed to
    /// compare it with. A caller can do no more than refuse a key that comes for two indices.
    Table,
}

/// An exported key.
#[derive(Debug)]
pub struct Export {
    /// The key.
    pub key: ExportedKey,
    /// How sure it is whose it is.
    pub proof: Proof,
}

/// Asks for the secret an identity's credential ids come from. Opens a prompt, which shows the index (and, on a newer path,
/// the identity provider); nothing else may be sent until this answers.
///
/// # Errors
/// Before the prompt: [`LedgerError::PathNotServed`] and [`LedgerError::CoinNotServed`] when the app has no such keys;
/// [`LedgerError::AppTooNew`] when the version is unknown and what it would give could not be proven.
/// After it: the person's refusal, [`LedgerError::WrongIdentity`] when the seed is of another identity, and an answer that
/// is none. Everything that can go wrong on the way, before and after.
pub async fn export_prf_key<T: Transport>(
    transport: &mut T,
    app: &ConcordiumApp,
    path: LedgerPath,
    index: IdentityIndex,
) -> Result<Export, LedgerError> {
    check_served(app, path)?;
    let request = Request::of(app, path, index);
    // A key that the device made has nothing that could be compared with it. Below the coin of test networks the question is
    // whether this build has keys there at all.
    let says_something = request.answers == AnswerForm::Seed || path.is_of_test_networks();
    let public = if says_something { witness::read(transport, app, path, index).await? } else { None };
    let is_provable = public.is_some() && request.answers == AnswerForm::Seed;
    if !app.abilities().known && !is_provable {
        return Err(LedgerError::AppTooNew { found: app.version() });
    }
    let response = ask(transport, app, request.command, &request.data, Patience::Person).await?;
    let key = request.answers.parse(response.data()).ok_or(LedgerError::BadAnswer { command: COMMAND })?;
    let proof = prove(&key, public.as_ref()).ok_or(LedgerError::WrongIdentity { index })?;
    Ok(Export { key, proof })
}

/// `None` when the seed is not the one of the public key.
fn prove(key: &ExportedKey, public: Option<&PublicKey>) -> Option<Proof> {
    match (key, public) {
        (ExportedKey::Seed(seed), Some(public)) => witness::agrees(seed, public).then_some(Proof::PublicKey),
        (ExportedKey::Seed(_), None) | (ExportedKey::Key(_), _) => Some(Proof::Table),
    }
}

/// The shape of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AnswerForm {
    /// The 32 bytes of a seed.
    Seed,
    /// A length, and the 32 bytes of a key.
    Key,
}

impl AnswerForm {
    fn parse(self, data: &[u8]) -> Option<ExportedKey> {
        match self {
            Self::Seed => data.try_into().ok().map(|seed| ExportedKey::Seed(PrfKeySeed::new(seed))),
            Self::Key => {
                let (&KEY_LENGTH, key) = data.split_first()? else { return None };
                let key: [u8; PrfKey::LEN] = key.try_into().ok()?;
                let is_scalar = key < ORDER && key.iter().any(|byte| *byte != 0);
                is_scalar.then(|| ExportedKey::Key(PrfKey::new(key)))
            }
        }
    }
}

struct Request {
    command: Instruction,
    data: Vec<u8>,
    answers: AnswerForm,
}

impl Request {
    /// The form this version takes.
    fn of(app: &ConcordiumApp, path: LedgerPath, index: IdentityIndex) -> Self {
        let abilities = app.abilities();
        let identity = index.get().to_be_bytes();
        let seed = |instruction, data| Self {
            command: Instruction(instruction, RECOVER, AS_SEED),
            data,
            answers: AnswerForm::Seed,
        };
        match path {
            LedgerPath::Legacy => match abilities.legacy_export {
                LegacyExport::Bare => seed(LEGACY, identity.to_vec()),
                LegacyExport::Flagged => seed(LEGACY, [&[LEGACY_FLAG], identity.as_slice()].concat()),
            },
            LedgerPath::Bip44 { coin, provider } => {
                let below = [provider.get().to_be_bytes(), identity].concat();
                match abilities.bip44_export {
                    Bip44Export::Flagged => seed(LEGACY, [&[BIP44_FLAG], below.as_slice()].concat()),
                    Bip44Export::Seed => seed(BIP44, below),
                    // A version that never does is not asked: `check_served` stands before.
                    Bip44Export::Purpose | Bip44Export::Never => Self {
                        command: Instruction(BIP44, DISCOVER, network(coin)),
                        data: below,
                        answers: AnswerForm::Key,
                    },
                }
            }
        }
    }
}

const fn network(coin: Coin) -> u8 {
    match coin {
        Coin::Concordium => MAINNET,
        Coin::Test => TESTNET,
    }
}

#[cfg(test)]
mod tests {
    use super::super::running::RunningApp;
    use super::*;
    use crate::model::ProviderNumber;

    fn app(version: &str) -> ConcordiumApp {
        RunningApp { name: "Concordium".into(), version: version.parse().ok() }.concordium().unwrap()
    }

    fn request(version: &str, path: LedgerPath) -> String {
        let request = Request::of(&app(version), path, IdentityIndex::new(0x0102_0304).unwrap());
        let Instruction(instruction, p1, p2) = request.command;
        format!("{instruction:02x}{p1:02x}{p2:02x} {}", hex::encode(request.data))
    }

    #[test]
    fn every_version_gets_its_form() {
        for version in ["3.0.0", "4.1.2", "5.2.0", "5.3.2", "5.4.0", "5.5.0", "5.7.0", "6.0.0"] {
            assert_eq!(request(version, LedgerPath::Legacy), "050101 01020304", "{version}");
        }
        for version in ["5.0.0", "5.1.3"] {
            assert_eq!(request(version, LedgerPath::Legacy), "050101 0001020304", "{version}");
        }
        let bip44 = |coin| LedgerPath::Bip44 { coin, provider: ProviderNumber::new(7).unwrap() };
        for (version, form) in [
            ("5.0.0", "050101 010000000701020304"),
            ("5.1.3", "050101 010000000701020304"),
            ("5.2.0", "370101 0000000701020304"),
            ("5.4.1", "370101 0000000701020304"),
            ("5.5.0", "370300 0000000701020304"),
            ("5.7.0", "370300 0000000701020304"),
        ] {
            assert_eq!(request(version, bip44(Coin::Concordium)), form, "{version}");
        }
        assert_eq!(request("5.7.0", bip44(Coin::Test)), "370301 0000000701020304");
    }

    #[test]
    fn an_answer_of_another_shape_is_none() {
        assert!(AnswerForm::Seed.parse(&[7; 32]).is_some());
        for wrong in [0, 31, 33, 64] {
            assert!(AnswerForm::Seed.parse(&vec![7; wrong]).is_none());
        }
        let key = |length: u8, key: &[u8]| AnswerForm::Key.parse(&[&[length], key].concat());
        assert!(key(32, &[7; 32]).is_some());
        assert!(key(32, &[7; 31]).is_none());
        assert!(key(31, &[7; 32]).is_none());
        assert!(key(32, &[7; 65]).is_none(), "more keys than were asked for");
        assert!(AnswerForm::Key.parse(&[]).is_none());
        assert!(key(32, &ORDER).is_none());
        assert!(key(32, &[0; 32]).is_none());
        assert!(AnswerForm::Key.parse(&[7; 32]).is_none(), "a seed is no key");
    }

    #[test]
    fn nothing_of_an_export_is_shown() {
        let export = Export { key: ExportedKey::Seed(PrfKeySeed::new([7; 32])), proof: Proof::PublicKey };
        assert_eq!(format!("{export:?}"), "Export { key: Seed(PrfKeySeed(…)), proof: PublicKey }");
    }
}
