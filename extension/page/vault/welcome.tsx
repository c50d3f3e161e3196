// Knows the first run: what somebody has in their hands, then an unlock password, then the page that begins with it.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { Route } from '../../chrome/browser';
import { isPinned } from '../../chrome/pinned';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { UNLOCK_PASSWORD, NewPassword } from '../../ui/new-password';
import { Card, PageTitle } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, type TextKey } from '../../ui/texts';
import { goTo } from '../app/route';
import { Removing } from './keeping';

interface Holding {
  readonly id: string;
  readonly title: TextKey;
  readonly text: TextKey;
  /** Where it leads once there is a vault; `null`: where the page was opened at. */
  readonly route: Route | null;
  readonly item?: string;
  readonly then: TextKey;
}

const HOLDINGS: readonly Holding[] = [
  { id: 'file', title: 'have_file', text: 'have_file_text', route: 'import', then: 'have_file_then' },
  { id: 'phone', title: 'have_phone', text: 'have_phone_text', route: 'help', item: 'phone', then: 'have_phone_then' },
  { id: 'ledger', title: 'have_ledger', text: 'have_ledger_text', route: 'recover', then: 'have_ledger_then' },
  { id: 'address', title: 'have_address', text: 'have_address_text', route: 'recover', item: 'address', then: 'have_address_then' },
  { id: 'nothing', title: 'have_nothing', text: 'have_nothing_text', route: null, then: 'have_nothing_then' },
];

/** First run: what do you have, and a password for what comes of it. */
export const WelcomePage = (): JSX.Element => {
  const [holding, setHolding] = useState<Holding | null>(null);
  const { deleting } = useSession().snapshot.keeping;
  return holding === null ? (
    <>
      <PageTitle lead={t('welcome_lead')}>{t('welcome_title')}</PageTitle>
      {deleting && (
        <p class="panel panel-warn" data-testid="vault-deleting">
          {t('vault_deleting')}
        </p>
      )}
      <Card title={t('have_title')}>
        <ul class="holdings">
          {HOLDINGS.map((one) => (
            <li key={one.id}>
              <button type="button" class="door" onClick={() => setHolding(one)} data-testid={`have-${one.id}`}>
                <span class="door-title">{t(one.title)}</span>
                <span class="door-text">{t(one.text)}</span>
              </button>
            </li>
          ))}
        </ul>
      </Card>
    </>
  ) : (
    <Password holding={holding} onBack={() => setHolding(null)} />
  );
};

const Password = ({ holding, onBack }: { readonly holding: Holding; readonly onBack: () => void }): JSX.Element => {
  const create = useAction();
  const { vault } = useSession().snapshot;
  const busy = create.busy || vault.state === 'opening';
  const begin = async (password: string): Promise<void> => {
    if ((await create.run({ vault: { create: { password } } })) === null || holding.route === null) return;
    goTo(holding.route, holding.item);
  };
  return (
    <>
      <PageTitle lead={t(holding.then)}>{t('welcome_password_title')}</PageTitle>
      <Card>
        <p>{t('welcome_password_why')}</p>
        <NewPassword
          label={t('welcome_password')}
          hint={t('welcome_password_hint')}
          submit={t('welcome_submit')}
          floor={UNLOCK_PASSWORD}
          busy={busy}
          onReady={(password) => void begin(password)}
          name="vault-create"
        >
          <Button kind="quiet" disabled={busy} onClick={onBack} testId="have-back">
            {t('have_back')}
          </Button>
        </NewPassword>
        {busy && <Busy sentence={t('vault_creating')} />}
        {create.fault !== null && <FaultPanel fault={create.fault} />}
        <p class="hint">{t('welcome_password_stored')}</p>
        <p class="hint">{t('welcome_password_forgotten')}</p>
        <Removing />
      </Card>
      <Pin />
    </>
  );
};

/** How to find Lifeboat again; nothing where the toolbar has it. */
const Pin = (): JSX.Element | null => {
  const [pinned, setPinned] = useState(true);
  const here = useRef(true);
  useEffect(() => {
    void isPinned().then((is) => {
      if (here.current) setPinned(is);
    });
    return () => {
      here.current = false;
    };
  }, []);
  return pinned ? null : (
    <p class="hint" data-testid="pin">
      {t('welcome_pin')}
    </p>
  );
};
