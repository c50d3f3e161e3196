// Knows the words for how safely the vault is kept: on one copy only, beside another vault, older than it was, inside this extension.

import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

import type { CopyTrouble, KeepingView } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { AlertIcon } from '../../ui/icons';
import { calledBy, CardWords } from '../../ui/option-cards';
import { Card } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, type TextKey, tn } from '../../ui/texts';

const ONE_COPY: Readonly<Record<CopyTrouble, TextKey>> = {
  'disk-full': 'one_copy_disk_full',
  'no-answer': 'one_copy_no_answer',
  failed: 'one_copy_failed',
};

/** Says, wherever a person is, that the vault is on one copy only, and how to get the second one back. */
export const OneCopy = (): JSX.Element | null => {
  const { keeping, vault } = useSession().snapshot;
  const again = useAction();
  if (keeping.oneCopy === null) return null;
  return (
    <div class="panel panel-warn" role="status" data-testid="one-copy" data-trouble={keeping.oneCopy}>
      <AlertIcon />
      <div class="panel-body">
        <p class="panel-title">{t('one_copy')}</p>
        <p>{t(ONE_COPY[keeping.oneCopy])}</p>
        {vault.state === 'unlocked' && (
          <p class="panel-foot">
            <Button
              kind="quiet"
              disabled={again.busy}
              onClick={() => void again.run({ vault: 'complete-copies' })}
              testId="one-copy-again"
            >
              {t('one_copy_again')}
            </Button>
          </p>
        )}
        {again.fault !== null &&
          (keeping.oneCopy === 'disk-full' && again.fault.code === 'store-full' ? (
            <p role="status" data-testid="one-copy-still">
              {t('one_copy_still')}
            </p>
          ) : (
            <FaultPanel fault={again.fault} quiet />
          ))}
      </div>
    </div>
  );
};

/** What was last saved here is not there: what that means, and what to try first. */
export const Missing = ({ keeping }: { readonly keeping: KeepingView }): JSX.Element | null => {
  if (keeping.missing === null) return null;
  const { saves } = keeping.missing;
  return (
    <div class="panel panel-bad" role="alert" data-testid="vault-missing" data-saves={saves ?? undefined}>
      <AlertIcon />
      <div class="panel-body">
        <p class="panel-title">{saves === null ? t('vault_other_here') : tn('vault_older', saves)}</p>
        <p>{t('vault_older_first')}</p>
        <p>{t(saves === null ? 'vault_other_then' : 'vault_older_then')}</p>
      </div>
    </div>
  );
};

interface VaultsProps {
  readonly keeping: KeepingView;
  /** Its number in the list; `null` while none is chosen. */
  readonly chosen: number | null;
  readonly onChange: (chosen: number) => void;
}

/** Which vault to open, where there is more than one, or only an older one. */
export const Vaults = ({ keeping, chosen, onChange }: VaultsProps): JSX.Element | null => {
  const name = useId();
  if (keeping.vaults.length < 2 && !keeping.choose) return null;
  const inUse = keeping.vaults.filter(({ setAside }) => !setAside).length;
  return (
    <fieldset class="option-cards" data-testid="vaults">
      <legend class="section-title">{t(keeping.vaults.length < 2 ? alone(keeping) : 'vaults')}</legend>
      {keeping.vaults.length > 1 && <p class="hint option-cards-hint">{t('vaults_hint')}</p>}
      {keeping.vaults.map(({ saves, setAside, twin }, number) => (
        <label key={number} class="option-card">
          <input
            type="radio"
            name={name}
            {...calledBy(`${name}-${number}`)}
            checked={chosen === number}
            onChange={() => onChange(number)}
            data-testid="vault-choice"
            data-saves={saves}
            data-set-aside={String(setAside)}
          />
          <CardWords
            id={`${name}-${number}`}
            title={tn('vaults_saved', saves)}
            text={t(setAside ? 'vaults_aside' : twin ? 'vaults_twin' : inUse > 1 ? 'vaults_in_a_store' : 'vaults_here')}
          />
        </label>
      ))}
    </fieldset>
  );
};

/** The only one there is may be an older state of the vault that is missing, or quite another vault. */
const alone = ({ missing }: KeepingView): TextKey => (missing?.saves === null ? 'vaults_other' : 'vaults_older');

/** Where the vault is, and what ends with the extension. */
export const WhereItIs = (): JSX.Element => {
  const { keeping } = useSession().snapshot;
  return (
    <Card title={t('keeping_title')}>
      <p>{t(keeping.oneCopy === null ? 'keeping_where' : 'keeping_where_one')}</p>
      <Removing />
      {keeping.setAside > 0 && <p data-testid="vaults-aside">{tn('keeping_aside', keeping.setAside)}</p>}
    </Card>
  );
};

/** Removing the extension deletes the vault. Nothing else in a browser says so. */
export const Removing = (): JSX.Element => (
  <p data-testid="removing">
    <strong>{t('removing')}</strong> {t('removing_then')}
  </p>
);
