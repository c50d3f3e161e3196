//! `B0 01`: which app runs, in which version. Every app and the dashboard answer it, without a prompt.
//! What differs between versions is in [`Abilities`].

use super::exchange::exchange;
use crate::ledger::abilities::Abilities;
use crate::ledger::apdu::Apdu;
use crate::ledger::error::LedgerError;
use crate::ledger::transport::{Patience, Transport};
use crate::ledger::version::AppVersion;

/// Longest name shown to the person; the answer allows 255.
const MAX_NAME: usize = 32;
/// Format byte of the answer.
const FORMAT: u8 = 1;
const CONCORDIUM: &str = "Concordium";
/// What the dashboard calls itself, over the years. The last one came with a NUL, which is taken off.
const DASHBOARD: [&str; 2] = ["BOLOS", "OLOS"];

/// What answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningApp {
    /// Its name, printable and at most 32 characters.
    pub name: String,
    /// Its version, if that is three numbers. Other apps may write what they like.
    pub version: Option<AppVersion>,
}

impl RunningApp {
    /// The Concordium app, if that is what runs.
    ///
    /// # Errors
    /// Dashboard, another app, a version older than [`AppVersion::OLDEST`], or an unreadable one.
    pub fn concordium(&self) -> Result<ConcordiumApp, LedgerError> {
        if self.dashboard().is_some() {
            return Err(LedgerError::NoAppOpen);
        }
        if self.name != CONCORDIUM {
            return Err(LedgerError::OtherApp { name: self.name.clone() });
        }
        match self.version {
            None => Err(LedgerError::BadAnswer { command: COMMAND }),
            Some(found) if found < AppVersion::OLDEST => Err(LedgerError::AppTooOld { found }),
            Some(version) => Ok(ConcordiumApp { version }),
        }
    }

    /// The dashboard, if that is what answers.
    #[must_use]
    pub fn dashboard(&self) -> Option<Dashboard> {
        DASHBOARD.contains(&self.name.as_str()).then_some(Dashboard(()))
    }
}

/// Proof that the dashboard itself said it is in front. Opening an app asks for it, and uses it up: sent to an app that
/// runs, the same request makes that app end.
#[derive(Debug, PartialEq, Eq)]
pub struct Dashboard(());

/// Proof that the Concordium app itself said it is running. The commands of class `E0` ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConcordiumApp {
    version: AppVersion,
}

impl ConcordiumApp {
    /// Its version.
    #[must_use]
    pub const fn version(&self) -> AppVersion {
        self.version
    }

    /// What it can do, and how it wants to be asked.
    #[must_use]
    pub fn abilities(&self) -> Abilities {
        Abilities::of(self.version)
    }
}

const COMMAND: &str = "app-version";

/// Asks which app runs. Never to be sent while a prompt is open: on newer firmware the prompt's answer would be lost.
///
/// # Errors
/// The way to the device, a locked device, its menu, or an answer that is none.
pub async fn identify<T: Transport>(transport: &mut T) -> Result<RunningApp, LedgerError> {
    let response = exchange(transport, &Apdu::new(0xB0, 0x01, 0, 0, &[]), Patience::Greeting).await?;
    if let Some(error) = LedgerError::of_status(response.status(), None) {
        return Err(error);
    }
    parse(response.data()).ok_or(LedgerError::BadAnswer { command: COMMAND })
}

/// Format, name with its length, version with its length, flags with theirs.
fn parse(data: &[u8]) -> Option<RunningApp> {
    let (&FORMAT, rest) = data.split_first()? else { return None };
    let (name, rest) = counted(rest)?;
    let (version, _flags) = counted(rest)?;
    let name = std::str::from_utf8(name).ok()?.trim_end_matches('\0');
    let printable = name.chars().all(|character| character == ' ' || character.is_ascii_graphic());
    if name.is_empty() || !printable {
        return None;
    }
    let version = std::str::from_utf8(version).ok().and_then(|text| text.parse().ok());
    Some(RunningApp { name: name.chars().take(MAX_NAME).collect(), version })
}

fn counted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first()?;
    rest.split_at_checked(usize::from(*length))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_recorded_answer_is_read() {
        let answer = hex::decode("010a436f6e636f726469756d05352e312e330100").unwrap();
        let app = parse(&answer).unwrap();
        assert_eq!(app.name, "Concordium");
        assert_eq!(app.concordium().unwrap().version(), AppVersion::new(5, 1, 3));
    }

    #[test]
    fn only_the_concordium_app_is_the_concordium_app() {
        let running = |name: &str, version| RunningApp { name: name.into(), version };
        let v2 = AppVersion::new(2, 0, 3);
        assert_eq!(running("BOLOS", None).concordium(), Err(LedgerError::NoAppOpen));
        assert_eq!(running("Bitcoin", Some(v2)).concordium(), Err(LedgerError::OtherApp { name: "Bitcoin".into() }));
        assert_eq!(running("Concordium", Some(v2)).concordium(), Err(LedgerError::AppTooOld { found: v2 }));
        assert!(running("Concordium", None).concordium().is_err());
        let dashboard = parse(b"\x01\x05OLOS\0\x051.3.1").unwrap();
        assert_eq!(dashboard.concordium(), Err(LedgerError::NoAppOpen));
    }

    #[test]
    fn only_the_dashboard_is_the_dashboard() {
        let running = |name: &str| RunningApp { name: name.into(), version: Some(AppVersion::new(1, 6, 0)) };
        assert!(["BOLOS", "OLOS"].iter().all(|name| running(name).dashboard().is_some()));
        assert!(["Concordium", "Bitcoin", "bolos", "BOLOS 2"].iter().all(|name| running(name).dashboard().is_none()));
    }

    proptest! {
        #[test]
        fn no_answer_is_a_panic(mut answer in proptest::collection::vec(any::<u8>(), 0..80), format in any::<bool>()) {
            if let (true, Some(first)) = (format, answer.first_mut()) {
                *first = FORMAT;
            }
            if let Some(app) = parse(&answer) {
                prop_assert!(app.name.len() <= MAX_NAME);
            }
        }
    }
}
