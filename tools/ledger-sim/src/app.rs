//! The commands of the Concordium app: what each request leads to, before anybody presses a button.
//! This module knows the app; it refuses to know the operating system around it, buttons and packets.

use crate::derive::{HARDENED, Seed, address, bls_key_v1, credential_id};
use crate::screen::{Pages, Purpose};
use crate::version::{Behaviour, ExportForm, Failure, Reading, Version, WrongClass};

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
}

/// A question to the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prompt {
    pub(crate) pages: Pages,
    pub(crate) approved: Approved,
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
    seed: Seed,
    buffer: [u8; BUFFER],
    /// The path last read. Its tail is that of an earlier, longer one: a label can show it.
    path: [u32; MAX_PATH],
}

/// An error inside a command.
struct Thrown(u16);

impl App {
    pub(crate) const fn new(version: Version, seed: Seed) -> Self {
        Self { behaviour: version.behaviour(), version, seed, buffer: [0; BUFFER], path: [0; MAX_PATH] }
    }

    /// The app's name and version, as the operating system answers them for every app.
    pub(crate) fn name_and_version(&self) -> (&'static str, String) {
        ("Concordium", self.version.to_string())
    }

    pub(crate) fn home(&self) -> Pages {
        Pages::home(&self.version.to_string())
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
            }
        });
        if wrong_class && self.behaviour.wrong_class == WrongClass::RefusedAndRun {
            return match outcome {
                Outcome::Ask(prompt) => Outcome::RefuseAndAsk(status::UNKNOWN_CLASS, prompt),
                // The first answer wins. What a failing command does here was not recorded.
                Outcome::Answer(_) | Outcome::Refuse(_) | Outcome::RefuseAndAsk(..) | Outcome::Exit => {
                    Outcome::Refuse(status::UNKNOWN_CLASS)
                }
            };
        }
        outcome
    }

    /// Signing commands are not simulated; they count as unknown.
    fn command(&mut self, instruction: u8, p1: u8, p2: u8, data: &Data) -> Result<Outcome, Thrown> {
        match instruction {
            0x00 => self.verify_address(p1, data),
            0x01 => self.public_key(p1, p2, data),
            0x05 => self.export(p1, p2, data),
            0x21 if self.behaviour.name_command => Ok(done(b"Concordium")),
            0x37 if self.behaviour.new_path_export => {
                let (provider, identity) = (data.number(0)?, data.number(4)?);
                self.ask_for_export(p1, p2, Some(provider), identity)
            }
            0x40 if self.behaviour.version_command => Ok(done(&self.behaviour.number)),
            _ => Err(Thrown(status::UNKNOWN_COMMAND)),
        }
    }

    fn export(&self, p1: u8, p2: u8, data: &Data) -> Result<Outcome, Thrown> {
        match self.behaviour.export {
            ExportForm::Bare => self.ask_for_export(p1, p2, None, data.number(0)?),
            ExportForm::Flagged => match data.byte(0)? {
                0 => self.ask_for_export(p1, p2, None, data.number(1)?),
                1 => self.ask_for_export(p1, p2, Some(data.number(1)?), data.number(5)?),
                _ => Err(Thrown(status::BAD_PARAMETER)),
            },
        }
    }

    fn ask_for_export(&self, p1: u8, p2: u8, provider: Option<u32>, identity: u32) -> Result<Outcome, Thrown> {
        let purpose = Purpose::from_byte(p1).ok_or(Thrown(status::BAD_PARAMETER))?;
        let form: fn(&[u8; 32]) -> [u8; 32] = match p2 {
            1 => |seed| *seed,
            2 => bls_key_v1,
            _ => return Err(Thrown(status::BAD_PARAMETER)),
        };
        // The hardened bit is put in, whether it is there or not: the highest bit of the number is lost.
        let (prf, id) = match provider {
            None => (self.seed.prf_key_seed(identity), self.seed.id_cred_sec_seed(identity)),
            Some(idp) => {
                (self.seed.new_path_prf_key_seed(idp, identity), self.seed.new_path_id_cred_sec_seed(idp, identity))
            }
        };
        let mut answer = form(&prf).to_vec();
        if purpose == Purpose::Create {
            answer.extend(form(&id));
        }
        Ok(Outcome::Ask(Prompt {
            pages: Pages::export(self.behaviour.wording, purpose, provider, identity),
            approved: Approved::Answer(with_status(&answer, status::DONE)),
        }))
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
        let allowed = match path.as_slice() {
            [1105, 0, ..] => true,
            [44, 919, ..] => self.behaviour.new_path,
            _ => false,
        };
        let key = self.seed.public_key(&path);
        let mut answer = key.to_vec();
        if p2 == 1 {
            answer.extend(self.seed.signed_public_key(&path));
        }
        let answer = with_status(&answer, status::DONE);
        if p1 == 1 {
            return if allowed { Ok(Outcome::Answer(answer)) } else { Err(Thrown(status::CRYPTO)) };
        }
        let pages = Pages::public_key(&self.label(&path)?);
        if allowed {
            return Ok(Outcome::Ask(Prompt { pages, approved: Approved::AnswerAndCompare(answer, key) }));
        }
        match self.behaviour.failure {
            Failure::StatusWord => Ok(Outcome::Ask(Prompt { pages, approved: Approved::Nothing })),
            Failure::Exit => Err(Thrown(status::CRYPTO)),
        }
    }

    /// What the screen calls a key. Shorter paths show what an earlier one left behind.
    fn label(&self, path: &[u32]) -> Result<String, Thrown> {
        if path.len() == 5 {
            return match path {
                [1105, 0, 1, 0, _] => Ok("Gov. root".into()),
                [1105, 0, 1, level @ (1 | 2), _] => Ok(format!("Gov. level {level}")),
                _ => Err(Thrown(status::BAD_PATH)),
            };
        }
        let [purpose, coin, provider, identity, legacy_identity, account, legacy_account, _] = self.path;
        Ok(if (purpose, coin) == (44, 919) && self.behaviour.new_path {
            format!("{provider}/{identity}/{account}")
        } else {
            format!("{legacy_identity}/{legacy_account}")
        })
    }

    /// The device only knows key version 1: for an identity of version 0 it shows another address than the chain.
    fn verify_address(&self, p1: u8, data: &Data) -> Result<Outcome, Thrown> {
        let (label, seed, counter) = if p1 == 1 && self.behaviour.new_path {
            let (provider, identity, counter) = (data.number(0)?, data.number(4)?, data.number(8)?);
            let seed = self.seed.new_path_prf_key_seed(provider, identity);
            (format!("{provider}/{identity}/{counter}"), seed, counter)
        } else {
            let (identity, counter) = (data.number(0)?, data.number(4)?);
            (format!("{identity}/{counter}"), self.seed.prf_key_seed(identity), counter)
        };
        let address = address(&credential_id(&bls_key_v1(&seed), counter));
        Ok(Outcome::Ask(Prompt {
            pages: Pages::verify_address(&label, &address),
            approved: Approved::Answer(with_status(&[], status::DONE)),
        }))
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
