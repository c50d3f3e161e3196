// Knows the screens of a vault that is not open: unlock, forgotten password, both copies lost, open elsewhere.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { Fault, Loss, PasskeyView } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { PasswordField } from '../../ui/field';
import { Card, PageTitle } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, type TextKey } from '../../ui/texts';
import { Missing, OneCopy, Removing, Vaults } from './keeping';
import { WhyLocked } from './locking';
import { askPasskey, type PasskeyTrouble } from './passkey';
import { PasskeyPanel } from './passkey-card';
import { ResetVault } from './reset';

/** The vault wants its password. */
export const UnlockPage = (): JSX.Element => {
  const { snapshot, makeReady } = useSession();
  const { vault, keeping } = snapshot;
  const [picked, setPicked] = useState<number | null>(null);
  const [forgot, setForgot] = useState(false);
  const [password, setPassword] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const unlock = useAction();
  const [asking, setAsking] = useState(false);
  const [trouble, setTrouble] = useState<PasskeyTrouble | null>(null);
  const busy = unlock.busy || asking || vault.state === 'opening';
  // While it opens, the button stays where it was.
  const offered = useRef<PasskeyView | null>(null);
  if (vault.state === 'locked') offered.current = vault.passkey;
  const passkey = offered.current;

  useEffect(() => field.current?.focus(), [forgot]);
  useEffect(() => {
    if (unlock.fault === null) return;
    field.current?.focus();
    field.current?.select();
  }, [unlock.fault]);

  if (forgot) return <ForgotPage onBack={() => setForgot(false)} />;
  // One that was last used here is proposed; an older one never is.
  const chosen = picked ?? (keeping.missing === null ? 0 : null);
  const plain = !keeping.choose && chosen === 0;
  const typed = (now: string): void => {
    // With the first letter: there is time until the last one.
    if (password === '' && now !== '') makeReady();
    setPassword(now);
  };
  const send = (event: Event): void => {
    event.preventDefault();
    if (busy || password === '' || chosen === null) return;
    void unlock.run(plain ? { vault: { unlock: { password } } } : { vault: { 'unlock-chosen': { vault: chosen, password } } });
  };
  const sendPasskey = async (view: PasskeyView): Promise<void> => {
    if (busy) return;
    setTrouble(null);
    setAsking(true);
    const answer = await askPasskey(view);
    setAsking(false);
    if (!answer.ok) {
      setTrouble(answer.why);
      return;
    }
    await unlock.run({ vault: { 'unlock-with-passkey': { secret: answer.value } } });
    answer.value.fill(0);
  };
  return (
    <>
      <PageTitle>{t('unlock_title')}</PageTitle>
      <Card>
        {vault.state === 'locked' && vault.mended && (
          <p class="panel panel-info" data-testid="vault-mended">
            {t('vault_mended')}
          </p>
        )}
        <WhyLocked />
        <OneCopy />
        <Missing keeping={keeping} />
        <form class="stack" onSubmit={send}>
          <Vaults keeping={keeping} chosen={chosen} onChange={setPicked} />
          <PasswordField
            label={t('unlock_password')}
            value={password}
            onInput={typed}
            autocomplete="current-password"
            disabled={busy}
            inputRef={field}
            testId="unlock-password"
          />
          <div class="actions">
            <Button kind="primary" type="submit" disabled={busy || password === '' || chosen === null} testId="unlock-submit">
              {t('unlock_submit')}
            </Button>
            <Button kind="quiet" onClick={() => setForgot(true)} testId="unlock-forgot">
              {t('unlock_forgot')}
            </Button>
          </div>
        </form>
        {passkey !== null && (
          <div class="stack">
            <p class="hint">{t('passkey_or')}</p>
            <div class="actions">
              <Button disabled={busy} onClick={() => void sendPasskey(passkey)} testId="unlock-passkey">
                {t('passkey_unlock')}
              </Button>
            </div>
          </div>
        )}
        {asking && <Busy sentence={t('passkey_asking')} />}
        {trouble !== null && <PasskeyPanel why={trouble} />}
        {busy && !asking && <Busy sentence={t('vault_opening')} />}
        {unlock.fault !== null && <FaultPanel fault={unlock.fault} />}
      </Card>
    </>
  );
};

const ForgotPage = ({ onBack }: { readonly onBack: () => void }): JSX.Element => (
  <>
    <PageTitle lead={t('forgot_lead')}>{t('forgot_title')}</PageTitle>
    <Card title={t('forgot_safe_title')}>
      <p>{t('forgot_safe')}</p>
      <Removing />
    </Card>
    <Card title={t('forgot_ways_title')}>
      <ol class="ways">
        <li>{t('forgot_way_remember')}</li>
        <li>{t('forgot_way_import')}</li>
        <li>{t('forgot_way_recover')}</li>
      </ol>
      <p>{t('forgot_lost')}</p>
      <div class="actions">
        <Button kind="primary" onClick={onBack}>
          {t('forgot_back')}
        </Button>
        <ResetVault />
      </div>
    </Card>
  </>
);

/** What is said first of a vault that was here: its heading, and what stands below. */
const LOST: Readonly<Record<Loss, readonly [TextKey, TextKey]>> = {
  damaged: ['lost_title', 'lost_lead'],
  gone: ['lost_title_gone', 'lost_lead_gone'],
  unknown: ['lost_title', 'lost_lead_unreadable'],
};

/** Something was stored here, and neither copy can be read. */
export const LostPage = ({ loss, fault }: { readonly loss: Loss; readonly fault: Fault }): JSX.Element => (
  <>
    <PageTitle lead={t(LOST[loss][1])}>{t(LOST[loss][0])}</PageTitle>
    <FaultPanel fault={fault} />
    <Card title={t('lost_ways_title')}>
      <ol class="ways">
        <li>{t('lost_way_again')}</li>
        <li>{t('lost_way_import')}</li>
        <li>{t('lost_way_recover')}</li>
      </ol>
      <div class="actions">
        <Button kind="primary" onClick={() => location.reload()}>
          {t('lost_again')}
        </Button>
        <ResetVault />
      </div>
    </Card>
  </>
);

/** Another tab holds the vault. */
export const ElsewherePage = (): JSX.Element => {
  const { takeOver } = useSession();
  return (
    <>
      <PageTitle lead={t('elsewhere_lead')}>{t('elsewhere_title')}</PageTitle>
      <div class="actions">
        <Button kind="primary" onClick={takeOver} testId="take-over">
          {t('elsewhere_take_over')}
        </Button>
      </div>
    </>
  );
};
