//! Protocol-level tokens: how much of one is on an account, and whether it can be sent. What a token is called is what its issuer
//! wrote; it says nothing of what the token is worth, or of whose it is.

use std::fmt;

use minicbor::Decoder;
use minicbor::data::Type;

use super::super::error::BadReply;
use super::super::wire;
use crate::text;

/// Longest id of a token, in bytes (concordium-base, `TokenId`).
pub const MAX_TOKEN_ID: usize = 128;
/// Longest name of a token that is kept, in characters.
pub const MAX_TOKEN_NAME: usize = 128;
/// Longest description of a token's rules that is read, in bytes. Real ones have less than 1 KiB.
pub const MAX_MODULE_STATE: usize = 16 << 10;

/// What the chain's own money is called. A token may be called alike, and is something else.
const OWN_MONEY: [&str; 2] = ["CCD", "Concordium"];

/// A token, by what its issuer called it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TokenId(String);

/// An amount of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenAmount {
    /// Digits.
    pub value: u64,
    /// How many of them stand behind the point.
    pub decimals: u8,
}

/// A token on one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenHeld {
    /// Which.
    pub id: TokenId,
    /// How much; `None` when that is said in a way that is not known here.
    pub amount: Option<TokenAmount>,
    /// What the chain says of the account beside it.
    pub listing: Listing,
}

/// Where an account stands on the lists of a token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Listing {
    /// Whether it is on the list of those who may have it; `None` where nothing is said.
    pub is_allowed: Option<bool>,
    /// Whether it is on the list of those who may not.
    pub is_denied: Option<bool>,
    /// There are rules that are not known here.
    pub has_unknown: bool,
}

/// A token as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenFacts {
    /// What its issuer calls it, beside its id.
    pub name: Option<String>,
    /// Nobody can send it.
    pub is_paused: bool,
    /// Only those on a list can have it.
    pub has_allow_list: bool,
    /// Its rules could not be read.
    pub is_unread: bool,
}

/// Whether a token can be sent from an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum TokenStanding {
    /// Nothing that the node said is in the way.
    Free,
    /// The account is on the token's list of those who may not send it.
    Denied,
    /// The account is not on the token's list of those who may.
    NotAllowed,
    /// Nobody can send the token at present.
    Paused,
    /// The token has rules that are not known here.
    Unknown,
    /// Nobody knows: the node was not asked about the token itself, or did not say.
    NotChecked,
}

impl TokenId {
    /// `None` for what is no id: empty, or longer than the chain allows.
    #[must_use]
    pub fn new(id: &str) -> Option<Self> {
        (!id.is_empty() && id.len() <= MAX_TOKEN_ID).then(|| Self(id.to_owned()))
    }

    /// As its issuer wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether somebody could take this name of a token for the chain's own money.
#[must_use]
pub fn looks_like_own_money(name: &str) -> bool {
    let looks = text::looks(name);
    OWN_MONEY.iter().flat_map(|own| text::looks(own)).any(|own| looks.contains(&own))
}

impl fmt::Display for TokenAmount {
    /// The exact amount, as decimal text without noughts at its end: `12.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = usize::from(self.decimals);
        let digits = format!("{:0>width$}", self.value, width = decimals + 1);
        let (whole, part) = digits.split_at(digits.len() - decimals);
        match part.trim_end_matches('0') {
            "" => f.write_str(whole),
            part => write!(f, "{whole}.{part}"),
        }
    }
}

impl TokenHeld {
    /// `None` when not even its id can be read.
    pub(super) fn read(token: &wire::account_info::Token) -> Option<Self> {
        let id = TokenId::new(&token.token_id.as_ref()?.value)?;
        let state = token.token_account_state.as_ref();
        let amount = state.and_then(|state| state.balance).and_then(|balance| {
            Some(TokenAmount { value: balance.value, decimals: u8::try_from(balance.decimals).ok()? })
        });
        let rules = state.and_then(|state| state.module_state.as_ref());
        Some(Self { id, amount, listing: rules.map(|rules| Listing::read(&rules.value)).unwrap_or_default() })
    }

    /// Whether it can be sent, by what the node said of the token itself, if it did.
    #[must_use]
    pub fn standing(&self, facts: Option<&TokenFacts>) -> TokenStanding {
        let Listing { is_allowed, is_denied, has_unknown } = self.listing;
        let needs_leave = facts.is_some_and(|facts| facts.has_allow_list);
        if is_denied == Some(true) {
            TokenStanding::Denied
        } else if is_allowed == Some(false) || (needs_leave && is_allowed.is_none() && !has_unknown) {
            TokenStanding::NotAllowed
        } else if facts.is_some_and(|facts| facts.is_paused) {
            TokenStanding::Paused
        } else if has_unknown {
            TokenStanding::Unknown
        } else {
            match facts {
                Some(facts) if !facts.is_unread => TokenStanding::Free,
                Some(_) | None => TokenStanding::NotChecked,
            }
        }
    }
}

impl Listing {
    fn read(cbor: &[u8]) -> Self {
        let mut listing = Self::default();
        let read = read_map(cbor, |key, rules| {
            match key {
                "allowList" => listing.is_allowed = Some(rules.bool()?),
                "denyList" => listing.is_denied = Some(rules.bool()?),
                _ => return Ok(MapRead::PassedOver),
            }
            Ok(MapRead::Taken)
        });
        // A rule that is half read is not known at all; what it said for certain stays.
        listing.has_unknown = read != Some(MapRead::Taken);
        listing
    }
}

impl TokenFacts {
    /// From the node's answer about this token.
    pub(in super::super) fn read(id: &TokenId, info: wire::TokenInfo) -> Result<Self, BadReply> {
        let answered = info.token_id.ok_or(BadReply::Missing("token_id"))?.value;
        // The chain takes ids for the same that differ in case only, and answers with the one that was registered.
        if !answered.eq_ignore_ascii_case(id.as_str()) {
            return Err(BadReply::AnotherToken);
        }
        let state = info.token_state.ok_or(BadReply::Missing("token_state"))?;
        let rules = state.module_state.ok_or(BadReply::Missing("module_state"))?.value;
        let mut facts = Self::default();
        let read = read_map(&rules, |key, rules| {
            match key {
                "name" => facts.name = Some(rules.str()?.chars().take(MAX_TOKEN_NAME).collect()),
                "paused" => facts.is_paused = rules.bool()?,
                "allowList" => facts.has_allow_list = rules.bool()?,
                _ => return Ok(MapRead::PassedOver),
            }
            Ok(MapRead::Taken)
        });
        facts.is_unread = read.is_none();
        Ok(facts)
    }
}

/// What became of the entries of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MapRead {
    /// All of them were taken.
    Taken,
    /// Some are not known here.
    PassedOver,
}

/// Reads a map with text keys; `None` when it is none, or damaged, or too long.
fn read_map(
    cbor: &[u8],
    mut each: impl FnMut(&str, &mut Decoder<'_>) -> Result<MapRead, minicbor::decode::Error>,
) -> Option<MapRead> {
    if cbor.len() > MAX_MODULE_STATE {
        return None;
    }
    let mut decoder = Decoder::new(cbor);
    let mut left = decoder.map().ok()?;
    let mut all = MapRead::Taken;
    loop {
        match &mut left {
            Some(0) => break,
            Some(entries) => *entries -= 1,
            None if decoder.datatype().ok()? == Type::Break => {
                decoder.skip().ok()?;
                break;
            }
            None => {}
        }
        let key = decoder.str().ok()?;
        if each(key, &mut decoder).ok()? == MapRead::PassedOver {
            decoder.skip().ok()?;
            all = MapRead::PassedOver;
        }
    }
    (decoder.position() == cbor.len()).then_some(all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn held(cbor: &str) -> TokenHeld {
        TokenHeld::read(&wire::account_info::Token {
            token_id: Some(wire::TokenId { value: "EURX".to_owned() }),
            token_account_state: Some(wire::TokenAccountState {
                balance: Some(wire::TokenAmount { value: 1_250_000, decimals: 6 }),
                module_state: Some(wire::CBor { value: hex::decode(cbor).unwrap() }),
            }),
        })
        .unwrap()
    }

    /// Observed on the chain: a map of one entry.
    const ALLOWED: &str = "a169616c6c6f774c697374f5";
    const NOT_DENIED: &str = "a16864656e794c697374f4";
    const DENIED: &str = "a16864656e794c697374f5";
    const NOT_ALLOWED: &str = "a169616c6c6f774c697374f4";

    fn facts(is_paused: bool, has_allow_list: bool) -> TokenFacts {
        TokenFacts { is_paused, has_allow_list, ..TokenFacts::default() }
    }

    #[test]
    fn the_lists_say_whether_a_token_can_be_sent() {
        use TokenStanding::{Denied, Free, NotAllowed, NotChecked, Paused, Unknown};

        let (open, paused, listed) = (facts(false, false), facts(true, false), facts(false, true));
        for (rules, facts, standing) in [
            (ALLOWED, None, NotChecked),
            (ALLOWED, Some(&listed), Free),
            (NOT_DENIED, Some(&open), Free),
            (NOT_DENIED, Some(&paused), Paused),
            (NOT_DENIED, Some(&listed), NotAllowed),
            (NOT_ALLOWED, None, NotAllowed),
            (NOT_ALLOWED, Some(&listed), NotAllowed),
            (DENIED, None, Denied),
            (DENIED, Some(&paused), Denied),
            ("a0", Some(&open), Free),
            ("a0", Some(&listed), NotAllowed),
            // A map without an end of its own: {_ "denyList": true}.
            ("bf6864656e794c697374f5ff", Some(&open), Denied),
            // A further rule: {"allowList": true, "lock": [1, {}]}.
            ("a269616c6c6f774c697374f5646c6f636b8201a0", Some(&listed), Unknown),
            ("a269616c6c6f774c697374f5646c6f636b8201a0", Some(&paused), Paused),
            // A list that is no yes or no, a cut map, no map, junk behind it.
            ("a16864656e794c69737401", Some(&open), Unknown),
            ("a26864656e794c697374f5", Some(&open), Denied),
            ("f5", Some(&open), Unknown),
            ("a000", Some(&open), Unknown),
        ] {
            assert_eq!(held(rules).standing(facts), standing, "{rules} {facts:?}");
        }
        let unread = TokenFacts { is_unread: true, ..TokenFacts::default() };
        assert_eq!(held(ALLOWED).standing(Some(&unread)), NotChecked);
    }

    #[test]
    fn amounts_are_exact_whatever_their_decimals() {
        for (value, decimals, text) in [
            (0, 0, "0"),
            (0, 6, "0"),
            (1, 6, "0.000001"),
            (1_250_000, 6, "1.25"),
            (u64::MAX, 0, "18446744073709551615"),
            (u64::MAX, 2, "184467440737095516.15"),
            (u64::MAX, 20, "0.18446744073709551615"),
            (100, 2, "1"),
        ] {
            assert_eq!(TokenAmount { value, decimals }.to_string(), text);
        }
        assert_eq!(TokenAmount { value: 1, decimals: 255 }.to_string().len(), 2 + 255);
    }

    #[test]
    fn a_token_that_cannot_be_read_is_none_and_one_without_an_amount_is() {
        let token = |id: &str, decimals| wire::account_info::Token {
            token_id: Some(wire::TokenId { value: id.to_owned() }),
            token_account_state: Some(wire::TokenAccountState {
                balance: Some(wire::TokenAmount { value: 1, decimals }),
                module_state: None,
            }),
        };
        assert!(TokenHeld::read(&token("", 0)).is_none());
        assert!(TokenHeld::read(&token(&"x".repeat(129), 0)).is_none());
        assert!(TokenHeld::read(&wire::account_info::Token::default()).is_none());
        assert_eq!(TokenHeld::read(&token("T", 256)).unwrap().amount, None);
        assert_eq!(TokenHeld::read(&token("T", 255)).unwrap().amount, Some(TokenAmount { value: 1, decimals: 255 }));
    }

    #[test]
    fn a_token_that_could_be_taken_for_ccd_is_noticed() {
        for name in ["CCD", "ccd", "ССD", "C\u{200b}CD", "Concordium", "C0ncordium"] {
            assert!(looks_like_own_money(name), "{name}");
        }
        for name in ["EURX", "CCDX", "USD"] {
            assert!(!looks_like_own_money(name), "{name}");
        }
    }

    fn info(id: &str, rules: &str) -> wire::TokenInfo {
        wire::TokenInfo {
            token_id: Some(wire::TokenId { value: id.to_owned() }),
            token_state: Some(wire::TokenState {
                decimals: 6,
                total_supply: None,
                module_state: Some(wire::CBor { value: hex::decode(rules).unwrap() }),
            }),
        }
    }

    #[test]
    fn a_token_says_its_name_its_lists_and_whether_it_is_paused() {
        let id = TokenId::new("EURX").unwrap();
        // {"name": "Euro", "paused": true, "allowList": true, "metadata": {"url": "x"}}
        let rules = "a4646e616d65644575726f66706175736564f569616c6c6f774c697374f5686d65746164617461a16375726c6178";
        let facts = TokenFacts::read(&id, info("eurx", rules)).unwrap();
        let whole =
            TokenFacts { name: Some("Euro".to_owned()), is_paused: true, has_allow_list: true, is_unread: false };
        assert_eq!(facts, whole);
        assert_eq!(TokenFacts::read(&id, info("OTHER", rules)), Err(BadReply::AnotherToken));
        assert_eq!(TokenFacts::read(&id, wire::TokenInfo::default()), Err(BadReply::Missing("token_id")));
        assert!(TokenFacts::read(&id, info("EURX", "f5")).unwrap().is_unread);
        let long = format!("a1646e616d6579{:04x}{}", 20_000, "61".repeat(20_000));
        assert!(TokenFacts::read(&id, info("EURX", &long)).unwrap().is_unread);
    }

    proptest! {
        #[test]
        fn foreign_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Listing::read(&bytes);
            let _ = held(&hex::encode(&bytes)).standing(None);
            let _ = TokenFacts::read(&TokenId::new("EURX").unwrap(), info("EURX", &hex::encode(&bytes)));
        }
    }
}
