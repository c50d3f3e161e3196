//! What accounts held when a node last said so, whoever asked: the look at the chain, or a search. Balances are known while the vault is
//! open, and are in no record, no checkpoint and no backup.

pub mod view;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use crate::access::Power;
use crate::gather::Gather;
use crate::model::{AccountAddress, GenesisHash, VerifyKey};
use crate::node::{AccountOnChain, Lookup, TokenFacts, TokenId};

use view::BalanceView;

/// What was heard since the vault was opened.
#[derive(Default)]
pub(super) struct Balances {
    accounts: RefCell<BTreeMap<(GenesisHash, AccountAddress), BalanceHeard>>,
    tokens: RefCell<BTreeMap<(GenesisHash, TokenId), TokenFacts>>,
    /// How many answers there were, about accounts and about tokens.
    heard: Cell<u64>,
    heard_of_tokens: Cell<u64>,
}

/// An answer about one account.
struct BalanceHeard {
    account: AccountOnChain,
    /// Which answer it is, counted.
    number: u64,
    /// When it came, in milliseconds since 1970.
    at: u64,
}

impl Balances {
    /// Takes in what a node said about an address.
    pub(super) fn note(&self, network: GenesisHash, asked: AccountAddress, lookup: &Lookup, now: u64) {
        match lookup {
            Lookup::Found(account) => {
                self.note_account(network, account, now);
                if asked != account.address {
                    self.insert(network, asked, account, now);
                }
            }
            Lookup::Absent => drop(self.accounts.borrow_mut().remove(&(network, asked))),
        }
    }

    /// Takes in an account that a node knows.
    pub(super) fn note_account(&self, network: GenesisHash, account: &AccountOnChain, now: u64) {
        self.insert(network, account.address, account, now);
    }

    /// Takes in what a node said about a token.
    pub(super) fn note_token(&self, network: GenesisHash, id: TokenId, facts: TokenFacts) {
        self.heard_of_tokens.set(self.heard_of_tokens.get() + 1);
        self.tokens.borrow_mut().insert((network, id), facts);
    }

    /// Every account that was heard of.
    pub(super) fn accounts(&self) -> Vec<(GenesisHash, AccountAddress)> {
        self.accounts.borrow().keys().copied().collect()
    }

    /// Every token that is on an account of a network, once.
    pub(super) fn tokens(&self, network: GenesisHash) -> Vec<TokenId> {
        let accounts = self.accounts.borrow();
        let here = accounts.iter().filter(|((at, _), _)| *at == network);
        let ids = here.flat_map(|(_, heard)| heard.account.balance.tokens.items.iter().map(|token| token.id.clone()));
        ids.gather::<BTreeSet<_>>().into_iter().collect()
    }

    /// When the last answer about an account came, in milliseconds since 1970.
    pub(super) fn at(&self, network: GenesisHash, address: &AccountAddress) -> Option<u64> {
        self.accounts.borrow().get(&(network, *address)).map(|heard| heard.at)
    }

    /// What an account held then, as the page sees it.
    pub(super) fn view(&self, network: GenesisHash, address: &AccountAddress) -> Option<BalanceView> {
        let accounts = self.accounts.borrow();
        let heard = accounts.get(&(network, *address))?;
        let tokens = self.tokens.borrow();
        Some(BalanceView::of(&heard.account.balance, |id| tokens.get(&(network, id.clone()))))
    }

    /// Which answers the view of an account is made from, by their numbers: with the same ones it is the same view.
    pub(super) fn numbers(&self, network: GenesisHash, address: &AccountAddress) -> Option<(u64, u64)> {
        let accounts = self.accounts.borrow();
        let heard = accounts.get(&(network, *address))?;
        let of_tokens = if heard.account.balance.tokens.items.is_empty() { 0 } else { self.heard_of_tokens.get() };
        Some((heard.number, of_tokens))
    }

    /// All CCD that an account held then, in microCCD.
    pub(super) fn total(&self, network: GenesisHash, address: &AccountAddress) -> Option<u64> {
        self.accounts.borrow().get(&(network, *address)).map(|heard| heard.account.balance.total)
    }

    /// What keys could do then on an account.
    pub(super) fn power(
        &self,
        network: GenesisHash,
        address: &AccountAddress,
        keys: &BTreeSet<VerifyKey>,
    ) -> Option<Power> {
        self.accounts.borrow().get(&(network, *address)).map(|heard| Power::of(&heard.account, keys))
    }

    /// Forgets everything: the vault is not open any more.
    pub(super) fn forget(&self) {
        self.accounts.take();
        self.tokens.take();
    }

    fn insert(&self, network: GenesisHash, address: AccountAddress, account: &AccountOnChain, at: u64) {
        self.heard.set(self.heard.get() + 1);
        let heard = BalanceHeard { account: account.clone(), number: self.heard.get(), at };
        self.accounts.borrow_mut().insert((network, address), heard);
    }
}
