//! What the chain made of some keys, and asking it.

use std::cell::{Ref, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use futures_util::stream::{self, StreamExt as _};

use crate::custody::{self, KeysOnChain};
use crate::fault::Fault;
use crate::gather::{Gather, Rest as _};
use crate::model::{Account, AccountAddress, AccountKey, Common, GenesisHash, Wallet};
use crate::node::{Lookup, query};

use super::view::{KeysCheck, KeysCheckView};
use crate::session::context::Context;
use crate::session::nodes::Nodes;
use crate::session::ports::Ports;
use crate::session::seam::millis;
use crate::session::turn::{Turn, Turns};
use crate::session::vault::Vault;

/// Look-ups under way at the same time.
const CONCURRENCY: usize = 50;

/// An account of a network.
pub(in crate::session) type At = (GenesisHash, AccountAddress);

/// Questions about accounts, network by network.
pub(in crate::session) type Questions = BTreeMap<GenesisHash, Vec<AccountAddress>>;

/// What is known, by account. It belongs to the records with those keys: when they go, whoever still asks has nobody to tell.
pub(in crate::session) struct KeysCompared {
    known: Rc<RefCell<KeysKnown>>,
    turns: Turns,
    /// Theirs who ask; it is over when the records are gone.
    turn: Turn,
}

#[derive(Default)]
struct KeysKnown {
    answers: BTreeMap<At, KeysAnswer>,
    /// How many are being asked about, and how many have the chain's answer.
    asking: u32,
    said: u32,
    /// How often something became known.
    changes: u32,
}

/// What became of comparing the keys of one account.
#[derive(Debug, Clone, Hash)]
pub(in crate::session) enum KeysAnswer {
    Asking,
    Said { word: KeysOnChain, at: u64 },
    Failed(Fault),
}

impl Default for KeysCompared {
    fn default() -> Self {
        let (known, turns) = (Rc::default(), Turns::default());
        let turn = turns.begin();
        Self { known, turns, turn }
    }
}

impl Drop for KeysCompared {
    fn drop(&mut self) {
        self.turns.end();
    }
}

impl KeysCompared {
    /// The accounts of these records whose keys have no answer yet, on the networks that may be asked.
    pub(in crate::session) fn open_questions(
        &self,
        wallet: &Wallet,
        may_ask: impl Fn(GenesisHash) -> bool,
    ) -> Questions {
        let known = self.known.borrow();
        let mut questions = Questions::new();
        for (at, _) in with_keys(wallet) {
            if !matches!(known.answers.get(&at), Some(KeysAnswer::Asking | KeysAnswer::Said { .. })) {
                questions.entry(at.0).or_default().push(at.1);
            }
        }
        questions.keep_only(|network, _| may_ask(*network));
        questions
    }

    /// Asks all of that. `compare` holds an answer against the keys, and has nothing to say once they are gone; `end` follows when the
    /// questions of a network are answered.
    pub(in crate::session) fn ask<P: Ports + 'static>(
        &self,
        context: &Rc<Context<P>>,
        vault: &Vault<P>,
        questions: Questions,
        compare: impl Fn(At, &Lookup) -> Option<KeysOnChain> + Clone + 'static,
        end: impl Fn() + Clone + 'static,
    ) -> Result<(), Fault> {
        for (network, addresses) in questions {
            let nodes = Nodes::of(context, vault, network, None)?;
            for address in &addresses {
                self.known.borrow_mut().note((network, *address), Some(KeysAnswer::Asking));
            }
            let (known, turn) = (Rc::clone(&self.known), self.turn.clone());
            let (compare, end) = (compare.clone(), end.clone());
            let tasks = Rc::clone(context);
            context.ports.spawn(async move {
                ask_about(&tasks, (&known, &turn), network, &nodes, addresses, &compare).await;
                end();
            });
        }
        Ok(())
    }

    /// Takes in what was said about keys.
    pub(in crate::session) fn note(&self, at: At, word: KeysOnChain, now: u64) {
        self.known.borrow_mut().note(at, Some(KeysAnswer::Said { word, at: now }));
    }

    /// What was said of these keys is true of them wherever they are now: takes it over into `others`.
    pub(in crate::session) fn carry_over(&self, theirs: &Wallet, others: &Self, here: &Wallet) {
        for (at, answer) in &self.known.borrow().answers {
            let keys = |wallet| account_of(wallet, *at).and_then(|account| account.keys.as_ref());
            let are_here = match (keys(here), keys(theirs)) {
                (Some(here), Some(theirs)) => custody::sign_the_same(here, theirs),
                (None, _) | (_, None) => false,
            };
            if are_here && matches!(answer, KeysAnswer::Said { .. }) {
                others.known.borrow_mut().note(*at, Some(answer.clone()));
            }
        }
    }

    /// Answers about keys that are others now are answers no more.
    pub(super) fn forget_changed(&self, before: &Wallet, after: &Wallet) {
        let keys = |wallet, at| account_of(wallet, at).and_then(|account| account.keys.as_ref());
        let mut known = self.known.borrow_mut();
        let changed: Vec<At> =
            known.answers.keys().copied().filter(|at| keys(before, *at) != keys(after, *at)).collect();
        changed.into_iter().for_each(|at| known.note(at, None));
    }

    /// What the chain said, for a plan.
    pub(in crate::session) fn words(&self) -> BTreeMap<At, KeysOnChain> {
        let said = |(at, answer): (&At, &KeysAnswer)| match answer {
            KeysAnswer::Said { word, .. } => Some((*at, *word)),
            KeysAnswer::Asking | KeysAnswer::Failed(_) => None,
        };
        self.known.borrow().answers.iter().filter_map(said).gather()
    }

    /// Grows whenever something became known.
    pub(in crate::session) fn changes(&self) -> u32 {
        self.known.borrow().changes
    }

    /// Whether the node is being asked.
    pub(super) fn is_asking(&self) -> bool {
        self.known.borrow().asking > 0
    }

    /// Whether a node is being asked about this account.
    pub(super) fn is_asking_about(&self, at: At) -> bool {
        matches!(self.known.borrow().answers.get(&at), Some(KeysAnswer::Asking))
    }

    /// About how many accounts the chain has an answer.
    pub(super) fn said(&self) -> u32 {
        self.known.borrow().said
    }

    /// What is known of one account's keys, as the page sees it.
    pub(in crate::session) fn check_view(&self, at: At) -> KeysCheckView {
        KeysCheckView::of(self.answer(at).as_deref())
    }

    /// What became of comparing them.
    pub(super) fn answer(&self, at: At) -> Option<Ref<'_, KeysAnswer>> {
        Ref::filter_map(self.known.borrow(), |known| known.answers.get(&at)).ok()
    }
}

impl KeysCheckView {
    /// As the page sees it.
    pub(super) fn of(answer: Option<&KeysAnswer>) -> Self {
        let nothing = Self::not_compared();
        match answer {
            None => nothing,
            Some(KeysAnswer::Asking) => Self { state: KeysCheck::Asking, ..nothing },
            Some(KeysAnswer::Failed(fault)) => Self { state: KeysCheck::Failed, fault: Some(fault.clone()), ..nothing },
            Some(KeysAnswer::Said { word, at }) => {
                let (state, signers) = match word {
                    KeysOnChain::Sign => (KeysCheck::Sign, 0),
                    KeysOnChain::NeedMore { signers } => (KeysCheck::NeedMore, *signers),
                    KeysOnChain::Differ => (KeysCheck::Differ, 0),
                    KeysOnChain::NoAccount => (KeysCheck::NoAccount, 0),
                };
                Self { state, signers, at: Some(millis(*at)), fault: None }
            }
        }
    }
}

impl KeysKnown {
    fn note(&mut self, at: At, answer: Option<KeysAnswer>) {
        self.changes = self.changes.wrapping_add(1);
        if let Some(count) = answer.as_ref().and_then(|answer| self.count(answer)) {
            *count = count.saturating_add(1);
        }
        let before = match answer {
            Some(answer) => self.answers.insert(at, answer),
            None => self.answers.remove(&at),
        };
        if let Some(count) = before.as_ref().and_then(|before| self.count(before)) {
            *count = count.saturating_sub(1);
        }
    }

    const fn count(&mut self, answer: &KeysAnswer) -> Option<&mut u32> {
        match answer {
            KeysAnswer::Asking => Some(&mut self.asking),
            KeysAnswer::Said { .. } => Some(&mut self.said),
            KeysAnswer::Failed(_) => None,
        }
    }
}

async fn ask_about<P: Ports + 'static>(
    context: &Context<P>,
    (known, turn): (&RefCell<KeysKnown>, &Turn),
    network: GenesisHash,
    nodes: &Nodes<P>,
    addresses: Vec<AccountAddress>,
    compare: &dyn Fn(At, &Lookup) -> Option<KeysOnChain>,
) {
    let ask = async |address: AccountAddress| {
        // Locked, or another file was chosen: nobody wants to know any more.
        if turn.is_over() {
            return None;
        }
        let question = async |node: &P::Node| query::account_by_address(node, &address).await;
        Some(((network, address), nodes.insist(question).await))
    };
    let mut answers = stream::iter(addresses).map(ask).buffer_unordered(CONCURRENCY);
    while let Some(answer) = answers.next().await {
        let Some((at, answer)) = answer.filter(|_| !turn.is_over()) else { return };
        let answer = match answer {
            Ok(lookup) => compare(at, &lookup).map(|word| KeysAnswer::Said { word, at: context.ports.now() }),
            Err(error) => Some(KeysAnswer::Failed(nodes.fault(&error))),
        };
        known.borrow_mut().note(at, answer);
    }
}

/// Every account with keys and an address.
pub(super) fn with_keys(wallet: &Wallet) -> impl Iterator<Item = (At, &Account)> {
    wallet.networks.iter().flat_map(|(network, records)| {
        let accounts = records.accounts.values().filter(|account| account.keys.is_some());
        accounts.filter_map(move |account| Some(((*network, *account.key.address()?), account.record())))
    })
}

fn account_of(wallet: &Wallet, (network, address): At) -> Option<&Account> {
    wallet.networks.get(&network)?.accounts.get(&AccountKey::Address(address)).map(Common::record)
}

/// What an answer of the chain makes of the keys that a wallet has for an account; `None` if it has none.
pub(in crate::session) fn compare(wallet: &Wallet, at: At, lookup: &Lookup) -> Option<KeysOnChain> {
    let keys = account_of(wallet, at)?.keys.as_ref()?;
    Some(match lookup {
        Lookup::Found(on_chain) => custody::compare_with_chain(keys, on_chain),
        Lookup::Absent => KeysOnChain::NoAccount,
    })
}
