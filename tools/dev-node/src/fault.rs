//! The knobs: distance, latency, lag, another genesis, slow lists, and faults by rule.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, bail};
use lifeboat::model::{CredentialId, GenesisHash};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::directory;
use crate::scenario::Derivation;

/// Everything that can be turned while the node runs.
#[derive(Debug, Clone, Default)]
pub struct Knobs {
    /// Milliseconds that the way to the node and back takes, for connections that are made from now on.
    pub round_trip_ms: u64,
    /// Milliseconds of work before every answer.
    pub latency_ms: u64,
    /// Requests of one connection that are worked on at a time, for connections that are made from now on; the others wait. The
    /// real node's default is 10.
    pub at_a_time: Option<usize>,
    /// Whether lists come at the real node's own pace.
    pub slow_lists: bool,
    /// How far the node is behind, in seconds.
    pub lag_seconds: u64,
    /// The genesis hash it shows instead of its own.
    pub genesis: Option<GenesisHash>,
    /// What is wrong with the directory of keys.
    pub directory: directory::Knobs,
    /// Faults; the first rule that wants a call gets it.
    pub faults: Vec<Rule>,
}

/// When a fault happens. Every condition that is given must hold; without any, it happens always.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rule {
    /// What happens.
    pub fault: Fault,
    /// Only this method: `GetAccountInfo` …, or `keyAccounts` and `health` of the directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only look-ups of these credential ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credentials: Vec<CredentialId>,
    /// Only look-ups of credentials under these identities of the scenario's phrases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identities: Vec<u32>,
    /// Only look-ups of credentials with these numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<u8>,
    /// Only look-ups of credentials of this key version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_version: Option<u8>,
    /// Only every k-th of these calls: the k-th, the 2k-th …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<u64>,
    /// Only the first attempts for each credential id; later ones are answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u64>,
    /// Only what is more than so many calls in a second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_second: Option<u64>,
    /// Only this many times; then the rule is used up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// Whether an invented reply carries CORS headers. If not said: gRPC statuses do, except 1 and 8, because the real node's
    /// limits stand in front of its CORS layer; HTTP pages do not, because a proxy's do not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cors: Option<bool>,
    #[serde(skip)]
    seen: u64,
    #[serde(skip)]
    used: u64,
    #[serde(skip)]
    second: Option<(Instant, u64)>,
    #[serde(skip)]
    attempts_seen: BTreeMap<CredentialId, u64>,
}

/// What happens instead of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// `drop`: the connection is closed without a byte.
    Drop,
    /// `cut`: the connection breaks in the middle of the body.
    Cut,
    /// `truncate`: half of the body, ended properly, as by a careless proxy. A reply without body loses its status instead.
    Truncate,
    /// `hang`: nothing, for ever.
    Hang,
    /// `stall`: half of the body, then nothing, for ever.
    Stall,
    /// `no-trailer`: all messages, ended properly, but nothing that says so.
    NoTrailer,
    /// `nothing`: a proper end, and no message before it.
    Nothing,
    /// `html`: HTTP 200 and a page, as by a captive portal.
    Html,
    /// `wrong-type`: the true reply under content type text/plain.
    WrongType,
    /// `absent-page`: HTTP 404 with all the headers of a real "not found".
    AbsentPage,
    /// `absent-elsewhere`: HTTP 200 and status 5, but of plain gRPC.
    AbsentElsewhere,
    /// `garbage`: a well-formed reply whose message is noise.
    Garbage,
    /// `http-404`, `http-502` …: that status and a page.
    Http(u16),
    /// `grpc-8`, `grpc-14` …: that gRPC status, in the headers.
    Grpc(u8),
    /// `wordless`: the true reply, but a refusal ends in a trailer without a word; its status is in the headers. Traefik 3 does so.
    Wordless,
    /// `unexposed`: the true reply, but no page may see its gRPC status.
    Unexposed,
    /// `no-cors`: the true reply, but no page may see it, nor ask for it.
    NoCors,
    /// `bare-errors`: the true reply, but no page may see one that is a refusal.
    BareErrors,
    /// `no-preflight`: pages may not ask: the question before the question is refused.
    NoPreflight,
    /// `doubled-cors`: the true reply, with one header too many, as of two servers that both mean it well.
    DoubledCors,
    /// `redirect`: HTTP 302 to a sign-in page.
    Redirect,
    /// `retry-after-7` …: HTTP 429, and in how many seconds to come back.
    RetryAfter(u32),
    /// `retry-date-7` …: the same as a date.
    RetryDate(u32),
    /// `late-13`, `late-14` …: half of the messages, then that gRPC status.
    Late(u8),
}

/// One call, as far as rules care.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    /// `GetAccountInfo` …
    pub method: &'a str,
    /// What is looked up.
    pub credential: Option<CredentialId>,
    /// Whose it is.
    pub name: Option<&'a Derivation>,
}

impl Knobs {
    /// What happens to the question whether this method may be asked.
    #[must_use]
    pub fn preflight(&self, method: &str) -> Option<Fault> {
        let about = |rule: &&Rule| rule.method.as_ref().is_none_or(|only| only == method);
        let faults = self.faults.iter().filter(about).map(|rule| rule.fault);
        faults.into_iter().find(|fault| matches!(fault, Fault::NoPreflight | Fault::NoCors | Fault::DoubledCors))
    }

    /// What happens to this call: the fault, and whether its reply carries CORS headers.
    pub fn decide(&mut self, call: &Call<'_>) -> Option<(Fault, bool)> {
        self.faults.iter_mut().find_map(|rule| rule.applies(call).then(|| (rule.fault, rule.with_cors())))
    }
}

impl Rule {
    /// A fault that always happens.
    #[must_use]
    pub fn always(fault: Fault) -> Self {
        Self {
            fault,
            method: None,
            credentials: Vec::new(),
            identities: Vec::new(),
            numbers: Vec::new(),
            key_version: None,
            every: None,
            attempts: None,
            per_second: None,
            times: None,
            cors: None,
            seen: 0,
            used: 0,
            second: None,
            attempts_seen: BTreeMap::new(),
        }
    }

    fn applies(&mut self, call: &Call<'_>) -> bool {
        if !self.concerns(call) || self.times.is_some_and(|times| self.used >= times) {
            return false;
        }
        self.seen += 1;
        if self.every.is_some_and(|every| !self.seen.is_multiple_of(every)) {
            return false;
        }
        if let (Some(limit), Some(id)) = (self.attempts, call.credential) {
            let attempts = self.attempts_seen.entry(id).or_default();
            *attempts += 1;
            if *attempts > limit {
                return false;
            }
        }
        if self.per_second.is_some_and(|most| self.calls_this_second() <= most) {
            return false;
        }
        self.used += 1;
        true
    }

    fn calls_this_second(&mut self) -> u64 {
        let now = Instant::now();
        let (began, calls) = self.second.filter(|(began, _)| now - *began < Duration::from_secs(1)).unwrap_or((now, 0));
        self.second = Some((began, calls + 1));
        calls + 1
    }

    fn concerns(&self, call: &Call<'_>) -> bool {
        let named = |holds: &dyn Fn(&Derivation) -> bool| call.name.is_some_and(holds);
        self.method.as_ref().is_none_or(|method| method == call.method)
            && (self.credentials.is_empty() || call.credential.is_some_and(|id| self.credentials.contains(&id)))
            && (self.identities.is_empty() || named(&|name| self.identities.contains(&name.identity)))
            && (self.numbers.is_empty() || named(&|name| self.numbers.contains(&name.number)))
            && self.key_version.is_none_or(|version| named(&|name| name.key_version == version))
    }

    fn with_cors(&self) -> bool {
        self.cors.unwrap_or(match self.fault {
            Fault::Grpc(status) => !matches!(status, 1 | 8),
            Fault::Garbage | Fault::Redirect | Fault::RetryAfter(_) | Fault::RetryDate(_) => true,
            // These are true replies at first, with the headers of such.
            Fault::Drop
            | Fault::Cut
            | Fault::Truncate
            | Fault::Hang
            | Fault::Stall
            | Fault::NoTrailer
            | Fault::Nothing
            | Fault::Late(_)
            | Fault::Wordless
            | Fault::Unexposed
            | Fault::NoCors
            | Fault::BareErrors
            | Fault::NoPreflight
            | Fault::DoubledCors
            | Fault::Html
            | Fault::WrongType
            | Fault::AbsentPage
            | Fault::AbsentElsewhere
            | Fault::Http(_) => false,
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Drop => f.write_str("drop"),
            Self::Cut => f.write_str("cut"),
            Self::Truncate => f.write_str("truncate"),
            Self::Hang => f.write_str("hang"),
            Self::Stall => f.write_str("stall"),
            Self::NoTrailer => f.write_str("no-trailer"),
            Self::Nothing => f.write_str("nothing"),
            Self::Html => f.write_str("html"),
            Self::WrongType => f.write_str("wrong-type"),
            Self::AbsentPage => f.write_str("absent-page"),
            Self::AbsentElsewhere => f.write_str("absent-elsewhere"),
            Self::Garbage => f.write_str("garbage"),
            Self::Wordless => f.write_str("wordless"),
            Self::Unexposed => f.write_str("unexposed"),
            Self::NoCors => f.write_str("no-cors"),
            Self::BareErrors => f.write_str("bare-errors"),
            Self::NoPreflight => f.write_str("no-preflight"),
            Self::DoubledCors => f.write_str("doubled-cors"),
            Self::Redirect => f.write_str("redirect"),
            Self::RetryAfter(seconds) => write!(f, "retry-after-{seconds}"),
            Self::RetryDate(seconds) => write!(f, "retry-date-{seconds}"),
            Self::Http(status) => write!(f, "http-{status}"),
            Self::Grpc(status) => write!(f, "grpc-{status}"),
            Self::Late(status) => write!(f, "late-{status}"),
        }
    }
}

impl FromStr for Fault {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        Ok(match text {
            "drop" => Self::Drop,
            "cut" => Self::Cut,
            "truncate" => Self::Truncate,
            "hang" => Self::Hang,
            "stall" => Self::Stall,
            "no-trailer" => Self::NoTrailer,
            "nothing" => Self::Nothing,
            "html" => Self::Html,
            "wrong-type" => Self::WrongType,
            "absent-page" => Self::AbsentPage,
            "absent-elsewhere" => Self::AbsentElsewhere,
            "garbage" => Self::Garbage,
            "wordless" => Self::Wordless,
            "unexposed" => Self::Unexposed,
            "no-cors" => Self::NoCors,
            "bare-errors" => Self::BareErrors,
            "no-preflight" => Self::NoPreflight,
            "doubled-cors" => Self::DoubledCors,
            "redirect" => Self::Redirect,
            _ => match text.rsplit_once('-').with_context(|| format!("no fault is called {text}"))? {
                ("http", status) => Self::Http(status.parse()?),
                ("grpc", status) => Self::Grpc(status.parse()?),
                ("late", status) => Self::Late(status.parse()?),
                ("retry-after", seconds) => Self::RetryAfter(seconds.parse()?),
                ("retry-date", seconds) => Self::RetryDate(seconds.parse()?),
                _ => bail!("no fault is called {text}"),
            },
        })
    }
}

impl Serialize for Fault {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fault {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(id: u8) -> Call<'static> {
        Call { method: "GetAccountInfo", credential: Some(CredentialId::new([id; 48])), name: None }
    }

    fn happens(rule: &str, calls: &[u8]) -> Vec<bool> {
        let mut knobs = Knobs { faults: vec![serde_json::from_str(rule).unwrap()], ..Knobs::default() };
        calls.iter().map(|id| knobs.decide(&call(*id)).is_some()).collect()
    }

    #[test]
    fn rules_count() {
        assert_eq!(happens(r#"{ "fault": "drop", "times": 2 }"#, &[1, 2, 3]), [true, true, false]);
        assert_eq!(happens(r#"{ "fault": "drop", "every": 2 }"#, &[1, 2, 3, 4]), [false, true, false, true]);
        assert_eq!(happens(r#"{ "fault": "drop", "attempts": 1 }"#, &[1, 2, 1, 2]), [true, true, false, false]);
        assert_eq!(happens(r#"{ "fault": "drop", "method": "GetBlockInfo" }"#, &[1]), [false]);
        let one = format!(r#"{{ "fault": "drop", "credentials": ["{}"] }}"#, "01".repeat(48));
        assert_eq!(happens(&one, &[1, 2]), [true, false]);
        assert_eq!(happens(r#"{ "fault": "drop", "numbers": [1] }"#, &[1]), [false], "nobody knows its number");
    }

    #[test]
    fn a_fault_is_called_by_its_name() {
        let words =
            ["drop", "cut", "truncate", "hang", "stall", "no-trailer", "nothing", "html", "wrong-type", "absent-page"];
        let gateways = ["wordless", "unexposed", "no-cors", "bare-errors", "no-preflight", "doubled-cors", "redirect"];
        let numbered = ["http-404", "grpc-14", "late-13", "retry-after-7", "retry-date-7"];
        for name in words.into_iter().chain(gateways).chain(numbered) {
            assert_eq!(name.parse::<Fault>().unwrap().to_string(), name);
        }
        assert!("grpc-x".parse::<Fault>().is_err());
        assert!("lightning".parse::<Fault>().is_err());
    }
}
