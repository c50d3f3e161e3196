// Knows how the address of an account is offered to receive at, and what stands there instead where others could take what is sent.

import type { JSX } from 'preact';

import type { ReceivingView } from '../../engine.types';
import { CopyButton } from '../../ui/copy-button';
import { Badge, Card, type Tone } from '../../ui/page';
import { Qr } from '../../ui/qr';
import { t, type TextKey } from '../../ui/texts';
import { POWERS } from '../key_search/power';
import { Explorer } from './explorer';

interface Why {
  readonly badge: TextKey;
  readonly tone: Tone;
  readonly text: string;
}

function whyNot(receiving: ReceivingView): Why | null {
  switch (receiving.may) {
    case 'open':
      return null;
    case 'unchecked':
      return { badge: 'receiving_unchecked', tone: 'warn', text: t('receiving_unchecked_text') };
    case 'others-on-record':
      return { badge: 'receiving_others', tone: 'warn', text: t('receiving_others_text') };
    case 'not-there':
      return { badge: 'receiving_not_there', tone: 'warn', text: t('receiving_not_there_text') };
    case 'keys-gone':
      return { badge: 'receiving_gone', tone: 'bad', text: t('receiving_gone_text') };
    case 'withheld': {
      const { badge, tone, text } = POWERS[receiving.power];
      return { badge, tone, text: text(receiving.missing) };
    }
  }
}

/** The word beside a name; nothing where the address may be given away. */
export const ReceivingBadge = ({ receiving }: { readonly receiving: ReceivingView }): JSX.Element | null => {
  const why = whyNot(receiving);
  return why === null ? null : (
    <span data-testid="receiving" data-may={receiving.may}>
      <Badge tone={why.tone}>{t(why.badge)}</Badge>
    </span>
  );
};

/** The card with the address: to be given away, or why not. */
export const Address = ({ address, receiving }: { readonly address: string; readonly receiving: ReceivingView }): JSX.Element => {
  const why = whyNot(receiving);
  if (why === null) {
    return (
      <Card title={t('account_address')} testId="account-receive">
        <div class="address">
          <Qr text={address} label={t('account_qr')} />
          <div>
            <p class="mono address-text" data-testid="account-address">
              <bdi>{address}</bdi>
            </p>
            <CopyButton text={address} label={t('account_copy')} />
            <p class="hint">{t('account_address_hint')}</p>
            <Explorer address={address} />
          </div>
        </div>
      </Card>
    );
  }
  return (
    <Card title={t('receiving_no')} tone="warn" testId="account-no-receive">
      <p class="badges">
        <ReceivingBadge receiving={receiving} />
      </p>
      <p>{why.text}</p>
      <p>{t('keys_no_receiving')}</p>
      <p class="hint">
        {t('receiving_called')}{' '}
        <span class="mono" dir="ltr">
          {address}
        </span>
      </p>
      <Explorer address={address} />
    </Card>
  );
};
