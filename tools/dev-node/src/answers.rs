//! The chain as messages: every field an independent client demands is there.

use lifeboat::model::GenesisHash;
use sha2::{Digest, Sha256};

use crate::chain::{Account, Chain, Credential};
use crate::scenario::{Later, Provider, StakeKind, Token, TokenHeld};
use crate::wire;

/// Milliseconds between blocks.
const BLOCK_MS: u64 = 2_000;
/// Time of the genesis block: 2022-06-13, as far as anybody asks.
const GENESIS_TIME: u64 = 1_655_110_000_000;
const EPOCH_MS: u64 = 3_600_000;
const DAY_MS: u64 = 86_400_000;
const YEAR_MS: u64 = 365 * DAY_MS;
/// An encryption of nobody knows what.
const SEALED: [u8; 192] = [0x95; 192];
/// An encryption of zero: four points at infinity.
const ZERO: [u8; 192] = {
    let mut zero = [0; 192];
    zero[0] = 0xc0;
    zero[48] = 0xc0;
    zero[96] = 0xc0;
    zero[144] = 0xc0;
    zero
};

/// The chain at a moment, as the node sees it.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The network.
    pub genesis: GenesisHash,
    /// The clock, in milliseconds since 1970.
    pub now_ms: u64,
    /// How far the node is behind.
    pub lag_ms: u64,
}

impl Moment {
    /// What time it is on the chain the node has, in milliseconds since 1970.
    #[must_use]
    pub const fn chain_ms(&self) -> u64 {
        self.now_ms.saturating_sub(self.lag_ms)
    }

    /// Height of the last finalised block.
    #[must_use]
    pub const fn height(&self) -> u64 {
        self.chain_ms().saturating_sub(GENESIS_TIME) / BLOCK_MS
    }

    /// Hash of the block at a height.
    #[must_use]
    pub fn hash(&self, height: u64) -> [u8; 32] {
        if height == 0 {
            return *self.genesis.bytes();
        }
        Sha256::new().chain_update(self.genesis.bytes()).chain_update(height.to_be_bytes()).finalize().into()
    }
}

/// `GetConsensusInfo`.
#[must_use]
pub fn consensus_info(at: Moment) -> wire::ConsensusInfo {
    let height = at.height();
    wire::ConsensusInfo {
        best_block: block_hash(at, height + 1),
        genesis_block: block_hash(at, 0),
        genesis_time: timestamp(GENESIS_TIME),
        epoch_duration: Some(wire::Duration { value: EPOCH_MS }),
        last_finalized_block: block_hash(at, height),
        best_block_height: absolute(height + 1),
        last_finalized_block_height: absolute(height),
        // The trap of the real node: its own clock, however far behind it is.
        last_finalized_time: timestamp(at.now_ms),
        protocol_version: wire::ProtocolVersion::ProtocolVersion7.into(),
        genesis_index: Some(wire::GenesisIndex { value: 0 }),
        current_era_genesis_block: block_hash(at, 0),
        current_era_genesis_time: timestamp(GENESIS_TIME),
        current_timeout_duration: Some(wire::Duration { value: 10_000 }),
        current_round: Some(wire::Round { value: height + 1 }),
        current_epoch: Some(wire::Epoch { value: height * BLOCK_MS / EPOCH_MS }),
        trigger_block_time: timestamp(GENESIS_TIME + (height * BLOCK_MS / EPOCH_MS + 1) * EPOCH_MS),
        ..wire::ConsensusInfo::default()
    }
}

/// `GetBlockInfo`.
#[must_use]
pub fn block_info(at: Moment, height: u64) -> wire::BlockInfo {
    let slot_time = GENESIS_TIME + height * BLOCK_MS;
    let parent = height.saturating_sub(1);
    wire::BlockInfo {
        hash: block_hash(at, height),
        height: absolute(height),
        parent_block: block_hash(at, parent),
        last_finalized_block: block_hash(at, parent),
        genesis_index: Some(wire::GenesisIndex { value: 0 }),
        era_block_height: Some(wire::BlockHeight { value: height }),
        receive_time: timestamp(at.now_ms),
        arrive_time: timestamp(at.now_ms),
        slot_number: None,
        slot_time: timestamp(slot_time),
        baker: Some(wire::BakerId { value: 0 }),
        finalized: height <= at.height(),
        transaction_count: 0,
        transactions_energy_cost: Some(wire::Energy { value: 0 }),
        transactions_size: 0,
        state_hash: Some(wire::StateHash { value: at.hash(height).to_vec() }),
        protocol_version: wire::ProtocolVersion::ProtocolVersion7.into(),
        round: Some(wire::Round { value: height }),
        epoch: Some(wire::Epoch { value: height * BLOCK_MS / EPOCH_MS }),
    }
}

/// `GetCryptographicParameters`. The bulletproof generators have the real length; nobody here computes with them.
#[must_use]
pub fn cryptographic_parameters(chain: &Chain) -> wire::CryptographicParameters {
    const PAIRS: u32 = 256;
    let pairs = (0..PAIRS).flat_map(|_| chain.commitment_key.iter().copied());
    wire::CryptographicParameters {
        genesis_string: "Lifeboat dev node".into(),
        bulletproof_generators: PAIRS.to_be_bytes().into_iter().chain(pairs).collect(),
        on_chain_commitment_key: chain.commitment_key.clone(),
    }
}

/// `GetAccountInfo`.
#[must_use]
pub fn account_info(chain: &Chain, at: Moment, index: usize, account: &Account) -> wire::AccountInfo {
    let on_its_way: u64 = account.cooldowns.iter().map(|cooldown| cooldown.amount).sum();
    let locked = account.scheduled.max(account.staked + on_its_way);
    wire::AccountInfo {
        sequence_number: Some(wire::SequenceNumber { value: 1 }),
        amount: amount(account.amount),
        schedule: Some(wire::ReleaseSchedule { total: amount(account.scheduled), schedules: releases(at, account) }),
        creds: account
            .credentials
            .iter()
            .map(|(slot, credential)| ((*slot).into(), values(chain, credential)))
            .collect(),
        threshold: Some(wire::AccountThreshold { value: account.threshold.into() }),
        encrypted_balance: Some(wire::EncryptedBalance {
            self_amount: Some(wire::EncryptedAmount { value: if account.shielded { SEALED } else { ZERO }.to_vec() }),
            ..wire::EncryptedBalance::default()
        }),
        encryption_key: Some(wire::EncryptionKey { value: encryption_key(chain, account) }),
        index: Some(wire::AccountIndex { value: u64::try_from(index).unwrap_or(u64::MAX) }),
        stake: (account.staked > 0).then(|| stake(account)),
        address: Some(wire::AccountAddress { value: account.address.bytes().to_vec() }),
        cooldowns: account.cooldowns.iter().map(|cooldown| cooling(at, cooldown)).collect(),
        available_balance: amount(account.amount.saturating_sub(locked)),
        tokens: account.tokens.iter().map(|held| token_held(chain, held)).collect(),
        of_a_newer_protocol: account.newer.then_some(wire::SequenceNumber { value: 7 }),
    }
}

/// One of `GetAccountList`.
#[must_use]
pub fn listed(account: &Account) -> wire::AccountAddress {
    wire::AccountAddress { value: account.address.bytes().to_vec() }
}

/// One of `GetIdentityProviders`.
#[must_use]
pub fn identity_provider(provider: &Provider) -> wire::IpInfo {
    wire::IpInfo {
        identity: Some(wire::IpIdentity { value: provider.number }),
        description: Some(wire::Description {
            name: provider.name.clone(),
            url: "https://provider.example".into(),
            description: "Issues nothing".into(),
        }),
        verify_key: Some(wire::ip_info::IpVerifyKey { value: vec![0; 96] }),
        cdi_verify_key: Some(wire::ip_info::IpCdiVerifyKey { value: vec![0; 32] }),
    }
}

fn values(chain: &Chain, credential: &Credential) -> wire::AccountCredential {
    use wire::account_credential::CredentialValues;
    use wire::account_verify_key::Key;

    let key = |key: &String| Some(Key::Ed25519Key(hex::decode(key).unwrap_or_default()));
    let keys = Some(wire::CredentialPublicKeys {
        keys: credential
            .keys
            .iter()
            .map(|(number, text)| ((*number).into(), wire::AccountVerifyKey { key: key(text) }))
            .collect(),
        threshold: Some(wire::SignatureThreshold { value: credential.key_threshold.into() }),
    });
    let cred_id = Some(wire::CredentialRegistrationId { value: credential.id.bytes().to_vec() });
    let ip_id = Some(wire::IdentityProviderIdentity { value: credential.provider });
    let policy = Some(wire::Policy {
        created_at: Some(wire::YearMonth { year: 2022, month: 1 }),
        valid_to: Some(wire::YearMonth { year: 2027, month: 1 }),
        // Nationality, revealed by nobody but number 3 of the story, so that both cases occur.
        attributes: credential.owner.iter().filter(|owner| owner.number == 3).map(|_| (5, b"DK".to_vec())).collect(),
    });
    wire::AccountCredential {
        credential_values: Some(if credential.initial {
            CredentialValues::Initial(wire::InitialCredentialValues { keys, cred_id, ip_id, policy })
        } else {
            let commitment = || Some(wire::Commitment { value: first_generator(chain) });
            CredentialValues::Normal(wire::NormalCredentialValues {
                keys,
                cred_id,
                ip_id,
                policy,
                ar_threshold: Some(wire::ArThreshold { value: 1 }),
                ar_data: [(1, wire::ChainArData { enc_id_cred_pub_share: chain.commitment_key.clone() })].into(),
                commitments: Some(wire::CredentialCommitments {
                    prf: commitment(),
                    cred_counter: commitment(),
                    max_accounts: commitment(),
                    ..wire::CredentialCommitments::default()
                }),
            })
        }),
    }
}

fn stake(account: &Account) -> wire::AccountStakingInfo {
    use wire::account_staking_info::{Baker, Delegator, StakingInfo};
    use wire::delegation_target::Target;

    let staked_amount = amount(account.staked);
    let delegated = |target| {
        let target = Some(wire::DelegationTarget { target: Some(target) });
        StakingInfo::Delegator(Delegator { staked_amount, restake_earnings: true, target })
    };
    let validator = |is_suspended| {
        let baker_info =
            Some(wire::BakerInfo { baker_id: Some(wire::BakerId { value: 1 }), ..wire::BakerInfo::default() });
        StakingInfo::Baker(Baker { staked_amount, restake_earnings: true, baker_info, is_suspended })
    };
    let staking_info = match account.stake {
        StakeKind::Passive => Some(delegated(Target::Passive(wire::Empty {}))),
        StakeKind::Delegated(number) => Some(delegated(Target::Baker(wire::BakerId { value: number }))),
        StakeKind::Validator => Some(validator(false)),
        StakeKind::Suspended => Some(validator(true)),
        StakeKind::Newer => None,
    };
    wire::AccountStakingInfo { staking_info }
}

fn cooling(at: Moment, cooldown: &Later) -> wire::Cooldown {
    use wire::cooldown::CooldownStatus::{Cooldown, PreCooldown};

    wire::Cooldown {
        end_time: timestamp(at.now_ms + cooldown.days * DAY_MS),
        amount: amount(cooldown.amount),
        status: if cooldown.forecast { PreCooldown } else { Cooldown }.into(),
    }
}

fn releases(at: Moment, account: &Account) -> Vec<wire::Release> {
    let release = |at_ms, of| wire::Release {
        timestamp: timestamp(at_ms),
        amount: amount(of),
        transactions: vec![wire::TransactionHash { value: Sha256::digest(account.address.bytes()).to_vec() }],
    };
    if account.releases.is_empty() && account.scheduled > 0 {
        return vec![release(at.now_ms + YEAR_MS, account.scheduled)];
    }
    account.releases.iter().map(|later| release(at.now_ms + later.days * DAY_MS, later.amount)).collect()
}

fn token_held(chain: &Chain, held: &TokenHeld) -> wire::account_info::Token {
    let flags =
        [("allowList", held.allowed), ("denyList", held.denied), ("newerRule", held.newer_rule.then_some(true))];
    let entries: Vec<_> = flags.into_iter().filter_map(|(key, value)| Some((key, boolean(value?)))).collect();
    wire::account_info::Token {
        token_id: Some(wire::TokenId { value: held.id.clone() }),
        token_account_state: Some(wire::TokenAccountState {
            balance: Some(wire::TokenAmount {
                value: held.value,
                decimals: chain.token(&held.id).map_or(0, |token| token.decimals),
            }),
            module_state: (!entries.is_empty()).then(|| cbor_map(&entries)),
        }),
    }
}

/// `GetTokenInfo`.
#[must_use]
pub fn token_info(token: &Token) -> wire::TokenInfo {
    let entries = [
        ("name", text(&token.name)),
        ("paused", boolean(token.paused)),
        ("allowList", boolean(token.allow_list)),
        ("denyList", boolean(true)),
        ("mintable", boolean(true)),
    ];
    wire::TokenInfo {
        token_id: Some(wire::TokenId { value: token.id.clone() }),
        token_state: Some(wire::TokenState {
            decimals: token.decimals,
            total_supply: Some(wire::TokenAmount { value: u64::MAX, decimals: token.decimals }),
            module_state: Some(cbor_map(&entries)),
        }),
    }
}

/// Fewer than 24 entries, as all maps here have.
fn cbor_map(entries: &[(&str, Vec<u8>)]) -> wire::CBor {
    let head = 0xa0 | u8::try_from(entries.len()).unwrap_or_default();
    let entries = entries.iter().flat_map(|(key, value)| [text(key), value.clone()].concat());
    wire::CBor { value: std::iter::once(head).chain(entries).collect() }
}

fn text(text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).unwrap_or_default();
    [[0x79].as_slice(), &length.to_be_bytes(), text.as_bytes()].concat()
}

fn boolean(value: bool) -> Vec<u8> {
    vec![if value { 0xf5 } else { 0xf4 }]
}

/// The first generator and the first credential's id, as the real chain has it.
fn encryption_key(chain: &Chain, account: &Account) -> Vec<u8> {
    let id = account.credentials.get(&0).map(|first| first.id.bytes().to_vec()).unwrap_or_default();
    [first_generator(chain), id].concat()
}

fn first_generator(chain: &Chain) -> Vec<u8> {
    chain.commitment_key.iter().take(48).copied().collect()
}

fn block_hash(at: Moment, height: u64) -> Option<wire::BlockHash> {
    Some(wire::BlockHash { value: at.hash(height).to_vec() })
}

const fn absolute(value: u64) -> Option<wire::AbsoluteBlockHeight> {
    Some(wire::AbsoluteBlockHeight { value })
}

const fn timestamp(value: u64) -> Option<wire::Timestamp> {
    Some(wire::Timestamp { value })
}

const fn amount(value: u64) -> Option<wire::Amount> {
    Some(wire::Amount { value })
}
