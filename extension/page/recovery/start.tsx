// Knows what stands before a search: an interrupted one, the one button for the usual search, and the way to all the others.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { Fault, ResumableView, SearchFrom } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { Card } from '../../ui/page';
import { type Action, useAction } from '../../ui/session';
import { t, type TextKey, tn } from '../../ui/texts';
import { canUseLedger } from '../ledger/grant';
import { GoodToKnow } from './good-to-know';
import { MoreWays, type From, useIdentitiesOfPhone } from './more-ways';
import { Resume } from './resume';
import { ledgerRoute, USUAL } from './where';

interface StartProps {
  readonly resumable: ResumableView | null;
  /** Why an interrupted search cannot go on. */
  readonly fault: Fault | null;
  /** A search has just ended: what there is to know was read. */
  readonly again: boolean;
  /** Where another page sent somebody to look, if it is not the usual search. */
  readonly from: From | null;
}

/** What nearly everybody wants: the accounts of the Desktop Wallet, each credential asked about. */
const LEDGER_ROUTE = ledgerRoute(USUAL, null);

/** Everything before the search, and the button that begins it. */
export const Start = ({ resumable, fault, again, from }: StartProps): JSX.Element => {
  const start = useAction();
  const fromPhone = useIdentitiesOfPhone();
  const usual = from === 'phone' && fromPhone > 0 ? 'phone' : 'ledger';
  const [more, setMore] = useState(from !== null && from !== usual);
  const begin = { start, isFirst: resumable === null && !again };
  return (
    <>
      {resumable !== null && <Resume resumable={resumable} />}
      {fault !== null && <FaultPanel fault={fault} />}
      {usual === 'ledger' && !canUseLedger() && (
        <Card title={t('recover_no_hid')} tone="warn">
          <p>{t('recover_no_hid_text')}</p>
        </Card>
      )}
      {more ? (
        <MoreWays {...begin} first={from ?? 'ledger'} isMoved={from === null || from === usual} onBack={() => setMore(false)} />
      ) : (
        <Usual {...begin} from={usual} fromPhone={fromPhone} again={again} onMore={() => setMore(true)} />
      )}
      <p class="hint">{t('never_asked')}</p>
    </>
  );
};

interface UsualProps {
  readonly start: Action;
  /** Nothing before it on the page is likelier to be wanted. */
  readonly isFirst: boolean;
  /** A Ledger, or the identities of a phone where another page sent somebody here for them. */
  readonly from: SearchFrom;
  readonly fromPhone: number;
  readonly again: boolean;
  readonly onMore: () => void;
}

/** What the one button says, by whose accounts it finds. */
const FIND: Readonly<Record<SearchFrom, TextKey>> = { ledger: 'recover_start', phone: 'recover_start_phone' };

const Usual = ({ start, isFirst, from, fromPhone, again, onMore }: UsualProps): JSX.Element => {
  const route = from === 'phone' ? from : LEDGER_ROUTE;
  return (
    <Card testId="recover-usual">
      <p>{from === 'phone' ? `${tn('recover_from_phone_have', fromPhone)} ${t('recover_from_phone_text')}` : t('recover_usual')}</p>
      <div class="actions">
        <Button
          kind={isFirst ? 'primary' : 'plain'}
          disabled={route === null || (from === 'ledger' && !canUseLedger()) || start.busy}
          onClick={() => {
            if (route !== null) void start.run({ recovery: { start: { route, privateScan: false } } });
          }}
          testId="recover-start"
        >
          {t(again ? 'recover_start_again' : isFirst ? FIND[from] : 'recover_start_over')}
        </Button>
        <Button kind="quiet" onClick={onMore} testId="recover-more">
          {t('recover_more')}
        </Button>
      </div>
      {start.fault !== null && <FaultPanel fault={start.fault} />}
      {!again && <GoodToKnow from={from} way="direct" />}
    </Card>
  );
};
