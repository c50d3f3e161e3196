// Knows what is said beside a name while it is typed: who else is called so, and what of it would not be kept. The engine finds it.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { NameCheck } from '../../engine.types';
import { AlertIcon } from '../../ui/icons';
import { useSession } from '../../ui/session';
import { t } from '../../ui/texts';

interface Props {
  readonly network: string;
  /** The address the name is for, as far as it is typed. */
  readonly address: string;
  readonly name: string;
}

/** As long as nobody types, a question to the engine is cheap; while somebody does, most answers would be thrown away. */
const PAUSE_MS = 200;

/** The remark; nothing for a name of which there is nothing to say. */
export const NameRemark = ({ network, address, name }: Props): JSX.Element => {
  const { send } = useSession();
  const [check, setCheck] = useState<NameCheck | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      void send({ wallet: { 'check-name': { network, address, name } } }).then((reply) => {
        if (isCurrent) setCheck(reply.ok ? reply.value : null);
      });
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [send, network, address, name]);
  const { alike = null, kept = null } = check ?? {};
  return (
    <div aria-live="polite">
      {alike !== null && (
        <p class="panel panel-warn" data-testid="name-alike">
          <AlertIcon />
          <span class="panel-body">{t('name_alike', { name: alike.name, address: alike.at })}</span>
        </p>
      )}
      {kept !== null && (
        <p class="hint" data-testid="name-cleaned">
          {kept === '' ? t('name_nothing_seen') : t('name_cleaned', { name: kept })}
        </p>
      )}
    </div>
  );
};
