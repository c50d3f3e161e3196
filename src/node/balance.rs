//! What an account holds, from the node's answer about it: CCD and why some of it cannot be sent now, what is shielded, and
//! protocol-level tokens. Nothing here decides whether the answer is an account: whatever a newer chain adds, or says in a way that is not
//! known here, is noticed ([`Balance::has_unknown`]) and breaks nothing. Tokens in contracts are in no such answer.

pub mod token;

use super::error::BadReply;
use super::wire;
use crate::order::InOrder as _;
pub use token::{TokenAmount, TokenFacts, TokenHeld, TokenId, TokenStanding};

/// Most releases of a schedule that are kept, the soonest ones. A schedule can have thousands.
pub const MAX_RELEASES: usize = 100;
/// Most amounts on their way back that are kept, the soonest ones.
pub const MAX_COOLDOWNS: usize = 100;
/// Most tokens of one account that are kept. Anybody can send anybody tokens that nobody asked for.
pub const MAX_TOKENS: usize = 200;

/// What an account holds. Amounts in microCCD.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Balance {
    /// Everything, locked or not; without the shielded balance.
    pub total: u64,
    /// What can be spent now.
    pub at_disposal: u64,
    /// Stake of a validator or a delegator.
    pub stake: Option<Stake>,
    /// Stake on its way back, all of it.
    pub cooling_down: u64,
    /// When which part of it is back, by time.
    pub cooldowns: FirstOf<Cooldown>,
    /// Released by schedule, all of it.
    pub scheduled: u64,
    /// When which part of it is released, by time.
    pub releases: FirstOf<Release>,
    /// There is, or was once, a shielded balance. How much it is cannot be read without a key.
    pub is_shielded: bool,
    /// Protocol-level tokens, as the node lists them.
    pub tokens: FirstOf<TokenHeld>,
    /// The answer has something that is not known here; it may be more that the account holds.
    pub has_unknown: bool,
}

/// The first ones of a list that somebody else made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstOf<T> {
    /// As many as there is room for.
    pub items: Vec<T>,
    /// How many there are beyond these.
    pub more: u32,
}

/// A stake. Amounts in microCCD.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stake {
    /// Of a validator.
    Validator {
        /// How much.
        amount: u64,
        /// Whether it is suspended: it makes no blocks and earns nothing, and the stake stays.
        is_suspended: bool,
    },
    /// Of a delegator.
    Delegator {
        /// How much.
        amount: u64,
        /// To whom.
        to: Delegate,
    },
    /// Of a kind that is not known here.
    Unknown,
}

/// To whom a stake is delegated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delegate {
    /// Nobody in particular.
    Passive,
    /// The validator of this number.
    Validator(u64),
    /// Somebody of a kind that is not known here.
    Unknown,
}

/// An amount that is released at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release {
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// MicroCCD.
    pub amount: u64,
}

/// A stake on its way back. It can be spent from the pay day after its end on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cooldown {
    /// When it ends, in milliseconds since 1970.
    pub ends_at: u64,
    /// MicroCCD.
    pub amount: u64,
    /// It has not begun: its end is what the node expects.
    pub is_forecast: bool,
}

/// An encryption of nothing: four points at infinity (concordium-base, `EncryptedAmount`), as new accounts have it.
const EMPTY: [u8; 192] = {
    let mut empty = [0; 192];
    empty[0] = 0xc0;
    empty[48] = 0xc0;
    empty[96] = 0xc0;
    empty[144] = 0xc0;
    empty
};

impl<T> Default for FirstOf<T> {
    fn default() -> Self {
        Self { items: Vec::new(), more: 0 }
    }
}

impl<T> FirstOf<T> {
    fn first(mut items: Vec<T>, most: usize) -> Self {
        let more = u32::try_from(items.len().saturating_sub(most)).unwrap_or(u32::MAX);
        items.truncate(most);
        Self { items, more }
    }
}

impl Balance {
    /// From the node's answer.
    pub(super) fn read(info: &wire::AccountInfo) -> Result<Self, BadReply> {
        let stake = info.stake.as_ref().map(Stake::read);
        let mut has_unknown = stake.is_some_and(Stake::has_unknown);
        let mut cooldowns: Vec<Cooldown> = Vec::new();
        let mut cooling_down = 0_u64;
        for cooldown in &info.cooldowns {
            cooling_down = cooling_down.saturating_add(microccd(cooldown.amount));
            match Cooldown::read(cooldown) {
                Some(cooldown) => cooldowns.push(cooldown),
                None => has_unknown = true,
            }
        }
        cooldowns.order();
        let mut releases: Vec<Release> = Vec::new();
        for release in info.schedule.iter().flat_map(|schedule| &schedule.schedules) {
            match (release.timestamp, release.amount) {
                (Some(at), Some(amount)) => releases.push(Release { at: at.value, amount: amount.value }),
                _ => has_unknown = true,
            }
        }
        releases.order();
        let mut tokens = Vec::new();
        for token in &info.tokens {
            match TokenHeld::read(token) {
                Some(token) => tokens.push(token),
                None => has_unknown = true,
            }
        }
        let mut balance = Self {
            total: info.amount.ok_or(BadReply::Missing("amount"))?.value,
            at_disposal: 0,
            stake,
            cooling_down,
            cooldowns: FirstOf::first(cooldowns, MAX_COOLDOWNS),
            scheduled: microccd(info.schedule.as_ref().and_then(|schedule| schedule.total)),
            releases: FirstOf::first(releases, MAX_RELEASES),
            is_shielded: info.encrypted_balance.as_ref().is_some_and(is_shielded),
            tokens: FirstOf::first(tokens, MAX_TOKENS),
            has_unknown,
        };
        balance.at_disposal = info.available_balance.map_or(balance.derive_at_disposal(), |amount| amount.value);
        Ok(balance)
    }

    /// What is there and cannot be spent now: staked, on its way back, or released later.
    #[must_use]
    pub const fn locked(&self) -> u64 {
        self.total.saturating_sub(self.at_disposal)
    }

    /// What is staked.
    #[must_use]
    pub const fn staked(&self) -> u64 {
        match self.stake {
            Some(Stake::Validator { amount, .. } | Stake::Delegator { amount, .. }) => amount,
            Some(Stake::Unknown) | None => 0,
        }
    }

    /// What can be spent, for nodes before version 7, which do not say it. A locked amount can be staked, too, so the larger
    /// of the two counts (concordium-base, `AccountInfo.available_balance`).
    const fn derive_at_disposal(&self) -> u64 {
        let bound = self.staked().saturating_add(self.cooling_down);
        self.total.saturating_sub(if self.scheduled > bound { self.scheduled } else { bound })
    }
}

impl Stake {
    fn read(info: &wire::AccountStakingInfo) -> Self {
        use wire::account_staking_info::StakingInfo;

        match &info.staking_info {
            Some(StakingInfo::Baker(baker)) => baker.staked_amount.map_or(Self::Unknown, |amount| Self::Validator {
                amount: amount.value,
                is_suspended: baker.is_suspended,
            }),
            Some(StakingInfo::Delegator(delegator)) => delegator.staked_amount.map_or(Self::Unknown, |amount| {
                Self::Delegator { amount: amount.value, to: Delegate::read(delegator.target.as_ref()) }
            }),
            None => Self::Unknown,
        }
    }

    const fn has_unknown(self) -> bool {
        matches!(self, Self::Unknown | Self::Delegator { to: Delegate::Unknown, .. })
    }
}

impl Delegate {
    const fn read(target: Option<&wire::DelegationTarget>) -> Self {
        use wire::delegation_target::Target;

        match target {
            Some(wire::DelegationTarget { target: Some(Target::Passive(_)) }) => Self::Passive,
            Some(wire::DelegationTarget { target: Some(Target::Baker(number)) }) => Self::Validator(number.value),
            Some(wire::DelegationTarget { target: None }) | None => Self::Unknown,
        }
    }
}

impl Cooldown {
    fn read(cooldown: &wire::Cooldown) -> Option<Self> {
        // Of a state that is not known here nobody can say that its end is certain.
        let is_forecast = cooldown.status != i32::from(wire::cooldown::CooldownStatus::Cooldown);
        Some(Self { ends_at: cooldown.end_time?.value, amount: cooldown.amount?.value, is_forecast })
    }
}

fn is_shielded(balance: &wire::EncryptedBalance) -> bool {
    let is_empty = |amount: &wire::EncryptedAmount| amount.value == EMPTY;
    !balance.incoming_amounts.is_empty()
        || balance.aggregated_amount.is_some()
        || balance.self_amount.as_ref().is_some_and(|amount| !is_empty(amount))
}

fn microccd(amount: Option<wire::Amount>) -> u64 {
    amount.map_or(0, |amount| amount.value)
}

#[cfg(test)]
mod tests {
    use super::super::wire::account_staking_info::{Baker, Delegator, StakingInfo};
    use super::super::wire::delegation_target::Target;
    use super::*;

    const fn amount(value: u64) -> Option<wire::Amount> {
        Some(wire::Amount { value })
    }

    const fn time(value: u64) -> Option<wire::Timestamp> {
        Some(wire::Timestamp { value })
    }

    fn info() -> wire::AccountInfo {
        wire::AccountInfo { amount: amount(1000), ..wire::AccountInfo::default() }
    }

    fn staked(staking_info: Option<StakingInfo>) -> Balance {
        let stake = Some(wire::AccountStakingInfo { staking_info });
        Balance::read(&wire::AccountInfo { stake, ..info() }).unwrap()
    }

    fn delegated(target: Option<Target>) -> Balance {
        staked(Some(StakingInfo::Delegator(Delegator {
            staked_amount: amount(7),
            restake_earnings: false,
            target: Some(wire::DelegationTarget { target }),
        })))
    }

    #[test]
    fn a_stake_says_whose_it_is_and_where_it_lies() {
        for is_suspended in [false, true] {
            let baker = Baker { staked_amount: amount(600), is_suspended, ..Baker::default() };
            let balance = staked(Some(StakingInfo::Baker(baker)));
            assert_eq!(balance.stake, Some(Stake::Validator { amount: 600, is_suspended }));
            assert_eq!((balance.staked(), balance.at_disposal, balance.has_unknown), (600, 400, false));
        }
        let to = |target| delegated(Some(target)).stake;
        let stake = |to| Some(Stake::Delegator { amount: 7, to });
        assert_eq!(to(Target::Passive(wire::Empty {})), stake(Delegate::Passive));
        assert_eq!(to(Target::Baker(wire::BakerId { value: 42 })), stake(Delegate::Validator(42)));
    }

    #[test]
    fn a_stake_of_a_newer_kind_is_there_and_is_not_known() {
        for (balance, stake) in [
            (staked(None), Stake::Unknown),
            (staked(Some(StakingInfo::Baker(Baker::default()))), Stake::Unknown),
            (delegated(None), Stake::Delegator { amount: 7, to: Delegate::Unknown }),
        ] {
            assert_eq!((balance.stake, balance.has_unknown, balance.total), (Some(stake), true, 1000));
        }
    }

    #[test]
    fn what_is_locked_has_its_dates_in_their_order() {
        let release = |at, of| wire::Release { timestamp: time(at), amount: amount(of), transactions: Vec::new() };
        let schedules = vec![release(300, 30), release(100, 10), release(200, 20)];
        let schedule = wire::ReleaseSchedule { total: amount(60), schedules };
        let balance = Balance::read(&wire::AccountInfo { schedule: Some(schedule.clone()), ..info() }).unwrap();
        let releases: Vec<_> = balance.releases.items.iter().map(|release| (release.at, release.amount)).collect();
        assert_eq!((releases, balance.releases.more), (vec![(100, 10), (200, 20), (300, 30)], 0));
        assert_eq!((balance.scheduled, balance.at_disposal), (60, 940));

        let mut undated = schedule;
        undated.schedules[1].timestamp = None;
        let balance = Balance::read(&wire::AccountInfo { schedule: Some(undated), ..info() }).unwrap();
        assert_eq!((balance.releases.items.len(), balance.scheduled, balance.has_unknown), (2, 60, true));
    }

    #[test]
    fn what_cools_down_says_whether_its_end_is_certain() {
        let cooldown = |ends_at, of, status| wire::Cooldown { end_time: time(ends_at), amount: amount(of), status };
        let cooldowns = vec![cooldown(9, 1, 1), cooldown(5, 2, 0), cooldown(7, 4, 77)];
        let balance = Balance::read(&wire::AccountInfo { cooldowns, ..info() }).unwrap();
        let ends: Vec<_> = balance.cooldowns.items.iter().map(|it| (it.ends_at, it.amount, it.is_forecast)).collect();
        assert_eq!(ends, [(5, 2, false), (7, 4, true), (9, 1, true)]);
        assert_eq!((balance.cooling_down, balance.at_disposal, balance.has_unknown), (7, 993, false));

        let cooldowns = vec![wire::Cooldown { end_time: None, ..cooldown(0, 3, 0) }];
        let balance = Balance::read(&wire::AccountInfo { cooldowns, ..info() }).unwrap();
        assert_eq!((balance.cooldowns.items.len(), balance.cooling_down, balance.has_unknown), (0, 3, true));
    }

    #[test]
    fn a_shielded_balance_is_seen_and_an_empty_one_is_none() {
        let shielded = |balance| {
            let encrypted_balance = Some(balance);
            Balance::read(&wire::AccountInfo { encrypted_balance, ..info() }).unwrap().is_shielded
        };
        let sealed = |first: u8| {
            let mut value = EMPTY.to_vec();
            value[0] = first;
            Some(wire::EncryptedAmount { value })
        };
        let empty = wire::EncryptedBalance { self_amount: sealed(0xc0), ..wire::EncryptedBalance::default() };
        assert!(!shielded(empty.clone()));
        assert!(!Balance::read(&info()).unwrap().is_shielded);
        assert!(shielded(wire::EncryptedBalance { self_amount: sealed(0x95), ..empty.clone() }));
        assert!(shielded(wire::EncryptedBalance { aggregated_amount: sealed(0x95), ..empty.clone() }));
        assert!(shielded(wire::EncryptedBalance { incoming_amounts: sealed(0xc0).into_iter().collect(), ..empty }));
    }

    #[test]
    fn lists_have_their_ceilings_and_sums_have_not() {
        let release = |at| wire::Release { timestamp: time(at), amount: amount(1), transactions: Vec::new() };
        let schedules = (0..1_000).rev().map(release).collect();
        let cooldown = |at| wire::Cooldown { end_time: time(at), amount: amount(1), status: 0 };
        let token = |number: u64| wire::account_info::Token {
            token_id: Some(wire::TokenId { value: format!("T{number}") }),
            token_account_state: None,
        };
        let balance = Balance::read(&wire::AccountInfo {
            amount: amount(u64::MAX),
            schedule: Some(wire::ReleaseSchedule { total: amount(1_000), schedules }),
            cooldowns: (0..1_000).rev().map(cooldown).collect(),
            tokens: (0..1_000).map(token).collect(),
            ..info()
        })
        .unwrap();
        assert_eq!((balance.releases.items.len(), balance.releases.more), (100, 900));
        assert_eq!((balance.cooldowns.items.len(), balance.cooldowns.more), (100, 900));
        assert_eq!((balance.tokens.items.len(), balance.tokens.more), (200, 800));
        assert_eq!((balance.releases.items[0].at, balance.cooldowns.items[0].ends_at), (0, 0), "the soonest ones stay");
        assert_eq!((balance.scheduled, balance.cooling_down), (1_000, 1_000));
    }

    #[test]
    fn what_can_be_spent_is_derived_when_an_old_node_does_not_say_it() {
        let stake = |amount| Some(Stake::Validator { amount, is_suspended: false });
        let balance =
            || Balance { total: 1000, stake: stake(300), cooling_down: 50, scheduled: 200, ..Balance::default() };
        assert_eq!(balance().derive_at_disposal(), 650);
        assert_eq!(Balance { scheduled: 900, ..balance() }.derive_at_disposal(), 100);
        assert_eq!(Balance { stake: stake(u64::MAX), ..balance() }.derive_at_disposal(), 0);

        let mut said = info();
        assert_eq!(Balance::read(&said).unwrap().at_disposal, 1000);
        said.available_balance = amount(42);
        assert_eq!(Balance::read(&said).unwrap().at_disposal, 42);
        said.amount = None;
        assert_eq!(Balance::read(&said), Err(BadReply::Missing("amount")));
    }
}
