// Knows what a report of a search says, as headings and lines: the same on the page, on paper and in the saved text.
// Refuses to hold anything secret: addresses, numbers, blocks and nodes are all there is.

import type { BlockView, FoundView, PlaceView, RunView, SearchReport, SecondView, Snapshot } from '../../engine.types';
import { ccd } from '../../ui/amount';
import { dateTime } from '../../ui/format';
import { formatNumber, t, tn } from '../../ui/texts';
import { foundKey, VERDICTS } from '../keys/proof';
import { nameOfGenesis } from '../settings/network';
import { coverageLines, nothingThere } from './coverage';
import { heldTogether } from './findings';
import { placeName, placeOutcome } from './places';

/** One sentence, perhaps behind an address or a hash. */
export interface ReportLine {
  readonly exact: string | null;
  readonly text: string;
}

/** A heading and what stands below it. */
export interface ReportPart {
  readonly heading: string;
  readonly lines: readonly ReportLine[];
}

/** The report, in the order it is read. */
export function reportParts(report: SearchReport, snapshot: Snapshot): readonly ReportPart[] {
  const { run } = report;
  const telling = run.places.filter(({ isNothing }) => !isNothing);
  const silent = run.places.filter(({ isNothing }) => isNothing);
  return [
    { heading: t('sr_short'), lines: shortly(run) },
    ...(run.findings.accounts.length > 0
      ? [{ heading: t('findings_list'), lines: run.findings.accounts.map(accountLine) }]
      : []),
    { heading: t('sr_circumstances'), lines: circumstances(report, snapshot) },
    ...telling.map((place) => ({ heading: headingOf(place), lines: linesOf(place) })),
    ...(run.findings.nothing.length > 0
      ? [{ heading: t('sr_nothing'), lines: run.findings.nothing.map(nothingThere).map(plain) }]
      : []),
    ...silent.map((place) => ({ heading: headingOf(place), lines: linesOf(place) })),
    { heading: t('sr_words'), lines: WORDS.map((key) => plain(t(key))) },
  ];
}

/** The report as plain text, for a file. */
export function reportText(report: SearchReport, snapshot: Snapshot): string {
  const parts = reportParts(report, snapshot).map(({ heading, lines }) =>
    [heading, ...lines.map(({ exact, text }) => `  ${exact === null ? text : `${exact}  ${text}`}`)].join('\n'),
  );
  return `${[t('sr_title'), t('sr_safe'), ...parts].join('\n\n')}\n`;
}

const WORDS = [
  'sr_word_found',
  'sr_word_absent',
  'sr_word_not_checked',
  'sr_word_unlisted',
  'sr_word_proof',
  'sr_word_not_searched',
] as const;

function shortly({ outlook, second, findings }: RunView): readonly ReportLine[] {
  const { accounts, unproven, absent, notChecked, unlisted, beyond, notSearched, leftOut } = outlook;
  return [
    tn('sr_found', accounts),
    accounts > 0 ? heldTogether(findings) : null,
    unproven > 0 ? tn('second_unproven', unproven) : null,
    absent > 0 ? tn(outlook.certainty === 'behind' ? 'sr_absent_behind' : 'sr_absent', absent) : null,
    notChecked > 0 ? tn('sr_not_checked', notChecked) : t('sr_all_checked'),
    unlisted > 0 ? tn('sr_unlisted', unlisted) : null,
    beyond > 0 ? tn('sr_beyond', beyond) : null,
    notSearched > 0 ? tn('sr_not_searched', notSearched) : null,
    leftOut > 0 ? tn('sr_skipped', leftOut) : null,
    ...(second === null ? [] : secondLines(second)),
  ]
    .filter((line) => line !== null)
    .map(plain);
}

function secondLines({ url, totals: { agreed, denied, hidden, notChecked } }: SecondView): readonly (string | null)[] {
  return [
    agreed > 0 ? tn('second_agreed', agreed, { url }) : null,
    denied > 0 ? tn('second_denied', denied, { url }) : null,
    hidden > 0 ? tn('second_hidden', hidden, { url }) : null,
    notChecked > 0 ? tn('second_not_checked', notChecked, { url }) : null,
  ];
}

function circumstances(
  { beganAt, madeAt, run, blocks, nodes }: SearchReport,
  snapshot: Snapshot,
): readonly ReportLine[] {
  return [
    plain(t('sr_network', { network: nameOfGenesis(snapshot, run.network), genesis: run.network })),
    plain(t('sr_began', { when: dateTime(beganAt) })),
    plain(t('sr_made', { when: dateTime(madeAt) })),
    plain(means(run)),
    ...(run.scan === null ? [] : [plain(t('sr_list', { count: formatNumber(run.scan.accountsRead) }))]),
    ...nodes.map((url) => plain(t('sr_node', { url }))),
    ...blocks.map(blockLine),
  ];
}

function means({ from, device }: RunView): string {
  if (from === 'phone') return t('sr_with_phone');
  const model = device?.model ?? t('device_some_model');
  const version = device?.appVersion ?? null;
  return version === null ? t('sr_with_ledger', { model }) : t('sr_with_ledger_app', { model, version });
}

function blockLine({ hash, height, madeAt }: BlockView, position: number): ReportLine {
  const words = { height: formatNumber(height), when: dateTime(madeAt), hash };
  return plain(position === 0 ? t('sr_block_first', words) : t('sr_block_last', words));
}

function headingOf(place: PlaceView): string {
  const name = placeName(place);
  return place.index === null || place.identityName === null ? name : `${name}: ${place.identityName}`;
}

function linesOf(place: PlaceView): readonly ReportLine[] {
  const covered = coverageLines(place).map(({ keys, searched, rest }) =>
    plain([keys === null ? null : `${keys}:`, searched, rest].filter((part) => part !== null).join(' ')),
  );
  return [plain(placeOutcome(place)), ...place.accounts.map(credentialLine), ...covered];
}

/** Which credential led to an account. */
function credentialLine({ address, credentialIndex, keyVersion }: FoundView): ReportLine {
  const key = keyVersion === 0 ? 'sr_credential_older' : 'sr_credential_newer';
  return { exact: address, text: t(key, { index: credentialIndex }) };
}

function accountLine({ address, knownAs, removed, shared, missing, proof, second, balance }: FoundView): ReportLine {
  const parts = [
    balance === null ? t('findings_no_balance') : ccd(balance.total),
    knownAs === null ? null : t('found_known', { name: knownAs }),
    shared ? t('found_shared') : null,
    missing > 0 ? tn('found_missing', missing) : null,
    removed ? t('found_removed') : null,
    t(foundKey(proof)),
    second === null ? null : t(VERDICTS[second].label),
  ];
  return { exact: address, text: parts.filter((part) => part !== null).join(', ') };
}

function plain(text: string): ReportLine {
  return { exact: null, text };
}
