// Knows how a passkey is added beside the unlock password, what that means, and how it is taken away again.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { PasskeyView } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/dialog';
import { FaultPanel } from '../../ui/fault';
import { PasswordField } from '../../ui/field';
import { CheckIcon } from '../../ui/icons';
import { Card } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, type TextKey } from '../../ui/texts';
import { arePasskeysPossible, type MadePasskey, makePasskey, type PasskeyTrouble } from './passkey';

const TROUBLES: Readonly<Record<PasskeyTrouble, TextKey>> = {
  declined: 'passkey_declined',
  impossible: 'passkey_impossible',
  'without-secret': 'passkey_without_secret',
};

/** What came of asking for a passkey, when nothing did. */
export const PasskeyPanel = ({ why }: { readonly why: PasskeyTrouble }): JSX.Element => (
  <p class="panel panel-warn" role="alert" data-testid="passkey-trouble" data-why={why}>
    {t(TROUBLES[why])}
  </p>
);

/** Whether this browser knows passkeys; `true` until it has said so. */
function usePossible(): boolean {
  const [possible, setPossible] = useState(true);
  useEffect(() => {
    let isHere = true;
    void arePasskeysPossible().then((is) => {
      if (isHere) setPossible(is);
    });
    return () => {
      isHere = false;
    };
  }, []);
  return possible;
}

/** The card in the settings. */
export const PasskeyCard = ({ passkey }: { readonly passkey: PasskeyView | null }): JSX.Element => {
  const possible = usePossible();
  const [open, setOpen] = useState(false);
  const [removing, setRemoving] = useState(false);
  const remove = useAction();
  const takeAway = async (): Promise<void> => {
    if ((await remove.run({ vault: 'remove-passkey' })) !== null) setRemoving(false);
  };
  return (
    <Card title={t('passkey_title')} testId="passkey">
      <p>{t('passkey_text')}</p>
      {passkey !== null && (
        <p class="panel panel-info" role="status" data-testid="passkey-added">
          <CheckIcon />
          <span class="panel-body">{t('passkey_here')}</span>
        </p>
      )}
      {!possible && <p class="hint">{t('passkey_impossible')}</p>}
      {open ? (
        <Add onClose={() => setOpen(false)} />
      ) : (
        <div class="actions">
          {passkey === null && possible && (
            <Button onClick={() => setOpen(true)} testId="passkey-add">
              {t('passkey_add')}
            </Button>
          )}
          {passkey !== null && (
            <Button onClick={() => setRemoving(true)} testId="passkey-remove">
              {t('passkey_remove')}
            </Button>
          )}
        </div>
      )}
      {removing && (
        <Confirm
          title={t('passkey_remove_title')}
          text={t('passkey_remove_text')}
          confirm={t('passkey_remove')}
          busy={remove.busy}
          onConfirm={() => void takeAway()}
          onClose={() => setRemoving(false)}
        >
          {remove.fault !== null && <FaultPanel fault={remove.fault} />}
        </Confirm>
      )}
    </Card>
  );
};

const Add = ({ onClose }: { readonly onClose: () => void }): JSX.Element => {
  const { snapshot } = useSession();
  const [password, setPassword] = useState('');
  const [asking, setAsking] = useState(false);
  const [trouble, setTrouble] = useState<PasskeyTrouble | null>(null);
  /** Made once, also where the password was mistyped. */
  const made = useRef<MadePasskey | null>(null);
  const add = useAction();
  useEffect(() => () => void made.current?.secret.fill(0), []);
  const busy = asking || add.busy;
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy || password === '') return;
    if (made.current === null) {
      setTrouble(null);
      setAsking(true);
      const answer = await makePasskey(snapshot.keeping.last?.vault ?? '', t('app_name'));
      setAsking(false);
      if (!answer.ok) {
        setTrouble(answer.why);
        return;
      }
      made.current = answer.value;
    }
    if ((await add.run({ vault: { 'add-passkey': { password, ...made.current } } })) !== null) onClose();
  };
  return (
    <form class="stack" onSubmit={(event) => void send(event)}>
      <ul class="advice">
        <li>{t('passkey_advice_lost')}</li>
        <li>{t('passkey_advice_who')}</li>
      </ul>
      <PasswordField
        label={t('passkey_password')}
        value={password}
        onInput={setPassword}
        autocomplete="current-password"
        disabled={busy}
        testId="passkey-password"
      />
      {asking && <Busy sentence={t('passkey_asking')} />}
      {trouble !== null && <PasskeyPanel why={trouble} />}
      {add.fault !== null && <FaultPanel fault={add.fault} />}
      <div class="actions">
        <Button kind="primary" type="submit" disabled={busy || password === ''} testId="passkey-submit">
          {t('passkey_add')}
        </Button>
        <Button onClick={onClose} disabled={busy} testId="passkey-cancel">
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
};
