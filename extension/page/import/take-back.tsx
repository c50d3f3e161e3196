// Knows how the last import, recovery or removal is taken back: what that would do, the button, and what it did.
// Offered as long as the vault keeps it; what it comes to, the engine has counted.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { Counts, DeedView, UndoView } from '../../engine.types';
import { Button } from '../../ui/button';
import { sumOf } from '../../ui/counts';
import { FaultPanel } from '../../ui/fault';
import { Foreign } from '../../ui/foreign';
import { dayAndTime, listed } from '../../ui/format';
import { Card } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { type PluralKey, t, tn, type TextKey } from '../../ui/texts';
import { FORMATS } from './formats';

/** What was taken back on a page that is not there any more; said on the next one, once. */
let told: UndoView | null = null;

/** Lets the next page say what was taken back. */
export function tellUndone(done: UndoView): void {
  told = done;
}

function takeTold(): UndoView | null {
  const done = told;
  told = null;
  return done;
}

/** The offer, or what came of it; nothing where there is nothing to take back. */
export const TakeBack = (): JSX.Element | null => {
  const { undo } = useSession().wallet;
  const [done, setDone] = useState(takeTold);
  const back = useAction();
  const run = async (): Promise<void> => {
    const reply = await back.run({ import: 'undo' });
    if (reply !== null) setDone(reply.value);
  };
  if (undo === null) {
    return done === null ? null : (
      <Card title={t('undo_done')} testId="undo-done" tone="good">
        <p>
          {t('undo_done_what')} <Deed deed={done.deed} />
        </p>
        <What undo={done} />
        {done.deed?.what === 'file' && <p class="hint">{t('undo_done_file')}</p>}
      </Card>
    );
  }
  return (
    <Card title={t('undo_title')} testId="undo-offer">
      <p>
        {t('undo_offer')} <Deed deed={undo.deed} />
      </p>
      <What undo={undo} />
      <p class="hint">{t('undo_text')}</p>
      {back.fault !== null && <FaultPanel fault={back.fault} />}
      <div class="actions">
        <Button disabled={back.busy} onClick={() => void run()} testId="import-undo">
          {t('undo_button')}
        </Button>
      </div>
    </Card>
  );
};

/** What it is, and when that was. */
const Deed = ({ deed }: { readonly deed: DeedView | null }): JSX.Element => {
  if (deed === null) return <span data-testid="undo-deed">{t('undo_of_something')}</span>;
  const when = dayAndTime(deed.at, Date.now());
  return (
    <span data-testid="undo-deed" data-what={deed.what} data-at={deed.at}>
      {deed.what === 'file' && (
        <>
          {deed.name === '' ? (
            t('undo_of_file_without_name')
          ) : (
            <strong data-testid="undo-file">
              <Foreign text={deed.name} />
            </strong>
          )}
          {', '}
          {t('undo_of_file', { format: t(FORMATS[deed.format].broughtIn), when })}
        </>
      )}
      {deed.what === 'recovery' && t('undo_of_recovery', { when })}
      {deed.what === 'removal' && t('undo_of_removal', { when })}
    </span>
  );
};

const PARTS: readonly (readonly ['takenAway' | 'putBack' | 'changedBack', TextKey])[] = [
  ['takenAway', 'undo_taken_away'],
  ['putBack', 'undo_put_back'],
  ['changedBack', 'undo_changed_back'],
];

const KINDS: readonly (readonly [keyof Counts, PluralKey])[] = [
  ['accounts', 'count_accounts'],
  ['identities', 'count_identities'],
  ['credentials', 'count_credentials'],
  ['cosigners', 'count_cosigners'],
  ['contacts', 'count_contacts'],
  ['devices', 'count_devices'],
];

/** What goes, what comes back and what is again what it was, in numbers. */
const What = ({ undo }: { readonly undo: UndoView }): JSX.Element => (
  <ul class="advice">
    {PARTS.filter(([part]) => sumOf(undo[part]) > 0).map(([part, key]) => (
      <li key={part} data-testid={`undo-${part}`} data-count={sumOf(undo[part])}>
        {t(key, { what: named(undo[part]) })}
      </li>
    ))}
  </ul>
);

function named(counts: Counts): string {
  const parts = KINDS.filter(([kind]) => counts[kind] > 0).map(([kind, key]) => tn(key, counts[kind]));
  return listed(parts);
}
