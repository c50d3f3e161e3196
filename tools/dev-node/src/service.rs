//! The node's service: questions in, answers or the real node's refusals out.

use std::sync::Arc;

use lifeboat::model::CredentialId;
use tonic::{Request, Response, Status};

use crate::answers::{self, Moment};
use crate::feed::{Feed, feed};
use crate::wire::account_identifier_input::AccountIdentifierInput;
use crate::wire::block_hash_input::BlockHashInput as Block;
use crate::wire::queries_server::Queries;
use crate::wire::{self, AccountInfoRequest, BlockHashInput, Empty, TokenInfoRequest};
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
            now_ms: crate::now_ms(),
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

    fn account(&self, at: Moment, which: wire::AccountIdentifierInput) -> Result<(usize, &chain::Account), Status> {
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
        found.filter(|(_, account)| self.shared.knows(at, account)).ok_or_else(unknown)
    }
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl Queries for Node {
    type GetAccountListStream = Feed<wire::AccountAddress>;
    type GetIdentityProvidersStream = Feed<wire::IpInfo>;

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
        let (index, account) = self.account(at, question.account_identifier.ok_or_else(missing)?)?;
        Ok(at_block(at, height, answers::account_info(&self.shared.chain, at, index, account)))
    }

    async fn get_token_info(&self, question: Request<TokenInfoRequest>) -> Answer<wire::TokenInfo> {
        let at = self.moment();
        let question = question.into_inner();
        let height = self.height(at, question.block_hash)?;
        let id = question.token_id.ok_or_else(missing)?.value;
        let token = self.shared.chain.token(&id).ok_or_else(|| Status::not_found("token or block not found."))?;
        Ok(at_block(at, height, answers::token_info(token)))
    }

    async fn get_account_list(&self, block: Request<BlockHashInput>) -> Answer<Self::GetAccountListStream> {
        let at = self.moment();
        let height = self.height(at, Some(block.into_inner()))?;
        let shared = Arc::clone(&self.shared);
        // Newest first: the real order is not promised and not the order of creation either.
        let list = (0..shared.chain.accounts.len()).rev().filter_map(move |index| {
            let (_, account) = shared.chain.at(index)?;
            shared.knows(at, account).then(|| answers::listed(account))
        });
        Ok(at_block(at, height, feed(list, self.shared.knobs().slow_lists)))
    }

    async fn get_identity_providers(&self, block: Request<BlockHashInput>) -> Answer<Self::GetIdentityProvidersStream> {
        let at = self.moment();
        let height = self.height(at, Some(block.into_inner()))?;
        let providers: Vec<_> = self.shared.chain.providers.iter().map(answers::identity_provider).collect();
        Ok(at_block(at, height, feed(providers.into_iter(), self.shared.knobs().slow_lists)))
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
