// Knows how one record of a preview reads: what it is, what is known of it, and what the person can choose.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { ChoiceView, ItemChoice, Verdict, ItemView } from '../../engine.types';
import { Choice } from '../../ui/choice';
import { countList, sumOf } from '../../ui/counts';
import { shortened } from '../../ui/format';
import { Badge, type Tone } from '../../ui/page';
import { type Action, useSession } from '../../ui/session';
import { noticeText, t, type TextKey } from '../../ui/texts';
import { KeysCheckLine } from '../keys/check';
import { Findings } from '../keys/findings';
import { KeysBadge } from '../keys/place';
import { proofKey, proofText, VERDICTS } from '../keys/proof';
import { nameOfGenesis } from '../settings/network';

interface Look {
  readonly label: TextKey;
  readonly tone: Tone;
}

const STATUSES: Readonly<Record<Verdict, Look>> = {
  new: { label: 'status_new', tone: 'good' },
  same: { label: 'status_same', tone: 'plain' },
  'name-differs': { label: 'status_name_differs', tone: 'sea' },
  'note-differs': { label: 'status_note_differs', tone: 'sea' },
  'replaces-placeholder': { label: 'status_replaces_placeholder', tone: 'sea' },
  completes: { label: 'status_completes', tone: 'sea' },
  alike: { label: 'status_alike', tone: 'warn' },
  repairs: { label: 'status_repairs', tone: 'good' },
  doubted: { label: 'status_doubted', tone: 'warn' },
  conflict: { label: 'status_conflict', tone: 'warn' },
  'cannot-import': { label: 'status_cannot_import', tone: 'bad' },
};

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

interface RowProps {
  readonly item: ItemView;
  readonly choose: Action;
  /** Whether to name its network: only where the file holds several. */
  readonly network: boolean;
}

/** One record: what it is, what is known of it, and what can be done. */
export const Row = ({ item, choose, network }: RowProps): JSX.Element => {
  const { snapshot } = useSession();
  const [wanted, setWanted] = useState<number | null>(null);
  // What was clicked shows at once; what it comes to is the engine's to say, and then that stands.
  useEffect(() => setWanted(null), [item]);
  const pick = async (choice: number): Promise<void> => {
    setWanted(choice);
    if ((await choose.run({ import: { choose: { item: item.id, choice } } })) === null) setWanted(null);
  };
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
          <bdi>{titleOf(item)}</bdi>{' '}
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
        {sumOf(item.parts) > 0 && (
          <p class="row-sub" data-testid="preview-with">
            {t('preview_with', { what: countList(item.parts) })}
          </p>
        )}
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
            legend={t('choice_legend', { name: titleOf(item) })}
            value={String(wanted ?? item.chosen)}
            onChange={(value) => void pick(Number(value))}
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

/** A credential has no name: it goes by its number and the account it is on. */
function titleOf({ title, number, at, atName }: ItemView): string {
  if (title !== '' || number === null) return title;
  return at === null
    ? t('preview_credential_alone', { index: number })
    : t('preview_credential', { index: number, account: atName ?? shortened(at) });
}

/** An identity goes by its number on its Ledger. Of the ids that nobody compares by eye, the ends are enough. */
function subtitleOf({ kind, subtitle, number, at }: ItemView): string {
  if (kind !== 'identity') return shortened(subtitle, 32, 20);
  return number === null || at === null
    ? t('preview_identity_phone')
    : t('preview_identity', { index: number, device: at });
}
