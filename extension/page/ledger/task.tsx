// Knows what is shown while the Ledger is used outside of a search: what to do on it, and a way out.

import type { JSX } from 'preact';
import { useCallback, useEffect, useRef } from 'preact/hooks';

import type { DeviceTaskView, Intent } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { AlertIcon, CheckIcon } from '../../ui/icons';
import { useAction, useSession } from '../../ui/session';
import { t } from '../../ui/texts';
import { useLedgerChanges } from './grant';
import { DevicePanel } from './panel';

/** The task under way; nothing when there is none. */
export const DeviceTask = (): JSX.Element | null => {
  const { snapshot, send } = useSession();
  const cancel = useAction();
  const changed = useCallback(() => void send({ ledger: 'devices-changed' }), [send]);
  useLedgerChanges(changed);
  const task = snapshot.device;
  const place = useRef<HTMLElement>(null);
  // The button that set it off may stand anywhere on the page.
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), [task.task]);
  if (task.task === 'none') return null;
  const decided = task.task === 'showing-address' && task.confirmed !== null;
  return (
    <section ref={place} class="stack" aria-label={t('task_label')} data-testid="device-task" data-task={task.task}>
      {task.task === 'showing-address' && <Address task={task} />}
      {!decided && <DevicePanel device={task.device} pause={null} again={againFor(task)} />}
      {!decided && task.device.screens !== null && <p>{t('stop_still_asks')}</p>}
      {cancel.fault !== null && <FaultPanel fault={cancel.fault} />}
      <div class="actions">
        <Button
          kind={decided ? 'primary' : 'plain'}
          disabled={cancel.busy}
          onClick={() => void cancel.run({ ledger: 'cancel' })}
          testId="device-cancel"
        >
          {t(decided ? 'done' : 'cancel')}
        </Button>
      </div>
    </section>
  );
};

type Showing = Extract<DeviceTaskView, { task: 'showing-address' }>;

/** The address to compare with, in pieces that an eye can hold; then what the person said about it. */
const Address = ({ task }: { readonly task: Showing }): JSX.Element => (
  <div
    class="card"
    data-testid="address-compare"
    data-address={task.address}
    data-confirmed={task.confirmed === null ? undefined : String(task.confirmed)}
  >
    <h2>{t('compare_title')}</h2>
    <p class="mono pieces" dir="ltr">
      {(task.address.match(/.{1,5}/gu) ?? []).map((piece, position) => (
        <span key={position}>{piece}</span>
      ))}
    </p>
    {task.confirmed === true && (
      <p class="panel panel-good" role="status">
        <CheckIcon />
        <span class="panel-body">{t('compare_same')}</span>
      </p>
    )}
    {task.confirmed === false && (
      <p class="panel panel-bad" role="alert">
        <AlertIcon />
        <span class="panel-body">{t('compare_differs')}</span>
      </p>
    )}
  </div>
);

/** What sets the task off sets it off again. */
function againFor(task: Exclude<DeviceTaskView, { task: 'none' }>): Intent {
  if (task.task === 'checking-access') return { ledger: 'check-access' };
  // Nothing is asked on its screen: it goes on when the Ledger is there.
  if (task.task === 'finding-by-key') return { ledger: 'devices-changed' };
  return { ledger: { 'show-address': { network: task.network, id: task.account } } };
}
