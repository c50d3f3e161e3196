// Knows how a plan is looked at before it is carried out: every record by kind, what would happen to it, and its choices.
// An import and a recovery end here alike; nothing is written before the button.

import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';

import type {
  AccountView,
  ChoiceView,
  CompareView,
  ImportView,
  ItemChoice,
  RecordKind,
  Verdict,
  ItemView,
  OutlookView,
  PlacedView,
} from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { Choice } from '../../ui/choice';
import { FaultPanel, NoticeList } from '../../ui/fault';
import { shortened } from '../../ui/format';
import { NodeIcon } from '../../ui/icons';
import { LongList } from '../../ui/long-list';
import { OptionCards } from '../../ui/option-cards';
import { Badge, Card, Empty, type Tone } from '../../ui/page';
import { type Action, useAction, useSession } from '../../ui/session';
import { formatNumber, noticeText, type PluralKey, t, type TextKey, tn } from '../../ui/texts';
import { KeysCheckLine } from '../keys/check';
import { Findings } from '../keys/findings';
import { KeysBadge } from '../keys/place';
import { proofKey, proofText, VERDICTS } from '../keys/proof';
import { currentNetwork, nameOfGenesis, networkName } from '../settings/network';
import { Removing } from '../vault/keeping';
import { sourceOf, sourceText } from './formats';

type Filter = 'all' | 'new' | 'differs' | 'same' | 'problems';

const FILTERS: readonly (readonly [Filter, TextKey])[] = [
  ['all', 'filter_all'],
  ['new', 'filter_new'],
  ['differs', 'filter_differs'],
  ['same', 'filter_same'],
  ['problems', 'filter_problems'],
];

interface Look {
  readonly label: TextKey;
  readonly filter: Filter;
  readonly tone: Tone;
}

const STATUSES: Readonly<Record<Verdict, Look>> = {
  new: { label: 'status_new', filter: 'new', tone: 'good' },
  same: { label: 'status_same', filter: 'same', tone: 'plain' },
  'name-differs': { label: 'status_name_differs', filter: 'differs', tone: 'sea' },
  'note-differs': { label: 'status_note_differs', filter: 'differs', tone: 'sea' },
  'replaces-placeholder': { label: 'status_replaces_placeholder', filter: 'differs', tone: 'sea' },
  completes: { label: 'status_completes', filter: 'differs', tone: 'sea' },
  alike: { label: 'status_alike', filter: 'problems', tone: 'warn' },
  repairs: { label: 'status_repairs', filter: 'differs', tone: 'good' },
  doubted: { label: 'status_doubted', filter: 'problems', tone: 'warn' },
  conflict: { label: 'status_conflict', filter: 'problems', tone: 'warn' },
  'cannot-import': { label: 'status_cannot_import', filter: 'problems', tone: 'bad' },
};

const KINDS: readonly (readonly [RecordKind, TextKey])[] = [
  ['account', 'kind_account'],
  ['identity', 'kind_identity'],
  ['credential', 'kind_credential'],
  ['cosigner', 'kind_cosigner'],
  ['contact', 'kind_contact'],
  ['device', 'kind_device'],
];

/** What a choice does; and what it does where it ends in a name. */
const CHOICES: Readonly<Record<ItemChoice, { readonly plain: TextKey; readonly named: TextKey }>> = {
  add: { plain: 'choice_add', named: 'choice_add_named' },
  'leave-out': { plain: 'choice_leave_out', named: 'choice_leave_out_named' },
  'keep-mine': { plain: 'choice_keep_mine', named: 'choice_keep_mine_named' },
  'take-theirs': { plain: 'choice_take_theirs', named: 'choice_take_theirs_named' },
  'take-their-name': { plain: 'choice_take_their_name', named: 'choice_take_their_name_named' },
  'take-their-note': { plain: 'choice_take_their_note', named: 'choice_take_their_note_named' },
  'add-with-keys': { plain: 'choice_add_with_keys', named: 'choice_add_with_keys_named' },
  'add-as-contact': { plain: 'choice_add_as_contact', named: 'choice_add_as_contact_named' },
  'follow-account': { plain: 'choice_follow_account', named: 'choice_follow_account' },
};

type PreviewView = Extract<ImportView, { step: 'preview' }>;

/** The plan, its choices, and the button that carries it out. */
export const Preview = ({ view }: { readonly view: PreviewView }): JSX.Element => {
  const { wallet } = useSession();
  const [filter, setFilter] = useState<Filter>('all');
  const apply = useAction();
  const cancel = useAction();
  const choose = useAction();
  const tally = useMemo(() => count(view.items), [view.items]);
  const networks = useMemo(() => new Set(view.items.flatMap((item) => item.network ?? [])).size, [view.items]);
  const names = useMemo(() => accountNames(view.items, wallet.accounts), [view.items, wallet.accounts]);
  const shown = view.items.filter((item) => filter === 'all' || filtersOf(item).includes(filter));
  const recovery = view.origin.from === 'recovery';
  return (
    <section class="stack" data-testid="import-preview" data-source={sourceOf(view.origin)}>
      <Card title={t(recovery ? 'preview_title_recovery' : 'preview_title')}>
        <p>{t('preview_nothing_written')}</p>
        <p class="hint">
          {t(sourceText(view.origin))} {view.origin.from === 'file' && t('preview_file', { file: view.origin.name })}
        </p>
        <Placed networks={view.networks} />
        <NoticeList notices={ofWhole(view)} />
      </Card>
      {view.holdsKeys && <Keys view={view} />}
      {view.compare !== null && <Compare compare={view.compare} />}
      {view.overload !== null && <FaultPanel fault={view.overload} />}
      {view.items.length === 0 ? (
        <Empty title={t('preview_empty')} />
      ) : (
        <>
          <Choice
            legend={t('filter_label')}
            value={filter}
            onChange={(value) => setFilter(FILTERS.find(([name]) => name === value)?.[0] ?? 'all')}
            options={FILTERS.filter(([name]) => name === 'all' || tally[name] > 0).map(([name, label]) => ({
              value: name,
              label: `${t(label)} ${formatNumber(tally[name])}`,
              testId: `preview-filter-${name}`,
            }))}
          />
          {KINDS.map(([kind, label]) => {
            const items = shown.filter((item) => item.kind === kind);
            return items.length === 0 ? null : (
              <section key={`${kind}-${filter}`} class="group">
                <h2 class="section-title">
                  {t(label)} <span class="count">{formatNumber(items.length)}</span>
                </h2>
                <LongList
                  items={items}
                  label={t(label)}
                  draw={(item) => (
                    <Item key={item.id} item={item} choose={choose} network={networks > 1} names={names} />
                  )}
                />
              </section>
            );
          })}
        </>
      )}
      {choose.fault !== null && <FaultPanel fault={choose.fault} />}
      {apply.fault !== null && <FaultPanel fault={apply.fault} />}
      <div class="apply-bar">
        <p aria-live="polite" data-testid="preview-outlook">
          {outlook(view.outlook)}
        </p>
        <div class="actions">
          <Button
            kind="primary"
            disabled={apply.busy || choose.busy || view.overload !== null}
            onClick={() => void apply.run({ import: 'apply' })}
            testId="import-apply"
          >
            {t(recovery ? 'preview_apply_recovery' : 'preview_apply')}
          </Button>
          <Button
            disabled={apply.busy}
            onClick={() => void cancel.run({ import: 'cancel' })}
            testId="import-cancel"
          >
            {t('preview_cancel')}
          </Button>
        </div>
        {apply.busy && <Busy sentence={t('preview_applying')} />}
      </div>
    </section>
  );
};

/** The networks of what came in: the lists show one at a time. */
const Placed = ({ networks }: { readonly networks: readonly PlacedView[] }): JSX.Element | null => {
  const { snapshot } = useSession();
  if (networks.length === 0) return null;
  const used = currentNetwork(snapshot);
  return (
    <div data-testid="preview-networks" data-in-use={String(networks.some(({ inUse }) => inUse))}>
      {networks.map(({ network, accounts, inUse }) => (
        <p key={network}>
          <Badge tone={inUse ? 'sea' : 'warn'}>{nameOfGenesis(snapshot, network)}</Badge>{' '}
          {accounts > 0 && tn('count_accounts', accounts)}
        </p>
      ))}
      {used !== null && networks.some(({ inUse }) => !inUse) && (
        <p class="hint">{t('preview_other_network', { network: networkName(used) })}</p>
      )}
    </div>
  );
};

/** What is said about the file as a whole; what stands at a record below is not said twice. */
function ofWhole({ notices, items }: PreviewView): PreviewView['notices'] {
  const said = new Set(items.flatMap(({ findings }) => findings.map(({ code }) => code)));
  return notices.filter(({ code }) => !said.has(code));
}

/** Whether the keys in the file come along. Asked before the records, as it decides what each of them will be. */
const Keys = ({ view }: { readonly view: PreviewView }): JSX.Element => {
  const choose = useAction();
  const value = view.watchOnly ? 'watch' : 'keep';
  return (
    <section
      class="card"
      aria-label={t('import_keys')}
      data-testid="import-keys"
      data-watch-only={String(view.watchOnly)}
    >
      <OptionCards
        legend={t('import_keys')}
        value={value}
        disabled={choose.busy}
        onChange={(chosen) => {
          if (chosen !== value) void choose.run({ import: { 'watch-only': { watch: chosen === 'watch' } } });
        }}
        options={[
          { value: 'keep', title: t('import_keys_keep'), text: t('import_keys_keep_text'), testId: 'import-keys-keep' },
          {
            value: 'watch',
            title: t('import_keys_watch'),
            text: t('import_keys_watch_text'),
            testId: 'import-keys-watch',
          },
        ]}
      />
      {!view.watchOnly && <Removing />}
      {choose.fault !== null && <FaultPanel fault={choose.fault} />}
    </section>
  );
};

/** Whose keys those in the file are, only the chain says. Asked when the person says so, or at once at a node of their own. */
const Compare = ({ compare }: { readonly compare: CompareView }): JSX.Element => {
  const ask = useAction();
  const { accounts, compared, asking, nodeUrl, ownNode } = compare;
  return (
    <section
      class="card"
      aria-label={t('import_compare')}
      data-testid="import-compare"
      data-compared={compared}
      data-accounts={accounts}
      data-asking={String(asking)}
    >
      <h2>{t('import_compare')}</h2>
      <p>{tn('import_compare_text', accounts)}</p>
      <p data-testid="import-compared">
        {compared === 0 ? t('import_compared_none') : tn('import_compared', compared, { accounts: formatNumber(accounts) })}
      </p>
      {asking && <Busy sentence={t('device_looking')} done={compared} total={accounts} />}
      {ask.fault !== null && <FaultPanel fault={ask.fault} />}
      {compared < accounts && !asking && (
        <div class="actions">
          <Button
            disabled={ask.busy}
            onClick={() => void ask.run({ import: 'compare' })}
            testId="import-compare-ask"
          >
            <NodeIcon />
            {t('keys_compare')}
          </Button>
          {!ownNode && <span class="hint">{t('chain_learns', { url: nodeUrl })}</span>}
        </div>
      )}
    </section>
  );
};

interface ItemProps {
  readonly item: ItemView;
  readonly choose: Action;
  /** Whether to name its network: only where the file holds several. */
  readonly network: boolean;
  /** What the accounts of this plan are called, by address. */
  readonly names: ReadonlyMap<string, string>;
}

const Item = ({ item, choose, network, names }: ItemProps): JSX.Element => {
  const { snapshot } = useSession();
  const only = item.choices.length < 2 ? item.choices[0] : undefined;
  return (
    <li
      class="row"
      data-testid="preview-item"
      data-kind={item.kind}
      data-status={item.status}
      data-id={item.id}
      data-title={item.title}
      data-keys={item.keys ?? undefined}
      data-findings={item.findings.length}
      data-keys-check={item.keysCheck?.state}
      data-fate={item.fate}
      data-proof={item.proof ?? undefined}
      data-second={item.second ?? undefined}
    >
      <div class="row-main">
        <p class="row-title">
          <bdi>{titleOf(item, names)}</bdi>{' '}
          <Badge tone={STATUSES[item.status].tone}>{t(STATUSES[item.status].label)}</Badge>
          {network && item.network !== null && <Badge>{nameOfGenesis(snapshot, item.network)}</Badge>}
          {item.keys !== null && <KeysBadge place={item.keys} />}
          {item.proof !== null && (
            <Badge tone={item.proof === 'derived' ? 'good' : 'warn'}>{t(proofKey(item.proof))}</Badge>
          )}
          {item.second !== null && (
            <Badge tone={VERDICTS[item.second].tone}>{t(VERDICTS[item.second].label)}</Badge>
          )}
        </p>
        <p class={item.kind === 'identity' ? 'row-sub' : 'row-sub mono'} title={item.subtitle || undefined}>
          <bdi>{subtitleOf(item)}</bdi>
        </p>
        {item.proof === 'word' && <p class="row-reason">{t(proofText(item.proof))}</p>}
        {item.reason !== null && <p class="row-reason">{noticeText(item.reason)}</p>}
        {item.remarks.map((remark, position) => (
          <p key={position} class="row-reason" data-testid="preview-remark" data-code={remark.code}>
            {noticeText(remark)}
          </p>
        ))}
        {item.keysCheck !== null && <KeysCheckLine check={item.keysCheck} />}
        <Findings findings={item.findings} />
      </div>
      <div class="row-side">
        {item.choices.length > 1 && (
          <Choice
            legend={t('choice_legend', { name: titleOf(item, names) })}
            value={String(item.chosen)}
            onChange={(value) => void choose.run({ import: { choose: { item: item.id, choice: Number(value) } } })}
            options={item.choices.map((choice, position) => ({
              value: String(position),
              label: choiceLabel(choice, item.title),
              code: choice.code,
            }))}
            testId="preview-choice"
          />
        )}
        {item.fate === 'left-out' && item.choices[item.chosen]?.code !== 'leave-out' && item.status !== 'same' && (
          <span class="hint" data-testid="preview-left-out">
            {t('preview_left_out_along')}
          </span>
        )}
        {only !== undefined && item.status !== 'same' && item.status !== 'cannot-import' && (
          <span class="hint">{t(CHOICES[only.code].plain)}</span>
        )}
      </div>
    </li>
  );
};

/** What a choice does; the name it ends in only where that is not the name above it. */
function choiceLabel({ code, outcome }: ChoiceView, title: string): string {
  return outcome === null || (code === 'add' && outcome === title)
    ? t(CHOICES[code].plain)
    : t(CHOICES[code].named, { name: outcome });
}

function accountNames(items: readonly ItemView[], here: readonly AccountView[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { address, name } of here) if (address !== null) names.set(address, name);
  for (const { kind, subtitle, title } of items) if (kind === 'account') names.set(subtitle, title);
  return names;
}

/** A credential has no name: it goes by its number and the account it is on. */
function titleOf({ title, number, at }: ItemView, names: ReadonlyMap<string, string>): string {
  if (title !== '' || number === null) return title;
  return at === null
    ? t('preview_credential_alone', { index: number })
    : t('preview_credential', { index: number, account: names.get(at) ?? shortened(at) });
}

/** An identity goes by its number on its Ledger. Of the ids that nobody compares by eye, the ends are enough. */
function subtitleOf({ kind, subtitle, number, at }: ItemView): string {
  if (kind !== 'identity') return shortened(subtitle, 32, 20);
  return number === null || at === null
    ? t('preview_identity_phone')
    : t('preview_identity', { index: number, device: at });
}

/** What is wrong with keys needs a look, whatever else the record is. */
function filtersOf({ status, findings }: ItemView): readonly Filter[] {
  const { filter } = STATUSES[status];
  return findings.length === 0 || filter === 'problems' ? [filter] : [filter, 'problems'];
}

function count(items: readonly ItemView[]): Readonly<Record<Filter, number>> {
  const tally: Record<Filter, number> = { all: items.length, new: 0, differs: 0, same: 0, problems: 0 };
  for (const item of items) for (const filter of filtersOf(item)) tally[filter] += 1;
  return tally;
}

const OUTLOOK: readonly (readonly [keyof OutlookView, PluralKey])[] = [
  ['added', 'outlook_added'],
  ['changed', 'outlook_changed'],
  ['kept', 'outlook_kept'],
  ['leftOut', 'outlook_left_out'],
];

/** What the button would do, with the choices as they stand: the engine has tried. */
function outlook(sums: OutlookView): string {
  const parts = OUTLOOK.filter(([kind]) => sums[kind] > 0).map(([kind, key]) => tn(key, sums[kind]));
  return parts.length === 0 ? t('preview_empty') : parts.join(' · ');
}
