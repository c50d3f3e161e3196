//! The node's service: questions in, answers or the real node's refusals out. Knows which block and which account a question
//! means; refuses to know that anything can go wrong on the way.

use std::sync::Arc;
use std::time::SystemTime;

use lifeboat::model::CredentialId;
use tokio_stream::Iter;
use tonic::{Request, Response, Status};

use crate::answers::{self, Moment};
use crate::wire::account_identifier_input::AccountIdentifierInput;
use crate::wire::block_hash_input::BlockHashInput as Block;
use crate::wire::queries_server::Queries;
use crate::wire::{self, AccountInfoRequest, BlockHashInput, Empty};
use crate::{Shared, chain};

pub(crate) use crate::wire::queries_server::QueriesServer;

/// The service over a chain.
#[derive(Clone)]
pub struct Node {
    shared: Arc<Shared>,
}

impl Node {
    /// A node that shares its chain and knobs with the control endpoint.
    #[must_use]
    pub const fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    fn moment(&self) -> Moment {
        let knobs = self.shared.knobs();
        Moment {
            genesis: knobs.genesis.unwrap_or(self.shared.genesis),
            now_ms: now_ms(),
            lag_ms: knobs.lag_seconds.saturating_mul(1000),
        }
    }

    /// The height a question is about. An unknown block gets the same words as an unknown account.
    fn height(&self, at: Moment, block: Option<BlockHashInput>) -> Result<u64, Status> {
        let last = at.height();
        let height = match block.and_then(|block| block.block_hash_input).ok_or_else(missing)? {
            Block::Best(_) => last + 1,
            Block::LastFinal(_) => last,
            Block::Given(hash) => {
                // A pinned block is a recent one: an hour of blocks is enough.
                let known = |height: &u64| at.hash(*height).as_slice() == hash.value;
                (last.saturating_sub(1800)..=last + 1).rev().chain([0]).find(known).ok_or_else(unknown)?
            }
            Block::AbsoluteHeight(height) => height.value,
            Block::RelativeHeight(height) => height.height.ok_or_else(missing)?.value,
        };
        if height > last + 1 { Err(unknown()) } else { Ok(height) }
    }

    fn account(&self, which: wire::AccountIdentifierInput) -> Result<(usize, &chain::Account), Status> {
        let found = match which.account_identifier_input.ok_or_else(missing)? {
            AccountIdentifierInput::Address(address) => {
                let address: [u8; 32] = address.value.try_into().map_err(|_| missing())?;
                self.shared.chain.by_address(&address)
            }
            AccountIdentifierInput::CredId(id) => {
                let id: [u8; 48] = id.value.try_into().map_err(|_| missing())?;
                self.shared.chain.by_credential(&CredentialId::new(id))
            }
            AccountIdentifierInput::AccountIndex(index) => {
                usize::try_from(index.value).ok().and_then(|index| self.shared.chain.at(index))
            }
        };
        found.ok_or_else(unknown)
    }
}

type Answer<T> = Result<Response<T>, Status>;
type List<T> = Iter<std::vec::IntoIter<Result<T, Status>>>;

#[tonic::async_trait]
impl Queries for Node {
    type GetAccountListStream = List<wire::AccountAddress>;
    type GetIdentityProvidersStream = List<wire::IpInfo>;

    async fn get_consensus_info(&self, _: Request<Empty>) -> Answer<wire::ConsensusInfo> {
        Ok(Response::new(answers::consensus_info(self.moment())))
    }

    async fn get_block_info(&self, block: Request<BlockHashInput>) -> Answer<wire::BlockInfo> {
        let at = self.moment();
        let height = self.height(at, Some(block.into_inner()))?;
        Ok(at_block(at, height, answers::block_info(at, height)))
    }

    async fn get_cryptographic_parameters(
        &self,
        block: Request<BlockHashInput>,
    ) -> Answer<wire::CryptographicParameters> {
        let at = self.moment();
        let height = self.height(at, Some(block.into_inner()))?;
        Ok(at_block(at, height, answers::cryptographic_parameters(&self.shared.chain)))
    }

    async fn get_account_info(&self, question: Request<AccountInfoRequest>) -> Answer<wire::AccountInfo> {
        let at = self.moment();
        let question = question.into_inner();
        let height = self.height(at, question.block_hash)?;
        let (index, account) = self.account(question.account_identifier.ok_or_else(missing)?)?;
        Ok(at_block(at, height, answers::account_info(&self.shared.chain, at, index, account)))
    }

    async fn get_account_list(&self, block: Request<BlockHashInput>) -> Answer<Self::GetAccountListStream> {
        let at = self.moment();
        let height = self.height(at, Some(block.into_inner()))?;
        // Newest first: the real order is not promised and not the order of creation either.
        let addresses = self.shared.chain.accounts.iter().rev();
        let list: Vec<_> =
            addresses.map(|account| Ok(wire::AccountAddress { value: account.address.bytes().to_vec() })).collect();
        Ok(at_block(at, height, tokio_stream::iter(list)))
    }

    async fn get_identity_providers(&self, block: Request<BlockHashInput>) -> Answer<Self::GetIdentityProvidersStream> {
        let at = self.moment();
        let height = self.height(at, Some(block.into_inner()))?;
        Ok(at_block(at, height, tokio_stream::iter(vec![Ok(answers::identity_provider())])))
    }
}

/// Adds the header that says which block the answer is about.
fn at_block<T>(at: Moment, height: u64, answer: T) -> Response<T> {
    let mut response = Response::new(answer);
    if let Ok(hash) = hex::encode(at.hash(height)).parse() {
        response.metadata_mut().insert("blockhash", hash);
    }
    response
}

fn unknown() -> Status {
    Status::not_found("account or block not found.")
}

fn missing() -> Status {
    Status::invalid_argument("missing field")
}

#[expect(clippy::disallowed_methods, reason = "a node has a clock; the engine has none")]
fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
