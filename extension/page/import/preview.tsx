// Knows how a plan is looked at before it is carried out: every record by kind, what would happen to it, and its choices.
// An import and a recovery end here alike; nothing is written before the button.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type {
  CompareView,
  ImportView,
  RecordKind,
  OutlookView,
  PlacedView,
  RowFilter,
} from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { Choice } from '../../ui/choice';
import { FaultPanel, NoticeList } from '../../ui/fault';
import { NodeIcon } from '../../ui/icons';
import { OptionCards } from '../../ui/option-cards';
import { Badge, Card, Empty } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { formatNumber, type PluralKey, t, type TextKey, tn } from '../../ui/texts';
import { currentNetwork, nameOfGenesis, networkName } from '../settings/network';
import { Removing } from '../vault/keeping';
import { Row } from './row';
import { Rows } from './rows';
import { sourceOf, sourceText } from './formats';

const FILTERS: Readonly<Record<RowFilter, TextKey>> = {
  all: 'filter_all',
  new: 'filter_new',
  differs: 'filter_differs',
  same: 'filter_same',
  problems: 'filter_problems',
};

/** In the order they are shown. */
const KINDS: Readonly<Record<RecordKind, TextKey>> = {
  account: 'kind_account',
  identity: 'kind_identity',
  credential: 'kind_credential',
  cosigner: 'kind_cosigner',
  contact: 'kind_contact',
  device: 'kind_device',
};

type PreviewView = Extract<ImportView, { step: 'preview' }>;

/** The plan, its choices, and the button that carries it out. */
export const Preview = ({ view }: { readonly view: PreviewView }): JSX.Element => {
  const [filter, setFilter] = useState<RowFilter>('all');
  const apply = useAction();
  const cancel = useAction();
  const choose = useAction();
  const total = (name: RowFilter): number => view.groups.reduce((sum, group) => sum + group[name], 0);
  const recovery = view.origin.from !== 'file';
  return (
    <section class="stack" data-testid="import-preview" data-source={sourceOf(view.origin)}>
      <Card title={t(recovery ? 'preview_title_recovery' : 'preview_title')}>
        <p>{t('preview_nothing_written')}</p>
        <p class="hint">
          {t(sourceText(view.origin))} {view.origin.from === 'file' && t('preview_file', { file: view.origin.name })}
        </p>
        <Placed networks={view.networks} />
        <NoticeList notices={view.notices} />
      </Card>
      {view.holdsKeys && <Keys view={view} />}
      {view.compare !== null && <Compare compare={view.compare} />}
      {view.overload !== null && <FaultPanel fault={view.overload} />}
      {total('all') === 0 ? (
        <Empty title={t('preview_empty')} />
      ) : (
        <>
          <Choice
            legend={t('filter_label')}
            value={filter}
            onChange={setFilter}
            options={namesOf(FILTERS)
              .filter((name) => name === 'all' || total(name) > 0)
              .map((name) => ({
                value: name,
                label: `${t(FILTERS[name])} ${formatNumber(total(name))}`,
                testId: `preview-filter-${name}`,
              }))}
          />
          {namesOf(KINDS).map((kind) => {
            const count = view.groups.find((group) => group.kind === kind)?.[filter] ?? 0;
            return count === 0 ? null : (
              <section key={`${kind}-${filter}`} class="group">
                <h2 class="section-title">
                  {t(KINDS[kind])} <span class="count">{formatNumber(count)}</span>
                </h2>
                <Rows
                  shown={{ kind, filter, count }}
                  revision={view.revision}
                  label={t(KINDS[kind])}
                  draw={(item) => <Row key={item.id} item={item} choose={choose} network={view.networks.length > 1} />}
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

/** The names of a table, in its order. */
function namesOf<Name extends string>(table: Readonly<Record<Name, TextKey>>): readonly Name[] {
  return Object.keys(table) as Name[];
}
