// Knows what stands before a search by public keys: what a directory would learn, and the button that lets it; or an address to type.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { askForOrigin, giveBackOrigins } from '../../chrome/browser';
import type { KeysOf } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { TextField } from '../../ui/field';
import { Card } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, type TextKey } from '../../ui/texts';
import { nodesOf } from '../settings/network';

/** What the card says: the same question for two programs. */
const WORDS: Readonly<Record<KeysOf, { readonly title: TextKey; readonly text: TextKey }>> = {
  'ledger-program': { title: 'keys_program_title', text: 'keys_program_text' },
  'desktop-wallet': { title: 'keys_desktop_title', text: 'keys_desktop_text' },
};

/** The question whether a directory may learn the keys, and the search. */
export const KeysStart = ({ keys }: { readonly keys: KeysOf }): JSX.Element => {
  const { snapshot } = useSession();
  const start = useAction();
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState(false);
  const known = snapshot.keySearch.directory;
  const directory = typed.trim() === '' ? known : typed.trim();
  const begin = async (): Promise<void> => {
    if (directory === null) return;
    // First in the click: a browser asks for nothing that comes later.
    const allowed = await askForOrigin(addressOf(directory));
    setRefused(!allowed);
    // What began nothing is given back.
    if (allowed && (await start.run({ 'key-search': { start: { keys, directory } } })) === null) await giveBackOrigins(nodesOf(snapshot));
  };
  return (
    <Card title={t(WORDS[keys].title)} testId="keys-start">
      <p>{t(WORDS[keys].text)}</p>
      <p data-testid="keys-consent">
        {known === null && directory === null ? t('keys_no_directory') : t('keys_consent', { host: hostOf(directory ?? '') })}
      </p>
      <details open={known === null}>
        <summary>{t('keys_other_directory')}</summary>
        <TextField
          label={t('keys_directory_label')}
          hint={t('keys_directory_hint')}
          value={typed}
          onInput={setTyped}
          inputMode="url"
          testId="keys-directory"
        />
      </details>
      {refused && (
        <p role="alert" data-testid="keys-refused">
          {t('keys_refused')}
        </p>
      )}
      {start.fault !== null && <FaultPanel fault={start.fault} />}
      <div class="actions">
        <Button
          kind={keys === 'ledger-program' ? 'primary' : 'plain'}
          disabled={directory === null || start.busy}
          onClick={() => void begin()}
          testId="keys-begin"
        >
          {t('keys_begin')}
        </Button>
      </div>
    </Card>
  );
};

/** An address that the person knows, and the question whose it is. */
export const AddressStart = (): JSX.Element => {
  const start = useAction();
  const [address, setAddress] = useState('');
  return (
    <Card title={t('recover_from_address')} testId="keys-address-start">
      <p>{t('keys_address_text')}</p>
      <TextField
        label={t('keys_address_label')}
        hint={t('keys_address_hint')}
        value={address}
        onInput={setAddress}
        mono
        testId="keys-address"
      />
      {start.fault !== null && <FaultPanel fault={start.fault} />}
      <div class="actions">
        <Button
          kind="primary"
          disabled={address.trim() === '' || start.busy}
          onClick={() => void start.run({ 'key-search': { address: { address } } })}
          testId="keys-address-begin"
        >
          {t('keys_address_begin')}
        </Button>
      </div>
    </Card>
  );
};

/** As a browser wants it; the engine reads what was typed more kindly. */
function addressOf(directory: string): string {
  return directory.includes('://') ? directory : `https://${directory}`;
}

function hostOf(directory: string): string {
  try {
    return new URL(addressOf(directory)).host;
  } catch {
    return directory;
  }
}
