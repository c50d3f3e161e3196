//! What a node's replies mean, byte for byte.

use futures_executor::block_on;
use proptest::prelude::*;

use super::super::ListReader;
use super::super::grpc_web::{HttpHead, encode_request};
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
        NodeError::Offline,
        NodeError::NotRunning,
        NodeError::Hidden,
        NodeError::Redirected,
        NodeError::WebPage,
        NodeError::Throttled { seconds: None },
        NodeError::TimedOut,
        NodeError::Http { status: 404 },
        NodeError::NotGrpcWeb,
        NodeError::Overloaded,
        NodeError::Unavailable,
        NodeError::NotOffered,
        NodeError::Grpc { status: 13, message: String::new() },
        NodeError::Truncated,
        NodeError::StatusHidden,
        NodeError::TooLarge { limit: 1 },
        NodeError::BadReply(BadReply::Frames),
    ] {
        assert_eq!(look_up(Err(fault.clone())), Err(fault));
    }
}

#[test]
fn a_node_that_cannot_say_not_found_is_of_no_use() {
    struct Node(Result<Vec<u8>, NodeError>);
    impl NodeTransport for Node {
        async fn call(&self, method: Method, message: &[u8]) -> Result<Vec<u8>, NodeError> {
            let hash = || Some(wire::BlockHash { value: vec![1; 32] });
            match method {
                Method::GetAccountInfo => {
                    assert!(message.windows(48).any(|window| window == NOBODYS.bytes()));
                    self.0.clone()
                }
                Method::GetConsensusInfo => Ok(wire::ConsensusInfo {
                    genesis_block: hash(),
                    last_finalized_block: hash(),
                    last_finalized_block_height: Some(wire::AbsoluteBlockHeight { value: 1 }),
                    ..wire::ConsensusInfo::default()
                }
                .encode_to_vec()),
                Method::GetBlockInfo => Ok(wire::BlockInfo {
                    hash: hash(),
                    height: Some(wire::AbsoluteBlockHeight { value: 1 }),
                    slot_time: Some(wire::Timestamp { value: 1_000_000 }),
                    ..wire::BlockInfo::default()
                }
                .encode_to_vec()),
                Method::GetCryptographicParameters | Method::GetTokenInfo => panic!("not asked"),
            }
        }
    }
    let probe = |answer| block_on(probe(&Node(answer), || 1_000_000));
    assert!(probe(Err(NodeError::NotFound)).is_ok());
    for fault in [NodeError::StatusHidden, NodeError::Hidden, NodeError::BadReply(BadReply::Status)] {
        assert_eq!(probe(Err(fault.clone())), Err(fault));
    }
    let found = account_with(AccountAddress::of_first_credential(&ID), ID);
    assert_eq!(probe(Ok(found)), Err(BadReply::AnotherAccount.into()));
}

#[test]
fn an_empty_message_is_no_account_and_no_absence() {
    assert_eq!(look_up(Ok(Vec::new())), Err(BadReply::Missing("amount").into()));
    assert_eq!(look_up(Ok(vec![0xff; 9])), Err(BadReply::Protobuf.into()));
}

fn account_with(address: AccountAddress, id: CredentialId) -> Vec<u8> {
    let keys = wire::CredentialPublicKeys {
        threshold: Some(wire::SignatureThreshold { value: 1 }),
        ..wire::CredentialPublicKeys::default()
    };
    let month = Some(wire::YearMonth { year: 2022, month: 1 });
    let values = wire::InitialCredentialValues {
        keys: Some(keys),
        cred_id: Some(wire::CredentialRegistrationId { value: id.bytes().to_vec() }),
        ip_id: Some(wire::IdentityProviderIdentity { value: 0 }),
        policy: Some(wire::Policy { created_at: month, valid_to: month, ..wire::Policy::default() }),
    };
    let credential = wire::AccountCredential {
        credential_values: Some(wire::account_credential::CredentialValues::Initial(values)),
    };
    wire::AccountInfo {
        amount: Some(wire::Amount { value: 9 }),
        threshold: Some(wire::AccountThreshold { value: 1 }),
        address: Some(wire::AccountAddress { value: address.bytes().to_vec() }),
        creds: [(0, credential)].into(),
        ..wire::AccountInfo::default()
    }
    .encode_to_vec()
}

#[test]
fn an_address_leads_to_its_account_and_to_no_other() {
    let address = AccountAddress::of_first_credential(&ID);
    let reply = Always(Ok(account_with(address, ID)));
    let ask = |address| block_on(account_by_address(&reply, &address));
    assert!(matches!(ask(address), Ok(Lookup::Found(account)) if account.address == address));

    let mut alias = *address.bytes();
    alias[31] ^= 1;
    assert!(matches!(ask(AccountAddress::new(alias)), Ok(Lookup::Found(account)) if account.address == address));
    alias[28] ^= 1;
    assert_eq!(ask(AccountAddress::new(alias)), Err(BadReply::AnotherAccount.into()));
}

#[test]
fn an_unused_address_is_absent_under_the_same_rule() {
    let ask = |reply| block_on(account_by_address(&Always(reply), &AccountAddress::new([1; 32])));
    assert_eq!(ask(Err(NodeError::NotFound)), Ok(Lookup::Absent));
    assert_eq!(ask(Err(NodeError::Http { status: 404 })), Err(NodeError::Http { status: 404 }));
    assert_eq!(ask(Err(NodeError::Truncated)), Err(NodeError::Truncated));
    assert_eq!(ask(Ok(Vec::new())), Err(BadReply::Missing("amount").into()));
}

/// Messages, then this end; as a real reply would have them.
struct Listed(Vec<Vec<u8>>, Result<(), NodeError>);

impl ListTransport for Listed {
    async fn list(
        &self,
        method: ListMethod,
        _: &[u8],
        each: &mut dyn FnMut(&[u8]) -> Result<(), NodeError>,
    ) -> Result<u64, NodeError> {
        let content_type = Some("application/grpc-web".to_owned());
        let head = HttpHead { status: 200, content_type, ..HttpHead::default() };
        let mut reader = ListReader::begin(method, &head)?;
        for message in &self.0 {
            reader = reader.feed(&encode_request(message), each)?;
        }
        self.1.clone()?;
        reader.feed(b"\x80\0\0\0\x0fgrpc-status:0\r\n", each)?.finish()
    }
}

fn listed(ids: impl IntoIterator<Item = u8>, end: Result<(), NodeError>) -> Listed {
    let address = |id| AccountAddress::of_first_credential(&CredentialId::new([id; 48])).bytes().to_vec();
    Listed(ids.into_iter().map(|id| wire::AccountAddress { value: address(id) }.encode_to_vec()).collect(), end)
}

fn scan(list: &Listed) -> Result<Scan, Box<BrokenScan>> {
    let wanted = Wanted::new([3, 5, 7].map(|id| CredentialId::new([id; 48])));
    block_on(accounts_opened_by(list, &wanted, &mut |_| {})).map_err(Box::new)
}

#[test]
fn a_scan_says_what_was_opened_and_how_many_accounts_there_are() {
    let found = scan(&listed([1, 7, 2, 3, 9], Ok(()))).unwrap();
    assert_eq!(found.accounts, 5);
    assert_eq!(found.opened.into_keys().collect::<Vec<_>>(), [3, 7].map(|id| CredentialId::new([id; 48])));
}

#[test]
fn a_list_that_breaks_off_keeps_what_it_said_and_is_no_list() {
    for fault in [NodeError::Truncated, NodeError::NotFound, NodeError::Unreachable] {
        let broken = scan(&listed([1, 7], Err(fault.clone()))).unwrap_err();
        assert_eq!((&broken.fault, broken.so_far.accounts, broken.so_far.opened.len()), (&fault, 2, 1));
    }
    assert_eq!(scan(&listed([], Ok(()))).unwrap_err().fault, BadReply::EmptyList.into());
    assert_eq!(scan(&listed([3, 3], Ok(()))).unwrap_err().fault, BadReply::AccountTwice.into());
}

#[test]
fn a_scan_tells_how_it_gets_on() {
    let mut heard = Vec::new();
    let list = listed(std::iter::repeat_n(1, 2100).chain([7]), Ok(()));
    let wanted = Wanted::new([CredentialId::new([7; 48])]);
    block_on(accounts_opened_by(&list, &wanted, &mut |scan| heard.push((scan.accounts, scan.opened.len())))).unwrap();
    assert_eq!(heard, [(1000, 0), (2000, 0), (2101, 1)]);
}

#[test]
fn providers_come_by_number_each_once() {
    let provider = |number, name: &str| {
        wire::IpInfo {
            identity: Some(wire::IpIdentity { value: number }),
            description: Some(wire::Description { name: name.into(), ..wire::Description::default() }),
            ..wire::IpInfo::default()
        }
        .encode_to_vec()
    };
    let ask = |list: Vec<Vec<u8>>, end| block_on(identity_providers(&Listed(list, end)));
    let both = vec![provider(3, "Three"), provider(0, "Zero")];
    let named: Vec<_> =
        ask(both.clone(), Ok(())).unwrap().into_iter().map(|one| (one.number.get(), one.name)).collect();
    assert_eq!(named, [(0, "Zero".to_owned()), (3, "Three".to_owned())]);
    assert_eq!(ask(vec![], Ok(())), Err(BadReply::EmptyList.into()));
    assert_eq!(ask(both, Err(NodeError::Truncated)), Err(NodeError::Truncated));
    assert_eq!(ask(vec![provider(0, "a"), provider(0, "b")], Ok(())), Err(BadReply::ProviderTwice.into()));
}

/// Remembers the questions.
#[derive(Default)]
struct Heard(std::cell::RefCell<Vec<Vec<u8>>>);

impl NodeTransport for Heard {
    async fn call(&self, _: Method, message: &[u8]) -> Result<Vec<u8>, NodeError> {
        self.0.borrow_mut().push(message.to_vec());
        Err(NodeError::Unreachable)
    }
}

impl ListTransport for Heard {
    async fn list(
        &self,
        _: ListMethod,
        message: &[u8],
        _: &mut dyn FnMut(&[u8]) -> Result<(), NodeError>,
    ) -> Result<u64, NodeError> {
        self.call(Method::GetBlockInfo, message).await.map(|_| 0)
    }
}

#[test]
fn every_question_is_about_the_last_final_block_and_none_names_a_hash() {
    let heard = Heard::default();
    let _ = block_on(last_final_block(&heard));
    let _ = block_on(cryptographic_parameters(&heard));
    let _ = block_on(accounts_opened_by(&heard, &Wanted::default(), &mut |_| {}));
    let _ = block_on(identity_providers(&heard));
    let mut blocks: Vec<_> =
        heard.0.take().iter().map(|question| wire::BlockHashInput::decode(question.as_slice()).unwrap()).collect();
    let _ = block_on(account_by_credential(&heard, &ID));
    let _ = block_on(account_by_address(&heard, &AccountAddress::new([1; 32])));
    let about = |question: &Vec<u8>| wire::AccountInfoRequest::decode(question.as_slice()).unwrap().block_hash.unwrap();
    blocks.extend(heard.0.take().iter().map(about));
    let _ = block_on(token(&heard, &TokenId::new("T").unwrap()));
    let of_token =
        |question: &Vec<u8>| wire::TokenInfoRequest::decode(question.as_slice()).unwrap().block_hash.unwrap();
    blocks.extend(heard.0.take().iter().map(of_token));
    assert_eq!(blocks, vec![last_final(); 7]);
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
        let transport = Always(Ok(bytes.clone()));
        let _ = block_on(consensus_info(&transport));
        let _ = block_on(last_final_block(&transport));
        let _ = block_on(cryptographic_parameters(&transport));
        let list = Listed(vec![bytes], Ok(()));
        let _ = scan(&list);
        let _ = block_on(identity_providers(&list));
    }
}
