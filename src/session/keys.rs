//! Keys compared with the chain: those of a file before it is brought in, and those that are here. Nobody is asked without
//! being told to, unless the node is the person's own.
//!
//! Whoever asks a node about an address shows it that somebody cares about that address. So a public node is asked when the person
//! says so, as for balances; a node of the person's own learns nothing new, and is asked at once.

pub(super) mod compared;
pub mod view;

use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;

use crate::custody::Checked;
use crate::gather::Rest as _;
use crate::model::{GenesisHash, Wallet};
use crate::node::Lookup;
use crate::vault::Contents;

use super::context::Context;
use super::lists::{MarkSeed, SentLists};
use super::nodes::networks::{asks_by_itself, node_urls};
use super::ports::Ports;
use super::seam::ids::account_id;
use super::seam::saturated;
use super::vault::Vault;
use super::view::Splice;
use compared::{At, KeysCompared, Questions, compare, with_keys};
use view::{AccountKeysCheck, CompareView, KeysCheckView};

/// How many identities and accounts have their keys checked at once: a fifth of a second, at worst.
const AT_ONCE: usize = 128;

/// What is known about the keys that are here, since the vault was opened.
pub(super) struct Keys<P: Ports> {
    context: Rc<Context<P>>,
    vault: Rc<Vault<P>>,
    compared: RefCell<KeysCompared>,
    /// What checks found, without a network.
    checked: RefCell<Checked>,
    /// They are being checked, a few at a time.
    is_checking: Cell<bool>,
}

impl<P: Ports + 'static> Keys<P> {
    pub(super) fn new(context: &Rc<Context<P>>, vault: &Rc<Vault<P>>) -> Rc<Self> {
        let keys = Rc::new(Self {
            context: Rc::clone(context),
            vault: Rc::clone(vault),
            compared: RefCell::default(),
            checked: RefCell::default(),
            is_checking: Cell::new(false),
        });
        let told = Rc::downgrade(&keys);
        vault.watch_with(move |before, after| {
            if let Some(keys) = told.upgrade() {
                keys.compared.borrow().forget_changed(before, after);
            }
        });
        keys
    }

    /// Forgets everything: the vault is not open any more.
    pub(super) fn forget(&self) {
        self.compared.take();
        self.checked.borrow_mut().clear();
    }

    /// Compares keys that came in without it, where the node is the person's own.
    pub(super) fn compare_at_own_node(&self) {
        let Ok(contents) = self.vault.contents() else { return };
        let compared = self.compared.borrow();
        self.ask(&compared, compared.open_questions(&contents.wallet, |network| asks_by_itself(&contents, network)));
    }

    fn ask(&self, compared: &KeysCompared, questions: Questions) {
        let vault = Rc::clone(&self.vault);
        let compare = move |at, lookup: &Lookup| compare(&vault.contents().ok()?.wallet, at, lookup);
        let context = Rc::clone(&self.context);
        // Without a node there is nothing to compare with, and nobody asked for it.
        let _ = compared.ask(&self.context, &self.vault, questions, compare, move || context.redraw_records());
    }

    /// Takes in what a node said about an address, if keys for it are here.
    pub(super) fn note(&self, at: At, lookup: &Lookup) {
        let Ok(contents) = self.vault.contents() else { return };
        if let Some(word) = compare(&contents.wallet, at, lookup) {
            self.compared.borrow().note(at, word, self.context.ports.now());
        }
    }

    /// What the chain said of the keys of these records, which have just come in, is true of them here; what it was being asked, it is
    /// asked of them.
    pub(super) fn carry_over(&self, compared: &KeysCompared, theirs: &Wallet) {
        let Ok(contents) = self.vault.contents() else { return };
        let here = self.compared.borrow();
        compared.carry_over(theirs, &here, &contents.wallet);
        let mut questions = here.open_questions(&contents.wallet, |_| true);
        for (network, addresses) in &mut questions {
            addresses.retain(|address| compared.is_asking_about((*network, *address)));
        }
        questions.keep_only(|_, addresses| !addresses.is_empty());
        self.ask(&here, questions);
    }

    /// What checks found so far. Looks for what has changed, and checks the first few.
    pub(super) fn look(&self, wallet: &Wallet) -> Ref<'_, Checked> {
        {
            let mut checked = self.checked.borrow_mut();
            checked.look(wallet);
            checked.go_on(wallet, AT_ONCE);
        }
        self.checked.borrow()
    }

    /// Checks the keys that wait, a few at a time, so that whatever else is asked meanwhile is answered; then shows what was found.
    pub(super) fn check_on(self: &Rc<Self>) {
        if self.checked.borrow().waiting() == 0 || self.is_checking.replace(true) {
            return;
        }
        let keys = Rc::clone(self);
        self.context.ports.spawn(async move {
            loop {
                keys.context.ports.sleep(0).await;
                // Locked meanwhile: there is nobody to tell.
                let Ok(contents) = keys.vault.contents() else { break };
                let mut checked = keys.checked.borrow_mut();
                checked.go_on(&contents.wallet, AT_ONCE);
                if checked.waiting() == 0 {
                    break;
                }
            }
            keys.is_checking.set(false);
            if keys.vault.is_open() {
                keys.context.redraw_records();
            }
        });
    }

    /// What is known of every account of the wallet that has keys here.
    pub(super) fn checks(&self, wallet: &Wallet, lists: &SentLists, seed: MarkSeed) -> Vec<Splice<AccountKeysCheck>> {
        let compared = self.compared.borrow();
        let facts =
            with_keys(wallet).map(|(at, account)| (at, (at.0, &account.key, compared.answer(at).as_deref().cloned())));
        lists.keys_checks.send(seed, facts, |(network, account, answer)| AccountKeysCheck {
            network: network.to_string(),
            account: account_id(account),
            check: KeysCheckView::of(answer.as_ref()),
        })
    }
}

/// Accounts that come in with keys.
#[derive(Debug, Clone, Copy)]
pub(super) struct WithKeys {
    /// The network of the first one.
    network: GenesisHash,
    accounts: u32,
}

impl WithKeys {
    /// Those of a wallet; `None` if there are none.
    pub(super) fn of(incoming: &Wallet) -> Option<Self> {
        let mut all = with_keys(incoming).map(|((network, _), _)| network);
        Some(Self { network: all.next()?, accounts: saturated(all.count()).saturating_add(1) })
    }
}

/// How far the keys of incoming records are compared.
pub(super) fn compare_view(incoming: WithKeys, compared: &KeysCompared, contents: &Contents) -> CompareView {
    let WithKeys { network, accounts } = incoming;
    let urls = node_urls(contents, network);
    CompareView {
        accounts,
        compared: compared.said(),
        asking: compared.is_asking(),
        node_url: urls.first().map(ToString::to_string).unwrap_or_default(),
        own_node: asks_by_itself(contents, network),
    }
}
