//! The commands of the Concordium app: what each request leads to, before anybody presses a button.

use crate::derive::{
    HARDENED, LEGACY_PURPOSE, MAINNET_COIN, NEW_PURPOSE, NewLeaf, Seed, TEST_COIN, address, bls_key_v1, credential_id,
};
use crate::model::Body;
use crate::screen::{Pages, Purpose, Subject, touch};
use crate::version::{Behaviour, ExportForm, Failure, NewPathExport, Paths, Reading, Version, WrongClass};

/// The app's own class byte.
const CLASS: u8 = 0xE0;
/// Size of the buffer that requests arrive in and answers leave from: header, 255 bytes, and one more for luck.
const BUFFER: usize = 261;
/// Most components of a path.
const MAX_PATH: usize = 8;

/// Status words the app uses.
pub(crate) mod status {
    pub(crate) const DONE: u16 = 0x9000;
    pub(crate) const REFUSED: u16 = 0x6985;
    pub(crate) const LENGTH: u16 = 0x6A87;
    pub(crate) const BAD_PATH: u16 = 0x6B02;
    pub(crate) const BAD_PARAMETER: u16 = 0x6B03;
    pub(crate) const CRYPTO: u16 = 0x6B07;
    pub(crate) const UNKNOWN_COMMAND: u16 = 0x6D00;
    pub(crate) const UNKNOWN_CLASS: u16 = 0x6E00;
}

/// What a request leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The command was carried out: data, then status word.
    Answer(Vec<u8>),
    /// The person is asked.
    Ask(Prompt),
    /// Refused before any command began.
    Refuse(u16),
    /// Refused, and the command was carried out all the same: this prompt opens, and its answer is lost.
    RefuseAndAsk(u16, Prompt),
    /// An error inside a command that nobody catches: the app ends.
    Exit,
    /// The same, in a build that shows the error first.
    ShowError(u16),
}

/// A question to the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prompt {
    pub(crate) pages: Pages,
    pub(crate) approved: Approved,
    /// What the screen says for a moment after "yes", and after "no".
    pub(crate) says: Option<[Pages; 2]>,
}

/// What follows when the person agrees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Approved {
    /// This answer, and the app's first page.
    Answer(Vec<u8>),
    /// This answer, and the key stays on the screen.
    AnswerAndCompare(Vec<u8>, [u8; 32]),
    /// The error comes only now, and nobody is told: no answer, and the page stays.
    Nothing,
}

/// One run of the app, from its start to its end.
#[derive(Debug, Clone)]
pub(crate) struct App {
    behaviour: Behaviour,
    version: Version,
    body: Body,
    seed: Seed,
    buffer: [u8; BUFFER],
    /// The path last read. Its tail is that of an earlier, longer one: a label can show it.
    path: [u32; MAX_PATH],
}

/// An error inside a command.
struct Thrown(u16);

impl App {
    pub(crate) const fn new(version: Version, body: Body, seed: Seed) -> Self {
        Self { behaviour: version.behaviour(), version, body, seed, buffer: [0; BUFFER], path: [0; MAX_PATH] }
    }

    /// The app's name and version, as the operating system answers them for every app.
    pub(crate) fn name_and_version(&self) -> (&'static str, String) {
        ("Concordium", self.version.to_string())
    }

    pub(crate) fn home(&self) -> Pages {
        Pages::home(self.body, &self.version.to_string())
    }

    /// A request arrives in the buffer.
    pub(crate) fn receive(&mut self, apdu: &[u8]) {
        self.buffer.iter_mut().zip(apdu).for_each(|(to, from)| *to = *from);
    }

    /// An answer leaves from the buffer.
    pub(crate) fn answered(&mut self, answer: &[u8]) {
        self.receive(answer);
    }

    /// Carries out the request that was received.
    pub(crate) fn run(&mut self, apdu: &[u8]) -> Outcome {
        let data = match self.behaviour.reading {
            Reading::StaleBuffer => self.buffer.iter().skip(5).copied().collect(),
            Reading::Checked => {
                let announced = usize::from(apdu.get(4).copied().unwrap_or(0));
                if apdu.len() < 4 || apdu.len().saturating_sub(5) != announced {
                    return Outcome::Refuse(status::LENGTH);
                }
                apdu.iter().skip(5).copied().collect()
            }
        };
        let [class, instruction, p1, p2, ..] = self.buffer;
        let wrong_class = class != CLASS;
        if wrong_class && self.behaviour.wrong_class == WrongClass::Refused {
            return Outcome::Refuse(status::UNKNOWN_CLASS);
        }
        let outcome = self.command(instruction, p1, p2, &Data(data)).unwrap_or_else(|Thrown(word)| {
            match self.behaviour.failure {
                Failure::StatusWord => Outcome::Refuse(word),
                Failure::Exit => Outcome::Exit,
                Failure::ErrorPage => Outcome::ShowError(word),
            }
        });
        if wrong_class && self.behaviour.wrong_class == WrongClass::RefusedAndRun {
            return match outcome {
                Outcome::Ask(prompt) => Outcome::RefuseAndAsk(status::UNKNOWN_CLASS, prompt),
                // The first answer wins. What a failing command does here was not recorded.
                Outcome::Answer(_)
                | Outcome::Refuse(_)
                | Outcome::RefuseAndAsk(..)
                | Outcome::Exit
                | Outcome::ShowError(_) => Outcome::Refuse(status::UNKNOWN_CLASS),
            };
        }
        outcome
    }

    /// Signing commands are not simulated; they count as unknown.
    fn command(&mut self, instruction: u8, p1: u8, p2: u8, data: &Data) -> Result<Outcome, Thrown> {
        match instruction {
            0x00 => self.verify_address(p1, p2, data),
            0x01 => self.public_key(p1, p2, data),
            0x05 => self.export(p1, p2, data),
            0x21 if self.behaviour.name_command => Ok(done(b"Concordium")),
            0x37 => self.new_path_export(p1, p2, data),
            0x40 if self.behaviour.version_command => Ok(done(&self.version.number())),
            _ => Err(Thrown(status::UNKNOWN_COMMAND)),
        }
    }

    fn export(&self, p1: u8, p2: u8, data: &Data) -> Result<Outcome, Thrown> {
        let identity = match self.behaviour.export {
            ExportForm::Bare => data.number(0)?,
            ExportForm::Flagged => match data.byte(0)? {
                0 => data.number(1)?,
                1 => return self.ask_for_seeds(p1, p2, Below::new_path(data.number(1)?, data.number(5)?)),
                _ => return Err(Thrown(status::BAD_PARAMETER)),
            },
            ExportForm::LittleEndian => data.number(0)?.swap_bytes(),
            ExportForm::Short => u32::from(data.byte(0)?) << 8 | u32::from(data.byte(1)?),
            ExportForm::Wide => data.number(4)?,
            ExportForm::Zero => 0,
        };
        if self.behaviour.strict && identity & HARDENED != 0 {
            return Err(Thrown(status::BAD_PATH));
        }
        self.ask_for_seeds(p1, p2, Below::Legacy { identity })
    }

    fn new_path_export(&self, p1: u8, p2: u8, data: &Data) -> Result<Outcome, Thrown> {
        let (first, second) = (data.number(0), data.number(4));
        match self.behaviour.new_path_export {
            NewPathExport::Never => Err(Thrown(status::UNKNOWN_COMMAND)),
            NewPathExport::Seeds => self.ask_for_seeds(p1, p2, Below::new_path(first?, second?)),
            NewPathExport::SwappedSeeds => self.ask_for_seeds(p1, p2, Below::new_path(second?, first?)),
            NewPathExport::Purposes | NewPathExport::SwappedPurposes if p2 > 1 => Err(Thrown(status::BAD_PARAMETER)),
            NewPathExport::Purposes => self.ask_for_purpose(p1, coin_of(p2), first?, second?, data),
            NewPathExport::PurposesWithoutCoin => self.ask_for_purpose(p1, MAINNET_COIN, first?, second?, data),
            NewPathExport::SwappedPurposes => self.ask_for_purpose(p1, coin_of(p2), second?, first?, data),
        }
    }

    /// The hardened bit is put in, whether it is there or not: the highest bit of the number is lost.
    fn ask_for_seeds(&self, p1: u8, p2: u8, below: Below) -> Result<Outcome, Thrown> {
        let purpose = Purpose::from_byte(p1).ok_or(Thrown(status::BAD_PARAMETER))?;
        let form: fn(&[u8; 32]) -> [u8; 32] = match p2 {
            1 => |seed| *seed,
            2 => bls_key_v1,
            _ => return Err(Thrown(status::BAD_PARAMETER)),
        };
        let (subject, prf, id) = match below {
            Below::Legacy { identity } => {
                let (prf, id) = (self.seed.prf_key_seed(identity), self.seed.id_cred_sec_seed(identity));
                (Subject { provider: None, identity, account: None }, prf, id)
            }
            Below::NewPath { provider, identity } => {
                let key = |leaf| self.seed.new_path_key(MAINNET_COIN, provider, identity, leaf);
                let (prf, id) = (key(NewLeaf::PrfKey), key(NewLeaf::IdCredSec));
                (Subject { provider: Some(provider), identity, account: None }, prf, id)
            }
        };
        let mut answer = form(&prf).to_vec();
        if purpose == Purpose::Create {
            answer.extend(form(&id));
        }
        Ok(self.ask(purpose, &subject, &answer))
    }

    /// From 5.5 on: keys by purpose, each with its length in front, BLS keys except for the commitment randomness.
    fn ask_for_purpose(&self, p1: u8, coin: u32, provider: u32, identity: u32, data: &Data) -> Result<Outcome, Thrown> {
        let account = || data.number(8);
        let (purpose, account, leaves) = match p1 {
            0 => (Purpose::CreateIdentity, None, vec![NewLeaf::IdCredSec, NewLeaf::PrfKey, NewLeaf::Blinding]),
            1 => {
                let account = account()?;
                let leaves = vec![NewLeaf::PrfKey, NewLeaf::IdCredSec, NewLeaf::Randomness(account)];
                (Purpose::CreateAccount, Some(account), leaves)
            }
            2 => (Purpose::RecoverIdentity, None, vec![NewLeaf::IdCredSec, NewLeaf::Blinding]),
            3 => (Purpose::Discover, None, vec![NewLeaf::PrfKey]),
            4 => (Purpose::Prove, Some(account()?), vec![NewLeaf::Randomness(account()?)]),
            _ => return Err(Thrown(status::BAD_PARAMETER)),
        };
        self.check_path(&[NEW_PURPOSE, coin])?;
        let mut answer = Vec::new();
        for leaf in leaves {
            let key = self.seed.new_path_key(coin, provider, identity, leaf);
            answer.push(32);
            answer.extend(if matches!(leaf, NewLeaf::Randomness(_)) { key } else { bls_key_v1(&key) });
        }
        Ok(self.ask(purpose, &Subject { provider: Some(provider), identity, account }, &answer))
    }

    fn ask(&self, purpose: Purpose, subject: &Subject, answer: &[u8]) -> Outcome {
        Outcome::Ask(Prompt {
            pages: Pages::export(self.body, &self.behaviour, purpose, subject),
            approved: Approved::Answer(with_status(answer, status::DONE)),
            says: None,
        })
    }

    /// The system only lets an app use the paths it was installed with.
    fn check_path(&self, path: &[u32]) -> Result<(), Thrown> {
        let (new, test) = match self.behaviour.paths {
            Paths::Legacy => (false, false),
            Paths::New => (true, false),
            Paths::NewAndTest => (true, true),
        };
        let allowed = match path {
            [LEGACY_PURPOSE, 0, ..] => true,
            [NEW_PURPOSE, MAINNET_COIN, ..] => new,
            [NEW_PURPOSE, TEST_COIN, ..] => test,
            _ => false,
        };
        if allowed { Ok(()) } else { Err(Thrown(status::CRYPTO)) }
    }

    fn public_key(&mut self, p1: u8, p2: u8, data: &Data) -> Result<Outcome, Thrown> {
        let length = usize::from(data.byte(0)?);
        if length > MAX_PATH {
            return Err(Thrown(status::BAD_PATH));
        }
        for index in 0..length {
            let component = data.number(1 + 4 * index)? & !HARDENED;
            if let Some(slot) = self.path.get_mut(index) {
                *slot = component;
            }
        }
        let path: Vec<u32> = self.path.iter().take(length).copied().collect();
        let allowed = self.check_path(&path);
        let key = self.seed.public_key(&path);
        let mut answer = key.to_vec();
        if p2 == 1 {
            answer.extend(self.seed.signed_public_key(&path));
        }
        let answer = with_status(&answer, status::DONE);
        if p1 == 1 {
            return match allowed {
                Ok(()) if self.behaviour.silent_keys => Ok(Outcome::Answer(answer)),
                Ok(()) => Err(Thrown(status::BAD_PARAMETER)),
                Err(thrown) => Err(thrown),
            };
        }
        let pages = Pages::public_key(self.body, &self.label(&path)?);
        match (allowed, self.behaviour.reading) {
            (Ok(()), _) => {
                Ok(Outcome::Ask(Prompt { pages, approved: Approved::AnswerAndCompare(answer, key), says: None }))
            }
            // The old app derives only when the person has agreed, and tells nobody that it failed.
            (Err(_), Reading::StaleBuffer) => {
                Ok(Outcome::Ask(Prompt { pages, approved: Approved::Nothing, says: None }))
            }
            (Err(thrown), Reading::Checked) => Err(thrown),
        }
    }

    /// What the screen calls a key. Shorter paths show what an earlier one left behind.
    fn label(&self, path: &[u32]) -> Result<String, Thrown> {
        if path.len() == 5 && path.first() == Some(&LEGACY_PURPOSE) {
            return match path {
                [_, 0, 1, 0, _] => Ok("Gov. root".into()),
                [_, 0, 1, level @ (1 | 2), _] => Ok(format!("Gov. level {level}")),
                _ => Err(Thrown(status::BAD_PATH)),
            };
        }
        let [purpose, _, provider, identity, legacy_identity, account, legacy_account, _] = self.path;
        Ok(if purpose == NEW_PURPOSE && self.behaviour.paths != Paths::Legacy {
            format!("{provider}/{identity}/{account}")
        } else {
            format!("{legacy_identity}/{legacy_account}")
        })
    }

    /// The device only knows key version 1: for an identity of version 0 it shows another address than the chain.
    fn verify_address(&self, p1: u8, p2: u8, data: &Data) -> Result<Outcome, Thrown> {
        let is_new = p1 == 1 && self.behaviour.paths != Paths::Legacy;
        if self.behaviour.strict && (p1 > 1 || p2 > p1) {
            // A full path (`P1` = 2) is not simulated; it counts as unknown.
            return Err(Thrown(status::BAD_PARAMETER));
        }
        let (label, seed, counter) = if is_new {
            let coin = if self.behaviour.strict { coin_of(p2) } else { MAINNET_COIN };
            self.check_path(&[NEW_PURPOSE, coin])?;
            let (provider, identity, counter) = (data.number(0)?, data.number(4)?, data.number(8)?);
            let seed = self.seed.new_path_key(coin, provider, identity, NewLeaf::PrfKey);
            (format!("{provider}/{identity}/{counter}"), seed, counter)
        } else {
            let (identity, counter) = (data.number(0)?, data.number(4)?);
            (format!("{identity}/{counter}"), self.seed.prf_key_seed(identity), counter)
        };
        if self.behaviour.strict && data.0.len() != if is_new { 12 } else { 8 } {
            return Err(Thrown(status::LENGTH));
        }
        let address = address(&credential_id(&bls_key_v1(&seed), counter));
        Ok(Outcome::Ask(Prompt {
            pages: Pages::verify_address(self.body, &self.behaviour, &label, &address),
            approved: Approved::Answer(with_status(&[], status::DONE)),
            says: match self.body {
                Body::Buttons => None,
                Body::Touch => {
                    Some([touch::said(["Address verified"]), touch::said(["Address verification", "cancelled"])])
                }
            },
        }))
    }
}

/// Whose seeds are exported.
enum Below {
    Legacy { identity: u32 },
    NewPath { provider: u32, identity: u32 },
}

impl Below {
    const fn new_path(provider: u32, identity: u32) -> Self {
        Self::NewPath { provider, identity }
    }
}

const fn coin_of(p2: u8) -> u32 {
    match p2 {
        0 => MAINNET_COIN,
        _ => TEST_COIN,
    }
}

/// The data of a request; reading past its end is an error.
struct Data(Vec<u8>);

impl Data {
    fn byte(&self, at: usize) -> Result<u8, Thrown> {
        self.0.get(at).copied().ok_or(Thrown(status::BAD_PATH))
    }

    fn number(&self, at: usize) -> Result<u32, Thrown> {
        let bytes = self.0.get(at..at + 4).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
        bytes.map(u32::from_be_bytes).ok_or(Thrown(status::BAD_PATH))
    }
}

/// Data with a status word behind it.
pub(crate) fn with_status(data: &[u8], word: u16) -> Vec<u8> {
    let mut answer = data.to_vec();
    answer.extend(word.to_be_bytes());
    answer
}

fn done(data: &[u8]) -> Outcome {
    Outcome::Answer(with_status(data, status::DONE))
}
