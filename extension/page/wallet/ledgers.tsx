// Knows what a Ledger is called, and the card where Ledgers are named.

import type { JSX } from 'preact';

import type { LedgerView } from '../../engine.types';
import { Foreign } from '../../ui/foreign';
import { LedgerIcon } from '../../ui/icons';
import { LongList } from '../../ui/long-list';
import { Card } from '../../ui/page';
import { useSession } from '../../ui/session';
import { t, tn } from '../../ui/texts';
import { Rename } from './rename';

/** Hardly anybody has more. */
const AT_ONCE = 10;

/** A Ledger by its name, or by its model and, where there are several, by the start of its key. */
export const LedgerName = ({ id }: { readonly id: string }): JSX.Element => {
  const { ledgers } = useSession().wallet;
  const ledger = ledgers.find((one) => one.id === id);
  return <span data-testid="ledger-name">{ledger === undefined ? t('ledger_unnamed') : <Called ledger={ledger} />}</span>;
};

const Called = ({ ledger }: { readonly ledger: LedgerView }): JSX.Element => {
  const { ledgers } = useSession().wallet;
  if (ledger.name !== '') return <Foreign text={ledger.name} />;
  return <>{unnamed(ledger, ledgers.length > 1)}</>;
};

function unnamed({ model, mark }: LedgerView, isOneOfSeveral: boolean): string {
  const kind = model === null ? t('ledger_unnamed') : t('ledger_model', { model });
  return isOneOfSeveral ? t('ledger_marked', { kind, mark }) : kind;
}

/** Every Ledger, with its pencil. */
export const Ledgers = (): JSX.Element | null => {
  const { ledgers } = useSession().wallet;
  if (ledgers.length === 0) return null;
  return (
    <Card title={t('ledgers_title')} testId="ledgers">
      <p class="hint">{t('ledgers_hint')}</p>
      <LongList
        items={ledgers}
        label={t('ledgers_title')}
        atOnce={AT_ONCE}
        draw={(ledger) => (
          <li key={ledger.id} class="row" data-testid="ledger-row" data-id={ledger.id} data-name={ledger.name}>
            <div class="row-main">
              <p class="row-title">
                <LedgerIcon /> <Called ledger={ledger} />
              </p>
              <p class="row-sub">
                {ledger.name !== '' && `${unnamed(ledger, ledgers.length > 1)} · `}
                {tn('count_identities', ledger.identities)}
              </p>
            </div>
            <div class="row-side">
              <Rename
                id={ledger.id}
                name={ledger.name}
                label={t('ledger_rename')}
                hint={t('ledger_rename_hint')}
                mayBeEmpty
                intent={(name) => ({ wallet: { 'rename-ledger': { id: ledger.id, name } } })}
              />
            </div>
          </li>
        )}
      />
    </Card>
  );
};
