// Knows how the unlock password is changed: the old one, a new one twice, and what that does and does not reach.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { PasskeyView } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { PasswordField } from '../../ui/field';
import { AlertIcon, CheckIcon } from '../../ui/icons';
import { UNLOCK_PASSWORD, NewPassword } from '../../ui/new-password';
import { Card } from '../../ui/page';
import { useAction } from '../../ui/session';
import { t } from '../../ui/texts';
import { askPasskey } from './passkey';

/** `changed-beside-a-passkey`: whether that one still opens the wallet is the engine's to say. */
type Flow = 'closed' | 'open' | 'changed' | 'changed-beside-a-passkey';

interface ChangePasswordProps {
  readonly isOfToday: boolean;
  readonly passkey: PasskeyView | null;
}

/** The card, and the form in it. */
export const ChangePassword = ({ isOfToday, passkey }: ChangePasswordProps): JSX.Element => {
  const [flow, setFlow] = useState<Flow>('closed');
  const isWithoutPasskey = flow === 'changed-beside-a-passkey' && passkey === null;
  const isChanged = flow === 'changed' || (flow === 'changed-beside-a-passkey' && passkey !== null);
  return (
    <Card title={t('password_change_title')}>
      <p>{t('password_change_text')}</p>
      {!isOfToday && (
        <p class="panel panel-warn" data-testid="password-old">
          {t('password_change_old')}
        </p>
      )}
      {isChanged && (
        <p class="panel panel-info" role="status" data-testid="password-changed">
          <CheckIcon />
          <span class="panel-body">{t('password_changed')}</span>
        </p>
      )}
      {isWithoutPasskey && (
        <p class="panel panel-warn" role="status" data-testid="password-changed">
          <AlertIcon />
          <span class="panel-body">{t('password_changed_no_passkey')}</span>
        </p>
      )}
      {flow === 'open' ? (
        <Form passkey={passkey} onChanged={setFlow} onClose={() => setFlow('closed')} />
      ) : (
        <div class="actions">
          <Button onClick={() => setFlow('open')} testId="password-change">
            {t('password_change_open')}
          </Button>
        </div>
      )}
    </Card>
  );
};

interface FormProps {
  readonly passkey: PasskeyView | null;
  readonly onChanged: (flow: Flow) => void;
  readonly onClose: () => void;
}

const Form = ({ passkey, onChanged, onClose }: FormProps): JSX.Element => {
  const [current, setCurrent] = useState('');
  const [asking, setAsking] = useState(false);
  const change = useAction();
  const busy = asking || change.busy;
  const send = async (password: string): Promise<void> => {
    if (current === '' || busy) return;
    setAsking(passkey !== null);
    const answer = passkey === null ? null : await askPasskey(passkey);
    setAsking(false);
    const secret = answer?.ok === true ? answer.value : null;
    const done = await change.run({ vault: { 'change-password': { current, new: password, passkey: secret } } });
    secret?.fill(0);
    if (done !== null) onChanged(passkey === null ? 'changed' : 'changed-beside-a-passkey');
  };
  return (
    <div class="stack">
      <ul class="advice">
        <li>{t('password_change_advice_files')}</li>
        <li>{t('password_change_advice_copies')}</li>
        {passkey !== null && <li>{t('password_change_advice_passkey')}</li>}
      </ul>
      <PasswordField
        label={t('password_change_current')}
        value={current}
        onInput={setCurrent}
        autocomplete="current-password"
        disabled={busy}
        testId="password-current"
      />
      <NewPassword
        label={t('password_change_new')}
        hint={t('welcome_password_hint')}
        submit={t('password_change_submit')}
        floor={UNLOCK_PASSWORD}
        busy={busy}
        onReady={(password) => void send(password)}
        name="password-new"
      >
        <Button onClick={onClose} disabled={busy} testId="password-change-cancel">
          {t('cancel')}
        </Button>
      </NewPassword>
      {asking && <Busy sentence={t('passkey_asking')} />}
      {change.busy && <Busy sentence={t('password_changing')} />}
      {change.fault !== null && <FaultPanel fault={change.fault} />}
    </div>
  );
};
