// Knows a search by public keys under way, and what it came to: whose each account is, and what "none" was said of.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { askForOrigin, giveBackOrigins } from '../../chrome/browser';
import type { KeyAccountView, KeySearchStep, KeySeriesView } from '../../engine.types';
import { ccd } from '../../ui/amount';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { Foreign } from '../../ui/foreign';
import { Badge, Card, Fact, Facts, Fold } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, tn } from '../../ui/texts';
import { goTo } from '../app/route';
import { DeviceTask } from '../ledger/task';
import type { From } from '../recovery/more-ways';
import { nodesOf } from '../settings/network';
import { POWERS } from './power';

type Running = Extract<KeySearchStep, { at: 'running' }>;
type Over = Extract<KeySearchStep, { at: 'over' }>;

/** The search, from its beginning to its end. */
export const KeySearch = ({ step }: { readonly step: Running | Over }): JSX.Element => {
  const { snapshot } = useSession();
  const isOver = step.at === 'over';
  // Asked for with the search, and given back with it.
  useEffect(() => {
    if (isOver) void giveBackOrigins(nodesOf(snapshot));
  }, [isOver]);
  return step.at === 'running' ? <Under step={step} /> : <End step={step} />;
};

const Under = ({ step }: { readonly step: Running }): JSX.Element => {
  const stop = useAction();
  return (
    <section class="stack" data-testid="keys-running" data-read={step.read} data-of={step.of} data-found={step.found}>
      <Card title={t('keys_running')}>
        <Busy sentence={step.of === 0 ? t('keys_preparing') : t('keys_read', { read: step.read, of: step.of })} />
        {step.found > 0 && <p>{tn('keys_found_so_far', step.found)}</p>}
        {stop.fault !== null && <FaultPanel fault={stop.fault} />}
        <div class="actions">
          <Button disabled={stop.busy} onClick={() => void stop.run({ 'key-search': 'stop' })} testId="keys-stop">
            {t('keys_stop')}
          </Button>
        </div>
      </Card>
      <DeviceTask />
    </section>
  );
};

const End = ({ step }: { readonly step: Over }): JSX.Element => {
  const { snapshot } = useSession();
  const go = useAction();
  const [refused, setRefused] = useState(false);
  const { found, series, sought, fault, directory } = step;
  const notChecked = series.reduce((sum, { notChecked }) => sum + notChecked, 0);
  const fresh = found.filter(({ isKnown }) => !isKnown).length;
  const again = async (): Promise<void> => {
    if (directory === null) return;
    // First in the click: a browser asks for nothing that comes later.
    const allowed = await askForOrigin(directory);
    setRefused(!allowed);
    if (!allowed) return;
    if ((await go.run({ 'key-search': 'check-again' })) === null) await giveBackOrigins(nodesOf(snapshot));
  };
  /** Whoever learns the keys is asked for anew; an address is looked at without a word. */
  const anew = (): void => {
    if (sought.what === 'address') void go.run({ 'key-search': { address: { address: sought.address } } });
    else void leaveFor('keys');
  };
  const leaveFor = async (from: From): Promise<void> => {
    if ((await go.run({ 'key-search': 'close' })) !== null) goTo('recover', from);
  };
  return (
    <section
      class="stack"
      data-testid="keys-over"
      data-found={found.length}
      data-not-checked={notChecked}
      data-sought={sought.what}
    >
      <Card tone={found.length > 0 ? 'good' : 'plain'}>
        <h2>{titleOf(step)}</h2>
        {sought.what === 'address' && fault === null && <p class="mono">{sought.address}</p>}
        {fault === null && found.length === 0 && (
          <p data-testid="keys-none">{t(sought.what === 'address' ? 'keys_none_address' : notChecked > 0 ? 'keys_none_yet' : 'keys_none')}</p>
        )}
        {fault !== null && <FaultPanel fault={fault} />}
        {refused && (
          <p role="alert" data-testid="keys-refused">
            {t('keys_refused')}
          </p>
        )}
        {go.fault !== null && <FaultPanel fault={go.fault} />}
        <div class="actions">
          {fresh > 0 && (
            <>
              <Button kind="primary" disabled={go.busy} onClick={() => void go.run({ 'key-search': 'add' })} testId="keys-add">
                {t('over_add')}
              </Button>
              <Button disabled={go.busy} onClick={() => void go.run({ 'key-search': 'preview' })} testId="keys-preview">
                {t('over_preview')}
              </Button>
            </>
          )}
          {notChecked > 0 && directory !== null && (
            <Button disabled={go.busy} onClick={() => void again()} testId="keys-again">
              {t('run_check_again')}
            </Button>
          )}
          {fault !== null && (
            <Button kind="primary" disabled={go.busy} onClick={anew} testId="keys-anew">
              {t('recover_start_again')}
            </Button>
          )}
          {found.length === 0 && sought.what !== 'address' && (
            <Button disabled={go.busy} onClick={() => void leaveFor('address')} testId="keys-to-address">
              {t('recover_from_address')}
            </Button>
          )}
          <Button kind="quiet" disabled={go.busy} onClick={() => void go.run({ 'key-search': 'close' })} testId="keys-close">
            {t('keys_close')}
          </Button>
        </div>
      </Card>
      {found.map((account) => (
        <Account key={account.address} account={account} />
      ))}
      {fault === null && series.length > 0 && (
        <Fold title={t('keys_coverage')} open={found.length === 0 || notChecked > 0} testId="keys-coverage">
          {series.map((one) => (
            <Series key={one.identity ?? 'program'} series={one} />
          ))}
        </Fold>
      )}
    </section>
  );
};

function titleOf({ found, sought, fault }: Over): string {
  if (fault !== null) return t('keys_ended');
  if (sought.what === 'address') return t(found.length > 0 ? 'keys_address_yes' : 'keys_address_no');
  return found.length > 0 ? tn('keys_found', found.length) : t('keys_found_none');
}

const Account = ({ account }: { readonly account: KeyAccountView }): JSX.Element => {
  const power = POWERS[account.power];
  return (
    <section
      class="card"
      data-testid="keys-account"
      data-address={account.address}
      data-power={account.power}
      data-may-receive={account.mayReceive}
    >
      <h3 class="badges">
        <Foreign text={account.name} />
        <span class="row-amount">{ccd(account.balance.total)}</span>
        <Badge tone={power.tone}>{t(power.badge)}</Badge>
        {account.isKnown && <Badge>{t('keys_known')}</Badge>}
      </h3>
      <p class="mono" dir="ltr">
        {account.address}
      </p>
      <p>{power.text(account.missing)}</p>
      {!account.mayReceive && <p class="hint">{t('keys_no_receiving')}</p>}
      {!account.comesIn && <p data-testid="keys-not-added">{t('keys_not_added')}</p>}
      <Facts>
        <Fact name={t('keys_paths')}>
          <span class="mono">{account.paths.join(', ')}</span>
        </Fact>
      </Facts>
    </section>
  );
};

const Series = ({ series }: { readonly series: KeySeriesView }): JSX.Element => (
  <div class="stack" data-testid="keys-series" data-none={series.none} data-not-checked={series.notChecked}>
    <p>
      {series.identity !== null && <strong>{t('keys_identity', { number: series.identity })} </strong>}
      {t('keys_series', { keys: series.keys, found: series.found, none: series.none })}
      {series.notChecked > 0 && ` ${tn('keys_not_checked', series.notChecked)}`}
    </p>
    {series.faults.map((fault) => (
      <FaultPanel key={fault.code} fault={fault} quiet />
    ))}
  </div>
);
