//! The questions recovery asks, each as one attempt. The one rule of absence is here. How often to ask, and what to do with
//! a failure, is the caller's.

use std::collections::BTreeMap;

use futures_util::future::join;
use prost::Message;

use super::account::AccountOnChain;
use super::balance::{TokenFacts, TokenId};
use super::chain_state::{BlockInfo, ConsensusInfo, CryptographicParameters};
use super::error::{BadReply, NodeError};
use super::list::{BrokenScan, IdentityProvider, Scan, Wanted};
use super::standing::NodeStanding;
use super::wire::account_identifier_input::AccountIdentifierInput as Which;
use super::{ListMethod, ListTransport, Method, NodeTransport, wire};
use crate::model::{AccountAddress, CredentialId};

/// How many accounts are read between two words about it.
pub const SCAN_PROGRESS_EVERY: u64 = 1000;

/// Bytes that an address has in common with its aliases.
const ALIAS_STEM: usize = 29;

/// A credential id that nobody has or will have: a point of the curve whose logarithm nobody knows, because it is a hash
/// (`tests/chain/vectors.rs` makes it anew). Everybody who tests a node asks for the same one.
pub const NOBODYS: CredentialId = CredentialId::new(NOBODYS_BYTES);

#[rustfmt::skip]
const NOBODYS_BYTES: [u8; 48] = [
    0x81, 0xcb, 0x79, 0x25, 0x78, 0xef, 0xad, 0xcd, 0xe2, 0x0d, 0x83, 0xa7, 0x81, 0x9f, 0xb7, 0x55,
    0xe9, 0xe5, 0x86, 0x97, 0xb0, 0xbb, 0x0f, 0x41, 0x21, 0x8a, 0x60, 0xd1, 0x05, 0xa9, 0x03, 0xa1,
    0xaa, 0x86, 0x0d, 0x49, 0x17, 0xf0, 0x9a, 0xbf, 0x1b, 0xa4, 0x89, 0xc5, 0x05, 0x0b, 0xf3, 0x34,
];

/// The node's answer about one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// The account. A credential that led to it was deployed on it once; where it stands now is [`AccountOnChain::slot_of`];
    /// nowhere, if it was removed.
    Found(Box<AccountOnChain>),
    /// There is none, as far as the node's last finalised block knows: the credential was never deployed, the address
    /// never used.
    Absent,
}

/// Which chain the node serves and how far it got.
///
/// # Errors
/// Whatever keeps the node from answering, see [`NodeError`]; the same for all questions here.
pub async fn consensus_info<T: NodeTransport>(transport: &T) -> Result<ConsensusInfo, NodeError> {
    let reply = transport.call(Method::GetConsensusInfo, &wire::Empty {}.encode_to_vec()).await?;
    Ok(read::<wire::ConsensusInfo>(&reply)?.try_into()?)
}

/// The node's last finalised block.
///
/// # Errors
/// As [`consensus_info`].
pub async fn last_final_block<T: NodeTransport>(transport: &T) -> Result<BlockInfo, NodeError> {
    let reply = transport.call(Method::GetBlockInfo, &last_final().encode_to_vec()).await?;
    Ok(read::<wire::BlockInfo>(&reply)?.try_into()?)
}

/// The chain's cryptographic parameters. They never change, so they can be kept per genesis hash.
///
/// # Errors
/// As [`consensus_info`].
pub async fn cryptographic_parameters<T: NodeTransport>(transport: &T) -> Result<CryptographicParameters, NodeError> {
    let reply = transport.call(Method::GetCryptographicParameters, &last_final().encode_to_vec()).await?;
    Ok(read::<wire::CryptographicParameters>(&reply)?.try_into()?)
}

/// How the node stands: the chain it serves, its last finalised block, and its age. `now` is asked for the time in
/// milliseconds since 1970 once the answers are there.
///
/// # Errors
/// As [`consensus_info`]. A node of another chain or one that is behind is no error here: see [`NodeStanding::obstacle`].
pub async fn standing<T: NodeTransport>(transport: &T, now: impl FnOnce() -> u64) -> Result<NodeStanding, NodeError> {
    let (consensus, block) = join(consensus_info(transport), last_final_block(transport)).await;
    Ok(consensus?.standing(&block?, now()))
}

/// Whether a search can be made with this node: it takes the same way. A search is made of *not found*, and a node that can say
/// only what is there, or whose *not found* the browser does not show, is of no use for one.
///
/// # Errors
/// As [`standing`]; [`BadReply::AnotherAccount`] when it knows an account that cannot be.
pub async fn probe<T: NodeTransport>(transport: &T, now: impl FnOnce() -> u64) -> Result<NodeStanding, NodeError> {
    let standing = standing(transport, now).await?;
    match account_by_credential(transport, &NOBODYS).await? {
        Lookup::Absent => Ok(standing),
        Lookup::Found(_) => Err(BadReply::AnotherAccount.into()),
    }
}

/// The account a credential was ever deployed on.
///
/// # Errors
/// As [`consensus_info`]; then nothing is known about the credential.
pub async fn account_by_credential<T: NodeTransport>(transport: &T, id: &CredentialId) -> Result<Lookup, NodeError> {
    account(transport, Which::CredId(wire::CredentialRegistrationId { value: id.bytes().to_vec() })).await
}

/// The account with this address or one of its aliases. The answer has the canonical one.
///
/// # Errors
/// As [`consensus_info`]; then nothing is known about the account. [`BadReply::AnotherAccount`] when the answer is not about
/// what was asked.
pub async fn account_by_address<T: NodeTransport>(
    transport: &T,
    address: &AccountAddress,
) -> Result<Lookup, NodeError> {
    let asked = Which::Address(wire::AccountAddress { value: address.bytes().to_vec() });
    let answer = account(transport, asked).await?;
    if let Lookup::Found(account) = &answer
        && !same_account(&account.address, address)
    {
        return Err(BadReply::AnotherAccount.into());
    }
    Ok(answer)
}

/// One of the youngest accounts of the chain: what somebody lists who keeps up with it. Accounts are numbered without a gap; where they end is
/// found with about two questions for each binary digit of their number, one after the other.
///
/// # Errors
/// As [`consensus_info`]; [`NodeError::NotFound`] from a node that has no chain.
pub async fn young_account<T: NodeTransport>(transport: &T) -> Result<Box<AccountOnChain>, NodeError> {
    /// So far from the end that it was opened more than moments ago.
    const FROM_END: u64 = 3;
    /// More accounts than any chain has: a node that has all of them is not asked on.
    const MOST: u64 = 1 << 40;
    let numbered = async |value| account(transport, Which::AccountIndex(wire::AccountIndex { value })).await;
    // Always: `there` is an account, `beyond` is none, once the first loop has ended.
    let (mut there, mut beyond) = (0, 1);
    while let Lookup::Found(_) = numbered(beyond).await? {
        if beyond >= MOST {
            return Err(NodeError::BadReply(BadReply::Range("account index")));
        }
        (there, beyond) = (beyond, beyond * 2);
    }
    while beyond - there > 1 {
        let middle = there + (beyond - there) / 2;
        match numbered(middle).await? {
            Lookup::Found(_) => there = middle,
            Lookup::Absent => beyond = middle,
        }
    }
    match numbered(there.saturating_sub(FROM_END)).await? {
        Lookup::Found(account) => Ok(account),
        Lookup::Absent => Err(NodeError::NotFound),
    }
}

/// This is the only place where anything is read as absence. The question names the last finalised block, which every node
/// has, so the node's "account or block not found" cannot be about the block.
async fn account<T: NodeTransport>(transport: &T, which: Which) -> Result<Lookup, NodeError> {
    let question = wire::AccountInfoRequest {
        block_hash: Some(last_final()),
        account_identifier: Some(wire::AccountIdentifierInput { account_identifier_input: Some(which) }),
    };
    let reply = match transport.call(Method::GetAccountInfo, &question.encode_to_vec()).await {
        Ok(reply) => reply,
        Err(NodeError::NotFound) => return Ok(Lookup::Absent),
        Err(fault) => return Err(fault),
    };
    Ok(Lookup::Found(Box::new(AccountOnChain::read(&reply)?)))
}

/// How a protocol-level token stands as a whole. Only a node from version 9 on can say it.
///
/// # Errors
/// As [`consensus_info`]; [`NodeError::NotFound`] when the node knows no such token; [`BadReply::AnotherToken`] when the answer is
/// not about what was asked.
pub async fn token<T: NodeTransport>(transport: &T, id: &TokenId) -> Result<TokenFacts, NodeError> {
    let question = wire::TokenInfoRequest {
        block_hash: Some(last_final()),
        token_id: Some(wire::TokenId { value: id.as_str().to_owned() }),
    };
    let reply = transport.call(Method::GetTokenInfo, &question.encode_to_vec()).await?;
    Ok(TokenFacts::read(id, read(&reply)?)?)
}

/// Which of these credential ids opened an account, by the list of all accounts: the node learns that somebody reads its list,
/// and not one id. Reads and forgets: about a million addresses of 32 bytes pass by, none of them stays.
///
/// `progress` hears of every [`SCAN_PROGRESS_EVERY`] accounts and of every hit.
///
/// # Errors
/// As [`consensus_info`], with what was found before. Only a list that was read to its end is one.
pub async fn accounts_opened_by<T: ListTransport>(
    transport: &T,
    wanted: &Wanted,
    progress: &mut dyn FnMut(&Scan),
) -> Result<Scan, BrokenScan> {
    let mut scan = Scan::default();
    let mut each = |message: &[u8]| {
        let hit = scan.take(message, wanted)?;
        if hit || scan.accounts.is_multiple_of(SCAN_PROGRESS_EVERY) {
            progress(&scan);
        }
        Ok(())
    };
    let end = transport.list(ListMethod::GetAccountList, &last_final().encode_to_vec(), &mut each).await;
    match end {
        // Whoever says so has no chain: even a new one has its first accounts.
        Ok(_) if scan.accounts == 0 => Err(BrokenScan { fault: BadReply::EmptyList.into(), so_far: scan }),
        Ok(_) => Ok(scan),
        Err(fault) => Err(BrokenScan { fault, so_far: scan }),
    }
}

/// The identity providers of the chain, by their numbers.
///
/// # Errors
/// As [`consensus_info`].
pub async fn identity_providers<T: ListTransport>(transport: &T) -> Result<Vec<IdentityProvider>, NodeError> {
    let mut providers = BTreeMap::new();
    let mut each = |message: &[u8]| {
        let provider = IdentityProvider::try_from(read::<wire::IpInfo>(message)?)?;
        if providers.insert(provider.number, provider).is_some() {
            return Err(BadReply::ProviderTwice.into());
        }
        Ok(())
    };
    transport.list(ListMethod::GetIdentityProviders, &last_final().encode_to_vec(), &mut each).await?;
    if providers.is_empty() {
        return Err(BadReply::EmptyList.into());
    }
    Ok(providers.into_values().collect())
}

fn same_account(one: &AccountAddress, other: &AccountAddress) -> bool {
    one.bytes().iter().zip(other.bytes()).take(ALIAS_STEM).all(|(one, other)| one == other)
}

fn last_final() -> wire::BlockHashInput {
    wire::BlockHashInput { block_hash_input: Some(wire::block_hash_input::BlockHashInput::LastFinal(wire::Empty {})) }
}

fn read<M: Message + Default>(bytes: &[u8]) -> Result<M, BadReply> {
    M::decode(bytes).map_err(|_| BadReply::Protobuf)
}

#[cfg(test)]
mod tests;
