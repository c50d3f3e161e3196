// Knows what stands before a search: an interrupted one, the one button for the usual search, and the way to all the others.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { ResumableView } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { Card } from '../../ui/page';
import { type Action, useAction } from '../../ui/session';
import { t } from '../../ui/texts';
import { canUseLedger } from '../ledger/grant';
import { GoodToKnow } from './good-to-know';
import { MoreWays, type From } from './more-ways';
import { Resume } from './resume';
import { ledgerRoute, USUAL } from './where';

interface StartProps {
  readonly resumable: ResumableView | null;
  /** A search has just ended: what there is to know was read. */
  readonly again: boolean;
  /** Where another page sent somebody to look, if it is not the usual search. */
  readonly from: From | null;
}

/** What nearly everybody wants: the accounts of the Desktop Wallet, each credential asked about. */
const ROUTE = ledgerRoute(USUAL, null);

/** Everything before the search, and the button that begins it. */
export const Start = ({ resumable, again, from }: StartProps): JSX.Element => {
  const start = useAction();
  const [more, setMore] = useState(from !== null);
  const begin = { start, isFirst: resumable === null && !again };
  return (
    <>
      {resumable !== null && <Resume resumable={resumable} />}
      {!canUseLedger() && (
        <Card title={t('recover_no_hid')} tone="warn">
          <p>{t('recover_no_hid_text')}</p>
        </Card>
      )}
      {more ? (
        <MoreWays {...begin} first={from ?? 'ledger'} isMoved={from === null} onBack={() => setMore(false)} />
      ) : (
        <Usual {...begin} again={again} onMore={() => setMore(true)} />
      )}
      <p class="hint">{t('never_asked')}</p>
    </>
  );
};

interface UsualProps {
  readonly start: Action;
  /** Nothing before it on the page is likelier to be wanted. */
  readonly isFirst: boolean;
  readonly again: boolean;
  readonly onMore: () => void;
}

const Usual = ({ start, isFirst, again, onMore }: UsualProps): JSX.Element => (
  <Card testId="recover-usual">
    <p>{t('recover_usual')}</p>
    <div class="actions">
      <Button
        kind={isFirst ? 'primary' : 'plain'}
        disabled={!canUseLedger() || start.busy}
        onClick={() => {
          if (ROUTE !== null) void start.run({ recovery: { start: { route: ROUTE, privateScan: false } } });
        }}
        testId="recover-start"
      >
        {t(again ? 'recover_start_again' : isFirst ? 'recover_start' : 'recover_start_over')}
      </Button>
      <Button kind="quiet" onClick={onMore} testId="recover-more">
        {t('recover_more')}
      </Button>
    </div>
    {start.fault !== null && <FaultPanel fault={start.fault} />}
    {!again && <GoodToKnow from="ledger" way="direct" />}
  </Card>
);
