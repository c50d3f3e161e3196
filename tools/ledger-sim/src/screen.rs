//! Pages on a small screen, turned with two buttons and chosen with both.
//! This module knows pages and prompts; it refuses to know what a decision costs or gives.

use crate::version::Wording;

/// Characters of a long text on one line. The device wraps by the width of its font, which is not modelled.
const LINE: usize = 17;
/// Lines of a long text on one page.
const LINES: usize = 3;

/// What a page does when both buttons are pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Nothing.
    None,
    /// Agree to what is asked.
    Approve,
    /// Refuse it.
    Reject,
    /// Back to the first page of the app.
    Home,
    /// Leave the app.
    Quit,
    /// Open the Concordium app (on the dashboard).
    OpenApp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    lines: Vec<String>,
    choice: Choice,
}

/// Pages, and which of them shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pages {
    pages: Vec<Page>,
    current: usize,
}

impl Pages {
    fn new(pages: Vec<Page>) -> Self {
        Self { pages, current: 0 }
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.pages.get(self.current).map(|page| page.lines.clone()).unwrap_or_default()
    }

    pub(crate) fn choice(&self) -> Choice {
        self.pages.get(self.current).map_or(Choice::None, |page| page.choice)
    }

    pub(crate) fn right(&mut self) {
        self.current = (self.current + 1).min(self.pages.len().saturating_sub(1));
    }

    pub(crate) const fn left(&mut self) {
        self.current = self.current.saturating_sub(1);
    }

    /// Turns to the first page that makes this choice, if there is one.
    pub(crate) fn turn_to(&mut self, choice: Choice) -> bool {
        let Some(index) = self.pages.iter().position(|page| page.choice == choice) else { return false };
        self.current = index;
        true
    }

    /// The app waits for work.
    pub(crate) fn home(version: &str) -> Self {
        Self::new(vec![
            page(["Concordium", "is ready"], Choice::None),
            page(["Version", version], Choice::None),
            page(["Quit"], Choice::Quit),
        ])
    }

    /// No app is open.
    pub(crate) fn dashboard() -> Self {
        Self::new(vec![page(["Concordium", "Open app"], Choice::OpenApp)])
    }

    /// Another app is open.
    pub(crate) fn other_app(name: &str) -> Self {
        Self::new(vec![page([name, "is ready"], Choice::None), page(["Quit"], Choice::Quit)])
    }

    /// An error in a build made for debugging. Both buttons end the app.
    pub(crate) fn error(word: u16) -> Self {
        let word = format!("e=0x{word:04X}");
        Self::new(vec![page(["App error", &word, " ", "LR=0xC0DE2522"], Choice::Quit)])
    }

    /// `INS 05` and `INS 37`.
    pub(crate) fn export(wording: Wording, purpose: Purpose, subject: &Subject) -> Self {
        // The text of a legacy path begins with a blank, which the device gives a line of its own.
        let lines = |title: &str| match subject.provider {
            None => vec![title.to_owned(), " ".to_owned(), subject.label()],
            Some(_) => vec![title.to_owned(), subject.label()],
        };
        match wording {
            Wording::Old => Self::accept_or_decline(vec![purpose.title().into(), format!("ID #{}", subject.identity)]),
            Wording::Rewrite => Self::accept_or_decline(lines(purpose.title())),
            Wording::Review => Self::new(vec![
                page(["Review operation", purpose.phrase()], Choice::None),
                Page { lines: lines("Credentials ID"), choice: Choice::None },
                page(["Sign operation"], Choice::Approve),
                page(["Reject operation"], Choice::Reject),
            ]),
        }
    }

    fn accept_or_decline(lines: Vec<String>) -> Self {
        Self::new(vec![
            Page { lines, choice: Choice::None },
            page(["Accept"], Choice::Approve),
            page(["Decline"], Choice::Reject),
        ])
    }

    /// `INS 01` with display. The page that names the key is also the one that accepts.
    pub(crate) fn public_key(label: &str) -> Self {
        Self::new(vec![page(["Public key", label], Choice::Approve), page(["Decline"], Choice::Reject)])
    }

    /// The key in hexadecimal, after the person accepted; the host already has its answer.
    pub(crate) fn compare(key: &[u8; 32]) -> Self {
        Self::new(long_text("Compare", &hex::encode(key), Choice::Home))
    }

    /// `INS 00`.
    pub(crate) fn verify_address(label: &str, address: &str) -> Self {
        let mut pages = vec![page(["Verify Address", label], Choice::None)];
        pages.extend(long_text("Address", address, Choice::None));
        pages.push(page(["Approve"], Choice::Approve));
        pages.push(page(["Reject"], Choice::Reject));
        Self::new(pages)
    }
}

/// Whose key is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The identity provider of a newer path.
    pub(crate) provider: Option<u32>,
    pub(crate) identity: u32,
    pub(crate) account: Option<u32>,
}

impl Subject {
    fn label(&self) -> String {
        let identity = format!("ID#{}", self.identity);
        let identity = self.provider.map_or(identity.clone(), |provider| format!("IDP#{provider} {identity}"));
        self.account.map_or(identity.clone(), |account| format!("{identity} ACCOUNT#{account}"))
    }
}

/// What an export is asked for; `P1` of the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    // Changes the words only, and whether idCredSec comes too.
    Decrypt,
    Recover,
    Create,
    // From 5.5 on, for the newer paths: chooses the keys.
    CreateIdentity,
    CreateAccount,
    RecoverIdentity,
    Discover,
    Prove,
}

impl Purpose {
    pub(crate) const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Decrypt),
            1 => Some(Self::Recover),
            2 => Some(Self::Create),
            _ => None,
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Decrypt => "Decrypt",
            Self::Recover => "Recover credentials",
            Self::Create => "Create credential",
            Self::CreateIdentity => "ID Credential Creation",
            Self::CreateAccount => "Account Creation",
            Self::RecoverIdentity => "ID Recovery",
            Self::Discover => "Account Cred Discovery",
            Self::Prove => "ZK Proof Creation",
        }
    }

    const fn phrase(self) -> &'static str {
        match self {
            Self::Decrypt => "to decrypt credentials",
            Self::Recover | Self::RecoverIdentity => "to recover credentials",
            Self::Create | Self::CreateIdentity => "to create credentials",
            Self::CreateAccount => "to create account",
            Self::Discover => "to discover credentials",
            Self::Prove => "to create ZK proof",
        }
    }
}

fn page<const N: usize>(lines: [&str; N], choice: Choice) -> Page {
    Page { lines: lines.into_iter().map(str::to_owned).collect(), choice }
}

fn long_text(title: &str, text: &str, choice: Choice) -> Vec<Page> {
    let characters: Vec<char> = text.chars().collect();
    let lines: Vec<String> = characters.chunks(LINE).map(|line| line.iter().collect()).collect();
    let count = lines.len().div_ceil(LINES);
    lines
        .chunks(LINES)
        .enumerate()
        .map(|(index, lines)| {
            let title = if count == 1 { title.to_owned() } else { format!("{title} ({}/{count})", index + 1) };
            Page { lines: std::iter::once(title).chain(lines.iter().cloned()).collect(), choice }
        })
        .collect()
}
