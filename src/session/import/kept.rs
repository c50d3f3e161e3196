//! A preview that was looked at when the vault locked, as it is kept until the vault is open again: what came in, and what was chosen.
//! Only of files: a search keeps its own checkpoint. What the chain said is asked again; how the bytes are sealed is not known here.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::fault::{Coded as _, Fields, Notice};
use crate::gather::Gather as _;
use crate::merge::{Choice, Item, Reason, Subject};
use crate::model::{Format, Wallet};
use crate::record;
use crate::secret::Plaintext;
use crate::vault::FileMark;

use super::ImportFlow;
use super::preview::{Denied, FromFile, Origin, Preview};
use super::state::ImportState;
use crate::session::ports::Ports;
use crate::session::seam::codes;
use crate::session::seam::ids::{account_id, identity_id};

/// What is kept of a preview beside the records that came in.
#[derive(Serialize, Deserialize)]
pub(in crate::session) struct KeptPreview {
    format: Format,
    is_encrypted: bool,
    name: String,
    mark: FileMark,
    watch_only: bool,
    /// By the name of the record.
    choices: BTreeMap<String, Choice>,
    /// Records of which a name or note had something in it that nobody sees; by name.
    cleaned: BTreeSet<String>,
    notices: Vec<(String, BTreeMap<String, String>)>,
}

impl<P: Ports + 'static> ImportFlow<P> {
    /// The preview of a file that is looked at, and its records as bytes.
    pub(in crate::session) fn unfinished(&self) -> Option<(KeptPreview, Plaintext)> {
        let state = self.state.borrow();
        let preview = state.preview()?;
        let Origin::File(FromFile { format, is_encrypted, name, mark }) = &preview.origin else { return None };
        let (mut choices, mut cleaned) = (BTreeMap::new(), BTreeSet::new());
        for item in &preview.plan.items {
            if let Some(choice) = preview.choices.get(&item.subject) {
                choices.insert(name_of(&item.subject), choice);
            }
            if preview.cleaned.contains(&item.subject) {
                cleaned.insert(name_of(&item.subject));
            }
        }
        let of_the_file = preview.notices.iter().filter(|notice| notice.code != SAID_ANEW.code());
        let notices = of_the_file.map(|notice| {
            let fields = notice.fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
            (notice.code.to_owned(), fields.gather())
        });
        let kept = KeptPreview {
            format: *format,
            is_encrypted: *is_encrypted,
            name: name.clone(),
            mark: *mark,
            watch_only: preview.watch_only,
            choices,
            cleaned,
            notices: notices.collect(),
        };
        Some((kept, record::encode(&preview.full)))
    }

    /// Shows it again, planned for the wallet as it is. Choices that are still offered stand.
    pub(in crate::session) fn take_up(self: &Rc<Self>, kept: KeptPreview, incoming: Wallet) {
        let preview = {
            let Ok(contents) = self.vault.contents() else { return };
            let KeptPreview { format, is_encrypted, name, mark, watch_only, choices, cleaned, notices } = kept;
            let notices = notices.into_iter().filter_map(|(code, fields)| read_notice(&code, fields)).collect();
            let origin = Origin::File(FromFile { format, is_encrypted, name, mark });
            let mut preview = Preview::of(origin, incoming, notices, &contents.wallet, Denied::new());
            for Item { subject, .. } in &preview.plan.items {
                let name = name_of(subject);
                if let Some(choice) = choices.get(&name) {
                    preview.choices.set(subject.clone(), *choice);
                }
                if cleaned.contains(&name) {
                    preview.cleaned.insert(subject.clone());
                }
            }
            preview.watching(watch_only, &contents.wallet)
        };
        self.show(ImportState::Preview(Box::new(preview)));
    }
}

/// Said whenever a preview is made.
const SAID_ANEW: Reason = Reason::IdentitySignatureUnchecked;

/// A notice by its words; `None` if there is no such code.
fn read_notice(code: &str, fields: BTreeMap<String, String>) -> Option<Notice> {
    let known = codes::notices().find(|known| known.name == code)?;
    let mut told = Fields::new();
    for (name, value) in fields {
        if let Some(name) = known.fields.iter().find(|field| **field == name) {
            told.insert(name, value);
        }
    }
    Some(Notice { code: known.name, fields: told })
}

/// A name for a record that no other one has.
fn name_of(subject: &Subject) -> String {
    match subject {
        Subject::Device(device) => format!("device {device}"),
        Subject::Identity(network, key) => format!("identity {network} {}", identity_id(key)),
        Subject::Account(network, key) => format!("account {network} {}", account_id(key)),
        Subject::Credential(network, id) => format!("credential {network} {id}"),
        Subject::Cosigner(network, id) => format!("cosigner {network} {id}"),
        Subject::Contact(network, address) => format!("contact {network} {address}"),
    }
}
