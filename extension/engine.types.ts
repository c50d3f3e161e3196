// What passes between the page and the engine, written from src/session by a test: do not edit.
// `LIFEBOAT_BLESS=1 cargo test -p lifeboat typescript` writes it anew.

/**
 * One request of the page. Answers are `Reply` values; flows report through snapshots.
 */
export type Intent = { "type": "create-vault", 
/**
 * The unlock password.
 */
password: string, } | { "type": "unlock", 
/**
 * The unlock password.
 */
password: string, } | { "type": "lock" } | { "type": "reset-vault" } | { "type": "touch" } | { "type": "import-file", 
/**
 * Its name.
 */
fileName: string, 
/**
 * Its bytes.
 */
bytes: Uint8Array, } | { "type": "import-password", 
/**
 * The file's password.
 */
password: string, } | { "type": "import-network", 
/**
 * Genesis hash.
 */
genesis: string, } | { "type": "import-choose", 
/**
 * Which record.
 */
item: number, 
/**
 * Position in its `choices`.
 */
choice: number, } | { "type": "import-apply" } | { "type": "import-cancel" } | { "type": "import-undo" } | { "type": "export-preview", 
/**
 * The format.
 */
format: ExportFormat, } | { "type": "export-seal", 
/**
 * The format.
 */
format: ExportFormat, 
/**
 * The backup's own password.
 */
password: string, } | { "type": "export-saved", 
/**
 * What was read back from the disk, where the browser lets the page read it.
 */
readBack: Uint8Array[], } | { "type": "recovery-start" } | { "type": "recovery-resume" } | { "type": "recovery-discard" } | { "type": "recovery-continue" } | { "type": "recovery-stop" } | { "type": "recovery-check-again" } | { "type": "recovery-ask-again" } | { "type": "recovery-preview" } | { "type": "devices-changed" } | { "type": "rename-account", 
/**
 * Genesis hash.
 */
network: string, 
/**
 * `AccountView.id`.
 */
id: string, 
/**
 * The new name.
 */
name: string, } | { "type": "rename-identity", 
/**
 * Genesis hash.
 */
network: string, 
/**
 * `IdentityView.id`.
 */
id: string, 
/**
 * The new name.
 */
name: string, } | { "type": "save-contact", 
/**
 * Genesis hash.
 */
network: string, 
/**
 * The address it had before; `None` for a new contact.
 */
previousAddress: string | null, 
/**
 * The address.
 */
address: string, 
/**
 * The name.
 */
name: string, 
/**
 * The note.
 */
note: string, } | { "type": "delete-contact", 
/**
 * Genesis hash.
 */
network: string, 
/**
 * Its address.
 */
address: string, } | { "type": "use-network", 
/**
 * Genesis hash.
 */
genesis: string, } | { "type": "use-node", 
/**
 * `https://…`, or `http://` on this computer.
 */
url: string, } | { "type": "set-auto-lock", 
/**
 * Minutes, 1 to 120.
 */
minutes: number, };

/**
 * What an export can be.
 */
export type ExportFormat = "lifeboat-backup" | "desktop-wallet";

/**
 * A fault as it travels to the page: no secret, no foreign text longer than a name.
 */
export type Fault = { 
/**
 * Stable kebab-case code, unique in the whole engine. `_locales` holds `fault_<code>` and `fault_<code>_advice`.
 */
code: string, 
/**
 * Who can act.
 */
party: Party, 
/**
 * Numbers and names for the sentence.
 */
fields: { [key in string]: string }, };

/**
 * Who can do something about a fault.
 */
export type Party = "user" | "file" | "device" | "network" | "computer" | "us";

/**
 * Numbers of records.
 */
export type Counts = { 
/**
 * Ledgers.
 */
devices: number, 
/**
 * Identities, placeholders included.
 */
identities: number, 
/**
 * Accounts.
 */
accounts: number, 
/**
 * Own credentials.
 */
credentials: number, 
/**
 * Other people's credentials on shared accounts.
 */
cosigners: number, 
/**
 * Address book.
 */
contacts: number, };

/**
 * Small, and sent on every change.
 */
export type Snapshot = { 
/**
 * Grows by one with every snapshot.
 */
revision: number, 
/**
 * Whether the vault is open.
 */
vault: VaultView, 
/**
 * `None` while the vault is not open.
 */
settings: SettingsView | null, 
/**
 * `None` while the vault is not open.
 */
summary: SummaryView | null, 
/**
 * The import flow.
 */
import: ImportView, 
/**
 * The export flow.
 */
export: ExportView, 
/**
 * The recovery flow.
 */
recovery: RecoveryView, };

/**
 * The vault as the lock screen sees it.
 */
export type VaultView = { "state": "starting" } | { "state": "absent" } | { "state": "locked", 
/**
 * One of the two stored copies was damaged and has been mended from the other.
 */
mended: boolean, } | { "state": "opening" } | { "state": "unlocked" } | { "state": "lost", 
/**
 * Why.
 */
fault: Fault, } | { "state": "elsewhere" };

/**
 * Settings, as far as the page shows them.
 */
export type SettingsView = { 
/**
 * Genesis hash of the network in use.
 */
network: string, 
/**
 * Every network that can be chosen.
 */
networks: Array<NetworkView>, 
/**
 * Minutes without a touch until the vault locks.
 */
autoLockMinutes: number, };

/**
 * One network.
 */
export type NetworkView = { 
/**
 * Genesis hash, hexadecimal.
 */
genesis: string, 
/**
 * `mainnet`, `testnet` or `custom`: the page has the words.
 */
name: string, 
/**
 * The node that is asked.
 */
nodeUrl: string, 
/**
 * Whether that node is the one the product ships with.
 */
publicNode: boolean, };

/**
 * What the popup and the start page show.
 */
export type SummaryView = { 
/**
 * Records on all networks.
 */
counts: Counts, 
/**
 * When a backup was last saved and read back.
 */
lastBackupAt: number | null, 
/**
 * Changes to the wallet since then.
 */
changesSinceBackup: number, };

/**
 * All records; sent only when they changed.
 */
export type WalletView = { 
/**
 * Ledgers.
 */
devices: Array<DeviceView>, 
/**
 * On every network; each says on which.
 */
identities: Array<IdentityView>, 
/**
 * On every network; each says on which.
 */
accounts: Array<AccountView>, 
/**
 * On every network; each says on which.
 */
contacts: Array<ContactView>, };

/**
 * One Ledger.
 */
export type DeviceView = { 
/**
 * Its pairing key, hexadecimal.
 */
id: string, 
/**
 * Number of identities on it.
 */
identities: number, };

/**
 * One identity.
 */
export type IdentityView = { 
/**
 * Names it in intents.
 */
id: string, 
/**
 * Genesis hash.
 */
network: string, 
/**
 * The person's name for it.
 */
name: string, 
/**
 * `confirmed`, `pending`, `rejected`, `placeholder` or `genesis`.
 */
state: string, 
/**
 * Where its keys are.
 */
keys: IdentityKeysView, 
/**
 * The identity provider's name, when known.
 */
provider: string | null, 
/**
 * `YYYYMM`, when known.
 */
createdAt: string | null, 
/**
 * `YYYYMM`, when known.
 */
validTo: string | null, 
/**
 * The identity provider's words on a rejection.
 */
detail: string | null, 
/**
 * Attribute tag → value, when the identity object is here.
 */
attributes: { [key in string]: string }, 
/**
 * Accounts listed under it.
 */
accounts: number, };

/**
 * One account.
 */
export type AccountView = { 
/**
 * Names it in intents.
 */
id: string, 
/**
 * Genesis hash.
 */
network: string, 
/**
 * Base58check; `None` for a record that never got an address.
 */
address: string | null, 
/**
 * The person's name for it.
 */
name: string, 
/**
 * `confirmed`, `pending`, `rejected` or `genesis`.
 */
state: string, 
/**
 * The identity it is listed under; `None` for one that came alone, as its keys.
 */
identity: string | null, 
/**
 * That identity's name.
 */
identityName: string | null, 
/**
 * Made together with its identity.
 */
isInitial: boolean, 
/**
 * How many credentials must sign.
 */
signatureThreshold: number, 
/**
 * Own credentials on it.
 */
credentials: Array<CredentialView>, 
/**
 * Other signers.
 */
cosigners: Array<CosignerView>, 
/**
 * Where what signs for it is: `computer` (its keys are in this wallet), `ledger`, or `nowhere` (it can be watched, not signed for).
 */
keys: string, 
/**
 * What is wrong with its keys (`custody_<code>`).
 */
findings: Array<NoticeView>, };

/**
 * One own credential.
 */
export type CredentialView = { 
/**
 * Credential id, hexadecimal.
 */
id: string, 
/**
 * The identity whose keys made it.
 */
identityName: string, 
/**
 * Its number under that identity.
 */
index: number, 
/**
 * Its place on the account; `None` when it is not, or no longer, there.
 */
slot: number | null, 
/**
 * `YYYYMM`, when known.
 */
createdAt: string | null, 
/**
 * `YYYYMM`, when known.
 */
validTo: string | null, };

/**
 * Somebody else's credential on a shared account.
 */
export type CosignerView = { 
/**
 * Credential id, hexadecimal.
 */
id: string, 
/**
 * The person's note; may be empty.
 */
note: string, };

/**
 * One contact.
 */
export type ContactView = { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * The address, or what stood in its place. Names the contact in intents.
 */
address: string, 
/**
 * Whether that is a valid account address.
 */
valid: boolean, 
/**
 * The person's name for it.
 */
name: string, 
/**
 * The person's note; may be empty.
 */
note: string, 
/**
 * One of the person's own accounts: renamed there, not deletable here.
 */
ownAccount: boolean, };

/**
 * The import flow, and the end of the recovery flow: both end in the same preview.
 */
export type ImportView = { "step": "idle" } | { "step": "recognised", 
/**
 * Its name.
 */
fileName: string, 
/**
 * Its size in bytes.
 */
size: number, 
/**
 * `lifeboat-backup` or `concordium-envelope`.
 */
kind: string, 
/**
 * When the backup was made, if the file says so.
 */
createdAt: number | null, 
/**
 * The last attempt's failure: wrong password or damaged file.
 */
fault: Fault | null, } | { "step": "opening", 
/**
 * Its name.
 */
fileName: string, } | { "step": "network-needed", 
/**
 * Its name.
 */
fileName: string, 
/**
 * What can be answered.
 */
networks: Array<NetworkView>, } | { "step": "preview", 
/**
 * `lifeboat-backup`, `desktop-wallet` or `recovery`.
 */
source: string, 
/**
 * The file's name; `None` after a recovery.
 */
fileName: string | null, 
/**
 * Things worth knowing about the file as a whole.
 */
notices: Array<NoticeView>, 
/**
 * Every record of the file, sorted by kind.
 */
items: Array<ItemView>, } | { "step": "done", 
/**
 * `lifeboat-backup`, `desktop-wallet` or `recovery`.
 */
source: string, 
/**
 * What was done.
 */
report: ReportView, 
/**
 * Whether it can still be taken back.
 */
canUndo: boolean, };

/**
 * Something worth knowing; the page has the words (`notice_<code>`).
 */
export type NoticeView = { 
/**
 * Stable kebab-case code.
 */
code: string, 
/**
 * Numbers and names for the sentence.
 */
fields: { [key in string]: string }, };

/**
 * One record of the preview.
 */
export type ItemView = { 
/**
 * Names it in intents.
 */
id: number, 
/**
 * `device`, `identity`, `account`, `credential`, `cosigner` or `contact`.
 */
kind: string, 
/**
 * Genesis hash; `None` for a device.
 */
network: string | null, 
/**
 * Its name, or the start of its key.
 */
title: string, 
/**
 * Address, index or credential id.
 */
subtitle: string, 
/**
 * `new`, `same`, `name-differs`, `note-differs`, `replaces-placeholder`, `completes`, `repairs`, `conflict`, `cannot-import`.
 */
status: string, 
/**
 * Why, or what differs (`merge_<code>`).
 */
reason: NoticeView | null, 
/**
 * What the person can choose from: always starts with the default.
 */
choices: Array<ChoiceView>, 
/**
 * Which of `choices` is in force.
 */
chosen: number, };

/**
 * One thing that can be done with a record of the preview.
 */
export type ChoiceView = { 
/**
 * `add`, `leave-out`, `keep-mine`, `take-theirs`: the page has the words (`choice_<code>`).
 */
code: string, 
/**
 * The name, note or value this choice ends in, when there is one.
 */
outcome: string | null, };

/**
 * What an import or a recovery did.
 */
export type ReportView = { 
/**
 * Records that are new.
 */
added: Counts, 
/**
 * Records that changed.
 */
updated: Counts, 
/**
 * Records that were already here.
 */
unchanged: Counts, 
/**
 * Records left out by choice.
 */
leftOut: Counts, 
/**
 * Records that could not be imported.
 */
refused: Array<NoticeView>, };

/**
 * The export flow.
 */
export type ExportView = { "step": "idle" } | { "step": "sealing" };

/**
 * What an export of a format would hold (answer to `export-preview`).
 */
export type ExportPreview = { 
/**
 * What goes in.
 */
counts: Counts, 
/**
 * Names of the accounts that go in.
 */
accountNames: Array<string>, 
/**
 * What the format cannot carry, by name.
 */
omissions: Array<NoticeView>, 
/**
 * How many files it takes.
 */
files: number, };

/**
 * A sealed backup, opened again by the engine before it is handed out (answer to `export-seal`).
 */
export type SealedFile = { 
/**
 * Suggested file name.
 */
fileName: string, 
/**
 * The file.
 */
bytes: Uint8Array, 
/**
 * First 16 hexadecimal characters of its SHA-256, in groups of four.
 */
fingerprint: string, 
/**
 * What is in it, as read back from the sealed bytes.
 */
counts: Counts, };

/**
 * The recovery flow.
 */
export type RecoveryView = { "step": "idle", 
/**
 * A run that was interrupted and can go on.
 */
resumable: ResumableView | null, } | { "step": "running", 
/**
 * Where it stands.
 */
run: RunView, } | { "step": "overview", 
/**
 * Where it stands.
 */
run: RunView, };

/**
 * An interrupted run.
 */
export type ResumableView = { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * When it was last saved.
 */
savedAt: number, 
/**
 * Indices finished.
 */
indices: number, 
/**
 * Accounts found.
 */
found: number, };

/**
 * A recovery run.
 */
export type RunView = { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * The Ledger and what the person must do with it.
 */
device: DeviceStateView, 
/**
 * The node.
 */
node: NodeStateView, 
/**
 * By index, in the order they were asked.
 */
indices: Array<IndexView>, 
/**
 * Accounts found so far.
 */
found: number, 
/**
 * Credential ids that could not be asked about.
 */
notChecked: number, 
/**
 * Set when it is time to ask the person whether to go on.
 */
suggestion: SuggestionView | null, };

/**
 * The Ledger as the flow sees it.
 */
export type DeviceStateView = { 
/**
 * What the person must do now: `grant-access`, `connect-device`, `unlock-device`, `open-concordium-app`, `update-app`,
 * `close-other-programs`, `close-device-menu`, `confirm-key-export`, `approve-again` (refused on the device),
 * `decide-on-device` (an earlier question may still be on its screen), or `none`.
 */
request: string, 
/**
 * The index on the Ledger's screen, with `confirm-key-export`.
 */
index: number | null, 
/**
 * `Nano S`, `Nano X`, `Nano S Plus`, `Stax`, `Flex`, …, once known.
 */
model: string | null, 
/**
 * Version of the Concordium app, once known.
 */
appVersion: string | null, 
/**
 * What went wrong last, if it explains the request.
 */
fault: Fault | null, };

/**
 * The node as the flow sees it.
 */
export type NodeStateView = { 
/**
 * Its URL.
 */
url: string, 
/**
 * `unknown`, `asking`, `ready`, `failing`.
 */
state: string, 
/**
 * Height of its last finalised block.
 */
height: number | null, 
/**
 * Seconds its last finalised block is behind the clock of this computer.
 */
lagSeconds: number | null, 
/**
 * Whether that is so much that young accounts may be missed.
 */
lagging: boolean, 
/**
 * What went wrong last.
 */
fault: Fault | null, };

/**
 * One identity index of a run.
 */
export type IndexView = { 
/**
 * The index.
 */
index: number, 
/**
 * `asking-device`, `looking-up`, `done`, `incomplete` (something could not be checked).
 */
state: string, 
/**
 * Credential ids answered for, either way.
 */
checked: number, 
/**
 * Credential ids to look up.
 */
total: number, 
/**
 * Credential ids that could not be asked about.
 */
notChecked: number, 
/**
 * Name of the identity, when the wallet knows it.
 */
identityName: string | null, 
/**
 * Accounts found.
 */
accounts: Array<FoundView>, };

/**
 * One account found on the chain.
 */
export type FoundView = { 
/**
 * Its address.
 */
address: string, 
/**
 * Its name in the wallet, when it is already there.
 */
knownAs: string | null, 
/**
 * Number of the credential that led to it.
 */
credentialIndex: number, 
/**
 * 0 or 1.
 */
keyVersion: number, 
/**
 * The credential was removed from the account: it can be watched, not signed for.
 */
removed: boolean, 
/**
 * The account was opened by somebody else's credential.
 */
shared: boolean, };

/**
 * The moment to ask whether to go on.
 */
export type SuggestionView = { 
/**
 * Indices without an account, in a row.
 */
emptyInARow: number, 
/**
 * Accounts found in total.
 */
found: number, };
