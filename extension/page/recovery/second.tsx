// Knows the second opinion: which accounts are the node's word only, another node that can be asked, and what it says.

import type { JSX } from 'preact';

import type { RunView, SecondView } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { AlertIcon } from '../../ui/icons';
import { useAction } from '../../ui/session';
import { t, tn } from '../../ui/texts';
import { linkTo } from '../app/route';

/** The card; nothing where no node has said anything yet. */
export const SecondOpinion = ({ run }: { readonly run: RunView }): JSX.Element | null => {
  const { outlook, second, otherNodes } = run;
  if (outlook.accounts === 0 && outlook.absent === 0) return null;
  return (
    <section
      class={outlook.unproven > 0 && second === null ? 'card card-warn' : 'card'}
      data-testid="recover-second"
      data-unproven={outlook.unproven}
      data-asking={second === null ? undefined : String(second.asking)}
      data-agreed={second?.totals.agreed}
      data-denied={second?.totals.denied}
      data-hidden={second?.totals.hidden}
      data-not-checked={second?.totals.notChecked}
    >
      <h2>{t('second_title')}</h2>
      {outlook.unproven > 0 && <p>{tn('second_unproven', outlook.unproven)}</p>}
      <p>{t('second_why')}</p>
      {second !== null && <Said second={second} />}
      <Ask urls={otherNodes} busy={second?.asking === true} />
    </section>
  );
};

const Said = ({ second }: { readonly second: SecondView }): JSX.Element => {
  const { url, asking, totals, fault } = second;
  const { total, asked, agreed, denied, hidden, notChecked } = totals;
  if (asking) return <Busy sentence={t('second_asking', { url })} done={asked} total={total} />;
  const contradicts = denied > 0 || hidden > 0;
  return (
    <div class="stack-small" role="status">
      {contradicts && (
        <div class="panel panel-bad">
          <AlertIcon />
          <div class="panel-body">
            <p class="panel-title">{t('second_contradicts')}</p>
            {denied > 0 && <p>{tn('second_denied', denied, { url })}</p>}
            {hidden > 0 && <p>{tn('second_hidden', hidden, { url })}</p>}
            <p>{t('second_contradicts_advice')}</p>
          </div>
        </div>
      )}
      {agreed > 0 && <p>{tn('second_agreed', agreed, { url })}</p>}
      {!contradicts && notChecked === 0 && agreed === 0 && <p>{t('second_agreed_none', { url })}</p>}
      {notChecked > 0 && <p>{tn('second_not_checked', notChecked, { url })}</p>}
      {notChecked > 0 && fault !== null && <FaultPanel fault={fault} quiet />}
    </div>
  );
};

const Ask = ({ urls, busy }: { readonly urls: readonly string[]; readonly busy: boolean }): JSX.Element => {
  const ask = useAction();
  return (
    <>
      {urls.length > 0 && <p class="hint">{t('second_learns')}</p>}
      {ask.fault !== null && <FaultPanel fault={ask.fault} />}
      <div class="actions">
        {urls.map((url) => (
          <Button
            key={url}
            disabled={busy || ask.busy}
            onClick={() => void ask.run({ recovery: { 'ask-another': { url } } })}
            testId="recover-ask-another"
          >
            {t('second_ask', { url })}
          </Button>
        ))}
        <a class="button button-quiet" href={linkTo('settings')}>
          {t(urls.length === 0 ? 'second_add_first' : 'second_add')}
        </a>
      </div>
    </>
  );
};
