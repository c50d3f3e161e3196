// Knows how a plan is told before it is carried out: one sentence, the button, and what may be looked at below it.
// An import and a recovery end here alike; nothing is written before a button.

import type { JSX } from 'preact';

import type { AnswerView, CompareView, ImportView, OutlookView, PlacedView, Upshot } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { countList } from '../../ui/counts';
import { FaultPanel, NoticeList } from '../../ui/fault';
import { NodeIcon } from '../../ui/icons';
import { OptionCards } from '../../ui/option-cards';
import { Badge } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { STEP_HEADING } from '../../ui/kept-focus';
import { formatNumber, type PluralKey, t, type TextKey, tn } from '../../ui/texts';
import { currentNetwork, nameOfGenesis, networkName } from '../settings/network';
import { Removing } from '../vault/keeping';
import { sourceOf, sourceText } from './formats';
import { Sections } from './sections';

type PreviewView = Extract<ImportView, { step: 'preview' }>;

/** The answer, the button that carries it out, and then the plan with its choices. */
export const Preview = ({ view }: { readonly view: PreviewView }): JSX.Element => {
  const apply = useAction();
  const cancel = useAction();
  const choose = useAction();
  const recovery = view.origin.from !== 'file';
  const { kind } = view.answer;
  return (
    <section class="stack" data-testid="import-preview" data-source={sourceOf(view.origin)} data-answer={kind}>
      <section class="card">
        <h2 {...STEP_HEADING}>{answerSentence(view.answer)}</h2>
        {TELLS_PARTS[kind] && <p data-testid="preview-parts">{partsOf(view.answer)}</p>}
        <p>{nextSentence(view)}</p>
        <p class="hint">
          {t(sourceText(view.origin))} {view.origin.from === 'file' && t('preview_file', { file: view.origin.name })}
        </p>
        <Placed networks={view.networks} />
        <NoticeList notices={view.notices} />
      </section>
      {view.holdsKeys && <Keys view={view} />}
      {view.overload !== null && <FaultPanel fault={view.overload} />}
      <div class="apply-bar apply-bar-top">
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
            {t(view.begun ? 'cancel' : 'preview_cancel')}
          </Button>
        </div>
        {apply.busy && <Busy sentence={t('preview_applying')} />}
        {choose.fault !== null && <FaultPanel fault={choose.fault} />}
        {apply.fault !== null && <FaultPanel fault={apply.fault} />}
      </div>
      {view.compare !== null && <Compare compare={view.compare} />}
      <Sections view={view} choose={choose} />
    </section>
  );
};

const SENTENCES: Readonly<Record<Upshot, TextKey>> = {
  empty: 'preview_empty',
  'all-new': 'answer_all_new',
  'all-here': 'answer_all_here',
  mixed: 'answer_mixed',
  'needs-look': 'answer_needs_look',
  impossible: 'answer_impossible',
};

/** Whether the sentence leaves open how many are new, differ, or are here. */
const TELLS_PARTS: Readonly<Record<Upshot, boolean>> = {
  empty: false,
  'all-new': false,
  'all-here': false,
  mixed: true,
  'needs-look': true,
  impossible: false,
};

/** What to do now. */
const NEXT: Readonly<Record<Upshot, TextKey>> = {
  empty: 'preview_nothing_written',
  'all-new': 'preview_next_new',
  'all-here': 'preview_next_here',
  mixed: 'preview_next_mixed',
  'needs-look': 'preview_next_look',
  impossible: 'preview_next_impossible',
};

/** The same where something of it is written. */
const REST: Readonly<Record<Upshot, TextKey>> = {
  empty: 'preview_next_here',
  'all-new': 'preview_rest_new',
  'all-here': 'preview_next_here',
  mixed: 'preview_rest_mixed',
  'needs-look': 'preview_rest_look',
  impossible: 'preview_rest_impossible',
};

function nextSentence({ answer: { kind, differs }, begun }: PreviewView): string {
  return t((begun ? REST : NEXT)[kind === 'mixed' && differs === 0 ? 'all-new' : kind]);
}

/** "9 accounts, 4 identities, 16 contacts: all new". */
function answerSentence({ kind, holds }: AnswerView): string {
  return t(SENTENCES[kind], { what: countList(holds) });
}

const PARTS: readonly (readonly ['new' | 'differs' | 'same' | 'problems', PluralKey])[] = [
  ['problems', 'part_problems'],
  ['differs', 'part_differs'],
  ['new', 'part_new'],
  ['same', 'part_same'],
];

/** How many need a look, differ, are new, and are here. */
function partsOf(answer: AnswerView): string {
  return PARTS.filter(([part]) => answer[part] > 0).map(([part, key]) => tn(key, answer[part])).join(' · ');
}

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
