// Knows the one thing to do with the Ledger now: a sentence, its screen page by page, and a button where one helps.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { DeviceRequest, DeviceStateView, FaultCode, Intent, ScreenPage } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel, HelpLink } from '../../ui/fault';
import { CableIcon } from '../../ui/icons';
import { useAction, useSession } from '../../ui/session';
import { type Fields, t, type TextKey } from '../../ui/texts';
import { askForLedger } from './grant';
import { LedgerPicture } from './picture';
import { handOf, LedgerQuestion, LedgerSteps } from './steps';

interface Words {
  readonly title: TextKey;
  readonly text: TextKey;
}

/** What is asked of the person, in the order they usually meet it. */
const WORDS: Readonly<Record<DeviceRequest, Words>> = {
  'grant-access': { title: 'device_grant_access', text: 'device_grant_access_text' },
  'connect-device': { title: 'device_connect_device', text: 'device_connect_device_text' },
  'unlock-device': { title: 'device_unlock_device', text: 'device_unlock_device_text' },
  'open-concordium-app': { title: 'device_open_concordium_app', text: 'device_open_concordium_app_text' },
  'install-app': { title: 'device_install_app', text: 'device_install_app_text' },
  'update-app': { title: 'device_update_app', text: 'device_update_app_text' },
  'update-lifeboat': { title: 'device_update_lifeboat', text: 'device_update_lifeboat_text' },
  'close-other-programs': { title: 'device_close_other_programs', text: 'device_close_other_programs_text' },
  'close-device-menu': { title: 'device_close_device_menu', text: 'device_close_device_menu_text' },
  'confirm-opening': { title: 'device_confirm_opening', text: 'device_confirm_opening_text' },
  'confirm-key-export': { title: 'device_confirm_key_export', text: 'device_confirm_key_export_text' },
  'confirm-address': { title: 'device_confirm_address', text: 'device_confirm_address_text' },
  'approve-again': { title: 'device_approve_again', text: 'device_approve_again_text' },
  'try-again': { title: 'device_try_again', text: 'device_try_again_text' },
  'decide-on-device': { title: 'device_decide_on_device', text: 'device_decide_on_device_text' },
  'look-at-device': { title: 'device_look_at_device', text: 'device_look_at_device_text' },
};

/** A question that is still on its screen, where silent ones do no harm: what was begun goes on once it is answered, and no button is needed. */
const DECIDE_AND_GO_ON: Words = { title: 'device_decide_on_device', text: 'device_decide_and_go_on_text' };

/** Nothing is asked. */
const NOTHING: Words = { title: 'device_none', text: 'device_none_text' };

/** Nothing to do on the Ledger while the node is asked. */
const RESTING: Words = { title: 'device_resting', text: 'device_resting_text' };

/** Nor while the node does not answer: another key would only leave more unchecked. */
const WAITING: Words = { title: 'device_waiting', text: 'device_waiting_text' };

const PAUSES: Readonly<Record<'looking' | 'node', Words>> = { looking: RESTING, node: WAITING };

/** Where the fault says more than the request what is the case, its words stand in the request's place. */
const CLOSER: Readonly<Partial<Record<FaultCode, Words>>> = {
  'ledger-may-have-refused': { title: 'device_left', text: 'device_left_text' },
  'ledger-not-of-account': { title: 'device_other_device', text: 'device_not_of_account_text' },
  'ledger-other-device': { title: 'device_other_device', text: 'device_other_device_text' },
  'ledger-perhaps-locked': { title: 'device_perhaps_locked', text: 'device_perhaps_locked_text' },
};

/** Faults that say nothing beyond the request they come with. Twice the same sentence is twice the worry. */
const SAID: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'ledger-app-closed',
  'ledger-app-missing',
  'ledger-locked',
  'ledger-menu-open',
  'ledger-no-app-open',
  'ledger-not-connected',
  'ledger-not-granted',
  'ledger-open-failed',
  'ledger-refused',
  'ledger-silent',
  'ledger-timed-out',
  'ledger-undecided',
]);

interface DevicePanelProps {
  readonly device: DeviceStateView;
  /** Why the Ledger may rest: the node is being asked, or has to answer first. */
  readonly pause: 'looking' | 'node' | null;
  /** What asks the Ledger once more. */
  readonly again: Intent;
  /** Whether the question that was refused can be left out. */
  readonly skippable?: boolean;
}

/** The Ledger, and what it wants. */
export const DevicePanel = ({ device, pause, again, skippable = false }: DevicePanelProps): JSX.Element => {
  const { request, screens } = device;
  useGuard(screens !== null);
  const closer = request === null || device.fault === null ? undefined : CLOSER[device.fault.code];
  const quiet = pause === null ? NOTHING : PAUSES[pause];
  const words = closer ?? (request === null ? quiet : wordsOf(request, device.waitsForClick));
  const fields: Fields = { label: screens?.label ?? '', model: device.model ?? t('device_some_model') };
  return (
    <section
      class={deviceClass(request)}
      aria-label={t('device_label')}
      data-testid="recover-request"
      data-request={request ?? 'none'}
      data-index={device.index ?? undefined}
      data-late={device.isLate ? 'true' : undefined}
      data-fault={device.fault?.code}
    >
      <div class="device-words">
        <div aria-live="assertive">
          <h2 class="device-title">{t(words.title, fields)}</h2>
          <p>{t(words.text, fields)}</p>
        </div>
        {request !== null && BESIDE_THE_LIST.has(request) && <Grant kind={request === 'grant-access' ? 'primary' : 'plain'} />}
        {request === 'open-concordium-app' && device.fault?.code === 'ledger-no-app-open' && <OpenApp />}
        {screens !== null && <LedgerQuestion model={device.model} screens={screens} />}
        {device.startPage !== null && <StartPage device={device} page={device.startPage} />}
        {device.isLate && <p class="panel panel-info">{t('device_late')}</p>}
        {request !== null && (device.waitsForClick || device.isLate) && request !== 'grant-access' && (
          <AskAgain
            request={request}
            again={again}
            late={device.isLate}
            skippable={skippable && request === 'approve-again'}
          />
        )}
        {request === null && pause !== 'node' && (
          <Busy sentence={t(pause === 'looking' ? 'device_looking' : 'device_talking')} />
        )}
        {device.fault !== null && closer === undefined && !SAID.has(device.fault.code) && (
          <FaultPanel fault={device.fault} quiet={request !== null} />
        )}
        {device.fault !== null && (closer !== undefined || SAID.has(device.fault.code)) && (
          <p class="hint">
            <HelpLink code={device.fault.code} />
          </p>
        )}
        {device.model !== null && (
          <p class="hint">
            {device.appVersion === null
              ? t('device_model', { model: device.model })
              : t('device_model_app', { model: device.model, version: device.appVersion })}
          </p>
        )}
      </div>
      {screens === null && request !== 'look-at-device' && <LedgerPicture model={device.model} picture={device.picture} />}
    </section>
  );
};

/** Where the browser's list of Ledgers may open, which lies over the further half of the page: the words stay clear of it. */
const BESIDE_THE_LIST: ReadonlySet<DeviceRequest> = new Set(['grant-access', 'connect-device', 'close-other-programs']);

function wordsOf(request: DeviceRequest, waitsForClick: boolean): Words {
  return request === 'decide-on-device' && !waitsForClick ? DECIDE_AND_GO_ON : WORDS[request];
}

function deviceClass(request: DeviceRequest | null): string {
  if (request === null) return 'device';
  return BESIDE_THE_LIST.has(request) ? 'device device-wants device-beside' : 'device device-wants';
}

/** The page that older apps begin with: the way past it, or a word that it may come. */
const StartPage = ({ device, page }: { readonly device: DeviceStateView; readonly page: ScreenPage }): JSX.Element =>
  device.request === 'look-at-device' ? (
    <>
      <p>{t('start_page_here', { words: page.lines.join(' ') })}</p>
      <LedgerSteps model={device.model} pages={[page]} way="start" />
      <p>{t('start_page_question')}</p>
    </>
  ) : (
    <p
      class="hint"
      data-testid="ledger-start-page"
      data-screen={page.lines.join(' | ')}
      data-hand={page.gesture.hand}
    >
      {t('start_page_may_come', { words: page.lines.join(' ') })} {handOf(page.gesture)}
    </p>
  );

/** While a question is on the Ledger, the browser asks before it closes this tab: the Ledger would go on asking. */
function useGuard(asking: boolean): void {
  useEffect(() => {
    if (!asking) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [asking]);
}

const Grant = ({ kind }: { readonly kind: 'primary' | 'plain' }): JSX.Element => {
  const { send } = useSession();
  const [state, setState] = useState<'idle' | 'choosing' | 'nothing'>('idle');
  const connect = async (): Promise<void> => {
    setState('choosing');
    const granted = await askForLedger();
    setState(granted ? 'idle' : 'nothing');
    if (granted) await send({ ledger: 'devices-changed' });
  };
  return (
    <>
      <div class="actions">
        <Button kind={kind} disabled={state === 'choosing'} onClick={() => void connect()} testId="recover-connect">
          <CableIcon />
          {t(kind === 'primary' ? 'device_connect' : 'device_connect_other')}
        </Button>
      </div>
      <div aria-live="polite">
        {state === 'choosing' && <p class="hint">{t('device_choosing')}</p>}
        {state === 'nothing' && (
          <p class="panel panel-info" data-testid="recover-nothing-chosen">
            {t('device_nothing_chosen')}
          </p>
        )}
      </div>
    </>
  );
};

/** What is done elsewhere first, on the Ledger or by another program, is not asked again, but gone on with. */
const ELSEWHERE: ReadonlySet<DeviceRequest> = new Set([
  'install-app',
  'update-app',
  'update-lifeboat',
  'look-at-device',
]);

interface AskAgainProps {
  readonly request: DeviceRequest;
  readonly again: Intent;
  /** The question is still waited for. */
  readonly late: boolean;
  readonly skippable: boolean;
}

const AskAgain = ({ request, again, late, skippable }: AskAgainProps): JSX.Element => {
  const ask = useAction();
  const skip = useAction();
  const busy = ask.busy || skip.busy;
  return (
    <>
      <div class="actions">
        <Button
          kind={late ? 'plain' : 'primary'}
          disabled={busy}
          onClick={() => void ask.run(again)}
          testId="recover-ask-again"
        >
          {t(ELSEWHERE.has(request) ? 'device_go_on' : 'device_ask_again')}
        </Button>
        {skippable && (
          <Button
            disabled={busy}
            onClick={() => void skip.run({ recovery: 'skip-index' })}
            testId="recover-skip-index"
          >
            {t('device_skip')}
          </Button>
        )}
      </div>
      {ask.fault !== null && <FaultPanel fault={ask.fault} />}
      {skip.fault !== null && <FaultPanel fault={skip.fault} />}
    </>
  );
};

/** On the dashboard, and only there, the app can be opened from here. */
const OpenApp = (): JSX.Element => {
  const open = useAction();
  return (
    <>
      <div class="actions">
        <Button
          kind="primary"
          disabled={open.busy}
          onClick={() => void open.run({ ledger: 'open-app' })}
          testId="recover-open-app"
        >
          {t('device_open_app')}
        </Button>
      </div>
      {open.fault !== null && <FaultPanel fault={open.fault} />}
    </>
  );
};
