// Knows the button that throws a search away, and the question before it.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { Button } from '../../ui/button';
import { Confirm } from '../../ui/dialog';
import { FaultPanel } from '../../ui/fault';
import { useAction } from '../../ui/session';
import { t, tn } from '../../ui/texts';

/** The button; what was found so far is named before it is gone. */
export const ForgetSearch = ({ found }: { readonly found: number }): JSX.Element => {
  const [asking, setAsking] = useState(false);
  const forget = useAction();
  const send = async (): Promise<void> => {
    if ((await forget.run({ recovery: 'discard' })) !== null) setAsking(false);
  };
  return (
    <>
      <Button kind="quiet" onClick={() => setAsking(true)} testId="recover-discard">
        {t('forget_open')}
      </Button>
      {asking && (
        <Confirm
          title={t('forget_title')}
          text={found > 0 ? tn('forget_text', found) : t('forget_text_none')}
          confirm={t('forget_confirm')}
          busy={forget.busy}
          onConfirm={() => void send()}
          onClose={() => setAsking(false)}
        >
          {forget.fault !== null && <FaultPanel fault={forget.fault} />}
        </Confirm>
      )}
    </>
  );
};
