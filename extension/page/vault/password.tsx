// Knows how the unlock password is changed: the old one, a new one twice, and what that does and does not reach.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { PasswordField } from '../../ui/field';
import { CheckIcon } from '../../ui/icons';
import { NewPassword } from '../../ui/new-password';
import { Card } from '../../ui/page';
import { useAction } from '../../ui/session';
import { t } from '../../ui/texts';

type Flow = 'closed' | 'open' | 'changed';

/** The card, and the form in it. */
export const ChangePassword = ({ isOfToday }: { readonly isOfToday: boolean }): JSX.Element => {
  const [flow, setFlow] = useState<Flow>('closed');
  return (
    <Card title={t('password_change_title')}>
      <p>{t('password_change_text')}</p>
      {!isOfToday && (
        <p class="panel panel-warn" data-testid="password-old">
          {t('password_change_old')}
        </p>
      )}
      {flow === 'changed' && (
        <p class="panel panel-info" role="status" data-testid="password-changed">
          <CheckIcon />
          <span class="panel-body">{t('password_changed')}</span>
        </p>
      )}
      {flow === 'open' ? (
        <Form onChanged={() => setFlow('changed')} onClose={() => setFlow('closed')} />
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
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

const Form = ({ onChanged, onClose }: FormProps): JSX.Element => {
  const [current, setCurrent] = useState('');
  const change = useAction();
  const send = async (password: string): Promise<void> => {
    if (current === '' || change.busy) return;
    if ((await change.run({ vault: { 'change-password': { current, new: password } } })) !== null) onChanged();
  };
  return (
    <div class="stack">
      <ul class="advice">
        <li>{t('password_change_advice_files')}</li>
        <li>{t('password_change_advice_copies')}</li>
      </ul>
      <PasswordField
        label={t('password_change_current')}
        value={current}
        onInput={setCurrent}
        autocomplete="current-password"
        disabled={change.busy}
        testId="password-current"
      />
      <NewPassword
        label={t('password_change_new')}
        hint={t('welcome_password_hint')}
        submit={t('password_change_submit')}
        shortest={8}
        busy={change.busy}
        onReady={(password) => void send(password)}
        name="password-new"
      />
      {change.busy && <Busy sentence={t('password_changing')} />}
      {change.fault !== null && <FaultPanel fault={change.fault} />}
      <div class="actions">
        <Button onClick={onClose} disabled={change.busy} testId="password-change-cancel">
          {t('cancel')}
        </Button>
      </div>
    </div>
  );
};
