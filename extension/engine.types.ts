// What passes between the page and the engine, written from src/session by a test: do not edit.
// `LIFEBOAT_BLESS=1 cargo test -p lifeboat typescript` writes it anew.

/**
 * One request of the page. Answers are `Reply` values; flows report through snapshots.
 */
export type Intent = { "vault": VaultIntent } | { "import": ImportIntent } | { "export": ExportIntent } | { "check": CheckIntent } | { "recovery": RecoveryIntent } | { "ledger": LedgerIntent } | { "chain": ChainIntent } | { "key-search": KeySearchIntent } | { "wallet": WalletIntent } | { "settings": SettingsIntent } | { "drafts": DraftsIntent };

/**
 * A fault as it travels to the page: no secret, no foreign text longer than a name.
 */
export type Fault = { 
/**
 * `_locales` holds `fault_<code>` and `fault_<code>_advice`.
 */
code: FaultCode, 
/**
 * Who can act.
 */
party: Party, 
/**
 * Numbers and names for the sentence.
 */
fields: { [key in string]: string }, 
/**
 * What a button beside the sentence can do about it; absent when that is nothing.
 */
remedy?: Remedy, };

/**
 * Something worth knowing that stops nothing.
 */
export type Notice = { 
/**
 * `_locales` holds `notice_<code>`.
 */
code: NoticeCode, 
/**
 * Numbers and names for the sentence.
 */
fields: { [key in string]: string }, };

/**
 * Who can do something about a fault.
 */
export type Party = "user" | "file" | "device" | "network" | "computer" | "us";

/**
 * What helps with a fault, at the press of a button. Whoever shows the fault shows the button.
 */
export type Remedy = { "kind": "allow-node", 
/**
 * The node's origin.
 */
url: string, } | { "kind": "stop-search" };

/**
 * What is known about an incoming record.
 */
export type Verdict = "new" | "same" | "name-differs" | "note-differs" | "replaces-placeholder" | "completes" | "alike" | "repairs" | "doubted" | "conflict" | "cannot-import";

/**
 * What can be done with an incoming record. What is missing here and not contradicted is filled in with every choice
 * but [`Choice::LeaveOut`].
 */
export type ItemChoice = "add" | "leave-out" | "keep-mine" | "take-theirs" | "take-their-name" | "take-their-note" | "add-with-keys" | "add-as-contact" | "follow-account";

/**
 * What becomes of one record.
 */
export type Fate = "added" | "updated" | "unchanged" | "left-out" | "refused";

/**
 * What became of an import as a whole.
 */
export type ReportOutcome = "everything" | "in-part" | "unchanged" | "refused";

/**
 * A network the product ships with.
 */
export type Network = "mainnet" | "testnet" | "stagenet";

/**
 * How far the issuing of an identity got.
 */
export type IdentityState = "confirmed" | "pending" | "rejected" | "rejected-and-warned" | "placeholder" | "genesis";

/**
 * How far the making of an account got.
 */
export type AccountState = "confirmed" | "pending" | "rejected" | "genesis";

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
 * Kinds of records, in the order a plan lists them.
 */
export type RecordKind = "device" | "identity" | "account" | "credential" | "cosigner" | "contact";

/**
 * What ties an address to the person.
 */
export type AddressProof = "derived" | "word";

/**
 * A kind of file.
 */
export type Format = "lifeboat-backup" | "desktop-wallet" | "phone-wallet" | "browser-key" | "contacts-table" | "genesis-key";

/**
 * How long making a key takes, as far as that can be said before: computers differ, and nobody asks a clock here.
 */
export type Effort = "moment" | "seconds" | "long";

/**
 * How a key is made out of a password: all that whoever makes it has to be told, also in another worker.
 */
export type Recipe = { "argon2id": { 
/**
 * What it costs.
 */
cost: Argon2Cost, 
/**
 * As it stands in the file.
 */
salt: Array<number>, } } | { "pbkdf2": { 
/**
 * How often the hash is applied.
 */
rounds: number, 
/**
 * Which hash.
 */
hash: Pbkdf2Hash, 
/**
 * As it stands in the file.
 */
salt: Array<number>, } };

/**
 * What Argon2id costs (RFC 9106).
 */
export type Argon2Cost = { 
/**
 * Memory in KiB.
 */
memoryKib: number, 
/**
 * Passes over the memory.
 */
passes: number, 
/**
 * Lanes.
 */
lanes: number, };

/**
 * The hash under PBKDF2-HMAC.
 */
export type Pbkdf2Hash = "sha256" | "sha512";

/**
 * What the person must do now.
 */
export type DeviceRequest = "grant-access" | "connect-device" | "unlock-device" | "open-concordium-app" | "install-app" | "update-app" | "update-lifeboat" | "close-other-programs" | "close-device-menu" | "confirm-opening" | "confirm-key-export" | "confirm-address" | "approve-again" | "try-again" | "decide-on-device" | "look-at-device";

/**
 * What the picture of a Ledger shows. A question of this program has its own pages ([`super::Screens`]).
 */
export type Picture = "dark" | "cable-out" | "busy" | "pin" | "menu" | "apps" | "update" | "question" | "refusal" | "home";

/**
 * A model. Its name is what is printed on it.
 */
export type LedgerModel = "Nano S" | "Nano X" | "Nano S Plus" | "Stax" | "Flex" | "Nano Gen5";

/**
 * A question on the screen, page by page.
 */
export type Screens = { 
/**
 * What the screen calls what it is about, letter for letter: `ID #5`, `ID#5`, `IDP#3 ID#5`, and `5/0` for an address.
 */
label: string, 
/**
 * The pages on the way to "yes", in order.
 */
yes: Array<ScreenPage>, 
/**
 * The pages on the way to "no", from the first one.
 */
no: Array<ScreenPage>, 
/**
 * What has to be said about the words.
 */
remarks: Array<Remark>, 
/**
 * Whether these words were seen with this version, or are those of the versions around it.
 */
isSeen: boolean, };

/**
 * One page, and how it is left.
 */
export type ScreenPage = { 
/**
 * The words on it, letter for letter, without the layout's blanks.
 */
lines: Array<string>, 
/**
 * What leads on.
 */
gesture: Gesture, };

/**
 * What a hand does on one page.
 */
export type Gesture = { "hand": "right" } | { "hand": "right-until", 
/**
 * The words, which stand alone on their page.
 */
words: string, } | { "hand": "both" } | { "hand": "swipe" } | { "hand": "tap", 
/**
 * The word.
 */
words: string, } | { "hand": "hold", 
/**
 * The word.
 */
words: string, };

/**
 * What has to be said about the words on the screen, for people who read them and hesitate.
 */
export type Remark = "nothing-is-signed" | "only-finds-accounts" | "may-take-two-pages";

/**
 * What a run has shown.
 */
export type Outlook = { 
/**
 * Accounts found, each counted once.
 */
accounts: number, 
/**
 * Those of them whose address follows from no credential of the person's: that they are theirs is the node's word.
 */
unproven: number, 
/**
 * Credential ids of which the node said that nothing was made with them.
 */
absent: number, 
/**
 * Credential ids nobody knows about, because asking failed or was given up.
 */
notChecked: number, 
/**
 * Credential ids of the search that are not on the list of accounts, and that the node was not asked about:
 * [`WayOn::AskOneByOne`] asks about exactly these.
 */
unlisted: number, 
/**
 * The same beyond the end of the search.
 */
beyond: number, 
/**
 * Credential ids beyond the end of the search that nobody compared with anything.
 */
notSearched: number, 
/**
 * Places that were left out.
 */
leftOut: number, 
/**
 * How much that means where nothing was found.
 */
certainty: Certainty, };

/**
 * How much it means that nothing more was found. The first of these that holds: whatever comes earlier is the larger doubt.
 */
export type Certainty = "not-checked" | "partial" | "not-listed" | "behind" | "answered";

/**
 * What can be done next. Lists of these have the likeliest wish first.
 */
export type WayOn = "check-again" | "ask-one-by-one" | "add" | "preview" | "next-track" | "continue" | "stop";

/**
 * Why it is time to ask the person whether to go on.
 */
export type Emptiness = "no-account" | "behind" | "not-listed";

/**
 * What the other node says about one account, or one credential id.
 */
export type Agreement = "agrees" | "not-checked" | "contradicts";

/**
 * Sums over a second opinion.
 */
export type SecondTotals = { 
/**
 * Credential ids to ask about.
 */
total: number, 
/**
 * Those with an answer, or given up.
 */
asked: number, 
/**
 * Accounts the other node knows as well.
 */
agreed: number, 
/**
 * Accounts the run was told of, and that the other node denies or finds somewhere else.
 */
denied: number, 
/**
 * Credential ids the run was told nothing is made with, and with which the other node knows an account.
 */
hidden: number, 
/**
 * Credential ids the other node could not be asked about.
 */
notChecked: number, };

/**
 * Text that somebody else wrote, or a person long ago: what nobody would see in it is spelled out. The page draws it with a direction
 * of its own (`extension/ui/foreign.tsx`); its TypeScript type is a text that says where it comes from.
 */
export type Foreign = string & { readonly foreign?: never };

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
 * When the vault locks unless a person does something until then, in milliseconds since 1970; `None` while it is not open.
 */
locksAt: number | null, 
/**
 * From when on that is said, in milliseconds since 1970; `None` while it is not open.
 */
warnsAt: number | null, 
/**
 * How safely it is kept.
 */
keeping: KeepingView, 
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
 * The check of a backup.
 */
check: CheckView, 
/**
 * The recovery flow.
 */
recovery: RecoveryView, 
/**
 * Finding accounts by public keys.
 */
keySearch: KeySearchView, 
/**
 * The Ledger outside of a recovery.
 */
device: DeviceTaskView, 
/**
 * Whether the Ledger waits for the person, whichever flow it is for.
 */
ledgerCall: LedgerCall | null, 
/**
 * A question that may still be on a Ledger's screen, although nobody waits for it.
 */
leftAsking: LeftAskingView | null, 
/**
 * What was being typed or looked at when the vault locked, until that place is left.
 */
drafts: Array<Draft>, };

/**
 * What the popup and the start page show.
 */
export type SummaryView = { 
/**
 * Records on all networks.
 */
counts: Counts, 
/**
 * What backups hold of them.
 */
backup: BackupView, 
/**
 * A search that waits, runs or has come to rest, and whose findings are not in the wallet.
 */
search: SearchSummary | null, 
/**
 * What was read or made and waits for a word of the person, the most pressing first.
 */
waiting: Array<Waiting>, 
/**
 * What to know first.
 */
headline: Headline, 
/**
 * What it is once the page is closed.
 */
onceClosed: Headline, };

/**
 * That, and whether it is worth a mark on the toolbar.
 */
export type Headline = { 
/**
 * In one word.
 */
foremost: Foremost, 
/**
 * Something would be lost, or waits for a word of the person.
 */
calls: boolean, };

/**
 * What is nearest to its end, or to being lost.
 */
export type Foremost = "chosen-file" | "read-file" | "findings" | "search-waiting" | "search-running" | "search-resting" | "unsaved-backup" | "no-backup" | "backup-behind" | "backup-unchecked" | "covered" | "empty";

/**
 * What waits for a word of the person, and goes when the page is closed.
 */
export type Waiting = "unsaved-backup" | "chosen-file" | "read-file" | "findings";

/**
 * All records, as the page has them: it starts without any and follows every [`WalletChange`].
 */
export type WalletView = { 
/**
 * Whether a Ledger is among them, or signs for one of the accounts.
 */
hasLedger: boolean, 
/**
 * Where the keys of the accounts are.
 */
keys: KeysTally, 
/**
 * The Ledgers on record; they have no network.
 */
ledgers: Array<LedgerView>, 
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
contacts: Array<ContactView>, 
/**
 * In which order they can be listed.
 */
orders: OrdersView, 
/**
 * What the chain said about addresses here, since the vault was opened.
 */
chain: Array<ChainFactView>, 
/**
 * What the accounts here hold together, by the same answers.
 */
totals: Array<TotalsView>, 
/**
 * What the Ledger at hand can sign for, since the vault was opened.
 */
access: Array<AccessView>, 
/**
 * What the chain makes of the keys that are here, account by account.
 */
keysChecks: Array<AccountKeysCheck>, 
/**
 * What taking the last import, recovery or removal back would do; `None` when there is nothing to take back any more.
 */
undo: UndoView | null, };

/**
 * Where the keys of the accounts here are, all networks together: each account is in one of the first numbers.
 */
export type KeysTally = { 
/**
 * Ledgers on record.
 */
ledgers: number, 
/**
 * Accounts that a Ledger signs for, also where further keys are here.
 */
onLedger: number, 
/**
 * Accounts whose keys are in this wallet.
 */
here: number, 
/**
 * Accounts that can be watched only.
 */
watched: number, 
/**
 * Accounts with keys in this wallet, also where a Ledger signs.
 */
withKeys: number, };

/**
 * What has changed of the records, and of what is known about them, since the change before. What is short comes as a whole.
 */
export type WalletChange = { 
/**
 * 1 for the first one, which is to be put onto empty lists; then always one more.
 */
revision: number, 
/**
 * The next one belongs to it: until that came, no list is whole, and none is to be shown.
 */
more: boolean, 
/**
 * As in [`WalletView`], and so are all that follow.
 */
hasLedger: boolean, 
/**
 * Where the keys of the accounts are.
 */
keys: KeysTally, 
/**
 * Of the Ledgers on record.
 */
ledgers: Array<Splice<LedgerView>>, 
/**
 * In which order the lists can be listed; `None` where that has not changed.
 */
orders: OrdersView | null, 
/**
 * Of the identities.
 */
identities: Array<Splice<IdentityView>>, 
/**
 * Of the accounts.
 */
accounts: Array<Splice<AccountView>>, 
/**
 * Of the contacts.
 */
contacts: Array<Splice<ContactView>>, 
/**
 * Of what the chain said.
 */
chain: Array<Splice<ChainFactView>>, 
/**
 * What the accounts hold together.
 */
totals: Array<TotalsView>, 
/**
 * Of what the Ledger can sign for.
 */
access: Array<Splice<AccessView>>, 
/**
 * Of what the chain makes of the keys that are here.
 */
keysChecks: Array<Splice<AccountKeysCheck>>, 
/**
 * What can be taken back.
 */
undo: UndoView | null, };

/**
 * Rows of a list make place for others. The splices of a change are in the order of the list, and do not touch.
 */
export type Splice<Row> = { 
/**
 * Where, in the list as it was before this part of the change.
 */
at: number, 
/**
 * How many rows go.
 */
gone: number, 
/**
 * What comes in their place.
 */
put: Array<Row>, };

/**
 * What the page asks of the vault.
 */
export type VaultIntent = { "create": { 
/**
 * The unlock password.
 */
password: string, } } | { "unlock": { 
/**
 * The unlock password.
 */
password: string, } } | { "unlock-chosen": { 
/**
 * Its number in `KeepingView.vaults`.
 */
vault: number, 
/**
 * Its unlock password.
 */
password: string, } } | { "unlock-with-passkey": { 
/**
 * What it made of `PasskeyView.input`.
 */
secret: Uint8Array, } } | { "add-passkey": { 
/**
 * The unlock password.
 */
password: string, 
/**
 * Its name: what the browser calls the credential's id.
 */
credential: Uint8Array, 
/**
 * What it was asked for: 32 random bytes.
 */
input: Uint8Array, 
/**
 * What it made of that.
 */
secret: Uint8Array, } } | "remove-passkey" | "complete-copies" | "lock" | { "lock-because": { 
/**
 * Which.
 */
cause: LockCause, } } | "reset" | "touch" | { "change-password": { 
/**
 * The one that opens the vault now.
 */
current: string, 
/**
 * The one that opens it from now on.
 */
new: string, 
/**
 * What the passkey made, where there is one: without it, it opens the vault no longer.
 */
passkey: Uint8Array | null, } };

/**
 * The vault as the lock screen sees it.
 */
export type VaultView = { "state": "starting" } | { "state": "absent" } | { "state": "locked", 
/**
 * One of the two stored copies was damaged and has been mended from the other.
 */
mended: boolean, 
/**
 * Why it was locked; `None` if it was not open since this page is.
 */
why: LockCause | null, 
/**
 * The passkey that opens it, too; `None` if none does.
 */
passkey: PasskeyView | null, } | { "state": "opening" } | { "state": "unlocked" } | { "state": "lost", 
/**
 * What became of it, in one word.
 */
loss: Loss, 
/**
 * Why.
 */
fault: Fault, } | { "state": "elsewhere" };

/**
 * What became of a vault that was here.
 */
export type Loss = "damaged" | "gone" | "unknown";

/**
 * Why the vault was locked.
 */
export type LockCause = "hand" | "idle" | "clock" | "screen" | "other-tab";

/**
 * A passkey, as the browser is asked for it.
 */
export type PasskeyView = { 
/**
 * The credential's id, in hexadecimal.
 */
credential: string, 
/**
 * What it is to make its secret of, in hexadecimal.
 */
input: string, };

/**
 * How safely the vault is kept.
 */
export type KeepingView = { 
/**
 * Why only one copy of the vault is on the disk; `None` while both are.
 */
oneCopy: CopyTrouble | null, 
/**
 * Something that was deleted could not be removed from the disk yet.
 */
deleting: boolean, 
/**
 * While locked: every vault that can be opened, the one to expect first.
 */
vaults: Array<VaultChoiceView>, 
/**
 * Whether one of them has to be chosen before anything is opened or written.
 */
choose: boolean, 
/**
 * While locked: what was last saved here cannot be found.
 */
missing: MissingView | null, 
/**
 * While open: how many other vaults are set aside here.
 */
setAside: number, 
/**
 * While open: what is on the disk, for the extension's plain storage to remember.
 */
last: SightingView | null, };

/**
 * Why the other copy is not there.
 */
export type CopyTrouble = "disk-full" | "no-answer" | "failed";

/**
 * A vault that can be opened.
 */
export type VaultChoiceView = { 
/**
 * How often it was saved.
 */
saves: number, 
/**
 * Whether it was set aside, rather than being the one in use.
 */
setAside: boolean, 
/**
 * Whether another one in the list is a different state of the same vault.
 */
twin: boolean, };

/**
 * What was last saved here and is not there.
 */
export type MissingView = { 
/**
 * Saves that the newest copy of the same vault lacks; `None` if no copy of that vault is here at all.
 */
saves: number | null, };

/**
 * A state of a vault: two numbers, no secret.
 */
export type SightingView = { 
/**
 * Which vault.
 */
vault: string, 
/**
 * How often it was saved.
 */
revision: number, };

/**
 * What backups hold of the records here: a backup covers what is in it.
 */
export type BackupView = { 
/**
 * In one word.
 */
cover: Cover, 
/**
 * The last file that was seen to hold records of this wallet.
 */
last: LastBackupView | null, 
/**
 * Records that no file holds as they are now that was seen on a disk.
 */
missing: Counts, };

/**
 * How well backups cover the wallet.
 */
export type Cover = "empty" | "never" | "behind" | "unchecked" | "covered";

/**
 * A file that holds records of this wallet.
 */
export type LastBackupView = { 
/**
 * When that was seen.
 */
at: number, 
/**
 * How.
 */
seen: BackupSeen, };

/**
 * How a file was seen to hold records of this wallet.
 */
export type BackupSeen = "saved" | "opened";

/**
 * What taking something back does (also the answer to the import's `undo`).
 */
export type UndoView = { 
/**
 * What is taken back; `None` where it is not known any more (an older Lifeboat kept it).
 */
deed: DeedView | null, 
/**
 * Records that go again.
 */
takenAway: Counts, 
/**
 * Records that come back.
 */
putBack: Counts, 
/**
 * Records that are again what they were.
 */
changedBack: Counts, };

/**
 * A deed that can be taken back.
 */
export type DeedView = { "what": "file", 
/**
 * What it was.
 */
format: Format, 
/**
 * Its name; empty if nothing of it can be seen.
 */
name: Foreign, 
/**
 * When they came in.
 */
at: number, } | { "what": "recovery", 
/**
 * When it came in.
 */
at: number, } | { "what": "removal", 
/**
 * When they were.
 */
at: number, };

/**
 * One network.
 */
export type NetworkView = { 
/**
 * Genesis hash, hexadecimal.
 */
genesis: string, 
/**
 * Which of those the product ships with; `None` for another one.
 */
name: Network | null, 
/**
 * The node that is asked first.
 */
nodeUrl: string, 
/**
 * Whether that node is the one the product ships with.
 */
publicNode: boolean, 
/**
 * A public site about its accounts: an address behind this is the page about it.
 */
explorer: string | null, 
/**
 * Every node of this network, in the order they are asked.
 */
nodes: Array<NodeView>, };

/**
 * One node of a network.
 */
export type NodeView = { 
/**
 * Its URL.
 */
url: string, 
/**
 * Whether it is the one the product ships with.
 */
public: boolean, };

/**
 * How a node is.
 */
export type NodeState = "unknown" | "asking" | "ready" | "busy" | "failing";

/**
 * The node as the flow sees it.
 */
export type NodeStateView = { 
/**
 * Its URL.
 */
url: string, 
/**
 * How it is.
 */
state: NodeState, 
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
 * What the page says to, or asks of, a Ledger outside of a search.
 */
export type LedgerIntent = "open-app" | "settled" | "check-access" | { "show-address": { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * `AccountView.id`.
 */
id: string, } } | "cancel" | "devices-changed";

/**
 * A question on a Ledger's screen that nobody waits for any more.
 */
export type LeftAskingView = { 
/**
 * The model, if it is known.
 */
model: LedgerModel | null, 
/**
 * Its pages, and how to refuse it.
 */
screens: Screens, };

/**
 * The Ledger calls the person, who may look at another tab: the tab's title and its sign say so.
 */
export type LedgerCall = "approve" | "compare" | "attend";

/**
 * The Ledger as the flow sees it.
 */
export type DeviceStateView = { 
/**
 * What the person must do now, if anything.
 */
request: DeviceRequest | null, 
/**
 * What the picture of it shows.
 */
picture: Picture, 
/**
 * The pages of the question on its screen, while it asks one of ours.
 */
screens: Screens | null, 
/**
 * The page the old app begins with, where it may be what keeps this Ledger from answering.
 */
startPage: ScreenPage | null, 
/**
 * The identity number the question is about.
 */
index: number | null, 
/**
 * It goes on only when the person says so.
 */
waitsForClick: boolean, 
/**
 * It has been asking for so long that the question may be gone.
 */
isLate: boolean, 
/**
 * Its model, once known.
 */
model: LedgerModel | null, 
/**
 * Version of the Concordium app, once known.
 */
appVersion: string | null, 
/**
 * What went wrong last, if it explains the request.
 */
fault: Fault | null, };

/**
 * What is under way with the Ledger outside of a recovery.
 */
export type DeviceTaskView = { "task": "none" } | { "task": "checking-access", 
/**
 * The Ledger and what the person must do with it.
 */
device: DeviceStateView, } | { "task": "finding-by-key", 
/**
 * The Ledger and what the person must do with it.
 */
device: DeviceStateView, } | { "task": "showing-address", 
/**
 * The Ledger and what the person must do with it.
 */
device: DeviceStateView, 
/**
 * Genesis hash: the same address may stand on two networks.
 */
network: string, 
/**
 * The account.
 */
account: string, 
/**
 * The address to compare with.
 */
address: string, 
/**
 * `None` while nobody decided; then whether the person said on the Ledger that it is the same.
 */
confirmed: boolean | null, };

/**
 * What the Ledger at hand is for an account.
 */
export type AccessState = "unknown" | "can-sign" | "needs-more" | "has-some" | "removed" | "keys-differ" | "other-ledger" | "not-checked";

/**
 * Whether the Ledger at hand can sign for an account.
 */
export type AccessView = { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * `AccountView.id`.
 */
account: string, 
/**
 * In one word.
 */
state: AccessState, 
/**
 * With `needs-more` and `has-some`: how many further signers it takes.
 */
missing: number, 
/**
 * With `has-some`: how many keys of its credential it has, of how many, and how many must sign.
 */
keys: KeysHeldView | null, 
/**
 * Whether the Ledger can show the address for comparison.
 */
address: AddressOnLedger, 
/**
 * Why it could not be checked.
 */
fault: Fault | null, };

/**
 * How many keys of a credential a Ledger has.
 */
export type KeysHeldView = { 
/**
 * This many.
 */
held: number, 
/**
 * Of so many.
 */
of: number, 
/**
 * So many must sign.
 */
needed: number, };

/**
 * Whether a Ledger can show the address of an account.
 */
export type AddressOnLedger = "shown" | "older" | "not-of-ledger";

/**
 * Where what signs for an account, or what makes an identity, is.
 */
export type KeysPlace = "computer" | "ledger" | "both" | "nowhere";

/**
 * What the chain makes of keys that are here, or in a file. Only the chain ties a key to an account.
 */
export type KeysCheck = "not-compared" | "asking" | "sign" | "need-more" | "differ" | "no-account" | "failed";

/**
 * What the chain makes of the keys of one account.
 */
export type KeysCheckView = { 
/**
 * What is known.
 */
state: KeysCheck, 
/**
 * With `need-more`: how many further signers.
 */
signers: number, 
/**
 * When the answer came.
 */
at: number | null, 
/**
 * Why the node could not be asked.
 */
fault: Fault | null, };

/**
 * The same of an account of the wallet.
 */
export type AccountKeysCheck = { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * `AccountView.id`.
 */
account: string, 
/**
 * What the chain makes of its keys.
 */
check: KeysCheckView, };

/**
 * How far the keys of a preview are compared with the chain.
 */
export type CompareView = { 
/**
 * Accounts that come in with keys.
 */
accounts: number, 
/**
 * Of those, how many the chain has an answer for.
 */
compared: number, 
/**
 * Whether the node is being asked.
 */
asking: boolean, 
/**
 * The node that is asked, or would be.
 */
nodeUrl: string, 
/**
 * Whether that is a node of the person's own, which is asked without a question.
 */
ownNode: boolean, };

/**
 * What the page asks of the records.
 */
export type WalletIntent = { "rename-account": { 
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
name: string, } } | { "rename-identity": { 
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
name: string, } } | { "rename-ledger": { 
/**
 * `LedgerView.id`.
 */
id: string, 
/**
 * The new name; empty for none.
 */
name: string, } } | { "removal-preview": { 
/**
 * What.
 */
target: RemovalTarget, } } | { "remove": { 
/**
 * What.
 */
target: RemovalTarget, } } | { "save-contact": { 
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
note: string, } } | { "check-name": { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * The address, as far as it is typed.
 */
address: string, 
/**
 * The name.
 */
name: string, } } | { "contacts-table": { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * What the spreadsheets of the person's language expect between cells.
 */
separator: Separator, } } | { "delete-contact": { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * Its address.
 */
address: string, } };

/**
 * What is to be removed, or to lose its keys.
 */
export type RemovalTarget = { 
/**
 * What of it.
 */
what: Removable, 
/**
 * Genesis hash.
 */
network: string, 
/**
 * `AccountView.id` or `IdentityView.id`.
 */
id: string, };

/**
 * What can be removed.
 */
export type Removable = "account-keys" | "account" | "identity-keys" | "identity";

/**
 * One Ledger.
 */
export type LedgerView = { 
/**
 * Its pairing key, hexadecimal. Names it in intents.
 */
id: string, 
/**
 * The person's name for it; empty where nobody gave one.
 */
name: Foreign, 
/**
 * The start of its key: tells it from others that have no name.
 */
mark: string, 
/**
 * The model it was when it was last seen.
 */
model: LedgerModel | null, 
/**
 * Identities on it, on all networks.
 */
identities: number, };

/**
 * The orders of all lists. Each is a list of positions in the records of the view: position 0 is its first record.
 */
export type OrdersView = { 
/**
 * Of `accounts`.
 */
accounts: AccountOrdersView, 
/**
 * Of `identities`.
 */
identities: IdentityOrdersView, 
/**
 * Of `contacts`: by name, the person's own accounts behind all others.
 */
contacts: Array<number>, };

/**
 * By what accounts are ordered.
 */
export type AccountOrdersView = { 
/**
 * By name.
 */
name: Array<number>, 
/**
 * By the name of the identity they are listed under; under each by name, and last those that are under none.
 */
identity: Array<number>, 
/**
 * By what they held when a node last said so: the fullest first, and last those of which nobody knows.
 */
balance: Array<number>, };

/**
 * By what identities are ordered.
 */
export type IdentityOrdersView = { 
/**
 * By name.
 */
name: Array<number>, 
/**
 * By the Ledger they are on and their number there; last those that are on none, by name.
 */
ledger: Array<number>, };

/**
 * Whether what is valid until the end of a month still is.
 */
export type Validity = "unknown" | "lasting" | "ending" | "over";

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
name: Foreign, 
/**
 * How far its issuing got.
 */
state: IdentityState, 
/**
 * Where its keys are.
 */
keys: IdentityKeysView, 
/**
 * Its keys are here and not checked yet: its row follows once more when they are.
 */
checking: boolean, 
/**
 * What is wrong with its keys (`notice_<code>`).
 */
findings: Array<Notice>, 
/**
 * The identity provider's name, when known.
 */
provider: Foreign | null, 
/**
 * `YYYYMM`, when known: it is valid until the end of that month.
 */
validTo: string | null, 
/**
 * Whether it still is.
 */
validity: Validity, 
/**
 * The identity provider's words on a rejection.
 */
detail: Foreign | null, 
/**
 * Attribute tag → value, when the identity object is here.
 */
attributes: { [key in Foreign]: Foreign }, 
/**
 * Accounts listed under it.
 */
accounts: number, };

/**
 * Where the keys of an identity are.
 */
export type IdentityKeysView = { "place": "ledger", 
/**
 * Which: `LedgerView.id`.
 */
ledger: string, 
/**
 * Its number there.
 */
index: number, 
/**
 * 0 or 1.
 */
keyVersion: number, 
/**
 * The identity provider's number, for an identity of a seed-phrase wallet (the newer path).
 */
provider: number | null, } | { "place": "computer" } | { "place": "nowhere" };

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
name: Foreign, 
/**
 * How far its making got.
 */
state: AccountState, 
/**
 * The identity it is listed under; `None` for one that came alone, as its keys.
 */
identity: string | null, 
/**
 * That identity's name.
 */
identityName: Foreign | null, 
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
 * Whether its address may be offered to receive at.
 */
receiving: ReceivingView, 
/**
 * What ties its address to the person; `None` where there is no address, or its keys are here and speak for themselves.
 */
proof: AddressProof | null, 
/**
 * Where what signs for it is.
 */
keys: KeysPlace, 
/**
 * Its keys are here and not checked yet: its row follows once more when they are.
 */
checking: boolean, 
/**
 * What is wrong with its keys (`notice_<code>`).
 */
findings: Array<Notice>, };

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
identityName: Foreign, 
/**
 * Its number under that identity.
 */
index: number, 
/**
 * Where it stands.
 */
standing: CredentialStanding, 
/**
 * `YYYYMM`, when known.
 */
createdAt: string | null, 
/**
 * `YYYYMM`, when known.
 */
validTo: string | null, };

/**
 * Where an own credential stands.
 */
export type CredentialStanding = "on-account" | "not-on-account" | "account-pending" | "account-rejected" | "account-absent";

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
note: Foreign, };

/**
 * Whether the address of an account may be offered to receive at.
 */
export type ReceivingView = { "may": "open" } | { "may": "unchecked" } | { "may": "others-on-record" } | { "may": "not-there" } | { "may": "withheld", 
/**
 * What the Ledger can do there, and what others can. Never `alone`.
 */
power: PowerView, 
/**
 * With `needs-more` and `others-rule`: how many signatures are missing.
 */
missing: number, } | { "may": "keys-gone" };

/**
 * One contact.
 */
export type ContactView = { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * The address, or what stood in its place. Names the contact in intents; not to be drawn.
 */
address: string, 
/**
 * The same, to be drawn.
 */
shownAddress: Foreign, 
/**
 * Whether that is a valid account address.
 */
valid: boolean, 
/**
 * The person's name for it.
 */
name: Foreign, 
/**
 * The person's note; may be empty.
 */
note: Foreign, 
/**
 * One of the person's own accounts: renamed there, not deletable here.
 */
ownAccount: boolean, 
/**
 * Of an own account: whether its address may be offered to receive at. Everybody else's may be given away.
 */
receiving: ReceivingView, };

/**
 * What there is to know about a name while it is typed (answer to `check-name`).
 */
export type NameCheck = { 
/**
 * What would be kept of it, where that is not what was typed.
 */
kept: Foreign | null, 
/**
 * Who else is called so, or nearly so.
 */
alike: NamesakeView | null, };

/**
 * Somebody else of a name.
 */
export type NamesakeView = { 
/**
 * What it is called.
 */
name: Foreign, 
/**
 * The address it stands under.
 */
at: Foreign, };

/**
 * What removing something would take along (answer to `removal-preview`).
 */
export type RemovalView = { 
/**
 * Records that go.
 */
gone: Counts, 
/**
 * Names of the accounts among them.
 */
accounts: Array<Foreign>, 
/**
 * Accounts whose keys go from this computer.
 */
keys: number, 
/**
 * Identities whose keys go from this computer.
 */
identityKeys: number, 
/**
 * Accounts that stay, listed elsewhere.
 */
relisted: number, 
/**
 * Whether a search finds the records again. It finds no keys.
 */
isFoundAgain: boolean, 
/**
 * Of an account whose keys go and that stays: where keys are then.
 */
keysLeft: KeysPlace | null, 
/**
 * Whether a backup has what goes.
 */
backup: BackupCover, };

/**
 * Whether a backup has what is about to be removed.
 */
export type BackupCover = { "state": "none" } | { "state": "behind", 
/**
 * The last one there is.
 */
last: LastBackupView, } | { "state": "covered", 
/**
 * The last one there is.
 */
last: LastBackupView, };

/**
 * What separates the cells.
 */
export type Separator = "comma" | "semicolon";

/**
 * Contacts as a table, read again by the engine before it is handed out (answer to `contacts-table`). It holds no key.
 */
export type TableFile = { 
/**
 * Suggested file name.
 */
fileName: string, 
/**
 * The file.
 */
bytes: Uint8Array, 
/**
 * How many contacts are in it.
 */
contacts: number, 
/**
 * What is not.
 */
omissions: Array<Notice>, };

/**
 * What the page asks of the chain.
 */
export type ChainIntent = "check";

/**
 * What the chain has of an address.
 */
export type ChainState = "asking" | "exists" | "absent" | "not-checked";

/**
 * What the chain says about one address.
 */
export type ChainFactView = { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * The address.
 */
address: string, 
/**
 * In one word.
 */
state: ChainState, 
/**
 * What it held when a node last said so; `None` if none did, or if there is no account.
 */
balance: BalanceView | null, 
/**
 * When the answer came that this is from: of the balance, where there is one.
 */
at: number | null, 
/**
 * Why it could not be checked.
 */
fault: Fault | null, };

/**
 * What the person's own accounts on one network hold, by who can move it.
 */
export type TotalsView = { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * What the person alone can move.
 */
alone: SumView, 
/**
 * What it takes others for as well: not in the first.
 */
together: SumView, 
/**
 * On accounts the person's credential was removed from: not in the first.
 */
others: SumView, 
/**
 * Whether every account has its answer.
 */
isWhole: boolean, 
/**
 * What of this there is in one word: sums, or why there are none.
 */
state: ChainState, 
/**
 * When the oldest of these answers came; `None` without any.
 */
at: number | null, };

/**
 * What some accounts hold together.
 */
export type SumView = { 
/**
 * How many accounts.
 */
accounts: number, 
/**
 * MicroCCD, decimal.
 */
total: string, };

/**
 * What an account holds. Amounts in microCCD, decimal: JavaScript numbers are too small for them.
 */
export type BalanceView = { 
/**
 * All of it.
 */
total: string, 
/**
 * What can be spent.
 */
atDisposal: string, 
/**
 * At stake.
 */
stake: StakeView | null, 
/**
 * Stake on its way back.
 */
cooling: LaterView | null, 
/**
 * Released later.
 */
locked: LaterView | null, 
/**
 * There is, or was once, a shielded balance; how much cannot be seen.
 */
isShielded: boolean, 
/**
 * Protocol-level tokens.
 */
tokens: Array<TokenView>, 
/**
 * How many tokens there are beyond these.
 */
moreTokens: number, 
/**
 * The node's answer has something that this version does not know.
 */
hasUnknown: boolean, };

/**
 * A stake.
 */
export type StakeView = { "kind": "validator", 
/**
 * MicroCCD, decimal.
 */
amount: string, } | { "kind": "suspended", 
/**
 * MicroCCD, decimal.
 */
amount: string, } | { "kind": "passive", 
/**
 * MicroCCD, decimal.
 */
amount: string, } | { "kind": "delegated", 
/**
 * MicroCCD, decimal.
 */
amount: string, 
/**
 * The validator's number, decimal.
 */
validator: string, } | { "kind": "delegated-elsewhere", 
/**
 * MicroCCD, decimal.
 */
amount: string, } | { "kind": "unknown" };

/**
 * What comes later, and when.
 */
export type LaterView = { 
/**
 * MicroCCD, decimal: all of it.
 */
total: string, 
/**
 * The next parts, by time.
 */
parts: Array<PartView>, 
/**
 * How many parts there are beyond these.
 */
more: number, };

/**
 * An amount and its time.
 */
export type PartView = { 
/**
 * When.
 */
at: number, 
/**
 * MicroCCD, decimal.
 */
amount: string, 
/**
 * The time is what the node expects; it is not certain.
 */
isForecast: boolean, };

/**
 * A protocol-level token on an account. What it is called, a stranger wrote.
 */
export type TokenView = { 
/**
 * Its id.
 */
id: Foreign, 
/**
 * What its issuer calls it beside its id, where the node was asked.
 */
name: Foreign | null, 
/**
 * How much, exactly, as decimal text; `None` when that is said in a way that is not known here.
 */
amount: string | null, 
/**
 * Whether it can be sent.
 */
standing: TokenStanding, 
/**
 * It is called like the chain's own money, and is something else.
 */
looksLikeCcd: boolean, };

/**
 * Whether a token can be sent from an account.
 */
export type TokenStanding = "free" | "denied" | "not-allowed" | "paused" | "unknown" | "not-checked";

/**
 * What the page asks of an import.
 */
export type ImportIntent = { "file": { 
/**
 * Its name.
 */
fileName: string, 
/**
 * Its bytes.
 */
bytes: Uint8Array, } } | "open" | { "password": { 
/**
 * The file's password.
 */
password: string, } } | { "network": { 
/**
 * Genesis hash.
 */
genesis: string, } } | "early" | { "watch-only": { 
/**
 * Whether to leave every key out.
 */
watch: boolean, } } | { "rows": { 
/**
 * Of which kind.
 */
kind: RecordKind, 
/**
 * Which of them.
 */
filter: RowFilter, 
/**
 * The first one, counted from 0.
 */
from: number, } } | { "choose": { 
/**
 * Which record.
 */
item: number, 
/**
 * Position in its `choices`.
 */
choice: number, } } | { "choose-all": { 
/**
 * Which kind.
 */
kind: RecordKind, 
/**
 * Whether to leave them out.
 */
out: boolean, } } | "compare" | "apply" | "cancel" | "undo";

/**
 * The import flow, and the end of the recovery flow: both end in the same preview.
 */
export type ImportView = { "step": "idle" } | { "step": "recognised", 
/**
 * Its name.
 */
fileName: Foreign, 
/**
 * Its size in bytes.
 */
size: number, 
/**
 * What it is; `None` where that shows after decryption: the Desktop Wallet, phones and key files share a lock.
 */
format: Format | null, 
/**
 * Whether it takes a password to open it.
 */
encrypted: boolean, 
/**
 * Whether keys may be in it that anybody can use who has it.
 */
keysInClear: boolean, 
/**
 * When the backup was made, if the file says so.
 */
createdAt: number | null, 
/**
 * How long the work on its password takes; `None` for a file that is not encrypted.
 */
effort: Effort | null, 
/**
 * The last attempt's failure: wrong password or damaged file.
 */
fault: Fault | null, } | { "step": "opening", 
/**
 * Its name.
 */
fileName: Foreign, 
/**
 * How long that takes; `None` for a file that is not encrypted.
 */
effort: Effort | null, } | { "step": "network-needed", 
/**
 * Its name.
 */
fileName: Foreign, 
/**
 * What the file says its network is, in its own word, when it says something unknown.
 */
says: Foreign | null, 
/**
 * What can be answered.
 */
networks: Array<NetworkView>, } | { "step": "too-early", 
/**
 * Its name.
 */
fileName: Foreign, 
/**
 * Which file it is.
 */
part: number, 
/**
 * Of how many.
 */
of: number, 
/**
 * How many of its records would be lost.
 */
waiting: number, } | { "step": "preview", 
/**
 * Where its records come from.
 */
origin: OriginView, 
/**
 * Whether the file has keys in it.
 */
holdsKeys: boolean, 
/**
 * Whether they are left out.
 */
watchOnly: boolean, 
/**
 * How far they are compared with the chain; `None` if no account comes in with keys.
 */
compare: CompareView | null, 
/**
 * The networks its records are of.
 */
networks: Array<PlacedView>, 
/**
 * Why it cannot be brought in, with what is chosen now: more than one wallet holds.
 */
overload: Fault | null, 
/**
 * Things worth knowing about the file as a whole.
 */
notices: Array<Notice>, 
/**
 * Whether something of it was written already: what asked nothing. Else nothing is.
 */
begun: boolean, 
/**
 * Another one whenever a row may read differently: rows are asked for as they are drawn, and asked for again then.
 */
revision: number, 
/**
 * What came in, in one sentence.
 */
answer: AnswerView, 
/**
 * How many rows there are, by kind.
 */
groups: Array<GroupView>, 
/**
 * What the choices as they stand come to: records added, changed, kept and left out.
 */
outlook: OutlookView, } | { "step": "done", 
/**
 * Where its records came from.
 */
origin: OriginView, 
/**
 * What was done.
 */
report: ReportView, 
/**
 * The networks its records are of.
 */
networks: Array<PlacedView>, 
/**
 * Whether it can still be taken back.
 */
canUndo: boolean, };

/**
 * Where incoming records come from.
 */
export type OriginView = { "from": "file", 
/**
 * What it is.
 */
format: Format, 
/**
 * Whether keys may be in it that anybody can use who has it.
 */
keysInClear: boolean, 
/**
 * Its name.
 */
name: Foreign, } | { "from": "recovery" } | { "from": "keys" };

/**
 * A network that incoming records are of.
 */
export type PlacedView = { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * Whether it is the one in use: only its records are shown in the lists.
 */
inUse: boolean, 
/**
 * Accounts of it.
 */
accounts: number, };

/**
 * What a preview says in one sentence.
 */
export type Upshot = "empty" | "all-new" | "all-here" | "mixed" | "needs-look" | "impossible";

/**
 * What came in, in one sentence, and its numbers: of records that stand for themselves, and not of their parts.
 */
export type AnswerView = { 
/**
 * The sentence.
 */
kind: Upshot, 
/**
 * What there is.
 */
holds: Counts, 
/**
 * How many of it are not here yet.
 */
new: number, 
/**
 * Are here, and would change.
 */
differs: number, 
/**
 * Are here as they are.
 */
same: number, 
/**
 * Need a look.
 */
problems: number, };

/**
 * How many rows of a kind each filter shows.
 */
export type GroupView = { 
/**
 * Which kind.
 */
kind: RecordKind, 
/**
 * Not here yet.
 */
new: number, 
/**
 * Here, and would change.
 */
differs: number, 
/**
 * Here as they are.
 */
same: number, 
/**
 * In need of a look.
 */
problems: number, 
/**
 * Those that come in by themselves, and can be left out.
 */
leavable: number, 
/**
 * How many of these are left out.
 */
leftOut: number, };

/**
 * Which rows are shown. Every row is in exactly one of them.
 */
export type RowFilter = "problems" | "differs" | "new" | "same";

/**
 * One record of the preview.
 */
export type ItemView = { 
/**
 * Names it in intents.
 */
id: number, 
/**
 * What it is.
 */
kind: RecordKind, 
/**
 * Genesis hash; `None` for a device.
 */
network: string | null, 
/**
 * What it will be called, with the choices as they stand; of a record that stays out, what it is called in the file. The start of
 * its key for what has no name; empty for a credential, which goes by its number and its account.
 */
title: Foreign, 
/**
 * Address, pairing key or credential id. Empty for an identity, which goes by its number and its Ledger.
 */
subtitle: Foreign, 
/**
 * What is part of it, and has no row of its own: it comes in, and stays out, with it.
 */
parts: Counts, 
/**
 * The number of an identity on its Ledger, or of a credential under its identity.
 */
number: number | null, 
/**
 * The Ledger of an identity (the start of its key), or the account of a credential.
 */
at: string | null, 
/**
 * What that account is called, if it has a name.
 */
atName: Foreign | null, 
/**
 * Of an identity or account: where its keys will be, with the choice in force.
 */
keys: KeysPlace | null, 
/**
 * Of an account that comes in with keys: what the chain makes of them.
 */
keysCheck: KeysCheckView | null, 
/**
 * What is wrong with its keys (`notice_<code>`).
 */
findings: Array<Notice>, 
/**
 * Of an account: what ties its address to the person; `None` where its keys speak for themselves.
 */
proof: AddressProof | null, 
/**
 * Of an account that a search found: what another node says about it, as far as one was asked.
 */
second: Agreement | null, 
/**
 * What is known about it.
 */
status: Verdict, 
/**
 * Why, or what differs (`notice_<code>`).
 */
reason: Notice | null, 
/**
 * What is worth knowing besides (`notice_<code>`).
 */
remarks: Array<Notice>, 
/**
 * What the person can choose from: always starts with the default.
 */
choices: Array<ChoiceView>, 
/**
 * Which of `choices` is in force.
 */
chosen: number, 
/**
 * What becomes of it, with all choices as they stand: it may stay out with what it belongs to.
 */
fate: Fate, };

/**
 * What an import would do, in numbers.
 */
export type OutlookView = { 
/**
 * Records that would be new.
 */
added: number, 
/**
 * Records that would change.
 */
changed: number, 
/**
 * Records that would stay as they are.
 */
kept: number, 
/**
 * Records that would stay out.
 */
leftOut: number, };

/**
 * One thing that can be done with a record of the preview.
 */
export type ChoiceView = { 
/**
 * What is done.
 */
code: ItemChoice, 
/**
 * The name, note or value this choice ends in, when there is one.
 */
outcome: Foreign | null, };

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
 * Why records could not be imported; equal reasons are counted.
 */
refused: Array<Notice>, 
/**
 * What became of the whole.
 */
outcome: ReportOutcome, };

/**
 * What the page asks of an export.
 */
export type ExportIntent = { "preview": { 
/**
 * The format.
 */
format: Format, } } | { "seal": { 
/**
 * The format.
 */
format: Format, 
/**
 * The backup's own password.
 */
password: string, 
/**
 * The unlock password, where `ExportPreview.keys.asksForPassword` says so.
 */
unlockPassword: string | null, } } | "cancel" | { "saved": { 
/**
 * What was read back from the disk, where the browser lets the page read it.
 */
readBack: Uint8Array[], } } | "drop" | { "account-key": { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * `AccountView.id`.
 */
id: string, 
/**
 * The unlock password.
 */
password: string, } } | "account-key-done";

/**
 * The export flow.
 */
export type ExportView = { "step": "idle" } | { "step": "sealing", 
/**
 * Files that are ready.
 */
done: number, 
/**
 * Files it takes.
 */
files: number, } | { "step": "unsaved", 
/**
 * How many files it is.
 */
files: number, };

/**
 * What an export of a format would hold (answer to `preview`).
 */
export type ExportPreview = { 
/**
 * What goes in.
 */
counts: Counts, 
/**
 * Names of the accounts that go in.
 */
accountNames: Array<Foreign>, 
/**
 * What the format cannot carry, by name: the file is no backup of it.
 */
omissions: Array<Notice>, 
/**
 * What is in the file and written otherwise, by name: nothing of it is lost.
 */
otherwise: Array<Notice>, 
/**
 * How many files it takes.
 */
files: number, 
/**
 * Whether nothing goes in that such a file is opened for: it is not made.
 */
isEmpty: boolean, 
/**
 * Which keys go in.
 */
keys: KeysInFile, 
/**
 * What would be in no backup even then.
 */
missingAfter: Counts, };

/**
 * A sealed backup, opened again by the engine before it is handed out (answer to `seal`).
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
 * What all files of this export hold together.
 */
together: Counts, };

/**
 * The keys of one account in a file, unencrypted (answer to `account-key`). The content itself is not in here: a page can
 * have it saved, and has no need to read it.
 */
export type KeyFile = { 
/**
 * Suggested file name.
 */
fileName: string, 
/**
 * Where the browser can download it from, until `account-key-done`, the next one, or lock.
 */
url: string, 
/**
 * What is worth knowing about it.
 */
notices: Array<Notice>, };

/**
 * Which keys a file would hold. Accounts of a Ledger never have any in it.
 */
export type KeysInFile = { 
/**
 * Accounts whose keys go in.
 */
accounts: number, 
/**
 * Identities whose keys go in.
 */
identities: number, 
/**
 * Whether the unlock password is asked for before the file is made: it holds keys, or members that may be.
 */
asksForPassword: boolean, };

/**
 * What the page asks of a check of a backup.
 */
export type CheckIntent = "backups" | "sheet" | { "file": { 
/**
 * Its name.
 */
fileName: string, 
/**
 * Its bytes.
 */
bytes: Uint8Array, } } | "open" | { "password": { 
/**
 * The file's password.
 */
password: string, } } | "chain" | "remember" | "cancel";

/**
 * A check of a backup: nothing of it is written.
 */
export type CheckView = { "step": "idle" } | { "step": "recognised", 
/**
 * Its name.
 */
fileName: Foreign, 
/**
 * Its size in bytes.
 */
size: number, 
/**
 * What it is; `None` where that shows after decryption.
 */
format: Format | null, 
/**
 * Whether it takes a password to open it.
 */
encrypted: boolean, 
/**
 * The last attempt's failure.
 */
fault: Fault | null, } | { "step": "opening", 
/**
 * Its name.
 */
fileName: Foreign, 
/**
 * How long that takes; `None` for a file that is not encrypted.
 */
effort: Effort | null, } | { "step": "checked", 
/**
 * Its name.
 */
fileName: Foreign, 
/**
 * Its size in bytes.
 */
size: number, 
/**
 * What it is.
 */
format: Format, 
/**
 * Whether a password keeps it.
 */
encrypted: boolean, 
/**
 * First 16 hexadecimal characters of its SHA-256, in groups of four.
 */
fingerprint: string, 
/**
 * When the backup was made, if the file says so.
 */
createdAt: number | null, 
/**
 * Genesis hash of the network it is held against, where the file does not say which it is of.
 */
assumed: string | null, 
/**
 * What is in it.
 */
holds: Counts, 
/**
 * How it compares with the wallet.
 */
comparison: Comparison, 
/**
 * Records that only the wallet has.
 */
lacking: Counts, 
/**
 * The accounts among them, by name.
 */
lackingAccounts: Array<Foreign>, 
/**
 * Records that both have, and the file not as they are now.
 */
differing: Counts, 
/**
 * Records that only the file has.
 */
beyond: Counts, 
/**
 * Things worth knowing about the file.
 */
notices: Array<Notice>, 
/**
 * The nodes that would be asked whether the chain knows its accounts; empty where there is nothing to ask.
 */
asks: Array<string>, 
/**
 * What the chain said about its accounts; `None` until it is asked.
 */
chain: ChainWordView | null, 
/**
 * Whether the list of backups knows of this check.
 */
remembered: boolean, };

/**
 * How a file and the wallet compare, in one word.
 */
export type Comparison = "whole" | "more" | "behind" | "stranger" | "nothing-here";

/**
 * What the chain said about the accounts in a file.
 */
export type ChainWordView = { 
/**
 * How many are asked about.
 */
accounts: number, 
/**
 * The chain knows them.
 */
found: number, 
/**
 * The chain says that there are none.
 */
absent: number, 
/**
 * They could not be asked about.
 */
failed: number, 
/**
 * Why the last of these was not.
 */
fault: Fault | null, };

/**
 * A backup that is known here (answer to `backups`).
 */
export type BackupFileView = { 
/**
 * What its first file was called.
 */
name: Foreign, 
/**
 * How many files it is.
 */
files: number, 
/**
 * Of its first file: 16 hexadecimal characters of the SHA-256, in groups of four.
 */
fingerprint: string, 
/**
 * What it is written as.
 */
format: Format, 
/**
 * When it was first seen.
 */
at: number, 
/**
 * How.
 */
seen: BackupSeen, 
/**
 * When its bytes were last seen to be right; `None` if never.
 */
checked: number | null, 
/**
 * What it holds.
 */
holds: Counts, 
/**
 * Records of the wallet that it does not hold as they are now.
 */
lacks: Counts, };

/**
 * What belongs on a recovery sheet (answer to `sheet`): what to look for and where, and nothing that opens anything.
 */
export type SheetView = { 
/**
 * When it is drawn up.
 */
at: number, 
/**
 * The Ledgers.
 */
ledgers: Array<SheetLedgerView>, 
/**
 * Networks that have records.
 */
networks: Array<SheetNetworkView>, 
/**
 * The backups, the newest first.
 */
backups: Array<BackupFileView>, };

/**
 * A Ledger on a recovery sheet.
 */
export type SheetLedgerView = { 
/**
 * The start of its id.
 */
id: string, 
/**
 * The person's name for it; empty where nobody gave one.
 */
name: Foreign, 
/**
 * Which model it was when it was last seen; `None` if it never was.
 */
model: string | null, };

/**
 * A network on a recovery sheet.
 */
export type SheetNetworkView = { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * Its identities.
 */
identities: Array<SheetIdentityView>, 
/**
 * Its accounts that have an address.
 */
accounts: Array<SheetAccountView>, };

/**
 * An identity on a recovery sheet.
 */
export type SheetIdentityView = { 
/**
 * Its name.
 */
name: Foreign, 
/**
 * Its number on its Ledger; `None` from a phone.
 */
number: number | null, 
/**
 * The start of its Ledger's id; `None` from a phone.
 */
ledger: string | null, };

/**
 * An account on a recovery sheet.
 */
export type SheetAccountView = { 
/**
 * Its name.
 */
name: Foreign, 
/**
 * Base58check.
 */
address: string, 
/**
 * Where its keys are.
 */
keys: KeysPlace, };

/**
 * What the page asks of the settings.
 */
export type SettingsIntent = { "use-network": { 
/**
 * Genesis hash.
 */
genesis: string, } } | { "use-node": { 
/**
 * `https://…`, or `http://` on this computer.
 */
url: string, } } | { "add-node": { 
/**
 * As with `UseNode`.
 */
url: string, } } | { "remove-node": { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * `NodeView.url`.
 */
url: string, } } | { "set-auto-lock": { 
/**
 * Minutes, 1 to 120.
 */
minutes: number, } } | { "lock-with-screen": { 
/**
 * Whether it does.
 */
on: boolean, } };

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
autoLockMinutes: number, 
/**
 * What can be chosen for that, shortest first; the one in force is among them.
 */
autoLockOffered: Array<number>, 
/**
 * Whether it locks when the screen of the computer is locked.
 */
lockWithScreen: boolean, 
/**
 * The passkey that opens this vault as well; `None` if none does.
 */
passkey: PasskeyView | null, 
/**
 * Whether the unlock password guards this vault as strongly as a new one; if not, changing it (or typing it again) does.
 */
passwordIsOfToday: boolean, };

/**
 * What the page tells of what is being typed.
 */
export type DraftsIntent = { "keep": { 
/**
 * What.
 */
draft: Draft, } } | { "leave": { 
/**
 * Where.
 */
place: DraftPlace, } };

/**
 * What is being typed or looked at, by where: one of each. As it was typed, and not yet anything.
 */
export type Draft = { "at": "account-search", 
/**
 * What stands in the field.
 */
text: string, } | { "at": "contact-search", 
/**
 * What stands in the field.
 */
text: string, } | { "at": "contact", 
/**
 * The entry that is changed; `None` for a new one.
 */
previousAddress: string | null, 
/**
 * What stands in the field.
 */
name: string, 
/**
 * What stands in the field.
 */
address: string, 
/**
 * What stands in the field.
 */
note: string, } | { "at": "rename", 
/**
 * The record that is renamed.
 */
id: string, 
/**
 * What stands in the field.
 */
name: string, } | { "at": "record", 
/**
 * The page it is on.
 */
page: string, 
/**
 * Which one.
 */
id: string, };

/**
 * Where something is typed, or looked at.
 */
export type DraftPlace = "account-search" | "contact-search" | "contact" | "rename" | "record";

/**
 * What the page asks of a search by public keys.
 */
export type KeySearchIntent = { "start": { 
/**
 * Which keys.
 */
keys: KeysOf, 
/**
 * Where the directory is: `KeySearchView.directory`, or one that the person keeps.
 */
directory: string, } } | { "address": { 
/**
 * As it was typed.
 */
address: string, } } | "check-again" | "stop" | "preview" | "add" | "close";

/**
 * Which program's keys are looked at.
 */
export type KeysOf = "ledger-program" | "desktop-wallet";

/**
 * The flow.
 */
export type KeySearchView = { 
/**
 * Where the public directory of the network in use is; `None` where none is known.
 */
directory: string | null, 
/**
 * Where the search stands.
 */
step: KeySearchStep, };

/**
 * Where a search by public keys stands.
 */
export type KeySearchStep = { "at": "idle" } | { "at": "running", 
/**
 * What is looked for.
 */
sought: Sought, 
/**
 * Keys that were read.
 */
read: number, 
/**
 * Keys that are to be read, as it stands.
 */
of: number, 
/**
 * Accounts found so far.
 */
found: number, } | { "at": "over", 
/**
 * What was looked for.
 */
sought: Sought, 
/**
 * Those that come into the wallet by themselves first, and of these the fullest.
 */
found: Array<KeyAccountView>, 
/**
 * What each series of keys came to; empty for one address.
 */
series: Array<KeySeriesView>, 
/**
 * Who was asked which accounts have a key, and is asked again; `None` for one address.
 */
directory: string | null, 
/**
 * What ended it before its end.
 */
fault: Fault | null, };

/**
 * What is looked for.
 */
export type Sought = { "what": "ledger-program" } | { "what": "desktop-wallet" } | { "what": "address", 
/**
 * As the chain calls it.
 */
address: string, };

/**
 * What the Ledger can do on an account, and what others can do there without it.
 */
export type PowerView = "alone" | "alone-before-others" | "others-too" | "needs-more" | "others-rule";

/**
 * An account that a key of the Ledger stands on.
 */
export type KeyAccountView = { 
/**
 * Its address.
 */
address: string, 
/**
 * What it is called: in the wallet, or else by the beginning of its address.
 */
name: Foreign, 
/**
 * What the Ledger can do there.
 */
power: PowerView, 
/**
 * With `needs-more` and `others-rule`: how many signatures are missing.
 */
missing: number, 
/**
 * Whether its address may be given to somebody who wants to send money.
 */
mayReceive: boolean, 
/**
 * Whether it comes into the wallet by itself: not where it may be a stranger's, which comes in only where the person chooses that.
 */
comesIn: boolean, 
/**
 * Where the keys lie on the Ledger, as paths are written.
 */
paths: Array<string>, 
/**
 * What it holds.
 */
balance: BalanceView, 
/**
 * Whether it is in the wallet already.
 */
isKnown: boolean, };

/**
 * What a series of keys came to.
 */
export type KeySeriesView = { 
/**
 * The identity's number, for keys of the Desktop Wallet.
 */
identity: number | null, 
/**
 * How many keys were to be looked at.
 */
keys: number, 
/**
 * Of them: on an account.
 */
found: number, 
/**
 * Of them: on none, as the directory and the node said.
 */
none: number, 
/**
 * Of them: nobody knows.
 */
notChecked: number, 
/**
 * What kept answers away.
 */
faults: Array<Fault>, };

/**
 * What the page asks of a search.
 */
export type RecoveryIntent = { "start": { 
/**
 * Where to look.
 */
route: RecoveryRoute, 
/**
 * Read the list of all accounts first and compare here, so that the node learns less.
 */
privateScan: boolean, } } | "resume" | "discard" | "continue" | { "look-deeper": { 
/**
 * `PlaceView.id`; `None` for every place.
 */
place: string | null, } } | { "search-after-all": { 
/**
 * `PlaceView.id`.
 */
place: string, } } | "complete" | "skip-index" | "next-path" | "use-node-anyway" | "stop" | "check-again" | "ask-again" | { "ask-another": { 
/**
 * One of `RunView.otherNodes`.
 */
url: string, } } | "preview" | "add" | "report" | "providers";

/**
 * Where a recovery looks.
 */
export type RecoveryRoute = { "ledger": { 
/**
 * Below the path of the Desktop Wallet.
 */
legacy: boolean, 
/**
 * Below the newer paths: of these identity providers.
 */
providers: Array<number>, } } | "phone";

/**
 * The recovery flow.
 */
export type RecoveryView = { "step": "idle", 
/**
 * A run that was interrupted and can go on.
 */
resumable: ResumableView | null, 
/**
 * Why one that was interrupted cannot.
 */
fault: Fault | null, } | { "step": "running", 
/**
 * Where it stands.
 */
run: RunView, } | { "step": "overview", 
/**
 * Where it stands.
 */
run: RunView, 
/**
 * What ended the search, if that was not the person: then it did not come to its end.
 */
fault: Fault | null, };

/**
 * An interrupted run.
 */
export type ResumableView = { 
/**
 * Genesis hash.
 */
network: string, 
/**
 * Whose keys it searches with.
 */
from: SearchFrom, 
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
 * Whose keys it searches with.
 */
from: SearchFrom, 
/**
 * The Ledger and what the person must do with it; `None` when none is needed.
 */
device: DeviceStateView | null, 
/**
 * What the Ledger at hand is to the wallet; `None` while nobody knows.
 */
relation: RelationView | null, 
/**
 * The node.
 */
node: NodeStateView, 
/**
 * Reading the list of all accounts, when that was asked for.
 */
scan: ScanView | null, 
/**
 * In the order they were asked.
 */
places: Array<PlaceView>, 
/**
 * What came of all of them.
 */
findings: FindingsView, 
/**
 * The number of a credential at which a deeper look would go on; `None` where there is nothing deeper.
 */
deeperFrom: number | null, 
/**
 * What all of them together have shown.
 */
outlook: Outlook, 
/**
 * What can be done now that the run has come to rest, or asks; the likeliest wish first.
 */
ways: Array<WayOn>, 
/**
 * What another node says about it, when one was asked.
 */
second: SecondView | null, 
/**
 * Nodes of this network, by the settings, that did not take part in the run: they can be asked for a second opinion.
 */
otherNodes: Array<string>, 
/**
 * Set when it is time to ask the person whether to go on.
 */
suggestion: SuggestionView | null, };

/**
 * Whose keys a search uses.
 */
export type SearchFrom = "ledger" | "phone";

/**
 * What the Ledger at hand is to the wallet. By its pairing key, which is public: a Ledger can be told from others by it, and whoever
 * wants to can play it.
 */
export type RelationView = "first" | "known" | "replaced" | "other";

/**
 * Another node's word on what a run was told.
 */
export type SecondView = { 
/**
 * Its URL.
 */
url: string, 
/**
 * Whether it is still being asked.
 */
asking: boolean, 
/**
 * What it said.
 */
totals: SecondTotals, 
/**
 * Why the last question that failed did.
 */
fault: Fault | null, };

/**
 * How far reading the list of all accounts got.
 */
export type ScanState = "waiting" | "reading" | "done" | "failed";

/**
 * Reading the list of all accounts.
 */
export type ScanView = { 
/**
 * How far it got.
 */
state: ScanState, 
/**
 * Accounts read so far.
 */
accountsRead: number, 
/**
 * What went wrong.
 */
fault: Fault | null, };

/**
 * One place whose key is searched: an identity of a Ledger, or one from a phone.
 */
export type PlaceView = { 
/**
 * Names it in intents.
 */
id: string, 
/**
 * Its number on the Ledger; `None` for an identity from a phone.
 */
index: number | null, 
/**
 * The identity provider's number, below the newer path of a Ledger.
 */
provider: number | null, 
/**
 * How far it got.
 */
state: RowState, 
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
 * Credential ids of the search that are not on the list of accounts, and were not asked about.
 */
unlisted: number, 
/**
 * What was and what was not searched, line by line.
 */
coverage: Array<CoverageView>, 
/**
 * Whether looking deeper would look at anything that was not looked at yet.
 */
canLookDeeper: boolean, 
/**
 * Name of the identity, when the wallet knows it.
 */
identityName: Foreign | null, 
/**
 * The node said of everything here that there is nothing.
 */
isNothing: boolean, 
/**
 * Accounts found.
 */
accounts: Array<FoundView>, };

/**
 * How far a place got, and what its row says of the Ledger: what the panel says, too.
 */
export type RowState = "next" | "asking-device" | "refused" | "scanning" | "looking-up" | "done" | "listed" | "incomplete" | "skipped";

/**
 * What was and what was not searched with one kind of keys, or with both where that is the same.
 */
export type CoverageView = { 
/**
 * Which keys.
 */
keys: CoveredKeys, 
/**
 * The numbers that were part of the search; empty when none was.
 */
searched: Array<RangeView>, 
/**
 * Of them: the node knows.
 */
found: number, 
/**
 * Of them: the node said that there is nothing.
 */
absent: number, 
/**
 * Of them: could not be asked about.
 */
notChecked: number, 
/**
 * Of them: not on the list of accounts, and not asked about.
 */
unlisted: number, 
/**
 * Numbers beyond the search that are not on the list of accounts either.
 */
beyond: Array<RangeView>, 
/**
 * Numbers that nobody compared with anything.
 */
notSearched: Array<RangeView>, };

/**
 * Which keys a line is about.
 */
export type CoveredKeys = "only" | "newer" | "older" | "both";

/**
 * Numbers without a gap.
 */
export type RangeView = { 
/**
 * The lowest.
 */
first: number, 
/**
 * The highest.
 */
last: number, };

/**
 * What a search came to.
 */
export type FindingsView = { 
/**
 * Every account once: those that the person's credential was removed from last, and before that the fullest first.
 */
accounts: Array<FoundView>, 
/**
 * What they hold together, in microCCD, decimal; without those that the person's credential was removed from. `None` where nobody said
 * of any of them.
 */
total: string | null, 
/**
 * Of how many of these accounts nobody said what they hold: the total is without them.
 */
withoutBalance: number, 
/**
 * Identities of which the node said, number by number, that there is nothing.
 */
nothing: Array<NothingView>, };

/**
 * Identities without an account, on one path of a Ledger.
 */
export type NothingView = { 
/**
 * The identity provider's number, below the newer path.
 */
provider: number | null, 
/**
 * The identities' numbers.
 */
numbers: Array<RangeView>, };

/**
 * One account found on the chain.
 */
export type FoundView = { 
/**
 * Its address.
 */
address: string, 
/**
 * What it is called: in the wallet, or else by the beginning of its address.
 */
name: Foreign, 
/**
 * Its name in the wallet, when it is already there.
 */
knownAs: Foreign | null, 
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
shared: boolean, 
/**
 * How many signatures of others it takes beside the person's.
 */
missing: number, 
/**
 * What ties the address to the person.
 */
proof: AddressProof, 
/**
 * What another node says about it, when one was asked.
 */
second: Agreement | null, 
/**
 * What it held when a node last said so; `None` if none did since the vault was opened.
 */
balance: BalanceView | null, };

/**
 * The moment to ask whether to go on.
 */
export type SuggestionView = { 
/**
 * Indices in a row where nothing was found.
 */
emptyInARow: number, 
/**
 * What that means.
 */
emptiness: Emptiness, 
/**
 * Whether another path (another identity provider) follows, which can be gone on with instead.
 */
hasNext: boolean, };

/**
 * An identity provider of a network (answer to `providers`).
 */
export type ProviderView = { 
/**
 * Its number on the network.
 */
number: number, 
/**
 * What it calls itself.
 */
name: Foreign, };

/**
 * What a recovery did (answer to `report`): facts for the page's words. Addresses and credential numbers, no key.
 */
export type SearchReport = { 
/**
 * When the run began.
 */
beganAt: number, 
/**
 * When the report was made.
 */
madeAt: number, 
/**
 * The run, as it stands.
 */
run: RunView, 
/**
 * The blocks at which the node was asked: first and last.
 */
blocks: Array<BlockView>, 
/**
 * Every node that was asked.
 */
nodes: Array<string>, };

/**
 * A block.
 */
export type BlockView = { 
/**
 * Its hash.
 */
hash: string, 
/**
 * Its height.
 */
height: number, 
/**
 * When it was made.
 */
madeAt: number, };

/**
 * A search whose findings are not in the wallet.
 */
export type SearchSummary = { 
/**
 * How it stands.
 */
state: SearchState, 
/**
 * Accounts it has found so far.
 */
found: number, };

/**
 * How a search stands.
 */
export type SearchState = "waiting" | "running" | "resting";

/** What can go wrong: `fault_<code>` and `fault_<code>_advice` in _locales. */
export type FaultCode =
  | 'backup-too-large'
  | 'backup-empty'
  | 'backup-not-json'
  | 'backup-cut-short'
  | 'backup-too-deep'
  | 'backup-too-many-values'
  | 'backup-not-recognised'
  | 'backup-not-written'
  | 'backup-password-needed'
  | 'backup-newer-version'
  | 'backup-header-unreadable'
  | 'backup-damaged'
  | 'backup-wrong-password'
  | 'backup-password-too-short'
  | 'backup-nothing-for-phone'
  | 'backup-no-keys'
  | 'backup-check-failed'
  | 'backup-packed-without'
  | 'backup-packed-damaged'
  | 'backup-packed-otherwise'
  | 'backup-packed-with-password'
  | 'backup-several'
  | 'backup-typed-over'
  | 'generator-length'
  | 'generator-not-a-point'
  | 'generator-outside-group'
  | 'generator-other'
  | 'generator-neutral'
  | 'directory-unreachable'
  | 'directory-timed-out'
  | 'directory-busy'
  | 'directory-http'
  | 'directory-too-long'
  | 'directory-too-many'
  | 'directory-odd'
  | 'directory-behind'
  | 'directory-incomplete'
  | 'document-not-a-wallet'
  | 'document-damaged'
  | 'document-too-deep'
  | 'document-too-many-values'
  | 'document-too-long'
  | 'document-phone-2020'
  | 'document-phone-type'
  | 'document-phone-version'
  | 'document-phone-version-missing'
  | 'document-phone-list'
  | 'document-key-file'
  | 'document-table-too-long'
  | 'document-table-too-wide'
  | 'document-table-too-many-rows'
  | 'document-table-quote'
  | 'envelope-not-base64'
  | 'envelope-rounds-unreadable'
  | 'envelope-rounds-refused'
  | 'envelope-key-length'
  | 'envelope-unknown-cipher'
  | 'envelope-unknown-derivation'
  | 'envelope-unknown-hash'
  | 'envelope-vector-length'
  | 'envelope-salt-length'
  | 'envelope-not-whole-blocks'
  | 'envelope-wrong-password-or-damaged'
  | 'kdf-cost-refused'
  | 'kdf-too-much-work'
  | 'kdf-unavailable'
  | 'key-search-same-key-twice'
  | 'key-search-contradiction'
  | 'key-search-stopped'
  | 'ledger-locked'
  | 'ledger-perhaps-locked'
  | 'ledger-menu-open'
  | 'ledger-refused'
  | 'ledger-open-refused'
  | 'ledger-may-have-refused'
  | 'ledger-undecided'
  | 'ledger-silent'
  | 'ledger-interrupted'
  | 'ledger-no-app-open'
  | 'ledger-other-app'
  | 'ledger-app-missing'
  | 'ledger-app-closed'
  | 'ledger-app-too-old'
  | 'ledger-app-too-new'
  | 'ledger-path-not-served'
  | 'ledger-coin-not-served'
  | 'ledger-not-understood'
  | 'ledger-unknown-status'
  | 'ledger-bad-answer'
  | 'ledger-wrong-identity'
  | 'ledger-other-device'
  | 'ledger-not-of-account'
  | 'envelope-missing-ciphertext'
  | 'envelope-missing-metadata'
  | 'envelope-missing-iterations'
  | 'envelope-missing-salt'
  | 'envelope-missing-vector'
  | 'envelope-missing-encryption-method'
  | 'envelope-missing-key-derivation-method'
  | 'merge-stale-plan'
  | 'merge-choice-not-offered'
  | 'node-unreachable'
  | 'node-offline'
  | 'node-not-running'
  | 'node-hidden'
  | 'node-redirected'
  | 'node-web-page'
  | 'node-throttled'
  | 'node-timed-out'
  | 'node-http'
  | 'node-not-grpc-web'
  | 'node-not-found'
  | 'node-overloaded'
  | 'node-unavailable'
  | 'node-not-offered'
  | 'node-refused'
  | 'node-truncated'
  | 'node-status-hidden'
  | 'node-too-large'
  | 'node-bad-reply'
  | 'node-wrong-network'
  | 'node-lagging'
  | 'node-clock-behind'
  | 'node-url-empty'
  | 'node-url-too-long'
  | 'node-url-scheme'
  | 'node-url-insecure'
  | 'node-url-credentials'
  | 'node-url-path'
  | 'node-url-host'
  | 'node-url-port'
  | 'node-url-port-blocked'
  | 'other-recovery-words'
  | 'other-seed'
  | 'other-database'
  | 'other-validator-keys'
  | 'other-credential'
  | 'other-proposal'
  | 'other-web3id-credentials'
  | 'other-identity-object'
  | 'other-identity-request'
  | 'other-client-backup'
  | 'other-client-keys'
  | 'other-cloud-placeholder'
  | 'other-unfinished-download'
  | 'other-apple-double'
  | 'other-picture'
  | 'other-foreign-wallet'
  | 'other-ledger-wallet'
  | 'other-encrypted-elsewhere'
  | 'other-table'
  | 'other-table-old-letters'
  | 'other-web-page'
  | 'other-blank'
  | 'other-program'
  | 'other-printed-document'
  | 'wallet-too-many-records'
  | 'wallet-too-many-keys'
  | 'record-newer-version'
  | 'record-unreadable'
  | 'record-repeated-key'
  | 'record-too-long'
  | 'recovery-same-key-twice'
  | 'recovery-other-device'
  | 'recovery-other-key'
  | 'recovery-contradiction'
  | 'recovery-checkpoint-unreadable'
  | 'recovery-checkpoint-newer'
  | 'recovery-checkpoint-other-network'
  | 'vault-exists'
  | 'vault-locked'
  | 'vault-absent'
  | 'password-too-short'
  | 'out-of-step'
  | 'unknown-network'
  | 'unknown-node'
  | 'too-many-nodes'
  | 'not-the-unlock-password'
  | 'unlock-password-needed'
  | 'nothing-to-remove'
  | 'wallet-too-large'
  | 'unknown-record'
  | 'name-empty'
  | 'text-too-long'
  | 'address-invalid'
  | 'contact-exists'
  | 'contact-is-own-account'
  | 'auto-lock-out-of-range'
  | 'cannot-show-address'
  | 'no-such-account'
  | 'nowhere-to-look'
  | 'cannot-offer'
  | 'read-back-differs'
  | 'undo-gone'
  | 'recovery-running'
  | 'bad-request'
  | 'store-changed-elsewhere'
  | 'store-full'
  | 'store-silent'
  | 'store-failed'
  | 'ledger-unsupported'
  | 'ledger-not-granted'
  | 'ledger-not-connected'
  | 'ledger-open-failed'
  | 'ledger-disconnected'
  | 'ledger-timed-out'
  | 'ledger-bad-frame'
  | 'ledger-stale-answer'
  | 'vault-unreadable-full'
  | 'vault-unreadable-silent'
  | 'vault-unreadable'
  | 'vault-missing'
  | 'vault-damaged'
  | 'vault-newer-version'
  | 'vault-wrong-password'
  | 'vault-wrong-passkey'
  | 'vault-passkey-unusable'
  | 'vault-contents-unreadable'
  | 'engine-elsewhere'
  | 'engine-failed'
  | 'engine-broke'
  | 'engine-out-of-memory';

/** What is worth knowing: `notice_<code>` in _locales. */
export type NoticeCode =
  | 'keys-missing'
  | 'keys-unreadable'
  | 'keys-sign-key-unreadable'
  | 'keys-sign-key-other'
  | 'keys-verify-key-other'
  | 'keys-more-signers'
  | 'keys-address-other'
  | 'keys-unusual-place'
  | 'keys-encryption-missing'
  | 'keys-encryption-unreadable'
  | 'keys-encryption-other'
  | 'keys-generator-not-a-point'
  | 'keys-generator-other'
  | 'keys-credential-missing'
  | 'keys-credential-unreadable'
  | 'keys-credential-unknown'
  | 'keys-prf-other'
  | 'keys-identity-missing'
  | 'keys-identity-unreadable'
  | 'keys-identity-other'
  | 'keys-identity-prf-unreadable'
  | 'keys-identity-prf-other'
  | 'backup-was-utf16'
  | 'backup-passed-over'
  | 'backup-was-json-text'
  | 'backup-was-encoded'
  | 'backup-was-in-mail'
  | 'backup-was-web-page'
  | 'backup-was-rich-text'
  | 'backup-was-typed-over'
  | 'backup-was-in-zip'
  | 'backup-was-in-gzip'
  | 'backup-beside-damaged'
  | 'damaged-file'
  | 'damaged-record'
  | 'damaged-list'
  | 'envelope-old-member-name'
  | 'envelope-rounds-as-text'
  | 'envelope-newer-seal'
  | 'document-text-mended'
  | 'desktop-part'
  | 'desktop-contact-not-valid'
  | 'desktop-cosigner-without-account'
  | 'desktop-key-version-assumed'
  | 'desktop-left-out-orphan'
  | 'desktop-left-out-repeated'
  | 'desktop-left-out-unreadable'
  | 'desktop-list-missing'
  | 'desktop-network-unreadable'
  | 'desktop-old-columns'
  | 'desktop-put-right'
  | 'desktop-unknown-fields'
  | 'desktop-unknown-members'
  | 'phone-network-build'
  | 'phone-network-other'
  | 'phone-network-missing'
  | 'phone-network-renamed'
  | 'phone-no-identities'
  | 'phone-account-without-identity'
  | 'phone-address-mended'
  | 'phone-contact-not-valid'
  | 'phone-contact-other-name'
  | 'phone-identity-mended'
  | 'phone-left-out-repeated'
  | 'phone-left-out-unreadable'
  | 'phone-list-missing'
  | 'phone-name-missing'
  | 'phone-number-missing'
  | 'phone-part-missing'
  | 'phone-unknown-members'
  | 'genesis-key-identity-unreadable'
  | 'table-column-unread'
  | 'table-address-missing'
  | 'table-address-not-valid'
  | 'table-address-repeated'
  | 'table-cell-too-long'
  | 'table-row-too-wide'
  | 'table-name-missing'
  | 'key-file-without-credential'
  | 'desktop-both-key-versions'
  | 'desktop-placeholder'
  | 'desktop-twin-placeholders'
  | 'desktop-unfinished-identity'
  | 'desktop-omits-network'
  | 'desktop-omits-newer-path'
  | 'desktop-omits-ledger-name'
  | 'desktop-omits-phone-identity'
  | 'desktop-omits-phone-account'
  | 'desktop-omits-key-account'
  | 'desktop-omits-ledger-key-account'
  | 'desktop-carries-without-signers'
  | 'desktop-carries-without-keys'
  | 'desktop-omits-account-without-identity'
  | 'desktop-omits-account-without-address'
  | 'desktop-omits-credential-without-identity'
  | 'desktop-omits-repeated-credential'
  | 'desktop-omits-cosigner-without-account'
  | 'phone-omits-network'
  | 'phone-omits-ledger-identity'
  | 'phone-omits-watched-identity'
  | 'phone-omits-incomplete-identity'
  | 'phone-omits-ledger-account'
  | 'phone-omits-key-account'
  | 'phone-omits-watched-account'
  | 'phone-omits-incomplete-account'
  | 'phone-omits-account-of-identity'
  | 'phone-omits-credential'
  | 'phone-omits-cosigner'
  | 'phone-omits-contact-note'
  | 'phone-drops-revealed-attribute'
  | 'phone-drops-commitments'
  | 'phone-drops-signers'
  | 'phone-carries-unsound-keys'
  | 'phone-makes-again'
  | 'phone-fills-identity'
  | 'phone-fills-account'
  | 'phone-mends-types'
  | 'table-omits-network'
  | 'table-omits-own-account'
  | 'table-omits-not-valid'
  | 'table-omits-long-text'
  | 'name-differs'
  | 'note-differs'
  | 'name-and-note-differ'
  | 'name-cleaned'
  | 'names-cleaned'
  | 'added-unasked'
  | 'identity-signature-unchecked'
  | 'name-alike'
  | 'name-alike-in-file'
  | 'covered-by-identity'
  | 'placeholder-replaced'
  | 'identity-completed'
  | 'identities-contradict'
  | 'identity-gains-keys'
  | 'identity-gains-damaged-keys'
  | 'identity-keys-repaired'
  | 'identity-keys-kept'
  | 'identity-keys-differ'
  | 'identity-keys-both-damaged'
  | 'identity-keys-claimed'
  | 'account-without-identity'
  | 'account-completed'
  | 'account-listed'
  | 'account-said-to-belong'
  | 'account-file-claims-ledger'
  | 'account-claimed-for-ledger'
  | 'account-denied'
  | 'account-hidden'
  | 'account-keys-denied'
  | 'account-signers-said'
  | 'account-others-too'
  | 'account-others-rule'
  | 'account-needs-others'
  | 'account-others-beside'
  | 'threshold-differs'
  | 'account-gains-keys'
  | 'account-gains-damaged-keys'
  | 'account-keys-repaired'
  | 'account-keys-kept'
  | 'account-keys-differ'
  | 'account-keys-both-damaged'
  | 'account-keys-beside-differ'
  | 'account-keys-claimed-ledger'
  | 'account-keys-claimed-phone'
  | 'account-keys-claimed-damaged'
  | 'credential-without-identity'
  | 'credential-place-twice'
  | 'credential-claims-account'
  | 'credential-elsewhere'
  | 'credential-denied'
  | 'credential-differs'
  | 'credential-completed'
  | 'credential-number-taken'
  | 'credential-slot-taken'
  | 'cosigner-without-account'
  | 'cosigner-on-other-account'
  | 'known-as-contact'
  | 'names-drifted'
  | 'contact-becomes-own'
  | 'contact-names-account'
  | 'contact-follows-account';
