//! The questions recovery asks, each as one attempt. Knows the messages and the one rule of absence; refuses to know how often
//! to ask and what to do with a failure.

use prost::Message;

use super::account::AccountOnChain;
use super::chain_state::{BlockInfo, ConsensusInfo, CryptographicParameters};
use super::error::{BadReply, NodeError};
use super::{Method, NodeTransport, wire};
use crate::model::CredentialId;

/// The node's answer about a credential id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// It was deployed on this account once. Where it stands now is [`AccountOnChain::slot_of`]; nowhere, if it was removed.
    Found(Box<AccountOnChain>),
    /// It was never deployed, as far as the node's last finalised block knows.
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

/// The account a credential was ever deployed on.
///
/// This is the only place where anything is read as absence. The question names the last finalised block, which every node
/// has, so the node's "account or block not found" cannot be about the block.
///
/// # Errors
/// As [`consensus_info`]; then nothing is known about the credential.
pub async fn account_by_credential<T: NodeTransport>(transport: &T, id: &CredentialId) -> Result<Lookup, NodeError> {
    let question = wire::AccountInfoRequest {
        block_hash: Some(last_final()),
        account_identifier: Some(wire::AccountIdentifierInput {
            account_identifier_input: Some(wire::account_identifier_input::AccountIdentifierInput::CredId(
                wire::CredentialRegistrationId { value: id.bytes().to_vec() },
            )),
        }),
    };
    let reply = match transport.call(Method::GetAccountInfo, &question.encode_to_vec()).await {
        Ok(reply) => reply,
        Err(NodeError::NotFound) => return Ok(Lookup::Absent),
        Err(fault) => return Err(fault),
    };
    let account = AccountOnChain::try_from(read::<wire::AccountInfo>(&reply)?)?;
    Ok(Lookup::Found(Box::new(account)))
}

fn last_final() -> wire::BlockHashInput {
    wire::BlockHashInput { block_hash_input: Some(wire::block_hash_input::BlockHashInput::LastFinal(wire::Empty {})) }
}

fn read<M: Message + Default>(bytes: &[u8]) -> Result<M, BadReply> {
    M::decode(bytes).map_err(|_| BadReply::Protobuf)
}

#[cfg(test)]
mod tests {
    use futures_executor::block_on;
    use proptest::prelude::*;

    use super::*;

    struct Always(Result<Vec<u8>, NodeError>);

    impl NodeTransport for Always {
        async fn call(&self, _: Method, _: &[u8]) -> Result<Vec<u8>, NodeError> {
            self.0.clone()
        }
    }

    const ID: CredentialId = CredentialId::new([5; 48]);

    fn look_up(reply: Result<Vec<u8>, NodeError>) -> Result<Lookup, NodeError> {
        block_on(account_by_credential(&Always(reply), &ID))
    }

    #[test]
    fn only_not_found_is_absence() {
        assert_eq!(look_up(Err(NodeError::NotFound)), Ok(Lookup::Absent));
        for fault in [
            NodeError::Unreachable,
            NodeError::TimedOut,
            NodeError::Http { status: 404 },
            NodeError::NotGrpcWeb,
            NodeError::Overloaded,
            NodeError::Grpc { status: 14, message: String::new() },
            NodeError::Truncated,
            NodeError::StatusHidden,
            NodeError::TooLarge { limit: 1 },
            NodeError::BadReply(BadReply::Frames),
        ] {
            assert_eq!(look_up(Err(fault.clone())), Err(fault));
        }
    }

    #[test]
    fn an_empty_message_is_no_account_and_no_absence() {
        assert_eq!(look_up(Ok(Vec::new())), Err(BadReply::Missing("amount").into()));
        assert_eq!(look_up(Ok(vec![0xff; 9])), Err(BadReply::Protobuf.into()));
    }

    #[test]
    fn an_unknown_thing_is_a_fault_everywhere_else() {
        let transport = Always(Err(NodeError::NotFound));
        assert_eq!(block_on(consensus_info(&transport)), Err(NodeError::NotFound));
        assert_eq!(block_on(last_final_block(&transport)), Err(NodeError::NotFound));
        assert_eq!(block_on(cryptographic_parameters(&transport)), Err(NodeError::NotFound));
    }

    proptest! {
        #[test]
        fn no_message_is_absence(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_ne!(look_up(Ok(bytes.clone())), Ok(Lookup::Absent));
            let transport = Always(Ok(bytes));
            let _ = block_on(consensus_info(&transport));
            let _ = block_on(last_final_block(&transport));
            let _ = block_on(cryptographic_parameters(&transport));
        }
    }
}
