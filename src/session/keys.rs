//! Keys compared with the chain: those of a file before it is brought in, and those that are here.
//! This module asks about addresses and compares; it refuses to ask without being told to, unless the node is the person's own.
//!
//! Whoever asks a node about an address shows it that somebody cares about that address. So a public node is asked when the person
//! says so, as for balances; a node of the person's own learns nothing new, and is asked at once.

pub mod view;

use std::collections::BTreeMap;
use std::rc::Rc;

use futures_util::stream::{self, StreamExt as _};

use crate::custody::{self, KeysOnChain};
use crate::fault::Fault;
use crate::gather::Gather;
use crate::model::{Account, AccountAddress, AccountKey, GenesisHash, Network, Wallet};
use crate::node::roster::Topic;
use crate::node::{Lookup, query};
use crate::vault::Contents;

use crate::session::Session;
use crate::session::error::SessionError;
use crate::session::error::fault;
use crate::session::import::state::{ImportFlow, Preview};
use crate::session::keys::view::{AccountKeysCheck, CompareView, KeysCheck, KeysCheckView};
use crate::session::nodes::Nodes;
use crate::session::nodes::networks::node_urls;
use crate::session::ports::Ports;
use crate::session::seam::ids::account_id;
use crate::session::seam::millis;
use crate::session::seam::saturated;
use crate::session::state::State;

/// Look-ups under way at the same time.
const CONCURRENCY: usize = 50;

/// What is known, by account.
pub(super) type Known = BTreeMap<(GenesisHash, AccountAddress), Answer>;

/// What became of comparing the keys of one account.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    Asking,
    Said { word: KeysOnChain, at: u64 },
    Failed(Fault),
}

/// Whose keys are compared.
#[derive(Clone)]
enum Side {
    /// Those of the file in the preview with this token.
    Preview(Rc<()>),
    /// Those of the wallet.
    Wallet,
}

impl Side {
    /// The records with those keys; `None` once nobody wants the answers any more.
    fn wallet<'s>(&self, state: &'s State, here: &'s Wallet) -> Option<&'s Wallet> {
        match (self, &state.import) {
            (Self::Preview(token), ImportFlow::Preview(preview)) if Rc::ptr_eq(token, &preview.token) => {
                Some(&preview.full)
            }
            (Self::Preview(_), _) => None,
            (Self::Wallet, _) => Some(here),
        }
    }

    fn known<'s>(&self, state: &'s mut State) -> Option<&'s mut Known> {
        match (self, &mut state.import) {
            (Self::Preview(token), ImportFlow::Preview(preview)) if Rc::ptr_eq(token, &preview.token) => {
                preview.touch();
                Some(&mut preview.compared)
            }
            (Self::Preview(_), _) => None,
            (Self::Wallet, _) => Some(&mut state.keys),
        }
    }
}

impl<P: Ports + 'static> Session<P> {
    /// Compares the keys in the preview with the chain, because the person says so.
    pub(super) fn compare_import(self: &Rc<Self>) -> Result<(), Fault> {
        let token = self.state.borrow().import.token().ok_or_else(|| fault(SessionError::OutOfStep))?;
        self.begin_comparing(Side::Preview(token), |_| true)?;
        self.context.redraw();
        Ok(())
    }

    /// The same by itself, where the node is the person's own.
    pub(super) fn compare_import_at_own_node(self: &Rc<Self>) {
        let Some(token) = self.state.borrow().import.token() else { return };
        // Without a node there is nothing to compare with, and nobody asked for it.
        let _ = self.begin_comparing(Side::Preview(token), asks_by_itself);
    }

    /// Compares keys that came in without it, where the node is the person's own.
    pub(super) fn compare_wallet_at_own_node(self: &Rc<Self>) {
        let _ = self.begin_comparing(Side::Wallet, asks_by_itself);
    }

    /// Begins to ask about every account with keys that has no answer yet, on the networks that may be asked.
    fn begin_comparing(
        self: &Rc<Self>,
        side: Side,
        may_ask: impl Fn((&Contents, GenesisHash)) -> bool,
    ) -> Result<(), Fault> {
        let mut questions: BTreeMap<GenesisHash, Vec<AccountAddress>> = BTreeMap::new();
        {
            let mut state = self.state.borrow_mut();
            let contents = self.vault.contents()?;
            let networks: Vec<GenesisHash> = side
                .wallet(&state, &contents.wallet)
                .into_iter()
                .flat_map(|wallet| wallet.networks.keys().copied())
                .filter(|network| may_ask((&contents, *network)))
                .collect();
            let accounts: Vec<_> = side
                .wallet(&state, &contents.wallet)
                .map(|wallet| with_keys(wallet).map(|(at, _)| at).collect())
                .unwrap_or_default();
            let Some(known) = side.known(&mut state) else { return Ok(()) };
            for (network, address) in accounts {
                let is_open = !matches!(known.get(&(network, address)), Some(Answer::Asking | Answer::Said { .. }));
                if is_open && networks.contains(&network) {
                    questions.entry(network).or_default().push(address);
                }
            }
        }
        for (network, addresses) in questions {
            let nodes = Nodes::of(&self.context, &self.vault, network, None)?;
            if let Some(known) = side.known(&mut self.state.borrow_mut()) {
                known.extend(addresses.iter().map(|address| ((network, *address), Answer::Asking)));
            }
            let (session, side) = (Rc::clone(self), side.clone());
            self.context.ports.spawn(async move {
                session.ask_about(&side, network, &nodes, addresses).await;
                session.end_comparing(&side);
            });
        }
        Ok(())
    }

    async fn ask_about(
        self: &Rc<Self>,
        side: &Side,
        network: GenesisHash,
        nodes: &Nodes<P>,
        addresses: Vec<AccountAddress>,
    ) {
        let ask = async |address: AccountAddress| {
            // Locked, or another file was chosen: nobody wants to know any more.
            side.wallet(&self.state.borrow(), &self.vault.contents().ok()?.wallet)?;
            let question = async |node: &P::Node| query::account_by_address(node, &address).await;
            Some((address, nodes.insist(Topic::Address, question).await))
        };
        let mut answers = stream::iter(addresses).map(ask).buffer_unordered(CONCURRENCY);
        while let Some(answer) = answers.next().await {
            let Some((address, answer)) = answer else { return };
            let now = self.context.ports.now();
            let mut state = self.state.borrow_mut();
            let answer = match answer {
                Ok(lookup) => {
                    let contents = self.vault.contents().ok();
                    let here = contents.as_ref().map(|contents| &contents.wallet);
                    let account = here
                        .and_then(|here| side.wallet(&state, here))
                        .and_then(|wallet| account_of(wallet, network, address));
                    let word = account.and_then(|account| compare(account, &lookup));
                    word.map(|word| Answer::Said { word, at: now })
                }
                Err(error) => Some(Answer::Failed(nodes.fault(&error))),
            };
            let Some(known) = side.known(&mut state) else { return };
            match answer {
                Some(answer) => known.insert((network, address), answer),
                None => known.remove(&(network, address)),
            };
        }
    }

    /// What the chain said decides about the plan, too.
    fn end_comparing(self: &Rc<Self>, side: &Side) {
        match side {
            Side::Preview(_) => {
                let mut state = self.state.borrow_mut();
                if let Ok(contents) = self.vault.contents()
                    && side.wallet(&state, &contents.wallet).is_some()
                    && let Some(preview) = state.import.take_preview()
                {
                    let watch_only = preview.watch_only;
                    state.import = ImportFlow::Preview(Box::new(preview.watching(watch_only, &contents.wallet)));
                }
                drop(state);
                self.context.redraw();
            }
            Side::Wallet => self.context.redraw_records(),
        }
    }
}

/// Whether the node of this network is asked without a question: it is none that everybody is offered.
fn asks_by_itself((contents, network): (&Contents, GenesisHash)) -> bool {
    let is_public = |url: &str| Network::of(network).is_some_and(|network| network.public_node() == url);
    let own = contents.settings.nodes.get(&network);
    own.is_some_and(|nodes| !nodes.is_empty() && !nodes.iter().any(|url| is_public(url)))
}

/// Every account with keys and an address.
fn with_keys(wallet: &Wallet) -> impl Iterator<Item = ((GenesisHash, AccountAddress), &Account)> {
    wallet.networks.iter().flat_map(|(network, records)| {
        let accounts = records.accounts.values().filter(|account| account.keys.is_some());
        accounts.filter_map(move |account| Some(((*network, *account.key.address()?), account)))
    })
}

fn account_of(wallet: &Wallet, network: GenesisHash, address: AccountAddress) -> Option<&Account> {
    wallet.networks.get(&network)?.accounts.get(&AccountKey::Address(address))
}

fn compare(account: &Account, lookup: &Lookup) -> Option<KeysOnChain> {
    let keys = account.keys.as_ref()?;
    Some(match lookup {
        Lookup::Found(on_chain) => custody::compare_with_chain(keys, on_chain),
        Lookup::Absent => KeysOnChain::NoAccount,
    })
}

/// Takes in what a node said about an address, if keys for it are here.
pub(super) fn note(
    state: &mut State,
    wallet: &Wallet,
    network: GenesisHash,
    address: AccountAddress,
    lookup: &Lookup,
    now: u64,
) {
    let account = account_of(wallet, network, address);
    if let Some(word) = account.and_then(|account| compare(account, lookup)) {
        state.keys.insert((network, address), Answer::Said { word, at: now });
    }
}

/// Answers about keys that are others now are answers no more.
pub(super) fn forget_changed(known: &mut Known, before: &Wallet, after: &Wallet) {
    known.retain(|(network, address), _| {
        let keys = |wallet| account_of(wallet, *network, *address).and_then(|account| account.keys.as_ref());
        keys(before) == keys(after)
    });
}

/// What was said of a file's keys is true of them wherever they are now.
pub(super) fn carry_over(known: &mut Known, preview: &Preview, wallet: &Wallet) {
    for ((network, address), answer) in &preview.compared {
        let keys = |wallet| account_of(wallet, *network, *address).and_then(|account| account.keys.as_ref());
        let are_here = match (keys(wallet), keys(&preview.full)) {
            (Some(here), Some(theirs)) => custody::sign_the_same(here, theirs),
            (None, _) | (_, None) => false,
        };
        if are_here && matches!(answer, Answer::Said { .. }) {
            known.insert((*network, *address), answer.clone());
        }
    }
}

/// What the chain said, for the plan.
pub(super) fn words(known: &Known) -> BTreeMap<(GenesisHash, AccountAddress), KeysOnChain> {
    let said = |(at, answer): (&(GenesisHash, AccountAddress), &Answer)| match answer {
        Answer::Said { word, .. } => Some((*at, *word)),
        Answer::Asking | Answer::Failed(_) => None,
    };
    known.iter().filter_map(said).gather()
}

/// How far the keys in a preview are compared; `None` if no account comes in with keys.
pub(super) fn preview_view(preview: &Preview, contents: &Contents) -> Option<CompareView> {
    let accounts: Vec<_> = with_keys(&preview.incoming).map(|(at, _)| at).collect();
    let (network, _) = *accounts.first()?;
    let is_said = |at: &&(GenesisHash, AccountAddress)| matches!(preview.compared.get(at), Some(Answer::Said { .. }));
    let urls = node_urls(contents, network);
    Some(CompareView {
        accounts: saturated(accounts.len()),
        compared: saturated(accounts.iter().filter(is_said).count()),
        asking: preview.compared.values().any(|answer| matches!(answer, Answer::Asking)),
        node_url: urls.first().map(ToString::to_string).unwrap_or_default(),
        own_node: asks_by_itself((contents, network)),
    })
}

/// What is known of one account's keys, as the page sees it.
pub(super) fn check_view(answer: Option<&Answer>) -> KeysCheckView {
    let (state, signers) = match answer {
        None => (KeysCheck::NotCompared, 0),
        Some(Answer::Asking) => (KeysCheck::Asking, 0),
        Some(Answer::Failed(_)) => (KeysCheck::Failed, 0),
        Some(Answer::Said { word, .. }) => match word {
            KeysOnChain::Sign => (KeysCheck::Sign, 0),
            KeysOnChain::NeedMore { signers } => (KeysCheck::NeedMore, *signers),
            KeysOnChain::Differ => (KeysCheck::Differ, 0),
            KeysOnChain::NoAccount => (KeysCheck::NoAccount, 0),
        },
    };
    KeysCheckView {
        state,
        signers,
        at: match answer {
            Some(Answer::Said { at, .. }) => Some(millis(*at)),
            Some(Answer::Asking | Answer::Failed(_)) | None => None,
        },
        fault: match answer {
            Some(Answer::Failed(fault)) => Some(fault.clone()),
            Some(Answer::Asking | Answer::Said { .. }) | None => None,
        },
    }
}

/// What is known of every account of the wallet that has keys here.
pub(super) fn view(known: &Known, wallet: &Wallet) -> Vec<AccountKeysCheck> {
    with_keys(wallet)
        .map(|(at, account)| AccountKeysCheck {
            network: at.0.to_string(),
            account: account_id(&account.key),
            check: check_view(known.get(&at)),
        })
        .collect()
}
